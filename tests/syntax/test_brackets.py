"""Bracket repair makes brackets match, whatever the marks, and leaves alone what matches."""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import example, given
from hypothesis import strategies as st

from holo_lsp.syntax.brackets import CLOSER, OPENER, balanced, repair

KINDS = (*"{}()[]", "@", "head", "open", "call", "more", "line", "body")


class Marks(NamedTuple):
    """Marks, and the layout that is asked for them."""

    kinds: list[str]
    indents: list[int]
    below: list[int | None]
    goes_on: list[bool]

    def inner(self, mark: int) -> int | None:
        return self.below[mark]

    def is_inline(self, mark: int) -> bool:
        return self.goes_on[mark]


@st.composite
def marks(draw: st.DrawFn) -> Marks:
    kinds = draw(st.lists(st.sampled_from(KINDS), max_size=16))
    indents: list[int] = []
    for kind in kinds:
        indent = draw(st.integers(0, 3))
        is_first = kind not in CLOSER and kind not in OPENER and kind != "body"
        indents.append(indent if is_first or (kind != "body" and draw(st.booleans())) else ~indent)
    size = len(kinds)
    below = draw(st.lists(st.one_of(st.none(), st.integers(0, 3)), min_size=size, max_size=size))
    return Marks(kinds, indents, below, draw(st.lists(st.booleans(), min_size=size, max_size=size)))


def repaired(marks: Marks) -> list[str]:
    plan = repair(marks.kinds, marks.indents, marks)
    places = [place for place, _, _ in plan.inserts]
    assert places == sorted(places)
    result: list[str] = []
    for number in range(len(marks.kinds) + 1):
        result += [bracket for place, bracket, _ in plan.inserts if place == number]
        if number < len(marks.kinds) and number not in plan.strays:
            result.append(marks.kinds[number])
    return result


@given(marks())
@example(Marks(["open", "{", "}", ")"], [2, -3, 0, 2], [0, None, None, None], [False] * 4))
@example(Marks(["call", "body", "open", "]", "[", "}"], [0, -3, 3, -4, -4, 0], [3] * 6, [False] * 6))
@example(Marks(["open", "@", "more", "}", ")"], [0, 3, 1, 3, 3], [3, None, None, None, None], [False] * 5))
def test_the_brackets_match_afterwards(marks: Marks):
    assert balanced(repaired(marks))


@given(marks())
def test_only_closing_brackets_are_passed_over(marks: Marks):
    plan = repair(marks.kinds, marks.indents, marks)
    assert all(marks.kinds[mark] in OPENER for mark in plan.strays)
    for before, bracket, partner in plan.inserts:
        kind = marks.kinds[partner]
        assert CLOSER.get(kind) == bracket if bracket in OPENER else kind in {"@", "open", "call"}
        assert partner < before


@given(
    st.recursive(st.just(""), lambda inner: st.lists(inner.map(lambda text: f"{{({text})[]}}")).map("".join))
)
def test_what_matches_on_a_line_is_left_alone(text: str):
    indents = [~0] * len(text)
    marks = Marks(list(text), indents, [None] * len(text), [True] * len(text))
    assert repaired(marks) == list(text)


def test_balanced():
    assert balanced([])
    assert balanced(["{", "line", "(", ")", "[", "]", "}"])
    assert not balanced(["{"])
    assert not balanced(["}"])
    assert not balanced(["{", "(", "}", ")"])

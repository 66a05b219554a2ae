"""Which braces of a skeleton belong together, with the missing ones thought in."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from holo_lsp.syntax import brackets, lexer
from holo_lsp.syntax.skeleton import LINE_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holo_lsp.syntax.skeleton import Skeleton

#: The kinds of braces that are only thought, where they are missing. They take no room in the text.
THOUGHT_OPEN, THOUGHT_CLOSE = "{?", "}?"

OPENING = frozenset({"{", THOUGHT_OPEN})
_CLOSING = frozenset({"}", THOUGHT_CLOSE})
_SHAPING = frozenset({"{", "}", "@", "head", "open"})
_NO_MEMBER = frozenset({"", "}", ")", "]"})
_BREAK = re.compile(r"[\r\n]")
_CONTENT = re.compile(r"(?:[ \t]*+[\r\n]++)*+([ \t]*+)")
_REST_OF_LINE = re.compile(rf"[ \t]*+(?:{lexer.LINE_COMMENT})?(?:[\r\n]|\Z)")


class Matched(NamedTuple):
    """A skeleton whose braces match. ``pairs`` are, for each opening brace's number, that of its closing one."""

    kinds: list[str]
    places: list[int]
    pairs: dict[int, int]


def matched(skeleton: Skeleton) -> Matched | None:
    """The skeleton, when its braces match."""
    pairs = _pairs(skeleton.kinds)
    return None if pairs is None else Matched(skeleton.kinds, skeleton.places, pairs)


def repaired(skeleton: Skeleton, text: str, starts: list[int]) -> Matched:
    """The skeleton of ``text`` with braces thought in where they are missing, and without those too many.

    ``starts`` are where its lines start.
    """
    owners = [number for number, kind in enumerate(skeleton.kinds) if kind in _SHAPING]
    layout = _Layout(text, starts, [skeleton.places[number] for number in owners])
    plan = brackets.repair(
        [skeleton.kinds[number] for number in owners], [skeleton.indents[number] for number in owners], layout
    )
    kinds: list[str] = []
    places: list[int] = []
    done = 0
    for number, kind, place in sorted(_changes(skeleton, text, plan, owners), key=lambda change: change[0]):
        kinds += skeleton.kinds[done:number]
        places += skeleton.places[done:number]
        done = number
        if kind:
            kinds.append(kind)
            places.append(place)
        else:
            done += 1
    kinds += skeleton.kinds[done:]
    places += skeleton.places[done:]
    return Matched(kinds, places, _pairs(kinds) or {})


def _changes(
    skeleton: Skeleton, text: str, plan: brackets.Repair, owners: list[int]
) -> Iterator[tuple[int, str, int]]:
    """(number of the event before which, kind, place) to put in; without a kind, the event to leave out."""
    for insert in plan.inserts:
        if insert.bracket == "{":
            found = _BREAK.search(text, skeleton.places[owners[insert.partner]])
            place = found.start() if found else len(text)
            yield bisect_left(skeleton.places, place), THOUGHT_OPEN, place
        elif insert.before < len(owners):
            number = owners[insert.before]
            yield number, THOUGHT_CLOSE, _line_start(skeleton, number)
        else:
            yield len(skeleton.kinds), THOUGHT_CLOSE, len(text)
    for mark in plan.strays:
        yield owners[mark], "", 0


class _Layout:
    """What bracket repair asks of a text; ``places`` are those of its marks."""

    def __init__(self, text: str, starts: list[int], places: list[int]) -> None:
        self.text = text
        self.starts = starts
        self.places = places
        self.below: dict[int, int | None] = {}
        """By the number of a line, the indentation of the first line from there on that is not blank."""

    def inner(self, mark: int) -> int | None:
        line = bisect_right(self.starts, self.places[mark])
        if line not in self.below:
            found = _CONTENT.match(self.text, self.starts[line]) if line < len(self.starts) else None
            is_member = found is not None and self.text[found.end() : found.end() + 1] not in _NO_MEMBER
            self.below[line] = len(found[1]) if found and is_member else None
        return self.below[line]

    def is_inline(self, mark: int) -> bool:
        return _REST_OF_LINE.match(self.text, self.places[mark] + 1) is None


def _line_start(skeleton: Skeleton, number: int) -> int:
    """Where the line starts, for what is first on it; else the place itself."""
    place, indent = skeleton.places[number], skeleton.indents[number]
    return place if skeleton.kinds[number] in LINE_KINDS or indent < 0 else place - indent


def _pairs(kinds: Sequence[str]) -> dict[int, int] | None:
    pairs: dict[int, int] = {}
    stack: list[int] = []
    for number, kind in enumerate(kinds):
        if kind in OPENING:
            stack.append(number)
        elif kind in _CLOSING:
            if not stack:
                return None
            pairs[stack.pop()] = number
    return None if stack else pairs

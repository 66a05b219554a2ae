"""What was found in a text stands in a later one where the same characters stand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from holo_lsp.analysis.finding import Edit, Finding, Fix, Related
from holo_lsp.lsp.hull import Hull, carried, hull

EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.floats(0, 1), st.text("xyz", max_size=4)), min_size=1, max_size=6
)


@given(st.text("abc", max_size=20), EDITS)
def test_what_lies_outside_of_the_hull_is_what_it_was(text: str, edits: list[tuple[float, float, str]]):
    old, over = text, None
    for first, second, inserted in edits:
        start, end = sorted((round(first * len(text)), round(second * len(text))))
        text = text[:start] + inserted + text[end:]
        length = len(inserted)
        over = hull(start, end, length) if over is None else over.edited(start, end, length)
    assert over is not None
    assert text == old[: over.start] + text[over.start : over.end] + old[over.old_end :]
    for start in range(len(old) + 1):
        for end in range(start, len(old) + 1):
            span = over.span(start, end)
            touched = end > over.start and start < over.old_end
            assert (span is None) == touched
            if span is not None:
                assert text[slice(*span)] == old[start:end]


def test_a_finding_is_carried_with_all_that_belongs_to_it():
    fix = Fix("mend", (Edit(2, 3, "x"), Edit(20, 21, "y")))
    finding = Finding("HS701", 20, 25, "m", fixes=(fix,), related=(Related(0, 2, "r"), Related(22, 23, "s")))
    (moved,) = carried([finding], Hull(10, 12, 17))
    assert (moved.start, moved.end) == (25, 30)
    assert moved.fixes == (Fix("mend", (Edit(2, 3, "x"), Edit(25, 26, "y"))),)
    assert moved.related == (Related(0, 2, "r"), Related(27, 28, "s"))


def test_what_was_touched_is_left_out():
    touched = Finding("HS701", 8, 11, "m")
    fix = Fix("mend", (Edit(10, 11, "x"),))
    beside = Finding("HS701", 0, 5, "m", fixes=(fix,), related=(Related(10, 12, "r"),))
    assert carried([touched, beside], Hull(10, 12, 17)) == [Finding("HS701", 0, 5, "m")]

"""Which declared name an unknown one was meant to be."""

from __future__ import annotations

import pytest
from support.checking import findings

from holo_lsp.addresses import nearest_name
from holo_lsp.analysis.rules.meant import meant


@pytest.mark.parametrize(
    ("word", "known", "near"),
    [
        ("forse", ("force", "strokes"), "force"),
        ("spindle_rpm", ("spindleRpm", "spindle"), "spindleRpm"),
        ("SPINDLERPM", ("spindleRpm",), "spindleRpm"),
        ("spindle_rpm", ("spindleRpm", "SpindleRPM"), None),  # either
        ("force", ("force",), None),  # it is there
        ("xy", ("xz",), None),  # too short to tell
        ("volume", ("force",), None),
        ("", ("force",), None),
        ("cnc_3", ("cnc_1", "cnc_2"), None),
        ("cnc_3", ("cnc_2",), None),
        ("line_b", ("line_a",), None),
        ("cellB", ("cellA",), None),
        ("temp2", ("temp",), "temp"),
        ("pres_07", ("press_06", "press_07", "press_08"), "press_07"),
        ("pres_09", ("press_06", "press_07"), None),
        ("pres_09", ("press_06",), "press_06"),
    ],
)
def test_meant(word: str, known: tuple[str, ...], near: str | None):
    assert meant(word, known) == near


def test_what_is_left_out_beforehand_is_too_far_anyway():
    words = ("force", "forces", "fore", "xorcx", "ofrce", "forceful", "frc", "fork", "coerce", "forge")
    for word in words:
        others = tuple(name for name in words if name != word)
        assert meant(word, others) == nearest_name(word, others)


def test_a_list_of_unknown_objects_is_no_list_of_slips():
    known = "\n".join(f"press#machine_{letter}x {{ }}" for letter in "abcd")
    few = f"{known}\ntwin#line {{ children: [twin#machin_ax] }}"
    others = "".join(f"twin#other_{n}, " for n in range(20))
    many = f"{known}\ntwin#line {{ children: [{others}twin#machin_ax] }}"
    assert [f.severity for f in findings(few)] == ["warning"]
    assert {f.severity for f in findings(many)} == {None}

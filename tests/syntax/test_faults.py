"""Half-typed texts: one fault each, at the right place, that says what is missing.

In ``faults.txt`` a case is a title behind ``===`` and a text. A line of ``^`` marks what the fault is on in the
line above, with its message; a line of ``~`` the second place that explains it.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from holo_lsp.syntax import Document

FILE = Path(__file__).with_name("faults.txt").read_text(encoding="utf-8")
CASES = dict(
    case.rstrip("\n").split("\n", 1) for case in re.split(r"^=== ", FILE, flags=re.MULTILINE) if case
)
MARK = re.compile(r"( *)(\^+|~+) (.+)")


def unmarked(marked: str) -> str:
    return "\n".join(line for line in marked.split("\n") if not MARK.fullmatch(line))


def marked(text: str) -> str:
    """The text with the faults that it has, as the cases are written."""
    document = Document.parse(text)
    marks: list[tuple[int, str]] = []

    def mark(start: int, end: int, sign: str, message: str):
        line, column = document.lines.position(start, "utf-32")
        last, stop = document.lines.position(end, "utf-32")
        assert line == last
        marks.append((line, " " * column + sign * max(1, stop - column) + " " + message))

    for fault in document.faults():
        mark(fault.start, fault.end, "^", fault.message)
        if fault.related:
            mark(fault.related.start, fault.related.end, "~", fault.related.message)
    lines = text.split("\n")
    return "\n".join(
        "\n".join((line, *(m for at, m in marks if at == number))) for number, line in enumerate(lines)
    )


@pytest.mark.parametrize("title", CASES)
def test_a_half_typed_text(title):
    assert marked(unmarked(CASES[title])) == CASES[title]


def test_most_half_typed_texts_have_one_fault():
    counts = [case.count("^ ") for case in CASES.values()]
    assert min(counts) == 1
    assert sum(counts) <= len(counts) + 4


@pytest.mark.parametrize("title", CASES)
def test_what_was_expected_is_a_terminal(title):
    for fault in Document.parse(unmarked(CASES[title])).faults():
        for kind in fault.expected:
            assert re.fullmatch(r"[A-Z_]+|\W{1,3}|\$END", kind)

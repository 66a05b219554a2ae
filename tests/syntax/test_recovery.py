"""A fault stays within its member: what stands around it is read as if nothing had happened."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from syntax.trees import CORPUS, Entry, outline, read

from holo_lsp.syntax import Document

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: Where nothing is indented, and where comments stand before heads, nothing tells which of the brackets is missing.
files = pytest.mark.parametrize(
    "path",
    [path for path in CORPUS if path.stem not in {"flush", "comments"}],
    ids=lambda path: f"{path.parent.name}/{path.stem}",
)


def bodies(entries: Iterable[Entry]) -> list[tuple[str, ...]]:
    return [entry.path for entry in entries if entry.body >= 0]


def line_around(text: str, start: int, end: int) -> tuple[int, int]:
    first = 1 + max(text.rfind("\n", 0, start), text.rfind("\r", 0, start))
    breaks = [place for place in (text.find("\n", end), text.find("\r", end)) if place >= 0]
    return first, min(breaks, default=len(text))


def outside(entries: list[Entry], first: int, last: int) -> list[tuple[str, ...]]:
    """The paths of what stands outside of the member that the line ``first:last`` breaks: what starts or ends on
    it, or else the innermost that it stands in.
    """
    met = [entry for entry in entries if entry.start <= last and entry.end >= first]
    around = [entry for entry in met if entry.start < first and entry.end > last]
    broken = [entry for entry in met if entry not in around] or around[-1:]
    return [e.path for e in entries if not any(b.start <= e.start < b.end for b in broken)]


def missing(expected: list[tuple[str, ...]], found: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """What of ``expected`` is not in ``found``, in that order."""
    rest = iter(found)
    return [path for path in expected if path not in rest]


def places(text: str) -> range:
    """All places in a text, or several hundred of them."""
    return range(0, len(text), 1 + len(text) // 500)


@files
def test_a_text_cut_anywhere_keeps_what_stands_before_and_has_one_fault(path):
    text = read(path)
    entries = outline(Document.parse(text))
    counts: Counter[int] = Counter()
    for at in places(text):
        document = Document.parse(text[:at])
        expected = bodies(entry for entry in entries if entry.body <= at)
        assert bodies(outline(document)) == expected, f"cut at {at}"
        counts[len(document.faults())] += 1
    assert max(counts) <= 2
    assert counts[2] <= 0.03 * counts.total()


def marks(document: Document) -> Iterator[tuple[int, int]]:
    """Brackets, colons, commas and quotes."""
    for at, leaf in document.leaves():
        for kind, start, end in zip(leaf.kinds, leaf.starts, leaf.ends, strict=True):
            if kind in "{}()[]:,;" and start < end:
                yield at + start, at + end
            elif kind == "STRING":
                yield at + start, at + start + 1
                yield at + end - 1, at + end


@files
def test_one_mark_less_breaks_its_member_only(path):
    text = read(path)
    whole = Document.parse(text)
    entries = outline(whole)
    for start, end in marks(whole):
        document = Document.parse(text[:start] + text[end:])
        expected = outside(entries, *line_around(text, start, end))
        assert not missing(expected, [entry.path for entry in outline(document)]), f"without {start}:{end}"
        assert len(document.faults()) <= (2 if path.parent.name == "guide" else 5), f"without {start}:{end}"


@files
def test_a_line_cut_off_anywhere_breaks_its_member_only(path):
    """Apart from a head of which next to nothing is left: then its closing brace is one too many."""
    text = read(path)
    entries = outline(Document.parse(text))
    heads = {entry.start for entry in entries if entry.body >= 0}
    for start in places(text):
        first, last = line_around(text, start, start)
        if start == last or any(first <= head <= last and start <= head + 1 for head in heads):
            continue
        document = Document.parse(text[:start] + text[last:])
        expected = outside(entries, first, last)
        assert not missing(expected, [entry.path for entry in outline(document)]), f"without {start}:{last}"

"""A text and its tree, as an immutable snapshot; an edit makes the next one and reparses only what it touches.

The tree of a document is made of chunks: a ``Leaf`` is a run of members that the grammar parsed, a ``Branch`` a
large block cut into its head, its members and its end. Positions inside a leaf are relative to it. Equal chunks are
parsed once (``parse_chunk``), so a fresh parse and an incremental one give the very same leaves.
"""

from __future__ import annotations

import gc
import re
from bisect import bisect_left, bisect_right
from contextlib import contextmanager
from itertools import accumulate
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from holo_lsp.syntax import scanner
from holo_lsp.syntax.lines import LineIndex
from holo_lsp.syntax.parser import Role, parse_leaf
from holo_lsp.syntax.tree import Fault, Leaf, Node, Related

if TYPE_CHECKING:
    from collections.abc import Iterator

#: A larger text is kept and served, but not analysed (characters).
MAX_TEXT = 8_000_000

#: How many further members an edit may pull in before the whole block is cut anew.
_LOOKAHEAD = 4


class Branch:
    """A block cut into chunks. ``head`` ends with its brace, ``tail`` starts with the closing one; both are empty
    for the file itself, and ``tail`` is where the brace is missing."""

    __slots__ = ("children", "head", "length", "offsets", "tail")

    def __init__(self, head: Leaf, children: tuple[Piece, ...], tail: Leaf) -> None:
        self.head = head
        self.children = children
        self.tail = tail
        lengths = accumulate(map(length_of, children), initial=len(head.text))
        self.offsets = list(lengths)
        """Where each child starts, and where the tail does, from the start of the block."""
        self.length = self.offsets[-1] + len(tail.text)


Piece = Leaf | Branch

_SHAPING = re.compile(r"[{}`]|/\*|\*/")


def length_of(piece: Piece) -> int:
    """The number of characters of a chunk."""
    return piece.length if isinstance(piece, Branch) else len(piece.text)


class ChunkCache:
    """Leaves by role and text, for as long as a document holds them. ``parsed`` counts the real parses."""

    def __init__(self) -> None:
        self._leaves: WeakValueDictionary[tuple[Role, str], Leaf] = WeakValueDictionary()
        self.parsed = 0

    def leaf(self, text: str, role: Role = "members") -> Leaf:
        """The leaf of a text."""
        found = self._leaves.get((role, text))
        if found is None:
            self.parsed += 1
            found = parse_leaf(text, role)
            self._leaves[role, text] = found
        return found


CHUNKS = ChunkCache()
"""The chunks of all documents of this process."""


class Document:
    """A parsed text. ``whole`` tells that all braces match."""

    __slots__ = ("lines", "root", "text", "whole")

    def __init__(self, text: str, root: Branch, lines: LineIndex, *, whole: bool) -> None:
        self.text = text
        self.root = root
        self.lines = lines
        self.whole = whole

    @classmethod
    def parse(cls, text: str, lines: LineIndex | None = None) -> Document:
        """Parse a text from scratch. Never raises."""
        lines = lines or LineIndex(text)
        if len(text) > MAX_TEXT:
            return cls(text, _file((_unread(text),)), lines, whole=True)
        with _collector_paused():
            events = scanner.skeleton(text, 0, len(text)).events
            pairs = scanner.partners(events)
            whole = pairs is not None
            if pairs is None:
                events = scanner.repaired(text, lines.starts, events)
                pairs = scanner.partners(events) or {}
            cuts = scanner.cut(text, events, pairs, 0, len(text))
            return cls(text, _file(_pieces(text, cuts)), lines, whole=whole)

    def edit(self, start: int, end: int, inserted: str) -> Document:
        """The document after the characters ``start:end`` gave way to ``inserted``."""
        lines = self.lines.edited(start, end, inserted)
        text = lines.text
        if max(len(text), len(self.text)) > MAX_TEXT:
            return Document.parse(text, lines)
        root = _Patch(self, lines, start, end).branch(self.root, 0, 0)
        if root is None:
            return Document.parse(text, lines)
        return Document(text, root, lines, whole=self.whole)

    def leaves(self) -> Iterator[tuple[int, Leaf]]:
        """All leaves with the offsets at which they start, in order."""
        stack: list[tuple[int, Piece]] = [(0, self.root)]
        while stack:
            at, piece = stack.pop()
            if isinstance(piece, Leaf):
                yield at, piece
                continue
            if piece.head.text:
                yield at, piece.head
            if piece.tail.text:
                stack.append((at + piece.offsets[-1], piece.tail))
            places = zip(piece.offsets, piece.children, strict=False)
            stack.extend((at + offset, child) for offset, child in reversed(list(places)))

    def leaf_at(self, offset: int) -> tuple[int, Leaf]:
        """The leaf that holds the offset, and where it starts. At a border it is the one before."""
        at = 0
        piece: Piece = self.root
        while isinstance(piece, Branch):
            inside = offset - at
            if piece.head.text and inside <= len(piece.head.text) or not piece.children:
                return at, piece.head
            if piece.tail.text and inside > piece.offsets[-1]:
                return at + piece.offsets[-1], piece.tail
            number = max(0, bisect_left(piece.offsets, inside, hi=len(piece.children)) - 1)
            at += piece.offsets[number]
            piece = piece.children[number]
        return at, piece

    def faults(self) -> list[Fault]:
        """All syntax faults, in order, with offsets into the text."""
        found = [_moved(fault, at) for at, leaf in self.leaves() for fault in leaf.faults]
        if not self.whole:
            found.extend(self._missing_ends())
            found.sort(key=lambda fault: fault.start)
        return found

    def _missing_ends(self) -> Iterator[Fault]:
        stack: list[tuple[int, Branch]] = [(0, self.root)]
        while stack:
            at, branch = stack.pop()
            for offset, child in zip(branch.offsets, branch.children, strict=False):
                if isinstance(child, Branch):
                    stack.append((at + offset, child))
            if branch is not self.root and not branch.tail.text:
                end = len(self.text[: at + branch.length].rstrip())
                brace = at + len(branch.head.text) - 1
                related = Related(brace, brace + 1, "This `{` is not closed.")
                yield Fault(max(0, end - 1), end, "`}` is missing here.", ("}",), related)


class _Patch:
    """One edit, applied to the branches of a document from the outside in."""

    def __init__(self, document: Document, lines: LineIndex, start: int, end: int) -> None:
        self.document = document
        self.lines = lines
        self.text = lines.text
        self.start = start
        self.end = end
        self.shift = len(lines.text) - len(document.text)

    def branch(self, branch: Branch, base: int, depth: int) -> Branch | None:
        """``branch``, which starts at ``base``, after the edit; None where that cannot be told from it alone."""
        children, offsets = branch.children, branch.offsets
        if not children:
            return None
        first = max(0, bisect_left(offsets, self.start - base, hi=len(children)) - 1)
        last = min(len(children) - 1, bisect_right(offsets, self.end - base, hi=len(children)) - 1)
        inner = children[first]
        if first == last and isinstance(inner, Branch) and self._is_inside(inner, base + offsets[first]):
            patched = self.branch(inner, base + offsets[first], depth + 1)
            if patched is None:
                return None
            if patched.length > scanner.LARGE:
                return _replaced(branch, first, (patched,), first + 1)
        if not self.document.whole:
            return self._same_shape(branch, base, first, last)
        if first and not _has_break(self.document.text, base + offsets[first], self.start):
            first -= 1  # the cut before this member was made for the line that changes
        return self._recut(branch, base, depth, first, last)

    def _is_inside(self, inner: Branch, base: int) -> bool:
        return self.start >= base + inner.offsets[0] and self.end <= base + inner.offsets[-1]

    def _recut(self, branch: Branch, base: int, depth: int, first: int, last: int) -> Branch | None:
        """Cut the members ``first`` to ``last`` anew, with as many behind them as it takes to agree again."""
        children, offsets = branch.children, branch.offsets
        low = base + offsets[first]
        for kept in range(last + 1, last + 1 + _LOOKAHEAD):  # the first member that should come out as it was
            stop = min(kept + 1, len(children))
            high = base + offsets[stop] + self.shift
            events, runs_on = scanner.skeleton(self.text, low, high)
            pairs = None if runs_on else scanner.partners(events)
            if pairs is None:
                return None
            cuts = scanner.cut(self.text, events, pairs, low, high, depth)
            if kept >= len(children):
                return _replaced(branch, first, _pieces(self.text, cuts), len(children))
            border = base + offsets[kept] + self.shift
            agreed = [cut for cut in cuts if cut.start < border]
            if agreed and agreed[-1].end == border:
                return _replaced(branch, first, _pieces(self.text, agreed), kept)
        return None

    def _same_shape(self, branch: Branch, base: int, first: int, last: int) -> Branch | None:
        """Where braces do not match, only an edit within a line that has none of them, and that leaves what the
        line is, stays local."""
        old = branch.children[first]
        if first != last or not isinstance(old, Leaf) or not self._within_plain_line():
            return None
        low = base + branch.offsets[first]
        high = low + len(old.text) + self.shift
        if max(high - low, len(old.text)) >= scanner.LARGE // 2:
            return None
        before = self._shape(self.document.lines, low, high - self.shift)
        if before is None or before != self._shape(self.lines, low, high):
            return None
        return _replaced(branch, first, (CHUNKS.leaf(self.text[low:high]),), first + 1)

    def _within_plain_line(self) -> bool:
        before, after = self.document.lines, self.lines
        line = before.line_of(self.start)
        if line != before.line_of(self.end) or len(before) != len(after):
            return False
        texts = (before.line_text(line).strip(), after.line_text(line).strip())
        return all(text and not _SHAPING.search(text) and not scanner.is_unfinished_head(text) for text in texts)

    def _shape(self, lines: LineIndex, low: int, high: int) -> list[tuple[str, bool, int]] | None:
        """The events of a stretch without their places, but with the indentation that bracket repair goes by."""
        events, runs_on = scanner.skeleton(lines.text, low, high)
        if runs_on:
            return None
        shape: list[tuple[str, bool, int]] = []
        for event in events:
            line, content = scanner.indentation(lines.text, lines.starts, event.at)
            shape.append((event.kind, event.at <= content, content - line))
        return shape


def _has_break(text: str, start: int, end: int) -> bool:
    return text.find("\n", start, end) >= 0 or text.find("\r", start, end) >= 0


def _replaced(branch: Branch, first: int, fresh: tuple[Piece, ...], behind: int) -> Branch:
    return Branch(branch.head, (*branch.children[:first], *fresh, *branch.children[behind:]), branch.tail)


def _file(pieces: tuple[Piece, ...]) -> Branch:
    empty = CHUNKS.leaf("", "tail")
    return Branch(empty, pieces, empty)


def _pieces(text: str, cuts: list[scanner.Cut]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for start, end, block in cuts:
        if block is None:
            pieces.append(CHUNKS.leaf(text[start:end]))
            continue
        body, members, brace = block
        head = CHUNKS.leaf(text[start:body], "head")
        pieces.append(Branch(head, _pieces(text, members), CHUNKS.leaf(text[brace:end], "tail")))
    return tuple(pieces)


def _unread(text: str) -> Leaf:
    message = f"The file is not analysed: it has more than {MAX_TEXT:,} characters."
    return Leaf(text, [], [], [], (), (), Node("start", (), 0, -1), (Fault(0, 0, message),))


def _moved(fault: Fault, by: int) -> Fault:
    related = fault.related and Related(fault.related.start + by, fault.related.end + by, fault.related.message)
    return Fault(fault.start + by, fault.end + by, fault.message, fault.expected, related)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Parsing makes many objects and no cycles; the collector's passes over them would double its time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()

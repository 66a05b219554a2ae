"""A text and its tree, as an immutable snapshot; an edit makes the next one and reparses only what it touches.

The tree of a document is made of chunks: a ``Leaf`` is a run of members that the grammar parsed, a ``Branch`` a
large block cut into its head, its members and its end. Positions inside a leaf are relative to it. Equal chunks are
parsed once (``ChunkCache``), so a fresh parse and an incremental one give the very same leaves.
"""

from __future__ import annotations

import gc
from bisect import bisect_left, bisect_right
from contextlib import contextmanager
from itertools import accumulate
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from holo_lsp.syntax.braces import matched, repaired
from holo_lsp.syntax.cutter import LARGE, Cut, cut
from holo_lsp.syntax.lines import LineIndex
from holo_lsp.syntax.parser import SWALLOWED, Role, parse_leaf
from holo_lsp.syntax.skeleton import Scanned, Skeleton, scan, starts_open
from holo_lsp.syntax.tree import Fault, Leaf, Node, Related

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

#: A larger text is kept and served, but not analysed (characters).
MAX_TEXT = 4_000_000

#: How many further members an edit may pull in before the whole block is cut anew.
_LOOKAHEAD = 4


class Branch:
    """A block cut into chunks, or the file itself, whose ``head`` and ``tail`` are empty.

    ``head`` ends with the block's brace, where that is not missing, and may start with blank lines. ``tail`` starts
    with the closing brace, and is empty where that is missing.
    """

    __slots__ = ("__weakref__", "children", "head", "length", "offsets", "tail")

    def __init__(self, head: Leaf, children: tuple[Piece, ...], tail: Leaf) -> None:
        self.head = head
        self.children = children
        self.tail = tail
        lengths = accumulate(map(length_of, children), initial=len(head.text))
        self.offsets = list(lengths)
        """Where each child starts, and where the tail does, from the start of the block."""
        self.length = self.offsets[-1] + len(tail.text)


Piece = Leaf | Branch


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

    __slots__ = ("_scanned", "lines", "root", "text", "whole")

    def __init__(self, lines: LineIndex, root: Branch, scanned: Scanned, *, whole: bool) -> None:
        self.text = lines.text
        self.root = root
        self.lines = lines
        self.whole = whole
        self._scanned = scanned

    @classmethod
    def parse(cls, text: str, lines: LineIndex | None = None) -> Document:
        """Parse a text from scratch. Never raises."""
        return cls._parsed(lines or LineIndex(text), None)

    @classmethod
    def _parsed(cls, lines: LineIndex, scanned: Scanned | None) -> Document:
        text = lines.text
        if len(text) > MAX_TEXT:
            return cls(lines, _file((_unread(text),)), Scanned(Skeleton([], [], [], [])), whole=True)
        with _collector_paused():
            skeleton = scanned.current(text) if scanned else scan(text, 0, len(text))
            found = matched(skeleton)
            cuts = cut(text, found or repaired(skeleton, text, lines.starts), 0, len(text))
            return cls(lines, _file(_pieces(text, cuts)), Scanned(skeleton), whole=found is not None)

    def edit(self, start: int, end: int, inserted: str) -> Document:
        """The document after the characters ``start:end`` gave way to ``inserted``."""
        lines = self.lines.edited(start, end, inserted)
        if max(len(lines.text), len(self.text)) > MAX_TEXT:
            return Document.parse(lines.text, lines)
        scanned = self._scanned.edited(start, end, len(inserted))
        is_local = self.whole and not scanned.is_unclosed
        root = _Patch(self, lines, start, end).branch(self.root, 0, 0) if is_local else None
        if root is None:
            return self._parsed(lines, scanned)
        return Document(lines, root, scanned, whole=True)

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
            if (piece.head.text and inside <= len(piece.head.text)) or not piece.children:
                return at, piece.head
            if piece.tail.text and inside > piece.offsets[-1]:
                return at + piece.offsets[-1], piece.tail
            number = max(0, bisect_left(piece.offsets, inside, hi=len(piece.children)) - 1)
            at += piece.offsets[number]
            piece = piece.children[number]
        return at, piece

    def faults(self) -> list[Fault]:
        """All syntax faults, in order, with offsets into the text."""
        found: list[Fault] = []
        last: tuple[Fault, ...] = ()
        for at, leaf in self.leaves():
            last = leaf.faults
            found.extend(_moved(fault, at) for fault in last)
        if not self.whole and not any(fault.expected in SWALLOWED for fault in last):
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
    """One edit, applied to the branches of a document whose braces match, from the outside in."""

    def __init__(self, document: Document, lines: LineIndex, start: int, end: int) -> None:
        self.before = document.text
        self.text = lines.text
        self.start = start
        self.end = end
        self.shift = len(self.text) - len(self.before)

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
            if patched.length > LARGE:
                return _replaced(branch, first, (patched,), first + 1)
        if first and self._is_cut_for(base + offsets[first]):
            first -= 1
        return self._recut(branch, base, depth, first, last)

    def _is_cut_for(self, at: int) -> bool:
        """Was the text cut at ``at`` for the line that changes, or for a brace that may be on it?"""
        return not _has_break(self.before, at, self.start) or starts_open(self.before, at)

    def _is_inside(self, inner: Branch, base: int) -> bool:
        return self.start >= base + inner.offsets[0] and self.end <= base + inner.offsets[-1]

    def _recut(self, branch: Branch, base: int, depth: int, first: int, last: int) -> Branch | None:
        """Cut the members ``first`` to ``last`` anew, with as many behind as it takes to agree again."""
        children, offsets = branch.children, branch.offsets
        low = base + offsets[first]
        for kept in range(last + 1, last + 1 + _LOOKAHEAD):  # the first member that should come out as it was
            stop = min(kept + 1, len(children))
            high = base + offsets[stop] + self.shift
            skeleton = scan(self.text, low, high)
            found = None if skeleton.unclosed else matched(skeleton)
            if found is None:
                return None
            cuts = cut(self.text, found, low, high, depth)
            if kept >= len(children):
                return _replaced(branch, first, _pieces(self.text, cuts), len(children))
            border = base + offsets[kept] + self.shift
            agreed = [piece for piece in cuts if piece.start < border]
            if agreed and agreed[-1].end == border:
                return _replaced(branch, first, _pieces(self.text, agreed), kept)
        return None


def _has_break(text: str, start: int, end: int) -> bool:
    return text.find("\n", start, end) >= 0 or text.find("\r", start, end) >= 0


def _replaced(branch: Branch, first: int, fresh: tuple[Piece, ...], behind: int) -> Branch:
    return Branch(branch.head, (*branch.children[:first], *fresh, *branch.children[behind:]), branch.tail)


def _file(pieces: tuple[Piece, ...]) -> Branch:
    empty = CHUNKS.leaf("", "tail")
    return Branch(empty, pieces, empty)


def _pieces(text: str, cuts: list[Cut]) -> tuple[Piece, ...]:
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
    related = fault.related and Related(
        fault.related.start + by, fault.related.end + by, fault.related.message
    )
    return Fault(fault.start + by, fault.end + by, fault.message, fault.expected, related)


@contextmanager
def _collector_paused() -> Generator[None]:
    """Parsing makes many objects and no cycles; the collector's passes over them would double its time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()

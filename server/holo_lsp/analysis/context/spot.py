"""Which part of a file's tree holds an offset, and which block that part is of."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from holo_lsp.syntax import Branch

if TYPE_CHECKING:
    from holo_lsp.model import Declaration, FileModel
    from holo_lsp.syntax import Leaf, Piece


class Spot(NamedTuple):
    """A leaf and the block that it is a part of.

    ``unclosed`` are the blocks around it, innermost first, that the place may be behind already: the offset
    of each one's head and the block around it.
    """

    declaration: Declaration
    base: int
    leaf: Leaf
    is_tail: bool = False
    unclosed: tuple[tuple[int, Declaration], ...] = ()


def spot_at(file: FileModel, offset: int) -> Spot:
    """The leaf that holds the offset (at a border the one before), like ``Document.leaf_at``."""
    declaration = file.root
    piece: Piece = file.document.root
    at = 0
    unclosed: list[tuple[int, Declaration]] = []
    while isinstance(piece, Branch):
        inside = offset - at
        if (piece.head.text and inside <= len(piece.head.text)) or not piece.children:
            return Spot(declaration, at, piece.head)
        if piece.tail.text and inside > piece.offsets[-1]:
            return Spot(declaration, at + piece.offsets[-1], piece.tail, is_tail=True)
        number = max(0, bisect_left(piece.offsets, inside, hi=len(piece.children)) - 1)
        if piece is not file.document.root:
            is_open = not piece.tail.text and number == len(piece.children) - 1
            unclosed = [(at, declaration), *unclosed] if is_open else []
            declaration = declared_at(declaration, at, len(piece.head.text)) or declaration
        at += piece.offsets[number]
        piece = piece.children[number]
    return Spot(declaration, at, piece, unclosed=tuple(unclosed))


def declared_at(parent: Declaration, base: int, body_start: int) -> Declaration | None:
    """The block in ``parent`` whose chunk starts at ``base`` and whose body ``body_start`` behind that."""
    children = parent.children
    number = bisect_left(children, base, key=lambda child: child.start)
    while number < len(children) and children[number].start <= base + body_start:
        child = children[number]
        if child.base == base and child.block.body_start == body_start:
            return child
        number += 1
    return None

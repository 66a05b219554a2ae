"""What the tests of the syntax ask of trees, and the texts that they take apart."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from holo_lsp.syntax import Branch, Document, Leaf, Node

TESTS = Path(__file__).parents[1]
CORPUS = sorted((TESTS / "corpus").glob("*/*.holo"))
GUIDE = TESTS.parents[1] / "shared" / "language" / "digital-twins-guide.md"


@cache
def read(path: Path) -> str:
    """A file of the corpus, with the line breaks that it has."""
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


@cache
def guide_blocks() -> tuple[str, ...]:
    """The language's own examples, where the guide is at hand."""
    if not GUIDE.exists():
        return ()
    return tuple(re.findall(r"```holoscript\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL))


class Entry(NamedTuple):
    """A block or trait."""

    path: tuple[str, ...]
    """What it is called, behind those around it, from the outside in."""
    start: int
    end: int
    body: int
    """Just behind the brace of its body; -1 when the text has none."""


def outline(document: Document) -> list[Entry]:
    """All blocks and traits, in order."""
    entries: list[Entry] = []
    _outline_of(document.root, 0, (), entries)
    return entries


def _outline_of(piece: Branch | Leaf, at: int, path: tuple[str, ...], into: list[Entry]) -> None:
    if isinstance(piece, Leaf):
        _outline_in(piece, piece.root, at, path, into)
        return
    head = len(into)
    _outline_of(piece.head, at, path, into)
    inside = into[-1].path if len(into) > head else path
    for offset, child in zip(piece.offsets, piece.children, strict=False):
        _outline_of(child, at + offset, inside, into)
    if inside is not path:
        own = next(number for number in range(head, len(into)) if into[number].path == inside)
        into[own] = into[own]._replace(end=at + piece.offsets[-1] + (1 if piece.tail.text else 0))


def _outline_in(leaf: Leaf, node: Node, at: int, path: tuple[str, ...], into: list[Entry]) -> None:
    inside = path
    if node.kind in {"block", "trait"}:
        body = node.node("body") or node.node("opaque")
        inside = (*path, _name(leaf, node))
        start, end = leaf.span(node)
        opened = at + leaf.ends[body.first] if body and leaf.token(body.first) else -1
        into.append(Entry(inside, at + start, at + end, opened))
    for child in node.nodes():
        _outline_in(leaf, child, at, inside, into)


def _name(leaf: Leaf, node: Node) -> str:
    """What a block or trait is called, without arguments and traits in the head."""
    if node.kind == "trait":
        return leaf.token(node.first)
    named = [
        child for child in node.children if isinstance(child, int) or child.kind in {"label", "inherits"}
    ]
    return " ".join("".join(leaf.text[slice(*leaf.span(child))].split()) for child in named)


def shape(piece: Branch | Leaf) -> object:
    """The whole structure of pieces. Equal texts in equal roles are one leaf, so leaves compare by identity."""
    if isinstance(piece, Leaf):
        return piece
    return piece.head, tuple(shape(child) for child in piece.children), piece.tail

"""The tree: nodes over token numbers, and the chunk (leaf) that owns the tokens.

A tree is immutable and knows only offsets relative to its chunk, so an edit elsewhere in the file leaves it as
it is. Spans are half-open character offsets.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, final

if TYPE_CHECKING:
    from collections.abc import Iterator


@final
class Node:
    """A node: ``kind`` is the rule's name in the grammar; children are nodes and token numbers, in order."""

    __slots__ = ("children", "first", "kind", "last")

    def __init__(self, kind: str, children: tuple[Child, ...], first: int, last: int) -> None:
        self.kind = kind
        self.children = children
        self.first = first
        """Number of the first token; one past ``last`` when there is none."""
        self.last = last

    def nodes(self, kind: str | None = None) -> Iterator[Node]:
        """The children that are nodes, all or of one kind."""
        for child in self.children:
            if not isinstance(child, int) and (kind is None or child.kind == kind):
                yield child

    def node(self, kind: str) -> Node | None:
        """The first child of ``kind``."""
        return next(self.nodes(kind), None)

    def __repr__(self) -> str:
        return f"{self.kind}[{self.first}:{self.last + 1}]"


Child = int | Node


@dataclass(frozen=True, slots=True)
class Related:
    """A second place that explains a fault."""

    start: int
    end: int
    message: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A syntax error. ``expected`` are the terminals that would have been right."""

    start: int
    end: int
    message: str
    expected: tuple[str, ...] = ()
    related: Related | None = None


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Leaf:
    """A chunk of text and its tree. Equal texts in equal roles share one leaf.

    Tokens inserted to complete a half-typed text are empty (start = end). ``root`` is a ``start`` node.
    """

    text: str
    kinds: list[str] = field(repr=False)
    starts: list[int] = field(repr=False)
    ends: list[int] = field(repr=False)
    comments: tuple[tuple[int, int], ...] = field(repr=False)
    skipped: tuple[tuple[int, int], ...] = field(repr=False)
    """Text that belongs to no token of the tree: brackets that close nothing, nesting too deep."""
    root: Node = field(repr=False)
    faults: tuple[Fault, ...] = field(repr=False)

    def token(self, number: int) -> str:
        """The text of a token."""
        return self.text[self.starts[number] : self.ends[number]]

    def span(self, node: Child) -> tuple[int, int]:
        """The offsets of a token or node, without the white space and comments around it."""
        if isinstance(node, int):
            return self.starts[node], self.ends[node]
        if node.last < node.first:
            at = self.starts[node.first] if node.first < len(self.starts) else len(self.text)
            return at, at
        return self.starts[node.first], self.ends[node.last]

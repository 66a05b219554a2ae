"""What a place in a file is for, as plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from holo_lsp.analysis.context.chunk import Chunk, Link
    from holo_lsp.model import Declaration

Role = Literal[
    "nothing",
    "member",
    "label",
    "head",
    "base",
    "trait",
    "entry",
    "value",
    "operand",
    "access",
    "reference",
]
"""``nothing``: a comment, a body of statements, a new name, or where only an operator can follow.
``member``: the start of a member of a block or body. ``label``: the name of a block.
``head``: behind a block's name, where ``extends`` can follow. ``base``: a template's name there.
``trait``: at an ``@``. ``entry``: the start of an argument or record entry. ``value``: all of a value.
``operand``: a part of an expression. ``access``: behind a dot. ``reference``: ``kind#id`` in a value."""

StepKind = Literal["property", "arguments", "body", "call", "record", "list", "index", "group"]


@dataclass(frozen=True, slots=True)
class Step:
    """One level on the way from a block's body down to the place.

    ``property``: the value of the block's property ``key``. ``arguments`` and ``body``: of a trait, ``name``.
    ``call``: the arguments of the widget, function or method ``name``, the whole of which is ``chain``.
    ``record``, ``list``, ``index`` and ``group``: brackets in a value.

    ``key`` names the entry that the place belongs to, ``position`` counts the commas before it, and
    ``parameters`` are those of an arrow function in that entry. ``open`` is the number of the bracket
    (-1 for a property).
    """

    kind: StepKind
    name: str = ""
    key: str | None = None
    position: int = 0
    chain: tuple[Link, ...] = ()
    parameters: tuple[str, ...] = ()
    open: int = -1


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file. Offsets are absolute, but those within ``chunk``, which starts at ``base``."""

    role: Role
    offset: int
    start: int
    end: int
    """What stands there already, and gives way to what is put there: a word, or the content of a string."""
    text: str
    """The characters ``start:end``."""
    declaration: Declaration
    """The block whose body the place is in; the file itself at the top level."""
    base: int
    chunk: Chunk = field(repr=False, compare=False)
    kind: str = ""
    """The kind of the block where the model has no declaration for it, or whose head the place is in."""
    in_head: bool = False
    """Is the place in the head of a block?"""
    terminal: str = ""
    """The kind of the token that the place is in or behind; empty between tokens."""
    number: int = -1
    """Its number."""
    quote: str = ""
    """The quotation mark, within a string."""
    closed: bool = True
    """Is that string closed?"""
    follow: str = ""
    """The kind of the next token on the same line."""
    steps: tuple[Step, ...] = ()
    chain: tuple[Link, ...] = ()
    """What stands before the dot, or what a string is compared with."""
    comma_at: int | None = None
    """Where a comma is missing before this entry."""
    comma_behind: bool = False
    """Must a comma follow this entry?"""

    @property
    def typed(self) -> str:
        """What of ``text`` stands before the place."""
        return self.text[: self.offset - self.start]

"""What stands in a file: blocks, traits, properties, calls. Offsets are relative to the chunk, half-open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from holo_lsp.model.expressions import Argument, Expr, Name


class Property(NamedTuple):
    """``key: value``. ``comment`` is the text of the comment behind it on the same line."""

    key: Name
    quoted: bool
    value: Expr
    comment: str | None
    start: int
    end: int


class TraitUse(NamedTuple):
    """``@name(arguments) { body }`` or ``@name: value``. The name is without the ``@``."""

    name: Name
    arguments: tuple[Argument, ...]
    list_start: int
    """Just behind the opening parenthesis; -1 where there is no argument list."""
    list_end: int
    """The closing parenthesis."""
    body: tuple[Item, ...] | None
    value: Expr | None
    start: int
    end: int

    def argument(self, key: str) -> Argument | None:
        """The argument of that name."""
        return next((a for a in self.arguments if a.key is not None and a.key.text == key), None)


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Block:
    """``kind label extends base @traits { members }``.

    ``style`` tells how the label is written: ``id`` (``kind#label``), ``name``, ``string``, or empty. A large
    block has no ``members`` here: they stand in chunks of their own. Compared by identity, so that what is
    made of a block can be kept with it.
    """

    kind: Name
    label: Name
    style: str
    bases: tuple[Name, ...]
    traits: tuple[TraitUse, ...]
    members: tuple[Item, ...]
    body_start: int
    """Just behind the opening brace."""
    start: int
    end: int


class Call(NamedTuple):
    """A call as a member: a widget such as ``metric(label: "OEE")``. ``callee`` may be dotted."""

    callee: Name
    arguments: tuple[Argument, ...]
    list_start: int
    list_end: int
    start: int
    end: int


class Code(NamedTuple):
    """An action, handler or import: kept, not looked into."""

    name: Name
    start: int
    end: int


class Broken(NamedTuple):
    """A member that could not be parsed."""

    start: int
    end: int


Item = Property | TraitUse | Block | Call | Code | Broken

"""How a trait, block, property, widget or function is declared: once, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from holo_lsp.traits.types import TypeName, ValueType

#: A value an argument can have when it is not given; ``None`` means there is no default.
Default = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class When:
    """Holds when ``argument`` has one of ``values`` (its default counts when it is not given)."""

    argument: str
    values: tuple[str | bool, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """A named argument of a trait or widget, an entry of a record, or a property of a block.

    ``only`` tells when the argument means anything at all; ``required`` that it must be given (where ``only``
    holds); ``example`` is source text of a value.
    """

    name: str
    type: ValueType
    doc: str
    example: str
    default: Default = None
    required: bool = False
    only: When | None = None


@dataclass(frozen=True, slots=True)
class Together:
    """Where one of ``arguments`` is given, all of them must be."""

    arguments: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Exclusive:
    """At most one of ``arguments`` may be given."""

    arguments: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of ``arguments`` must be given."""

    arguments: tuple[str, ...]
    reason: str


Rule = Together | Exclusive | AnyOf

#: What stands between a trait's braces: state fields, computed values, widgets; ``None`` where no body is expected.
BodyKind = Literal["fields", "computed", "widgets"]

#: Where a construct may stand. ``file`` is the top level.
Place = Literal["file", "composition", "twin", "template", "objects", "logic", "ui", "dashboard", "panel"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trait:
    """A trait: ``@name(arguments) { body }``. ``example`` is a whole use of it, in source text.

    ``snippet`` is the same with tab stops in LSP snippet syntax, without the leading ``@``.
    """

    name: str
    summary: str
    doc: str
    example: str
    snippet: str
    arguments: tuple[Argument, ...] = ()
    body: BodyKind | None = None
    repeatable: bool = False
    places: frozenset[Place] = frozenset({"twin", "template"})
    rules: tuple[Rule, ...] = ()
    source: str | None = None
    """The file that declared it when it is not built in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A block: ``keyword name { … }`` or ``keyword { … }``. ``holds`` is what stands inside it."""

    keyword: str
    summary: str
    doc: str
    example: str
    snippet: str
    places: frozenset[Place]
    inside: Place | None
    properties: tuple[Argument, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Widget:
    """A widget call inside a panel: ``metric(label: "OEE", value: logic.oee)``."""

    name: str
    summary: str
    doc: str
    example: str
    snippet: str
    arguments: tuple[Argument, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter of a function or method."""

    name: str
    type: TypeName
    doc: str
    optional: bool = False
    many: bool = False
    function: bool = False
    """Takes an arrow function."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """A function of the expression language, or a method when ``receiver`` is set."""

    name: str
    summary: str
    doc: str
    example: str
    parameters: tuple[Parameter, ...]
    returns: TypeName
    receiver: TypeName | None = None

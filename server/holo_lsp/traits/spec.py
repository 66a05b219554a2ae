"""How a trait, block, property, widget or function is declared: once, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from holo_lsp.traits.types import Enumeration

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from holo_lsp.traits.types import TypeName, ValueType

Scalar = str | int | float | bool

Default = Scalar | tuple[Scalar, ...] | None
"""A value that an argument has when it is not given, a tuple for a list; ``None``: there is no default."""


@dataclass(frozen=True, slots=True)
class When:
    """Holds when ``argument`` has one of ``values``. Its default counts when it is not given.

    When it is not given and has no default, nobody knows (a ``protocol`` that follows from a URL, say), and
    nothing is to be complained of. :func:`applies` gives all three answers.
    """

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
    compatibility: bool = False
    """Belongs to other HoloScript tools: accepted, so that nobody is warned, and never offered.

    It has no effect here, unless it is a synonym."""
    synonym_of: str | None = None
    """With ``compatibility``: the argument of the same trait that this is another name of. Where that one is
    required, this one will do."""


@dataclass(frozen=True, slots=True)
class Combination:
    """Which of ``arguments`` can be given beside each other; ``reason`` is a sentence for the user."""

    arguments: tuple[str, ...]
    reason: str


class Together(Combination):
    """Where one of ``arguments`` is given, all of them must be."""

    __slots__ = ()


class Exclusive(Combination):
    """At most one of ``arguments`` may be given."""

    __slots__ = ()


class AnyOf(Combination):
    """At least one of ``arguments`` must be given."""

    __slots__ = ()


Rule = Together | Exclusive | AnyOf

BodyKind = Literal["fields", "computed", "widgets"]
"""What stands between a trait's braces: state fields, computed values, widgets.

A body where none is declared holds the trait's arguments."""

Place = Literal["file", "composition", "twin", "template", "objects", "logic", "ui", "dashboard", "panel"]
"""Where a construct may stand. ``file`` is the top level."""


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
    places: frozenset[Place] = frozenset({"file", "twin", "template"})
    rules: tuple[Rule, ...] = ()
    source: str | None = None
    """The file that declared it when it is not built in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A block: ``keyword name { … }`` or ``keyword { … }``.

    ``places`` is where it may stand, ``inside`` the place that its body is (``None``: only properties).
    """

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
    """Takes any number of arguments; the last parameter only."""
    function: bool = False
    """Takes an arrow function."""
    path: bool = False
    """A string here is the path of a state field of the objects in the first argument. Where ``type`` is not
    ``string``, a value of that type is taken too."""
    named: bool = False
    """Given by name: ``f(list, parameter: value)``."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value that expressions can name, or a member (``length``) when ``receiver`` is set."""

    name: str
    summary: str
    doc: str
    example: str
    type: TypeName
    receiver: TypeName | None = None


def applies(
    argument: Argument, siblings: Iterable[Argument], given: Mapping[str, Scalar | None]
) -> bool | None:
    """Whether ``argument`` means anything beside the arguments ``given``; ``None`` when that is not known.

    ``siblings`` are all arguments of the trait. ``given`` maps the name of each argument that is written down
    to its value, or to ``None`` where the value is not a constant.
    """
    if argument.only is None:
        return True
    other = next((sibling for sibling in siblings if sibling.name == argument.only.argument), None)
    value = given.get(argument.only.argument, other and other.default)
    if value is None or (other is not None and _is_misspelt(value, other)):
        return None
    return value in argument.only.values


def _is_misspelt(value: Default, argument: Argument) -> bool:
    """Is the value not one of those that the argument takes? Then nobody knows what was meant."""
    choices = argument.type.choices if isinstance(argument.type, Enumeration) else ()
    return bool(choices) and value not in {choice.name for choice in choices}

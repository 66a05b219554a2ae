"""The types a trait argument, a property or a widget argument can have.

They are plain data: the checks, completion, hover, the JSON Schema and the runtime each read them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from holo_lsp.traits.spec import Argument

TypeName = Literal["boolean", "number", "string", "list", "object", "any"]
"""What an expression can yield; ``object`` is a twin or a record, ``any`` makes no promise."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of an enumeration."""

    name: str
    doc: str


@dataclass(frozen=True, slots=True)
class Plain:
    """A type without parameters."""


class Boolean(Plain):
    """``true`` or ``false``."""

    __slots__ = ()


class Color(Plain):
    """``#rgb``, ``#rrggbb`` or ``#rrggbbaa``, bare or as a string, or a CSS colour name as a string."""

    __slots__ = ()


class Duration(Plain):
    """A length of time as text, such as ``"30d"`` or ``"500ms"``."""

    __slots__ = ()


class NodeId(Plain):
    """An OPC UA NodeId (Part 6 §5.1.12) or browse path (Part 4 Annex A) as text."""

    __slots__ = ()


class Topic(Plain):
    """An MQTT topic filter (MQTT 5.0 §4.7); ``+`` and ``#`` are wildcards."""

    __slots__ = ()


class Dtmi(Plain):
    """A digital twin model identifier (DTDL v3, "Digital Twin Model Identifier")."""

    __slots__ = ()


class Range(Plain):
    """``[low, high]`` with low < high."""

    __slots__ = ()


class NodeMap(Plain):
    """An object literal from addresses at the source (node ids, topics, metric names) to state paths."""

    __slots__ = ()


class Anything(Plain):
    """No promise about the value."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Text:
    """Any string. ``secret`` marks a credential, which may only come through ``env()``."""

    secret: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """A number within [minimum, maximum] (``above`` makes the minimum exclusive), in ``unit``."""

    minimum: float | None = None
    maximum: float | None = None
    above: bool = False
    integer: bool = False
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Enumeration:
    """One of ``choices``.

    Any other value is a fault in a closed set; in an open one only a near miss is told.
    """

    choices: tuple[Choice, ...]
    closed: bool


@dataclass(frozen=True, slots=True)
class Url:
    """An address with one of ``schemes``. ``role`` says what answers there."""

    schemes: tuple[str, ...]
    role: Literal["source", "broker", "event_store"]


@dataclass(frozen=True, slots=True)
class StatePath:
    """The name of a state field: ``x`` or ``state.x``.

    ``foreign`` also takes fields of other objects: ``kind.field`` and ``id.field``. ``holding`` is what the
    field may hold; anything where it is empty.
    """

    foreign: bool = False
    holding: tuple[TypeName, ...] = ()


@dataclass(frozen=True, slots=True)
class Expression:
    """An unquoted expression whose value has the type ``result``."""

    result: TypeName = "any"


@dataclass(frozen=True, slots=True)
class Vector:
    """A list of exactly ``size`` numbers."""

    size: int
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list whose items all have the type ``item``."""

    item: ValueType
    unique: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """An object literal with the given entries."""

    entries: tuple[Argument, ...]


@dataclass(frozen=True, slots=True)
class FilePath:
    """A path, relative to the file or workspace, to a file with one of ``suffixes`` (with the dot)."""

    suffixes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to another declaration: ``twin#id``, or a template's name."""

    to: Literal["twin", "template"]


@dataclass(frozen=True, slots=True)
class OneOf:
    """A value of any one of ``options``."""

    options: tuple[ValueType, ...]


ValueType = (
    Text
    | Number
    | Boolean
    | Color
    | Enumeration
    | Duration
    | Url
    | NodeId
    | Topic
    | StatePath
    | Expression
    | Dtmi
    | Range
    | Vector
    | NodeMap
    | ListOf
    | Record
    | FilePath
    | Reference
    | Anything
    | OneOf
)

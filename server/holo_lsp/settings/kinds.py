"""Kinds of setting values: how each is read from JSON, described in JSON Schema and told to a person."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Generic, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Json = object
"""What ``json.loads`` gives: ``None``, booleans, numbers, strings, lists and dictionaries."""

JsonSchema = dict[str, object]

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

_LONGEST_SHOWN = 60


class Invalid(ValueError):  # noqa: N818 - "a value is invalid", as elsewhere in the language
    """A JSON value that the setting does not take; the text says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Reading(Generic[T_co]):
    """A value that was read, and what was left out of it: a faulty entry does not cost the others."""

    value: T_co
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind(Generic[T_co]):
    """A kind of value.

    ``takes`` ends the sentence "it takes …". ``schema`` is the JSON Schema of the values that ``read`` takes;
    ``read`` raises Invalid when nothing of a value can be used.
    """

    takes: str
    schema: JsonSchema
    read: Callable[[Json], Reading[T_co]]


def flag() -> Kind[bool]:
    """``true`` or ``false``."""

    def read(value: Json) -> Reading[bool]:
        if not isinstance(value, bool):
            raise Invalid(f"{shown(value)} is neither true nor false")
        return Reading(value)

    return Kind("true or false", {"type": "boolean"}, read)


def whole(unit: str, least: int, most: int) -> Kind[int]:
    """Make the kind of whole numbers from ``least`` to ``most``."""

    def read(value: Json) -> Reading[int]:
        # an editor written in Lua or JavaScript may send 4000.0
        number = int(value) if isinstance(value, float) and value.is_integer() else value
        if not isinstance(number, int) or isinstance(number, bool):
            raise Invalid(f"{shown(value)} is not a whole number")
        if not least <= number <= most:
            raise Invalid(f"{shown(value)} is out of range")
        return Reading(number)

    schema: JsonSchema = {"type": "integer", "minimum": least, "maximum": most}
    return Kind(f"a whole number of {unit} from {least} to {most}", schema, read)


def choice(*values: T) -> Kind[T]:
    """Make the kind of a few words."""

    def read(value: Json) -> Reading[T]:
        for candidate in values:
            if candidate == value:
                return Reading(candidate)
        raise Invalid(f"{shown(value)} is none of its words")

    return Kind(_one_of(values), {"type": "string", "enum": list(values)}, read)


def text(takes: str, convert: Callable[[str], T]) -> Kind[T]:
    """Make the kind of strings that ``convert`` takes; it raises ValueError for the others."""

    def read(value: Json) -> Reading[T]:
        if not isinstance(value, str):
            raise Invalid(f"{shown(value)} is not a string")
        try:
            return Reading(convert(value))
        except ValueError as error:
            raise Invalid(f"{shown(value)}: {error}") from error

    return Kind(takes, {"type": "string"}, read)


def list_of(takes: str, entry: Kind[T]) -> Kind[tuple[T, ...]]:
    """Make the kind of lists; invalid entries are left out, repeated ones count once."""

    def read(value: Json) -> Reading[tuple[T, ...]]:
        items = as_list(value)
        if items is None:
            raise Invalid(f"{shown(value)} is not a list")
        entries: dict[T, None] = {}
        left_out: list[str] = []
        for item in items:
            try:
                entries[entry.read(item).value] = None
            except Invalid as error:
                left_out.append(str(error))
        return Reading(tuple(entries), tuple(left_out))

    return Kind(takes, {"type": "array", "items": entry.schema}, read)


def table_of(takes: str, key: str, entry: Kind[T]) -> Kind[Mapping[str, T]]:
    """Make the kind of objects whose keys match the expression ``key``; invalid entries are left out."""

    def read(value: Json) -> Reading[Mapping[str, T]]:
        items = as_object(value)
        if items is None:
            raise Invalid(f"{shown(value)} is not an object")
        entries: dict[str, T] = {}
        left_out: list[str] = []
        for name, item in items.items():
            if re.fullmatch(key, name) is None:
                left_out.append(f"{shown(name)} is not such a key")
                continue
            try:
                entries[name] = entry.read(item).value
            except Invalid as error:
                left_out.append(f"{name}: {error}")
        return Reading(MappingProxyType(entries), tuple(left_out))

    schema: JsonSchema = {
        "type": "object",
        "patternProperties": {f"^(?:{key})$": entry.schema},
        "additionalProperties": False,
    }
    return Kind(takes, schema, read)


def as_list(value: Json) -> list[Json] | None:
    """Give ``value`` back typed if it is a JSON array."""
    return cast("list[Json]", value) if isinstance(value, list) else None


def as_object(value: Json) -> dict[str, Json] | None:
    """Give ``value`` back typed if it is a JSON object."""
    return cast("dict[str, Json]", value) if isinstance(value, dict) else None


def shown(value: Json) -> str:
    """Print a JSON value for a message: short, on one line, in ASCII."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return f'"{plain(value)}"'
        case int() | float():
            return plain(repr(value))
        case list():
            return "a list"
        case _:
            return "an object"


def plain(value: str) -> str:
    """Print foreign text in ASCII, on one line and cut short."""
    escaped = value.encode("unicode_escape").decode("ascii")
    return escaped if len(escaped) <= _LONGEST_SHOWN else f"{escaped[:_LONGEST_SHOWN]}…"


def _one_of(values: Sequence[object]) -> str:
    *rest, last = (f'"{value}"' for value in values)
    return f"{', '.join(rest)} or {last}" if rest else last

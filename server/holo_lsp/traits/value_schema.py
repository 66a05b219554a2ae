"""JSON Schema (draft 2020-12) of the values that an argument takes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holo_lsp.traits.types import (
    Anything,
    Boolean,
    Dtmi,
    Duration,
    Enumeration,
    Expression,
    ListOf,
    NodeMap,
    Number,
    OneOf,
    Range,
    Record,
    Url,
    Vector,
)

if TYPE_CHECKING:
    from holo_lsp.traits.notation import JsonObject
    from holo_lsp.traits.types import ValueType

_DURATION = r"^(P[0-9A-Z.,]+|([0-9]+(\.[0-9]+)?\s*[A-Za-z]+\s*)+)$"  # ISO 8601's too
_DTMI = r"^dtmi:[A-Za-z]\w*(:[A-Za-z]\w*)*(;[1-9]\d{0,8}(\.[1-9]\d{0,5})?)?$"


def argument_schema(value: ValueType) -> JsonObject:
    """JSON Schema of a value of type ``value``. A reference or an expression is its source text, a string."""
    match value:
        case Boolean():
            return {"type": "boolean"}
        case Number():
            return _number(value)
        case Range():
            return _numbers(2)
        case Vector(size=size):
            return _numbers(size)
        case NodeMap() | ListOf() | Record():
            return _container(value)
        case Anything() | OneOf():
            return _loose(value)
        case _:
            return _string(value)


def _loose(value: Anything | OneOf) -> JsonObject:
    if isinstance(value, OneOf):
        return {"anyOf": [argument_schema(option) for option in value.options]}
    return {}


def _container(value: NodeMap | ListOf | Record) -> JsonObject:
    match value:
        case NodeMap():
            return {"type": "object", "additionalProperties": {"type": "string"}}
        case ListOf(item=item, unique=unique):
            schema: JsonObject = {"type": "array", "items": argument_schema(item)}
            return {**schema, "uniqueItems": True} if unique else schema
        case Record(entries=entries):
            return {
                "type": "object",
                "properties": {
                    entry.name: {"description": entry.doc, **argument_schema(entry.type)} for entry in entries
                },
                "required": [entry.name for entry in entries if entry.required and entry.only is None],
            }


def _number(value: Number) -> JsonObject:
    schema: JsonObject = {"type": "integer" if value.integer else "number"}
    if value.minimum is not None:
        schema["exclusiveMinimum" if value.above else "minimum"] = value.minimum
    if value.maximum is not None:
        schema["maximum"] = value.maximum
    return schema


def _numbers(size: int) -> JsonObject:
    return {"type": "array", "items": {"type": "number"}, "minItems": size, "maxItems": size}


def _string(value: ValueType) -> JsonObject:
    match value:
        case Enumeration(choices=choices, closed=True):
            return {"enum": [choice.name for choice in choices]}
        case Enumeration(choices=choices):
            return {"type": "string", "examples": [choice.name for choice in choices]}
        case Url(schemes=schemes):
            return {"type": "string", "pattern": f"^({'|'.join(map(re.escape, schemes))}):"}
        case Duration():
            return {"type": "string", "pattern": _DURATION}
        case Dtmi():
            return {"type": "string", "pattern": _DTMI}
        case Expression(result="any" | "boolean" | "number"):
            return {"type": ["string", "number", "boolean"]}
        case _:
            return {"type": "string"}

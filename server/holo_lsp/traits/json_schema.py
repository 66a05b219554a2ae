"""The library that checks JSON against JSON Schema, loaded when it is first needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holo_lsp.traits.notation import JsonObject


class SchemaError(Protocol):
    """Where a value does not fit: ``instance``, at ``absolute_path``, breaks the keyword ``validator``."""

    absolute_path: Iterable[str | int]
    validator: str
    validator_value: Any
    instance: Any
    schema: Any
    message: str


class Validator(Protocol):
    """Checks values against one schema."""

    def iter_errors(self, instance: object, /) -> Iterable[SchemaError]:
        """All places where ``instance`` does not fit."""
        ...


def validator(schema: JsonObject) -> Validator:
    """What checks values against ``schema`` (draft 2020-12)."""
    from jsonschema import Draft202012Validator

    return cast("Validator", Draft202012Validator(schema))


def fits(value: object, schema: JsonObject) -> bool:
    """Whether ``value`` fits ``schema``."""
    return not any(True for _ in validator(schema).iter_errors(value))

"""Frozen dataclasses as plain JSON and back, by their annotations: pydantic's job.

Pydantic is imported when the first message is made, which is when the worker is started.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from pydantic import TypeAdapter

Record = TypeVar("Record")


class CodecError(ValueError):
    """Plain data that is not of the type it should be."""


def to_plain(value: object) -> Any:  # noqa: ANN401 - JSON
    """``value`` in the terms of JSON. Fields that have their defaults are left out."""
    # Facts hold read-only mappings, which pydantic takes for something unknown, and warns.
    return _adapter(type(value)).dump_python(
        value, mode="json", exclude_defaults=True, fallback=dict, warnings=False
    )


def from_plain(type_: type[Record], plain: object) -> Record:
    """A ``type_`` from what ``to_plain`` made of one. Raises CodecError."""
    from pydantic import ValidationError

    try:
        return cast("Record", _adapter(type_).validate_json(json.dumps(plain), strict=True))
    except ValidationError as error:
        raise CodecError(str(error)) from error


@cache
def _adapter(type_: type[Any]) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter

    return TypeAdapter(type_)

"""What values are called in messages, and the shape of what an expression yields."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holo_lsp.model import Shape
    from holo_lsp.traits.types import TypeName

SHAPES: Mapping[TypeName, Shape] = MappingProxyType(
    {
        "boolean": "boolean",
        "number": "number",
        "string": "string",
        "list": "list",
        "object": "record",
        "any": "unknown",
    }
)
WORDS: Mapping[Shape, str] = MappingProxyType(
    {
        "boolean": "true or false",
        "number": "a number",
        "string": "text",
        "list": "a list",
        "record": "an object",
        "unknown": "unknown",
    }
)

"""Source text of values, for arguments that were declared without an example."""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import TYPE_CHECKING

from holo_lsp.traits.types import (
    Anything,
    Boolean,
    Color,
    Dtmi,
    Duration,
    Enumeration,
    Expression,
    FilePath,
    ListOf,
    NodeId,
    NodeMap,
    Number,
    OneOf,
    Range,
    Record,
    Reference,
    StatePath,
    Text,
    Topic,
    Url,
    Vector,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holo_lsp.traits.spec import Default
    from holo_lsp.traits.types import ValueType

_EXAMPLES: Mapping[type[ValueType], str] = MappingProxyType(
    {
        Anything: "null",
        Boolean: "true",
        Color: '"#3a7ca5"',
        Dtmi: '"dtmi:com:example:Machine;1"',
        Duration: '"30s"',
        Expression: "state.field",
        NodeId: '"ns=2;s=Name"',
        NodeMap: '{ "ns=2;s=Name": "state.field" }',
        Range: "[0, 100]",
        StatePath: '"state.field"',
        Text: '"text"',
        Topic: '"line/machine/value"',
    }
)


def source(value: Default) -> str:
    """``value`` as it is written in the language. ``None`` is ``null``."""
    return json.dumps(value, ensure_ascii=False)


def example(value: ValueType) -> str:
    """Source text of some value of type ``value``."""
    match value:
        case Vector(size=size):
            return f"[{', '.join('0' * size)}]"
        case ListOf(item=item):
            return f"[{example(item)}]"
        case Record(entries=entries):
            return "{ " + ", ".join(f"{entry.name}: {entry.example}" for entry in entries) + " }"
        case OneOf(options=options):
            return example(options[0])
        case _:
            return _scalar(value)


def _scalar(value: ValueType) -> str:
    match value:
        case Enumeration(choices=choices):
            return source(choices[0].name)
        case Number(minimum=minimum, maximum=maximum, above=above):
            return source(_number(minimum, maximum, above=above))
        case Url(schemes=schemes):
            return source(f"{schemes[0]}://host")
        case FilePath(suffixes=suffixes):
            return source(f"file{suffixes[0]}")
        case Reference(to=to):
            return "twin#id" if to == "twin" else "Template"
        case _:
            return _EXAMPLES[type(value)]


def _number(minimum: float | None, maximum: float | None, *, above: bool) -> float:
    """A number within the bounds: 1, or a bound that 1 is beyond."""
    if minimum is not None and (minimum > 1 or (above and minimum == 1)):
        return minimum if not above else minimum + 1 if maximum is None else maximum
    return 1 if maximum is None or maximum > 1 else maximum

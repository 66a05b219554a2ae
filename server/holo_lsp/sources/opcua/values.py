"""Values from a server, printed for a person."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Literal, cast

from asyncua import ua

from holo_lsp.sources.opcua.errors import status_name

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 200
"""Characters of a printed value."""

_MOST_ITEMS = 32
_DEEPEST = 4
_HEX_BYTES = 32


def print_value(value: object) -> str:
    """``value`` in at most ``LONGEST`` characters, cut with an ellipsis."""
    text = _printed(value, 0)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def quality_of(status: ua.StatusCode) -> Literal["good", "uncertain", "bad"]:
    """The severity of a status code (Part 4 v1.05 §7.39)."""
    if status.is_good():
        return "good"
    return "uncertain" if status.is_uncertain() else "bad"


def print_time(time: datetime | None) -> str | None:
    """A server's time stamp in ISO 8601, UTC."""
    if time is None:
        return None
    aware = time if time.tzinfo is not None else time.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _printed(value: object, depth: int) -> str:
    if depth > _DEEPEST:
        return "…"
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return f"{value:d}" if isinstance(value, int) else repr(value)
        case str():
            return value[: LONGEST + 1]
        case bytes():
            return value[:_HEX_BYTES].hex(" ") + (" …" if len(value) > _HEX_BYTES else "")
        case datetime():
            return print_time(value) or ""
        case list() | tuple():
            return f"[{_joined(cast('list[object]', value), depth)}]"
        case ua.LocalizedText():
            return (value.Text or "")[: LONGEST + 1]
        case ua.QualifiedName():
            return value.to_string()
        case ua.StatusCode():
            return status_name(value.value)
        case ua.Variant():
            return _printed(value.Value, depth + 1)
        case _:
            return _structure(value, depth)


def _structure(value: object, depth: int) -> str:
    if isinstance(value, ua.NodeId):
        return value.to_string()
    if not is_dataclass(value) or isinstance(value, type | ua.ExtensionObject):
        return str(value)[: LONGEST + 1]
    members = islice(fields(value), _MOST_ITEMS)
    inner = ", ".join(
        f"{member.name}: {_printed(getattr(value, member.name), depth + 1)}" for member in members
    )
    return f"{{{inner}}}"


def _joined(values: Iterable[object], depth: int) -> str:
    items = [_printed(value, depth + 1) for value in islice(values, _MOST_ITEMS + 1)]
    if len(items) > _MOST_ITEMS:
        items[-1] = "…"
    return ", ".join(items)

"""The URL schemes that name a place to get values from or to keep them in."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from holo_lsp.addresses.characters import is_decimal, quoted, reject_unsendable, whole_number
from holo_lsp.addresses.errors import AddressError
from holo_lsp.addresses.nearest import nearest_name

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


@dataclass(frozen=True, slots=True)
class Scheme:
    """A scheme, the port that is meant when none is written, and what answers there."""

    name: str
    port: int | None
    doc: str


_TABLE = (
    Scheme("opc.tcp", 4840, "OPC UA server (UA TCP)"),
    Scheme("opc.https", 443, "OPC UA server (HTTPS)"),
    Scheme("opc.wss", 443, "OPC UA server (WebSocket)"),
    Scheme("mqtt", 1883, "MQTT broker"),
    Scheme("mqtts", 8883, "MQTT broker (TLS)"),
    Scheme("ws", 80, "WebSocket"),
    Scheme("wss", 443, "WebSocket (TLS)"),
    Scheme("http", 80, "HTTP server"),
    Scheme("https", 443, "HTTP server (TLS)"),
    Scheme("kafka", 9092, "Kafka cluster"),
    Scheme("sqlite", None, "SQLite file"),
)

#: Every known scheme by its name.
SCHEMES: Mapping[str, Scheme] = MappingProxyType({scheme.name: scheme for scheme in _TABLE})

#: Schemes with one host and port: those that ``parse_endpoint`` reads.
ENDPOINT_SCHEMES = tuple(name for name in SCHEMES if name not in {"kafka", "sqlite"})

#: Other spellings and the scheme that they mean: the language guide writes ``opcua``, OPC UA ``opc.tcp``.
ALIASES: Mapping[str, str] = MappingProxyType({"opcua": "opc.tcp"})

_HIGHEST_PORT = 0xFFFF


def canonical_scheme(scheme: str) -> str:
    """``scheme`` in lower case, an alias resolved. An unknown scheme stays as it is."""
    lower = scheme.lower()
    return ALIASES.get(lower, lower)


def scheme_of(text: str) -> str | None:
    """The scheme that ``text`` starts with, in lower case and as written (``opcua`` stays), or ``None``.

    What stands before ``://`` counts, and ``sqlite:``. ``plc7:4840`` has a host and a port and no scheme.
    """
    head, colon, rest = text.partition(":")
    lower = head.lower()
    is_scheme = (
        head.isascii() and head[:1].isalpha() and all(char.isalnum() or char in "+-." for char in head)
    )
    return lower if colon and is_scheme and (rest.startswith("//") or lower == "sqlite") else None


def read_scheme(text: str, allowed: Collection[str]) -> tuple[str, int]:
    """The canonical scheme of ``text`` and where the part after ``://`` starts.

    ``allowed`` holds canonical names. Raises ``AddressError`` when the scheme is missing, unknown or not
    allowed, or when the text as a whole cannot be a URL.
    """
    _check_whole(text)
    marker = text.find("://")
    scheme = canonical_scheme(text[:marker]) if marker > 0 else None
    if scheme in allowed and scheme is not None:
        return scheme, marker + 3
    raise _bad_scheme(text, marker, allowed)


def _check_whole(text: str) -> None:
    if not text.strip():
        raise AddressError("URL is empty", 0, len(text))
    reject_unsendable(text, "URL")
    kept = text.strip()
    if kept != text:
        lead = len(text) - len(text.lstrip())
        span = (0, lead) if lead else (len(kept), len(text))
        raise AddressError("URL has a blank around it: remove it", *span, kept)


def _bad_scheme(text: str, marker: int, allowed: Collection[str]) -> AddressError:
    head, rest = ("", text) if marker < 0 else (text[:marker], text[marker + 3 :])
    if marker < 0:
        start, colon, tail = text.partition(":")
        start = start if colon else text.partition("//")[0]
        if canonical_scheme(start) in SCHEMES and start != text:
            end = len(text) - len((tail if colon else text[len(start) :]).lstrip("/"))
            message = f"'{start}' must be followed by '://'"
            return AddressError(message, len(start), end, f"{start}://{text[end:]}")
    guess = _guess(head, rest, allowed)
    suggestion = None if guess is None else f"{guess}://{rest}"
    use = f"use {guess or ', '.join(allowed)}"
    if not head:
        span = (0, marker + 3) if marker >= 0 else (0, len(text))
        return AddressError(f"URL has no scheme: {use}", *span, suggestion)
    fault = "does not fit here" if canonical_scheme(head) in SCHEMES else "is not known"
    return AddressError(f"Scheme {quoted(head)} {fault}: {use}", 0, marker, suggestion)


def _guess(head: str, rest: str, allowed: Collection[str]) -> str | None:
    """The scheme that was meant: by the port, by the spelling, or because there is only one."""
    port = whole_number(_port_in(rest), _HIGHEST_PORT)
    by_port = [name for name in allowed if SCHEMES[name].port == port]
    if len(by_port) == 1:
        return by_port[0]
    near = nearest_name(head.lower(), allowed) if head else None
    if near is not None:
        return near
    only = next(iter(allowed)) if len(allowed) == 1 else None
    if only is not None and SCHEMES[only].port is None and ":" in rest:
        return None  # a colon in the name of a file starts another scheme, or a drive
    return only


def _port_in(rest: str) -> str:
    for end in "/?#":
        rest = rest.partition(end)[0]
    port = rest.rpartition(":")[2]
    return port if is_decimal(port) else ""

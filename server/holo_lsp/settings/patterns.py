"""Patterns that name the endpoints a user allows, such as ``opc.tcp://10.0.1.*:4840``.

A pattern decides who is contacted, so hosts are read more strictly than a resolver reads them. A host that
ends in a number must be four plain decimal numbers, for resolvers also take ``10.1``, ``0x0a000105`` and
``167772421``; a host with anything but ASCII letters, digits, hyphens and underscores matches nothing.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holo_lsp.addresses.authority import printed_host
from holo_lsp.addresses.characters import quoted
from holo_lsp.addresses.errors import AddressError
from holo_lsp.addresses.schemes import SCHEMES, canonical_scheme, read_scheme

if TYPE_CHECKING:
    from holo_lsp.addresses.endpoint import Endpoint

#: Schemes of what answers at a host and port.
NETWORK_SCHEMES = tuple(scheme.name for scheme in SCHEMES.values() if scheme.port is not None)

_MANY = "**"
_HIGHEST_PORT = 0xFFFF
_HIGHEST_PART = 0xFF
_IPV4_PARTS = 4

_NOT_IN_A_PATTERN = (
    ("@", "Pattern names a host and a port, no user"),
    ("%", "Pattern takes no percent signs: write the host plainly"),
    ("\\", "Pattern takes no backslash"),
    ("?", "Pattern ends after the port: remove the query"),
    ("#", "Pattern ends after the port: remove the fragment"),
)
_LABEL = re.compile(r"[a-z0-9_-]{1,63}")
_LABEL_GLOB = re.compile(r"[a-z0-9_*-]{1,63}")
_NUMERIC_GLOB = re.compile(r"[0-9*]+")
_IPV4_PART = re.compile(r"0|[1-9][0-9]{0,2}")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_PORT = re.compile(r"[0-9]{1,5}")


@dataclass(frozen=True, slots=True)
class EndpointPattern:
    """Endpoints of one scheme, by host and port. ``str()`` gives the canonical text.

    ``host`` holds the labels of a name or of an IPv4 address, in lower case, or one IPv6 address. ``*``
    stands for any characters inside one label, ``**`` for one label or more. A pattern of numbers covers
    IPv4 addresses only, one with letters names only, and ``**`` alone every host. ``port`` is ``None`` for
    every port.
    """

    scheme: str
    host: tuple[str, ...]
    port: int | None

    def __str__(self) -> str:
        port = "*" if self.port is None else self.port
        return f"{self.scheme}://{printed_host('.'.join(self.host))}:{port}"

    def matches(self, endpoint: Endpoint) -> bool:
        """Tell whether the pattern covers ``endpoint``; never for a host that is not in its plain form."""
        host = plain_host(endpoint.host)
        return (
            self.scheme == canonical_scheme(endpoint.scheme)
            and self.port in {None, endpoint.port}
            and host is not None
            and _covers(self.host, host)
        )


def parse_pattern(text: str) -> EndpointPattern:
    """Read a pattern ``scheme://host[:port]``.

    A port that is left out is the scheme's own, ``*`` is every one. Raises AddressError.
    """
    for at, char in enumerate(text):
        if not char.isascii():
            raise AddressError(f"Pattern cannot hold {quoted(char)}: write a name as xn--…", at, at + 1)
    for char, message in _NOT_IN_A_PATTERN:
        if (at := text.find(char)) >= 0:
            raise AddressError(message, at, at + 1)
    scheme, start = read_scheme(text, NETWORK_SCHEMES)
    end = len(text.removesuffix("/"))
    if (slash := text.find("/", start, end)) >= 0:
        raise AddressError("Pattern ends after the port: remove the path", slash, end, text[:slash])
    host_end = _host_end(text, start, end)
    host = _read_host(text[start:host_end].lower(), start)
    return EndpointPattern(scheme, host, _read_port(text, host_end, end, scheme))


def plain_host(host: str) -> tuple[str, ...] | None:
    """Split into the labels of a name or IPv4 address, or give one compressed IPv6 address.

    ``None`` if the host is not in its plain form.
    """
    if ":" in host:
        return _ipv6(host)
    labels = tuple(host.lower().split("."))
    if not host.isascii() or not all(_LABEL.fullmatch(label) for label in labels):
        return None
    if _NUMBER.fullmatch(labels[-1]) and not _is_ipv4(labels):
        return None
    return labels


def _host_end(text: str, start: int, end: int) -> int:
    if not text.startswith("[", start):
        colon = text.find(":", start, end)
        return end if colon < 0 else colon
    closing = text.find("]", start, end)
    if closing < 0:
        raise AddressError("IPv6 address must end with ']'", start, end)
    return closing + 1


def _read_port(text: str, start: int, end: int, scheme: str) -> int | None:
    if start == end:
        return SCHEMES[scheme].port
    port = text[start + 1 : end]
    if text[start] == ":" and port == "*":
        return None
    if text[start] == ":" and _PORT.fullmatch(port) and 1 <= int(port) <= _HIGHEST_PORT:
        return int(port)
    raise AddressError(f"Port must be a number from 1 to {_HIGHEST_PORT}, or *", start, end)


def _read_host(host: str, start: int) -> tuple[str, ...]:
    end = start + len(host)
    if host.startswith("["):
        address = _ipv6(host[1:-1])
        if address is None:
            raise AddressError("Between [ and ] stands one IPv6 address, without wildcards", start, end)
        return address
    labels = tuple(host.split("."))
    at = start
    for label in labels:
        _check_label(label, at)
        at += len(label) + 1
    if _is_numeric(labels):
        _check_ipv4(labels, start, end)
    elif _NUMBER.fullmatch(labels[-1]):
        raise AddressError("Host is a name and cannot end in a number", start, end)
    return labels


def _check_label(label: str, start: int) -> None:
    end = start + len(label)
    if not label:
        raise AddressError("Host has an empty part between its dots", start, end)
    if not _LABEL_GLOB.fullmatch(label):
        raise AddressError("Host is made of letters, digits, - and _, with * as wildcard", start, end)
    if _MANY in label and label != _MANY:
        raise AddressError("** stands alone between dots: inside a part write *", start, end)


def _check_ipv4(labels: tuple[str, ...], start: int, end: int) -> None:
    if len(labels) > _IPV4_PARTS or (len(labels) < _IPV4_PARTS and _MANY not in labels):
        raise AddressError("IPv4 address has four parts: write ** for the rest", start, end)
    for label in labels:
        if "*" not in label and not _is_ipv4_part(label):
            raise AddressError(f"{label} is no part of an IPv4 address: use 0 to {_HIGHEST_PART}", start, end)


def _is_numeric(labels: tuple[str, ...]) -> bool:
    """Tell whether a pattern's labels are numbers and wildcards, at least one of them with a digit."""
    return all(map(_NUMERIC_GLOB.fullmatch, labels)) and any(label.strip("*") for label in labels)


def _is_ipv4_part(label: str) -> bool:
    return _IPV4_PART.fullmatch(label) is not None and int(label) <= _HIGHEST_PART


def _is_ipv4(labels: tuple[str, ...]) -> bool:
    return len(labels) == _IPV4_PARTS and all(map(_is_ipv4_part, labels))


def _ipv6(text: str) -> tuple[str] | None:
    try:
        address = ipaddress.IPv6Address(text)
    except ValueError:
        return None
    return None if address.scope_id else (address.compressed,)


def _covers(pattern: tuple[str, ...], host: tuple[str, ...]) -> bool:
    if pattern == (_MANY,):
        return True
    if ":" in pattern[0] or ":" in host[0]:
        return pattern == host
    if _is_numeric(pattern) != _is_ipv4(host):
        return False
    return re.fullmatch(r"\.".join(map(_expression, pattern)), ".".join(host)) is not None


def _expression(label: str) -> str:
    if label == _MANY:
        return r"[^.]+(?:\.[^.]+)*"
    return re.escape(label).replace(r"\*", "[^.]*")

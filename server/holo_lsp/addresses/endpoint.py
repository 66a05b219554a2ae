"""Endpoint URLs: one scheme, host and port (RFC 3986; OPC UA Part 6 §7 for the ``opc.`` schemes)."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from holo_lsp.addresses.authority import (
    authority_end,
    printed_host,
    read_host_port,
    read_userinfo,
    userinfo_end,
)
from holo_lsp.addresses.mending import parse_or_suggest
from holo_lsp.addresses.schemes import ENDPOINT_SCHEMES, SCHEMES, canonical_scheme, read_scheme

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where one server or broker answers.

    ``scheme`` is canonical (``opcua`` has become ``opc.tcp``), ``host`` in lower case (IPv6 without
    brackets), ``port`` the scheme's own when none was written. ``path`` is kept as written: empty, or with a
    first ``/``, ``?`` or ``#``. ``user`` and ``password`` are what stood in the URL, decoded, or ``None``.
    """

    scheme: str
    host: str
    port: int
    path: str = ""
    user: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        """The one spelling of this endpoint, without credentials: a key, and safe to show."""
        return f"{self.scheme}://{printed_host(self.host)}:{self.port}{self.path}"

    def __str__(self) -> str:
        return self.url


def parse_endpoint(text: str, schemes: Iterable[str] = ENDPOINT_SCHEMES) -> Endpoint:
    """The endpoint that ``text`` is; its scheme must be one of ``schemes`` (or an alias of one).

    Raises ``AddressError``. Credentials in the URL are no error here: look at ``user`` and ``password``.
    """
    allowed = tuple(dict.fromkeys(map(canonical_scheme, schemes)))
    return parse_or_suggest(partial(_read, allowed), text)


def credentials_span(text: str) -> tuple[int, int] | None:
    """Where ``user:password`` stands in the URL ``text`` (without the ``@``), or ``None``."""
    marker = text.find("://")
    if marker < 0:
        return None
    start = marker + 3
    host_start = userinfo_end(text, start, authority_end(text, start))
    return None if host_start == start else (start, host_start - 1)


def _read(allowed: tuple[str, ...], text: str) -> Endpoint:
    single = tuple(scheme for scheme in allowed if scheme in ENDPOINT_SCHEMES)
    scheme, start = read_scheme(text, single)
    end = authority_end(text, start)
    host_start = userinfo_end(text, start, end)
    user, password = read_userinfo(text, start, host_start)
    host, port = read_host_port(text, host_start, end, SCHEMES[scheme].port or 0)
    path = "" if text[end:] == "/" else text[end:]
    return Endpoint(scheme, host, port, path, user, password)

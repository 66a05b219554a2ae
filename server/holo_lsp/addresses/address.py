"""Any of the addresses that a URL argument may hold, by its scheme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holo_lsp.addresses.endpoint import Endpoint, parse_endpoint
from holo_lsp.addresses.kafka import KafkaAddress, parse_kafka
from holo_lsp.addresses.mending import parse_or_suggest
from holo_lsp.addresses.schemes import SCHEMES, canonical_scheme, read_scheme, scheme_of
from holo_lsp.addresses.sqlite import SqliteAddress, parse_sqlite

if TYPE_CHECKING:
    from collections.abc import Iterable

Address = Endpoint | KafkaAddress | SqliteAddress


def parse_address(text: str, schemes: Iterable[str] = tuple(SCHEMES)) -> Address:
    """The address that ``text`` is; its scheme must be one of ``schemes`` (or an alias of one).

    Raises ``AddressError``.
    """
    allowed = tuple(dict.fromkeys(map(canonical_scheme, schemes)))

    def read(text: str) -> Address:
        scheme = canonical_scheme(scheme_of(text) or "")
        if scheme == "sqlite" and scheme in allowed:
            return parse_sqlite(text)
        if scheme == "kafka" and scheme in allowed:
            return parse_kafka(text)
        scheme, _ = read_scheme(text, allowed)
        return parse_endpoint(text, allowed)

    return parse_or_suggest(read, text)

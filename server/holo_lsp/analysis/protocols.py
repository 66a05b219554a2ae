"""Which protocol a binding speaks, as far as the text tells."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from holo_lsp.addresses import MQTT_SCHEMES, canonical_scheme, scheme_of
from holo_lsp.analysis.uses import text_of
from holo_lsp.model.expressions import Literal, Record
from holo_lsp.traits import roles

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from holo_lsp.model.expressions import Expr

_BY_SCHEME: Mapping[str, str] = MappingProxyType(
    {"opc.tcp": roles.OPC_UA, **dict.fromkeys(MQTT_SCHEMES, roles.MQTT)}
)

PROTOCOLS = frozenset({roles.OPC_UA, roles.MQTT, roles.SPARKPLUG})
"""The protocols that are spoken here; a file may name others, for other tools."""

OVER_MQTT = frozenset({roles.MQTT, roles.SPARKPLUG})

_NODE_ID = re.compile(r"\s*(?:nsu?|sv[ru]|[isgb])\s*=", re.IGNORECASE)


def protocol_of(argument: Callable[[str], Expr | None]) -> str | None:
    """The protocol of a binding whose arguments are given by name; None where the text does not tell.

    What is named goes before what follows from the scheme of an address; Sparkplug must be named, but for
    its ``group_id``.
    """
    named = text_of(argument(roles.PROTOCOL))
    if named is not None:
        return named
    for key in (roles.SOURCE, roles.BROKER):
        protocol = spoken_at(text_of(argument(key)) or "")
        if protocol is not None:
            is_sparkplug = protocol == roles.MQTT and argument(roles.GROUP_ID) is not None
            return roles.SPARKPLUG if is_sparkplug else protocol
    return None


def spoken_at(address: str) -> str | None:
    """The protocol that follows from the scheme of an address; over MQTT, Sparkplug may be spoken too."""
    return _BY_SCHEME.get(canonical_scheme(scheme_of(address) or ""))


def login_of(auth: Expr | None) -> Literal | None:
    """Where ``auth`` says what kind of login it is; None for none, and for an anonymous one."""
    entries = auth.entries if isinstance(auth, Record) else ()
    kinds = (entry.value for entry in entries if entry.key.text == roles.AUTH_TYPE)
    return next((kind for kind in kinds if isinstance(kind, Literal) and kind.value in roles.LOGINS), None)


def looks_like_node_id(text: str) -> bool:
    """Was ``text`` meant as an OPC UA node id, right or wrong?"""
    return _NODE_ID.match(text) is not None

"""Which protocol a binding speaks, as far as the text tells."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from holo_lsp.addresses import MQTT_SCHEMES, canonical_scheme, scheme_of
from holo_lsp.analysis.uses import text_of
from holo_lsp.traits import roles

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from holo_lsp.model.expressions import Expr

_BY_SCHEME: Mapping[str, str] = MappingProxyType(
    {"opc.tcp": roles.OPC_UA, **dict.fromkeys(MQTT_SCHEMES, roles.MQTT)}
)
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
        scheme = canonical_scheme(scheme_of(text_of(argument(key)) or "") or "")
        if scheme in _BY_SCHEME:
            is_sparkplug = scheme in MQTT_SCHEMES and argument(roles.GROUP_ID) is not None
            return roles.SPARKPLUG if is_sparkplug else _BY_SCHEME[scheme]
    return None


def looks_like_node_id(text: str) -> bool:
    """Was ``text`` meant as an OPC UA node id, right or wrong?"""
    return _NODE_ID.match(text) is not None

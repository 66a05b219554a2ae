"""Ids that exist and resemble one that does not."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Literal

from holo_lsp.facts import NearMiss
from holo_lsp.sources.opcua.index import VARIABLE
from holo_lsp.sources.opcua.spelling import within

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holo_lsp.addresses import NodeId
    from holo_lsp.sources.opcua.index import AddressSpaceIndex

MOST = 3
"""Near misses that are offered for one id."""

_SHORT = 6
"""Up to so many characters, one slip is all that is forgiven."""

_SLIPS = 2
_SEGMENT = re.compile(r"[^./\\:|\"\[\]\s]+")
_MOST_NAMESAKES = 200


def near_misses(index: AddressSpaceIndex, wanted: NodeId, most: int = MOST) -> tuple[NearMiss, ...]:
    """At most ``most`` ids, best first, for ``wanted``, which ``index`` lacks.

    The same identifier in another namespace comes before a slip of the pen, and that before a node of the
    same name in another place. Numbers are compared as they are: one that is near another means nothing.
    """
    identifier = str(replace(wanted, namespace=0, server=None))
    key = identifier.casefold()
    orders = index.orders
    namesakes = [
        position
        for position in orders.by_identifier.equal_to(key)
        if index.entries[position].identifier == identifier
    ]
    if namesakes:
        return _misses(index, namesakes, "namespace", most)
    if wanted.kind == "i":
        return ()
    for slips in range((1 if len(identifier) <= _SHORT else _SLIPS) + 1):
        near = within(orders.by_identifier.keys, key, slips)
        if near:
            return _misses(index, _nearest(index, f"ns={wanted.namespace};", near), "spelling", most)
    return _misses(index, _same_name(index, key), "spelling", most)


def _nearest(index: AddressSpaceIndex, namespace: str, near: list[tuple[int, int]]) -> list[int]:
    """The positions, those in the namespace that was written first, and variables first."""
    positions = [index.orders.by_identifier.positions[place] for _, place in near]

    def rank(position: int) -> tuple[bool, bool, str]:
        entry = index.entries[position]
        return not entry.node_id.startswith(namespace), entry.node_class != VARIABLE, entry.node_id

    return sorted(positions, key=rank)


def _same_name(index: AddressSpaceIndex, key: str) -> list[int]:
    """Nodes named like the last segment of ``key``, those that share most of its other segments first."""
    segments = _SEGMENT.findall(key.partition("=")[2])
    if not segments:
        return []
    positions = index.orders.by_name.equal_to(segments[-1])
    if len(positions) > _MOST_NAMESAKES:
        return []
    wanted = set(segments)

    def rank(position: int) -> tuple[int, bool, str]:
        entry = index.entries[position]
        shared = wanted.intersection(_SEGMENT.findall(entry.node_id.casefold()))
        return -len(shared), entry.node_class != VARIABLE, entry.node_id

    return sorted(positions, key=rank)


def _misses(
    index: AddressSpaceIndex, positions: Iterable[int], reason: Literal["spelling", "namespace"], most: int
) -> tuple[NearMiss, ...]:
    nodes = (index.node(position) for position in positions)
    found = (NearMiss(node.node_id, node.browse_path or "", reason) for node in nodes if node is not None)
    return tuple(islice(found, most))

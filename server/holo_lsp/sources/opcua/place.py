"""Nodes as they were read, placed in the address space as it was browsed."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from holo_lsp.addresses import parse_node_id
from holo_lsp.sources.opcua.near import near_misses
from holo_lsp.sources.opcua.nodeids import resolve

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holo_lsp.facts import NearMiss, Node
    from holo_lsp.sources.opcua.index import AddressSpaceIndex

_MOST = 200
"""Ids without a node that are compared with all others; more of them have one cause, not one slip each."""


class Placer:
    """Adds to nodes where they are, and to ids that do not exist what resembles them."""

    def __init__(self, index: AddressSpaceIndex) -> None:
        self.index = index
        self._near: dict[str, tuple[NearMiss, ...]] = {}

    def place(self, node: Node) -> Node:
        """``node`` with its path, or with the near misses that ``compare`` found."""
        if _is_missing(node):
            return replace(node, near=self._near.get(node.node_id, ()))
        text = resolve(node.node_id, self.index.namespaces).text
        path = None if text is None else self.index.path_of(text)
        return node if path is None else replace(node, browse_path=path)

    async def compare(self, nodes: Iterable[Node]) -> None:
        """Look for near misses of those ``nodes`` that do not exist, once each; others may run in between.

        A crawl that has not ended may yet find the node itself, so nothing is compared before.
        """
        if not self.index.finished:
            return
        for node in nodes:
            if _is_missing(node) and node.node_id not in self._near and len(self._near) < _MOST:
                self._near[node.node_id] = near_misses(self.index, parse_node_id(node.node_id))
                await asyncio.sleep(0)


def _is_missing(node: Node) -> bool:
    return node.state in {"unknown", "bad_namespace"}

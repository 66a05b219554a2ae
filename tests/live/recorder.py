"""Facts as a language server receives them, and how to wait for some."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from holo_lsp.facts import EMPTY_PLANT, Endpoint, Node, PlantFacts

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE = 30


class Recorder:
    """Pass it as ``on_facts``; ``history`` keeps all, ``facts`` is the latest."""

    def __init__(self) -> None:
        self.history: list[PlantFacts] = []
        self._came = asyncio.Event()

    def __call__(self, facts: PlantFacts) -> None:
        self.history.append(facts)
        self._came.set()

    @property
    def facts(self) -> PlantFacts:
        return self.history[-1] if self.history else EMPTY_PLANT

    async def until(self, condition: Callable[[PlantFacts], bool]) -> PlantFacts:
        """Wait for facts that meet ``condition``."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not condition(self.facts):
                    self._came.clear()
                    await self._came.wait()
        except TimeoutError:
            raise AssertionError(f"never came; the last facts are {self.facts}") from None
        return self.facts

    async def endpoint(self, url: str, condition: Callable[[Endpoint], bool]) -> Endpoint:
        """Wait for an endpoint that meets ``condition``."""
        facts = await self.until(lambda facts: url in facts.endpoints and condition(facts.endpoints[url]))
        return facts.endpoints[url]

    async def node(self, url: str, node_id: str, condition: Callable[[Node], bool]) -> Node:
        """Wait for a node that meets ``condition``."""
        endpoint = await self.endpoint(
            url, lambda endpoint: node_id in endpoint.nodes and condition(endpoint.nodes[node_id])
        )
        return endpoint.nodes[node_id]

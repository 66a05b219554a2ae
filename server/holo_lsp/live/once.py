"""One look at the plant, in this process: what ``holo check --live`` needs and nothing that stays."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from holo_lsp.addresses import parse_endpoint
from holo_lsp.facts import Endpoint, PlantFacts
from holo_lsp.live.wanted import merged
from holo_lsp.sources.opcua.attributes import NodeReader
from holo_lsp.sources.opcua.browse import Crawl, CrawlBudget
from holo_lsp.sources.opcua.connection import TIMEOUT, connect
from holo_lsp.sources.opcua.errors import PlantError
from holo_lsp.sources.opcua.index import AddressSpaceIndex
from holo_lsp.sources.opcua.place import Placer
from holo_lsp.sources.opcua.security import Access

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holo_lsp.live.wanted import WantedEndpoint
    from holo_lsp.settings import Policy
    from holo_lsp.sources.opcua.connection import Connection


logger = logging.getLogger(__name__)

_CRAWL_SHARE = 0.8
"""The part of the remaining time that browsing may take, so that some is left to compare what it found."""


async def check_once(
    wanted: Iterable[WantedEndpoint],
    policy: Policy,
    timeout: float,  # noqa: ASYNC109 - more than a deadline for all: it is shared out, and what is known stays
) -> PlantFacts:
    """Facts about all of ``wanted``, as far as they can be had within ``timeout`` seconds.

    The address space is browsed only when an id is unknown, to tell what resembles it. Raises AddressError
    for a URL that is none of OPC UA; what fails at an endpoint stands in its state and message.
    """
    checks = [_Check(wish, policy) for wish in merged(wanted).values()]
    await asyncio.gather(*(check.run(timeout) for check in checks))
    return PlantFacts(MappingProxyType({check.facts.url: check.facts for check in checks}), revision=1)


class _Check:
    """One endpoint. ``facts`` is what is known at any moment: a deadline costs only what is missing."""

    def __init__(self, wanted: WantedEndpoint, policy: Policy) -> None:
        self.facts = Endpoint(url=wanted.url, state="unknown")
        self._endpoint = parse_endpoint(wanted.url, ("opc.tcp",))
        self._wanted = wanted
        self._policy = policy

    async def run(self, seconds: float) -> None:
        access = Access(self._wanted.security, self._wanted.auth_type)
        step = min(TIMEOUT, seconds)
        deadline = asyncio.get_running_loop().time() + seconds
        try:
            async with (
                asyncio.timeout_at(deadline),
                connect(self._endpoint, self._policy, access, step_timeout=step) as connection,
            ):
                try:
                    await self._look(connection, deadline)
                except Exception as error:  # a reply can break asyncua's decoder in any way
                    raise connection.explain(error) from error
        except PlantError as error:
            self._fail(error)
        except TimeoutError:
            if self.facts.state != "online":
                late = f"{self._endpoint.url} did not answer within {seconds:g} s."
                self._fail(PlantError("offline", late))

    async def _look(self, connection: Connection, deadline: float) -> None:
        reader = NodeReader(connection)
        nodes = await reader.check(self._wanted.node_ids)
        self.facts = replace(
            self.facts,
            state="online",
            namespaces=connection.namespaces,
            nodes=MappingProxyType(nodes),
            checked_at=time.time(),
        )
        nodes |= await reader.enrich(nodes)
        self.facts = replace(self.facts, nodes=MappingProxyType(nodes))
        if any(node.state in {"unknown", "bad_namespace"} for node in nodes.values()):
            await self._explain(connection, deadline)

    async def _explain(self, connection: Connection, deadline: float) -> None:
        placer = Placer(AddressSpaceIndex(connection.namespaces))
        remaining = deadline - asyncio.get_running_loop().time()
        try:
            await Crawl(connection, placer.index, CrawlBudget(seconds=_CRAWL_SHARE * remaining)).run()
        except Exception:  # a reply can break asyncua's decoder in any way
            logger.info("%s could not be browsed", self.facts.url, exc_info=True)
            return  # the ids are checked; only what resembles them is not known
        await placer.compare(self.facts.nodes.values())
        nodes = {key: placer.place(node) for key, node in self.facts.nodes.items()}
        self.facts = replace(self.facts, nodes=MappingProxyType(nodes), indexed=len(placer.index))

    def _fail(self, error: PlantError) -> None:
        nodes = {key: replace(node, state="unverified") for key, node in self.facts.nodes.items()}
        self.facts = replace(
            self.facts, state=error.state, message=error.message, nodes=MappingProxyType(nodes)
        )

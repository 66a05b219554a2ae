"""One endpoint of the worker: connected, read, browsed, and found again when it was lost."""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import suppress
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from asyncua import ua

from holo_lsp.addresses import AddressError, parse_endpoint
from holo_lsp.facts import Endpoint, Node
from holo_lsp.live.pace import Backoff
from holo_lsp.sources.opcua.attributes import NodeReader
from holo_lsp.sources.opcua.browse import Crawl, CrawlBudget
from holo_lsp.sources.opcua.connection import connect
from holo_lsp.sources.opcua.errors import PlantError, ReplyError
from holo_lsp.sources.opcua.index import AddressSpaceIndex
from holo_lsp.sources.opcua.place import Placer
from holo_lsp.sources.opcua.security import Access

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from holo_lsp.live.pace import Pace
    from holo_lsp.live.wanted import WantedEndpoint
    from holo_lsp.settings import Policy
    from holo_lsp.sources.opcua.connection import Connection

logger = logging.getLogger(__name__)

_PROGRESS = 20_000
"""How many more nodes make a crawl worth telling about."""

_MOST_CRASHES = 2
"""Connections that may break in the middle of a crawl before no more crawls are tried."""

_MOST_LATE = 3
"""Reads in a row that may time out before the session is given up."""


class EndpointSession:
    """Keeps ``facts`` about one endpoint true, and calls ``publish`` with them whenever they change.

    ``wanted`` is what is asked of it now.
    """

    def __init__(
        self, wanted: WantedEndpoint, policy: Policy, pace: Pace, publish: Callable[[Endpoint], None]
    ) -> None:
        self.facts = Endpoint(url=wanted.url, state="unknown")
        self._endpoint = parse_endpoint(wanted.url, ("opc.tcp",))
        self.wanted = wanted
        self._policy = policy
        self._pace = pace
        self._publish = publish
        self._backoff = Backoff(pace.first_wait, pace.longest_wait)
        self._reader: NodeReader | None = None
        self._placer: Placer | None = None
        self._crashes = 0
        self._crawling = False
        self._all_again = False
        self._poked = asyncio.Event()
        self._retry = asyncio.Event()
        self._crawl_due = asyncio.Event()

    def adjust(self, wanted: WantedEndpoint, policy: Policy, pace: Pace) -> None:
        """Take a new wish. A changed policy or way of access takes effect at once, on an open session too."""
        access_changed = (policy, _access(wanted)) != (self._policy, _access(self.wanted))
        self.wanted, self._policy, self._pace = wanted, policy, pace
        self._poked.set()
        if access_changed:
            self._retry.set()

    def refresh(self) -> None:
        """Read everything again, browse again, and if there is no connection try now."""
        self._all_again = True
        self._crashes = 0
        self._crawl_due.set()
        self._poked.set()
        self._retry.set()

    def search(self, query: str, limit: int) -> list[Node]:
        """The browsed nodes that ``query`` may mean, best first."""
        return [] if self._placer is None else self._placer.index.search(query, limit)

    async def describe(self, node_id: str) -> Node | None:
        """All about one node, fresh; what is remembered of it when the server does not answer."""
        if self._reader is not None:
            try:
                return self._placed(await self._reader.describe(node_id))
            except AddressError:
                return None
            except Exception:  # a reply can break asyncua's decoder in any way
                logger.info("%s: %s could not be read", self.facts.url, node_id, exc_info=True)
        known = self.facts.nodes.get(node_id)
        return None if known is None else replace(known, state="unverified")

    async def run(self) -> None:
        """Connect, serve, and begin again after every failure, until cancelled."""
        while True:
            self._retry.clear()
            policy, access = self._policy, _access(self.wanted)
            if self.facts.state == "unknown":
                self._tell(replace(self.facts, state="connecting"))
            try:
                async with connect(
                    self._endpoint, policy, access, step_timeout=self._pace.timeout
                ) as connection:
                    try:
                        await self._serve(connection, policy, access)
                    except Exception as error:  # a reply can break asyncua's decoder in any way
                        logger.info("%s: session ended", self.facts.url, exc_info=True)
                        raise connection.explain(error) from error
                continue
            except PlantError as error:
                failure = error
            finally:
                self._reader = None
            self._note_failure(failure)
            await self._pause(lasting=failure.lasting)

    async def _pause(self, *, lasting: bool) -> None:
        """Wait for the next attempt; after a ``lasting`` failure, for somebody to change something."""
        with suppress(TimeoutError):
            async with asyncio.timeout(None if lasting else self._backoff.next()):
                await self._retry.wait()

    def _note_failure(self, failure: PlantError) -> None:
        if self._crawling:
            self._crashes += 1
            self._crawling = False
        if self._placer is not None and not self._placer.index.finished:
            self._placer = None
        nodes = {key: replace(node, state="unverified") for key, node in self.facts.nodes.items()}
        self._tell(
            replace(self.facts, state=failure.state, message=failure.message, nodes=MappingProxyType(nodes))
        )

    async def _serve(self, connection: Connection, policy: Policy, access: Access) -> None:
        """Keep facts until something ends it: an error, or a change that needs a new session."""
        if not self._stands(policy, access):  # it changed while we were connecting
            return
        self._reader = NodeReader(connection)
        self._crawling = False
        if self._placer is not None and self._placer.index.namespaces != connection.namespaces:
            self._placer = None
        self._crawl_due.set()
        ready = asyncio.Event()
        tasks = [
            asyncio.create_task(connection.supervise()),
            asyncio.create_task(self._follow(connection, self._reader, ready)),
            asyncio.create_task(self._explore(connection, ready)),
            asyncio.create_task(self._until_another_access(policy, access)),
        ]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _until_another_access(self, policy: Policy, access: Access) -> None:
        """Return when the session is no longer the one that is allowed and asked for."""
        while self._stands(policy, access):
            self._retry.clear()
            await self._retry.wait()

    def _stands(self, policy: Policy, access: Access) -> bool:
        return (policy, access) == (self._policy, _access(self.wanted))

    async def _follow(self, connection: Connection, reader: NodeReader, ready: asyncio.Event) -> None:
        """Read the ids that are wanted: new ones at once, all of them now and then."""
        read: set[str] = set()
        late = 0
        while True:
            self._poked.clear()
            again, self._all_again = self._all_again, False
            if again:
                read.clear()
            try:
                if again and ready.is_set() and await connection.refresh_namespaces():
                    return
                wanted = self.wanted.node_ids
                await self._read(reader, connection, wanted - read)
            except TimeoutError:  # busy for a while; whether it is gone is for `supervise` to say
                self._all_again = self._all_again or again
                late += 1
                if late == _MOST_LATE:
                    raise
                continue
            late = 0
            read |= wanted
            ready.set()
            self._backoff.reset()
            await self._compare()
            try:
                async with asyncio.timeout(self._pace.recheck):
                    await self._poked.wait()
            except TimeoutError:
                self._all_again = True

    async def _read(self, reader: NodeReader, connection: Connection, node_ids: frozenset[str]) -> None:
        wanted = self.wanted.node_ids
        if not node_ids and self.facts.state == "online" and self.facts.nodes.keys() <= wanted:
            return
        checked = {key: self._placed(node) for key, node in (await reader.check(node_ids)).items()}
        if any(self._is_news(node) for node in checked.values()):
            self._tell_nodes(connection, checked, wanted)  # values, ranges and units can wait
        enriched = await reader.enrich(checked)
        self._tell_nodes(connection, checked | enriched, wanted)

    def _is_news(self, node: Node) -> bool:
        known = self.facts.nodes.get(node.node_id)
        return known is None or known.state != node.state

    def _tell_nodes(self, connection: Connection, fresh: Mapping[str, Node], wanted: frozenset[str]) -> None:
        nodes = {key: node for key, node in (dict(self.facts.nodes) | dict(fresh)).items() if key in wanted}
        self._tell(
            replace(
                self.facts,
                state="online",
                message=None,
                namespaces=connection.namespaces,
                nodes=MappingProxyType(nodes),
                checked_at=time.time(),
            )
        )

    async def _compare(self) -> None:
        """Say where nodes are and what resembles those that do not exist, as far as the crawl has come."""
        if self._placer is not None:
            await self._placer.compare(self.facts.nodes.values())
            nodes = {key: self._placed(node) for key, node in self.facts.nodes.items()}
            self._tell(replace(self.facts, nodes=MappingProxyType(nodes)))

    def _placed(self, node: Node) -> Node:
        return node if self._placer is None else self._placer.place(node)

    async def _explore(self, connection: Connection, ready: asyncio.Event) -> None:
        """Browse the address space, once and whenever it is asked for again."""
        await ready.wait()  # ids that a file names come before the rest of the plant
        while True:
            await self._crawl_due.wait()
            self._crawl_due.clear()
            if self._pace.index_nodes > 0 and self._crashes < _MOST_CRASHES:
                await self._crawl(connection)

    async def _crawl(self, connection: Connection) -> None:
        index = AddressSpaceIndex(connection.namespaces)
        if self._placer is None:
            self._placer = Placer(index)
        told = 0

        def progress() -> None:
            nonlocal told
            if len(index) - told >= _PROGRESS:
                told = len(index)
                self._tell(replace(self.facts, indexed=max(told, self.facts.indexed)))

        budget = CrawlBudget(self._pace.index_nodes, self._pace.crawl)
        self._crawling = True
        try:
            complete = await Crawl(connection, index, budget, progress).run(self.wanted.browse_root)
        except AddressError:  # `node:` is no node id, which the file's own diagnostics tell
            complete = False
        except (ua.UaError, ReplyError):
            logger.warning("%s: the crawl was given up", self.facts.url, exc_info=True)
            complete = False
        self._crawling = False
        logger.info("%s: %d nodes, complete: %s", self.facts.url, len(index), complete)
        self._crashes = 0
        self._placer = Placer(index)
        self._tell(replace(self.facts, indexed=len(index)))
        self._poked.set()

    def _tell(self, facts: Endpoint) -> None:
        if facts != self.facts:
            self.facts = facts
            self._publish(facts)


def _access(wanted: WantedEndpoint) -> Access:
    return Access(wanted.security, wanted.auth_type)

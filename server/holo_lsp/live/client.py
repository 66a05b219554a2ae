"""The language server's side of live facts: starts the worker when it is first needed and keeps it running.

Nothing here waits for the plant. Wishes are handed over at once, facts arrive by callback.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from dataclasses import replace
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import holo_lsp
from holo_lsp.addresses import parse_endpoint
from holo_lsp.facts import EMPTY_PLANT, Endpoint, Node, PlantFacts
from holo_lsp.live.pace import Backoff, Pace
from holo_lsp.live.protocol import (
    LONGEST_LINE,
    VERSION,
    Browse,
    Describe,
    Hello,
    Nodes,
    PlainPolicy,
    ProtocolError,
    Refresh,
    Report,
    Request,
    Stop,
    Watch,
    applied,
    decode_reply,
    encode,
)
from holo_lsp.live.wanted import WantedEndpoint, merged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from holo_lsp.settings import Policy

logger = logging.getLogger(__name__)

# -P: a folder that is open in the editor must not lend its modules to the worker.
WORKER = (sys.executable, "-P", "-m", "holo_lsp.live.worker")
"""The command that starts the worker."""

_ENDING = 0.8
"""Seconds that the worker has to close its sessions before it is killed."""

_ANSWER = 15.0
"""Seconds after which an answer is not waited for any longer; a server that is slow takes less."""

_LONG_LIFE = 60.0
"""Seconds after which the end of a worker is an accident and not a habit."""

_GONE = "The live worker ended unexpectedly and is being started again."


class LiveClient:
    """Facts about the endpoints that the open files want, as far as ``policy`` allows contact with them.

    ``on_facts`` is called in the event loop with each new state of the facts; ``facts`` is the latest. All
    methods belong into that one running event loop.
    """

    def __init__(
        self,
        policy: Policy,
        on_facts: Callable[[PlantFacts], None],
        *,
        pace: Pace | None = None,
        command: Sequence[str] = WORKER,
    ) -> None:
        self.facts = EMPTY_PLANT
        self._policy = policy
        self._on_facts = on_facts
        self._pace = pace or Pace()
        self._command = tuple(command)
        self._wanted: dict[str, WantedEndpoint] = {}
        self._refused: dict[str, Endpoint] = {}
        self._reported: dict[str, Endpoint] = {}
        self._worker_told: dict[str, Endpoint] = {}
        self._process: asyncio.subprocess.Process | None = None
        self._supervisor: asyncio.Task[None] | None = None
        self._stopping = False
        self._ids = count(1)
        self._pending: dict[int, asyncio.Future[tuple[Node, ...]]] = {}

    @property
    def worker_pid(self) -> int | None:
        """The process id of the worker, if one is running."""
        return None if self._process is None else self._process.pid

    def watch(self, wanted: Iterable[WantedEndpoint]) -> None:
        """Want exactly this from now on. Raises AddressError for a ``url`` that is none of OPC UA."""
        wishes = merged(wanted)
        if wishes != self._wanted:
            self._wanted = wishes
            self._decide()

    def set_policy(self, policy: Policy) -> None:
        """Let ``policy`` decide from now on; what it no longer allows is left at once."""
        self._policy = policy
        self._decide()

    def set_pace(self, pace: Pace) -> None:
        """Take other times and limits."""
        self._pace = pace
        self._decide()

    def refresh(self, url: str | None = None) -> None:
        """Ask everything again and try at once what failed, at one endpoint or at all."""
        self._send(Refresh(url))

    async def browse(self, url: str, query: str, limit: int = 100) -> list[Node]:
        """The browsed nodes of an endpoint that ``query`` may mean, best first; none without an index."""
        return list(await self._ask(Browse(next(self._ids), url, query, limit)))

    async def describe(self, url: str, node_id: str) -> Node:
        """All about one node, fresh from the server.

        When the server does not answer, what is remembered of the node, in state ``unverified``.
        """
        for node in await self._ask(Describe(next(self._ids), url, node_id)):
            return node
        endpoint = self.facts.endpoints.get(url)
        known = None if endpoint is None else endpoint.nodes.get(node_id)
        return replace(known or Node(node_id=node_id, state="unverified"), state="unverified")

    async def stop(self) -> None:
        """End the worker and all its sessions, within a second. The client cannot be used again."""
        self._stopping = True
        supervisor = self._supervisor
        if supervisor is None:
            return
        process = self._process
        if process is not None and process.stdin is not None:
            self._send(Stop())
            process.stdin.close()
            await asyncio.wait([supervisor], timeout=_ENDING)
        supervisor.cancel()
        await asyncio.gather(supervisor, return_exceptions=True)

    def _decide(self) -> None:
        """Ask the policy about each endpoint, and hand over those that may be contacted."""
        self._refused = {}
        for url in self._wanted:
            decision = self._policy.decide(parse_endpoint(url, ("opc.tcp",)))
            if not decision.allowed:
                message = " ".join(filter(None, (decision.reason, decision.how)))
                self._refused[url] = Endpoint(url=url, state="not_allowed", message=message)
        if self._supervisor is not None:
            self._send(self._wish())
        elif len(self._refused) < len(self._wanted) and not self._stopping:
            self._supervisor = asyncio.get_running_loop().create_task(self._supervise())
        self._tell()

    def _wish(self) -> Watch:
        allowed = tuple(wish for url, wish in self._wanted.items() if url not in self._refused)
        return Watch(allowed, PlainPolicy.of(self._policy), self._pace)

    def _tell(self) -> None:
        unknown = (Endpoint(url=url, state="unknown") for url in self._wanted)
        endpoints = {
            each.url: self._refused.get(each.url) or self._reported.get(each.url) or each for each in unknown
        }
        if endpoints == self.facts.endpoints:
            return
        self.facts = PlantFacts(MappingProxyType(endpoints), self.facts.revision + 1)
        # Not from here: the callback may want something else at once, and its errors are not ours.
        asyncio.get_running_loop().call_soon(self._on_facts, self.facts)

    def _send(self, request: Request) -> None:
        process = self._process
        if process is not None and process.stdin is not None and not process.stdin.is_closing():
            process.stdin.write(encode(request))

    async def _ask(self, request: Browse | Describe) -> tuple[Node, ...]:
        if self._process is None or request.url in self._refused:
            return ()
        answer: asyncio.Future[tuple[Node, ...]] = asyncio.get_running_loop().create_future()
        self._pending[request.id] = answer
        self._send(request)
        try:
            async with asyncio.timeout(_ANSWER):
                return await answer
        except TimeoutError:
            return ()
        finally:
            self._pending.pop(request.id, None)

    async def _supervise(self) -> None:
        """Run workers one after the other, for as long as this client lives."""
        loop = asyncio.get_running_loop()
        backoff = Backoff(self._pace.first_wait, self._pace.longest_wait)
        while not self._stopping:
            started = loop.time()
            try:
                await self._run_worker()
            except (OSError, ProtocolError, ValueError):
                logger.warning("the live worker failed", exc_info=True)
            if self._stopping:
                return
            self._note_loss()
            if loop.time() - started > _LONG_LIFE:
                backoff.reset()
            await asyncio.sleep(backoff.next())

    async def _run_worker(self) -> None:
        process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=LONGEST_LINE,
            env=_environment(),
        )
        self._process = process
        self._worker_told.clear()
        try:
            self._send(self._wish())
            while process.stdout is not None and (line := await process.stdout.readline()):
                self._take(line)
                await asyncio.sleep(0)  # a buffered line is handed out without giving way to others
        finally:
            self._process = None
            if process.returncode is None:
                process.kill()
            await process.wait()
            for answer in self._pending.values():
                if not answer.done():
                    answer.set_result(())

    def _take(self, line: bytes) -> None:
        match decode_reply(line):
            case Hello(version):
                if version != VERSION:
                    raise ProtocolError(
                        f"the worker speaks version {version}, not {VERSION}: restart the editor"
                    )
            case Report() as report:
                self._take_report(report)
            case Nodes(id_, nodes):
                answer = self._pending.get(id_)
                if answer is not None and not answer.done():
                    answer.set_result(nodes)

    def _take_report(self, report: Report) -> None:
        url = report.endpoint.url
        endpoint = self._worker_told[url] = applied(self._worker_told.get(url), report)
        if not report.more:
            self._reported[url] = endpoint
            self._tell()

    def _note_loss(self) -> None:
        """Keep what was known, as what it now is: unverified."""
        for url in self._wanted:
            if url not in self._refused:
                known = self._reported.get(url) or Endpoint(url=url, state="unknown")
                nodes = {key: replace(node, state="unverified") for key, node in known.nodes.items()}
                self._reported[url] = replace(
                    known, state="offline", message=_GONE, nodes=MappingProxyType(nodes)
                )
        self._tell()


def _environment() -> dict[str, str]:
    """Our environment, in which the worker finds this very package."""
    root = str(Path(holo_lsp.__file__).parents[1])
    path = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": root if not path else os.pathsep.join((root, path))}

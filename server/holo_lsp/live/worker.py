"""The live worker: ``python -m holo_lsp.live.worker``, requests on stdin and replies on stdout.

A process of its own, so that decoding never stalls typing and a hostile server cannot take the editor down.
It ends when its stdin does, whatever became of who started it.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import threading
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

from holo_lsp.live.protocol import (
    VERSION,
    Browse,
    Describe,
    Hello,
    Nodes,
    Refresh,
    Reply,
    Stop,
    Watch,
    decode_request,
    encode,
    reports,
)
from holo_lsp.live.session import EndpointSession
from holo_lsp.live.wanted import merged

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from holo_lsp.facts import Endpoint

logger = logging.getLogger(__name__)

_MEMORY = 2 << 30
"""Bytes of address space. An index of 200,000 nodes takes a tenth of it; a hostile server gets no more."""

_NICENESS = 10
"""The editor is served first."""

_CLOSING = 0.6
"""Seconds for closing all sessions."""


class Worker:
    """Holds one session for each endpoint that is wanted, and answers through ``send``.

    Its tasks run in ``group``: an error that a session does not know how to survive ends the whole worker,
    which is then started afresh.
    """

    def __init__(self, send: Callable[[Reply], None], group: asyncio.TaskGroup) -> None:
        self._send = send
        self._group = group
        self._sessions: dict[str, EndpointSession] = {}
        self._running: dict[str, asyncio.Task[None]] = {}
        self._farewells: dict[str, asyncio.TimerHandle] = {}
        self._told: dict[str, Endpoint] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def take(self, request: Watch | Browse | Describe | Refresh) -> None:
        """Act on ``request``; answers come later. Raises ProtocolError."""
        match request:
            case Watch():
                self._watch(request)
            case Browse(id_, url, query, limit):
                session = self._sessions.get(url)
                self._send(Nodes(id_, () if session is None else tuple(session.search(query, limit))))
            case Describe():
                self._start(self._describe(request))
            case Refresh(url):
                for each, session in self._sessions.items():
                    if url in {None, each}:
                        session.refresh()

    async def close(self) -> None:
        """Close all sessions."""
        for farewell in self._farewells.values():
            farewell.cancel()
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=_CLOSING)

    def _start(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = self._group.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _watch(self, request: Watch) -> None:
        wanted = merged(request.endpoints)
        policy = request.policy.policy()
        for url, wish in wanted.items():
            if (farewell := self._farewells.pop(url, None)) is not None:
                farewell.cancel()
            if (session := self._sessions.get(url)) is not None:
                session.adjust(wish, policy, request.pace)
                continue
            session = EndpointSession(wish, policy, request.pace, self._publish)
            self._sessions[url] = session
            self._running[url] = self._start(session.run())
        for url, session in self._sessions.items():
            if url not in wanted:
                session.adjust(replace(session.wanted, node_ids=frozenset()), policy, request.pace)
                self._say_farewell(url, request.pace.linger)

    def _say_farewell(self, url: str, linger: float) -> None:
        if url not in self._farewells:
            loop = asyncio.get_running_loop()
            self._farewells[url] = loop.call_later(linger, self._part_with, url)

    def _part_with(self, url: str) -> None:
        del self._farewells[url], self._sessions[url]
        self._running.pop(url).cancel()

    def _publish(self, facts: Endpoint) -> None:
        for report in reports(self._told.get(facts.url), facts):
            self._send(report)
        self._told[facts.url] = facts

    async def _describe(self, request: Describe) -> None:
        session = self._sessions.get(request.url)
        node = None if session is None else await session.describe(request.node_id)
        self._send(Nodes(request.id, () if node is None else (node,)))


async def serve(lines: asyncio.Queue[bytes], send: Callable[[Reply], None]) -> None:
    """Work until ``Stop``, or an empty line for the end of input. Raises ProtocolError, in a group."""
    send(Hello(VERSION, os.getpid()))
    async with asyncio.TaskGroup() as group:
        worker = Worker(send, group)
        while line := await lines.get():
            request = decode_request(line)
            if isinstance(request, Stop):
                break
            worker.take(request)
        await worker.close()


def main() -> None:
    """Run the worker on stdin and stdout."""
    logging.getLogger("asyncua").propagate = False  # its errors come as exceptions, and are told once
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="holo live worker: %(message)s")
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C is for who started us
    _limit_resources()
    status = asyncio.run(_run(_own_stdout()))
    sys.stderr.flush()
    # A name lookup that hangs in its thread would hold up an orderly exit for as long as the resolver likes.
    os._exit(status)


async def _run(output: BinaryIO) -> int:
    lines: asyncio.Queue[bytes] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    threading.Thread(target=_read_lines, args=(loop, lines), daemon=True).start()
    if sys.platform != "win32":
        loop.add_signal_handler(signal.SIGTERM, lines.put_nowait, b"")

    def send(reply: Reply) -> None:
        output.write(encode(reply))
        output.flush()

    status = 0
    try:
        await serve(lines, send)
    except* BrokenPipeError:
        logger.info("the language server is gone")
    except* Exception:  # whatever it is, an orderly end and a fresh start are the way out
        logger.exception("the live worker broke down")
        status = 1
    return status


def _read_lines(loop: asyncio.AbstractEventLoop, lines: asyncio.Queue[bytes]) -> None:
    """Pass on stdin, from a thread of its own: not every event loop can wait for it."""
    line = b"-"
    while line:
        line = sys.stdin.buffer.readline()
        with suppress(RuntimeError):  # the loop is closed, and so are we
            loop.call_soon_threadsafe(lines.put_nowait, line)


def _own_stdout() -> BinaryIO:
    """Keep stdout for replies alone: what a library prints goes to stderr."""
    own = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return os.fdopen(own, "wb")


def _limit_resources() -> None:
    if sys.platform == "win32":
        return
    os.nice(_NICENESS)
    if sys.platform == "linux":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        soft = _MEMORY if hard == resource.RLIM_INFINITY else min(_MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


if __name__ == "__main__":
    main()

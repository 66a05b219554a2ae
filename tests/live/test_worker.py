"""The worker's own part: what it is told it decides again."""

from __future__ import annotations

import asyncio

from live.recorder import PATIENCE
from sources import peers
from sources.plant import LOOPBACK, NOBODY, Plant

from holo_lsp.live.pace import Pace
from holo_lsp.live.protocol import (
    Browse,
    Describe,
    Hello,
    Nodes,
    PlainPolicy,
    Reply,
    Report,
    Stop,
    Watch,
    encode,
)
from holo_lsp.live.wanted import WantedEndpoint
from holo_lsp.live.worker import serve


class Driver:
    """A worker in this process."""

    def __init__(self) -> None:
        self.lines: asyncio.Queue[bytes] = asyncio.Queue()
        self.replies: asyncio.Queue[Reply] = asyncio.Queue()
        self.task = asyncio.create_task(serve(self.lines, self.replies.put_nowait))

    def tell(self, request) -> None:
        self.lines.put_nowait(encode(request))

    async def until(self, condition) -> Reply:
        async with asyncio.timeout(PATIENCE):
            while True:
                reply = await self.replies.get()
                if condition(reply):
                    return reply

    async def stop(self) -> None:
        self.tell(Stop())
        await asyncio.wait_for(self.task, PATIENCE)


async def test_the_worker_decides_again():
    async with peers.peer(peers.silent) as peer:
        worker = Driver()
        assert isinstance(await worker.replies.get(), Hello)
        worker.tell(Watch((WantedEndpoint(peer.url),), PlainPolicy.of(NOBODY), Pace()))
        await worker.until(lambda reply: isinstance(reply, Report) and reply.endpoint.state == "not_allowed")
        await worker.stop()
        assert peer.accepted == 0


async def test_questions_about_endpoints_that_nobody_wants_have_no_answer():
    worker = Driver()
    worker.tell(Browse(1, "opc.tcp://127.0.0.1:1", "x", 10))
    assert await worker.until(lambda reply: isinstance(reply, Nodes)) == Nodes(1)
    worker.tell(Describe(2, "opc.tcp://127.0.0.1:1", "i=1"))
    assert await worker.until(lambda reply: isinstance(reply, Nodes)) == Nodes(2)
    await worker.stop()


async def test_an_index_of_size_zero_is_none(plant: Plant):
    worker = Driver()
    before = plant.requests["Browse"]
    wanted = WantedEndpoint(plant.url, node_ids=frozenset({plant.id("Machine.Speed")}))
    worker.tell(Watch((wanted,), PlainPolicy.of(LOOPBACK), Pace(index_nodes=0)))
    await worker.until(lambda reply: isinstance(reply, Report) and bool(reply.endpoint.nodes))
    worker.tell(Describe(1, plant.url, plant.id("Machine.Speed")))
    await worker.until(lambda reply: isinstance(reply, Nodes))
    assert plant.requests["Browse"] == before
    await worker.stop()

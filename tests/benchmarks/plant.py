"""How fast node ids are checked against a live server, and in how many round trips."""

from __future__ import annotations

import asyncio
import logging
import subprocess
import sys
import time
from pathlib import Path

from asyncua import Client

from holo_lsp.addresses import parse_endpoint
from holo_lsp.settings import Policy, parse_pattern
from holo_lsp.sources.opcua.attributes import NodeReader
from holo_lsp.sources.opcua.browse import Crawl, CrawlBudget
from holo_lsp.sources.opcua.connection import connect
from holo_lsp.sources.opcua.index import AddressSpaceIndex

logging.getLogger("asyncua").setLevel(logging.CRITICAL)

VARIABLES = 5_000
PER_MACHINE = 10


def measure() -> None:
    command = [sys.executable, str(Path(__file__).with_name("big_plant.py")), str(VARIABLES)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        assert server.stdin
        url = server.stdout.readline().strip()
        try:
            asyncio.run(_measure(url))
        finally:
            server.stdin.close()


async def _measure(url: str) -> None:
    await _check(url)
    await _crawl(url)
    await _naive(url)


async def _check(url: str) -> None:
    policy = Policy(allow=(parse_pattern(url),))
    names = [f"ns=2;s=M{n // PER_MACHINE}.V{n % PER_MACHINE}" for n in range(VARIABLES)]
    for count in (10, 100, 1_000, 5_000):
        async with connect(parse_endpoint(url), policy) as connection:
            before = connection.round_trips
            began = time.perf_counter()
            nodes = await NodeReader(connection).check(names[:count])
            seconds = time.perf_counter() - began
        assert all(node.state == "known" for node in nodes.values())
        trips = connection.round_trips - before
        print(
            f"check {count:>5,} ids      {seconds:6.3f} s  {count / seconds:8,.0f} ids/s  {trips} round trips"
        )


async def _crawl(url: str) -> None:
    policy = Policy(allow=(parse_pattern(url),))
    async with connect(parse_endpoint(url), policy) as connection:
        index = AddressSpaceIndex(connection.namespaces)
        before = connection.round_trips
        began, used = time.perf_counter(), time.process_time()
        await Crawl(connection, index, CrawlBudget()).run()
        seconds, cpu = time.perf_counter() - began, time.process_time() - used
    trips = connection.round_trips - before
    print(f"index {len(index):>5,} nodes    {seconds:6.3f} s  {cpu:6.3f} s of CPU  {trips} round trips")


async def _naive(url: str) -> None:
    """The same as a script would do it: `get_children`, node after node."""
    async with Client(url) as client:
        began, used = time.perf_counter(), time.process_time()
        queue = [client.nodes.objects]
        found = 0
        for node in queue:
            children = await node.get_children()
            found += len(children)
            queue.extend(children)
        seconds, cpu = time.perf_counter() - began, time.process_time() - used
    print(f"asyncua, {found:>5,} nodes, one by one {seconds:6.3f} s  {cpu:6.3f} s of CPU")

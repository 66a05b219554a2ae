"""A crawl finds the same nodes whatever the server's limits are, and ends whatever the server does."""

from __future__ import annotations

import asyncio

import pytest
from asyncua import ua
from sources.plant import LOOPBACK, Limits, Plant

from holo_lsp.addresses import AddressError, parse_endpoint
from holo_lsp.sources.opcua.browse import Crawl, CrawlBudget
from holo_lsp.sources.opcua.connection import Connection, connect
from holo_lsp.sources.opcua.index import AddressSpaceIndex

NODES = 100 * 11 + 7
"""The plant's own: machines with ten variables each, and Machine with six."""


async def crawl(
    connection: Connection, budget: CrawlBudget | None = None, root: str | None = None
) -> tuple[bool, AddressSpaceIndex]:
    index = AddressSpaceIndex(connection.namespaces)
    complete = await Crawl(connection, index, budget or CrawlBudget()).run(root)
    return complete, index


def own(plant: Plant, index: AddressSpaceIndex) -> set[str]:
    return {entry.node_id for entry in index.entries if entry.node_id.startswith(f"ns={plant.index};")}


@pytest.fixture(scope="module")
async def unlimited(plant: Plant) -> set[str]:
    async with connect(parse_endpoint(plant.url), LOOPBACK) as connection:
        complete, index = await crawl(connection)
    assert complete
    return {entry.node_id for entry in index.entries}


async def test_all_is_found_objects_before_variables_before_the_server(plant: Plant, unlimited: set[str]):
    async with connect(parse_endpoint(plant.url), LOOPBACK) as connection:
        _, index = await crawl(connection)
    assert len(own(plant, index)) == NODES
    order = {entry.node_id: position for position, entry in enumerate(index.entries)}
    last_variable = max(order[plant.id(f"Line.M{i:04}.V9")] for i in range(100))
    (range_,) = (position for position, entry in enumerate(index.entries) if entry.name == "EURange")
    build_info = order[f"i={ua.ObjectIds.Server_ServerStatus_BuildInfo}"]
    assert last_variable < range_ < build_info
    assert index.entries[range_].is_property
    assert (
        index.path(order[plant.id("Machine.Speed")]) == f"/Objects/{plant.index}:Machine/{plant.index}:Speed"
    )


@pytest.mark.parametrize(
    "limits",
    [
        Limits(browse=7),
        Limits(browse=7, stated=False),
        Limits(references=5, points=1000),
        Limits(references=5, points=2),
        Limits(references=3, points=1, browse=4),
    ],
    ids=str,
)
async def test_limits_hide_nothing(plant: Plant, unlimited: set[str], limits: Limits):
    async with plant.strict(limits), connect(parse_endpoint(plant.url), LOOPBACK) as connection:
        complete, index = await crawl(connection)
        assert complete
        assert {entry.node_id for entry in index.entries} == unlimited
        assert not plant.points


async def test_a_cap_on_nodes_ends_the_crawl_and_releases_what_is_open(plant: Plant):
    limits = Limits(references=5, points=50)
    async with plant.strict(limits), connect(parse_endpoint(plant.url), LOOPBACK) as connection:
        complete, index = await crawl(connection, CrawlBudget(nodes=20))
        assert not complete
        assert len(index) == 20
        assert not plant.points


async def test_a_cap_on_time_ends_the_crawl(plant: Plant):
    async with connect(parse_endpoint(plant.url), LOOPBACK) as connection:
        complete, index = await crawl(connection, CrawlBudget(seconds=0))
        assert not complete
        assert index.finished
        assert len(index) == 1


async def test_points_that_lead_nowhere_end_the_crawl(plant: Plant, monkeypatch: pytest.MonkeyPatch):
    """A hostile server that always has more to tell, and never tells it."""

    def always_more(_: bytes, *, release: bool) -> ua.BrowseResult:
        return ua.BrowseResult() if release else ua.BrowseResult(ContinuationPoint=b"again")

    monkeypatch.setattr(plant, "_next", always_more)
    limits = Limits(references=5, points=50)
    async with plant.strict(limits), connect(parse_endpoint(plant.url), LOOPBACK) as connection:
        complete, _ = await crawl(connection, CrawlBudget(nodes=60))
        assert not complete
    plant.points.clear()


async def test_a_node_that_is_always_refused_is_given_up(plant: Plant):
    limits = Limits(references=5, points=0)
    async with plant.strict(limits), connect(parse_endpoint(plant.url), LOOPBACK) as connection:
        complete, index = await crawl(connection)
        assert not complete
        assert len(own(plant, index)) < NODES


async def test_a_root_outside_of_objects_is_crawled_too(plant: Plant):
    async with connect(parse_endpoint(plant.url), LOOPBACK) as connection:
        _, index = await crawl(connection, root=f"i={ua.ObjectIds.TypesFolder}")
        assert index.path_of(f"i={ua.ObjectIds.BaseObjectType}") is not None
        with pytest.raises(AddressError):
            await crawl(connection, root="Machine")


async def test_a_cancelled_crawl_leaves_a_usable_connection(plant: Plant):
    limits = Limits(references=5, points=50)
    async with plant.strict(limits), connect(parse_endpoint(plant.url), LOOPBACK) as connection:
        index = AddressSpaceIndex(connection.namespaces)
        under_way = asyncio.Event()
        task = asyncio.create_task(Crawl(connection, index, CrawlBudget(), under_way.set).run())
        await asyncio.wait_for(under_way.wait(), 20)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert task.cancelled()
        assert not await connection.refresh_namespaces()
    plant.points.clear()

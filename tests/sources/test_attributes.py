"""What nodes are: classes, types, access, ranges, values; and how few questions it takes to know."""

from __future__ import annotations

from math import ceil

import pytest
from asyncua import ua
from sources.plant import LOOPBACK, PLANT_URI, Limits, Plant

from holo_lsp.addresses import AddressError, parse_endpoint
from holo_lsp.sources.opcua.attributes import CHECKED_ATTRIBUTES, NodeReader
from holo_lsp.sources.opcua.connection import connect


def connected(plant: Plant):
    return connect(parse_endpoint(plant.url), LOOPBACK)


async def described(plant: Plant, node_id: str):
    async with connected(plant) as connection:
        return await NodeReader(connection).describe(node_id)


async def test_a_variable_is_described_in_full(plant: Plant):
    node = await described(plant, plant.id("Machine.Speed"))
    assert node.state == "known"
    assert (node.node_class, node.data_type, node.kind, node.value_rank) == (
        "Variable",
        "Double",
        "number",
        -1,
    )
    assert node.stable_id == f"nsu={PLANT_URI};s=Machine.Speed"
    assert (node.browse_name, node.display_name) == ("Speed", "Speed")
    assert node.description == "How fast the *spindle* turns"
    assert (node.unit, node.range, node.minimum_sampling_interval) == ("r/min", (0.0, 12000.0), 250.0)
    assert (node.value, node.quality, node.status) == ("8500.0", "good", None)
    assert node.source_time is not None
    assert node.source_time.endswith("Z")
    assert node.access == node.user_access == {"read"}


@pytest.mark.parametrize(
    ("name", "kind", "data_type"),
    [
        ("Running", "boolean", "Boolean"),
        ("Status", "string", "String"),
        ("Counts", "list", "Int32"),
        ("Setpoint", "number", "Double"),
    ],
)
async def test_a_value_has_a_kind(plant: Plant, name: str, kind: str, data_type: str):
    node = await described(plant, plant.id(f"Machine.{name}"))
    assert (node.kind, node.data_type) == (kind, data_type)


async def test_access_is_told_for_the_server_and_for_the_login(plant: Plant):
    setpoint = await described(plant, plant.id("Machine.Setpoint"))
    hidden = await described(plant, plant.id("Machine.Hidden"))
    assert setpoint.access == setpoint.user_access == {"read", "write"}
    assert hidden.state == "known"
    assert hidden.access == hidden.user_access == frozenset()


async def test_an_id_by_uri_is_the_same_node(plant: Plant):
    by_uri = await described(plant, f"nsu={PLANT_URI};s=Machine.Speed")
    assert by_uri.value == "8500.0"
    assert by_uri.node_id == f"nsu={PLANT_URI};s=Machine.Speed"


async def test_what_is_wrong_with_an_id_is_told_apart(plant: Plant):
    wanted = {
        plant.id("Machine"): ("known", "Object"),
        plant.id("Machine.Sped"): ("unknown", None),
        "i=0": ("unknown", None),
        "ns=99;s=Machine.Speed": ("bad_namespace", None),
        "nsu=urn:elsewhere;s=Machine.Speed": ("bad_namespace", None),
        "svr=3;ns=2;s=Machine.Speed": ("unverified", None),
    }
    async with connected(plant) as connection:
        nodes = await NodeReader(connection).check([*wanted, "no id at all"])
    assert {key: (node.state, node.node_class) for key, node in nodes.items()} == wanted


async def test_a_malformed_id_is_the_callers_fault(plant: Plant):
    async with connected(plant) as connection:
        with pytest.raises(AddressError):
            await NodeReader(connection).describe("ns=x;s=1")


async def test_bad_quality_is_no_unknown_node(plant: Plant):
    sensor = await plant.add("Broken", 1.0)
    await sensor.write_value(ua.DataValue(ua.Variant(1.0), ua.StatusCode(ua.StatusCodes.BadSensorFailure)))
    try:
        node = await described(plant, plant.id("Machine.Broken"))
    finally:
        await plant.remove("Broken")
    assert (node.state, node.quality, node.status) == ("known", "bad", "BadSensorFailure")


async def test_a_type_of_the_servers_own_is_known_by_what_it_derives_from(plant: Plant):
    server = plant.server
    base = server.get_node(ua.NodeId(ua.ObjectIds.Double))
    level = await base.add_data_type(plant.index, "LevelType")
    nested = await level.add_data_type(plant.index, "TankLevelType")
    await plant.add("Level", 1.0, ua.VariantType.Double, datatype=nested.nodeid)
    try:
        async with connected(plant) as connection:
            reader = NodeReader(connection)
            before = connection.round_trips
            first = (await reader.check([plant.id("Machine.Level")]))[plant.id("Machine.Level")]
            cold = connection.round_trips - before
            await reader.check([plant.id("Machine.Level")])
            warm = connection.round_trips - before - cold
    finally:
        await plant.remove("Level")
    assert (first.data_type, first.kind) == ("TankLevelType", "number")
    assert cold > warm == 1


@pytest.mark.parametrize(("limit", "count"), [(0, 400), (100, 60), (10_000, 1_000)])
async def test_the_round_trips_keep_to_the_budget(plant: Plant, limit: int, count: int):
    limits = Limits(read=limit, browse=limit, translate=limit)
    async with plant.strict(limits), connected(plant) as connection:
        reader = NodeReader(connection)
        ids = [plant.id(f"Line.M{i // 10:04}.V{i % 10}") for i in range(count)]
        nodes = await reader.check(ids)
        assert all(node.state == "known" for node in nodes.values())
        assert connection.round_trips <= ceil(count * CHECKED_ATTRIBUTES / (limit or 1000)) + 4
        enriched = await reader.enrich(nodes)
        assert all(node.value is not None for node in enriched.values())
        assert connection.round_trips <= ceil(count * (CHECKED_ATTRIBUTES + 3) / (limit or 1000)) + 4


async def test_a_limit_that_is_not_stated_is_found_by_halving(plant: Plant):
    limits = Limits(read=7, translate=3, stated=False)
    async with plant.strict(limits), connected(plant) as connection:
        reader = NodeReader(connection)
        ids = [plant.id(f"Machine.{name}") for name in ("Speed", "Running", "Status", "Counts")]
        nodes = await reader.check(ids)
        nodes |= await reader.enrich(nodes)
        assert [node.kind for node in nodes.values()] == ["number", "boolean", "string", "list"]
        assert nodes[ids[0]].unit == "r/min"
        assert connection.limits.read.size <= 7

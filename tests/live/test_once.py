from __future__ import annotations

import asyncio

import pytest
from sources import peers
from sources.plant import LOOPBACK, NOBODY, Plant

from holo_lsp.addresses import AddressError
from holo_lsp.live.once import check_once
from holo_lsp.live.wanted import WantedEndpoint


async def test_ids_are_checked_and_unknown_ones_explained(plant: Plant):
    right, wrong = plant.id("Machine.Speed"), plant.id("Machine.Sped")
    facts = await check_once([WantedEndpoint(plant.url, node_ids=frozenset({right, wrong}))], LOOPBACK, 30)
    endpoint = facts.endpoints[plant.url]
    assert (endpoint.state, endpoint.message) == ("online", None)
    assert endpoint.nodes[right].value == "8500.0"
    assert endpoint.nodes[right].unit == "r/min"
    assert endpoint.nodes[wrong].state == "unknown"
    assert [miss.node_id for miss in endpoint.nodes[wrong].near] == [right]
    assert endpoint.indexed > 0


async def test_nothing_is_browsed_when_all_ids_are_right(plant: Plant):
    before = plant.requests["Browse"]
    wanted = WantedEndpoint(plant.url, node_ids=frozenset({plant.id("Machine.Speed")}))
    facts = await check_once([wanted], LOOPBACK, 30)
    assert facts.endpoints[plant.url].state == "online"
    assert plant.requests["Browse"] == before


async def test_each_endpoint_has_its_own_fate(plant: Plant, unused_tcp_port: int):
    closed = f"opc.tcp://127.0.0.1:{unused_tcp_port}"
    facts = await check_once([WantedEndpoint(plant.url), WantedEndpoint(closed)], LOOPBACK, 30)
    assert {url: endpoint.state for url, endpoint in facts.endpoints.items()} == {
        plant.url: "online",
        closed: "offline",
    }


async def test_nobody_is_contacted_unasked():
    async with peers.peer(peers.silent) as peer:
        facts = await check_once([WantedEndpoint(peer.url)], NOBODY, 30)
        assert facts.endpoints[peer.url].state == "not_allowed"
        assert peer.accepted == 0


async def test_a_deadline_costs_only_what_is_missing(plant: Plant):
    wanted = WantedEndpoint(
        plant.url, node_ids=frozenset({plant.id("Machine.Speed"), plant.id("Machine.Sped")})
    )
    plant.freeze(at="Browse")
    try:
        facts = await check_once([wanted], LOOPBACK, 1)
    finally:
        plant.thaw()
    endpoint = facts.endpoints[plant.url]
    assert endpoint.state == "online"
    assert endpoint.nodes[plant.id("Machine.Speed")].value == "8500.0"
    assert endpoint.nodes[plant.id("Machine.Sped")].state == "unknown"


async def test_a_server_that_says_nothing_costs_the_deadline_and_no_more():
    async with peers.peer(peers.silent) as peer:
        facts = await check_once([WantedEndpoint(peer.url)], LOOPBACK, 0.3)
        assert facts.endpoints[peer.url].state in {"offline", "refused"}
        await asyncio.wait_for(peer.gone.wait(), 20)


async def test_a_url_must_be_one_of_opc_ua():
    with pytest.raises(AddressError):
        await check_once([WantedEndpoint("mqtt://127.0.0.1:1883")], LOOPBACK, 1)

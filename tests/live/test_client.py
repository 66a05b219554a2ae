"""Facts that follow a plant and survive whatever happens to it, to the worker and to the wishes."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import psutil
from asyncua import ua
from live.recorder import PATIENCE, Recorder
from sources import peers
from sources.plant import LOOPBACK, NOBODY, PLANT_URI, Plant

from holo_lsp.live import LiveClient, Pace, WantedEndpoint
from holo_lsp.live.client import WORKER

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path

    import pytest

    from holo_lsp.settings import Policy

QUICK = Pace(timeout=2, recheck=0.05, linger=0, first_wait=0.02, longest_wait=0.2, index_nodes=20_000)
PATIENT = replace(QUICK, recheck=3600)


@asynccontextmanager
async def running(
    policy: Policy = LOOPBACK, pace: Pace = PATIENT
) -> AsyncGenerator[tuple[LiveClient, Recorder]]:
    recorder = Recorder()
    client = LiveClient(policy, recorder, pace=pace)
    try:
        yield client, recorder
    finally:
        pid = client.worker_pid
        await client.stop()
        assert pid is None or not psutil.pid_exists(pid)


def wish(plant: Plant, *names: str, **options: str) -> WantedEndpoint:
    return WantedEndpoint(
        plant.url, node_ids=frozenset(plant.id(f"Machine.{name}") for name in names), **options
    )


async def until(condition, what: str) -> None:
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110 - what is waited for happens where nobody tells of it
            await asyncio.sleep(0.005)
    assert condition(), what


async def test_facts_come_and_answers_with_them(plant: Plant):
    speed, wrong = plant.id("Machine.Speed"), plant.id("Machine.Sped")
    async with running() as (client, recorder):
        client.watch([wish(plant, "Speed", "Sped")])
        node = await recorder.node(plant.url, speed, lambda node: node.browse_path is not None)
        assert (node.state, node.kind, node.value, node.unit) == ("known", "number", "8500.0", "r/min")
        assert node.browse_path == f"/Objects/{plant.index}:Machine/{plant.index}:Speed"
        near = (await recorder.node(plant.url, wrong, lambda node: bool(node.near))).near
        assert [miss.node_id for miss in near] == [speed]
        endpoint = recorder.facts.endpoints[plant.url]
        assert endpoint.state == "online"
        assert endpoint.namespaces[plant.index] == PLANT_URI
        assert endpoint.indexed > 0

        offered = await client.browse(plant.url, "machine.s", 10)
        assert speed in [node.node_id for node in offered]
        await plant.server.get_node(speed).write_value(9000.0)
        try:
            assert (await client.describe(plant.url, speed)).value == "9000.0"
        finally:
            await plant.server.get_node(speed).write_value(8500.0)
        assert (await client.describe(plant.url, wrong)).state == "unknown"
        assert (await client.describe(plant.url, "no id")).state == "unverified"
    revisions = [facts.revision for facts in recorder.history]
    assert revisions == sorted(set(revisions))
    await until(lambda: plant.sessions == plant.sockets == 0, "the session is closed")


async def test_nothing_starts_and_nobody_is_contacted_unasked():
    async with peers.peer(peers.silent) as peer, running(NOBODY) as (client, recorder):
        client.watch([WantedEndpoint(peer.url)])
        endpoint = await recorder.endpoint(peer.url, lambda endpoint: endpoint.state == "not_allowed")
        assert "holo trust add" in (endpoint.message or "")
        assert client.worker_pid is None
        assert await client.browse(peer.url, "x") == []
        assert (await client.describe(peer.url, "i=1")).state == "unverified"
        assert peer.accepted == 0


async def test_permission_takes_effect_at_once_both_ways(plant: Plant):
    async with running(NOBODY) as (client, recorder):
        client.watch([wish(plant, "Speed")])
        await recorder.endpoint(plant.url, lambda endpoint: endpoint.state == "not_allowed")
        client.set_policy(LOOPBACK)
        await recorder.endpoint(plant.url, lambda endpoint: endpoint.state == "online")
        client.set_policy(NOBODY)
        await recorder.endpoint(plant.url, lambda endpoint: endpoint.state == "not_allowed")
        await until(lambda: plant.sessions == plant.sockets == 0, "the session is closed")
        assert await client.browse(plant.url, "speed") == []


async def test_permission_that_is_withdrawn_while_connecting_is_withdrawn(plant: Plant):
    async with running() as (client, recorder):
        plant.freeze(at="ActivateSession")
        try:
            client.watch([wish(plant, "Speed")])
            await until(lambda: plant.waiting > 0, "it is connecting")
            read = plant.read["Machine.Speed"]
            client.set_policy(NOBODY)
            await recorder.endpoint(plant.url, lambda endpoint: endpoint.state == "not_allowed")
        finally:
            plant.thaw()
        await until(lambda: plant.sessions == plant.sockets == 0, "the session is closed")
        assert plant.read["Machine.Speed"] == read


async def test_less_than_the_file_asks_for_is_never_taken():
    async with peers.peer(peers.silent) as peer, running() as (client, recorder):
        client.watch([WantedEndpoint(peer.url), WantedEndpoint(peer.url, security="SignAndEncrypt")])
        endpoint = await recorder.endpoint(peer.url, lambda endpoint: endpoint.state == "refused")
        assert "SignAndEncrypt" in (endpoint.message or "")
        assert peer.accepted == 0


async def test_files_share_a_session_and_only_new_ids_are_read(plant: Plant):
    async with running() as (client, recorder):
        client.watch([wish(plant, "Speed"), wish(plant, "Status")])
        await recorder.endpoint(plant.url, lambda endpoint: len(endpoint.nodes) == 2 and endpoint.indexed > 0)
        assert plant.sessions == 1
        read = plant.read["Machine.Speed"]
        client.watch([wish(plant, "Speed", "Status", "Running")])
        await recorder.node(plant.url, plant.id("Machine.Running"), lambda node: node.value == "true")
        assert plant.read["Machine.Speed"] == read
        client.watch([wish(plant, "Running")])
        await recorder.endpoint(
            plant.url, lambda endpoint: list(endpoint.nodes) == [plant.id("Machine.Running")]
        )
        assert plant.sessions == 1


async def test_what_is_no_longer_wanted_is_forgotten_and_left(plant: Plant):
    async with running() as (client, recorder):
        client.watch([wish(plant, "Speed")])
        await recorder.endpoint(plant.url, lambda endpoint: endpoint.state == "online")
        client.watch([])
        await recorder.until(lambda facts: not facts.endpoints)
        await until(lambda: plant.sessions == plant.sockets == 0, "the session is closed")
        client.watch([wish(plant, "Status")])
        await recorder.node(plant.url, plant.id("Machine.Status"), lambda node: node.value == "ok")


async def test_a_session_outlives_a_url_that_is_half_typed(plant: Plant):
    async with running(pace=replace(PATIENT, linger=3600)) as (client, recorder):
        client.watch([wish(plant, "Speed")])
        await recorder.endpoint(plant.url, lambda endpoint: endpoint.indexed > 0)
        opened = plant.requests["CreateSession"]
        client.watch([])
        await recorder.until(lambda facts: not facts.endpoints)
        client.watch([wish(plant, "Speed")])
        await recorder.node(plant.url, plant.id("Machine.Speed"), lambda node: node.value == "8500.0")
        assert plant.requests["CreateSession"] == opened
        assert plant.sessions == 1


async def test_facts_follow_a_plant_that_changes(plant: Plant):
    late = plant.id("Machine.Late")
    async with running(pace=QUICK) as (client, recorder):
        client.watch([wish(plant, "Late")])
        await recorder.node(plant.url, late, lambda node: node.state == "unknown")
        variable = await plant.add("Late", 1, ua.VariantType.Int32)
        try:
            node = await recorder.node(plant.url, late, lambda node: node.state == "known")
            assert node.near == ()
            await variable.write_value(2, ua.VariantType.Int32)
            await recorder.node(plant.url, late, lambda node: node.value == "2")
        finally:
            await plant.remove("Late")
        await recorder.node(plant.url, late, lambda node: node.state == "unknown")


async def test_a_refresh_asks_everything_again(plant: Plant):
    late = plant.id("Machine.Later")
    async with running() as (client, recorder):
        client.watch([wish(plant, "Later")])
        await recorder.endpoint(plant.url, lambda endpoint: endpoint.indexed > 0)
        await plant.add("Later", value=True)
        try:
            client.refresh()
            await recorder.node(
                plant.url, late, lambda node: node.state == "known" and node.browse_path is not None
            )
            assert late in [node.node_id for node in await client.browse(plant.url, "later", 5)]
        finally:
            await plant.remove("Later")


async def test_a_plant_that_comes_back_with_other_indexes_is_read_anew():
    by_uri = f"nsu={PLANT_URI};s=Machine.Speed"
    by_index = "ns=2;s=Machine.Speed"
    async with running(pace=replace(QUICK, recheck=3600)) as (client, recorder):
        async with Plant() as before:
            url = before.url
            client.watch([WantedEndpoint(url, node_ids=frozenset({by_uri, by_index}))])
            await recorder.endpoint(url, lambda endpoint: endpoint.indexed > 0)
            assert recorder.facts.endpoints[url].nodes[by_index].state == "known"
        down = await recorder.endpoint(url, lambda endpoint: endpoint.state == "offline")
        assert down.message
        assert {node.state for node in down.nodes.values()} == {"unverified"}
        assert down.nodes[by_index].kind == "number"
        known = await client.describe(url, by_index)
        assert (known.state, known.kind) == ("unverified", "number")

        async with Plant(before.port, before=("urn:test:new",)):
            up = await recorder.endpoint(
                url, lambda endpoint: bool(by_index in endpoint.nodes and endpoint.nodes[by_index].near)
            )
            assert up.namespaces[2:] == ("urn:test:new", PLANT_URI)
            assert up.nodes[by_uri].state == "known"
            assert up.nodes[by_index].state == "unknown"
            (near,) = up.nodes[by_index].near
            assert (near.node_id, near.reason) == ("ns=3;s=Machine.Speed", "namespace")


async def test_a_plant_that_freezes_is_waited_for(plant: Plant):
    async with running(pace=replace(PATIENT, timeout=0.4)) as (client, recorder):
        client.watch([wish(plant, "Speed")])
        await recorder.endpoint(plant.url, lambda endpoint: endpoint.indexed > 0)
        opened = plant.requests["CreateSession"]
        plant.freeze()
        try:
            node = await client.describe(plant.url, plant.id("Machine.Speed"))
            assert (node.state, node.value) == ("unverified", "8500.0")
        finally:
            plant.thaw()
        client.set_pace(PATIENT)
        assert recorder.facts.endpoints[plant.url].state == "online"
        client.watch([wish(plant, "Speed", "Status")])
        await recorder.node(plant.url, plant.id("Machine.Status"), lambda node: node.value == "ok")
        assert plant.requests["CreateSession"] == opened


async def test_a_session_that_gets_no_answers_is_given_up_and_made_anew(plant: Plant):
    async with running(pace=replace(PATIENT, timeout=0.4)) as (client, recorder):
        client.watch([wish(plant, "Speed")])
        await recorder.endpoint(plant.url, lambda endpoint: endpoint.indexed > 0)
        plant.freeze()
        try:
            client.watch([wish(plant, "Speed", "Status")])
            offline = await recorder.endpoint(plant.url, lambda endpoint: endpoint.state == "offline")
            assert "stopped answering" in (offline.message or "")
        finally:
            plant.thaw()
        client.set_pace(PATIENT)
        await recorder.node(plant.url, plant.id("Machine.Status"), lambda node: node.value == "ok")
    await until(lambda: plant.sockets == 0, "all sockets are closed")


async def test_a_server_that_breaks_when_it_is_browsed_is_browsed_no_more(plant: Plant):
    async with running() as (client, recorder):
        plant.breaks_at = "Browse"
        before = plant.requests["Browse"]
        opened = plant.requests["CreateSession"]
        try:
            client.watch([wish(plant, "Speed")])
            await until(lambda: plant.requests["CreateSession"] == opened + 3, "two sessions broke")
            await recorder.endpoint(plant.url, lambda endpoint: endpoint.state == "online")
            assert (await client.describe(plant.url, plant.id("Machine.Speed"))).value == "8500.0"
            assert plant.requests["Browse"] == before + 2
        finally:
            plant.breaks_at = None
        client.refresh()
        await recorder.endpoint(plant.url, lambda endpoint: endpoint.indexed > 0)


async def test_a_killed_worker_is_replaced_and_told_everything_again(plant: Plant):
    async with running() as (client, recorder):
        client.watch([wish(plant, "Speed")])
        await recorder.endpoint(plant.url, lambda endpoint: endpoint.indexed > 0)
        first = client.worker_pid
        assert first is not None
        os.kill(first, signal.SIGKILL)
        lost = await recorder.endpoint(plant.url, lambda endpoint: endpoint.state == "offline")
        assert {node.state for node in lost.nodes.values()} == {"unverified"}
        await recorder.endpoint(
            plant.url, lambda endpoint: endpoint.state == "online" and endpoint.indexed > 0
        )
        assert client.worker_pid not in {None, first}
        assert [node.browse_name for node in await client.browse(plant.url, "speed", 1)] == ["Speed"]


async def test_a_question_that_the_worker_took_along_is_answered(plant: Plant):
    async with running() as (client, recorder):
        client.watch([wish(plant, "Speed")])
        await recorder.endpoint(plant.url, lambda endpoint: endpoint.indexed > 0)
        plant.freeze()
        question = asyncio.create_task(client.describe(plant.url, plant.id("Machine.Speed")))
        pid = client.worker_pid
        assert pid is not None
        try:
            await until(lambda: plant.waiting > 0, "the question has reached the plant")
            os.kill(pid, signal.SIGKILL)
            node = await asyncio.wait_for(question, PATIENCE)
        finally:
            plant.thaw()
        assert (node.state, node.value) == ("unverified", "8500.0")


async def test_a_worker_that_hangs_is_killed_at_the_end(plant: Plant):
    async with running() as (client, recorder):
        client.watch([wish(plant, "Speed")])
        await recorder.endpoint(plant.url, lambda endpoint: endpoint.state == "online")
        pid = client.worker_pid
        assert pid is not None
        os.kill(pid, signal.SIGSTOP)
    await until(lambda: plant.sockets == 0, "the socket is closed")


async def test_it_stops_while_a_peer_says_nothing():
    async with peers.peer(peers.silent) as peer:
        async with running() as (client, _):
            client.watch([WantedEndpoint(peer.url)])
            await asyncio.wait_for(peer.came.wait(), PATIENCE)
        await asyncio.wait_for(peer.gone.wait(), PATIENCE)


async def test_it_stops_before_it_has_begun():
    async with running() as (client, _):
        client.watch([WantedEndpoint("opc.tcp://127.0.0.1:1")])
    async with running():
        pass


async def test_a_worker_that_cannot_start_is_told():
    recorder = Recorder()
    url = "opc.tcp://127.0.0.1:1"
    client = LiveClient(LOOPBACK, recorder, pace=QUICK, command=(sys.executable, "-c", "raise SystemExit(3)"))
    client.watch([WantedEndpoint(url)])
    endpoint = await recorder.endpoint(url, lambda endpoint: endpoint.state == "offline")
    assert "live worker" in (endpoint.message or "")
    await client.stop()


async def test_an_error_in_the_callback_does_not_stop_the_facts(plant: Plant):
    recorder = Recorder()
    reported: list[dict[str, object]] = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: reported.append(context))

    def fragile(facts: object) -> None:
        recorder(facts)
        raise RuntimeError("broken callback")

    client = LiveClient(LOOPBACK, fragile, pace=PATIENT)
    try:
        client.watch([wish(plant, "Speed")])
        await recorder.endpoint(plant.url, lambda endpoint: endpoint.state == "online")
        await client.stop()
    finally:
        loop.set_exception_handler(None)
    assert reported


async def test_a_folder_does_not_lend_its_modules_to_the_worker(
    plant: Plant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    for module in ("asyncua", "json", "holo_lsp"):
        (tmp_path / f"{module}.py").write_text("raise SystemExit('hijacked')\n")
    monkeypatch.chdir(tmp_path)
    async with running() as (client, recorder):
        client.watch([wish(plant, "Speed")])
        await recorder.endpoint(plant.url, lambda endpoint: endpoint.state == "online")


def test_the_client_does_not_load_the_opc_ua_stack():
    script = "import sys, holo_lsp.live; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not {"asyncua", "cryptography", "pydantic", "jsonschema"} & set(run.stdout.split())


async def test_the_worker_ends_with_its_input():
    process = await asyncio.create_subprocess_exec(
        *WORKER, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert b"Hello" in await asyncio.wait_for(process.stdout.readline(), PATIENCE)
    process.stdin.close()
    assert await asyncio.wait_for(process.wait(), PATIENCE) == 0


async def test_the_worker_does_not_guess_at_what_it_is_told():
    process = await asyncio.create_subprocess_exec(
        *WORKER,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    _, said = await asyncio.wait_for(process.communicate(b'{"Write":{}}\n'), PATIENCE)
    assert process.returncode == 1
    assert b"no request" in said

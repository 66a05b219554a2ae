"""Sessions: who may be contacted, what goes wrong and how it is told, and that nothing stays open."""

from __future__ import annotations

import asyncio
import socket
import threading

import pytest
from asyncua import ua
from asyncua.server.internal_session import InternalSession
from asyncua.ua import uaerrors
from sources import peers
from sources.plant import LOOPBACK, NOBODY, PLANT_URI, Plant

from holo_lsp.addresses import parse_endpoint
from holo_lsp.settings import Policy, parse_pattern
from holo_lsp.sources.opcua import connection as connection_module
from holo_lsp.sources.opcua import transport
from holo_lsp.sources.opcua.attributes import NodeReader
from holo_lsp.sources.opcua.connection import SESSION_TIMEOUT, connect
from holo_lsp.sources.opcua.errors import Heard, PlantError, explain
from holo_lsp.sources.opcua.security import Access


async def failure(url: str, policy: Policy = LOOPBACK, access: Access | None = None) -> PlantError:
    with pytest.raises(PlantError) as caught:
        async with connect(parse_endpoint(url), policy, access or Access(), step_timeout=0.5):
            pytest.fail("connected")
    return caught.value


async def until(condition, what: str) -> None:
    """Give way to others until ``condition`` holds."""
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 - what is waited for happens in a server that tells nobody
            await asyncio.sleep(0.005)
    assert condition(), what


async def test_a_session_knows_namespaces_and_limits(plant: Plant):
    async with connect(parse_endpoint(plant.url), LOOPBACK) as connection:
        assert connection.namespaces[plant.index] == PLANT_URI
        assert plant.sessions == 1
        (session,) = plant.server.iserver._external_sessions.values()
        assert session.session_timeout == SESSION_TIMEOUT / 1000
    await until(lambda: plant.sessions == plant.sockets == 0, "closed")


async def test_the_policy_is_asked_before_a_socket_is_opened():
    async with peers.peer(peers.silent) as peer:
        error = await failure(peer.url, NOBODY)
        assert (error.state, error.lasting) == ("not_allowed", True)
        assert "holo trust add" in error.message
        assert peer.accepted == 0


@pytest.mark.parametrize(
    "access",
    [
        Access(security="SignAndEncrypt"),
        Access(security="Sign"),
        Access(security="whatever"),
        Access(auth_type="username"),
        Access(security="None", auth_type="certificate"),
    ],
)
async def test_less_than_the_file_asks_for_is_never_taken(access: Access):
    async with peers.peer(peers.silent) as peer:
        error = await failure(peer.url, access=access)
        assert (error.state, error.lasting) == ("refused", True)
        assert peer.accepted == 0


@pytest.mark.parametrize("access", [Access("None"), Access("none", "anonymous"), Access(None, "Anonymous")])
async def test_no_security_may_be_asked_for_by_name(plant: Plant, access: Access):
    async with connect(parse_endpoint(plant.url), LOOPBACK, access) as connection:
        assert connection.namespaces


async def test_a_closed_port(unused_tcp_port: int):
    error = await failure(f"opc.tcp://127.0.0.1:{unused_tcp_port}")
    assert error.state == "offline"
    assert "start the server" in error.message


async def test_a_host_without_an_address():
    policy = Policy(allow=(parse_pattern("opc.tcp://no-such-host.invalid:*"),))
    error = await failure("opc.tcp://no-such-host.invalid:4840", policy)
    assert error.state == "offline"
    assert error.message.startswith("no-such-host.invalid:4840 ")


@pytest.mark.parametrize(
    ("behaviour", "state", "words"),
    [
        (peers.silent, "refused", "says nothing"),
        (peers.silent_after_acknowledge, "offline", "stopped answering"),
        (peers.web, "refused", "a web server (HTTP)"),
        (peers.hangs_up, "refused", "closes each connection"),
        (peers.refuses_the_url, "refused", "does not serve this path"),
        (peers.floods, "refused", "sent more than"),
    ],
)
async def test_a_peer_that_is_no_opc_ua_server(behaviour: peers.Behaviour, state: str, words: str):
    async with peers.peer(behaviour) as peer:
        error = await failure(peer.url)
        assert error.state == state
        assert words in error.message
        assert error.message.startswith(f"127.0.0.1:{peer.port} ")
        await asyncio.wait_for(peer.gone.wait(), 20)


async def test_a_cancelled_attempt_leaves_no_socket():
    async with peers.peer(peers.silent) as peer:
        attempt = asyncio.create_task(failure(peer.url))
        await asyncio.wait_for(peer.came.wait(), 20)
        attempt.cancel()
        with pytest.raises(asyncio.CancelledError):
            await attempt
        await asyncio.wait_for(peer.gone.wait(), 20)


async def test_a_cancelled_session_is_closed_and_nothing_runs_on(plant: Plant):
    entered = asyncio.Event()
    before = asyncio.all_tasks()

    async def hold() -> None:
        async with connect(parse_endpoint(plant.url), LOOPBACK):
            entered.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(hold())
    await asyncio.wait_for(entered.wait(), 20)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await until(lambda: plant.sessions == plant.sockets == 0, "closed")
    await until(lambda: asyncio.all_tasks() == before, "no task is left")


async def test_a_server_that_is_full(plant: Plant, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(InternalSession, "max_connections", 0)
    error = await failure(plant.url)
    assert error.state == "refused"
    assert "no session left" in error.message


async def test_a_message_without_end_is_cut(plant: Plant, monkeypatch: pytest.MonkeyPatch):
    """The reply to so many operations comes in more chunks than one."""
    async with connect(parse_endpoint(plant.url), LOOPBACK) as connection:
        monkeypatch.setattr(transport, "MAX_MESSAGE", 80_000)
        ids = [plant.id(f"Line.M{i // 10:04}.V{i % 10}") for i in range(1000)]
        connection.limits.read.size = 10_000
        with pytest.raises(ConnectionError) as caught:
            await NodeReader(connection).check(ids)
        assert "sent more than" in connection.explain(caught.value).message


async def test_supervision_ends_with_the_connection(plant: Plant):
    async with connect(parse_endpoint(plant.url), LOOPBACK) as connection:
        supervision = asyncio.create_task(connection.supervise())
        plant.breaks_at = "Read"
        try:
            with pytest.raises(ConnectionError):
                await connection.refresh_namespaces()
            with pytest.raises(ConnectionError) as caught:
                await asyncio.wait_for(supervision, 20)
        finally:
            plant.breaks_at = None
        assert connection.explain(caught.value).state == "offline"


async def test_a_server_that_stays_silent_is_given_up(plant: Plant, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(connection_module, "_KEEPALIVE", 0.01)
    monkeypatch.setattr(connection_module, "_PATIENCE", 0.1)
    async with connect(parse_endpoint(plant.url), LOOPBACK, step_timeout=0.5) as connection:
        connection.timeout = 0.05
        plant.freeze()
        try:
            with pytest.raises(TimeoutError) as caught:
                await connection.supervise()
        finally:
            plant.thaw()
        assert "stopped answering" in connection.explain(caught.value).message


async def test_a_name_that_is_looked_up_for_ever(monkeypatch: pytest.MonkeyPatch):
    answer = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answer.wait(20) and [])
    policy = Policy(allow=(parse_pattern("opc.tcp://slow.test:*"),))
    try:
        error = await failure("opc.tcp://slow.test:4840", policy)
    finally:
        answer.set()
    assert error.state == "offline"
    assert "does not answer" in error.message


async def test_a_frozen_server_is_sat_out(plant: Plant):
    async with connect(parse_endpoint(plant.url), LOOPBACK, step_timeout=0.2) as connection:
        plant.freeze()
        try:
            with pytest.raises(TimeoutError):
                await connection.refresh_namespaces()
        finally:
            plant.thaw()
        connection.timeout = 20
        assert not await connection.refresh_namespaces()
        assert connection.namespaces[plant.index] == PLANT_URI


@pytest.mark.parametrize(
    ("error", "heard", "state", "words", "lasting"),
    [
        (uaerrors.BadTooManySessions(), Heard(), "refused", "close another client", False),
        (uaerrors.BadSecurityPolicyRejected(), Heard(), "refused", "SignAndEncrypt", False),
        (uaerrors.BadIdentityTokenRejected(), Heard(), "refused", "wants a login", True),
        (uaerrors.BadSecurityChecksFailed(), Heard(), "refused", "rejects the certificate", False),
        (uaerrors.BadShutdown(), Heard(), "offline", "shutting down", False),
        (uaerrors.BadInternalError(), Heard(), "refused", "BadInternalError", False),
        (ua.UaError("No matching endpoints: 1, x"), Heard(), "refused", "without security", False),
        (AssertionError(), Heard(), "refused", "rejects the certificate", False),
        (KeyError("x"), Heard(), "refused", "not OPC UA (KeyError)", False),
        (TimeoutError(), Heard(), "offline", "does not answer", False),
        (ConnectionError(), Heard(accepted=True, first=b"ACKF"), "offline", "closed the connection", False),
        (ConnectionError(), Heard(accepted=True, first=b"SSH-2.0-"), "refused", "something else", False),
        (OSError(101, "Network is unreachable"), Heard(), "offline", "Network is unreachable", False),
        (MemoryError(), Heard(accepted=True, first=b"ACKF", too_much=True), "refused", "sent more", False),
    ],
)
def test_every_failure_has_a_state_and_a_word_to_a_person(
    error: Exception, heard: Heard, state: str, words: str, lasting: bool
):
    told = explain(error, parse_endpoint("opc.tcp://[::1]:4840"), heard)
    assert (told.state, told.lasting) == (state, lasting)
    assert words in told.message
    assert told.message.startswith("[::1]:4840 ")

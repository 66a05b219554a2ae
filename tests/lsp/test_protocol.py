"""What a client may rely on whatever it sends (LSP 3.17, "Base Protocol", "Lifecycle Messages")."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import psutil
import pytest
from lsp.rpc import (
    CAPABILITIES,
    COMMAND,
    DEADLINE,
    RawClient,
    RefusedError,
    changed,
    environment,
    notification,
    opened,
    place,
    request,
    started,
)
from websockets.asyncio import client
from websockets.exceptions import InvalidStatus

import holo_lsp

if TYPE_CHECKING:
    from pathlib import Path

PARSE_ERROR = -32700
INVALID_REQUEST = -32600
METHOD_NOT_FOUND = -32601
INVALID_PARAMS = -32602
NOT_INITIALIZED = -32002
CANCELLED = -32800

TEXT = 'twin#a {\n  @digital_twin(sync_mode: "realtim")\n}\n'


# ---- life -------------------------------------------------------------------------------------------------


def test_a_session_from_start_to_end():
    with started() as client:
        result = client.initialize(capabilities=CAPABILITIES, processId=os.getpid())
        assert result["serverInfo"] == {"name": "holo-lsp", "version": holo_lsp.__version__}
        assert result["capabilities"]["textDocumentSync"]["change"] == 2
        assert client.shut_down() == 0


def test_nothing_but_initialize_is_answered_before_it():
    with started() as client:
        with pytest.raises(RefusedError) as refused:
            client.request("textDocument/hover", place("untitled:x", 0, 0))
        assert refused.value.code == NOT_INITIALIZED
        client.open("untitled:early", TEXT)  # no request: it is passed over
        client.initialize()
        with pytest.raises(RefusedError) as refused:
            client.request("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
        assert refused.value.code == INVALID_REQUEST
        assert client.request("textDocument/hover", place("untitled:early", 0, 0)) is None
        client.request("shutdown")
        with pytest.raises(RefusedError) as refused:
            client.request("textDocument/hover", place("untitled:x", 0, 0))
        assert refused.value.code == INVALID_REQUEST
        client.notify("exit", None)
        assert client.end() == 0


def test_all_of_a_session_in_one_write():
    with started() as client:
        client.send(
            request("start", "initialize", {"processId": None, "rootUri": None, "capabilities": {}}),
            notification("initialized", {}),
            notification("textDocument/didOpen", opened("untitled:x", TEXT)),
            request(7, "textDocument/hover", place("untitled:x", 1, 6)),
            request(8, "shutdown", None),
            notification("exit", None),
        )
        assert client.result(7)["contents"]
        assert client.result(8) is None
        assert client.process.wait(DEADLINE) == 0


@pytest.mark.parametrize("end", ["exit", "eof", "SIGTERM", "SIGINT"])
def test_an_end_without_a_shutdown_is_none_of_order(end: str):
    with started() as client:
        client.initialize()
        if end == "exit":
            client.notify("exit", None)
        elif end != "eof":
            client.process.send_signal(getattr(signal, end))
        if end == "eof":
            client.end()
        assert client.process.wait(DEADLINE) == 1


def test_the_server_ends_when_its_parent_has():
    parent = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    with started() as client:  # which goes on to hold the pipes
        client.initialize(processId=parent.pid)
        parent.communicate(b"\n")
        assert client.process.wait(DEADLINE) == 1


def test_a_parent_that_was_never_there_says_nothing():
    with started() as client:
        pid = next(pid for pid in range(2**22 - 1, 0, -1) if not psutil.pid_exists(pid))
        client.initialize(processId=pid)
        assert client.shut_down() == 0


# ---- messages that are none -------------------------------------------------------------------------------


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[]", b"[" * 200_000])
def test_a_body_that_is_no_json_object_is_answered(body: bytes):
    client = _lenient()
    client.send_bytes(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
    assert client.response(None)["error"]["code"] == PARSE_ERROR


def test_what_is_no_message_ends_the_session_with_a_word_of_why():
    with started(clean=False) as client:
        client.send_bytes(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert client.process.wait(DEADLINE) == 1
        client.end()
        assert "Standard input is not what an editor sends" in client.errors()[0]


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({"id": 1, "method": "textDocument/hover"}, INVALID_REQUEST),
        ({"jsonrpc": "1.0", "id": 1, "method": "textDocument/hover"}, INVALID_REQUEST),
        ({"jsonrpc": "2.0", "id": 1, "method": 5}, INVALID_REQUEST),
        (request(1, "textDocument/hover", None), INVALID_PARAMS),
        (request(1, "textDocument/hover", [1]), INVALID_PARAMS),
        (request(1, "textDocument/hover", {"textDocument": {"uri": "x"}}), INVALID_PARAMS),
        (request(1, "textDocument/hover", place("x", "one", 0)), INVALID_PARAMS),
        (request(1, "no/suchMethod", {"a": {"jsonrpc": "2.0"}}), METHOD_NOT_FOUND),
        (request(1, "$/noSuchMethod", {}), METHOD_NOT_FOUND),
        (request(1, "textDocument/rename", {}), METHOD_NOT_FOUND),
        (request(1, "workspace/executeCommand", {"command": "no.such"}), INVALID_PARAMS),
        (request(1, "workspace/executeCommand", {"command": "holo.live.connect"}), INVALID_PARAMS),
        (
            request(1, "workspace/executeCommand", {"command": "holo.live.connect", "arguments": ["x"]}),
            INVALID_PARAMS,
        ),
    ],
)
def test_a_request_that_cannot_be_answered_is_refused(message: dict[str, Any], code: int):
    client = _lenient()
    client.send({**message, "id": (identity := client.new_id())})
    assert client.response(identity)["error"]["code"] == code


@pytest.mark.parametrize("identity", [1.5, [1], {}])
@pytest.mark.parametrize("member", ["method", "result"])
def test_an_id_is_a_number_or_text(identity: Any, member: str):
    client = _lenient()
    client.send({"jsonrpc": "2.0", "id": identity, member: "textDocument/hover"})
    assert client.response(None)["error"]["code"] == INVALID_REQUEST


@pytest.mark.parametrize(
    "message",
    [
        notification("no/suchMethod", None),
        notification("$/noSuchMethod", {}),
        notification("textDocument/didOpen", {}),
        notification("textDocument/didOpen", None),
        notification("textDocument/didChange", changed("untitled:not-open", 1, {"text": ""})),
        notification("textDocument/didClose", {"textDocument": {"uri": "untitled:not-open"}}),
        notification("$/cancelRequest", {"id": 77}),
        notification("$/cancelRequest", None),
        {"jsonrpc": "2.0", "id": "nobody asked", "result": None},
        {"jsonrpc": "2.0", "id": "nobody asked", "error": {"code": 1, "message": "x"}},
        {"jsonrpc": "2.0"},
    ],
)
def test_a_message_that_means_nothing_disturbs_nothing(message: dict[str, Any]):
    client = _lenient()
    client.send(message)
    assert client.request("textDocument/hover", place("untitled:not-open", 0, 0)) is None


_LENIENT: list[RawClient] = []


def _lenient() -> RawClient:
    return _LENIENT[0]


@pytest.fixture(scope="module", autouse=True)
def _one_server_for_bad_messages():
    with started(clean=False) as client:
        client.initialize()
        _LENIENT.append(client)
        yield
        _LENIENT.clear()
        assert client.shut_down() == 0
        assert not any("Traceback" in line for line in client.log), client.log


# ---- requests ---------------------------------------------------------------------------------------------


def test_objects_in_a_message_are_no_messages(server: RawClient, uri: str):
    server.open(uri, TEXT)
    hover = place(uri, 1, 6)
    hover["workDoneToken"] = "x"
    hover["extra"] = {"jsonrpc": "2.0", "method": "textDocument/hover", "params": {}}
    assert server.request("textDocument/hover", hover)["contents"]


def test_a_request_that_waits_can_be_cancelled(server: RawClient, uri: str):
    server.open(uri, TEXT)
    ids = [server.new_id() for _ in range(20)]
    hovers = [request(identity, "textDocument/hover", place(uri, 1, 6)) for identity in ids]
    server.send(*hovers, *(notification("$/cancelRequest", {"id": identity}) for identity in ids[1:]))
    assert server.result(ids[0])["contents"]
    assert {server.response(identity)["error"]["code"] for identity in ids[1:]} == {CANCELLED}


def test_an_id_may_be_text(server: RawClient):
    server.send(request("hover-1", "textDocument/hover", place("untitled:none", 0, 0)))
    assert server.result("hover-1") is None


def test_lone_surrogates_come_and_go(server: RawClient, uri: str):
    server.open(uri, 'twin#a {\n  @state { x: "\ud83d" }\n  @digital_twn\n}\n')
    assert server.diagnostics(uri, 1)[0]["range"]["start"] == {"line": 2, "character": 2}
    where = {"start": {"line": 1, "character": 15}, "end": {"line": 1, "character": 15}}
    server.notify("textDocument/didChange", changed(uri, 2, {"range": where, "text": "\udc00\udc00"}))
    assert server.diagnostics(uri, 2)
    assert server.request("textDocument/hover", place("untitled:\udc00", 0, 0)) is None


def test_binary_text_is_no_trouble(server: RawClient, uri: str):
    server.open(uri, "".join(map(chr, range(256))) * 50)
    assert server.diagnostics(uri, 1)


def test_a_huge_text_is_kept_but_not_analysed(server: RawClient, uri: str):
    server.open(uri, "twin#a { x: \n" * 700_000)
    (found,) = server.diagnostics(uri, 1)
    assert found["code"] == "HS102"
    server.notify("textDocument/didChange", changed(uri, 2, {"text": "twin#a {}\n"}))
    assert all(each["code"] != "HS102" for each in server.diagnostics(uri, 2))


@pytest.mark.parametrize(
    "name",
    [
        "file:///",
        "file:///a%00b.holo",
        "http://example.org/x.holo",
        "x",
        "",
        "file://host/share/x.holo",
        "a:%%",
    ],
)
def test_any_uri_will_do(server: RawClient, name: str):
    server.open(name, TEXT)
    assert server.diagnostics(name, 1)
    server.notify("textDocument/didClose", {"textDocument": {"uri": name}})


# ---- ways to reach the server -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments", [["--tcp", "127.0.0.1:0"], ["--tcp", "--port", "0", "--host", "127.0.0.1"]]
)
def test_one_client_is_served_over_tcp(arguments: list[str]):
    process = subprocess.Popen([*COMMAND, *arguments], stderr=subprocess.PIPE, text=True, env=environment())
    assert process.stderr
    line = process.stderr.readline()
    host, _, port = line.rpartition(" ")[2].strip().rpartition(":")
    with socket.create_connection((host, int(port))) as connection, connection.makefile("rb") as stream:
        for message in (
            request(1, "initialize", {"processId": None, "rootUri": None, "capabilities": {}}),
            request(2, "shutdown", None),
            notification("exit", None),
        ):
            body = json.dumps(message).encode()
            connection.sendall(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        assert b"serverInfo" in stream.read()
    assert process.wait(DEADLINE) == 0
    process.stderr.close()


def test_the_server_ends_with_its_connection():
    process = subprocess.Popen(
        [*COMMAND, "--tcp", "127.0.0.1:0"], stderr=subprocess.PIPE, text=True, env=environment()
    )
    assert process.stderr
    port = int(process.stderr.readline().rpartition(":")[2])
    socket.create_connection(("127.0.0.1", port)).close()
    assert process.wait(DEADLINE) == 1
    process.stderr.close()


async def test_one_client_is_served_over_a_websocket_and_no_page_from_elsewhere():
    process = await asyncio.create_subprocess_exec(
        *COMMAND, "--ws", "127.0.0.1:0", stderr=asyncio.subprocess.PIPE, env=environment()
    )
    assert process.stderr
    url = f"ws://127.0.0.1:{int((await process.stderr.readline()).rpartition(b':')[2])}"
    with pytest.raises(InvalidStatus):
        await client.connect(url, origin="https://example.org")
    async with client.connect(url, origin="http://localhost:3000") as connection:
        for message in (
            request(1, "initialize", {"processId": None, "rootUri": None, "capabilities": {}}),
            request(2, "shutdown", None),
        ):
            await connection.send(json.dumps(message))
            assert "result" in json.loads(await connection.recv())
        await connection.send(json.dumps(notification("exit", None)))
    assert await process.wait() == 0


def test_a_package_that_is_missing_for_websockets_is_told():
    script = """
import sys
sys.modules["websockets"] = None
from holo_lsp.lsp.main import main
sys.exit(main(["--ws"]))
"""
    command = [sys.executable, "-c", script]
    run = subprocess.run(command, capture_output=True, text=True, env=environment(), check=False)
    assert run.returncode == 2
    assert run.stderr == 'holo-lsp: WebSockets need a package: pip install "holo-lsp[ws]".\n'


def test_a_port_in_use_is_told():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        run = _run("--tcp", address)
    assert run.returncode == 2
    assert run.stderr == f"holo-lsp: {address} cannot be listened on: Address already in use.\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--tcp", "localhost"], "'localhost' is not HOST:PORT"),
        (["--tcp", "localhost:99999"], "'99999' is not a port"),
        (["--stdio", "--tcp", "localhost:1"], "not allowed with argument"),
        (["--log-level", "loud"], "invalid choice"),
        (["--stdio", "--port", "1"], "--host and --port go with --tcp or --ws"),
        (["--log-file", "no/such/folder/x.log"], "no/such/folder/x.log cannot be written"),
    ],
)
def test_a_wrong_call_is_told(arguments: list[str], says: str):
    run = _run(*arguments)
    assert run.returncode == 2
    assert says in run.stderr


def test_the_version_is_told():
    assert _run("--version").stdout == f"holo-lsp {holo_lsp.__version__}\n"


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "holo_lsp.lsp.main", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, env=environment(), check=False, timeout=DEADLINE
    )


def test_the_log_holds_nothing_of_the_text(tmp_path: Path):
    log = tmp_path / "holo.log"
    with started("--log-file", str(log), "--log-level", "debug") as client:
        client.initialize(initializationOptions={"live": {"allow": ["opc.tcp://secret-host:4840"]}})
        client.open("untitled:x", 'twin#a { @data_binding(source: "opc.tcp://secret-user:secret-word@h") }\n')
        client.diagnostics("untitled:x", 1)
        client.request("textDocument/hover", place("untitled:x", 0, 12))
        client.notify("no/such", {"key": "secret-word"})
        assert client.shut_down() == 0
    text = log.read_text("utf-8")
    assert "no/such" in text
    assert "secret" not in text

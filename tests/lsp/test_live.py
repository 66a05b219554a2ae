"""Live facts in the editor, from a real OPC UA server, and only with the user's word."""

from __future__ import annotations

import asyncio
import json
import socket
import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import psutil
import pytest
from lsp.rpc import CAPABILITIES, DEADLINE, RawClient, changed, environment, place, started
from sources.plant import Plant

from holo_lsp.settings import TRUST_FILE_VARIABLE

if TYPE_CHECKING:
    from pathlib import Path

ALLOW = {"live": {"allow": ["opc.tcp://127.0.0.1:*"]}}
URI = "untitled:plant"

_A_LITTLE = 0.02
"""Seconds between two questions about what nobody tells of by himself."""


@pytest.fixture(scope="module")
async def served():
    async with Plant() as plant:
        yield plant


@pytest.fixture
def plant(served: Plant):
    served.requests.clear()
    return served


def text(plant: Plant, *ids: str, source: str | None = None, more: str = "") -> str:
    mapped = "".join(f'      "{each}": "state.speed",\n' for each in ids)
    return (
        "twin#machine {\n  @state { speed: 0 }\n  @data_binding(\n"
        f'    source: "{source or plant.url}",{more}\n    mappings: {{\n{mapped}    }}\n  )\n}}\n'
    )


@asynccontextmanager
async def editor(*arguments: str, trust: Path | None = None, **params: Any):
    """A client that is used from threads, while the plant is served in the loop of the test."""
    env = environment(**({} if trust is None else {TRUST_FILE_VARIABLE: str(trust)}))
    with started(*arguments, env=env) as client:
        await asyncio.to_thread(client.initialize, capabilities=CAPABILITIES, **params)
        yield client
        before = children(client)
        assert await asyncio.to_thread(client.shut_down) == 0
        assert not [pid for pid in before if psutil.pid_exists(pid)]


def children(client: RawClient) -> list[int]:
    return [child.pid for child in psutil.Process(client.process.pid).children(recursive=True)]


async def until(client: RawClient, holds, since: int = 0) -> list[dict[str, Any]]:
    """Wait until the diagnostics hold."""
    message = await asyncio.to_thread(
        client.wait,
        lambda m: m["method"] == "textDocument/publishDiagnostics" and holds(codes(m)),
        since,
    )
    return message["params"]["diagnostics"]


def codes(message: dict[str, Any]) -> set[str]:
    return {each["code"] for each in message["params"].get("diagnostics", ())}


async def status(client: RawClient, state: str) -> dict[str, Any]:
    """Wait until the endpoint of the document is in that state."""
    async with asyncio.timeout(DEADLINE):
        while True:
            found = await command(client, "holo.live.status")
            if found and found[0]["state"] == state:
                return found[0]
            await asyncio.sleep(_A_LITTLE)


async def hover(client: RawClient, line: int, character: int) -> str:
    found = await asyncio.to_thread(client.request, "textDocument/hover", place(URI, line, character))
    return found["contents"]["value"]


async def command(client: RawClient, name: str, *arguments: Any) -> Any:
    params = {"command": name, "arguments": list(arguments)}
    return await asyncio.to_thread(client.request, "workspace/executeCommand", params)


async def test_a_wrong_node_id_is_underlined_and_mended(plant: Plant):
    good, bad = plant.id("Machine.Speed"), plant.id("Machine.Sped")
    async with editor(initializationOptions=ALLOW) as client:
        client.open(URI, text(plant, bad))
        # That there is no such node is known before the plant is browsed for what was meant.
        message = await asyncio.to_thread(
            client.wait, lambda m: good in json.dumps(m) and "HS701" in codes(m)
        )
        (found,) = [each for each in message["params"]["diagnostics"] if each["code"] == "HS701"]
        line = found["range"]["start"]["line"]
        assert text(plant, bad).splitlines()[line].strip().startswith(f'"{bad}"')
        actions = await asyncio.to_thread(
            client.request,
            "textDocument/codeAction",
            {"textDocument": {"uri": URI}, "range": found["range"], "context": {"diagnostics": []}},
        )
        edits = [action["edit"]["documentChanges"][0]["edits"] for action in actions if "edit" in action]
        assert any(edit["newText"].strip('"') == good for each in edits for edit in each)
        since = len(client.seen)
        client.notify("textDocument/didChange", changed(URI, 2, {"text": text(plant, good)}))
        await until(client, lambda c: "HS701" not in c, since)
        async with asyncio.timeout(DEADLINE):
            while "8500" not in await hover(client, line, 14):  # noqa: ASYNC110 - a hover tells of no news
                await asyncio.sleep(_A_LITTLE)


async def test_completion_offers_the_nodes_of_the_plant(plant: Plant):
    async with editor(initializationOptions=ALLOW) as client:
        client.open(URI, text(plant, plant.id("Machine.Speed")))
        await status(client, "online")
        async with asyncio.timeout(DEADLINE):
            while not (await command(client, "holo.live.status"))[0]["indexed"]:  # noqa: ASYNC110 - as above
                await asyncio.sleep(_A_LITTLE)
        client.notify("textDocument/didChange", changed(URI, 2, {"text": text(plant, "Status")}))
        found = await asyncio.to_thread(client.request, "textDocument/completion", place(URI, 5, 13))
        assert plant.id("Machine.Status") in {item["label"] for item in found["items"]}
        assert found["isIncomplete"] is True


async def test_what_the_user_did_not_allow_is_not_contacted():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0)
        url = f"opc.tcp://127.0.0.1:{listener.getsockname()[1]}"
        async with editor() as client:
            client.open(URI, text(None, "ns=2;s=x", source=url))  # pyright: ignore[reportArgumentType]
            found = await status(client, "not_allowed")
            assert "you have not allowed it" in found["message"]
            assert children(client) == []
        with pytest.raises(BlockingIOError):
            listener.accept()


@pytest.mark.parametrize(
    "options", [{**ALLOW, "workspaceTrusted": False}, {"live": {**ALLOW["live"], "enabled": False}}]
)
async def test_nobody_is_contacted_where_it_is_switched_off(plant: Plant, options: dict[str, Any]):
    async with editor(initializationOptions=options) as client:
        client.open(URI, text(plant, plant.id("Machine.Sped")))
        await status(client, "not_allowed")
        found = await command(client, "holo.live.connect", {"url": plant.url})
        assert found["state"] == "not_allowed"
        assert any("is not contacted" in message for message in client.shown())
        assert not any(message["method"] == "window/showMessageRequest" for message in client.seen)
    assert not plant.requests


async def test_a_yes_is_remembered_with_the_names_it_was_told(plant: Plant, tmp_path: Path):
    login = '{ type: "username", username: "x", password: env("PLANT_PW") }'
    auth = f'\n    security: "SignAndEncrypt", auth: {login},'
    trust = tmp_path / "trust.json"
    async with editor(trust=trust) as client:
        client.open(URI, text(plant, plant.id("Machine.Speed"), more=auth))
        await status(client, "not_allowed")
        client.answers["window/showMessageRequest"] = {"title": "Do Not Connect"}
        assert (await command(client, "holo.live.connect", plant.url))["state"] == "not_allowed"
        assert not trust.exists()
        client.answers["window/showMessageRequest"] = {"title": "Connect"}
        await command(client, "holo.live.connect", plant.url)
        questions = [m["params"] for m in client.seen if m["method"] == "window/showMessageRequest"]
        assert plant.url in questions[-1]["message"]
        assert "PLANT_PW" in questions[-1]["message"]
        (entry,) = json.loads(trust.read_text("utf-8"))["entries"]
        assert (entry["pattern"], entry["env"]) == (plant.url, ["PLANT_PW"])
        await status(client, "refused")  # the server offers no encryption, and nothing less will do
        asked = len(questions)
        await command(client, "holo.live.connect", plant.url)
        assert len([m for m in client.seen if m["method"] == "window/showMessageRequest"]) == asked


async def test_the_question_is_offered_at_the_address(plant: Plant, tmp_path: Path):
    async with editor(trust=tmp_path / "trust.json") as client:
        client.open(URI, text(plant, plant.id("Machine.Sped")))
        await status(client, "not_allowed")
        where = {"line": 3, "character": 20}
        params = {
            "textDocument": {"uri": URI},
            "range": {"start": where, "end": where},
            "context": {"diagnostics": []},
        }
        actions = await asyncio.to_thread(client.request, "textDocument/codeAction", params)
        (offer,) = [action["command"] for action in actions if "command" in action]
        assert offer["title"] == f"Connect to {plant.url}…"
        client.answers["window/showMessageRequest"] = {"title": "Connect"}
        await command(client, offer["command"], *offer["arguments"])
        await until(client, lambda c: "HS701" in c)


async def test_an_endpoint_that_another_program_allowed_is_contacted(plant: Plant, tmp_path: Path):
    trust = tmp_path / "trust.json"
    async with editor(trust=trust) as client:
        client.open(URI, text(plant, plant.id("Machine.Sped")))
        await status(client, "not_allowed")
        await trust_by_command(trust, "add", plant.url)
        await until(client, lambda c: "HS701" in c)


async def trust_by_command(trust: Path, verb: str, url: str) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "holo_lsp.cli.main", "trust", verb, url),
        env=environment(**{TRUST_FILE_VARIABLE: str(trust)}),
    )
    assert await process.wait() == 0


@pytest.mark.parametrize("edit", [False, True])
async def test_what_is_allowed_no_longer_is_left_alone(plant: Plant, tmp_path: Path, edit: bool):
    trust = tmp_path / "trust.json"
    await trust_by_command(trust, "add", plant.url)
    async with editor(trust=trust) as client:
        client.open(URI, text(plant, plant.id("Machine.Sped")))
        await until(client, lambda c: "HS701" in c)
        await trust_by_command(trust, "remove", plant.url)
        if edit:
            more = text(plant, plant.id("Machine.Sped"), plant.id("Machine.Speed"))
            client.notify("textDocument/didChange", changed(URI, 2, {"text": more}))
        await status(client, "not_allowed")


async def test_options_of_a_workspace_allow_nothing_where_the_trust_file_alone_counts(
    plant: Plant, tmp_path: Path
):
    async with editor(
        "--trust-file-only", trust=tmp_path / "none.json", initializationOptions=ALLOW
    ) as client:
        client.open(URI, text(plant, plant.id("Machine.Sped")))
        await status(client, "not_allowed")
        assert any("holo trust add" in message for message in client.shown())
    assert not plant.requests


async def test_a_broken_trust_file_is_told_and_allows_nobody(plant: Plant, tmp_path: Path):
    trust = tmp_path / "trust.json"
    trust.write_text("{")
    async with editor(trust=trust) as client:
        client.open(URI, text(plant, plant.id("Machine.Sped")))
        await status(client, "not_allowed")
        (message,) = client.shown()
        assert "is broken" in message
        client.answers["window/showMessageRequest"] = {"title": "Connect"}
        await command(client, "holo.live.connect", plant.url)
        assert trust.read_text() == "{"
    assert not plant.requests


async def test_a_worker_that_dies_hurts_nobody_and_comes_back(plant: Plant):
    async with editor(initializationOptions=ALLOW) as client:
        client.open(URI, text(plant, plant.id("Machine.Sped")))
        await until(client, lambda c: "HS701" in c)
        (worker,) = children(client)
        since = len(client.seen)
        psutil.Process(worker).kill()
        await until(client, lambda c: "HS701" not in c, since)
        assert await hover(client, 2, 5)
        since = len(client.seen)
        await until(client, lambda c: "HS701" in c, since)
        assert children(client) != [worker]


async def test_an_unreachable_plant_is_one_hint_and_its_return_is_noticed():
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    url = f"opc.tcp://127.0.0.1:{port}"
    async with editor(initializationOptions=ALLOW) as client:
        client.open(URI, text(None, "ns=2;s=Machine.Sped", source=url))  # pyright: ignore[reportArgumentType]
        found = await until(client, lambda c: "HS710" in c)
        assert [each["severity"] for each in found if each["code"] == "HS710"] == [4]
        since = len(client.seen)
        async with Plant(port) as plant:
            assert plant.url == url
            await until(client, lambda c: "HS701" in c and "HS710" not in c, since)


async def test_nothing_is_left_when_the_client_dies(plant: Plant):
    with started() as client:
        await asyncio.to_thread(client.initialize, capabilities=CAPABILITIES, initializationOptions=ALLOW)
        client.open(URI, text(plant, plant.id("Machine.Sped")))
        await until(client, lambda c: "HS701" in c)
        before = children(client)
        assert before
        await asyncio.to_thread(client.end)
        assert not [pid for pid in before if psutil.pid_exists(pid)]


async def test_a_live_finding_can_be_silenced(plant: Plant):
    async with editor(initializationOptions=ALLOW) as client:
        comment = f'"{plant.id("Machine.Sped")}": "state.speed", // holo: ignore[HS701]\n'
        source = text(plant, plant.id("Machine.Sped")).replace(
            f'"{plant.id("Machine.Sped")}": "state.speed",\n', comment
        )
        client.open(URI, source)
        await status(client, "online")
        other = URI + "2"
        client.open(other, text(plant, plant.id("Machine.Spd")))
        await until(client, lambda c: "HS701" in c)
        published = [
            m
            for m in client.seen
            if m["method"] == "textDocument/publishDiagnostics" and m["params"]["uri"] == URI
        ]
        assert not any({"HS701", "HS110"} & codes(message) for message in published)

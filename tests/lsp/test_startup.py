"""What is loaded before the answer to ``initialize``: each import there is time that an editor waits."""

from __future__ import annotations

import json
import subprocess
import sys

from lsp.rpc import environment

from holo_lsp.lsp.server import SECTION
from holo_lsp.settings import SECTION as DECLARED

#: Holds a session in its own process and tells which modules are there when the answer is written.
SCRIPT = """
import asyncio, json, sys
from holo_lsp.lsp.server import HoloServer

async def main():
    server = HoloServer()
    loaded = []
    server.connection.connect(lambda body: loaded.append(sorted(sys.modules)))
    params = {"processId": None, "rootUri": None, "capabilities": {}, "initializationOptions": {"live": {}}}
    message = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params}
    server.connection.inbox.put([json.dumps(message).encode()])
    while not loaded:
        await asyncio.sleep(0)
    print(json.dumps(loaded[0]))

asyncio.run(main())
"""

COSTLY = {"lark", "asyncua", "jsonschema", "pydantic", "psutil", "platformdirs", "urllib.request"}

#: Rooms that understand HoloScript or talk to a plant.
LATE = ("syntax", "traits", "model", "analysis", "facts", "settings", "addresses", "units", "live", "sources")


def loaded_before_the_answer() -> set[str]:
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True, env=environment()
    )
    return set(json.loads(run.stdout))


def test_nothing_that_understands_holoscript_is_loaded_before_the_first_answer():
    modules = loaded_before_the_answer()
    assert "holo_lsp.lsp.server" in modules
    assert not COSTLY & modules
    late = [name for name in modules if name.startswith(tuple(f"holo_lsp.{room}" for room in LATE))]
    assert not late
    assert len([name for name in modules if name.startswith("holo_lsp.")]) <= 10


def test_the_section_is_that_of_the_settings():
    assert SECTION == DECLARED

"""``holo demo``: a plant, a project that describes it, and what the two have to say of each other."""

from __future__ import annotations

import asyncio
import dataclasses
import signal
import tempfile
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from holo_lsp.cli.check import findings_of, read_worlds
from holo_lsp.cli.files import collect
from holo_lsp.cli.live import ask_plants
from holo_lsp.cli.outcome import EXIT_CLEAN, UserError
from holo_lsp.cli.report import human
from holo_lsp.demo.plant import DEMO_PORT, DemoPlant, PlantError
from holo_lsp.demo.project import FILE, example_folder
from holo_lsp.lsp.disk import SourceFile
from holo_lsp.settings import Policy, Settings, parse_pattern
from holo_lsp.traits import builtin

if TYPE_CHECKING:
    import argparse

_TIMEOUT = 30.0


def demo(options: argparse.Namespace) -> int:
    """Start the plant, check the example against it, and keep the plant running until it is interrupted."""
    try:
        return asyncio.run(_demo(options.port, once=options.once))
    except PlantError as error:
        raise UserError(f"{error} `holo demo --port 0` takes a free one.") from error


async def _demo(port: int | None, *, once: bool) -> int:
    print("Starting the demo plant: two machining centres, a conveyor, a hall…", flush=True)
    async with DemoPlant(port=DEMO_PORT if port is None else port) as plant:
        with ExitStack() as stack:
            folder = example_folder()
            if port is not None and port != DEMO_PORT:
                folder = _for_other_port(folder, plant.url, stack)
            await _check(folder, plant.url)
            if not once:
                print(_hints(folder, plant.url), flush=True)
                await _interrupted()
                print("\nThe plant is stopped.")
    return EXIT_CLEAN


async def _check(folder: Path, url: str) -> None:
    files, trouble = collect([str(folder)])
    if trouble or not files:
        raise UserError(f"the example project is not in {folder}: install holo-lsp again")
    print(f"It answers at {url}. Checking {folder} against it…\n", flush=True)
    files = [SourceFile(Path(file.path.name), file.text) for file in files]
    worlds = read_worlds(files)
    policy = Policy(allow=(parse_pattern(url),))
    plant = await ask_plants([world for _, world in worlds], policy, _TIMEOUT)
    settings = Settings()
    diagnostics = dataclasses.replace(settings.diagnostics, best_practices=False)
    found = findings_of(worlds, builtin(), dataclasses.replace(settings, diagnostics=diagnostics), plant)
    print(human(found, len(files)), end="", flush=True)


def _for_other_port(folder: Path, url: str, stack: ExitStack) -> Path:
    """A copy of the example that names the plant where it really is."""
    copy = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="holo-demo-")))
    original = f"opc.tcp://127.0.0.1:{DEMO_PORT}"
    for path in folder.iterdir():
        if path.is_file():
            text = path.read_text(encoding="utf-8").replace(original, url)
            (copy / path.name).write_text(text, encoding="utf-8")
    return copy


def _hints(folder: Path, url: str) -> str:
    file = folder / FILE
    return f"""
The plant keeps running: open the project in an editor and see the same while you type.

  Neovim    nvim {file}
  VS Code   code {folder}

How to set up either is in README.md, "Set up your editor". Allow the plant first:

  holo trust add "{url}"

Then change a node id, or point at one to see its live value. Press Ctrl+C here to stop the plant."""


async def _interrupted() -> None:
    done = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows: Ctrl+C arrives as KeyboardInterrupt
            loop.add_signal_handler(number, done.set)
    await done.wait()

"""Measure against the budgets. Prints percentiles and ratios, and judges nothing: machines differ.

make bench                       everything
make bench ARGS="start editing"  some parts
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from benchmarks.editor import Editor  # noqa: E402 - the folder of the tests must be known first
from support import texts  # noqa: E402 - as above

# A machine of a user's keeps bytecode: without it, each start would compile all that it imports.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

SERVER = [sys.executable, "-m", "holo_lsp.lsp.main", "--stdio"]
EMPTY = [sys.executable, str(HERE / "empty_server.py")]
KEYS = 200
SIZES = (1_000, 10_000, 50_000)
SHAPES: dict[str, Callable[[int], str]] = {
    "many twins": texts.many_twins,
    "one composition": texts.one_composition,
    "one template": texts.one_template,
}


def percentiles(samples: list[float]) -> str:
    ordered = sorted(samples)
    picked = [ordered[min(len(ordered) - 1, int(len(ordered) * share))] for share in (0.5, 0.95, 0.99)]
    return " / ".join(f"{value:7.1f}" for value in picked)


def start() -> None:
    """Time from starting a process to its answer to `initialize`, ours and an empty pygls server's in turn."""
    ours: list[float] = []
    empty: list[float] = []
    for _ in range(15):
        for command, samples in ((SERVER, ours), (EMPTY, empty)):
            began = time.perf_counter()
            with Editor(command) as editor:
                editor.initialize()
                samples.append((time.perf_counter() - began) * 1000)
    print("start → initialize result, ms          p50 /     p95 /     p99")
    print(f"  holo-lsp                         {percentiles(ours)}")
    print(f"  empty pygls server               {percentiles(empty)}")
    ratio = statistics.median(ours) / statistics.median(empty)
    print(f"  ratio of medians {ratio:.2f}, of minima {min(ours) / min(empty):.2f}   (budget 1.15)")


def editing() -> None:
    """Open, type, complete and point, in files of several sizes and shapes."""
    columns = ("open → all", "key → diagnostics", "completion while typing", "hover")
    rest = "".join(f"{column:<31}" for column in columns[1:])
    print(f"ms, p50 / p95 / p99        {columns[0]:>10}   {rest}")
    for shape, make in SHAPES.items():
        for size in SIZES:
            text = make(size)
            with Editor(SERVER) as editor:
                editor.initialize()
                before = editor.memory()
                opened = editor.open(text)
                keys, completions, hovers = _type(editor, text)
                print(
                    f"  {shape:<16}{size:>7,}  {opened:8.0f}    {percentiles(keys)}"
                    f"    {percentiles(completions)}    {percentiles(hovers)}"
                    f"    {editor.memory():.0f} MB ({before:.0f} before)"
                )


#: What is typed where: inside a string, at a bracket, a quote, a name, a number, a comment.
_TYPED = ("x", "1", " ", '"', "(", ")", "{", "}", ",", ".", "a")


def _type(editor: Editor, text: str) -> tuple[list[float], list[float], list[float]]:
    lines = text.splitlines()
    chance = random.Random(7)  # noqa: S311 - the same keys in each run
    keys: list[float] = []
    completions: list[float] = []
    hovers: list[float] = []
    for number in range(KEYS):
        line = chance.randrange(len(lines))
        column = chance.randrange(len(lines[line]) + 1)
        began = time.perf_counter()
        editor.change(line, column, chance.choice(_TYPED))
        editor.diagnostics()
        keys.append((time.perf_counter() - began) * 1000)
        if number % 4 == 0:
            completions.append(editor.at("textDocument/completion", line, column + 1))
            hovers.append(editor.at("textDocument/hover", line, column))
        editor.change(line, column, "", delete=1)
        editor.diagnostics()
    return keys, completions, hovers


def template() -> None:
    """Type in a template that 10,000 lines of instances use: a field's name, so that each is concerned."""
    text = texts.one_template(10_000)
    line = next(n for n, content in enumerate(text.splitlines()) if "strokes: 0" in content)
    column = text.splitlines()[line].index("strokes") + len("strokes")
    with Editor(SERVER) as editor:
        editor.initialize()
        editor.open(text)
        samples: list[float] = []
        for _ in range(30):
            for character, delete in (("s", 0), ("", 1)):
                began = time.perf_counter()
                editor.change(line, column, character, delete)
                editor.diagnostics()
                samples.append((time.perf_counter() - began) * 1000)
    print(f"key in a field's name of a template with {text.count('extends'):,} instances, ms")
    print(f"                                   {percentiles(samples)}")


def burst() -> None:
    """How long a completion waits behind ten keys."""
    text = texts.many_twins(10_000)
    with Editor(SERVER) as editor:
        editor.initialize()
        editor.open(text)
        samples: list[float] = []
        for turn in range(30):
            for key in range(10):
                editor.change(turn * 70 + 1, 3 + key, "x")
            samples.append(editor.at("textDocument/completion", turn * 70 + 1, 13))
    print(f"completion behind ten keys, ms     {percentiles(samples)}")


def check() -> None:
    """`holo check` over many files, as a process."""
    with tempfile.TemporaryDirectory() as folder:
        for number in range(300):
            text = texts.many_twins(300).replace("press_", f"press_{number}_")
            (Path(folder) / f"hall_{number}.holo").write_text(text, encoding="utf-8")
        for turn in ("first run", "second run"):
            began = time.perf_counter()
            command = [sys.executable, "-m", "holo_lsp.cli.main", "check", "--format", "json", folder]
            subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
            print(f"holo check, 300 files of 300 lines, {turn:<11} {time.perf_counter() - began:6.2f} s")


def live() -> None:
    """Check node ids against a live server."""
    from benchmarks.plant import measure

    measure()


PARTS = {
    "start": start,
    "editing": editing,
    "template": template,
    "burst": burst,
    "check": check,
    "live": live,
}


def main() -> None:
    chosen = sys.argv[1:] or list(PARTS)
    for name in chosen:
        if name not in PARTS:
            sys.exit(f"there is no part {name}: choose from {', '.join(PARTS)}")
        print(f"\n== {name}", flush=True)
        PARTS[name]()


if __name__ == "__main__":
    main()

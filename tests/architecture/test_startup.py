"""What a command must not load before it is needed: imports are most of the time that a start takes."""

from __future__ import annotations

import subprocess
import sys

import pytest

COSTLY = {"asyncua", "jsonschema", "pydantic", "psutil"}


@pytest.mark.parametrize(
    ("module", "unwanted"),
    [
        ("holo_lsp.cli.main", COSTLY | {"lsprotocol", "pygls"}),
        ("holo_lsp.lsp.main", COSTLY | {"lark"}),
    ],
)
def test_an_entry_point_loads_nothing_costly(module: str, unwanted: set[str]):
    script = f"import sys, {module}; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert not unwanted & set(run.stdout.split())

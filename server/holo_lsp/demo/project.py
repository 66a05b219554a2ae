"""The example project that belongs to the demo plant."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

FILE = "factory.holo"


def example_folder() -> Path:
    """The folder with the example: inside the installed package, or at the top of a source tree."""
    packaged = Path(str(resources.files("holo_lsp.demo"))) / "factory"
    if packaged.is_dir():
        return packaged
    return Path(__file__).parents[3] / "examples" / "factory"

"""The page that explains a diagnostic code: shipped in the package, or in a source tree's ``docs``."""

from __future__ import annotations

from importlib import resources
from pathlib import Path


def page(code: str) -> str:
    """The Markdown of a code's page."""
    return _path(code).read_text(encoding="utf-8")


def page_uri(code: str) -> str:
    """The ``file:`` URI of a code's page, for an editor to open."""
    return _path(code).as_uri()


def _path(code: str) -> Path:
    name = f"{code}.md"
    packaged = Path(str(resources.files("holo_lsp"))) / "docs" / "diagnostics" / name
    if packaged.is_file():
        return packaged
    return Path(__file__).parents[3] / "docs" / "diagnostics" / name

"""The reference pages that are made from the one declaration of each thing. HOLO_UPDATE=1 writes them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from holo_lsp.analysis.codes import CODES
from holo_lsp.settings import settings_markdown
from holo_lsp.traits import block_markdown, builtin, function_markdown, trait_markdown, widget_markdown

DOCS = Path(__file__).parents[2] / "docs"
NOTE = "<!-- Made by `make docs` from the code: change it there. -->\n\n"


def traits_page() -> str:
    catalogue = builtin()
    parts = ["# Traits, blocks, widgets and functions\n"]
    sections = (
        ("Traits", catalogue.traits, trait_markdown),
        ("Blocks", catalogue.blocks, block_markdown),
        ("Widgets", catalogue.widgets, widget_markdown),
        ("Functions", catalogue.functions, function_markdown),
    )
    for title, things, render in sections:
        parts.append(f"## {title}\n")
        parts.extend(f"### `{name}`\n\n{render(things[name])}\n" for name in sorted(things))
    return "\n".join(parts)


def codes_page() -> str:
    rows = ["# Diagnostic codes\n", "| code | name | severity | |", "| --- | --- | --- | --- |"]
    rows.extend(
        f"| [{c.code}]({c.code}.md) | {c.name} | {c.severity} | {c.summary} |" for c in CODES.values()
    )
    return "\n".join(rows) + "\n"


PAGES = {
    "settings.md": lambda: "# Settings\n\n" + settings_markdown(),
    "traits.md": traits_page,
    "diagnostics/README.md": codes_page,
}


@pytest.mark.parametrize("name", PAGES)
def test_page_says_what_the_code_says(name: str) -> None:
    path = DOCS / name
    text = NOTE + PAGES[name]()
    if os.environ.get("HOLO_UPDATE"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text, "run `make docs`"

"""What is found in texts that are right: no error in any, and the rest as listed, for a person to read.

HOLO_UPDATE=1 writes the list.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from support.checking import findings

from holo_lsp.analysis.codes import CODES
from holo_lsp.syntax import Document

ROOT = Path(__file__).parents[3]
CORPUS = ROOT / "tests" / "corpus"
GUIDE = ROOT.parent / "shared" / "language" / "digital-twins-guide.md"
LIST = Path(__file__).with_name("corpus.txt")

FILES = sorted([*CORPUS.rglob("*.holo"), *(ROOT / "examples" / "snippets").glob("*.holo")])


def read(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def inside_a_twin(text: str) -> str:
    return f"twin#around {{\n{text}\n}}\n"


def guide_blocks() -> list[str]:
    """The examples of the language's guide, where it lies beside the project."""
    if not GUIDE.is_file():
        return []
    return re.findall(r"^```holoscript\n(.*?)^```$", GUIDE.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def listed(text: str) -> list[str]:
    """The findings, a line each."""
    lines = Document.parse(text).lines
    found = findings(text)
    places = [lines.position(f.start, "utf-16") for f in found]
    return [
        f"{line + 1}:{column + 1} {f.severity or CODES[f.code].severity} {f.code} {f.message}"
        for (line, column), f in zip(places, found, strict=True)
    ]


def errors(text: str) -> list[str]:
    return [line for line in listed(text) if line.split(" ")[1] == "error"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_right_text_has_no_error(path: Path):
    assert not errors(read(path))


@pytest.mark.parametrize("path", sorted((CORPUS / "guide").glob("*.holo")), ids=lambda path: path.name)
def test_what_the_guide_shows_is_right_inside_a_twin_too(path: Path):
    assert not errors(inside_a_twin(read(path)))


def test_the_guide_itself_is_right():
    for block in guide_blocks():
        assert not errors(block)
        assert not errors(inside_a_twin(block))


def test_what_else_is_found_is_listed():
    lines: list[str] = []
    for path in FILES:
        found = listed(read(path))
        if found:
            lines += [f"{path.relative_to(ROOT).as_posix()}", *(f"  {line}" for line in found), ""]
    text = "\n".join(lines)
    if os.environ.get("HOLO_UPDATE"):
        LIST.write_text(text, encoding="utf-8")
    assert LIST.read_text(encoding="utf-8") == text

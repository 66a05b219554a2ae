"""Texts of the language have no faults, wherever they stand."""

from __future__ import annotations

import pytest
from syntax.trees import CORPUS, GUIDE, guide_blocks, read

from holo_lsp.syntax import Document

GUIDE_OF_OUR_OWN = [path for path in CORPUS if path.parent.name == "guide"]


def faults(text: str) -> list[str]:
    document = Document.parse(text)
    places = [(document.lines.position(fault.start, "utf-32"), fault.message) for fault in document.faults()]
    return [f"{line + 1}:{column + 1} {message}" for (line, column), message in places]


def inside_a_twin(text: str) -> str:
    return "twin#t {\n" + "".join(f"  {line}" for line in text.splitlines(keepends=True)) + "}\n"


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_file_of_the_corpus_has_no_fault(path):
    assert faults(read(path)) == []


@pytest.mark.parametrize("path", GUIDE_OF_OUR_OWN, ids=lambda path: path.stem)
def test_the_constructs_of_the_guide_have_no_fault_inside_a_twin(path):
    assert faults(inside_a_twin(read(path))) == []


@pytest.mark.skipif(not GUIDE.exists(), reason="the guide is not at hand")
def test_the_guide_has_no_fault():
    assert len(guide_blocks()) == 13
    for block in guide_blocks():
        assert faults(block) == []
        assert faults(inside_a_twin(block)) == []
    assert faults("\n".join(guide_blocks())) == []


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: f"{path.parent.name}/{path.stem}")
@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_line_breaks_make_no_difference(path, line_break):
    lines = read(path).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert faults(line_break.join(lines)) == []

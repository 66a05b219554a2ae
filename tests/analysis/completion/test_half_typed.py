"""Whatever the text, completion answers, and what it offers does no harm."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.fixtures import taken
from support.texts import one_template

from holo_lsp.analysis.completion import MAX_ITEMS, Item, complete, node_query, resolve
from holo_lsp.facts import EMPTY_PLANT
from holo_lsp.model import FileModel, World
from holo_lsp.settings import Settings
from holo_lsp.syntax import CHUNKS, Document
from holo_lsp.traits import builtin

if TYPE_CHECKING:
    from collections.abc import Iterator

CORPUS = Path(__file__).parents[2] / "corpus"
GUIDE = sorted(CORPUS.glob("guide/*.holo"))
TEXTS = [path.read_bytes().decode("utf-8-sig") for path in sorted(CORPUS.glob("*/*.holo"))]

#: What these begin is still to be typed: `press#`, `sensor.`, `extends `.
UNFINISHED = ("#", ".", "extends")


def offered(document: Document, offset: int) -> list[Item]:
    """The completions at a place, of which what must always hold is checked."""
    world = World(FileModel(document))
    found = complete(world, offset, builtin(), EMPTY_PLANT, Settings())
    assert len({item.label for item in found}) == len(found) <= MAX_ITEMS
    for item in found:
        assert item.start <= offset <= item.end
        assert not {"\n", "\r"} & set(document.text[item.start : item.end])
    return found


def some(items: list[Item], count: int, seed: int) -> Iterator[Item]:
    """A few of the items that are whole in themselves, others for each seed."""
    whole = [item for item in items if not item.label.endswith(UNFINISHED)]
    for number in range(min(count, len(whole))):
        yield whole[(seed * 7 + number) % len(whole)]


def faults(text: str) -> list[str]:
    """The faults but for brackets that are to be closed yet."""
    return [fault.message for fault in Document.parse(text).faults() if "missing here" not in fault.message]


@pytest.mark.parametrize("path", GUIDE, ids=lambda path: path.stem)
def test_a_whole_file_stays_whole(path: Path):
    text = path.read_text("utf-8")
    document = Document.parse(text)
    assert not document.faults()
    for offset in range(len(text) + 1):
        for item in some(offered(document, offset), 2, offset):
            after = taken(text, item)
            assert not Document.parse(after).faults(), (text[:offset], item)


@pytest.mark.parametrize("path", GUIDE, ids=lambda path: path.stem)
def test_a_file_that_is_being_typed_gets_no_worse(path: Path):
    text = path.read_text("utf-8")
    for offset in range(len(text) + 1):
        document = Document.parse(text[:offset])
        for item in some(offered(document, offset), 1, offset):
            after = taken(document.text, item)
            assert len(faults(after)) <= len(faults(document.text)), (document.text, item)


@pytest.mark.parametrize("path", GUIDE, ids=lambda path: path.stem)
def test_a_line_that_is_being_typed_within_a_file(path: Path):
    """The rest of the line is still to come, all else is there."""
    text = path.read_text("utf-8")
    document = Document.parse(text)
    for offset in range(len(text)):
        offered(document.edit(offset, text.find("\n", offset), ""), offset)


@given(st.data())
def test_any_text(data: st.DataObject):
    text = data.draw(st.sampled_from(TEXTS))
    low, high = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    typed = data.draw(st.text("@#.\"'{}()[],:\\\n\r\t /*aé🏭", max_size=8))
    document = Document.parse(text[:low] + typed + text[high:])
    offset = low + len(typed)
    world = World(FileModel(document))
    for item in offered(document, offset):
        assert isinstance(resolve(item.data, world, builtin()), str)
    node_query(world, offset, builtin())


def test_nothing_is_parsed():
    """A completion works on the snapshot as it is."""
    document = Document.parse(one_template(2_000))
    before = CHUNKS.parsed
    for offset in range(0, len(document.text), 997):
        offered(document, offset)
    assert CHUNKS.parsed == before


def test_comments_and_code_offer_nothing():
    for text in TEXTS:
        document = Document.parse(text)
        for base, leaf in document.leaves():
            for start, end in leaf.comments:
                for offset in range(base + start + 1, base + end):
                    assert not offered(document, offset), (text[:offset], text[offset:])


def test_of_very_many_items_some_are_offered_and_typing_finds_the_others():
    text = one_template(12_000)
    head, tail = "twin#all { children: [twin#", "] }\n"
    document = Document.parse(text + head + tail)
    found = offered(document, len(text + head))
    assert len(found) == MAX_ITEMS
    last = text.count("extends Press {") - 1
    document = Document.parse(f"{text}{head}press_{last}{tail}")
    labels = [item.label for item in offered(document, len(text + head) + len(f"press_{last}"))]
    assert f"twin#press_{last}" in labels

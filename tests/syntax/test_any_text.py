"""Any text gives a tree that holds all of it, and an edited text the same one as a fresh text."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support import texts

from holo_lsp.syntax import CHUNKS, Branch, Document, Leaf, LineIndex, Piece
from holo_lsp.syntax.document import MAX_TEXT

if TYPE_CHECKING:
    from collections.abc import Callable

PIECES = (
    *"{}()[]\"'`:,;.?!#@^-+*/<>=",
    *(
        "//",
        "/*",
        "*/",
        "=>",
        "?.",
        "...",
        "\n",
        "\r",
        "\r\n",
        "  ",
        "\t",
        "\u2028",
        "\0",
        "\ud800",
        "é",
        "🏭",
    ),
    *(
        "@state {\n",
        "@alert(",
        "twin#a {\n",
        "template T {\n",
        "  cnc#b extends T {\n",
        "objects {\n",
        "}\n",
        "  }\n",
    ),
    *(
        "key: 1\n",
        '"ns=2;s=A": "state.a"',
        "state.a > 3",
        "o => o.x",
        "on_x() {",
        "action f() {",
        "extends",
        "10ms",
    ),
)
SOUP = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)
TEXT = st.one_of(
    SOUP, st.text(max_size=60), st.just(texts.many_twins(70)), st.just(texts.one_composition(90))
)
DEEP = 10_000


def shape(piece: Piece) -> object:
    """The chunks, by identity: equal texts share one."""
    if isinstance(piece, Branch):
        return id(piece.head), tuple(map(shape, piece.children)), id(piece.tail)
    return id(piece)


def assert_whole(document: Document) -> None:
    text = document.text
    at = 0
    for start, leaf in document.leaves():
        assert start == at
        at += len(leaf.text)
        assert_leaf(leaf)
    assert at == len(text)
    assert "".join(leaf.text for _, leaf in document.leaves()) == text
    for fault in document.faults():
        assert 0 <= fault.start <= fault.end <= len(text)
        assert fault.message.endswith(".")


def assert_leaf(leaf: Leaf) -> None:
    """Each character is in one token, one comment, something skipped, or blank."""
    spans = sorted(
        span
        for span in (*zip(leaf.starts, leaf.ends, strict=True), *leaf.comments, *leaf.skipped)
        if span[0] < span[1]
    )
    at = 0
    for start, end in spans:
        assert start >= at, "two tokens overlap"
        assert not leaf.text[at:start].strip("\ufeff \t\r\n\f\v\u2028\u2029\x1c\x1d\x1e\x1f\x85").strip()
        at = end
    assert not leaf.text[at:].strip("\ufeff").strip()


@given(TEXT)
@example("a: 'x\\")
@example("`\\")
def test_nothing_of_a_text_is_lost(text: str) -> None:
    assert_whole(Document.parse(text))


@given(TEXT, st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), SOUP), max_size=6))
@example(
    "on_x() {-((\n,x}\n,}\nx=>'*/a.b(@state {\n\r)  template T {\n: #f00  x)\r\ntwin#q }\n", [(0.3, 40, "")]
)
def test_edited_is_fresh(text: str, edits: list[tuple[float, int, str]]) -> None:
    document = Document.parse(text)
    for share, length, inserted in edits:
        start = int(share * len(document.text))
        document = document.edit(start, min(len(document.text), start + length), inserted)
        fresh = Document.parse(document.text)
        assert shape(document.root) == shape(fresh.root)
        assert document.whole == fresh.whole
        assert document.lines.starts == fresh.lines.starts
        assert document.faults() == fresh.faults()


@pytest.mark.parametrize(
    "text",
    [
        "(" * DEEP,
        "[" * DEEP + "]" * DEEP,
        "a: " + "{ b: " * DEEP,
        "a {\n" * DEEP,
        "a: " + "!" * DEEP + "x",
        "a: " + "x => " * DEEP + "x",
        "a: x" + " + x" * DEEP,
        "a: x" + ".b" * DEEP,
        "a: " + "x ? y : " * DEEP + "z",
        ")" * DEEP,
        '"' * DEEP,
        "\0" * DEEP,
        "@" * DEEP,
        "word " * DEEP,
        "a: b c\n" * 2_000,
    ],
    ids=range(15),
)
def test_what_nobody_writes_ends_and_is_kept(text: str) -> None:
    assert_whole(Document.parse(text))


def test_a_line_of_twenty_megabytes_is_kept_and_said_to_be_too_long() -> None:
    document = Document.parse("x" * 20_000_000)
    assert [fault.message for fault in document.faults()] == [
        f"The file is not analysed: it has more than {MAX_TEXT:,} characters."
    ]
    assert len(document.edit(3, 4, "\n").text) == 20_000_000


@pytest.mark.parametrize("make", [texts.many_twins, texts.one_composition, texts.one_template])
def test_an_edit_parses_a_few_chunks_however_long_the_file(make: Callable[[int], str]) -> None:
    document = Document.parse(make(10_000))
    chance = random.Random(5)  # noqa: S311 - the same places in each run
    for character in ("x", "1", " ", '"', "'", ",", ":", ".", "\n", "(", ")"):
        place = chance.randrange(len(document.text))
        before = CHUNKS.parsed
        document = document.edit(place, place, character)
        assert CHUNKS.parsed - before <= 8, character
        document = document.edit(place, place + 1, "")


@given(
    st.text(st.sampled_from("a\r\n\u2028é🏭\x0b"), max_size=40),
    st.floats(0, 1),
    st.integers(0, 5),
    st.text(st.sampled_from("\r\nb"), max_size=4),
)
def test_lines_edited_are_lines_counted_anew(text: str, share: float, length: int, inserted: str) -> None:
    start = int(share * len(text))
    end = min(len(text), start + length)
    edited = LineIndex(text).edited(start, end, inserted)
    assert edited.text == text[:start] + inserted + text[end:]
    assert edited.starts == LineIndex(edited.text).starts


@given(st.text(st.sampled_from("ab\r\n\u2028é🏭\ud800"), max_size=40))
def test_positions_are_those_of_the_encodings(text: str) -> None:
    lines = LineIndex(text)
    widths = {"utf-8": 1, "utf-16": 2, "utf-32": 4}
    for offset in range(len(text) + 1):
        if text[offset - 1 : offset + 1] == "\r\n":
            continue
        for encoding, width in widths.items():
            line, column = lines.position(offset, encoding)
            codec = encoding if encoding == "utf-8" else f"{encoding}-le"
            before = text[lines.starts[line] : offset]
            assert column == len(before.encode(codec, "surrogatepass")) // width
            assert lines.offset(line, column, encoding) == offset

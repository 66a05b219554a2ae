"""Lines end at LF, CRLF and CR and nowhere else; columns count the code units of the encoding that was agreed on."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from holo_lsp.syntax.lines import LineIndex, characters, units

LINES = st.text(st.sampled_from("ab\r\n\u2028\u2029\x0b\x0c\x85é€😀\ud800\t "), max_size=40)
CODECS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}
encodings = pytest.mark.parametrize("encoding", CODECS)


def width(text: str, encoding: str) -> int:
    codec, size = CODECS[encoding]
    return len(text.encode(codec, "surrogatepass")) // size


@given(LINES)
def test_lines_end_where_lsp_ends_them(text: str):
    index = LineIndex(text)
    lines = re.split(r"\r\n|\r|\n", text)
    assert len(index) == len(lines)
    assert [index.line_text(number) for number in range(len(index))] == lines


@given(LINES, LINES, st.data())
@example("a\r", "\n", None)
@example("\r\n", "", None)
def test_edited_is_fresh(text: str, inserted: str, data: st.DataObject | None):
    start, end = (0, 0) if data is None else sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    if data is None:
        start, end = (len(text), len(text)) if inserted else (0, 1)
    edited = LineIndex(text).edited(start, end, inserted)
    assert edited.text == text[:start] + inserted + text[end:]
    assert edited.starts == LineIndex(edited.text).starts


@encodings
@given(text=LINES)
def test_a_position_and_back(encoding, text: str):
    index = LineIndex(text)
    for offset in range(len(text) + 1):
        line, column = index.position(offset, encoding)
        start = index.starts[line]
        assert start <= offset <= (index.starts[line + 1] if line + 1 < len(index) else len(text))
        assert column == width(text[start:offset], encoding)
        # Between CR and LF is no place of its own: the line ends before the two.
        assert index.offset(line, column, encoding) == min(offset, index.line_end(line))


@encodings
@given(text=st.text(st.sampled_from("aé€😀\ud800")), column=st.integers(-2, 60))
def test_a_column_in_the_middle_of_a_character_is_before_it(encoding, text: str, column: int):
    found = characters(text, column, encoding)
    assert units(text, encoding) == width(text, encoding)
    assert width(text[:found], encoding) <= max(column, 0)
    assert found == len(text) or width(text[: found + 1], encoding) > max(column, 0)


@encodings
def test_positions_outside_of_the_text_are_brought_in(encoding):
    index = LineIndex("ab\r\ncd")
    assert index.offset(-1, 5, encoding) == 0
    assert index.offset(0, -3, encoding) == 0
    assert index.offset(0, 99, encoding) == 2
    assert index.offset(1, 99, encoding) == 6
    assert index.offset(7, 0, encoding) == 6

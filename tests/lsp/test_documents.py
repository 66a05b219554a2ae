"""An open document, edited, is what a fresh one of the same text is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from holo_lsp.lsp.documents import OpenFile
from holo_lsp.syntax import Document

PIECES = st.lists(
    st.sampled_from(
        [
            "twin#a {\n",
            "}\n",
            "@state { x: 1 }\r\n",
            "\r",
            "\n",
            '"',
            "`",
            "/*",
            "*/",
            "😀",
            "\u2028",
            " ",
            "a",
            "(",
        ]
    ),
    max_size=12,
).map("".join)


def tokens(document: Document):
    return [(at, leaf.text, leaf.kinds, leaf.faults) for at, leaf in document.leaves()]


@given(PIECES, st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), PIECES), min_size=1, max_size=6))
def test_edits_that_are_parsed_together_give_the_text_they_made(
    text: str, edits: list[tuple[float, float, str]]
):
    file = OpenFile("untitled:x", None, 1, text)
    for first, second, inserted in edits:
        start, end = sorted((round(first * len(text)), round(second * len(text))))
        file.edit(start, end, inserted)
        text = text[:start] + inserted + text[end:]
        assert file.lines.text == text
    fresh = Document.parse(text)
    assert file.document.text == text
    assert file.lines.starts == file.document.lines.starts == fresh.lines.starts
    assert tokens(file.document) == tokens(fresh)


def test_the_text_is_parsed_once_for_all_edits():
    file = OpenFile("untitled:x", None, 1, "twin#a { x: 1 }")
    before = file.document
    for _ in range(3):
        file.edit(14, 14, "1")
    assert file.document is file.document is not before
    assert file.model is file.model
    assert file.model.document.text == "twin#a { x: 1 111}"


def test_the_model_lasts_as_long_as_the_text():
    file = OpenFile("file:///a.holo", None, 1, "twin#a { }")
    model = file.model
    assert file.model is model
    file.replace("twin#b { }")
    assert list(file.model.ids) == ["b"]

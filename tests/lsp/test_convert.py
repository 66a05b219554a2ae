"""Our plain types in the terms of clients that differ in what they can do."""

from __future__ import annotations

from typing import Any

import pytest
from lsprotocol import types

from holo_lsp.analysis.completion import Item
from holo_lsp.analysis.finding import Edit
from holo_lsp.lsp.client import Client
from holo_lsp.lsp.convert import plain_text, to_completion_item
from holo_lsp.lsp.documents import OpenFile


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("```holoscript\n@alert(a: 1)\n```\n\nRaises it.", "@alert(a: 1)\n\nRaises it."),
        ("````\na ``` b\n````", "a ``` b"),
        ("Takes `x` or ``a`b``.", "Takes x or a`b."),
        (r"A \*star\* and \<b\>", "A *star* and <b>"),
        (r"`a\*b` and \`", r"a\*b and `"),
        ("**Bold** and 2 ** 3", "Bold and 2 ** 3"),
        ("# Title\ntext # no title", "Title\ntext # no title"),
        ("", ""),
    ],
)
def test_marks_are_left_out_and_the_text_stays(markdown: str, text: str):
    assert plain_text(markdown) == text


# ---- completions ------------------------------------------------------------------------------------------

ALL = Client(snippets=True, label_details=True, insert_replace=True, insert_text_modes=True)


def item(text: str, *, start: int = 0, end: int = 2, **more: Any) -> Item:
    given = {"is_snippet": False, "detail": "", "data": (), "documentation": "", "edits": (), **more}
    return Item(
        label=text,
        kind="enum_member",
        start=start,
        end=end,
        text=text,
        filter_text=text,
        sort_text="1",
        **given,
    )


def converted(item: Item, client: Client, offset: int = 2) -> types.CompletionItem:
    return to_completion_item(item, offset, OpenFile("untitled:x", None, 1, "ab cd"), client)


def test_a_snippet_is_said_to_be_one():
    assert converted(item("a$1", is_snippet=True), ALL).insert_text_format is types.InsertTextFormat.Snippet
    assert converted(item("a$1"), ALL).insert_text_format is None


def test_several_lines_go_in_as_they_are_unless_they_are_a_snippet():
    assert converted(item("a\nb"), ALL).insert_text_mode is types.InsertTextMode.AsIs
    snippet = converted(item("a\nb", is_snippet=True), ALL)
    assert snippet.insert_text_mode is types.InsertTextMode.AdjustIndentation
    assert converted(item("a"), ALL).insert_text_mode is None
    assert converted(item("a\nb"), Client()).insert_text_mode is None


def test_insert_and_replace_differ_only_within_a_word():
    assert isinstance(converted(item("ab"), ALL).text_edit, types.TextEdit)
    assert isinstance(converted(item("ab"), ALL, offset=1).text_edit, types.InsertReplaceEdit)
    assert isinstance(converted(item("ab"), Client(), offset=1).text_edit, types.TextEdit)


def test_details_stand_where_the_client_shows_them():
    shown = converted(item("ab", detail="number"), ALL)
    assert shown.label_details == types.CompletionItemLabelDetails(description="number")
    plain = converted(item("ab", detail="number"), Client())
    assert (plain.label_details, plain.detail) == (None, "number")


def test_what_is_edited_elsewhere_goes_along():
    found = converted(item("ab", edits=(Edit(3, 3, ","),)), ALL)
    place = types.Position(0, 3)
    assert found.additional_text_edits == [types.TextEdit(types.Range(place, place), ",")]


def test_every_kind_is_one_of_the_protocols():
    assert converted(item("ab"), ALL).kind is types.CompletionItemKind.EnumMember

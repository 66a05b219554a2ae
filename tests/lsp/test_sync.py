"""Documents that are edited through the protocol are what fresh ones would be, in every position encoding."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsp.rpc import RawClient, changed, opened, place, started
from lsprotocol import types

from holo_lsp.lsp.convert import to_range
from holo_lsp.lsp.documents import OpenFile
from holo_lsp.lsp.features.did_change import did_change

ENCODINGS = ("utf-8", "utf-16", "utf-32")

TEXT = st.lists(
    st.sampled_from(
        ["a", "é", "€", "😀", "\u2028", "\x0b", "\x0c", "\x85", "\r", "\n", "\r\n", "{", '"', "\ud800"]
    ),
    max_size=20,
).map("".join)


def split(text: str) -> list[str]:
    """The lines by the protocol's rule, written down again: a line ends at LF, CRLF or CR."""
    lines = [""]
    for number, char in enumerate(text):
        lines[-1] += char
        if char == "\n" or (char == "\r" and text[number + 1 : number + 2] != "\n"):
            lines.append("")
    return lines


def position(text: str, offset: int, encoding: str) -> types.Position:
    """The position of an offset, by the codecs of Python. Nothing lies between a CR and its LF."""
    if text[offset - 1 : offset + 1] == "\r\n":
        offset -= 1
    before = split(text[:offset]) if text[offset - 1 : offset + 1] != "\r\n" else [text[: offset - 1]]
    name = {"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}[encoding]
    size = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[encoding]
    return types.Position(len(before) - 1, len(before[-1].encode(name, "surrogatepass")) // size)


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(TEXT, st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), TEXT), max_size=5))
def test_edits_by_ranges_change_what_they_name(
    encoding: Any, text: str, edits: list[tuple[float, float, str]]
):
    file = OpenFile("untitled:x", None, 0, text)
    edited: list[OpenFile] = []
    session: Any = SimpleNamespace(file={file.uri: file}.get, edited=edited.append)
    changes: list[Any] = []
    for first, second, inserted in edits:
        start, end = sorted((round(first * len(text)), round(second * len(text))))
        start, end = (
            start - (text[start - 1 : start + 1] == "\r\n"),
            end - (text[end - 1 : end + 1] == "\r\n"),
        )
        span = types.Range(position(text, start, encoding), position(text, end, encoding))
        changes.append(types.TextDocumentContentChangePartial(range=span, text=inserted))
        text = text[:start] + inserted + text[end:]
    identity = types.VersionedTextDocumentIdentifier(version=7, uri=file.uri)
    did_change(session, types.DidChangeTextDocumentParams(identity, changes), encoding)
    assert file.document.text == text
    assert (file.version, edited) == (7, [file])


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(TEXT, st.floats(0, 1))
def test_an_offset_has_the_position_that_the_codecs_say(encoding: Any, text: str, share: float):
    offset = round(share * len(text))
    if text[offset - 1 : offset + 1] == "\r\n":
        offset -= 1
    found = to_range(OpenFile("untitled:x", None, 0, text).lines, offset, offset, encoding)
    assert found.start == position(text, offset, encoding)


def span(line: int, character: int, end_line: int, end: int) -> dict[str, Any]:
    return {
        "start": {"line": line, "character": character},
        "end": {"line": end_line, "character": end},
    }


#: (line ending, what stands before the fault on its line): the fault's place depends on both.
LINES = [("\n", ""), ("\r\n", "😀é"), ("\r", "\u2028\x0b")]


@pytest.fixture(scope="module", params=ENCODINGS)
def encoded(request: pytest.FixtureRequest):
    with started() as client:
        client.initialize(capabilities={"general": {"positionEncodings": [request.param, "utf-16"]}})
        yield client, request.param
        assert client.shut_down() == 0


@pytest.mark.parametrize(("ending", "before"), LINES)
def test_diagnostics_stand_at_the_fault_after_edits_as_in_a_fresh_document(
    encoded: tuple[RawClient, str], ending: str, before: str
):
    client, encoding = encoded
    lines = ["twin#a {", f'  @state {{ x: "{before}" y: 1 }} @digital_twn', "}", ""]
    text = ending.join(lines)
    edited, fresh = f"untitled:edited{ending!r}", f"untitled:fresh{ending!r}"
    client.open(edited, ending.join(["twin#a {", "}", ""]))
    column = position(lines[1], len(lines[1]) - 3, encoding).character
    client.notify(
        "textDocument/didChange",
        changed(
            edited,
            2,
            {"range": span(0, 8, 0, 999), "text": ending + lines[1].replace("_twn", "_tn")},
            {"range": span(1, column + 1, 1, column + 1), "text": "w"},
            {"range": span(99, 0, 99, 7), "text": ""},
        ),
    )
    client.open(fresh, text)
    found = client.diagnostics(edited, 2)
    assert found == client.diagnostics(fresh, 1)
    start = position(text, text.index("@digital_twn"), encoding)
    assert found[0]["range"]["start"] == {"line": start.line, "character": start.character}
    assert client.request("textDocument/hover", place(edited, 1, 5))["contents"]


def test_the_last_of_several_changes_may_be_the_whole_text(server: RawClient, uri: str):
    server.open(uri, "twin#a {")
    server.notify(
        "textDocument/didChange",
        changed(uri, 2, {"range": span(0, 0, 0, 0), "text": "x"}, {"text": "@digital_twn\n"}),
    )
    assert [each["code"] for each in server.diagnostics(uri, 2)] == ["HS201"]


@pytest.mark.parametrize(
    "change", [{"range": None, "text": "@digital_twn"}, {"text": "@digital_twn", "rangeLength": None}]
)
def test_a_range_of_null_is_the_whole_text(server: RawClient, uri: str, change: dict[str, Any]):
    server.open(uri, "twin#a {\n}")
    server.notify("textDocument/didChange", changed(uri, 2, change))
    assert [each["code"] for each in server.diagnostics(uri, 2)] == ["HS201"]


@pytest.mark.parametrize(
    "where",
    [span(9, 0, 9, 0), span(1, 0, 0, 3), span(0, 3, 1, 99), span(2**31 - 1, 2**31 - 1, 2**31 - 1, 2**31 - 1)],
)
def test_positions_outside_of_the_text_count_as_the_nearest_inside(
    server: RawClient, uri: str, where: dict[str, Any]
):
    server.open(uri, "twin#a {\n}")
    server.notify("textDocument/didChange", changed(uri, 2, {"range": where, "text": ""}))
    server.diagnostics(uri, 2)
    assert (
        server.request("textDocument/hover", {"textDocument": {"uri": uri}, "position": where["end"]}) is None
    )


def test_a_document_that_is_opened_twice_is_the_second(server: RawClient, uri: str):
    server.open(uri, "@digital_twn")
    server.notify("textDocument/didOpen", opened(uri, "twin#a {}\n", 5))
    assert all(each["code"] != "HS201" for each in server.diagnostics(uri, 5))

"""Completion, hover and code actions through the protocol, applied as an editor applies them."""

from __future__ import annotations

from typing import Any

import pytest
from lsp.rpc import CAPABILITIES, RawClient, changed, place, started

from holo_lsp.syntax import LineIndex


def applied(text: str, edits: list[dict[str, Any]], encoding: Any = "utf-16") -> str:
    """The text after edits of the protocol."""
    lines = LineIndex(text)

    def offset(position: dict[str, int]) -> int:
        return lines.offset(position["line"], position["character"], encoding)

    spans = [(offset(e["range"]["start"]), offset(e["range"]["end"]), e["newText"]) for e in edits]
    for start, end, new in sorted(spans, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def at_mark(text: str, encoding: Any = "utf-16") -> tuple[str, dict[str, int]]:
    """The text without its mark ``$0``, and where that was."""
    offset = text.index("$0")
    text = text.replace("$0", "")
    line, character = LineIndex(text).position(offset, encoding)
    return text, {"line": line, "character": character}


def complete(client: RawClient, uri: str, text: str, encoding: Any = "utf-16") -> tuple[str, dict[str, Any]]:
    text, position = at_mark(text, encoding)
    client.open(uri, text)
    found = client.request("textDocument/completion", {"textDocument": {"uri": uri}, "position": position})
    return text, {item["label"]: item for item in found["items"]}


def taken(text: str, item: dict[str, Any], encoding: Any = "utf-16") -> str:
    """The text after an item is taken, without tab stops."""
    edit = dict(item["textEdit"])
    edit["range"] = edit.pop("replace", None) or edit["range"]
    return applied(text, [edit, *item.get("additionalTextEdits", [])], encoding)


# ---- completion -------------------------------------------------------------------------------------------


def test_a_value_is_offered_and_goes_in_whole(server: RawClient, uri: str):
    text, items = complete(server, uri, 'twin#a {\n  @digital_twin(sync_mode: "re$0")\n}\n')
    assert {"realtime", "optimistic", "event_sourced", "batch"} == set(items)
    assert taken(text, items["realtime"]) == 'twin#a {\n  @digital_twin(sync_mode: "realtime")\n}\n'
    assert items["realtime"]["kind"] == 20


def test_an_editor_may_insert_or_replace(server: RawClient, uri: str):
    _, items = complete(server, uri, 'twin#a {\n  @digital_twin(sync_mode: "re$0tim")\n}\n')
    edit = items["realtime"]["textEdit"]
    assert edit["insert"]["start"] == edit["replace"]["start"] == {"line": 1, "character": 28}
    assert edit["insert"]["end"] == {"line": 1, "character": 30}
    assert edit["replace"]["end"] == {"line": 1, "character": 33}


def test_traits_are_snippets_with_documentation_on_demand(server: RawClient, uri: str):
    _, items = complete(server, uri, "twin#a {\n  @$0\n}\n")
    item = items["@data_binding"] if "@data_binding" in items else items["data_binding"]
    assert item["insertTextFormat"] == 2
    assert "documentation" not in item
    resolved = server.request("completionItem/resolve", item)
    assert resolved["documentation"]["kind"] == "markdown"
    assert "plant" in resolved["documentation"]["value"]
    assert {**resolved, "documentation": None} == {**item, "documentation": None}


def test_an_item_of_a_document_that_is_closed_by_now_is_resolved_to_itself(server: RawClient, uri: str):
    _, items = complete(server, uri, "twin#a {\n  @$0\n}\n")
    server.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    for item in (next(iter(items.values())), {"label": "x"}, {"label": "x", "data": [1, {}]}):
        assert server.request("completionItem/resolve", item)["label"] == item["label"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_an_item_goes_where_it_belongs_in_every_encoding(encoding: str):
    with started() as client:
        client.initialize(capabilities={"general": {"positionEncodings": [encoding]}})
        text = (
            'twin#a {\n  @state { "größe😀": 1 speed: 2 }'
            ' @alert(label: "😀\u2028é", condition: state.sp$0 > 1)\n}\n'
        )
        plain, items = complete(client, "untitled:x", text, encoding)
        assert taken(plain, items["speed"], encoding) == text.replace("sp$0", "speed")
        assert client.shut_down() == 0


def test_a_client_without_snippets_gets_text():
    with started() as client:
        client.initialize()
        _, items = complete(client, "untitled:x", "twin#a {\n  @$0\n}\n")
        assert all("insertTextFormat" not in item for item in items.values())
        assert all("$" not in item["textEdit"]["newText"] for item in items.values())
        item = next(item for label, item in items.items() if "state" in label)
        assert client.request("completionItem/resolve", item)["documentation"]["kind"] == "plaintext"
        assert client.shut_down() == 0


def test_completion_sees_the_text_as_it_was_typed(server: RawClient, uri: str):
    server.open(uri, "twin#a {\n  @state { speed: 1 }\n  @alert(condition: )\n}\n")
    for number, key in enumerate("state.", 20):
        where = {"line": 2, "character": number}
        server.notify(
            "textDocument/didChange",
            changed(uri, number, {"range": {"start": where, "end": where}, "text": key}),
        )
    found = server.request("textDocument/completion", place(uri, 2, 26))
    assert "speed" in {item["label"] for item in found["items"]}


def test_there_is_nothing_for_a_document_that_is_not_open(server: RawClient):
    assert server.request("textDocument/completion", place("untitled:not-open", 0, 0)) is None


# ---- hover ------------------------------------------------------------------------------------------------


def test_a_hover_explains_what_it_stands_on(server: RawClient, uri: str):
    server.open(uri, 'twin#a {\n  @digital_twin(sync_mode: "batch")\n}\n')
    found = server.request("textDocument/hover", place(uri, 1, 6))
    assert found["contents"]["kind"] == "markdown"
    assert "```holoscript" in found["contents"]["value"]
    assert found["range"]["start"] == {"line": 1, "character": 2}
    assert server.request("textDocument/hover", place(uri, 2, 0)) is None


def test_a_client_without_markdown_gets_plain_text():
    with started() as client:
        client.initialize()
        client.open("untitled:x", "twin#a {\n  @digital_twin\n}\n")
        contents = client.request("textDocument/hover", place("untitled:x", 1, 6))["contents"]
        assert contents["kind"] == "plaintext"
        assert "```" not in contents["value"]
        assert client.shut_down() == 0


# ---- code actions -----------------------------------------------------------------------------------------


def actions(
    client: RawClient, uri: str, line: int, character: int = 0, **context: Any
) -> list[dict[str, Any]]:
    where = {"line": line, "character": character}
    params = {
        "textDocument": {"uri": uri},
        "range": {"start": where, "end": {"line": line, "character": 999}},
        "context": {"diagnostics": [], **context},
    }
    return client.request("textDocument/codeAction", params)


FAULTY = 'twin#a {\n  @digital_twin(sync_mode: "realtim")\n}\n'


def test_a_quick_fix_mends_the_fault(server: RawClient, uri: str):
    server.open(uri, FAULTY, 3)
    first = next(action for action in actions(server, uri, 1) if "realtime" in action["title"])
    assert first["kind"] == "quickfix"
    assert first["isPreferred"] is True
    assert first["diagnostics"] == [each for each in server.diagnostics(uri, 3) if each["code"] == "HS204"]
    (change,) = first["edit"]["documentChanges"]
    assert change["textDocument"] == {"uri": uri, "version": 3}
    mended = applied(FAULTY, change["edits"])
    assert mended == FAULTY.replace("realtim", "realtime")


def test_a_finding_can_be_silenced_where_it_is(server: RawClient, uri: str):
    server.open(uri, FAULTY)
    (ignore,) = [action for action in actions(server, uri, 1) if action["title"] == "Ignore HS204 here"]
    assert "isPreferred" not in ignore
    silenced = applied(FAULTY, ignore["edit"]["documentChanges"][0]["edits"])
    assert silenced.splitlines()[1].endswith("  // holo: ignore[HS204]".lstrip())
    server.notify("textDocument/didChange", changed(uri, 2, {"text": silenced}))
    assert not [each for each in server.diagnostics(uri, 2) if each["code"] in {"HS204", "HS110"}]


def test_only_what_stands_in_the_range_is_mended(server: RawClient, uri: str):
    server.open(uri, FAULTY)
    assert actions(server, uri, 2) == []
    assert actions(server, uri, 1, 37) == []


@pytest.mark.parametrize(
    ("only", "some"),
    [(["quickfix"], True), ([""], True), (["source"], False), (["refactor", "quickfix"], True)],
)
def test_only_the_kinds_that_are_asked_for_are_given(
    server: RawClient, uri: str, only: list[str], some: bool
):
    server.open(uri, FAULTY)
    assert bool(actions(server, uri, 1, only=only)) is some


def test_a_client_that_knows_only_commands_gets_no_edits():
    capabilities = {**CAPABILITIES, "textDocument": {}}
    with started() as client:
        client.initialize(capabilities=capabilities)
        client.open("untitled:x", FAULTY)
        assert actions(client, "untitled:x", 1) == []
        assert client.shut_down() == 0


# ---- triggers ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "some"),
    [
        ("twin#a {\n  @digital_twin(sync_mode: $0)\n}\n", True),
        ('twin#a {\n  @digital_twin(sync_mode: "batch", $0)\n}\n', True),
        ('template "Mill" {}\nmill#m extends $0\n', True),
        ("twin#a {\n  $0\n}\n", False),
        ("twin#a {\n  @digital_twin $0\n}\n", False),
    ],
)
def test_a_space_asks_only_where_something_must_follow(server: RawClient, uri: str, text: str, some: bool):
    text, position = at_mark(text)
    server.open(uri, text)
    params = {
        "textDocument": {"uri": uri},
        "position": position,
        "context": {"triggerKind": 2, "triggerCharacter": " "},
    }
    assert (server.request("textDocument/completion", params) is not None) is some

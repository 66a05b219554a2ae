"""When diagnostics are published, and what they carry."""

from __future__ import annotations

from typing import Any

from lsp.rpc import RawClient, changed, notification, opened, place, request, started

from holo_lsp.analysis.codes import CODES

FAULTY = 'twin#a {\n  @digital_twin(sync_mode: "realtim")\n}\n'


def publications(server: RawClient, uri: str) -> list[dict[str, Any]]:
    """What was published of a document until now, in order."""
    return [
        message["params"]
        for message in server.seen
        if message["method"] == "textDocument/publishDiagnostics" and message["params"]["uri"] == uri
    ]


def end_of(line: int, character: int) -> dict[str, Any]:
    where = {"line": line, "character": character}
    return {"start": where, "end": where}


def test_a_diagnostic_says_what_where_and_where_to_read_on(server: RawClient, uri: str):
    server.open(uri, FAULTY)
    (found,) = [each for each in server.diagnostics(uri, 1) if each["code"] == "HS204"]
    assert found["range"] == {"start": {"line": 1, "character": 27}, "end": {"line": 1, "character": 36}}
    assert found["severity"] == 1
    assert found["source"] == "holo"
    assert "realtime" in found["message"]
    page = found["codeDescription"]["href"]
    assert page.startswith("file:///")
    assert page.endswith("/HS204.md")


def test_what_the_client_does_not_know_is_not_sent():
    with started() as client:
        client.initialize()
        client.open("untitled:x", "composition C {\n  twin#a {\n" + FAULTY)
        for found in client.diagnostics("untitled:x", 1):
            assert set(found) == {"range", "message", "severity", "code", "source"}
            assert found["code"] in CODES
        assert client.shut_down() == 0


def test_a_second_place_is_shown_as_related(server: RawClient, uri: str):
    server.open(uri, "composition C {\n  twin#a {\n  }\n")
    (found,) = [each for each in server.diagnostics(uri, 1) if each["code"] == "HS101"]
    (related,) = found["relatedInformation"]
    assert related["location"]["uri"] == uri
    assert related["location"]["range"]["start"] == {"line": 0, "character": 14}
    assert related["message"]


def test_what_has_no_effect_is_marked_as_such(server: RawClient, uri: str):
    server.open(uri, "twin#a {\n  speed: 1  // holo: ignore[HS203]\n}\n")
    (found,) = [each for each in server.diagnostics(uri, 1) if each["code"] == "HS110"]
    assert found["tags"] == [1]


def test_a_fault_is_seen_as_it_is_typed_and_forgotten_as_it_is_mended(server: RawClient, uri: str):
    server.open(uri, 'twin#a {\n  @digital_twin(sync_mode: "realtime")\n}\n')
    assert not [each for each in server.diagnostics(uri, 1) if each["code"] == "HS204"]
    last = {"start": {"line": 1, "character": 35}, "end": {"line": 1, "character": 36}}
    server.notify("textDocument/didChange", changed(uri, 2, {"range": last, "text": ""}))
    assert [each for each in server.diagnostics(uri, 2) if each["code"] == "HS204"]
    server.notify("textDocument/didChange", changed(uri, 3, {"range": end_of(1, 35), "text": "e"}))
    assert not [each for each in server.diagnostics(uri, 3) if each["code"] == "HS204"]


def test_a_closed_document_has_no_diagnostics(server: RawClient, uri: str):
    server.open(uri, FAULTY)
    assert server.diagnostics(uri, 1)
    server.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    assert server.diagnostics(uri, None) == []


def test_a_document_that_is_closed_at_once_stays_clear(server: RawClient, uri: str):
    closed = notification("textDocument/didClose", {"textDocument": {"uri": uri}})
    pairs = [notification("textDocument/didOpen", opened(uri, FAULTY, version)) for version in range(1, 6)]
    server.send(*(message for pair in pairs for message in (pair, closed)))
    server.open(f"{uri}-after", FAULTY)
    server.diagnostics(f"{uri}-after", 1)
    assert all(published["diagnostics"] == [] for published in publications(server, uri))


def test_a_completion_behind_a_thousand_keys_waits_for_no_analysis(server: RawClient, uri: str):
    text = "".join(f'twin#t{n} {{\n  @digital_twin(sync_mode: "batch")\n}}\n' for n in range(200))
    server.open(uri, text + "@")
    server.diagnostics(uri, 1)
    line, keys = 600, "digital_twin(sync_mode: " + "x" * 976
    changes = [
        notification(
            "textDocument/didChange", changed(uri, 2 + at, {"range": end_of(line, 1 + at), "text": key})
        )
        for at, key in enumerate(keys)
    ]
    since = len(server.seen)
    server.send(*changes, request("completion", "textDocument/completion", place(uri, line, 25)))
    assert server.result("completion")
    before = [
        message for message in server.seen[since:] if message["method"] == "textDocument/publishDiagnostics"
    ]
    assert len(before) < 10
    server.diagnostics(uri, 1001)
    versions = [published["version"] for published in publications(server, uri)]
    assert versions == sorted(versions)


def test_versions_never_run_backwards_while_typing(server: RawClient, uri: str):
    server.open(uri, "twin#a {\n  \n}\n")
    for version, key in enumerate('@digital_twin(sync_mode: "x")', 2):
        where = end_of(1, version)
        server.notify("textDocument/didChange", changed(uri, version, {"range": where, "text": key}))
    server.diagnostics(uri, version)
    versions = [published["version"] for published in publications(server, uri)]
    assert versions == sorted(set(versions))


def test_other_open_files_are_looked_at_when_a_file_they_need_changes(server: RawClient, uri: str):
    template, instance = f"{uri}-template", f"{uri}-instance"
    server.open(
        instance, 'mill#m extends MillOfTest {\n  @alert(condition: state.speed > 1, message: "x")\n}\n'
    )
    assert [each["code"] for each in server.diagnostics(instance, 1) if each["code"] == "HS302"]
    since = len(server.seen)
    server.open(template, 'template "MillOfTest" {\n  @state { speed: 0 }\n}\n')
    published = server.wait(
        lambda m: m["method"] == "textDocument/publishDiagnostics" and m["params"]["uri"] == instance, since
    )
    assert not [each for each in published["params"]["diagnostics"] if each["code"] in {"HS302", "HS301"}]
    since = len(server.seen)
    field = {"start": {"line": 1, "character": 11}, "end": {"line": 1, "character": 16}}
    server.notify("textDocument/didChange", changed(template, 2, {"range": field, "text": "rate"}))
    published = server.wait(
        lambda m: m["method"] == "textDocument/publishDiagnostics" and m["params"]["uri"] == instance, since
    )
    assert [each["code"] for each in published["params"]["diagnostics"] if each["code"] == "HS301"]
    for name in (template, instance):
        server.notify("textDocument/didClose", {"textDocument": {"uri": name}})

"""Folders of the workspace: other files, trait files, and what happens to them on disk."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from lsp.rpc import RawClient, changed, place, started

if TYPE_CHECKING:
    from pathlib import Path

WATCHES = {
    "workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}},
    "textDocument": {"codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}}},
}

USES = """\
mill#m extends Mill {
  @alert(condition: state.speed > 1, message: "x")
  @lubricate(every: "5d")
}
"""
TEMPLATE = 'template "Mill" {\n  @state { speed: 0 }\n}\n'


def trait(name: str = "lubricate", **more: Any) -> dict[str, Any]:
    argument = {"name": "every", "type": "duration", "doc": "How often."}
    return {"name": name, "summary": "Oils it.", "doc": "Oils it often.", "arguments": [argument], **more}


@pytest.fixture(scope="module")
def client():
    with started() as client:
        client.initialize(capabilities=WATCHES, workspaceFolders=[])
        yield client
        assert client.shut_down() == 0


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "mill.holo").write_text(TEMPLATE)
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "node_modules" / "other.holo").write_text('template "Hidden" {}\n')
    (tmp_path / "binary.holo").write_bytes(b"\0\1\2" * 1000)
    (tmp_path / "latin.holo").write_bytes('template "Gerät" {}\n'.encode("latin-1"))
    return tmp_path


@pytest.fixture
def folder(files: Path, client: RawClient):
    """A folder of the workspace, for one test."""
    entry = {"uri": files.as_uri(), "name": files.name}
    client.notify("workspace/didChangeWorkspaceFolders", {"event": {"added": [entry], "removed": []}})
    yield files
    for uri in client.opened:
        client.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    client.opened.clear()
    client.notify("workspace/didChangeWorkspaceFolders", {"event": {"added": [], "removed": [entry]}})


def until(client: RawClient, uri: str, holds, since: int = 0) -> list[dict[str, Any]]:
    """Wait until the diagnostics of a file are as they should be."""
    message = client.wait(
        lambda m: (
            m["method"] == "textDocument/publishDiagnostics"
            and m["params"]["uri"] == uri
            and holds([each.get("code") for each in m["params"]["diagnostics"]])
        ),
        since,
    )
    return message["params"]["diagnostics"]


def touch(client: RawClient, path: Path, kind: int = 2) -> None:
    client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": path.as_uri(), "type": kind}]})


def test_names_of_files_that_are_not_open_are_known(client: RawClient, folder: Path):
    uri = (folder / "plant.holo").as_uri()
    client.open(uri, USES.replace("speed", "sped"))
    found = until(client, uri, lambda codes: "HS301" in codes)
    assert "speed" in next(each["message"] for each in found if each["code"] == "HS301")
    published = [m for m in client.seen if m["method"] == "textDocument/publishDiagnostics"]
    # Not even while the files were being read was it said that there is no such template.
    assert all(each["code"] != "HS302" for m in published for each in m["params"]["diagnostics"])


def test_a_file_that_changes_on_disk_is_read_again(client: RawClient, folder: Path):
    uri, library = (folder / "plant.holo").as_uri(), folder / "lib" / "mill.holo"
    client.open(uri, USES)
    until(client, uri, lambda codes: "HS301" not in codes)
    since = len(client.seen)
    library.write_text(TEMPLATE.replace("speed", "rate"))
    touch(client, library)
    until(client, uri, lambda codes: "HS301" in codes, since)
    since = len(client.seen)
    library.unlink()
    touch(client, library, 3)
    until(client, uri, lambda codes: "HS302" in codes, since)
    since = len(client.seen)
    library.write_text(TEMPLATE)
    touch(client, library, 1)
    until(client, uri, lambda codes: not {"HS301", "HS302"} & set(codes), since)


def test_the_open_text_of_a_file_goes_before_that_on_disk(client: RawClient, folder: Path):
    uri, library = (folder / "plant.holo").as_uri(), (folder / "lib" / "mill.holo").as_uri()
    client.open(uri, USES)
    until(client, uri, lambda codes: "HS301" not in codes)
    since = len(client.seen)
    client.open(library, TEMPLATE.replace("speed", "rate"))
    until(client, uri, lambda codes: "HS301" in codes, since)
    since = len(client.seen)
    client.notify("textDocument/didClose", {"textDocument": {"uri": library}})
    until(client, uri, lambda codes: "HS301" not in codes, since)


def test_what_no_file_of_the_project_is_is_not_read(client: RawClient, folder: Path):
    uri = (folder / "plant.holo").as_uri()
    client.open(uri, "mill#m extends Hidden {}\n")
    assert until(client, uri, lambda codes: "HS302" in codes)


def test_folders_come_and_go(client: RawClient, folder: Path, tmp_path_factory: pytest.TempPathFactory):
    other = tmp_path_factory.mktemp("other")
    (other / "saw.holo").write_text('template "Saw" {}\n')
    uri = (folder / "plant.holo").as_uri()
    client.open(uri, "saw#s extends Saw {}\n")
    until(client, uri, lambda codes: "HS302" in codes)
    entry = {"uri": other.as_uri(), "name": "other"}
    since = len(client.seen)
    client.notify("workspace/didChangeWorkspaceFolders", {"event": {"added": [entry], "removed": []}})
    until(client, uri, lambda codes: "HS302" not in codes, since)
    since = len(client.seen)
    client.notify("workspace/didChangeWorkspaceFolders", {"event": {"added": [], "removed": [entry]}})
    until(client, uri, lambda codes: "HS302" in codes, since)


def test_changes_on_disk_are_asked_for(client: RawClient):
    registered = client.wait(lambda m: m["method"] == "client/registerCapability")
    (registration,) = registered["params"]["registrations"]
    assert registration["method"] == "workspace/didChangeWatchedFiles"
    patterns = {watcher["globPattern"] for watcher in registration["registerOptions"]["watchers"]}
    assert patterns == {"**/*.holo", "**/*.hsplus", "**/holo.traits.json"}


# ---- trait files ------------------------------------------------------------------------------------------


def test_the_traits_of_a_workspace_are_checked_and_explained(client: RawClient, folder: Path):
    uri, traits = (folder / "plant.holo").as_uri(), folder / "holo.traits.json"
    client.open(uri, USES.replace("5d", "soon"))
    until(client, uri, lambda codes: "HS212" not in codes)
    since = len(client.seen)
    traits.write_text(json.dumps({"traits": [trait()]}))
    touch(client, traits, 1)
    until(client, uri, lambda codes: "HS212" in codes, since)
    assert "Oils it" in client.request("textDocument/hover", place(uri, 2, 5))["contents"]["value"]
    since = len(client.seen)
    traits.unlink()
    touch(client, traits, 3)
    until(client, uri, lambda codes: "HS212" not in codes, since)


def test_what_is_wrong_with_a_trait_file_is_shown_in_it(client: RawClient, folder: Path):
    traits = folder / "holo.traits.json"
    uri = traits.as_uri()
    text = json.dumps({"traits": [trait("good"), trait("bad", argumnts=[])]}, indent=1)
    traits.write_text(text)
    touch(client, traits, 1)
    (found,) = until(client, uri, bool)
    assert "argumnts" in found["message"]
    assert found["range"]["start"]["line"] == next(
        number for number, line in enumerate(text.splitlines()) if "argumnts" in line
    )
    plant = (folder / "plant.holo").as_uri()
    client.open(plant, '@good(every: "soon")\n')
    until(client, plant, lambda codes: "HS212" in codes)
    for broken in ("{", "[]", '{"traits": 5}', "\ufeff{}", ""):
        since = len(client.seen)
        traits.write_text(broken, encoding="utf-8")
        touch(client, traits)
        until(client, uri, lambda codes, broken=broken: bool(codes) or broken == "\ufeff{}", since)
    since = len(client.seen)
    traits.write_bytes(b"\xff\xfe\x00")
    touch(client, traits)
    (found,) = until(client, uri, bool, since)
    assert "UTF-8" in found["message"]
    since = len(client.seen)
    traits.unlink()
    touch(client, traits, 3)
    assert until(client, uri, lambda codes: not codes, since) == []


def test_a_trait_file_that_is_open_counts_as_it_is_typed(client: RawClient, folder: Path):
    uri, traits = (folder / "plant.holo").as_uri(), (folder / "holo.traits.json").as_uri()
    client.open(uri, '@lubricate(every: "soon")\n')
    until(client, uri, lambda codes: "HS212" not in codes)
    since = len(client.seen)
    text = json.dumps({"traits": [trait()]})
    client.notify(
        "textDocument/didOpen",
        {"textDocument": {"uri": traits, "languageId": "json", "version": 1, "text": text}},
    )
    until(client, uri, lambda codes: "HS212" in codes, since)
    since = len(client.seen)
    client.notify(
        "textDocument/didChange", changed(traits, 2, {"text": text.replace("duration", "duratoin")})
    )
    published = client.wait(
        lambda m: m["method"] == "textDocument/publishDiagnostics" and m["params"]["uri"] == traits, since
    )
    assert published["params"]["version"] == 2
    assert published["params"]["diagnostics"]
    whole = {"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}}
    (action,) = client.request(
        "textDocument/codeAction",
        {"textDocument": {"uri": traits}, "range": whole, "context": {"diagnostics": []}},
    )
    (edit,) = action["edit"]["changes"][traits]
    assert edit["newText"] == '"duration"'
    assert client.request("textDocument/hover", place(traits, 0, 3)) is None
    since = len(client.seen)
    client.notify("textDocument/didClose", {"textDocument": {"uri": traits}})
    until(client, traits, lambda codes: not codes, since)


def test_a_client_that_watches_nothing_has_trait_files_read_when_it_saves(files: Path):
    with started() as client:
        client.initialize(rootUri=files.as_uri())
        uri = (files / "plant.holo").as_uri()
        client.open(uri, '@lubricate(every: "soon")\n')
        until(client, uri, lambda codes: "HS212" not in codes)
        since = len(client.seen)
        (files / "holo.traits.json").write_text(json.dumps({"traits": [trait()]}))
        client.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
        until(client, uri, lambda codes: "HS212" in codes, since)
        assert client.shut_down() == 0


def test_a_workspace_too_large_to_be_read_is_not_accused_of_missing_names(tmp_path: Path):
    for number in range(30):
        text = f'template "T{number}" {{\n' + '  @state { a: "' + "x" * 100_000 + '" }\n}\n'
        (tmp_path / f"{number:02}.holo").write_text(text)
    with started() as client:
        client.initialize(rootUri=tmp_path.as_uri())
        uri = (tmp_path / "plant.holo").as_uri()
        client.open(uri, "a#b extends T29 {\n  @digital_twn\n}\n")
        codes = [each["code"] for each in client.diagnostics(uri, 1)]
        assert "HS201" in codes
        assert "HS302" not in codes
        assert client.shut_down() == 0

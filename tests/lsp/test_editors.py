"""The server as VS Code and Neovim meet it: with their capabilities, and checked for what they take."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

import pytest_lsp
from lsp.rpc import DEADLINE, environment
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

ERROR = types.DiagnosticSeverity.Error
INFORMATION = types.DiagnosticSeverity.Information
"""What the settings make of HS301: it is seen as soon as they have come."""

NOWHERE = types.Range(types.Position(0, 0), types.Position(0, 0))
ANYTHING = types.Diagnostic(NOWHERE, "not published yet", code="none")

TEXT = """\
composition Plant {
  mill#m {
    @digital_twin(sync_mode: "batc")
    @state {
      speed: 1  // m/s
    }
    @alert(condition: state.sped > 1, message: "fast")
  }
}
"""


@pytest_lsp.fixture(
    params=["visual-studio-code", "neovim"],
    config=ClientServerConfig(
        server_command=[sys.executable, "-m", "holo_lsp.lsp.main"], server_env=environment()
    ),
)
async def editor(lsp_client: LanguageClient, request, tmp_path):  # pytest-lsp looks the annotations up
    lsp_client.set_configuration({"diagnostics": {"severity": {"HS301": "information"}}}, section="holo")

    @lsp_client.feature(types.CLIENT_REGISTER_CAPABILITY)
    def register(params: types.RegistrationParams) -> None:
        assert request.param == "visual-studio-code"  # Neovim does not say that it can

    folder = tmp_path.as_uri()
    result = await lsp_client.initialize_session(
        types.InitializeParams(
            capabilities=client_capabilities(request.param),
            root_uri=folder,
            workspace_folders=[types.WorkspaceFolder(folder, "plant")],
        )
    )
    assert result.server_info
    yield lsp_client
    await lsp_client.shutdown_session()
    assert lsp_client.error is None


async def until(client: LanguageClient, uri: str, expected: dict[str, types.DiagnosticSeverity]) -> None:
    """Wait until just that is wrong with the document."""
    async with asyncio.timeout(DEADLINE):
        while {str(d.code): d.severity for d in client.diagnostics.get(uri, [ANYTHING])} != expected:
            await client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)


async def test_an_hour_of_work(editor: LanguageClient, tmp_path: Path):
    uri = (tmp_path / "plant.holo").as_uri()
    identity = types.TextDocumentIdentifier(uri)
    document = types.TextDocumentItem(uri, "holoscript", 1, TEXT)
    editor.text_document_did_open(types.DidOpenTextDocumentParams(document))
    await until(editor, uri, {"HS204": ERROR, "HS301": INFORMATION})

    hover = await editor.text_document_hover_async(types.HoverParams(identity, types.Position(2, 8)))
    assert hover
    assert isinstance(hover.contents, types.MarkupContent)

    found = await editor.text_document_completion_async(
        types.CompletionParams(identity, types.Position(6, 32))
    )
    assert isinstance(found, types.CompletionList)
    item = next(item for item in found.items if item.label == "speed")
    assert (await editor.completion_item_resolve_async(item)).documentation

    fault = next(d for d in editor.diagnostics[uri] if d.code == "HS204")
    actions = await editor.text_document_code_action_async(
        types.CodeActionParams(identity, fault.range, types.CodeActionContext([fault]))
    )
    assert actions
    assert isinstance(actions[0], types.CodeAction)
    changes = [
        types.TextDocumentContentChangePartial(each.range, each.new_text)
        for each in edits_of(actions[0].edit, uri)
    ]
    version = types.VersionedTextDocumentIdentifier(2, uri)
    editor.text_document_did_change(types.DidChangeTextDocumentParams(version, changes))
    await until(editor, uri, {"HS301": INFORMATION})

    editor.text_document_did_close(types.DidCloseTextDocumentParams(identity))
    await until(editor, uri, {})
    assert not editor.messages


def edits_of(edit: types.WorkspaceEdit | None, uri: str) -> Sequence[types.TextEdit]:
    """The edits of a document, in whichever form the client takes them."""
    assert edit
    if edit.changes:
        return edit.changes[uri]
    (document,) = edit.document_changes or [None]
    assert isinstance(document, types.TextDocumentEdit)
    return [each for each in document.edits if isinstance(each, types.TextEdit)]

"""What the client can do, as far as the server asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.capabilities import ServerCapabilitiesBuilder, get_capability

if TYPE_CHECKING:
    from holo_lsp.syntax import Encoding


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """The client's capabilities, and the position encoding that both sides agreed on."""

    encoding: Encoding = "utf-16"
    snippets: bool = False
    completion_markdown: bool = False
    hover_markdown: bool = False
    label_details: bool = False
    insert_replace: bool = False
    insert_text_modes: bool = False
    related_information: bool = False
    code_descriptions: bool = False
    tags: frozenset[int] = frozenset()
    code_actions: bool = False
    """Are code actions understood, and not only commands?"""
    preferred_actions: bool = False
    versioned_edits: bool = False
    configuration: bool = False
    """Does the client answer ``workspace/configuration``?"""
    registers_configuration: bool = False
    registers_watchers: bool = False

    @classmethod
    def of(cls, capabilities: types.ClientCapabilities) -> Client:
        """Read what a client sent with ``initialize``."""

        def has(path: str) -> bool:
            return bool(get_capability(capabilities, path))

        def markdown(path: str) -> bool:
            return types.MarkupKind.Markdown in (get_capability(capabilities, path) or ())

        tags = get_capability(capabilities, "text_document.publish_diagnostics.tag_support.value_set")
        modes = "text_document.completion.completion_item.insert_text_mode_support"
        literals = "text_document.code_action.code_action_literal_support"
        return cls(
            encoding=_encoding(capabilities),
            snippets=has("text_document.completion.completion_item.snippet_support"),
            completion_markdown=markdown("text_document.completion.completion_item.documentation_format"),
            hover_markdown=markdown("text_document.hover.content_format"),
            label_details=has("text_document.completion.completion_item.label_details_support"),
            insert_replace=has("text_document.completion.completion_item.insert_replace_support"),
            insert_text_modes=get_capability(capabilities, modes) is not None,
            related_information=has("text_document.publish_diagnostics.related_information"),
            code_descriptions=has("text_document.publish_diagnostics.code_description_support"),
            tags=frozenset(map(int, tags or ())),
            code_actions=get_capability(capabilities, literals) is not None,
            preferred_actions=has("text_document.code_action.is_preferred_support"),
            versioned_edits=has("workspace.workspace_edit.document_changes"),
            configuration=has("workspace.configuration"),
            registers_configuration=has("workspace.did_change_configuration.dynamic_registration"),
            registers_watchers=has("workspace.did_change_watched_files.dynamic_registration"),
        )


def _encoding(capabilities: types.ClientCapabilities) -> Encoding:
    chosen = ServerCapabilitiesBuilder.choose_position_encoding(capabilities)
    return _ENCODINGS[types.PositionEncodingKind(chosen)]


_ENCODINGS: dict[types.PositionEncodingKind, Encoding] = {
    types.PositionEncodingKind.Utf8: "utf-8",
    types.PositionEncodingKind.Utf16: "utf-16",
    types.PositionEncodingKind.Utf32: "utf-32",
}

"""The declared settings as JSON Schema, for editors, and as Markdown, for the docs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from holo_lsp.settings.declaration import SECTION, SETTINGS, Setting

if TYPE_CHECKING:
    from holo_lsp.settings.kinds import Json, JsonSchema

_SCOPES = {
    "application": "the user's own, never taken from a workspace",
    "window": "window",
    "resource": "folder",
}


def settings_schema() -> JsonSchema:
    """JSON Schema (draft 7) of the settings under their full dotted names.

    ``properties`` is what VS Code takes as ``contributes.configuration.properties``; ``scope`` and
    ``markdownDescription`` are its words.
    """
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Settings of holo-lsp",
        "type": "object",
        "properties": {f"{SECTION}.{setting.name}": _property(setting) for setting in SETTINGS},
        "additionalProperties": False,
    }


def settings_markdown() -> str:
    """One section for each setting: what it does, what it takes, its default and its scope."""
    return "\n".join(
        f"### `{SECTION}.{setting.name}`\n\n"
        f"{setting.doc}\n\n"
        f"- Takes: {setting.kind.takes}\n"
        f"- Default: `{json.dumps(_as_json(setting.default))}`\n"
        f"- Scope: {_SCOPES[setting.scope]}\n"
        for setting in SETTINGS
    )


def _property(setting: Setting) -> JsonSchema:
    schema = dict(setting.kind.schema)
    if setting.default is None:
        schema["type"] = [schema["type"], "null"]
    return {
        **schema,
        "default": _as_json(setting.default),
        "markdownDescription": setting.doc,
        "scope": setting.scope,
    }


def _as_json(default: object) -> Json:
    if isinstance(default, tuple):
        return list(cast("tuple[object, ...]", default))
    if isinstance(default, Mapping):
        return dict(cast("Mapping[str, object]", default))
    return default

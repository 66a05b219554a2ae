"""``textDocument/hover``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from holo_lsp.analysis.hover import hover as hover_at
from holo_lsp.lsp.convert import to_markup, to_offset, to_range

if TYPE_CHECKING:
    from holo_lsp.lsp.client import Client
    from holo_lsp.lsp.session import Session


def hover(session: Session, params: types.HoverParams, client: Client) -> types.Hover | None:
    """What there is to say of a place."""
    file = session.holo_file(params.text_document.uri)
    if file is None:
        return None
    offset = to_offset(file.lines, params.position, client.encoding)
    context = session.workspace.context(file)
    found = hover_at(context.world, offset, context.catalogue, session.live.facts, context.settings)
    if found is None:
        return None
    return types.Hover(
        to_markup(found.markdown, shown=client.hover_markdown),
        to_range(file.lines, found.start, found.end, client.encoding),
    )

"""``textDocument/didChange``."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from lsprotocol import types

from holo_lsp.lsp.convert import to_span

if TYPE_CHECKING:
    from holo_lsp.lsp.session import Session
    from holo_lsp.syntax import Encoding

logger = logging.getLogger(__name__)


def did_change(session: Session, params: types.DidChangeTextDocumentParams, encoding: Encoding) -> None:
    """Edit a document; each change is of the text that the one before it left."""
    file = session.file(params.text_document.uri)
    if file is None:
        logger.warning("A document was changed that is not open.")
        return
    for change in params.content_changes:
        if isinstance(change, types.TextDocumentContentChangePartial):
            file.edit(*to_span(file.lines, change.range, encoding), change.text)
        else:
            file.replace(change.text)
    file.version = params.text_document.version
    session.edited(file)

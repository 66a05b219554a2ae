"""A document that is open in the editor: its text as the editor last sent it, and what is known of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holo_lsp.model import FileModel
from holo_lsp.syntax import Document, LineIndex

if TYPE_CHECKING:
    from pathlib import Path


class OpenFile:
    """An open document. Edits are cheap: the text is parsed when it is needed, once for all edits by then."""

    def __init__(self, uri: str, path: Path | None, version: int, text: str) -> None:
        self.uri = uri
        self.path = path
        """None for what is not a file, such as a buffer without a name."""
        self.version = version
        self.lines = LineIndex(text)
        """The lines of the text as it is now."""
        self._document: Document | None = None
        self._model: FileModel | None = None
        self._edited: tuple[int, int, int] | None = None
        """Where the parsed text differs from that of now: (start, end in the parsed, end in that of now)."""

    def edit(self, start: int, end: int, text: str) -> None:
        """Let the characters ``start:end`` give way to ``text``."""
        self.lines = self.lines.edited(start, end, text)
        if self._document is None:
            return
        low, old_high, high = self._edited or (start, end, end)
        low = min(low, start)
        beyond = max(0, end - high)
        self._edited = (low, old_high + beyond, high + beyond + len(text) - (end - start))

    def replace(self, text: str) -> None:
        """Let all of the text give way to ``text``."""
        self.edit(0, len(self.lines.text), text)

    @property
    def document(self) -> Document:
        """The parsed text."""
        if self._document is None:
            self._document = Document.parse(self.lines.text, self.lines)
        elif self._edited is not None:
            start, end, new_end = self._edited
            self._document = self._document.edit(start, end, self.lines.text[start:new_end])
            self._edited = None
            self._model = None
        return self._document

    @property
    def model(self) -> FileModel:
        """What the text declares; the same object as long as the text stays the same."""
        document = self.document
        if self._model is None:
            self._model = FileModel(document, self.uri if self.path is None else str(self.path))
        return self._model

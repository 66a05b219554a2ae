"""A document that is open in the editor: its text as the editor last sent it, and what is known of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holo_lsp.lsp.hull import Hull, hull
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
        self.since_mark: Hull | None = None
        """What was edited since somebody set this to None."""
        self._since_parse: Hull | None = None
        self._document: Document | None = None
        self._model: FileModel | None = None

    def edit(self, start: int, end: int, text: str) -> None:
        """Let the characters ``start:end`` give way to ``text``."""
        self.lines = self.lines.edited(start, end, text)
        self.since_mark = _edited(self.since_mark, start, end, len(text))
        self._since_parse = _edited(self._since_parse, start, end, len(text))

    def replace(self, text: str) -> None:
        """Let all of the text give way to ``text``."""
        self.edit(0, len(self.lines.text), text)

    @property
    def document(self) -> Document:
        """The parsed text."""
        if self._document is None:
            self._document = Document.parse(self.lines.text, self.lines)
        elif self._since_parse is not None:
            start, old_end, end = self._since_parse
            self._document = self._document.edit(start, old_end, self.lines.text[start:end])
            self.forget_model()
        self._since_parse = None
        return self._document

    @property
    def model(self) -> FileModel:
        """What the text declares: the same object as long as the text stays the same, and of no use after."""
        document = self.document
        if self._model is None:
            self._model = FileModel(document, self.uri if self.path is None else str(self.path))
        return self._model

    def forget_model(self) -> None:
        """Free what is known of the text's meaning."""
        if self._model is not None:
            take_apart(self._model)
            self._model = None


def take_apart(model: FileModel) -> None:
    """Free a model that is used no more.

    A declaration knows its parent and its children. Taken apart it is freed at once; as it is, it would wait for
    the collector, and each key leaves a thousand of them behind.
    """
    model.root.children.clear()
    for declaration in model.declarations:
        declaration.children.clear()
        declaration.parent = None


def _edited(before: Hull | None, start: int, end: int, length: int) -> Hull:
    return hull(start, end, length) if before is None else before.edited(start, end, length)

"""The HoloScript files of the workspace that are not open in the editor, as they are on disk.

They are read in a thread and parsed when nothing else is to be done. Their size has a limit: beyond it a
workspace is served all the same, only that nothing is said of names that no file declares.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from typing import TYPE_CHECKING

from holo_lsp.lsp.disk import SUFFIXES, Unreadable, files_below, read
from holo_lsp.lsp.documents import take_apart
from holo_lsp.model import FileModel
from holo_lsp.syntax import Document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from holo_lsp.lsp.inbox import Inbox

logger = logging.getLogger(__name__)

#: Characters of all files together; their trees take some fifty bytes for each.
MAX_TEXT = 2_000_000
MAX_FILE = 500_000
"""Characters of one file: parsing it keeps the editor waiting."""
MAX_FILES = 5_000


class Library:
    """The files on disk. ``changed`` is called when what they declare is another than before."""

    def __init__(self, inbox: Inbox, changed: Callable[[], None]) -> None:
        self._inbox = inbox
        self._changed = changed
        self.revision = 0
        """Another number whenever the models are others."""
        self._models: dict[Path, FileModel] = {}
        self._size = 0
        self._pending = 0
        self._overfull = False
        """Was there ever no room for a file? Then others may not even have been read."""
        self._closed = threading.Event()
        self._loop = asyncio.get_running_loop()

    @property
    def complete(self) -> bool:
        """Is every file of the workspace known?"""
        return not self._pending and not self._overfull

    def models(self, without: set[Path]) -> list[FileModel]:
        """What the files declare, in the order of their paths, but for those in ``without``."""
        return [self._models[path] for path in sorted(self._models) if path not in without]

    def scan(self, folders: Iterable[Path]) -> None:
        """Read all files of ``folders``."""
        self._start(list(folders), [])

    def reread(self, paths: Iterable[Path]) -> None:
        """Read files again that may have changed, appeared or gone."""
        self._start([], [path for path in paths if path.suffix in SUFFIXES])

    def drop(self, folder: Path) -> None:
        """Forget the files of a folder."""
        for path in [path for path in self._models if path.is_relative_to(folder)]:
            self._forget(path)
        self._changed()

    def close(self) -> None:
        """Read no more."""
        self._closed.set()

    def _start(self, folders: list[Path], paths: list[Path]) -> None:
        if not folders and not paths:
            return
        self._pending += 1
        # A daemon: a file system that hangs must not keep the server from ending.
        threading.Thread(target=self._read_all, args=(folders, paths), name="library", daemon=True).start()

    def _read_all(self, folders: list[Path], paths: list[Path]) -> None:
        total = 0
        for path in (*paths, *(path for folder in folders for path in files_below(folder))):
            found = read(path)
            text = None if isinstance(found, Unreadable) else found.text
            total += len(text or "")
            if not self._hand_over(self._take, path, text):
                return
            if total > MAX_TEXT:  # no more can be kept
                break
        self._hand_over(self._finish)

    def _hand_over(self, callback: Callable[..., None], *arguments: object) -> bool:
        try:
            self._loop.call_soon_threadsafe(callback, *arguments)
        except RuntimeError:  # the loop is closed
            return False
        return not self._closed.is_set()

    def _take(self, path: Path, text: str | None) -> None:
        self._inbox.later(("library", path), lambda: self._parse(path, text), background=True)

    def _parse(self, path: Path, text: str | None) -> None:
        self._forget(path)
        if text is None:
            return
        full = self._size + len(text) > MAX_TEXT or len(self._models) >= MAX_FILES
        if full or len(text) > MAX_FILE:
            self._overfull = True
            return
        self.revision += 1
        self._models[path] = FileModel(Document.parse(text), str(path))
        self._size += len(text)

    def _forget(self, path: Path) -> None:
        model = self._models.pop(path, None)
        if model is not None:
            self.revision += 1
            self._size -= len(model.document.text)
            take_apart(model)

    def _finish(self) -> None:
        def finish() -> None:
            self._pending -= 1
            self._changed()

        # Behind the files that were handed over, which wait in the same queue.
        self._inbox.later(("library", object()), finish, background=True)

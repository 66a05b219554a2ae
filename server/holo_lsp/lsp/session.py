"""One editor's session: what happens when something changes. No type of LSP's is here.

All is done in the thread of the event loop, from snapshot to snapshot: an answer is of the text as it is at that
moment, so that none is ever stale.
"""

from __future__ import annotations

import asyncio
import time
from functools import partial
from typing import TYPE_CHECKING, Protocol

from holo_lsp.lsp import collector
from holo_lsp.lsp.folders import Folders
from holo_lsp.lsp.library import Library
from holo_lsp.lsp.live import Live
from holo_lsp.lsp.reports import Publication, Report, trait_file_reports
from holo_lsp.lsp.uris import is_inside, path_of
from holo_lsp.lsp.workspace import Workspace
from holo_lsp.syntax import LineIndex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from holo_lsp.live import WantedEndpoint
    from holo_lsp.lsp.documents import OpenFile
    from holo_lsp.lsp.folders import TraitFile
    from holo_lsp.lsp.inbox import Inbox
    from holo_lsp.settings import Settings

#: Seconds of rest after the last edit before what takes longer than a key may is looked at.
_REST = 0.25

#: Seconds that work in slices takes at a time.
_SLICE = 0.004


class Editor(Protocol):
    """What a session says by itself."""

    def publish(self, publication: Publication) -> None:
        """Show what is wrong with a file, in place of what was shown before."""
        ...

    def warn(self, message: str) -> None:
        """Show a message to the user."""
        ...


class Session:
    """Keeps the editor told. Must be made and used in one running event loop.

    ``folders`` are the URIs of the workspace's folders, ``settings`` what the user set for all of them.
    """

    def __init__(
        self,
        inbox: Inbox,
        editor: Editor,
        folders: Iterable[str],
        settings: Settings,
        *,
        workspace_trusted: bool = True,
    ) -> None:
        self._inbox = inbox
        self._editor = editor
        self._library = Library(inbox, self._check_all)
        self.workspace = Workspace(Folders(folders, settings), self._library)
        self.live = Live(
            settings, workspace_trusted=workspace_trusted, changed=self._plant_changed, warn=editor.warn
        )
        self._published: dict[str, tuple[int, list[Report]]] = {}
        """What was last published of each open file, and of which version."""
        self._published_traits: set[str] = set()
        """URIs of the trait files of which something is shown."""
        self._resting: asyncio.TimerHandle | None = None
        self._library.scan(self.workspace.folders.paths())
        self.load_traits()

    async def close(self) -> None:
        """End all that runs, within a second."""
        if self._resting is not None:
            self._resting.cancel()
        self._library.close()
        await self.live.close()

    # ---- documents ---------------------------------------------------------------------------------------

    def file(self, uri: str) -> OpenFile | None:
        """The open document of that URI, of whatever kind."""
        return self.workspace.files.get(uri)

    def holo_file(self, uri: str) -> OpenFile | None:
        """The open HoloScript document of that URI."""
        file = self.file(uri)
        return None if file is None or self.workspace.is_trait_file(file) else file

    def open(self, uri: str, version: int, text: str) -> None:
        """The editor opened a document."""
        self.edited(self.workspace.open(uri, version, text))
        self._inbox.later("settle", collector.settle, background=True)

    def edited(self, file: OpenFile) -> None:
        """The editor changed a document."""
        if self.workspace.is_trait_file(file):
            self._inbox.later("traits", self.load_traits)
        else:
            self._check(file.uri)
            self._rest()

    def close_file(self, uri: str) -> None:
        """The editor closed a document: what was said of it is over, and the file on disk holds again."""
        file = self.workspace.close(uri)
        if file is None:
            return
        self._published.pop(uri, None)
        if self.workspace.is_trait_file(file):
            self._inbox.later("traits", self.load_traits)
            return
        self._editor.publish(Publication(uri, None, file.lines, ()))
        if file.path is not None:
            self._library.reread([file.path])
        self._rest()

    def disk_changed(self, paths: Iterable[Path]) -> None:
        """Files of the workspace were made, changed or deleted."""
        self._library.reread(paths)
        self._inbox.later("traits", self.load_traits)

    # ---- folders and settings ----------------------------------------------------------------------------

    def configure(self, settings: Mapping[str | None, Settings]) -> None:
        """Take the settings of each folder, by its URI, and of what belongs to none (None)."""
        for folder in self.workspace.folders:
            folder.settings = settings.get(folder.uri, folder.settings)
        self.load_traits()
        self._check_all()

    def add_folder(self, uri: str) -> None:
        """The workspace has one more folder."""
        path = self.workspace.folders.add(uri).path
        if path is not None:
            self._library.scan([path])
        self.load_traits()

    def remove_folder(self, uri: str) -> None:
        """The workspace has a folder less."""
        path = path_of(uri)
        if self.workspace.folders.remove(uri) and path is not None:
            self._library.drop(path)
            if any(is_inside(path, other) for other in self.workspace.folders.paths()):
                self._library.scan([path])
        self.load_traits()

    def load_traits(self) -> None:
        """Read the trait files of all folders again, and tell what is wrong with them."""
        changed = [folder.load(self._edited_text) for folder in self.workspace.folders]
        if any(changed):
            self._check_all()
        found = [file for folder in self.workspace.folders for file in folder.trait_files.values()]
        shown = {self._uri_of(file.path): file for file in found}
        for uri, file in shown.items():
            if file.problems or uri in self._published_traits:
                self._publish_traits(uri, file)
        for uri in self._published_traits - shown.keys():
            self._editor.publish(Publication(uri, None, LineIndex(""), ()))
        self._published_traits = {uri for uri, file in shown.items() if file.problems}

    def _edited_text(self, path: Path) -> str | None:
        opened = self.workspace.opened_as(path)
        return None if opened is None else opened.lines.text

    def _uri_of(self, path: Path) -> str:
        opened = self.workspace.opened_as(path)
        return path.as_uri() if opened is None else opened.uri

    # ---- what is told, and when --------------------------------------------------------------------------

    def _check(self, uri: str) -> None:
        self._inbox.later(("check", uri), lambda: self._publish(uri))

    def _check_all(self) -> None:
        for uri in self.workspace.files:
            self._check(uri)

    def _publish(self, uri: str) -> None:
        file = self.holo_file(uri)
        if file is None:  # closed meanwhile
            return
        version, reports = publication = (file.version, self.workspace.reports(file))
        if publication != self._published.get(uri):
            self._published[uri] = publication
            self._editor.publish(Publication(uri, version, file.lines, reports))

    def _publish_traits(self, uri: str, file: TraitFile) -> None:
        opened = self.file(uri)
        version = None if opened is None else opened.version
        self._editor.publish(Publication(uri, version, file.lines, trait_file_reports(file)))

    def _rest(self) -> None:
        """The user may have stopped: once that is sure, look at what takes longer than a key may."""
        if self._resting is not None:
            self._resting.cancel()
        self._inbox.forget("wanted")
        self._resting = asyncio.get_running_loop().call_later(_REST, self._rested)

    def _rested(self) -> None:
        self._resting = None
        for uri in self.workspace.files:
            self._inbox.later(("compare", uri), lambda uri=uri: self._compare(uri), background=True)
        self._inbox.later("wanted", partial(self._watch, self.workspace.wanted(), []), background=True)

    def _compare(self, uri: str) -> None:
        file = self.holo_file(uri)
        if file is not None:
            self.workspace.compare(file, self.live.facts)
            self._publish(uri)

    def _watch(self, wishes: Iterator[WantedEndpoint], found: list[WantedEndpoint]) -> None:
        """Gather what the documents want to know of the plant, in slices between which a key is served."""
        until = time.perf_counter() + _SLICE
        for wish in wishes:
            found.append(wish)
            if time.perf_counter() > until:
                self._inbox.later("wanted", partial(self._watch, wishes, found), background=True)
                return
        self.live.watch(found)

    def _plant_changed(self) -> None:
        if self._resting is None:  # else it is seen soon enough, and typing is not disturbed
            self._rest()

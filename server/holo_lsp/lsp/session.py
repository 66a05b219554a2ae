"""The state of a session: what is open, what it means, and what is wrong with it. No type of LSP's is here.

All is done in the thread of the event loop, from snapshot to snapshot: an answer is of the text as it is at
that moment, so that none is ever stale.
"""

from __future__ import annotations

import asyncio
import gc
import operator
import re
from typing import TYPE_CHECKING, NamedTuple, Protocol

from holo_lsp.analysis.diagnostics import Checker
from holo_lsp.analysis.rules.live import live_findings
from holo_lsp.analysis.severity import effective
from holo_lsp.analysis.suppress import suppress
from holo_lsp.lsp.documents import OpenFile
from holo_lsp.lsp.folders import Folders
from holo_lsp.lsp.library import Library
from holo_lsp.lsp.live import Live
from holo_lsp.lsp.live_wanted import wanted
from holo_lsp.lsp.reports import Publication, Report, trait_file_reports
from holo_lsp.lsp.uris import path_of
from holo_lsp.model import Index, World
from holo_lsp.syntax import LineIndex

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from holo_lsp.analysis.finding import Finding
    from holo_lsp.facts import PlantFacts
    from holo_lsp.lsp.folders import TraitFile
    from holo_lsp.lsp.inbox import Inbox
    from holo_lsp.model import FileModel
    from holo_lsp.settings import Settings
    from holo_lsp.traits import Catalogue

#: Seconds of rest after the last edit before what depends on a file from afar is looked at again.
_REST = 0.25

#: Codes that say that no file declares a name. They wait until all files of the workspace are read.
_NOWHERE = frozenset({"HS302", "HS303", "HS304"})

_UNUSED_IGNORE = "HS110"
_LIVE_CODE = re.compile(r"\bHS7\d\d\b")


class Editor(Protocol):
    """What a session says by itself."""

    def publish(self, publication: Publication) -> None:
        """Show what is wrong with a file, in place of what was shown before."""
        ...

    def warn(self, message: str) -> None:
        """Show a message to the user."""
        ...


class Context(NamedTuple):
    """All that a question about a place in a file is answered from."""

    world: World
    catalogue: Catalogue
    plant: PlantFacts
    settings: Settings


class _Indexed(NamedTuple):
    """An index, and all by which it is known to be that of now."""

    state: tuple[int, int]
    models: tuple[FileModel, ...]
    made: Index


class _Checked(NamedTuple):
    """Findings, and all by which they are known to be those of now."""

    world: World
    checker: Checker
    plant: PlantFacts
    local: list[Finding]
    every: list[Finding]


class _Kept:
    """What is known of an open file until something changes."""

    __slots__ = ("checked", "checker", "indexed", "published", "world")

    def __init__(self) -> None:
        self.indexed: _Indexed | None = None
        self.world: World | None = None
        self.checker: Checker | None = None
        self.checked: _Checked | None = None
        self.published: tuple[int, list[Report]] | None = None


class Session:
    """One editor's session. Must be made and used in one running event loop.

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
        self.files: dict[str, OpenFile] = {}
        self.folders = Folders(folders, settings)
        self.live = Live(
            settings, workspace_trusted=workspace_trusted, changed=self._publish_all, warn=editor.warn
        )
        self._inbox = inbox
        self._editor = editor
        self._library = Library(inbox, self._publish_all)
        self._kept: dict[str, _Kept] = {}
        self._opened = 0
        """Counts openings and closings."""
        self._trait_reports: set[str] = set()
        """URIs of the trait files of which something is shown."""
        self._resting: asyncio.TimerHandle | None = None
        self._library.scan(self.folders.paths())
        self.load_traits()

    async def close(self) -> None:
        """End all that runs, within a second."""
        if self._resting is not None:
            self._resting.cancel()
        self._library.close()
        await self.live.close()

    # ---- documents ---------------------------------------------------------------------------------------

    def open(self, uri: str, version: int, text: str) -> None:
        """The editor opened a document."""
        file = self.files[uri] = OpenFile(uri, path_of(uri), version, text)
        self._kept[uri] = _Kept()
        self._opened += 1
        self.edited(file)
        self._inbox.later("settle", _settle, background=True)

    def edited(self, file: OpenFile) -> None:
        """The editor changed a document."""
        if self._is_trait_file(file):
            self._inbox.later("traits", self.load_traits)
        else:
            self._check_later(file.uri)
            self._rest()

    def close_file(self, uri: str) -> None:
        """The editor closed a document: what was said of it is over, and the file on disk holds again."""
        file = self.files.pop(uri, None)
        if file is None:
            return
        del self._kept[uri]
        self._opened += 1
        self._inbox.forget(("diagnostics", uri))
        if self._is_trait_file(file):
            self._inbox.later("traits", self.load_traits)
            return
        self._editor.publish(Publication(uri, None, file.lines, ()))
        if file.path is not None:
            self._library.reread([file.path])
        self._rest()

    def holo_file(self, uri: str) -> OpenFile | None:
        """The open HoloScript document of that URI."""
        file = self.files.get(uri)
        return None if file is None or self._is_trait_file(file) else file

    def disk_changed(self, paths: Iterable[Path]) -> None:
        """Files of the workspace were made, changed or deleted."""
        self._library.reread(paths)
        self._inbox.later("traits", self.load_traits)

    # ---- folders and settings ----------------------------------------------------------------------------

    def configure(self, settings: Mapping[str | None, Settings]) -> None:
        """Take the settings of each folder, by its URI, and of what belongs to none (None)."""
        for folder in self.folders:
            folder.settings = settings.get(folder.uri, folder.settings)
        self.load_traits()
        self._publish_all()

    def add_folder(self, uri: str) -> None:
        """The workspace has one more folder."""
        path = self.folders.add(uri).path
        if path is not None:
            self._library.scan([path])
        self.load_traits()

    def remove_folder(self, uri: str) -> None:
        """The workspace has a folder less."""
        folder = self.folders.remove(uri)
        if folder is not None and folder.path is not None:
            self._library.drop(folder.path)
        self.load_traits()

    def load_traits(self) -> None:
        """Read the trait files of all folders again, and tell what is wrong with them."""
        changed = [folder.load(self._edited_text) for folder in self.folders]
        if any(changed):
            self._publish_all()
        shown = {
            self._uri_of(file.path): file for folder in self.folders for file in folder.trait_files.values()
        }
        for uri, file in shown.items():
            if file.problems or uri in self._trait_reports:
                self._publish_traits(uri, file)
        for uri in self._trait_reports - shown.keys():
            self._editor.publish(Publication(uri, None, LineIndex(""), ()))
        self._trait_reports = {uri for uri, file in shown.items() if file.problems}

    # ---- answers -----------------------------------------------------------------------------------------

    def context(self, file: OpenFile) -> Context:
        """What is known of a document now."""
        folder = self.folders.of(file.path)
        return Context(self._world(file), folder.catalogue, self.live.facts, folder.settings)

    def reports(self, file: OpenFile) -> list[Report]:
        """What is wrong with a document now, as far as the settings want to know."""
        if self._is_trait_file(file):
            loaded = self.folders.of(file.path).trait_files.get(file.path) if file.path is not None else None
            return (
                [] if loaded is None or loaded.lines.text != file.lines.text else trait_file_reports(loaded)
            )
        settings = self.folders.of(file.path).settings
        reports: list[Report] = []
        for finding in self._findings(file):
            severity = effective(finding, settings)
            if severity is not None and (self._library.complete or finding.code not in _NOWHERE):
                reports.append(Report(finding, severity))
        return reports

    # ---- what is told, and when --------------------------------------------------------------------------

    def _check_later(self, uri: str) -> None:
        self._inbox.later(("diagnostics", uri), lambda: self._publish(uri))

    def _publish(self, uri: str) -> None:
        file = self.holo_file(uri)
        if file is None:
            return
        kept = self._kept[uri]
        publication = (file.version, self.reports(file))
        if publication != kept.published:
            kept.published = publication
            self._editor.publish(Publication(uri, *publication[:1], file.lines, publication[1]))

    def _publish_all(self) -> None:
        for uri in self.files:
            self._check_later(uri)

    def _publish_traits(self, uri: str, file: TraitFile) -> None:
        opened = self.files.get(uri)
        version = None if opened is None else opened.version
        self._editor.publish(Publication(uri, version, file.lines, trait_file_reports(file)))

    def _rest(self) -> None:
        """Once the user rests, look at what an edit can have changed elsewhere."""
        if self._resting is not None:
            self._resting.cancel()
        self._resting = asyncio.get_running_loop().call_later(_REST, self._rested)

    def _rested(self) -> None:
        self._resting = None
        self._publish_all()
        self._inbox.later("wanted", self._watch, background=True)

    def _watch(self) -> None:
        files = [file for file in self.files.values() if not self._is_trait_file(file)]
        self.live.watch(each for file in files for each in wanted(self._world(file)))

    # ---- what is known, and kept until it changes --------------------------------------------------------

    def _world(self, file: OpenFile) -> World:
        kept = self._kept[file.uri]
        index = self._index(file, kept)
        if kept.world is None or kept.world.file is not file.model or kept.world.index is not index:
            kept.world = World(file.model, index)
        return kept.world

    def _index(self, file: OpenFile, kept: _Kept) -> Index:
        """What all files but this one declare."""
        opened = [other for other in self.files.values() if not self._is_trait_file(other)]
        models = tuple(other.model for other in opened if other is not file)
        known = kept.indexed
        state = (self._library.revision, self._opened)
        if known is None or known.state != state or not _same(models, known.models):
            paths = {other.path for other in opened if other.path is not None}
            index = Index([*models, *self._library.models(paths)])
            known = kept.indexed = _Indexed(state, models, index)
        return known.made

    def _checker(self, file: OpenFile) -> Checker:
        kept, folder = self._kept[file.uri], self.folders.of(file.path)
        checker = kept.checker
        if (
            checker is None
            or checker.catalogue is not folder.catalogue
            or checker.settings != folder.settings
        ):
            checker = kept.checker = Checker(folder.catalogue, folder.settings)
        return checker

    def _findings(self, file: OpenFile) -> list[Finding]:
        kept, world, checker, plant = (
            self._kept[file.uri],
            self._world(file),
            self._checker(file),
            self.live.facts,
        )
        known = kept.checked
        same_text = known is not None and known.world is world and known.checker is checker
        if known is None or not same_text or known.plant is not plant:
            local = known.local if known is not None and same_text else _local_findings(checker, world)
            live = suppress(world.file.document, list(live_findings(world, plant, checker.catalogue)))
            every = local + [finding for finding in live if finding.code != _UNUSED_IGNORE]
            known = kept.checked = _Checked(world, checker, plant, local, every)
        return known.every

    # ---- trait files -------------------------------------------------------------------------------------

    def _is_trait_file(self, file: OpenFile) -> bool:
        return file.path is not None and file.path in self.folders.of(file.path).trait_paths()

    def _edited_text(self, path: Path) -> str | None:
        return next((file.lines.text for file in self.files.values() if file.path == path), None)

    def _uri_of(self, path: Path) -> str:
        return next((uri for uri, file in self.files.items() if file.path == path), path.as_uri())


def _local_findings(checker: Checker, world: World) -> list[Finding]:
    """What the text alone tells. Whether an ignore comment silences a live finding is not for it to say."""
    text = world.file.document.text
    return [
        finding
        for finding in checker.check(world)
        if finding.code != _UNUSED_IGNORE or not _LIVE_CODE.search(text, finding.start, finding.end)
    ]


def _same(left: tuple[FileModel, ...], right: tuple[FileModel, ...]) -> bool:
    return len(left) == len(right) and all(map(operator.is_, left, right))


def _settle() -> None:
    """Take what is there out of the collector's sight: a pass over a large document is felt as a pause."""
    gc.freeze()

"""What is known of the open documents among the files of the workspace, kept until it changes."""

from __future__ import annotations

import operator
import re
from typing import TYPE_CHECKING, NamedTuple

from holo_lsp.analysis.diagnostics import Checker
from holo_lsp.analysis.rules.live import live_findings
from holo_lsp.analysis.severity import effective
from holo_lsp.analysis.suppress import suppress
from holo_lsp.lsp.documents import OpenFile
from holo_lsp.lsp.hull import carried
from holo_lsp.lsp.live_wanted import wanted
from holo_lsp.lsp.reports import Report, trait_file_reports
from holo_lsp.lsp.uris import path_of
from holo_lsp.model import Index, World

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from holo_lsp.analysis.finding import Finding
    from holo_lsp.facts import PlantFacts
    from holo_lsp.live import WantedEndpoint
    from holo_lsp.lsp.folders import Folders
    from holo_lsp.lsp.library import Library
    from holo_lsp.model import FileModel
    from holo_lsp.settings import Settings
    from holo_lsp.traits import Catalogue

#: Codes that say that no file declares a name. They wait until all files of the workspace are read.
_NOWHERE = frozenset({"HS302", "HS303", "HS304"})

_UNUSED_IGNORE = "HS110"
_LIVE_CODE = re.compile(r"\bHS7\d\d\b")


class Context(NamedTuple):
    """All that a question about a place in a file is answered from."""

    world: World
    catalogue: Catalogue
    settings: Settings


class _Indexed(NamedTuple):
    """What the other files declare, and all by which it is known to be so still."""

    library: int
    opened: int
    models: tuple[FileModel, ...]
    declared: Index


class _Checked(NamedTuple):
    """What the text itself is found fault with, and from what that was found."""

    world: World
    checker: Checker
    findings: list[Finding]


class _Compared(NamedTuple):
    """Where the text and the plant differ, and what was compared."""

    world: World
    catalogue: Catalogue
    plant: PlantFacts
    findings: list[Finding]


class _Known:
    """What is known of one open file."""

    __slots__ = ("checked", "checker", "compared", "indexed", "wanted", "world")

    def __init__(self) -> None:
        self.indexed: _Indexed | None = None
        self.world: World | None = None
        self.checker: Checker | None = None
        self.checked: _Checked | None = None
        self.compared: _Compared | None = None
        self.wanted: tuple[World, list[WantedEndpoint]] | None = None


class Workspace:
    """The open files in their folders, and among the files on disk."""

    def __init__(self, folders: Folders, library: Library) -> None:
        self.files: dict[str, OpenFile] = {}
        self.folders = folders
        self._library = library
        self._known: dict[str, _Known] = {}
        self._opened = 0
        """Counts openings and closings."""

    # ---- files -------------------------------------------------------------------------------------------

    def open(self, uri: str, version: int, text: str) -> OpenFile:
        """Take in a document."""
        file = self.files[uri] = OpenFile(uri, path_of(uri), version, text)
        self._known[uri] = _Known()
        self._opened += 1
        return file

    def close(self, uri: str) -> OpenFile | None:
        """Forget a document; None if it was not open."""
        file = self.files.pop(uri, None)
        if file is not None:
            file.forget_model()
            del self._known[uri]
            self._opened += 1
        return file

    def holo_files(self) -> list[OpenFile]:
        """The open HoloScript documents."""
        return [file for file in self.files.values() if not self.is_trait_file(file)]

    def is_trait_file(self, file: OpenFile) -> bool:
        """Does the document declare traits for its folder?"""
        return file.path is not None and file.path in self.folders.of(file.path).trait_paths()

    def opened_as(self, path: Path) -> OpenFile | None:
        """The document in which that file is open."""
        return next((file for file in self.files.values() if file.path == path), None)

    # ---- answers -----------------------------------------------------------------------------------------

    def context(self, file: OpenFile) -> Context:
        """What is known of a document now."""
        folder = self.folders.of(file.path)
        return Context(self._world(file), folder.catalogue, folder.settings)

    def reports(self, file: OpenFile) -> list[Report]:
        """What is wrong with a document now, as far as the settings want to know."""
        if self.is_trait_file(file):
            return self._trait_reports(file)
        settings = self.folders.of(file.path).settings
        reports: list[Report] = []
        for finding in self._findings(file):
            severity = effective(finding, settings)
            if severity is not None and (self._library.complete or finding.code not in _NOWHERE):
                reports.append(Report(finding, severity))
        return reports

    def wanted(self) -> Iterator[WantedEndpoint]:
        """What the documents want to know of the plant, piece by piece. An edit ends its use."""
        for file in self.holo_files():
            known, world = self._known[file.uri], self._world(file)
            if known.wanted is None or known.wanted[0] is not world:
                found: list[WantedEndpoint] = []
                for wish in wanted(world):
                    found.append(wish)
                    yield wish
                known.wanted = world, found
            else:
                yield from known.wanted[1]

    def compare(self, file: OpenFile, plant: PlantFacts) -> None:
        """Compare a document with what is known of the plant.

        It takes longer than a key may. Until it is done again, what was found is carried over all edits.
        """
        known, (world, catalogue, _) = self._known[file.uri], self.context(file)
        before = known.compared
        if (
            before is not None
            and before.world is world
            and before.catalogue is catalogue
            and before.plant is plant
        ):
            return
        found = suppress(world.file.document, list(live_findings(world, plant, catalogue)))
        live = [finding for finding in found if finding.code != _UNUSED_IGNORE]
        known.compared = _Compared(world, catalogue, plant, live)
        file.since_mark = None

    # ---- what is known -----------------------------------------------------------------------------------

    def _world(self, file: OpenFile) -> World:
        known = self._known[file.uri]
        declared = self._declared_elsewhere(file, known)
        if known.world is None or known.world.file is not file.model or known.world.index is not declared:
            known.world = World(file.model, declared)
        return known.world

    def _declared_elsewhere(self, file: OpenFile, known: _Known) -> Index:
        """What all files but this one declare."""
        opened = self.holo_files()
        models = tuple(other.model for other in opened if other is not file)
        before = known.indexed
        if (
            before is None
            or (before.library, before.opened) != (self._library.revision, self._opened)
            or not _same(models, before.models)
        ):
            paths = {other.path for other in opened if other.path is not None}
            declared = Index([*models, *self._library.models(paths)])
            before = known.indexed = _Indexed(self._library.revision, self._opened, models, declared)
        return before.declared

    def _checker(self, file: OpenFile) -> Checker:
        known, folder = self._known[file.uri], self.folders.of(file.path)
        checker = known.checker
        if (
            checker is None
            or checker.catalogue is not folder.catalogue
            or checker.settings != folder.settings
        ):
            checker = known.checker = Checker(folder.catalogue, folder.settings)
        return checker

    def _findings(self, file: OpenFile) -> list[Finding]:
        local, compared = self._local_findings(file), self._known[file.uri].compared
        if compared is None:
            return local
        live = compared.findings
        return local + (live if file.since_mark is None else carried(live, file.since_mark))

    def _local_findings(self, file: OpenFile) -> list[Finding]:
        known, world, checker = self._known[file.uri], self._world(file), self._checker(file)
        checked = known.checked
        if checked is None or checked.world is not world or checked.checker is not checker:
            found = _without_live_ignores(checker.check(world), world)
            checked = known.checked = _Checked(world, checker, found)
        return checked.findings

    def _trait_reports(self, file: OpenFile) -> list[Report]:
        """What was wrong with a trait file when it was loaded; nothing while it is another by now."""
        loaded = self.folders.of(file.path).trait_files.get(file.path) if file.path else None
        if loaded is None or loaded.lines.text != file.lines.text:
            return []
        return trait_file_reports(loaded)


def _without_live_ignores(findings: Iterable[Finding], world: World) -> list[Finding]:
    """Whether an ignore comment silences a live finding is not for the text alone to say."""
    text = world.file.document.text
    return [
        finding
        for finding in findings
        if finding.code != _UNUSED_IGNORE or not _LIVE_CODE.search(text, finding.start, finding.end)
    ]


def _same(left: tuple[FileModel, ...], right: tuple[FileModel, ...]) -> bool:
    return len(left) == len(right) and all(map(operator.is_, left, right))

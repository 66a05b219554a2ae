"""The folders of the workspace, each with its settings and with the traits that it declares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holo_lsp.lsp.uris import is_inside, path_of
from holo_lsp.syntax import LineIndex
from holo_lsp.traits import Catalogue, TraitFileProblem, builtin, load_traits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from holo_lsp.settings import Settings
    from holo_lsp.traits.spec import Trait

#: No trait file is that long (bytes); what is may be a device or a mistake, and is not read.
_LONGEST = 4_000_000


@dataclass(frozen=True, slots=True)
class TraitFile:
    """A file that declares traits, as it was read, with all that is wrong with it."""

    path: Path
    lines: LineIndex
    traits: tuple[Trait, ...]
    problems: tuple[TraitFileProblem, ...]


class Folder:
    """A folder of the workspace. ``path`` is None for what belongs to none of them, which has no trait files.

    ``catalogue`` stays the same object until a trait file changes, and ``settings`` until they differ.
    """

    def __init__(self, uri: str | None, settings: Settings) -> None:
        self.uri = uri
        self.path = None if uri is None else path_of(uri)
        self.settings = settings
        self.trait_files: dict[Path, TraitFile] = {}
        self.catalogue: Catalogue = builtin()

    def trait_paths(self) -> list[Path]:
        """Where the trait files of the folder stand, if they exist."""
        if self.path is None:
            return []
        return [self.path / name for name in self.settings.traits.files]

    def load(self, edited: Callable[[Path], str | None]) -> bool:
        """Read the trait files again and tell whether anything is new.

        ``edited`` gives the text of a file that is open in the editor.
        """
        found: dict[Path, TraitFile] = {}
        for path in self.trait_paths():
            text = edited(path)
            before = self.trait_files.get(path)
            file = _read(path, before) if text is None else _parsed(path, text, before)
            if file is not None:
                found[path] = file
        if found == self.trait_files:
            return False
        self.trait_files = found
        traits = [trait for file in found.values() for trait in file.traits]
        self.catalogue = builtin().with_traits(traits) if traits else builtin()
        return True


class Folders:
    """All folders of the workspace."""

    def __init__(self, uris: Iterable[str], settings: Settings) -> None:
        self._outside = Folder(None, settings)
        self._folders: dict[str, Folder] = {uri: Folder(uri, settings) for uri in uris}

    def __iter__(self) -> Iterator[Folder]:
        yield self._outside
        yield from self._folders.values()

    def add(self, uri: str) -> Folder:
        """Take a folder in."""
        return self._folders.setdefault(uri, Folder(uri, self._outside.settings))

    def remove(self, uri: str) -> Folder | None:
        """Let a folder go."""
        return self._folders.pop(uri, None)

    def paths(self) -> list[Path]:
        """The paths of the folders that are on disk."""
        return [folder.path for folder in self._folders.values() if folder.path is not None]

    def of(self, path: Path | None) -> Folder:
        """The innermost folder that holds the file."""
        holding = [folder for folder in self._folders.values() if is_inside(path, folder.path)]
        return max(holding, key=lambda folder: len(str(folder.path)), default=self._outside)


def _read(path: Path, before: TraitFile | None) -> TraitFile | None:
    try:
        if not path.is_file():
            return None
        if path.stat().st_size > _LONGEST:
            return _unread(path, f"File is not read: it has more than {_LONGEST:,} bytes")
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        return _unread(path, f"File cannot be read: {error.strerror}")
    except UnicodeDecodeError:
        return _unread(path, "File is not UTF-8: save it as UTF-8")
    return _parsed(path, text, before)


def _parsed(path: Path, text: str, before: TraitFile | None) -> TraitFile:
    if before is not None and before.lines.text == text:
        return before
    traits, problems = load_traits(text, path.name)
    return TraitFile(path, LineIndex(text), traits, problems)


def _unread(path: Path, reason: str) -> TraitFile:
    return TraitFile(path, LineIndex(""), (), (TraitFileProblem(reason, 0, 0),))

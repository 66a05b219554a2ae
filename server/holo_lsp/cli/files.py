"""Find and read the files to check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

SUFFIXES = (".holo", ".hsplus")
_SKIPPED = frozenset({"node_modules", "__pycache__"})
_PROBE = 8192


class SourceFile(NamedTuple):
    """A file's text and the path under which it is reported."""

    path: Path
    text: str


class Unreadable(NamedTuple):
    """A path that could not be read, and why, for a person."""

    path: Path
    reason: str


def collect(paths: Iterable[str]) -> tuple[list[SourceFile], list[Unreadable]]:
    """Read all files named, and all with a HoloScript suffix below the folders named, in a stable order."""
    files: dict[Path, SourceFile] = {}
    trouble: list[Unreadable] = []
    for given in paths:
        path = Path(given)
        if path.is_dir():
            candidates = _below(path)
        elif path.exists():
            candidates = [path]
        else:
            trouble.append(Unreadable(path, "there is no such file"))
            continue
        for candidate in candidates:
            identity = candidate.resolve()
            if identity in files:
                continue
            found = read(candidate)
            if isinstance(found, Unreadable):
                trouble.append(found)
            else:
                files[identity] = found
    return list(files.values()), trouble


def read(path: Path) -> SourceFile | Unreadable:
    """Read one file; HoloScript is UTF-8."""
    try:
        data = path.read_bytes()
    except OSError as error:
        return Unreadable(path, (error.strerror or str(error)).lower())
    if b"\0" in data[:_PROBE]:
        return Unreadable(path, "this is a binary file")
    try:
        return SourceFile(path, data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Unreadable(path, f"line {line} is not UTF-8: save the file as UTF-8")


def _below(folder: Path) -> list[Path]:
    found = [
        path
        for suffix in SUFFIXES
        for path in folder.rglob(f"*{suffix}")
        if path.is_file() and not any(_is_skipped(part) for part in path.relative_to(folder).parts)
    ]
    return sorted(found)


def _is_skipped(part: str) -> bool:
    return part.startswith(".") or part in _SKIPPED

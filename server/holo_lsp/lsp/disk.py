"""HoloScript files on disk: which they are, and what they say."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

SUFFIXES = (".holo", ".hsplus")

#: A larger file is no source of a person's (bytes).
_LARGEST = 64 << 20

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


def files_below(folder: Path) -> Iterator[Path]:
    """The HoloScript files of a folder, in a stable order. Hidden folders and those of tools are passed by."""
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in _SKIPPED and not name.startswith("."))
        for name in sorted(names):
            if name.endswith(SUFFIXES):
                yield Path(parent, name)


def read(path: Path) -> SourceFile | Unreadable:
    """Read one file; HoloScript is UTF-8."""
    try:
        if path.is_dir():
            return Unreadable(path, "is a directory")
        if not path.is_file():  # a pipe would wait for ever
            return Unreadable(path, "is no file" if path.exists() else "there is no such file")
        if path.stat().st_size > _LARGEST:
            return Unreadable(path, f"is larger than {_LARGEST >> 20} MB")
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

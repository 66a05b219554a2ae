"""Find and read the files to check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from holo_lsp.lsp.disk import SourceFile, Unreadable, files_below, read

if TYPE_CHECKING:
    from collections.abc import Iterable


def collect(paths: Iterable[str]) -> tuple[list[SourceFile], list[Unreadable]]:
    """Read all files named, and all with a HoloScript suffix below the folders named, in a stable order."""
    files: dict[Path, SourceFile] = {}
    trouble: list[Unreadable] = []
    for given in paths:
        path = Path(given)
        for candidate in files_below(path) if path.is_dir() else (path,):
            identity = candidate.resolve()
            if identity in files:
                continue
            found = read(candidate)
            if isinstance(found, Unreadable):
                trouble.append(found)
            else:
                files[identity] = found
    return list(files.values()), trouble

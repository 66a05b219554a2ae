"""URIs of documents, and the paths of those that are files."""

from __future__ import annotations

from pathlib import Path

from pygls.uris import to_fs_path


def path_of(uri: str) -> Path | None:
    """The path that a ``file:`` URI names; None for any other URI, and for what no path can be."""
    path = to_fs_path(uri)
    if not path or "\0" in path:
        return None
    return Path(path)


def is_inside(path: Path | None, folder: Path | None) -> bool:
    """Does ``path`` stand in ``folder``, at whatever depth?"""
    return path is not None and folder is not None and path.is_relative_to(folder)

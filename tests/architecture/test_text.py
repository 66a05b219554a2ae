"""What the project's text must not hold."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
NOT_OURS = {".git", ".venv", ".tools", ".cache", "build", "dist", "node_modules", "__pycache__"}

#: An absolute path into somebody's own folders. One in a URI (``file:///home/…``) is an example.
MACHINE_PATH = re.compile(r"(?<![\w./~])/(?:root|work|(?:home|Users)/[\w-]+)/|\b[A-Z]:\\+Users\\")


def texts() -> Iterator[tuple[Path, str]]:
    """The project's text files and what they hold."""
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in NOT_OURS]
        for path in (Path(folder, name) for name in names):
            content = path.read_bytes()
            if b"\0" not in content:
                yield path.relative_to(ROOT), content.decode("utf-8", "replace")


def test_no_text_names_a_path_of_a_machine():
    found = [
        f"{path}:{number}: {line.strip()}"
        for path, text in texts()
        for number, line in enumerate(text.splitlines(), 1)
        if MACHINE_PATH.search(line)
    ]
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize("path", ["|root|x", "|work|x", "at |home|ann|x", '"|Users|ann|x', r"C:\Users|ann"])
def test_a_path_of_a_machine_is_seen(path: str):
    assert MACHINE_PATH.search(path.replace("|", "\\" if path.startswith("C:") else "/"))


@pytest.mark.parametrize("path", ["file:|||home|ann|x", "docs|work|x", "..|work|x", "|srv|x", "~|root|x"])
def test_other_paths_pass(path: str):
    assert not MACHINE_PATH.search(path.replace("|", "/"))

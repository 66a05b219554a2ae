"""What the project's files must not name: a path of somebody's machine, a host that packages come from."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
IGNORED = (ROOT / ".gitignore").read_text("utf-8").splitlines()
NOT_OURS = {".git", *(line.strip("/") for line in IGNORED if line.endswith("/"))}

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


def hosts(name: str, text: str) -> list[str]:
    """What names a host of packages in the file ``name``, where that is a lock or settings of pip or npm."""
    if name == ".npmrc":
        return re.findall(r"^\s*(?:.*registry\s*=|//).*", text, re.MULTILINE)
    if name in {"package-lock.json", "npm-shrinkwrap.json"}:
        return list(_resolved(json.loads(text)))
    if name.endswith(".lock"):
        return re.findall(r".*://.*|^\s*-(?!-hash=).*", text, re.MULTILINE)
    return []


def _resolved(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "resolved" and "://" in str(inner):
                yield inner
            yield from _resolved(inner)


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


def test_no_lock_names_a_host():
    # uv's own lock file does, so git ignores it.
    kept = ((path, text) for path, text in texts() if path.name != "uv.lock")
    found = [f"{path}: {host}" for path, text in kept for host in hosts(path.name, text)]
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("dev.lock", "--index-url https://pypi.example/simple\n"),
        ("dev.lock", "-i pypi.example\n"),
        ("dev.lock", "x @ https://files.example/x.whl \\\n    --hash=sha256:00\n"),
        (".npmrc", "registry=https://npm.example/\n"),
        (".npmrc", "@scope:registry = https://npm.example/\n"),
        (".npmrc", "//npm.example/:always-auth=true\n"),
        ("package-lock.json", '{"packages": {"a": {"resolved": "https://npm.example/a.tgz"}}}'),
    ],
)
def test_a_host_is_seen(name: str, text: str):
    assert hosts(name, text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("dev.lock", "x==1.0 ; sys_platform == 'win32' \\\n    --hash=sha256:00\n    # via y\n"),
        (".npmrc", "omit-lockfile-registry-resolved=true\n"),
        ("package-lock.json", '{"packages": {"a": {"funding": {"url": "https://a.example"}}}}'),
    ],
)
def test_what_names_no_host_of_packages_passes(name: str, text: str):
    assert not hosts(name, text)

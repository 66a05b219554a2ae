"""The locks: made for what pyproject.toml asks for, hashed, and naming no host that packages come from."""

from __future__ import annotations

import json
import os
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
LOCKS = {"bootstrap": ROOT / "requirements/bootstrap.lock", "dev": ROOT / "requirements/dev.lock"}
NOT_OURS = {".git", ".venv", ".tools", ".cache", "build", "dist", "node_modules", "__pycache__"}


def files(*names: str) -> Iterator[Path]:
    """The files of the project that have one of ``names``."""
    for folder, folders, found in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in NOT_OURS]
        yield from (Path(folder, name) for name in names if name in found)


def pins(lock: str) -> dict[str, set[str]]:
    """Each distribution with the versions that ``lock`` pins: more than one where the platforms differ."""
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([^\s;]+)", lock, re.MULTILINE):
        found.setdefault(canonicalize_name(name), set()).add(version)
    return found


def hosts(name: str, text: str) -> list[str]:
    """What names a host in a file for pip (``.lock``) or npm."""
    if name == ".npmrc":
        return re.findall(r"^\s*(?:.*registry\s*=|//).*", text, re.MULTILINE)
    if name.endswith(".json"):
        return list(_resolved(json.loads(text)))
    return re.findall(r".*://.*|^\s*-(?!-hash=).*", text, re.MULTILINE)


def _resolved(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "resolved" and "://" in str(inner):
                yield inner
            yield from _resolved(inner)


def test_no_lock_names_a_host():
    found = [
        f"{path.relative_to(ROOT)}: {line}"
        for path in [*LOCKS.values(), *files("package-lock.json", "npm-shrinkwrap.json", ".npmrc")]
        for line in hosts(path.name, path.read_text("utf-8"))
    ]
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
        (".npmrc", "omit-lockfile-registry-resolved=true\n"),
        ("package-lock.json", '{"packages": {"a": {"funding": {"url": "https://a.example"}}}}'),
    ],
)
def test_what_names_no_registry_passes(name: str, text: str):
    assert not hosts(name, text)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_a_hash(lock: str):
    text = LOCKS[lock].read_text("utf-8")
    entries = re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)[1:]
    assert entries
    assert all("--hash=sha256:" in entry for entry in entries)


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_is_made_for_what_the_project_asks_for(lock: str):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    asked = list(project["dependency-groups"][lock])
    if lock == "dev":
        asked += project["project"]["dependencies"]
    pinned = pins(LOCKS[lock].read_text("utf-8"))
    for requirement in map(Requirement, asked):
        versions = pinned.get(canonicalize_name(requirement.name), set())
        assert versions, f"{requirement.name} is not in the lock: run `make lock`"
        assert all(map(requirement.specifier.contains, versions)), f"{requirement}: run `make lock`"

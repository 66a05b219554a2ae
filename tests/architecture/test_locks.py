"""The locks: hashed, and made for what pyproject.toml asks for."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]


def entries(lock: str) -> list[tuple[str, str, str]]:
    """The entries of a lock: (distribution, version, the rest); platforms may have versions of their own."""
    text = (ROOT / "requirements" / f"{lock}.lock").read_text("utf-8")
    found = re.findall(r"^([\w.-]+)==([^\s;]+)((?:.*\\\n)*.*)", text, re.MULTILINE)
    assert found
    return found


@pytest.mark.parametrize("lock", ["bootstrap", "dev"])
def test_every_entry_has_a_hash(lock: str):
    assert all("--hash=sha256:" in rest for _, _, rest in entries(lock))


@pytest.mark.parametrize("lock", ["bootstrap", "dev"])
def test_the_lock_is_made_for_what_the_project_asks_for(lock: str):
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    asked = declared["dependency-groups"][lock] + (
        declared["project"]["dependencies"] if lock == "dev" else []
    )
    for requirement in map(Requirement, asked):
        name = canonicalize_name(requirement.name)
        versions = [version for pinned, version, _ in entries(lock) if canonicalize_name(pinned) == name]
        assert versions, f"{name} is not in {lock}.lock: run `make lock`"
        assert all(map(requirement.specifier.contains, versions)), f"{requirement}: run `make lock`"

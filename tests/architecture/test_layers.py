"""The rooms of the package and what each may import, as a table; every module is held to it.

All imports count: those inside functions and those that only a type checker sees, too.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

SERVER = Path(__file__).parents[2] / "server"
PACKAGE = "holo_lsp"

#: What a room may import besides itself. What those may import comes with them.
ROOMS: dict[str, set[str]] = {
    "addresses": set(),
    "units": set(),
    "syntax": set(),
    "traits": {"addresses", "units"},
    "facts": {"addresses", "units"},
    "settings": {"addresses"},
    "model": {"syntax", "traits", "addresses", "units"},
    "analysis": {"model", "facts", "settings"},
    "dtdl": {"model"},
    "sources": {"addresses", "units", "facts", "settings"},
    "stores": {"settings"},
    "live": {"sources", "stores", "model"},
    "runtime": {"model", "traits", "sources", "stores", "settings"},
    "demo": {"addresses", "facts", "sources", "settings"},
    "lsp": {"analysis", "dtdl", "live", "runtime"},
    "cli": {"lsp", "demo"},
}

#: What only some rooms may import: the protocol of editors, that of plants, and the grammar's engine.
ONLY_IN = {
    "lsprotocol": {"lsp"},
    "pygls": {"lsp"},
    "asyncua": {"sources", "live", "demo"},
    "lark": {"syntax"},
}

#: Rooms of pure functions and data, and what would let them wait, call out or start something.
PURE = {"addresses", "units", "syntax", "traits", "facts", "model", "analysis", "dtdl"}
EFFECTS = {"asyncio", "http", "multiprocessing", "selectors", "socket", "ssl", "subprocess", "urllib.request"}


class Import(NamedTuple):
    """``module`` is imported at ``line``."""

    line: int
    module: str


def imports(tree: ast.AST) -> Iterator[Import]:
    """All that ``tree`` imports, by whatever statement. Ruff lets no relative import through."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (Import(node.lineno, name.name) for name in names)
            case ast.ImportFrom(module=str(module), names=names, level=0):
                yield Import(node.lineno, module)
                yield from (Import(node.lineno, f"{module}.{name.name}") for name in names)
            case ast.Call(
                func=ast.Name(id="import_module" | "__import__") | ast.Attribute(attr="import_module"),
                args=[ast.Constant(value=str(module)), *_],
            ):
                yield Import(node.lineno, module)
            case _:
                pass


def below(room: str) -> set[str]:
    """The rooms that ``room`` may import, itself among them."""
    return {room}.union(*(below(other) for other in ROOMS[room]))


def faults(source: str, room: str) -> list[tuple[int, str]]:
    """Where the text of a module of ``room`` breaks a rule: (line, what is wrong)."""
    found: list[tuple[int, str]] = []
    tree = ast.parse(source)
    for line, module in imports(tree):
        top, _, rest = module.partition(".")
        other = rest.partition(".")[0]
        if top == PACKAGE and other in ROOMS and other not in below(room):
            found.append((line, f"{room} may not import {other}"))
        if room not in ONLY_IN.get(top, {room}):
            found.append((line, f"{room} may not import {top}: only {', '.join(sorted(ONLY_IN[top]))}"))
        if room in PURE:
            called = (name for name in EFFECTS if f"{module}.".startswith(f"{name}."))
            found.extend((line, f"{room} is pure and may not import {name}") for name in called)
    found += [
        (node.lineno, f"{node.func.id} runs text as code")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"eval", "exec"}
    ]
    return sorted(set(found))


MODULES = sorted((SERVER / PACKAGE).rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(SERVER / PACKAGE).parts[0]


def test_every_module_keeps_to_its_room():
    found = [
        f"{path.relative_to(SERVER.parent)}:{line}: {what}"
        for path in MODULES
        if room_of(path) in ROOMS
        for line, what in faults(path.read_text("utf-8"), room_of(path))
    ]
    assert not found, "\n" + "\n".join(found)


def test_every_module_stands_in_a_room():
    outside = {room_of(path) for path in MODULES} - set(ROOMS)
    assert outside == {"__init__.py"}


def test_the_package_itself_imports_nothing():
    tree = ast.parse((SERVER / PACKAGE / "__init__.py").read_text("utf-8"))
    assert {module for _, module in imports(tree)} <= {"__future__", "__future__.annotations"}


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("syntax", "from holo_lsp.model import X"),
        ("syntax", "from holo_lsp import traits"),
        ("syntax", "import holo_lsp.addresses.errors as e"),
        ("syntax", "if TYPE_CHECKING:\n    from holo_lsp.units import Unit"),
        ("analysis", "def f():\n    import holo_lsp.lsp.main"),
        ("analysis", "import_module('holo_lsp.live')"),
        ("analysis", "importlib.import_module('holo_lsp.live')"),
        ("lsp", "from holo_lsp.cli import main"),
        ("cli", "from lsprotocol import types"),
        ("cli", "from pygls.lsp.server import LanguageServer"),
        ("runtime", "import asyncua.ua"),
        ("model", "import lark"),
        ("model", "import asyncio"),
        ("addresses", "from urllib.request import urlopen"),
        ("addresses", "from urllib import request"),
        ("traits", "eval('1')"),
        ("traits", "def f():\n    exec('x = 1')"),
    ],
)
def test_a_breach_is_seen(room: str, source: str):
    assert faults(source, room)


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("traits", "from holo_lsp.units import Unit"),
        ("traits", "from holo_lsp.traits.spec import Trait"),
        ("traits", "from holo_lsp import __version__"),
        ("analysis", "from holo_lsp.syntax import parse"),
        ("addresses", "from urllib.parse import unquote"),
        ("addresses", "from urllib import parse"),
        ("lsp", "import asyncio"),
        ("cli", "from holo_lsp.lsp.main import main"),
        ("model", "re.compile('x')"),
    ],
)
def test_what_is_allowed_passes(room: str, source: str):
    assert not faults(source, room)

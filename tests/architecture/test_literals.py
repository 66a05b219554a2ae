"""No trait is named outside the catalogue: what is done for a trait is read from its declaration."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import get_args

import pytest

from holo_lsp.traits.catalogue import builtin
from holo_lsp.traits.spec import BodyKind, Place

PACKAGE = Path(__file__).parents[2] / "server" / "holo_lsp"
TRAITS = set(builtin().traits)

#: Words that mean something else too: `state` begins a path, `panel` is a place. With an `@` they are traits.
OTHER_WORDS = {*builtin().values, *builtin().blocks, *get_args(Place), *get_args(BodyKind)}

ALONE = TRAITS - OTHER_WORDS
NAMED = re.compile(rf"^(?:{'|'.join(ALONE)})$|@(?:{'|'.join(TRAITS)})\b")


def names_of_traits(source: str) -> list[tuple[int, str]]:
    """The string literals in ``source`` that name a trait: (line, the literal). Docstrings may."""
    tree = ast.parse(source)
    prose = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and node not in prose
        if isinstance(node.value, str) and NAMED.search(node.value)
    ]


def test_no_trait_is_named_outside_the_catalogue():
    found = [
        f"{path.relative_to(PACKAGE.parent.parent)}:{line}: {literal!r}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.relative_to(PACKAGE).parts[0] != "traits"
        for line, literal in names_of_traits(path.read_text("utf-8"))
    ]
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize(
    "source",
    ['x == "data_binding"', 'f"a bound twin without `@alert`{x}"', '{"time_series": 1}', 'x = "@state { }"'],
)
def test_a_name_is_seen(source: str):
    assert names_of_traits(source)


@pytest.mark.parametrize(
    "source",
    [
        '"""Checks `@alert`."""',
        'x.startswith("state")',
        'place = "panel"',
        'x = "alerts"',
        'x = "an alert is shown"',
    ],
)
def test_other_literals_pass(source: str):
    assert not names_of_traits(source)

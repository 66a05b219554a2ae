"""The tables are computed once and kept; whatever happens to what is kept, they come out the same."""

from __future__ import annotations

import json

import pytest

from holo_lsp.syntax import tables as module


def numbered(tables: module.Tables):
    """The tables with their states numbered in the order in which they are reached: Lark's numbers are random."""
    order = [tables.start]
    for state in order:
        steps = {symbol: target for symbol, target in tables.actions[state].items() if target >= 0}
        for _, target in sorted((steps | tables.gotos[state]).items()):
            if target not in order:
                order.append(target)
    number = {state: position for position, state in enumerate(order)}
    rows = [
        (
            {
                symbol: target if target < 0 else number[target]
                for symbol, target in tables.actions[state].items()
            },
            {symbol: number[target] for symbol, target in tables.gotos[state].items()},
        )
        for state in order
    ]
    return rows, tables.rules


TABLES = numbered(module.tables())


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_cache_folder", lambda: tmp_path / "cache")
    return tmp_path / "cache"


def computed():
    return numbered(module.tables.__wrapped__())


def test_they_are_kept(folder):
    assert computed() == TABLES
    (kept,) = folder.iterdir()
    json.loads(kept.read_text(encoding="utf-8"))


def test_kept_ones_are_used_without_lark(folder, monkeypatch):
    computed()
    monkeypatch.setattr(module, "_compile", None)
    assert computed() == TABLES


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"actions": 1', "\x00", '{"actions": [1], "gotos": 3}'])
def test_damaged_ones_are_computed_anew(folder, content):
    computed()
    (kept,) = folder.iterdir()
    kept.write_text(content, encoding="utf-8")
    assert computed() == TABLES
    json.loads(kept.read_text(encoding="utf-8"))


def test_undecodable_ones_are_computed_anew(folder):
    computed()
    (kept,) = folder.iterdir()
    kept.write_bytes(b"\xff\xfe")
    assert computed() == TABLES


def test_a_folder_that_cannot_be_made_costs_nothing_else(folder):
    folder.write_text("a file where the folder should be", encoding="utf-8")
    assert computed() == TABLES


def test_another_grammar_has_other_tables(folder, monkeypatch):
    computed()
    monkeypatch.setattr(module, "grammar_text", lambda: "%declare A\nstart: A\n")
    assert computed() != TABLES
    assert len(list(folder.iterdir())) == 2

"""The examples: two faults in the factory, on purpose, and none in the snippets."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from holo_lsp.analysis.diagnostics import Checker
from holo_lsp.demo import BUILDING, DEMO_PORT, MACHINES, PLANT, Variable
from holo_lsp.model import FileModel, World
from holo_lsp.settings import Settings
from holo_lsp.syntax import Document
from holo_lsp.traits import builtin

EXAMPLES = Path(__file__).parents[2] / "examples"
FACTORY = EXAMPLES / "factory" / "factory.holo"
INDEXES = {MACHINES: 2, BUILDING: 3}
NODES = {f"ns={INDEXES[node.namespace]};s={node.path}": node for node in PLANT if isinstance(node, Variable)}

MAPPING = re.compile(r'"(ns=[^"]+)": "state\.(\w+)"')
FIELD = re.compile(r"^\s+(\w+): ([^\s,]+)(?:  //.*)?$", re.MULTILINE)


def fits(variable, initial):
    """Whether a variable's values can go into a field that starts with ``initial``, in source text."""
    if variable.array:
        return initial == "[]"
    match variable.type:
        case "String":
            return initial.startswith('"')
        case "Boolean":
            return initial in {"true", "false"}
        case _:
            return initial.isdecimal()


@pytest.mark.parametrize("path", sorted(EXAMPLES.rglob("*.holo")), ids=lambda path: path.stem)
def test_without_a_plant_there_is_nothing_to_find(path):
    document = Document.parse(path.read_text("utf-8"))
    findings = Checker(builtin(), Settings()).check(World(FileModel(document, str(path))))
    assert [(document.lines.position(found.start, "utf-32"), found.message) for found in findings] == []


def test_the_factory_is_bound_to_the_demo_plant():
    sources = set(re.findall(r'source: "([^"]+://[^"]+)"', FACTORY.read_text("utf-8")))
    assert sources == {f"opc.tcp://127.0.0.1:{DEMO_PORT}"}


def test_one_node_id_of_the_factory_is_misspelt():
    mapped = {node_id for node_id, _ in MAPPING.findall(FACTORY.read_text("utf-8"))}
    assert len(mapped) > 40
    assert mapped - NODES.keys() == {"ns=2;s=CNC2.Spindel.RPM"}
    assert "ns=2;s=CNC2.Spindle.RPM" in NODES


def test_one_value_of_the_factory_does_not_fit_its_field():
    text = FACTORY.read_text("utf-8")
    initial = dict(FIELD.findall(text))
    misfits = {
        (node_id, field)
        for node_id, field in MAPPING.findall(text)
        if node_id in NODES and not fits(NODES[node_id], initial[field])
    }
    assert misfits == {("ns=2;s=CNC1.Coolant.Level", "coolantLevel")}


def test_every_node_of_the_factory_can_be_read():
    mapped = {node_id for node_id, _ in MAPPING.findall(FACTORY.read_text("utf-8"))}
    assert all(NODES[node_id].readable for node_id in mapped & NODES.keys())


def test_the_readme_names_every_snippet():
    named = set(re.findall(r"`(\w+\.holo)`", (EXAMPLES / "README.md").read_text("utf-8")))
    assert named == {path.name for path in (EXAMPLES / "snippets").glob("*.holo")}

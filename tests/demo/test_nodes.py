"""What the plant consists of, and that the simulation has a value for each of it."""

from __future__ import annotations

from datetime import datetime

from holo_lsp.demo.nodes import BUILDING, MACHINES, PLANT, Method, Object, Variable
from holo_lsp.demo.process import Process

VARIABLES = {node.path: node for node in PLANT if isinstance(node, Variable)}

PYTHON_TYPES = {
    "Boolean": bool,
    "UInt16": int,
    "UInt32": int,
    "UInt64": int,
    "Int32": int,
    "MachineState": int,
    "Double": float,
    "String": str,
    "DateTime": datetime,
}


def test_every_node_has_a_path_of_its_own_below_an_object_that_comes_first():
    objects = set()
    for node in PLANT:
        assert node.path not in objects
        above = node.path.rpartition(".")[0] or (node.under if isinstance(node, Object) else None)
        assert above is None or above in objects
        if isinstance(node, Object):
            objects.add(node.path)
    assert len({node.path for node in PLANT}) == len(PLANT)


def test_every_node_is_described_and_in_one_of_two_namespaces():
    assert all(node.doc for node in PLANT)
    assert {node.namespace for node in PLANT} == {MACHINES, BUILDING}


def test_the_plant_has_one_of_every_kind_that_a_check_must_tell_apart():
    assert {variable.type for variable in VARIABLES.values()} == set(PYTHON_TYPES)
    assert {variable.access for variable in VARIABLES.values()} == {"read", "read_write", "write", "denied"}
    assert any(variable.array for variable in VARIABLES.values())
    assert any(variable.faulty for variable in VARIABLES.values())
    assert any(variable.unit and not variable.range for variable in VARIABLES.values())
    assert any(isinstance(node, Method) for node in PLANT)
    # a quantity that an old controller sends as text
    assert VARIABLES["CNC1.Coolant.Level"].type == "String"


def test_a_machine_has_what_its_effectiveness_is_computed_from():
    for name in ("CNC1", "CNC2"):
        needed = {"PlannedBusyTime", "ActualProductionTime", "PlannedRunTimePerItem"}
        assert {f"{name}.OEE.{time}" for time in needed} <= VARIABLES.keys()
        assert {f"{name}.Parts.Produced", f"{name}.Parts.Good"} <= VARIABLES.keys()


def test_the_simulation_has_a_value_of_the_right_type_for_every_variable_that_can_be_read():
    sample = Process(seed=1).sample()
    readable = {path for path, variable in VARIABLES.items() if variable.readable or variable.faulty}
    assert sample.keys() == readable
    for path, value in sample.items():
        expected = PYTHON_TYPES[VARIABLES[path].type]
        elements = value if VARIABLES[path].array else [value]
        assert all(type(element) is expected for element in elements), path


def test_the_simulation_takes_what_can_be_written_and_called():
    process = Process(seed=1)
    writable = {path for path, variable in VARIABLES.items() if "write" in variable.access}
    assert process.inputs.keys() == writable
    assert process.actions.keys() == {node.path for node in PLANT if isinstance(node, Method)}

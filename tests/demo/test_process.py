"""The simulation behaves as such a plant would."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holo_lsp.demo.nodes import PLANT, Variable
from holo_lsp.demo.process import Process

VARIABLES = {node.path: node for node in PLANT if isinstance(node, Variable)}


def samples(process, steps, dt=0.25):
    for _ in range(steps):
        process.step(dt)
        yield process.sample()


def course(path, steps, dt=0.25, process=None):
    return [sample[path] for sample in samples(process or Process(seed=1), steps, dt)]


def test_the_same_seed_gives_the_same_course():
    assert list(samples(Process(seed=7), 200)) == list(samples(Process(seed=7), 200))


def test_another_seed_gives_another_course():
    assert list(samples(Process(seed=7), 200)) != list(samples(Process(seed=8), 200))


@settings(max_examples=20)
@given(st.integers(0, 2**32), st.sampled_from([0.05, 0.25, 1.0, 5.0]))
def test_no_value_ever_leaves_its_range(seed, dt):
    for sample in samples(Process(seed), 300, dt):
        for path, value in sample.items():
            if (span := VARIABLES[path].range) is not None:
                assert span[0] <= value <= span[1], path
            assert all(math.isfinite(number) for number in [value] if isinstance(number, float))


@settings(max_examples=20)
@given(st.dictionaries(st.sampled_from(sorted(Process(seed=1).inputs)), st.integers(0, 65_535)))
def test_nor_when_an_operator_sets_something_wild(inputs):
    process = Process(seed=1)
    for path, value in inputs.items():
        process.inputs[path](value)
    for sample in samples(process, 300):
        for path, value in sample.items():
            if (span := VARIABLES[path].range) is not None and path not in inputs:
                assert span[0] <= value <= span[1], path


def test_the_plant_is_met_at_work():
    sample = Process(seed=1).sample()
    assert sample["CNC1.Parts.Produced"] > 50
    assert sample["CNC1.Spindle.Temperature"] > 35
    assert sample["Line1.TaktTime"] > 0
    assert sample["Conveyor1.Running"]


def test_the_spindle_ramps_and_reaches_the_speed_of_each_operation():
    speeds = course("CNC1.Spindle.RPM", 400)
    assert {8500.0, 11_200.0, 2800.0, 0.0} <= set(speeds)
    assert all(abs(after - before) <= 5000 * 0.25 + 0.1 for before, after in pairwise(speeds))


def test_temperatures_lag():
    warmth = course("CNC1.Spindle.Temperature", 400)
    assert max(abs(after - before) for before, after in pairwise(warmth)) < 0.2
    assert max(warmth) - min(warmth) > 0.5


def test_parts_travel_from_the_machines_along_the_belt_to_the_counter():
    process = Process(seed=1)
    start = process.sample()
    for _ in range(4000):
        process.step(0.25)
    end = process.sample()

    def gained(path):
        return end[path] - start[path]

    produced = gained("CNC1.Parts.Produced") + gained("CNC2.Parts.Produced")
    assert produced > 30
    assert gained("Line1.Counter") + len(end["Conveyor1.Items"]) - len(start["Conveyor1.Items"]) == produced
    for name in ("CNC1", "CNC2"):
        assert end[f"{name}.Parts.Good"] + end[f"{name}.Parts.Scrap"] == end[f"{name}.Parts.Produced"]
        assert end[f"{name}.OEE.ActualProductionTime"] < end[f"{name}.OEE.PlannedBusyTime"]
    assert len(set(end["Conveyor1.Items"])) == end["Conveyor1.ItemCount"]


def test_a_machine_meets_with_every_state_and_tells_its_alarms():
    seen = set()
    for sample in samples(Process(seed=1), 20_000, dt=1.0):
        status = sample["CNC2.Status"]
        seen.add((status, sample["CNC2.State"]))
        assert (status == "alarm") == ("2041 Coolant pressure low" in sample["CNC2.Alarms"])
        assert status != "running" or not sample["CNC2.Door.Open"]
    assert seen == {("idle", 0), ("running", 1), ("alarm", 2)}


def test_tools_wear_and_are_changed():
    lives = course("CNC1.Tool.Life", 6000, dt=1.0)
    assert min(lives) < 15
    assert any(after - before > 80 for before, after in pairwise(lives))


@pytest.mark.parametrize(("override", "speed"), [(50, 4250.0), (100, 8500.0), (150, 12_000.0)])
def test_the_override_scales_the_spindle(override, speed):
    process = Process(seed=1)
    process.inputs["CNC1.Spindle.Override"](override)
    assert speed in course("CNC1.Spindle.RPM", 400, process=process)


def test_hold_stops_the_feed_and_letting_go_sets_it_going():
    process = Process(seed=1)
    process.inputs["CNC1.Commands.Hold"](True)
    held = list(samples(process, 200))[-1]
    assert held["CNC1.Feed.Rate"] < 1
    assert held["CNC1.Spindle.RPM"] == 0
    assert held["CNC1.Status"] == "idle"
    process.inputs["CNC1.Commands.Hold"](False)
    assert max(course("CNC1.Feed.Rate", 200, process=process)) > 2000


def test_the_belt_follows_its_setpoint_at_once_only_to_a_stop():
    process = Process(seed=1)
    process.inputs["Conveyor1.SpeedSetpoint"](1.2)
    speeds = course("Conveyor1.Speed", 40, process=process)
    assert speeds[0] < 0.6
    assert speeds[-1] == 1.2
    process.inputs["Conveyor1.EmergencyStop"](True)
    process.step(0.25)
    stopped = process.sample()
    assert stopped["Conveyor1.Speed"] == 0
    assert not stopped["Conveyor1.Running"]


def test_counters_are_reset():
    process = Process(seed=1)
    process.actions["CNC1.Commands.ResetCounters"]()
    sample = process.sample()
    assert sample["CNC1.Parts.Produced"] == sample["CNC1.Parts.Scrap"] == 0
    assert sample["CNC2.Parts.Produced"] > 0

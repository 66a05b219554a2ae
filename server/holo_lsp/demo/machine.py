"""A machining centre of the demo plant: its programs, and how its values follow from what it does."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from holo_lsp.demo.nodes import MACHINE_STATES

if TYPE_CHECKING:
    from random import Random

Value = bool | int | float | str | datetime | list[str] | list[float]

AMBIENT = 21.5
"""Air temperature of the hall before anything heats it, °C."""

_IDLE, _RUNNING, _ALARM = range(len(MACHINE_STATES))

_HOME = (0.0, 0.0, -5.0)
_LOADING_SECONDS = 6.0
_ALARM_SECONDS = 15.0
_TOOL_SECONDS = 1500.0
_RPM_PER_SECOND = 5000.0
_HIGHEST_RPM = 12_000.0
_HIGHEST_FEED = 15_000.0
_HIGHEST_FEED_OVERRIDE = 120
_SHARE_OF_SCRAP = 0.03
_SHARE_OF_TROUBLE = 0.02
_FULL_TANK = 92.0
_LOW_TANK = 55.0
_WORN = 0.15
_WORN_OUT = 0.05


@dataclass(frozen=True, slots=True)
class Operation:
    """A stretch of a program: tool, spindle speed (r/min), feed (mm/min), load (%) and length (s)."""

    tool: int
    rpm: float
    feed: float
    load: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Program:
    """What a machine makes, again and again. ``blocks`` is the number of lines of its file."""

    name: str
    blocks: int
    operations: tuple[Operation, ...]

    @property
    def seconds(self) -> float:
        """How long one part takes at 100 % feed."""
        return sum(operation.seconds for operation in self.operations)


@dataclass(frozen=True, slots=True)
class Model:
    """What stands on a machine's type plate, and what the machine makes."""

    name: str
    serial_number: str
    serviced: datetime
    program: Program


MODELS = {
    "CNC1": Model(
        "VMC-850",
        "MMT-20117",
        datetime(2026, 3, 2, 6, 30, tzinfo=UTC),
        Program(
            "bracket_v4.nc",
            2140,
            (
                Operation(3, 8500.0, 2400.0, 62.0, 14.0),
                Operation(7, 11_200.0, 3600.0, 38.0, 9.0),
                Operation(12, 2800.0, 420.0, 47.0, 7.0),
            ),
        ),
    ),
    "CNC2": Model(
        "VMC-650",
        "MMT-18904",
        datetime(2025, 11, 17, 13, 5, tzinfo=UTC),
        Program(
            "housing_v2.nc",
            3875,
            (
                Operation(1, 6200.0, 1800.0, 78.0, 18.0),
                Operation(5, 9800.0, 2900.0, 44.0, 12.0),
                Operation(9, 1900.0, 260.0, 55.0, 10.0),
                Operation(14, 10_400.0, 3100.0, 29.0, 6.0),
            ),
        ),
    ),
}


def lagging(value: float, target: float, seconds: float, dt: float) -> float:
    """Move ``value`` towards ``target`` with the time constant ``seconds`` (first-order lag)."""
    return value + (target - value) * (1 - math.exp(-dt / seconds))


def ramped(value: float, target: float, step: float) -> float:
    """Move ``value`` towards ``target`` by ``step`` at most."""
    return min(value + step, target) if target > value else max(value - step, target)


@dataclass(slots=True)
class Machine:
    """A machining centre at work.

    An operator sets the overrides (%), the target and ``hold``; the rest follows. Speeds are in r/min and
    mm/min, loads in %, temperatures in °C, positions in mm, pressures in bar, times in seconds.
    """

    name: str
    model: Model
    random: Random
    spindle_override: int = 100
    feed_override: int = 100
    target: int = 640
    hold: bool = False
    rpm: float = 0.0
    feed: float = 0.0
    load: float = 0.0
    temperature: float = AMBIENT
    position: tuple[float, float, float] = _HOME
    pressure: float = 0.0
    coolant: float = _FULL_TANK
    done: float = 0.0
    """How far the program has come."""
    loading: float = _LOADING_SECONDS
    """How long until the next part is clamped."""
    alarm: float = 0.0
    """How long until somebody has seen to the alarm."""
    life: dict[int, float] = field(default_factory=dict[int, float])
    """What is left of each tool that was used, from 1 to 0."""
    produced: int = 0
    good: int = 0
    planned: float = 0.0
    running: float = 0.0
    energy: float = 0.0

    @property
    def state(self) -> int:
        """Index into MACHINE_STATES."""
        if self.alarm > 0:
            return _ALARM
        return _IDLE if self.loading > 0 or self.hold else _RUNNING

    @property
    def operation(self) -> Operation:
        """The operation that is being run, or that comes first."""
        end = 0.0
        for operation in self.model.program.operations:
            end += operation.seconds
            if self.done < end:
                return operation
        return self.model.program.operations[-1]

    @property
    def power(self) -> float:
        """Active power, kW."""
        return 0.9 + 0.16 * self.load

    @property
    def vibration(self) -> float:
        """RMS velocity of the spindle housing, mm/s."""
        speed = self.rpm / _HIGHEST_RPM
        wear = 1 - self.life.get(self.operation.tool, 1.0)
        return 0.3 + 1.9 * speed * speed + 1.4 * wear * speed

    @property
    def alarms(self) -> list[str]:
        """Active alarms, number and text."""
        worn = [f"1030 Tool {tool} is worn" for tool, life in sorted(self.life.items()) if life < _WORN]
        return [*(["2041 Coolant pressure low"] if self.alarm > 0 else []), *worn]

    def step(self, dt: float) -> bool:
        """Let ``dt`` seconds pass and tell whether a part was finished."""
        self.planned += dt
        self.energy += self.power * dt / 3600
        finished = False
        if self.alarm > 0:
            self.alarm = max(0.0, self.alarm - dt)
        elif self.loading > 0:
            self.loading = max(0.0, self.loading - dt)
        elif not self.hold:
            finished = self._cut(dt)
        self._settle(dt)
        return finished

    def reset_counters(self) -> None:
        """Set the part counters to zero."""
        self.produced = self.good = 0

    def sample(self) -> dict[str, Value]:
        """Read every value once, by path below the machine. Measuring adds noise."""
        program, operation = self.model.program, self.operation
        progress = self.done / program.seconds
        x, y, z = (round(position, 3) for position in self.position)
        return {
            "Manufacturer": "Meridian Machine Tools",
            "Model": self.model.name,
            "SerialNumber": self.model.serial_number,
            "LastService": self.model.serviced,
            "Status": MACHINE_STATES[self.state].lower(),
            "State": self.state,
            "Alarms": self.alarms,
            "Spindle.RPM": round(self.rpm, 1),
            "Spindle.Load": round(self.load, 1),
            "Spindle.Temperature": round(self.temperature, 2),
            "Spindle.Vibration": round(self.vibration * self.random.uniform(0.97, 1.03), 3),
            "Spindle.Override": self.spindle_override,
            "Feed.Rate": round(self.feed, 1),
            "Feed.Override": self.feed_override,
            "Axes.X": x,
            "Axes.Y": y,
            "Axes.Z": z,
            "Axes.Positions": [x, y, z],
            "Program.Name": program.name,
            "Program.Block": round(progress * program.blocks),
            "Program.Progress": round(100 * progress, 1),
            "Tool.Number": operation.tool,
            "Tool.Life": round(100 * max(0.0, self.life.get(operation.tool, 1.0)), 1),
            "Coolant.Pressure": round(self.pressure, 2),
            "Coolant.Level": f"{self.coolant:.0f} %",
            "Door.Open": self.loading > 0,
            "Parts.Produced": self.produced,
            "Parts.Good": self.good,
            "Parts.Scrap": self.produced - self.good,
            "Parts.Target": self.target,
            "OEE.PlannedBusyTime": round(self.planned, 1),
            "OEE.ActualProductionTime": round(self.running, 1),
            "OEE.PlannedRunTimePerItem": program.seconds,
            "Energy.Power": round(self.power, 2),
            "Energy.Total": round(self.energy, 3),
        }

    def _cut(self, dt: float) -> bool:
        self.running += dt
        tool = self.operation.tool
        self.life[tool] = self.life.get(tool, 1.0) - dt / _TOOL_SECONDS
        self.done += dt * min(self.feed_override, _HIGHEST_FEED_OVERRIDE) / 100
        if self.done < self.model.program.seconds:
            return False
        self.done = 0.0
        self.loading = _LOADING_SECONDS
        self.produced += 1
        self.good += self.random.random() >= _SHARE_OF_SCRAP
        self.coolant = _FULL_TANK if self.coolant < _LOW_TANK else self.coolant - 0.3
        self.life = {number: 1.0 if life < _WORN_OUT else life for number, life in self.life.items()}
        if self.random.random() < _SHARE_OF_TROUBLE:
            self.alarm = _ALARM_SECONDS
        return True

    def _settle(self, dt: float) -> None:
        """Let the measured values follow what the machine does."""
        cutting = self.state == _RUNNING
        operation = self.operation
        rpm = operation.rpm * self.spindle_override / 100 if cutting else 0.0
        self.rpm = ramped(self.rpm, min(rpm, _HIGHEST_RPM), _RPM_PER_SECOND * dt)
        feed = (
            operation.feed * self.feed_override / 100 * self.random.uniform(0.985, 1.015) if cutting else 0.0
        )
        self.feed = lagging(self.feed, min(feed, _HIGHEST_FEED), 0.4, dt)
        load = operation.load * self.random.uniform(0.94, 1.06) if cutting else 3.0 * (self.rpm > 0)
        self.load = lagging(self.load, load, 0.6, dt)
        warmth = AMBIENT + 0.28 * self.load + 16 * self.rpm / _HIGHEST_RPM
        self.temperature = lagging(self.temperature, warmth, 150.0, dt)
        pressure = 38.0 * self.random.uniform(0.98, 1.02) if cutting else 6.0 * (self.state == _ALARM)
        self.pressure = lagging(self.pressure, pressure, 0.8, dt)
        goal = self._path() if cutting else _HOME
        x, y, z = (lagging(here, there, 0.5, dt) for here, there in zip(self.position, goal, strict=True))
        self.position = (x, y, z)

    def _path(self) -> tuple[float, float, float]:
        program = self.model.program
        turn = math.tau * self.done / program.seconds
        depth = -120.0 - 40.0 * program.operations.index(self.operation)
        return 310 * math.sin(7 * turn), 190 * math.sin(5 * turn + 0.6), depth + 12 * math.sin(31 * turn)

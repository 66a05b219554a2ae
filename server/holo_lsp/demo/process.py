"""How the demo plant behaves: a simulation in fixed steps, the same for the same seed.

Nothing here knows of OPC UA or of the clock. Speeds ramp, temperatures lag behind what heats them, and parts
that the machines finish travel along the belt and are counted where they leave it.
"""

from __future__ import annotations

import math
import random
from collections import deque
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from holo_lsp.demo.machine import AMBIENT, MODELS, Machine, Value, lagging, ramped
from holo_lsp.demo.nodes import CONVEYOR_NAME, LINE_NAME, MACHINE_NAMES, ZONE_NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_WARM_UP_SECONDS = 3000
"""Passed before the first reading, so that the plant is met at work and not cold."""

_BELT_LENGTH = 14.0
_BELT_RAMP = 0.25
_FASTEST_BELT = 1.5

_DAY = 86_400.0
_SHIFTS = ("early", "late", "night")
_TAKT_PARTS = 10
_PARTS_BEFORE = 118_240


@dataclass(slots=True)
class Conveyor:
    """The belt. An operator sets its speed (m/s) and the emergency stop; the rest follows."""

    setpoint: float = 0.5
    stopped: bool = False
    speed: float = 0.0
    current: float = 0.0
    temperature: float = AMBIENT
    items: deque[tuple[str, float]] = field(default_factory=deque[tuple[str, float]])
    """Serial number and distance travelled (m) of each part, the first to leave in front."""

    def step(self, dt: float, ripple: float) -> int:
        """Let ``dt`` seconds pass and return how many parts left the belt. ``ripple`` is noise around 1."""
        target = max(0.0, min(self.setpoint, _FASTEST_BELT))
        self.speed = 0.0 if self.stopped else ramped(self.speed, target, _BELT_RAMP * dt)
        load = (1.4 + 2.2 * self.speed + 0.12 * len(self.items)) * ripple if self.speed > 0 else 0.0
        self.current = lagging(self.current, load, 0.3, dt)
        self.temperature = lagging(self.temperature, AMBIENT + 6 * self.current, 300.0, dt)
        travelled = [(serial, at + self.speed * dt) for serial, at in self.items]
        self.items = deque(item for item in travelled if item[1] < _BELT_LENGTH)
        return len(travelled) - len(self.items)

    def sample(self) -> dict[str, Value]:
        """Read every value once, by path below the conveyor."""
        return {
            "Speed": round(self.speed, 3),
            "SpeedSetpoint": self.setpoint,
            "Running": self.speed > 0,
            "EmergencyStop": self.stopped,
            "ItemCount": len(self.items),
            "Items": [serial for serial, _ in self.items],
            "Motor.Current": round(self.current, 2),
            "Motor.Temperature": round(self.temperature, 2),
        }


@dataclass(slots=True)
class Zone:
    """A zone of the hall. ``exposure`` is the share of the machines' heat and shaking that reaches it."""

    exposure: float
    temperature: float = AMBIENT

    def sample(self, shaking: float, noise: float) -> dict[str, Value]:
        """Read every sensor once, by path below the zone. ``noise`` is in kelvins."""
        warmth = self.temperature + noise
        return {
            "Temperature": round(warmth, 2),
            "Humidity": round(47 - 1.3 * (warmth - AMBIENT), 1),
            "Vibration": round(0.05 + 0.12 * shaking * self.exposure, 3),
        }


class Process:
    """The whole plant at work.

    ``inputs`` takes what may be set from outside and ``actions`` what may be called, both by path.
    """

    def __init__(self, seed: int) -> None:
        # random numbers that make a plant lively need no cryptographer
        self._random = random.Random(seed)  # noqa: S311 - a simulation
        self._machines = {
            name: Machine(name, MODELS[name], random.Random(f"{seed} {name}"))  # noqa: S311 - a simulation
            for name in MACHINE_NAMES
        }
        self._conveyor = Conveyor()
        self._zones = {name: Zone(1 - 0.3 * place) for place, name in enumerate(ZONE_NAMES)}
        self._seconds = 0.0
        self._finished = self._counter = _PARTS_BEFORE
        self._left_at: deque[float] = deque(maxlen=_TAKT_PARTS + 1)
        self.inputs = self._inputs()
        self.actions: Mapping[str, Callable[[], None]] = {
            f"{name}.Commands.ResetCounters": machine.reset_counters
            for name, machine in self._machines.items()
        }
        for _ in range(_WARM_UP_SECONDS):
            self.step(1.0)

    def step(self, dt: float) -> None:
        """Let ``dt`` seconds pass."""
        self._seconds += dt
        for machine in self._machines.values():
            if machine.step(dt):
                self._finished += 1
                self._conveyor.items.append((f"P{self._finished:07}", 0.0))
        left = self._conveyor.step(dt, self._random.uniform(0.97, 1.03))
        self._counter += left
        self._left_at.extend([self._seconds] * left)
        outside = AMBIENT + 2.5 * math.sin(math.tau * self._seconds / _DAY)
        power = sum(machine.power for machine in self._machines.values())
        for zone in self._zones.values():
            zone.temperature = lagging(zone.temperature, outside + 0.22 * power * zone.exposure, 600.0, dt)

    def sample(self) -> dict[str, Value]:
        """Read every value once, by path. What nobody can read is not among them."""
        shaking = sum(machine.vibration for machine in self._machines.values())
        samples: dict[str, dict[str, Value]] = {
            LINE_NAME: {
                "Counter": self._counter,
                "TaktTime": round(self._takt_time(), 1),
                "Shift": _SHIFTS[int(self._seconds / _DAY * len(_SHIFTS)) % len(_SHIFTS)],
                "OperatorCount": 3,
            },
            CONVEYOR_NAME: self._conveyor.sample(),
            **{name: machine.sample() for name, machine in self._machines.items()},
            **{name: zone.sample(shaking, self._random.gauss(0, 0.03)) for name, zone in self._zones.items()},
        }
        return {f"{name}.{path}": value for name, sample in samples.items() for path, value in sample.items()}

    def _takt_time(self) -> float:
        intervals = len(self._left_at) - 1
        return (self._left_at[-1] - self._left_at[0]) / intervals if intervals > 0 else 0.0

    def _inputs(self) -> Mapping[str, Callable[[Value], None]]:
        owners: dict[str, tuple[Machine | Conveyor, str]] = {
            f"{CONVEYOR_NAME}.SpeedSetpoint": (self._conveyor, "setpoint"),
            f"{CONVEYOR_NAME}.EmergencyStop": (self._conveyor, "stopped"),
        }
        for name, machine in self._machines.items():
            owners[f"{name}.Spindle.Override"] = (machine, "spindle_override")
            owners[f"{name}.Feed.Override"] = (machine, "feed_override")
            owners[f"{name}.Parts.Target"] = (machine, "target")
            owners[f"{name}.Commands.Hold"] = (machine, "hold")
        return {path: partial(setattr, owner, field) for path, (owner, field) in owners.items()}

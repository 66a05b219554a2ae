"""What the demo plant consists of: its objects, variables and methods, as data.

Two machining centres and a conveyor form a line; four zones of the hall carry sensors. A node's path is its
string identifier (``CNC1.Spindle.RPM`` is ``s=CNC1.Spindle.RPM``); what stands before its last dot is the
path of its parent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

MACHINES = "urn:holo-lsp:demo:machines"
"""Namespace of the line, its machines and its conveyor."""

BUILDING = "urn:holo-lsp:demo:building"
"""Namespace of the hall and its zones."""

MACHINE_NAMES = ("CNC1", "CNC2")
CONVEYOR_NAME = "Conveyor1"
LINE_NAME = "Line1"
HALL_NAME = "Hall"
ZONE_NAMES = ("Zone1", "Zone2", "Zone3", "Zone4")

DataType = Literal[
    "Boolean", "UInt16", "UInt32", "UInt64", "Int32", "Double", "String", "DateTime", "MachineState"
]

Access = Literal["read", "read_write", "write", "denied"]
"""``write``: a command, which nobody can read. ``denied``: readable, but not for a visitor."""

MACHINE_STATES = ("Idle", "Running", "Alarm")
"""Names of the values of the enumeration ``MachineState``, from 0."""


@dataclass(frozen=True, slots=True)
class Unit:
    """An engineering unit: common code of UNECE Recommendation 20, symbol and name."""

    code: str
    symbol: str
    name: str


RPM = Unit("RPM", "r/min", "revolutions per minute")
CELSIUS = Unit("CEL", "°C", "degree Celsius")
PERCENT = Unit("P1", "%", "percent")
MM = Unit("MMT", "mm", "millimetre")
MM_PER_MINUTE = Unit("H81", "mm/min", "millimetre per minute")
MM_PER_SECOND = Unit("C16", "mm/s", "millimetre per second")
METRE_PER_SECOND = Unit("MTS", "m/s", "metre per second")
AMPERE = Unit("AMP", "A", "ampere")
KILOWATT = Unit("KWT", "kW", "kilowatt")
KILOWATT_HOUR = Unit("KWH", "kW·h", "kilowatt hour")
BAR = Unit("BAR", "bar", "bar")
SECOND = Unit("SEC", "s", "second")


@dataclass(frozen=True, slots=True, kw_only=True)
class Object:
    """An object. One without a dot in its path stands below the object ``under``, or below Objects."""

    path: str
    doc: str
    namespace: str = MACHINES
    under: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """A variable; with ``unit`` or ``range`` (low and high) it is an AnalogItem (OPC UA Part 8 §5.3.2).

    ``array`` makes it a list of one dimension. ``sampling`` is the MinimumSamplingInterval in milliseconds.
    ``faulty`` is a sensor that is broken: it is there, and has no value.
    """

    path: str
    type: DataType
    doc: str
    namespace: str = MACHINES
    unit: Unit | None = None
    range: tuple[float, float] | None = None
    access: Access = "read"
    array: bool = False
    sampling: float = 100.0
    faulty: bool = False

    @property
    def readable(self) -> bool:
        """Whether a client that reads it gets a value."""
        return not self.faulty and self.access in {"read", "read_write"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A method without arguments."""

    path: str
    doc: str
    namespace: str = MACHINES


Node = Object | Variable | Method


def machine_nodes(name: str) -> tuple[Node, ...]:
    """The nodes of one machining centre."""
    return (
        Object(path=name, under=LINE_NAME, doc=f"Vertical machining centre {name[-1]}"),
        Variable(path=f"{name}.Manufacturer", type="String", doc="Who built the machine"),
        Variable(path=f"{name}.Model", type="String", doc="Type designation"),
        Variable(path=f"{name}.SerialNumber", type="String", doc="Serial number on the type plate"),
        Variable(path=f"{name}.LastService", type="DateTime", doc="When the machine was last serviced"),
        Variable(path=f"{name}.Status", type="String", doc="idle, running or alarm"),
        Variable(path=f"{name}.State", type="MachineState", doc="The status as an enumeration"),
        Variable(path=f"{name}.Alarms", type="String", array=True, doc="Active alarms, number and text"),
        Object(path=f"{name}.Spindle", doc="Main spindle"),
        Variable(
            path=f"{name}.Spindle.RPM",
            type="Double",
            unit=RPM,
            range=(0, 12_000),
            doc="Actual speed of the spindle",
        ),
        Variable(
            path=f"{name}.Spindle.Load",
            type="Double",
            unit=PERCENT,
            range=(0, 150),
            doc="Load of the spindle drive, 100 % is its continuous rating",
        ),
        Variable(
            path=f"{name}.Spindle.Temperature",
            type="Double",
            unit=CELSIUS,
            range=(0, 120),
            sampling=500.0,
            doc="Temperature of the front bearing",
        ),
        Variable(
            path=f"{name}.Spindle.Vibration",
            type="Double",
            unit=MM_PER_SECOND,
            range=(0, 20),
            doc="Vibration velocity of the spindle housing, RMS",
        ),
        Variable(
            path=f"{name}.Spindle.Override",
            type="UInt16",
            unit=PERCENT,
            range=(50, 150),
            access="read_write",
            doc="Share of the programmed speed that the operator has set",
        ),
        Object(path=f"{name}.Feed", doc="Feed of the axes"),
        Variable(
            path=f"{name}.Feed.Rate",
            type="Double",
            unit=MM_PER_MINUTE,
            range=(0, 15_000),
            doc="Actual feed along the path",
        ),
        Variable(
            path=f"{name}.Feed.Override",
            type="UInt16",
            unit=PERCENT,
            range=(0, 120),
            access="read_write",
            doc="Share of the programmed feed that the operator has set",
        ),
        Object(path=f"{name}.Axes", doc="Linear axes"),
        *(
            Variable(
                path=f"{name}.Axes.{axis}",
                type="Double",
                unit=MM,
                range=span,
                doc=f"Position of the {axis} axis in machine coordinates",
            )
            for axis, span in (("X", (-400, 400)), ("Y", (-250, 250)), ("Z", (-500, 0)))
        ),
        Variable(
            path=f"{name}.Axes.Positions",
            type="Double",
            array=True,
            unit=MM,
            doc="Positions of X, Y and Z together",
        ),
        Object(path=f"{name}.Program", doc="Program that is being run"),
        Variable(path=f"{name}.Program.Name", type="String", doc="File name of the program"),
        Variable(path=f"{name}.Program.Block", type="UInt32", doc="Number of the current block"),
        Variable(
            path=f"{name}.Program.Progress",
            type="Double",
            unit=PERCENT,
            range=(0, 100),
            doc="How much of the program is done",
        ),
        Object(path=f"{name}.Tool", doc="Tool in the spindle"),
        Variable(
            path=f"{name}.Tool.Number", type="UInt16", range=(1, 24), doc="Place of the tool in the magazine"
        ),
        Variable(
            path=f"{name}.Tool.Life",
            type="Double",
            unit=PERCENT,
            range=(0, 100),
            doc="Life that is left to the tool",
        ),
        Object(path=f"{name}.Coolant", doc="Coolant supply"),
        Variable(
            path=f"{name}.Coolant.Pressure",
            type="Double",
            unit=BAR,
            range=(0, 80),
            doc="Pressure before the nozzle",
        ),
        Variable(path=f"{name}.Coolant.Level", type="String", doc="Level in the tank, as text with its unit"),
        Object(path=f"{name}.Door", doc="Door of the working area"),
        Variable(path=f"{name}.Door.Open", type="Boolean", doc="Whether the door stands open"),
        Object(path=f"{name}.Parts", doc="Counters since the start of the shift"),
        Variable(path=f"{name}.Parts.Produced", type="UInt32", doc="Parts produced"),
        Variable(path=f"{name}.Parts.Good", type="UInt32", doc="Parts that passed the check"),
        Variable(path=f"{name}.Parts.Scrap", type="UInt32", doc="Parts that failed the check"),
        Variable(
            path=f"{name}.Parts.Target", type="UInt32", access="read_write", doc="Parts ordered for the shift"
        ),
        Object(path=f"{name}.OEE", doc="Times for the overall equipment effectiveness (ISO 22400-2)"),
        Variable(
            path=f"{name}.OEE.PlannedBusyTime", type="Double", unit=SECOND, doc="Planned busy time so far"
        ),
        Variable(
            path=f"{name}.OEE.ActualProductionTime",
            type="Double",
            unit=SECOND,
            doc="Actual production time so far",
        ),
        Variable(
            path=f"{name}.OEE.PlannedRunTimePerItem",
            type="Double",
            unit=SECOND,
            doc="Planned run time of one part",
        ),
        Object(path=f"{name}.Energy", doc="Electrical supply"),
        Variable(
            path=f"{name}.Energy.Power",
            type="Double",
            unit=KILOWATT,
            range=(0, 30),
            doc="Active power drawn by the machine",
        ),
        Variable(
            path=f"{name}.Energy.Total",
            type="Double",
            unit=KILOWATT_HOUR,
            doc="Energy since the start of the shift",
        ),
        Object(path=f"{name}.Commands", doc="What an operator can order"),
        Variable(
            path=f"{name}.Commands.Hold",
            type="Boolean",
            access="write",
            doc="Holds the feed while it is true",
        ),
        Method(path=f"{name}.Commands.ResetCounters", doc="Sets the part counters to zero"),
        Object(path=f"{name}.Service", doc="For the service engineer alone"),
        Variable(path=f"{name}.Service.Pin", type="String", access="denied", doc="PIN of the service menu"),
        Variable(
            path=f"{name}.Service.SpindleHours",
            type="Double",
            access="denied",
            doc="Hours the spindle has run since its overhaul",
        ),
    )


def zone_nodes(name: str) -> tuple[Node, ...]:
    """The nodes of one zone of the hall, its sensors."""
    return (
        Object(path=name, namespace=BUILDING, under=HALL_NAME, doc=f"Zone {name[-1]} of the hall"),
        Variable(
            path=f"{name}.Temperature",
            namespace=BUILDING,
            type="Double",
            unit=CELSIUS,
            range=(-20, 60),
            sampling=1000.0,
            doc="Air temperature",
        ),
        Variable(
            path=f"{name}.Humidity",
            namespace=BUILDING,
            type="Double",
            unit=PERCENT,
            range=(0, 100),
            sampling=1000.0,
            faulty=name == ZONE_NAMES[-1],
            doc="Relative humidity",
        ),
        Variable(
            path=f"{name}.Vibration",
            namespace=BUILDING,
            type="Double",
            unit=MM_PER_SECOND,
            range=(0, 50),
            doc="Vibration velocity of the floor, RMS",
        ),
    )


CONVEYOR: tuple[Node, ...] = (
    Object(path=CONVEYOR_NAME, under=LINE_NAME, doc="Belt from the machines to the packing station"),
    Variable(
        path=f"{CONVEYOR_NAME}.Speed",
        type="Double",
        unit=METRE_PER_SECOND,
        range=(0, 1.5),
        doc="Actual speed of the belt",
    ),
    Variable(
        path=f"{CONVEYOR_NAME}.SpeedSetpoint",
        type="Double",
        unit=METRE_PER_SECOND,
        range=(0, 1.5),
        access="read_write",
        doc="Speed that the belt is to run at",
    ),
    Variable(path=f"{CONVEYOR_NAME}.Running", type="Boolean", doc="Whether the belt moves"),
    Variable(
        path=f"{CONVEYOR_NAME}.EmergencyStop",
        type="Boolean",
        access="read_write",
        doc="Stops the belt at once",
    ),
    Variable(path=f"{CONVEYOR_NAME}.ItemCount", type="UInt16", range=(0, 200), doc="Parts on the belt"),
    Variable(
        path=f"{CONVEYOR_NAME}.Items",
        type="String",
        array=True,
        doc="Serial numbers of the parts on the belt",
    ),
    Object(path=f"{CONVEYOR_NAME}.Motor", doc="Drive of the belt"),
    Variable(
        path=f"{CONVEYOR_NAME}.Motor.Current",
        type="Double",
        unit=AMPERE,
        range=(0, 16),
        doc="Current of the motor",
    ),
    Variable(
        path=f"{CONVEYOR_NAME}.Motor.Temperature",
        type="Double",
        unit=CELSIUS,
        range=(0, 120),
        sampling=500.0,
        doc="Temperature of the winding",
    ),
)

LINE: tuple[Node, ...] = (
    Object(path=LINE_NAME, doc="Line of two machining centres and a conveyor"),
    Variable(path=f"{LINE_NAME}.Counter", type="UInt64", doc="Parts that left the line since it was built"),
    Variable(
        path=f"{LINE_NAME}.TaktTime", type="Double", unit=SECOND, doc="Mean time between the last ten parts"
    ),
    Variable(path=f"{LINE_NAME}.Shift", type="String", doc="Name of the shift"),
    Variable(path=f"{LINE_NAME}.OperatorCount", type="Int32", doc="People at the line"),
)

PLANT: tuple[Node, ...] = (
    *LINE,
    *(node for name in MACHINE_NAMES for node in machine_nodes(name)),
    *CONVEYOR,
    Object(path=HALL_NAME, namespace=BUILDING, doc="Hall in which the line stands"),
    *(node for name in ZONE_NAMES for node in zone_nodes(name)),
)
"""Every node, parents before their children."""

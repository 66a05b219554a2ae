"""The plant as a real client meets it."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from contextlib import asynccontextmanager
from datetime import datetime
from urllib.parse import urlsplit

import pytest
from asyncua import Client, ua

from holo_lsp.demo import BUILDING, MACHINES, PLANT, DemoPlant, PlantError, Variable
from holo_lsp.demo.nodes import PERCENT

DEADLINE = 60
RPM = "CNC1.Spindle.RPM"
VARIABLES = [node for node in PLANT if isinstance(node, Variable)]


@asynccontextmanager
async def connected(plant):
    # asyncua's own watchdog is for other networks than this one
    async with Client(plant.url, timeout=DEADLINE, watchdog_intervall=DEADLINE) as client:
        yield client


@pytest.fixture(scope="module")
async def shared():
    """A plant in which nothing moves by itself, for tests that change no more than its values."""
    async with DemoPlant(interval=None) as plant:
        yield plant


@pytest.fixture(scope="module")
async def client(shared):
    async with connected(shared) as client:
        yield client


@pytest.fixture
async def plant():
    async with DemoPlant(interval=None) as plant:
        yield plant


async def status_of(client, node_id):
    value = await client.get_node(node_id).read_data_value(raise_on_bad_status=False)
    return value.StatusCode.name


async def value_of(client, plant, path):
    return await client.get_node(plant.node_id(path)).read_value()


async def test_the_namespaces(client):
    assert (await client.get_namespace_array())[2:] == [MACHINES, BUILDING]


async def test_node_ids_are_what_an_engineer_would_write(shared):
    assert shared.node_id(RPM) == "ns=2;s=CNC1.Spindle.RPM"
    assert shared.node_id("Zone1.Temperature") == "ns=3;s=Zone1.Temperature"


ATTRIBUTES = [
    ua.AttributeIds.NodeClass,
    ua.AttributeIds.BrowseName,
    ua.AttributeIds.Description,
    ua.AttributeIds.DataType,
    ua.AttributeIds.ValueRank,
    ua.AttributeIds.AccessLevel,
    ua.AttributeIds.UserAccessLevel,
    ua.AttributeIds.MinimumSamplingInterval,
]
ACCESS = {"read": (1, 1), "read_write": (3, 3), "write": (2, 2), "denied": (1, 0)}


@pytest.mark.parametrize("variable", VARIABLES, ids=lambda variable: variable.path)
async def test_every_variable_is_as_declared(client, shared, variable):
    node = client.get_node(shared.node_id(variable.path))
    found = [value.Value.Value for value in await node.read_attributes(ATTRIBUTES)]
    node_class, name, description, data_type, rank, access, user_access, sampling = found
    assert node_class == ua.NodeClass.Variable
    assert name.Name == variable.path.rpartition(".")[2]
    assert description.Text == variable.doc
    if variable.type == "MachineState":
        assert data_type == ua.NodeId("MachineState", 2)
    else:
        assert data_type == ua.NodeId(ua.VariantType[variable.type].value)
    assert rank == (1 if variable.array else -1)
    assert (access, user_access) == ACCESS[variable.access]
    assert sampling == variable.sampling
    if variable.readable:
        value = await node.read_value()
        assert isinstance(value, list) is variable.array


@pytest.mark.parametrize(
    "variable",
    [variable for variable in VARIABLES if variable.unit or variable.range],
    ids=lambda node: node.path,
)
async def test_ranges_and_units_are_there(client, shared, variable):
    node = client.get_node(shared.node_id(variable.path))
    properties = {
        name.Name: child for child in await node.get_properties() for name in [await child.read_browse_name()]
    }
    if variable.range is not None:
        span = await properties["EURange"].read_value()
        assert (span.Low, span.High) == variable.range
    if variable.unit is not None:
        unit = await properties["EngineeringUnits"].read_value()
        assert unit.DisplayName.Text == variable.unit.symbol
        assert unit.Description.Text == variable.unit.name
        assert unit.UnitId.to_bytes(3, "big").lstrip(b"\0").decode() == variable.unit.code


async def test_the_standard_knows_our_unit_ids(client, shared):
    unit = await client.get_node(f"{shared.node_id(RPM)}.EngineeringUnits").read_value()
    assert unit.UnitId == 5394509  # OPC UA Part 8, UNECE_to_OPCUA.csv: RPM


async def test_the_enumeration_names_its_values(client):
    strings = await client.get_node("ns=2;s=MachineState.EnumStrings").read_value()
    assert [text.Text for text in strings] == ["Idle", "Running", "Alarm"]
    parent = await client.get_node("ns=2;s=MachineState").get_parent()
    assert parent.nodeid == ua.NodeId(ua.ObjectIds.Enumeration)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (RPM, "Good"),
        ("CNC1.Commands.Hold", "BadNotReadable"),
        ("CNC1.Service.Pin", "BadUserAccessDenied"),
        ("Zone4.Humidity", "BadSensorFailure"),
        ("CNC1.Spindle", "BadAttributeIdInvalid"),
        ("CNC1.Commands.ResetCounters", "BadAttributeIdInvalid"),
    ],
)
async def test_what_can_be_read_and_what_cannot(client, shared, path, status):
    assert await status_of(client, shared.node_id(path)) == status


async def test_an_id_that_is_not_there_is_unknown(client):
    assert await status_of(client, "ns=2;s=CNC1.Spindel.RPM") == "BadNodeIdUnknown"


async def test_browsing_finds_every_node_where_it_belongs(client):
    found = set()

    async def browse(node, below):
        for child in await node.get_children():
            if child.nodeid.NamespaceIndex < 2 or child.nodeid.Identifier.endswith(
                ("EURange", "EngineeringUnits")
            ):
                continue
            path = child.nodeid.Identifier
            assert path.rpartition(".")[0] in {"", below}
            found.add(path)
            await browse(child, path)

    await browse(client.nodes.objects, "")
    assert found == {node.path for node in PLANT}
    machines = [node.nodeid.Identifier for node in await client.get_node("ns=2;s=Line1").get_children()]
    assert {"CNC1", "CNC2", "Conveyor1"} <= set(machines)


async def test_the_server_tells_the_time(client):
    told = await client.get_node(ua.ObjectIds.Server_ServerStatus_CurrentTime).read_value()
    assert isinstance(told, datetime)
    status = await client.get_node(ua.ObjectIds.Server_ServerStatus).read_value()
    assert status.CurrentTime == told
    assert status.State == ua.ServerState.Running


class Changes:
    """Counts the values that a subscription brings."""

    def __init__(self, wanted):
        self.values = []
        self.wanted = wanted
        self.enough = asyncio.Event()

    def datachange_notification(self, node, value, data):
        self.values.append(value)
        if len(set(self.values)) >= self.wanted:
            self.enough.set()


async def test_values_move_by_themselves():
    changes = Changes(wanted=5)
    async with DemoPlant(interval=0.02) as plant, connected(plant) as client:
        subscription = await client.create_subscription(20, changes)
        await subscription.subscribe_data_change(client.get_node(plant.node_id("Zone1.Temperature")))
        await asyncio.wait_for(changes.enough.wait(), DEADLINE)
        await subscription.delete()


async def test_without_an_interval_they_move_when_told(client, shared):
    before = await value_of(client, shared, "CNC1.OEE.PlannedBusyTime")
    assert await value_of(client, shared, "CNC1.OEE.PlannedBusyTime") == before
    await shared.advance(8, seconds=0.5)
    assert await value_of(client, shared, "CNC1.OEE.PlannedBusyTime") == pytest.approx(before + 4)


async def test_two_plants_run_side_by_side_alike_and_apart():
    async with DemoPlant(interval=None, seed=3) as one, DemoPlant(interval=None, seed=3) as other:
        assert one.url != other.url
        async with connected(one) as left, connected(other) as right:
            for plant in (one, other):
                await plant.advance(100)
            for path in (RPM, "CNC2.Axes.Positions", "Zone1.Temperature", "Conveyor1.Items"):
                assert await value_of(left, one, path) == await value_of(right, other, path)
            await one.set_value(RPM, 1.0)
            await other.set_value(RPM, 2.0)
            assert await value_of(left, one, RPM) == 1
            assert await value_of(right, other, RPM) == 2


async def test_a_value_that_is_set_stays_until_it_is_released(client, shared):
    await shared.set_value(RPM, 123.0)
    await shared.advance(20)
    assert await value_of(client, shared, RPM) == 123
    await shared.release(RPM)
    assert await value_of(client, shared, RPM) != 123


async def test_a_subscriber_hears_of_a_value_that_is_set(client, shared):
    changes = Changes(wanted=2)
    subscription = await client.create_subscription(20, changes)
    await subscription.subscribe_data_change(client.get_node(shared.node_id("CNC1.Status")))
    await shared.set_value("CNC1.Status", "on fire")
    await asyncio.wait_for(changes.enough.wait(), DEADLINE)
    assert changes.values[-1] == "on fire"
    await shared.release("CNC1.Status")
    await subscription.delete()


TORQUE = Variable(path="CNC1.Spindle.Torque", type="Double", doc="Torque", unit=PERCENT, range=(0, 100))


async def test_a_variable_is_added(plant):
    async with connected(plant) as client:
        assert await status_of(client, "ns=2;s=CNC1.Spindle.Torque") == "BadNodeIdUnknown"
        await plant.add(TORQUE, 12.5)
        assert await client.get_node("ns=2;s=CNC1.Spindle.Torque").read_value() == 12.5
        assert (await client.get_node("ns=2;s=CNC1.Spindle.Torque.EURange").read_value()).High == 100
        children = await client.get_node("ns=2;s=CNC1.Spindle").get_children()
        assert "CNC1.Spindle.Torque" in {child.nodeid.Identifier for child in children}
        await plant.set_value(TORQUE.path, 13.0)
        assert await value_of(client, plant, TORQUE.path) == 13


async def test_a_node_is_removed_with_all_below_it(plant):
    async with connected(plant) as client:
        await plant.remove("CNC1.Spindle")
        for path in ("CNC1.Spindle", RPM, f"{RPM}.EURange"):
            assert await status_of(client, f"ns=2;s={path}") == "BadNodeIdUnknown"
        children = await client.get_node("ns=2;s=CNC1").get_children()
        assert "CNC1.Spindle" not in {child.nodeid.Identifier for child in children}
        await plant.advance(4)
        with pytest.raises(PlantError, match=r"CNC1\.Spindle\.RPM is not in the plant"):
            plant.node_id(RPM)


async def test_a_restart_keeps_the_port_and_all_that_was_changed(plant):
    await plant.set_value("CNC1.Status", "being moved")
    await plant.add(TORQUE, 12.5)
    await plant.remove("CNC2.Tool.Life")
    url = plant.url
    await plant.restart()
    assert plant.url == url
    async with connected(plant) as client:
        assert await value_of(client, plant, "CNC1.Status") == "being moved"
        assert await value_of(client, plant, TORQUE.path) == 12.5
        assert await status_of(client, "ns=2;s=CNC2.Tool.Life") == "BadNodeIdUnknown"


async def test_a_restart_can_shift_the_namespaces(plant):
    await plant.restart(namespaces=("urn:example:other", BUILDING, MACHINES))
    assert plant.node_id(RPM) == "ns=4;s=CNC1.Spindle.RPM"
    async with connected(plant) as client:
        assert (await client.get_namespace_array())[2:] == ["urn:example:other", BUILDING, MACHINES]
        assert await status_of(client, "ns=2;s=CNC1.Spindle.RPM") == "BadNodeIdUnknown"
        assert await status_of(client, "ns=4;s=CNC1.Spindle.RPM") == "Good"
        assert await status_of(client, "ns=3;s=Zone1.Temperature") == "Good"


async def test_a_client_writes_what_an_operator_may_set(client, shared):
    setpoint = client.get_node(shared.node_id("Conveyor1.SpeedSetpoint"))
    await setpoint.write_value(1.2)
    await shared.advance(40)
    assert await setpoint.read_value() == 1.2
    assert await value_of(client, shared, "Conveyor1.Speed") == 1.2


async def test_a_command_is_taken_and_stays_unreadable(client, shared):
    hold = client.get_node(shared.node_id("CNC1.Commands.Hold"))
    await hold.write_value(True)
    await shared.advance(80)
    assert await status_of(client, hold.nodeid) == "BadNotReadable"
    assert await value_of(client, shared, RPM) == 0
    await hold.write_value(False)


async def test_a_client_writes_nothing_else(client, shared):
    before = await value_of(client, shared, RPM)
    for path in (RPM, "CNC1.Service.SpindleHours"):
        with pytest.raises(ua.UaStatusCodeError) as refused:
            await client.get_node(shared.node_id(path)).write_value(9.0)
        assert refused.value.code == ua.StatusCodes.BadUserAccessDenied
    with pytest.raises(ua.UaStatusCodeError) as refused:
        await client.delete_nodes([client.get_node(shared.node_id(RPM))])
    assert refused.value.code == ua.StatusCodes.BadUserAccessDenied
    assert await value_of(client, shared, RPM) == before


async def test_a_client_calls_a_method(client, shared):
    assert await value_of(client, shared, "CNC1.Parts.Produced") > 0
    commands = client.get_node(shared.node_id("CNC1.Commands"))
    await commands.call_method(ua.NodeId("CNC1.Commands.ResetCounters", 2))
    await shared.advance(1)
    assert await value_of(client, shared, "CNC1.Parts.Produced") == 0


async def test_a_sensor_stays_broken_while_the_rest_moves(client, shared):
    await shared.advance(40)
    assert await status_of(client, shared.node_id("Zone4.Humidity")) == "BadSensorFailure"
    assert await status_of(client, shared.node_id("Zone4.Temperature")) == "Good"


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (lambda plant: plant.set_value("CNC9", 1), "CNC9 is not in the plant"),
        (lambda plant: plant.set_value("CNC1", 1), "CNC1 is not a variable"),
        (lambda plant: plant.set_value("CNC1.Commands.Hold", 1), "CNC1.Commands.Hold is not readable"),
        (lambda plant: plant.add(VARIABLES[0], 1), "is there already"),
        (lambda plant: plant.add(Variable(path="A.b", type="Int32", doc=""), 1), "A is not in the plant"),
        (lambda plant: plant.remove("CNC9"), "CNC9 is not in the plant"),
    ],
)
async def test_what_the_plant_cannot_do(shared, act, message):
    with pytest.raises(PlantError, match=message):
        await act(shared)


async def test_a_plant_that_does_not_run_says_so():
    with pytest.raises(PlantError, match="start it first"):
        await DemoPlant().advance()


async def test_a_port_in_use_is_one_clear_error(shared):
    port = urlsplit(shared.url).port
    with pytest.raises(PlantError, match=f"Port {port} is in use"):
        await DemoPlant(port=port).start()


async def test_an_address_of_another_machine_is_one_clear_error():
    with pytest.raises(PlantError, match=r"opc\.tcp://192\.0\.2\.1:0 cannot be listened on"):
        await DemoPlant(host="192.0.2.1").start()


async def test_stopping_leaves_nothing():
    before = asyncio.all_tasks()
    plant = DemoPlant(interval=0.02)
    await plant.start()
    address = urlsplit(plant.url)
    async with connected(plant):
        pass
    await plant.stop()
    await plant.stop()
    async with asyncio.timeout(20):
        while asyncio.all_tasks() - before:  # noqa: ASYNC110 - last steps of asyncua, which tells nobody
            await asyncio.sleep(0)
    with socket.socket() as probe:
        assert probe.connect_ex((address.hostname, address.port)) != 0


async def test_what_stopped_the_simulation_is_raised_when_the_plant_stops(monkeypatch):
    plant = DemoPlant(interval=0.01)

    def fail(seconds):
        raise ZeroDivisionError

    monkeypatch.setattr(plant._process, "step", fail)
    await plant.start()
    await asyncio.wait({plant._mover}, timeout=DEADLINE)
    with pytest.raises(ZeroDivisionError):
        await plant.stop()
    assert plant._server is None


QUIET = """
import asyncio
from asyncua import Client
from holo_lsp.demo import DemoPlant, PlantError

async def main():
    async with DemoPlant(interval=0.02) as plant:
        client = Client(plant.url)
        await client.connect()
        try:
            await DemoPlant(port=int(plant.url.rpartition(":")[2])).start()
        except PlantError as error:
            print(error)
        client.disconnect_socket()
        async with Client(plant.url):
            await plant.restart()

asyncio.run(main())
"""


def test_nothing_is_printed_and_the_process_ends():
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", QUIET],
        env=environment,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert ran.stderr == ""
    assert ran.stdout.startswith("Port ")
    assert ran.returncode == 0

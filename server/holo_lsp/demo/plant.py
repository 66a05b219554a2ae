"""The demo plant: an OPC UA server with the nodes of ``nodes`` that the simulation of ``process`` moves."""

from __future__ import annotations

import asyncio
import errno
import gc
import logging
from contextlib import contextmanager, suppress
from copy import copy
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from asyncua import ua
from asyncua.server.server import Server
from asyncua.ua.attribute_ids import AttributeIds
from asyncua.ua.object_ids import ObjectIds
from asyncua.ua.status_codes import StatusCodes

from holo_lsp.demo import address_space
from holo_lsp.demo.nodes import BUILDING, MACHINES, PLANT, Method, Node, Object, Variable
from holo_lsp.demo.process import Process

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence
    from types import TracebackType
    from typing import Self

    from asyncua.server.address_space import NodeData

    from holo_lsp.demo.machine import Value

APPLICATION_URI = "urn:holo-lsp:demo"

DEMO_PORT = 48400
"""The port that the example project expects the plant at."""

# asyncua logs failed starts and lost clients, and Python prints what no handler takes to stderr. An
# application that configures logging still gets it all.
logging.getLogger("asyncua").addHandler(logging.NullHandler())

_UNREADABLE = {
    "write": StatusCodes.BadNotReadable,
    "denied": StatusCodes.BadUserAccessDenied,
}


class PlantError(Exception):
    """The plant cannot do what was asked; the text says why and what to do."""


class DemoPlant:
    """A small factory behind an OPC UA server, for demonstrations, tests and benchmarks.

    ::

        async with DemoPlant() as plant:
            ...  # a client connects to plant.url

    ``port`` 0 takes a free one. Every ``interval`` seconds the simulation makes one step of that length; with
    ``interval`` ``None`` nothing moves but by ``advance()``. ``seed`` decides all that is random in it.
    ``namespaces`` gives their order from index 2 on; more than the plant's own two may be among them.
    """

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        seed: int = 1,
        interval: float | None = 0.25,
        namespaces: Sequence[str] = (MACHINES, BUILDING),
    ) -> None:
        self._host = host
        self._port = port
        self._interval = interval
        self._namespaces = tuple(namespaces)
        self._process = Process(seed)
        self._nodes: dict[str, Node] = {node.path: node for node in PLANT}
        self._held: dict[str, Value] = {}
        self._published: dict[str, Value] = {}
        self._indexes: dict[str, int] = {}
        self._server: Server | None = None
        self._mover: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()

    @property
    def url(self) -> str:
        """The endpoint, ``opc.tcp://host:port``. With port 0 it is known once the plant runs."""
        return f"opc.tcp://{self._host}:{self._port}"

    def node_id(self, path: str) -> str:
        """NodeId of the node at ``path``, such as ``ns=2;s=CNC1.Spindle.RPM``."""
        return address_space.node_id(self._node(path), self._indexes).to_string()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        """Build the address space, listen, and set the simulation going.

        Raises PlantError when the port cannot be had.
        """
        with _collector_paused():
            server = await self._build()
        try:
            await server.start()
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                message = f"Port {self._port} is in use: stop what uses it, or give the plant another port."
                raise PlantError(message) from error
            raise PlantError(f"{self.url} cannot be listened on: {error.strerror}.") from error
        self._server = server
        if server.bserver is not None:
            self._port = server.bserver.port
        await self._tell_time()
        if self._interval is not None:
            self._mover = asyncio.create_task(self._move(self._interval))

    async def stop(self) -> None:
        """Stop the simulation, close every session and the port. A plant that does not run stays so.

        Raises what stopped the simulation before its time, if anything did.
        """
        mover, self._mover = self._mover, None
        server, self._server = self._server, None
        try:
            if mover is not None:
                mover.cancel()
                with suppress(asyncio.CancelledError):
                    await mover
        finally:
            if server is not None:
                await server.stop()

    async def restart(self, *, namespaces: Sequence[str] | None = None) -> None:
        """Stop, and start at the same port with all that was changed.

        ``namespaces`` gives them a new order.
        """
        await self.stop()
        if namespaces is not None:
            self._namespaces = tuple(namespaces)
        await self.start()

    async def advance(self, steps: int = 1, seconds: float = 0.25) -> None:
        """Let the simulation make ``steps`` steps of ``seconds`` each and publish the values."""
        async with self._turn:
            for _ in range(steps):
                self._process.step(seconds)
            await self._publish()

    async def set_value(self, path: str, value: Value) -> None:
        """Give the variable at ``path`` a value and keep it there until ``release()``."""
        if not self._variable(path).readable:
            raise PlantError(f"{path} is not readable, so it shows no value.")
        async with self._turn:
            self._held[path] = value
            await self._write(path, value)

    async def release(self, path: str) -> None:
        """Let the simulation move the variable at ``path`` again."""
        self._held.pop(path, None)
        self._published.pop(path, None)
        await self.advance(0)

    async def add(self, variable: Variable, value: Value) -> None:
        """Add a variable below the object that its path names; it keeps ``value``."""
        if variable.path in self._nodes:
            raise PlantError(f"{variable.path} is there already.")
        self._node(variable.path.rpartition(".")[0])
        async with self._turn:
            self._nodes[variable.path] = variable
            self._held[variable.path] = value
            await self._add(self._running(), variable, value)

    async def remove(self, path: str) -> None:
        """Take out the node at ``path`` with all that stands below it."""
        self._node(path)
        async with self._turn:
            server = self._running()
            paths = [other for other in self._nodes if other == path or other.startswith(f"{path}.")]
            await server.delete_nodes(
                [server.get_node(self.node_id(other)) for other in paths], recursive=True
            )
            for other in paths:
                del self._nodes[other]
                self._held.pop(other, None)

    async def _build(self) -> Server:
        server = Server()
        await server.init()
        server.set_endpoint(self.url)
        server.set_server_name("holo demo plant")
        await server.set_application_uri(APPLICATION_URI)
        server.set_security_policy([ua.SecurityPolicyType.NoSecurity])
        server.set_identity_tokens([ua.AnonymousIdentityToken])
        server.disable_clock()  # its loop would hold up stop() for a second; _publish keeps the time
        self._indexes = {uri: await server.register_namespace(uri) for uri in self._namespaces}
        _check(await server.iserver.isession.add_nodes(list(address_space.enumeration(self._indexes))))
        values = {**self._process.sample(), **self._held}
        for node in self._nodes.values():
            await self._add(server, node, values.get(node.path))
        self._published = values
        return server

    async def _add(self, server: Server, node: Node, value: Value | None) -> None:
        session = server.iserver.isession
        _check(
            await session.add_nodes(list(address_space.items(node, self._parent(node), value, self._indexes)))
        )
        node_id = address_space.node_id(node, self._indexes)
        match node:
            case Variable():
                space = server.iserver.aspace
                status = StatusCodes.BadSensorFailure if node.faulty else _UNREADABLE.get(node.access)
                if status is not None:
                    space.set_attribute_value_callback(
                        node_id, AttributeIds.Value, partial(_unreadable, status)
                    )
                put = self._process.inputs.get(node.path)
                if put is not None:
                    # annotated with one parameter less than it is called with
                    setter = cast("Any", partial(_take, put))
                    space.set_attribute_value_setter(node_id, AttributeIds.Value, setter)
            case Method():
                session.add_method_callback(node_id, partial(_act, self._process.actions[node.path]))
            case Object():
                pass

    def _parent(self, node: Node) -> ua.NodeId:
        above = node.path.rpartition(".")[0] or (node.under if isinstance(node, Object) else None)
        if above is None:
            return address_space.standard_id(ObjectIds.ObjectsFolder)
        return address_space.node_id(self._nodes[above], self._indexes)

    async def _move(self, interval: float) -> None:
        while True:
            await asyncio.sleep(interval)
            await self.advance(seconds=interval)

    async def _publish(self) -> None:
        values = self._process.sample()
        for path, value in values.items():
            variable = self._nodes.get(path)
            moves = isinstance(variable, Variable) and variable.readable and path not in self._held
            if moves and value != self._published.get(path):
                await self._write(path, value)
        self._published = values
        await self._tell_time()

    async def _write(self, path: str, value: Value) -> None:
        variable = self._variable(path)
        now = cast("ua.DateTime", datetime.now(UTC))
        status = await self._running().iserver.aspace.write_attribute_value(
            address_space.node_id(variable, self._indexes),
            AttributeIds.Value,
            ua.DataValue(address_space.variant(variable, value), SourceTimestamp=now, ServerTimestamp=now),
        )
        status.check()

    async def _tell_time(self) -> None:
        server = self._running().iserver
        status = copy(await server.server_status_node.read_value())
        status.CurrentTime = datetime.now(UTC)
        await server.server_status_node.write_value(status)
        await server.current_time_node.write_value(status.CurrentTime)

    def _running(self) -> Server:
        if self._server is None:
            raise PlantError("The plant does not run: start it first.")
        return self._server

    def _node(self, path: str) -> Node:
        try:
            return self._nodes[path]
        except KeyError:
            raise PlantError(f"{path} is not in the plant.") from None

    def _variable(self, path: str) -> Variable:
        node = self._node(path)
        if not isinstance(node, Variable):
            raise PlantError(f"{path} is not a variable.")
        return node


def _unreadable(status: int, _node_id: ua.NodeId, _attribute: AttributeIds) -> ua.DataValue:
    return ua.DataValue(StatusCode=ua.StatusCode(ua.UInt32(status)))


def _take(put: Callable[[Value], None], node: NodeData, attribute: AttributeIds, value: ua.DataValue) -> None:
    """Hand a client's value to the simulation, and keep it as asyncua itself would."""
    node.attributes[attribute].value = value
    if value.Value is not None:
        put(value.Value.Value)


async def _act(act: Callable[[], None], _parent: ua.NodeId) -> list[ua.Variant]:
    act()
    return []


def _check(results: list[Any]) -> None:
    """Raise what went wrong with the first of some AddNodesResults that is not good."""
    for result in results:
        result.StatusCode.check()


@contextmanager
def _collector_paused() -> Generator[None]:
    """Keep the garbage collector from walking the standard address space again and again while it grows.

    asyncua's ``Server.init()`` takes 0.7 s in place of 2.1 s so. The shelf file that it offers as a cache is
    no help: nodes are unpickled one by one where they are touched, which takes 3 s.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()

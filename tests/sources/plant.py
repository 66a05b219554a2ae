"""A small real OPC UA server for tests, that counts what is asked of it and can be as strict as a PLC."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any, Self
from unittest import mock

from asyncua import Server, ua
from asyncua.common.utils import ServiceError
from asyncua.server import server as asyncua_server
from asyncua.server.binary_server_asyncio import BinaryServer, OPCUAProtocol
from asyncua.server.uaprocessor import UaProcessor
from asyncua.ua.object_ids import ObjectIdNames
from asyncua.ua.ua_binary import struct_from_binary

from holo_lsp.addresses import parse_endpoint
from holo_lsp.settings import Policy, parse_pattern

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

# The server logs each refusal that a test provokes, with a traceback.
logging.getLogger("asyncua").setLevel(logging.CRITICAL)

PLANT_URI = "urn:test:plant"
LOOPBACK = Policy(allow=(parse_pattern("opc.tcp://127.0.0.1:*"),))
NOBODY = Policy()


@dataclass
class Limits:
    """What the server takes; 0 is all. ``stated``: it says so in its OperationLimits."""

    read: int = 0
    browse: int = 0
    translate: int = 0
    references: int = 0
    points: int = 0
    stated: bool = True


class Plant:
    """``async with Plant() as plant``: Objects/Machine with variables of all kinds, in namespace PLANT_URI.

    ``before`` are namespaces that are registered first, ``machines`` adds objects with ten variables each.
    ``requests`` counts service requests by name, ``read`` what was read by identifier. From ``freeze()`` to
    ``thaw()`` requests are left ``waiting``; at a request of service ``breaks_at`` the connection breaks.
    """

    def __init__(self, port: int = 0, *, before: tuple[str, ...] = (), machines: int = 0):
        self.port = port
        self.before = before
        self.limits = Limits()
        self.machines = machines
        self.requests: Counter[str] = Counter()
        self.read: Counter[str] = Counter()
        self.breaks_at: str | None = None
        self.waiting = 0
        self._thawed = asyncio.Event()
        self._freezes_at: str | None = None
        self.thaw()
        self.points: dict[bytes, list[ua.ReferenceDescription]] = {}
        self.index = 0
        self._numbers = count()
        self._server: Server | None = None

    @property
    def url(self) -> str:
        return parse_endpoint(f"opc.tcp://127.0.0.1:{self.port}").url

    @property
    def server(self) -> Server:
        assert self._server is not None
        return self._server

    @property
    def sessions(self) -> int:
        """How many sessions are open."""
        return sum(session.is_activated() for session in self.server.iserver._external_sessions.values())

    @property
    def sockets(self) -> int:
        return len(self.server.bserver.clients)

    def freeze(self, at: str | None = None) -> None:
        """Leave requests unanswered: all, or from the first of service ``at`` on."""
        if at is None:
            self._thawed.clear()
        self._freezes_at = at

    def thaw(self) -> None:
        self._freezes_at = None
        self._thawed.set()

    async def __aenter__(self) -> Self:
        self._server = server = Server()
        await server.init()
        server.set_endpoint(f"opc.tcp://127.0.0.1:{self.port}")
        for uri in self.before:
            await server.register_namespace(uri)
        self.index = await server.register_namespace(PLANT_URI)
        await self._build()
        with mock.patch.object(asyncua_server, "BinaryServer", self._strict_server()):
            await server.start()
        self.port = server.bserver.port
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def stop(self) -> None:
        server, self._server = self._server, None
        self.thaw()
        if server is not None:
            await server.stop()

    def id(self, name: str) -> str:
        return f"ns={self.index};s={name}"

    async def add(self, name: str, value: Any, type_: ua.VariantType | None = None, **options: Any) -> Any:
        """A variable in Machine, named ``Machine.<name>`` in its id."""
        node_id = ua.NodeId(f"Machine.{name}", self.index)
        return await self.machine.add_variable(node_id, f"{self.index}:{name}", value, type_, **options)

    async def remove(self, name: str) -> None:
        await self.server.delete_nodes([self.server.get_node(self.id(f"Machine.{name}"))])

    async def _build(self) -> None:
        objects = self.server.nodes.objects
        self.machine = await objects.add_object(ua.NodeId("Machine", self.index), f"{self.index}:Machine")
        speed = await self.add("Speed", 8500.0, ua.VariantType.Double)
        await speed.add_property(0, "EURange", ua.Range(0.0, 12000.0))
        unit = ua.EUInformation(
            "http://www.opcfoundation.org/UA/units/un/cefact",
            5394509,
            ua.LocalizedText("r/min"),
            ua.LocalizedText(),
        )
        await speed.add_property(0, "EngineeringUnits", unit)
        text = ua.DataValue(ua.Variant(ua.LocalizedText("How fast the *spindle* turns")))
        await speed.write_attribute(ua.AttributeIds.Description, text)
        await speed.write_attribute(ua.AttributeIds.MinimumSamplingInterval, ua.DataValue(ua.Variant(250.0)))
        await self.add("Running", value=True)
        await self.add("Status", "ok")
        await self.add("Counts", [1, 2, 3], ua.VariantType.Int32)
        setpoint = await self.add("Setpoint", 1.0)
        await setpoint.set_writable()
        hidden = await self.add("Hidden", 1)
        await hidden.write_attribute(
            ua.AttributeIds.AccessLevel, ua.DataValue(ua.Variant(0, ua.VariantType.Byte))
        )
        await hidden.write_attribute(
            ua.AttributeIds.UserAccessLevel, ua.DataValue(ua.Variant(0, ua.VariantType.Byte))
        )
        for number in range(self.machines):
            path = f"Line.M{number:04}"
            machine = await objects.add_object(ua.NodeId(path, self.index), f"{self.index}:M{number:04}")
            for value in range(10):
                node_id = ua.NodeId(f"{path}.V{value}", self.index)
                await machine.add_variable(node_id, f"{self.index}:V{value}", float(value))

    @asynccontextmanager
    async def strict(self, limits: Limits) -> AsyncGenerator[None]:
        """Keep to ``limits`` for a while."""
        self.limits = limits
        if limits.stated:
            await self._state_limits()
        try:
            yield
        finally:
            self.limits = Limits()
            await self._state_limits()

    async def _state_limits(self) -> None:
        ids = ua.ObjectIds
        for node, value in (
            (ids.Server_ServerCapabilities_OperationLimits_MaxNodesPerRead, self.limits.read),
            (ids.Server_ServerCapabilities_OperationLimits_MaxNodesPerBrowse, self.limits.browse),
            (
                ids.Server_ServerCapabilities_OperationLimits_MaxNodesPerTranslateBrowsePathsToNodeIds,
                self.limits.translate,
            ),
        ):
            stated = ua.DataValue(ua.Variant(value, ua.VariantType.UInt32))
            await self.server.get_node(ua.NodeId(node)).write_value(stated)

    def _strict_server(self) -> Callable[..., BinaryServer]:
        plant = self

        class Processor(UaProcessor):
            async def _process_message(self, typeid: Any, requesthdr: Any, seqhdr: Any, body: Any) -> bool:
                name = ObjectIdNames[typeid.Identifier].removesuffix("Request_Encoding_DefaultBinary")
                plant.requests[name] += 1
                if name == plant.breaks_at:
                    self._transport.abort()
                    return False
                if name == plant._freezes_at:
                    plant.freeze()
                if name != "CloseSession" and not plant._thawed.is_set():
                    plant.waiting += 1
                    await plant._thawed.wait()
                    plant.waiting -= 1
                answer = plant.answer(name, body)
                if answer is None:
                    return await super()._process_message(typeid, requesthdr, seqhdr, body)
                self.send_response(requesthdr.RequestHandle, seqhdr, answer)
                return True

        class Protocol(OPCUAProtocol):
            def connection_made(self, transport: Any) -> None:
                super().connection_made(transport)
                self.processor = Processor(self.iserver, transport, self.limits)
                self.processor.set_policies(self.policies)

        class Strict(BinaryServer):
            def _make_protocol(self) -> Protocol:
                return Protocol(self.iserver, self._policies, self.clients, self.closing_tasks, self.limits)

        return Strict

    def answer(self, name: str, body: Any) -> Any:
        """The answer to what asyncua's server does not check or know by itself; ``None`` leaves it to it."""
        limits = self.limits
        body = body.copy()
        if name == "Read":
            operations = struct_from_binary(ua.ReadParameters, body).NodesToRead
            self.read.update(str(operation.NodeId.Identifier) for operation in operations)
            _check(len(operations), limits.read)
        elif name == "TranslateBrowsePathsToNodeIds":
            paths = struct_from_binary(ua.TranslateBrowsePathsToNodeIdsParameters, body).BrowsePaths
            _check(len(paths), limits.translate)
        elif name == "Browse":
            params = struct_from_binary(ua.BrowseParameters, body)
            _check(len(params.NodesToBrowse), limits.browse)
            if limits.references:
                response = ua.BrowseResponse()
                response.Results = self.server.iserver.view_service.browse(params)
                for result in response.Results:
                    self._cut(
                        result,
                        min(limits.references, params.RequestedMaxReferencesPerNode or limits.references),
                    )
                return response
        elif name == "BrowseNext":
            params = struct_from_binary(ua.BrowseNextParameters, body)
            response = ua.BrowseNextResponse()
            response.Parameters.Results = [
                self._next(point, release=params.ReleaseContinuationPoints)
                for point in params.ContinuationPoints
            ]
            return response
        return None

    def _cut(self, result: ua.BrowseResult, most: int) -> None:
        rest = result.References[most:]
        if not rest:
            return
        if len(self.points) >= self.limits.points:
            result.References = []
            result.StatusCode = ua.StatusCode(ua.StatusCodes.BadNoContinuationPoints)
            return
        result.References = result.References[:most]
        result.ContinuationPoint = b"point %d" % next(self._numbers)
        self.points[result.ContinuationPoint] = rest

    def _next(self, point: bytes, *, release: bool) -> ua.BrowseResult:
        result = ua.BrowseResult()
        rest = self.points.pop(point, None)
        if rest is None:
            result.StatusCode = ua.StatusCode(ua.StatusCodes.BadContinuationPointInvalid)
        elif not release:
            result.References = rest
            self._cut(result, self.limits.references)
        return result


def _check(operations: int, limit: int) -> None:
    if limit and operations > limit:
        raise ServiceError(ua.StatusCodes.BadTooManyOperations)

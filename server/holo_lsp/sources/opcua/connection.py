"""One session with one endpoint, from the decision that it may exist until its socket is closed."""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, NoReturn, cast

from asyncua.ua.attribute_ids import AttributeIds
from asyncua.ua.object_ids import ObjectIds

from holo_lsp.sources.opcua import services
from holo_lsp.sources.opcua.errors import PlantError, explain
from holo_lsp.sources.opcua.limits import LIMIT_NODES, OperationLimits, stated_limits
from holo_lsp.sources.opcua.nodeids import wire_id
from holo_lsp.sources.opcua.security import OPEN, Access, require_open
from holo_lsp.sources.opcua.transport import GuardedClient

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from asyncua import ua
    from asyncua.common.utils import Buffer

    from holo_lsp.addresses import Endpoint
    from holo_lsp.settings import Policy

logger = logging.getLogger(__name__)

TIMEOUT = 4.0
"""Seconds that a small request may take."""

SESSION_TIMEOUT = 60_000
"""Milliseconds. A session that we could not close must not block one of a small server's few for long."""

_KEEPALIVE = 5.0
_PATIENCE = 15.0
"""Seconds without a byte after which a server is given up. A shorter freeze is sat out."""

_CLOSING = 0.5
"""Seconds that a server has to see us off."""

_MOST_NAMESPACES = 4096
_LONGEST_URI = 1024
"""What is kept of a NamespaceArray; real ones have some dozens of entries."""

_HANDSHAKE = 2.5
"""The whole handshake may take this many times the timeout of its single steps."""


class Connection:
    """An activated session. ``namespaces`` is the server's NamespaceArray as it was when last read."""

    def __init__(self, endpoint: Endpoint, client: GuardedClient, timeout: float) -> None:
        self.endpoint = endpoint
        self.timeout = timeout
        self.namespaces: tuple[str, ...] = ()
        self.limits = OperationLimits()
        self.round_trips = 0
        """How many requests were sent in this session."""
        self._client = client

    async def exchange(self, request: object, seconds: float) -> Buffer:
        """Send a service request and wait ``seconds`` at most; the reply, from its type id on.

        Raises UaStatusCodeError for a ServiceFault, TimeoutError, and ConnectionError when the connection is
        lost.
        """
        client = self._client.guarded
        if client.protocol is None:
            raise ConnectionError("the connection is closed")
        self.round_trips += 1
        with client.observer.observe_request(request):
            return await client.protocol.send_request(request, seconds)

    async def supervise(self) -> NoReturn:
        """Keep the session alive for as long as the server answers, then raise what ended it."""
        client = self._client.guarded
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(_KEEPALIVE):
                    await client.lost.wait()
                raise ConnectionError("the connection was lost")
            try:
                await services.read(self, [_value_of(ObjectIds.Server_ServerStatus_State)])
            except TimeoutError:
                if asyncio.get_running_loop().time() - client.last_heard > _PATIENCE:
                    raise

    async def refresh_namespaces(self) -> bool:
        """Read the NamespaceArray again; whether it changed."""
        (answer,) = await services.read(self, [_value_of(ObjectIds.Server_NamespaceArray)])
        before, self.namespaces = self.namespaces, _namespaces(answer)
        return self.namespaces != before

    async def prepare(self) -> None:
        """Read what everything else depends on: the NamespaceArray and the OperationLimits."""
        nodes = (ObjectIds.Server_NamespaceArray, *LIMIT_NODES)
        namespaces, *limits = await services.read(self, [_value_of(node) for node in nodes])
        self.namespaces = _namespaces(namespaces)
        self.limits = stated_limits(*map(_plain, limits))

    def explain(self, error: BaseException) -> PlantError:
        """What ``error``, raised by this connection, means for the endpoint."""
        return explain(error, self.endpoint, self._client.guarded.heard)


@asynccontextmanager
async def connect(
    endpoint: Endpoint, policy: Policy, access: Access = OPEN, *, step_timeout: float = TIMEOUT
) -> AsyncGenerator[Connection]:
    """A session with ``endpoint``, closed at the end of the block.

    ``policy`` decides before a name is looked up or a socket is opened. Raises PlantError when no session
    comes about; ``step_timeout`` is in seconds. Errors of the block itself pass through as they are.
    """
    decision = policy.decide(endpoint)
    if not decision.allowed:
        raise PlantError("not_allowed", " ".join(filter(None, (decision.reason, decision.how))), lasting=True)
    require_open(access, endpoint.url)
    client = GuardedClient(endpoint.url, step_timeout)
    client.name = client.description = "holo-lsp"
    client.application_uri = "urn:holo-lsp"
    client.product_uri = "urn:holo-lsp"
    client.session_timeout = SESSION_TIMEOUT
    connection = Connection(endpoint, client, step_timeout)
    try:
        try:
            async with asyncio.timeout(_HANDSHAKE * step_timeout):
                await client.connect()
                await connection.prepare()
        except Exception as error:  # asyncua's decoder may break on a reply in any way
            logger.debug("no session with %s", endpoint, exc_info=True)
            raise connection.explain(error) from error
        yield connection
    finally:
        await _close(client)


async def _close(client: GuardedClient) -> None:
    """Close session and socket. The socket is closed whatever happens, cancellation included."""
    try:
        with suppress(TimeoutError):
            async with asyncio.timeout(_CLOSING):
                await client.disconnect()
    finally:
        client.guarded.abort()


def _value_of(node: int) -> services.ReadOperation:
    return wire_id(0, node), AttributeIds.Value


def _plain(answer: ua.DataValue) -> object:
    return None if answer.Value is None else cast("object", answer.Value.Value)


def _namespaces(answer: ua.DataValue) -> tuple[str, ...]:
    value = _plain(answer)
    uris = cast("list[object]", value)[:_MOST_NAMESPACES] if isinstance(value, list) else []
    return tuple(str(uri)[:_LONGEST_URI] for uri in uris)

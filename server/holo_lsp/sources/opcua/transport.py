"""asyncua's client, guarded: it hears no more than we can take, and nothing stays open behind it."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from asyncua.client.client import Client
from asyncua.client.ua_client import UaClient, UASocketProtocol
from asyncua.common.shortcuts import Shortcuts

from holo_lsp.sources.opcua.errors import Heard

if TYPE_CHECKING:
    from asyncua import ua

MAX_CHUNK = 1 << 20
"""Bytes of one chunk. We announce 65,535 in Hello; no server that honours it comes near."""

MAX_MESSAGE = 64 << 20
"""Bytes of one message in all its chunks."""

_FIRST_BYTES = 8
_WATCHDOG = 300.0
"""Seconds. asyncua's own watchdog gives a connection up for good after one slow answer, so it is put to
sleep; ``Connection.supervise`` does its work."""

# What goes wrong comes back as an error with a message. Without a handler, asyncua's records go to stderr.
logging.getLogger("asyncua").addHandler(logging.NullHandler())


class GuardedProtocol(UASocketProtocol):
    """Remembers what was heard, and cuts a connection whose messages grow beyond all measure.

    asyncua checks sizes only once a message is complete, and until then it keeps every byte.
    """

    def __init__(self, client: GuardedUaClient) -> None:
        super().__init__(client.timeout, client.security_policy)
        self._client = client
        self._unfinished = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Note that the peer accepted."""
        self._client.accepted = True
        super().connection_made(transport)  # pyright: ignore[reportArgumentType] - asyncio gives a Transport

    def data_received(self, data: bytes) -> None:
        """Count, check and pass on."""
        client = self._client
        if len(client.first) < _FIRST_BYTES:
            client.first += data[: _FIRST_BYTES - len(client.first)]
        client.last_heard = asyncio.get_running_loop().time()
        self._unfinished += len(data)
        if self._unfinished > MAX_MESSAGE:
            self._cut()
            return
        super().data_received(data)
        if self.receive_buffer is not None and len(self.receive_buffer) > MAX_CHUNK:
            self._cut()

    def _process_received_message(self, msg: ua.Message | ua.Acknowledge | ua.ErrorMessage | None) -> None:
        if msg is not None:  # None: one chunk more of a message that is not complete yet
            self._unfinished = 0
        super()._process_received_message(msg)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wake who supervises the connection."""
        super().connection_lost(exc)
        self._client.lost.set()

    def _cut(self) -> None:
        self._client.too_much = True
        self.receive_buffer = None
        if self.transport is not None:
            self.transport.abort()


class GuardedUaClient(UaClient):
    """A ``UaClient`` for one connection, with what was heard on it."""

    def __init__(self, timeout: float) -> None:
        super().__init__(timeout)
        self.timeout = timeout
        self.accepted = False
        self.first = b""
        self.too_much = False
        self.last_heard = 0.0
        """Time of the event loop's clock."""
        self.lost = asyncio.Event()

    @property
    def heard(self) -> Heard:
        """What the peer did so far."""
        return Heard(self.accepted, self.first, self.too_much)

    def abort(self) -> None:
        """Close the socket now, whatever state asyncua believes it is in.

        asyncua leaves it open when ``connect`` is cancelled.
        """
        protocol = self.protocol
        self.disconnect_socket()
        if protocol is not None and protocol.transport is not None:
            protocol.transport.abort()

    def _make_protocol(self) -> GuardedProtocol:
        protocol = GuardedProtocol(self)
        protocol.pre_request_hook = self._pre_request_hook
        protocol.on_connection_lost = self._on_transport_lost
        protocol.is_session_closing = self._is_session_closing
        self.protocol = protocol
        return protocol


class GuardedClient(Client):
    """asyncua's client on a guarded transport, for one attempt to connect; make a new one for the next."""

    def __init__(self, url: str, timeout: float) -> None:
        super().__init__(url, timeout=timeout, watchdog_intervall=_WATCHDOG)
        self.guarded = GuardedUaClient(timeout)
        self.uaclient = self.guarded
        self.uaclient.pre_request_hook = self.check_connection
        self.nodes = Shortcuts(self.uaclient.session)

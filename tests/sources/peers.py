"""Peers that take a connection and are no OPC UA server, or a hostile one."""

from __future__ import annotations

import asyncio
import struct
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable

    Behaviour = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Peer:
    """``accepted`` counts connections; ``gone`` is set when the client has closed one."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.accepted = 0
        self.came = asyncio.Event()
        self.gone = asyncio.Event()

    @property
    def url(self) -> str:
        return f"opc.tcp://127.0.0.1:{self.port}"


@asynccontextmanager
async def peer(behaviour: Behaviour) -> AsyncGenerator[Peer]:
    """A peer on a free port that does ``behaviour`` with each connection."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        running.accepted += 1
        running.came.set()
        with suppress(ConnectionError):
            await behaviour(reader, writer)
        writer.close()
        running.gone.set()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    running = Peer(server.sockets[0].getsockname()[1])
    async with server:
        yield running


async def silent(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    """Takes everything and says nothing."""
    while await reader.read(1 << 16):
        pass


async def silent_after_acknowledge(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(1 << 16)
    writer.write(b"ACKF" + struct.pack("<6I", 28, 0, 65535, 65535, 0, 0))
    await silent(reader, writer)


async def web(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(1 << 16)
    writer.write(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")
    await writer.drain()


async def hangs_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.close()


async def refuses_the_url(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(1 << 16)
    writer.write(b"ERRF" + struct.pack("<IIi", 16, 0x80830000, -1))
    await writer.drain()
    await silent(reader, writer)


async def floods(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Announces 2 GB and sends for as long as anybody listens."""
    await reader.read(1 << 16)
    writer.write(b"ACKF" + struct.pack("<I", 0x7FFF_FFFF))
    while not writer.is_closing():
        writer.write(bytes(1 << 16))
        await writer.drain()

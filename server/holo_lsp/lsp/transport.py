"""How messages come and go: standard input and output, or one TCP connection."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING

from holo_lsp.lsp.framing import Frames, NotAMessage, frame

if TYPE_CHECKING:
    from collections.abc import Awaitable, Generator

    from holo_lsp.lsp.server import HoloServer

logger = logging.getLogger(__name__)

_CHUNK = 64 * 1024


class TransportError(Exception):
    """The server cannot be reached this way; the text says why and what to do."""


async def stdio(server: HoloServer) -> int:
    """Serve the process that started this one. The exit code is returned."""
    source, sink = _claimed()
    loop = asyncio.get_running_loop()
    connection = server.connection

    def send(body: bytes) -> None:
        try:
            _write_all(sink, frame(body))
        except OSError:  # nobody reads any more
            connection.end()

    def pump() -> None:
        frames = Frames()
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits for more
            try:
                while data := _read(source):
                    if bodies := frames.feed(data):
                        loop.call_soon_threadsafe(connection.inbox.put, bodies)
            except NotAMessage as error:
                logger.error("Standard input is not what an editor sends: %s.", error)  # noqa: TRY400 - no fault of ours
            loop.call_soon_threadsafe(connection.inbox.later, "end", connection.end)

    connection.connect(send)
    # A daemon: it may be waiting for input when all else is done.
    threading.Thread(target=pump, name="stdin", daemon=True).start()
    return await until_over(server)


async def tcp(server: HoloServer, host: str, port: int) -> int:
    """Serve the first client that connects. Raises TransportError."""
    loop = asyncio.get_running_loop()
    client: asyncio.Future[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = loop.create_future()

    def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if client.done():
            writer.close()
        else:
            client.set_result((reader, writer))

    with listening(host, port):
        listener = await asyncio.start_server(connected, host, port)
    announce(host, listener.sockets[0].getsockname()[1])
    reader, writer = await client
    listener.close()

    async def pump() -> None:
        frames = Frames()
        try:
            while data := await reader.read(_CHUNK):
                server.connection.inbox.put(frames.feed(data))
        except NotAMessage as error:
            logger.error("The client is not an editor: %s.", error)  # noqa: TRY400 - no fault of ours
        except OSError:
            logger.info("The connection broke.")
        server.connection.inbox.later("end", server.connection.end)

    server.connection.connect(lambda body: writer.write(frame(body)))
    try:
        return await until_over(server, pump())
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


async def until_over(server: HoloServer, pump: Awaitable[None] | None = None) -> int:
    """Wait until the client leaves or the system asks to stop, and close what is open."""
    loop = asyncio.get_running_loop()
    pumping = None if pump is None else asyncio.ensure_future(pump)
    if sys.platform != "win32":
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, server.connection.end)
    code = await server.connection.over()
    await server.close()
    if pumping is not None:
        pumping.cancel()
    return code


@contextlib.contextmanager
def listening(host: str, port: int) -> Generator[None]:
    """Say so when the address cannot be listened on."""
    try:
        yield
    except OSError as error:
        number = error.errno or 0
        reason = os.strerror(number) if number > 0 else error.strerror  # a name that is not found has another
        raise TransportError(f"{host}:{port} cannot be listened on: {reason}.") from error


def _claimed() -> tuple[int, int]:
    """Take standard input and output for ourselves, so that no library and no child reads or writes there."""
    source, sink = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return source, sink


def _read(source: int) -> bytes:
    try:
        return os.read(source, _CHUNK)
    except OSError:  # as good as closed
        return b""


def _write_all(sink: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(sink, view) :]


def announce(host: str, port: int) -> None:
    """Tell whoever started the server where it listens; the port may have been left to the system."""
    sys.stderr.write(f"holo-lsp listens on {host}:{port}\n")
    sys.stderr.flush()

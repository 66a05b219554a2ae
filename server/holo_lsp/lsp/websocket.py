"""Messages over one WebSocket, each by itself and without a header.

The package ``websockets`` comes with the extra ``ws``: who wants this transport installs it.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
from importlib import import_module
from typing import TYPE_CHECKING, Any

from holo_lsp.lsp.transport import TransportError, announce, listening, until_over

if TYPE_CHECKING:
    from holo_lsp.lsp.server import HoloServer

#: Pages that may connect: those that this machine serves itself; None is what is no page.
_ORIGINS = [re.compile(r"https?://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?"), None]


async def websocket(server: HoloServer, host: str, port: int) -> int:
    """Serve the first client that connects. Raises TransportError."""
    try:
        serving = import_module("websockets.asyncio.server")
        closed: type[Exception] = import_module("websockets.exceptions").ConnectionClosed
    except ImportError as error:
        raise TransportError('WebSockets need a package: pip install "holo-lsp[ws]".') from error
    outgoing: asyncio.Queue[bytes | None] = asyncio.Queue()
    finished = asyncio.Event()
    client: asyncio.Future[Any] = asyncio.get_running_loop().create_future()

    async def connected(connection: Any) -> None:  # noqa: ANN401 - the package is optional
        if not client.done():
            client.set_result(connection)
            await finished.wait()

    with listening(host, port):
        listener = await serving.serve(connected, host, port, origins=_ORIGINS, max_size=None)
    announce(host, listener.sockets[0].getsockname()[1])
    connection = await client
    listener.close(close_connections=False)

    async def pump() -> None:
        with contextlib.suppress(closed):
            async for body in connection:
                server.connection.inbox.put([body.encode() if isinstance(body, str) else body])
        server.connection.inbox.later("end", server.connection.end)

    async def drain() -> None:
        with contextlib.suppress(closed):
            while body := await outgoing.get():
                await connection.send(body.decode("ascii"))

    server.connection.connect(outgoing.put_nowait)
    draining = asyncio.create_task(drain())
    try:
        return await until_over(server, pump())
    finally:
        outgoing.put_nowait(None)
        await draining
        finished.set()
        await connection.close()

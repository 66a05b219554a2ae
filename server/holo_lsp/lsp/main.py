"""``holo-lsp``: the command that an editor starts."""

from __future__ import annotations

import argparse
import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from holo_lsp import __version__
from holo_lsp.lsp.logs import LEVELS, start_logging

if TYPE_CHECKING:
    from collections.abc import Sequence

_HOST = "127.0.0.1"
_PORT = 2087
_HIGHEST_PORT = 0xFFFF
_TROUBLE = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the language server.

    Return the exit code: 0 after a proper shutdown, 2 when the server could not be started, else 1.
    """
    parser = _parser()
    options = parser.parse_args(arguments)
    if not options.tcp and not options.ws and (options.host is not None or options.port is not None):
        parser.error("--host and --port go with --tcp or --ws")
    # A start makes much and frees nothing. The server lets the collector in again when it is ready.
    gc.disable()

    try:
        start_logging(options.log_level, options.log_file)
    except OSError as error:
        return _complain(f"{options.log_file} cannot be written: {error.strerror}.")

    import asyncio

    from holo_lsp.lsp import transport
    from holo_lsp.lsp.server import HoloServer

    server = HoloServer(trust_file_only=options.trust_file_only)
    try:
        host, port = options.tcp or options.ws or (_HOST, _PORT)
        host, port = options.host or host, port if options.port is None else options.port
        if options.tcp:
            return asyncio.run(transport.tcp(server, host, port))
        if options.ws:
            from holo_lsp.lsp.websocket import websocket

            return asyncio.run(websocket(server, host, port))
        return asyncio.run(transport.stdio(server))
    except transport.TransportError as error:
        return _complain(str(error))
    except KeyboardInterrupt:
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="holo-lsp", description="Language server for HoloScript digital twins. Editors start it."
    )
    parser.add_argument("--version", action="version", version=f"holo-lsp {__version__}")
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--stdio", action="store_true", help="speak on standard input and output (the default)")
    for flag, what in (("--tcp", "connection"), ("--ws", "WebSocket")):
        way.add_argument(
            flag,
            type=_address,
            nargs="?",
            const=(_HOST, _PORT),
            metavar="HOST:PORT",
            help=f"wait for one {what} (on {_HOST}:{_PORT} where no address is given)",
        )
    parser.add_argument("--host", help="address for --tcp and --ws")
    parser.add_argument("--port", type=_port, help="port for --tcp and --ws; 0 is any that is free")
    parser.add_argument(
        "--trust-file-only",
        action="store_true",
        help="let `holo trust` alone allow plants: for editors that take options from a workspace too",
    )
    parser.add_argument(
        "--log-file", type=Path, metavar="FILE", help="log to this file, not to standard error"
    )
    parser.add_argument("--log-level", choices=LEVELS, default="warning")
    return parser


def _address(text: str) -> tuple[str, int]:
    host, colon, port = text.rpartition(":")
    if not colon:
        raise argparse.ArgumentTypeError(f"{text!r} is not HOST:PORT")
    return host.strip("[]") or _HOST, _port(port)


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > _HIGHEST_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port from 0 to {_HIGHEST_PORT}")
    return int(text)


def _complain(message: str) -> int:
    sys.stderr.write(f"holo-lsp: {message}\n")
    return _TROUBLE


if __name__ == "__main__":
    sys.exit(main())

"""An OPC UA server with many variables, as a process: prints its URL and runs until its input is closed."""

from __future__ import annotations

import asyncio
import gc
import socket
import sys

from asyncua import ua
from asyncua.server.server import Server

PER_MACHINE = 10


async def main(variables: int) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    gc.disable()
    server = Server()
    await server.init()
    server.set_endpoint(f"opc.tcp://127.0.0.1:{port}")
    namespace = await server.register_namespace("urn:bench")
    plant = await server.nodes.objects.add_object(ua.NodeId("Plant", namespace), "Plant")
    for number in range(variables // PER_MACHINE):
        machine = await plant.add_object(ua.NodeId(f"M{number}", namespace), f"M{number}")
        for value in range(PER_MACHINE):
            name = f"M{number}.V{value}"
            await machine.add_variable(ua.NodeId(name, namespace), f"V{value}", float(value))
    gc.freeze()
    gc.enable()
    async with server:
        print(f"opc.tcp://127.0.0.1:{port}", flush=True)
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))

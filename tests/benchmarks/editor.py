"""An editor reduced to its pipe: raw JSON-RPC, one request at a time, with the clock beside it."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path
from typing import Any, Self

_CAPABILITIES = {
    "general": {"positionEncodings": ["utf-16"]},
    "textDocument": {
        "synchronization": {"didSave": True},
        "publishDiagnostics": {
            "versionSupport": True,
            "relatedInformation": True,
            "codeDescriptionSupport": True,
        },
        "completion": {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}},
        "hover": {"contentFormat": ["markdown"]},
        "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}},
    },
    "workspace": {"configuration": False, "workspaceFolders": True},
}


class Editor:
    """A language server and the document that is open in it."""

    def __init__(self, command: list[str], options: dict[str, Any] | None = None) -> None:
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.options = options or {}
        self.number = 0
        self.version = 0
        self.uri = "file:///bench/hall.holo"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.request("shutdown", None)
            self.notify("exit", None)
        self.process.wait(10)
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                pipe.close()

    def initialize(self) -> float:
        """Milliseconds to the answer."""
        started = time.perf_counter()
        self.request(
            "initialize",
            {
                "processId": None,
                "rootUri": None,
                "capabilities": _CAPABILITIES,
                "initializationOptions": self.options,
            },
        )
        elapsed = time.perf_counter() - started
        self.notify("initialized", {})
        return elapsed * 1000

    def open(self, text: str) -> float:
        """Milliseconds from opening the text to its diagnostics."""
        self.version = 1
        document = {"uri": self.uri, "languageId": "holoscript", "version": 1, "text": text}
        started = time.perf_counter()
        self.notify("textDocument/didOpen", {"textDocument": document})
        self.diagnostics()
        return (time.perf_counter() - started) * 1000

    def close(self) -> None:
        self.notify("textDocument/didClose", {"textDocument": {"uri": self.uri}})

    def change(self, line: int, column: int, text: str, delete: int = 0) -> None:
        """Type ``text``, in the place of ``delete`` characters."""
        self.version += 1
        change = {
            "range": {
                "start": {"line": line, "character": column},
                "end": {"line": line, "character": column + delete},
            },
            "text": text,
        }
        self.notify(
            "textDocument/didChange",
            {"textDocument": {"uri": self.uri, "version": self.version}, "contentChanges": [change]},
        )

    def diagnostics(self) -> list[dict[str, Any]]:
        """Wait for the diagnostics of the newest version."""
        while True:
            message = self.receive()
            if message.get("method") == "textDocument/publishDiagnostics":
                params = message["params"]
                if params["uri"] == self.uri and params.get("version", self.version) == self.version:
                    return params["diagnostics"]

    def at(self, method: str, line: int, column: int) -> float:
        """Milliseconds that a request at a position takes."""
        params = {"textDocument": {"uri": self.uri}, "position": {"line": line, "character": column}}
        started = time.perf_counter()
        self.request(method, params)
        return (time.perf_counter() - started) * 1000

    def memory(self) -> float:
        """Resident memory in MB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        row = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(row.split()[1]) / 1024

    def request(self, method: str, params: Any) -> Any:
        self.number += 1
        self.send({"id": self.number, "method": method, "params": params})
        while True:
            message = self.receive()
            if message.get("id") == self.number and "method" not in message:
                if "error" in message:
                    raise RuntimeError(message["error"])
                return message.get("result")

    def notify(self, method: str, params: Any) -> None:
        self.send({"method": method, "params": params})

    def send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        pipe = self.process.stdin
        assert pipe
        pipe.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        pipe.flush()

    def receive(self) -> dict[str, Any]:
        pipe = self.process.stdout
        assert pipe
        length = 0
        while (header := pipe.readline().strip()) or not length:
            if not header and pipe.closed:
                raise EOFError
            name, _, value = header.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
            elif not header:
                raise EOFError("the server is gone")
        message = json.loads(pipe.read(length))
        if "id" in message and "method" in message:  # a question of the server's: no answer to give
            self.send({"id": message["id"], "result": None})
        return message

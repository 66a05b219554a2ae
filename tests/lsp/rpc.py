"""A language client of a few lines, over pipes: it sends what it is told, also what no client should."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import holo_lsp

COMMAND = [sys.executable, "-m", "holo_lsp.lsp.main", "--log-level", "info"]
ROOT = str(Path(holo_lsp.__file__).parents[1])

#: Seconds after which something that was waited for will not come.
DEADLINE = 30.0


def environment(**more: str) -> dict[str, str]:
    """What a server is started with, so that it is the package under test."""
    path = os.pathsep.join(filter(None, (ROOT, os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": path, **more}


#: A client that can do all that the server asks about, but has no settings and watches no files.
CAPABILITIES: dict[str, Any] = {
    "workspace": {"workspaceEdit": {"documentChanges": True}},
    "textDocument": {
        "completion": {
            "completionItem": {
                "snippetSupport": True,
                "documentationFormat": ["markdown", "plaintext"],
                "insertReplaceSupport": True,
                "insertTextModeSupport": {"valueSet": [1, 2]},
                "labelDetailsSupport": True,
            }
        },
        "hover": {"contentFormat": ["markdown", "plaintext"]},
        "codeAction": {
            "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}},
            "isPreferredSupport": True,
        },
        "publishDiagnostics": {
            "relatedInformation": True,
            "tagSupport": {"valueSet": [1, 2]},
            "versionSupport": True,
            "codeDescriptionSupport": True,
        },
    },
    "general": {"positionEncodings": ["utf-16"]},
}


class RefusedError(Exception):
    """The server answered with an error."""

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(f"{error['code']}: {error['message']}")
        self.code = error["code"]


class RawClient:
    """One server process and what it says. Its own requests are answered by ``answers``, or with null."""

    def __init__(self, *arguments: str, env: dict[str, str] | None = None) -> None:
        self.process = subprocess.Popen(
            [*COMMAND, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=env or environment(),
        )
        self.answers: dict[str, Any] = {}
        self.refuses: set[str] = set()
        self.opened: list[str] = []
        self.seen: list[dict[str, Any]] = []
        """All messages of the server but its responses, in order."""
        self._responses: dict[Any, dict[str, Any]] = {}
        self._news = threading.Condition()
        self._next = 0
        self._closed = False
        self.log: list[str] = []
        self._threads = [threading.Thread(target=self._read), threading.Thread(target=self._read_log)]
        for thread in self._threads:
            thread.start()

    # ---- sending -----------------------------------------------------------------------------------------

    def send_bytes(self, data: bytes) -> None:
        assert self.process.stdin
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, *messages: Any) -> None:
        """Send messages, all in one write."""
        bodies = [json.dumps(message).encode() for message in messages]
        self.send_bytes(b"".join(b"Content-Length: %d\r\n\r\n%b" % (len(body), body) for body in bodies))

    def notify(self, method: str, params: Any) -> None:
        self.send(notification(method, params))

    def ask(self, method: str, params: Any) -> int:
        """Send a request and return its id."""
        identity = self.new_id()
        self.send(request(identity, method, params))
        return identity

    def new_id(self) -> int:
        self._next += 1
        return self._next

    def request(self, method: str, params: Any = None) -> Any:
        """Send a request and wait for the result."""
        return self.result(self.ask(method, params))

    # ---- waiting -----------------------------------------------------------------------------------------

    def response(self, identity: Any) -> dict[str, Any]:
        """Wait for the response to a request."""
        with self._news:
            assert self._news.wait_for(lambda: identity in self._responses or self._closed, DEADLINE)
            assert identity in self._responses, f"the server ended: {self.log}"
            return self._responses.pop(identity)

    def result(self, identity: Any) -> Any:
        response = self.response(identity)
        if "error" in response:
            raise RefusedError(response["error"])
        return response["result"]

    def wait(self, matches, since: int = 0) -> dict[str, Any]:
        """Wait for a message of the server and return it."""
        found: list[dict[str, Any]] = []

        def look() -> bool:
            found.extend(message for message in self.seen[since:] if matches(message))
            return bool(found) or self._closed

        with self._news:
            assert self._news.wait_for(look, DEADLINE), self.seen
        assert found, f"the server ended: {self.log}"
        return found[0]

    def diagnostics(self, uri: str, version: int | None) -> list[dict[str, Any]]:
        """Wait for the diagnostics of that version, the last if there are several by now."""

        def matches(message: dict[str, Any]) -> bool:
            params = message.get("params")
            return (
                message["method"] == "textDocument/publishDiagnostics"
                and params["uri"] == uri
                and params.get("version") == version
            )

        self.wait(matches)
        return [message for message in self.seen if matches(message)][-1]["params"]["diagnostics"]

    def shown(self) -> list[str]:
        """The messages that were shown to the user."""
        return [m["params"]["message"] for m in self.seen if m["method"] == "window/showMessage"]

    # ---- life --------------------------------------------------------------------------------------------

    def initialize(self, **params: Any) -> dict[str, Any]:
        result = self.request(
            "initialize", {"processId": None, "rootUri": None, "capabilities": {}, **params}
        )
        self.notify("initialized", {})
        return result

    def open(self, uri: str, text: str, version: int = 1) -> None:
        self.opened.append(uri)
        self.notify("textDocument/didOpen", opened(uri, text, version))

    def shut_down(self) -> int:
        self.request("shutdown")
        self.notify("exit", None)
        return self.end()

    def end(self) -> int:
        """Close the pipes and wait for the process to end."""
        assert self.process.stdin
        with suppress(BrokenPipeError):
            self.process.stdin.close()
        code = self.process.wait(DEADLINE)
        for thread in self._threads:
            thread.join(DEADLINE)
        self.process.stdout.close()
        self.process.stderr.close()
        return code

    def errors(self) -> list[str]:
        """The errors that the server logged."""
        return [line for line in self.log if " ERROR " in line or "Traceback" in line]

    def _read(self) -> None:
        stream = self.process.stdout
        assert stream
        while header := stream.readline():
            length = 0
            while header.strip():
                name, _, value = header.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
                header = stream.readline()
            message = json.loads(stream.read(length))
            with self._news:
                if "method" in message:
                    self.seen.append(message)
                else:
                    self._responses[message["id"]] = message
                self._news.notify_all()
            if "method" in message and "id" in message:
                self._answer(message)
        with self._news:
            self._closed = True
            self._news.notify_all()

    def _answer(self, message: dict[str, Any]) -> None:
        if message["method"] in self.refuses:
            error = {"code": -32601, "message": "not here"}
            self.send({"jsonrpc": "2.0", "id": message["id"], "error": error})
            return
        answer = self.answers.get(message["method"])
        result = answer(message["params"]) if callable(answer) else answer
        with suppress(BrokenPipeError, ValueError):  # the server may not wait for it any more
            self.send({"jsonrpc": "2.0", "id": message["id"], "result": result})

    def _read_log(self) -> None:
        stream = self.process.stderr
        assert stream
        for line in stream:
            self.log.append(line.decode(errors="replace").rstrip())


@contextmanager
def started(*arguments: str, clean: bool = True, env: dict[str, str] | None = None):
    """A server that is ended in any case, and that must not have logged an error where ``clean``."""
    client = RawClient(*arguments, env=env)
    try:
        yield client
    except BaseException:
        client.process.kill()
        client.end()
        print(*client.log, sep="\n")
        raise
    client.end()
    if clean:
        assert not client.errors(), client.log


def request(identity: Any, method: str, params: Any) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": identity, "method": method, "params": params}


def notification(method: str, params: Any) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "method": method, "params": params}


def opened(uri: str, text: str, version: int = 1) -> dict[str, Any]:
    document = {"uri": uri, "languageId": "holoscript", "version": version, "text": text}
    return {"textDocument": document}


def changed(uri: str, version: int, *changes: dict[str, Any]) -> dict[str, Any]:
    return {"textDocument": {"uri": uri, "version": version}, "contentChanges": list(changes)}


def place(uri: str, line: int, character: int) -> dict[str, Any]:
    return {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}}

"""What becomes of an error of our own: an answer that says so, and an entry in the log."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any

import pytest
from lsp.rpc import notification, request
from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from holo_lsp.lsp.server import HoloServer

INTERNAL_ERROR = -32603
CANCELLED = -32800


class Session:
    """A server in this process."""

    def __init__(self) -> None:
        self.server = HoloServer()
        self.sent: list[dict[str, Any]] = []
        self.server.connection.connect(lambda body: self.sent.append(json.loads(body)))
        self.put(request(0, "initialize", {"processId": None, "rootUri": None, "capabilities": {}}))

    def put(self, *messages: dict[str, Any]) -> None:
        self.server.connection.inbox.put([json.dumps(message).encode() for message in messages])

    def offer(self, handler: Any, method: str = types.TEXT_DOCUMENT_HOVER) -> None:
        self.server.connection.offer(method, handler)

    async def answer(self, identity: int) -> dict[str, Any]:
        async with asyncio.timeout(30):
            while True:
                for message in self.sent:
                    if message.get("id") == identity:
                        return message
                await asyncio.sleep(0)

    async def hover(self) -> dict[str, Any]:
        position = {"textDocument": {"uri": "x"}, "position": {"line": 0, "character": 0}}
        self.put(request(1, "textDocument/hover", position))
        return await self.answer(1)


@pytest.fixture
async def session():
    session = Session()
    await session.answer(0)
    yield session
    await session.server.close()


def fails(_: Any) -> None:
    raise LookupError("too bad")


async def fails_later(_: Any) -> None:
    await asyncio.sleep(0)
    raise LookupError("too bad")


@pytest.mark.parametrize("handler", [fails, fails_later])
async def test_an_exception_is_an_internal_error(
    session: Session, handler: Any, caplog: pytest.LogCaptureFixture
):
    session.offer(handler)
    answer = await session.hover()
    assert answer["error"] == {"code": INTERNAL_ERROR, "message": "LookupError: too bad"}
    (record,) = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert record.getMessage() == "textDocument/hover failed."
    assert record.exc_info


async def test_a_result_that_cannot_be_sent_is_an_internal_error(
    session: Session, caplog: pytest.LogCaptureFixture
):
    session.offer(lambda _: {1, 2})
    assert (await session.hover())["error"]["code"] == INTERNAL_ERROR
    assert "textDocument/hover failed." in caplog.text


async def test_a_refusal_is_no_error_of_ours(session: Session, caplog: pytest.LogCaptureFixture):
    def refuses(_: Any) -> None:
        raise JsonRpcInvalidParams("not so")

    session.offer(refuses)
    assert (await session.hover())["error"] == {"code": -32602, "message": "not so"}
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


async def test_a_request_that_runs_can_be_cancelled(session: Session):
    started = asyncio.Event()

    async def waits(_: Any) -> None:
        started.set()
        await asyncio.Event().wait()

    session.offer(waits)
    asking = asyncio.create_task(session.hover())
    await started.wait()
    session.put(notification("$/cancelRequest", {"id": 1}))
    assert (await asking)["error"]["code"] == CANCELLED


async def test_a_shutdown_cancels_what_runs(session: Session):
    started = asyncio.Event()

    async def waits(_: Any) -> None:
        started.set()
        await asyncio.Event().wait()

    session.offer(waits)
    asking = asyncio.create_task(session.hover())
    await started.wait()
    session.put(request(2, "shutdown", None))
    assert (await session.answer(2))["result"] is None
    assert (await asking)["error"]["code"] == CANCELLED


async def test_an_exception_for_a_notification_is_logged(session: Session, caplog: pytest.LogCaptureFixture):
    session.offer(fails, types.TEXT_DOCUMENT_DID_SAVE)
    session.put(notification("textDocument/didSave", {"textDocument": {"uri": "x"}}))
    session.offer(lambda _: None)
    assert (await session.hover())["result"] is None
    assert "textDocument/didSave failed." in caplog.text

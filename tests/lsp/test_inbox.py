"""The order in which the server works."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any

import pytest

from holo_lsp.lsp.inbox import Inbox, Undecodable


class Worker:
    """Does what an inbox says and notes it."""

    def __init__(self) -> None:
        self.done: list[Any] = []
        self.inbox = Inbox(self.handle, lambda identity: self.done.append(("cancel", identity)))
        self.handling: Any = lambda message: None

    def handle(self, message: Any, cancelled: bool) -> None:
        name = message.get("method") if isinstance(message, dict) else "undecodable"
        self.done.append((name, "cancelled") if cancelled else name)
        self.handling(message)

    def put(self, *messages: dict[str, Any]) -> None:
        self.inbox.put([json.dumps(message).encode() for message in messages])

    def later(self, name: str, **options: bool) -> None:
        self.inbox.later(name, lambda: self.done.append(name), **options)

    async def rest(self) -> list[Any]:
        """Wait until nothing is left to do."""
        finished = asyncio.Event()
        self.inbox.later("rest", finished.set, background=True)
        await finished.wait()
        return self.done


def cancel(identity: Any) -> dict[str, Any]:
    return {"method": "$/cancelRequest", "params": {"id": identity}}


async def test_jobs_wait_for_all_messages():
    worker = Worker()
    worker.later("background", background=True)
    worker.later("job")
    worker.put({"method": "a"}, {"method": "b"})
    worker.put({"method": "c"})
    assert await worker.rest() == ["a", "b", "c", "job", "background"]


async def test_a_job_runs_once_however_often_it_was_asked_for():
    worker = Worker()
    worker.handling = lambda message: worker.later("job")
    worker.put(*({"method": "key"} for _ in range(10)))
    assert await worker.rest() == ["key"] * 10 + ["job"]


async def test_messages_that_come_meanwhile_go_before_the_next_job():
    worker = Worker()
    worker.inbox.later("first", lambda: worker.put({"method": "a"}))
    worker.later("second")
    assert await worker.rest() == ["a", "second"]


async def test_a_forgotten_job_does_not_run():
    worker = Worker()
    worker.later("a")
    worker.later("b", background=True)
    worker.inbox.forget("a")
    worker.inbox.forget("b")
    assert await worker.rest() == []


async def test_a_waiting_request_is_cancelled_without_having_run():
    worker = Worker()
    worker.put({"id": 1, "method": "a"}, {"id": 2, "method": "b"}, cancel(2), {"id": 3, "method": "c"})
    assert await worker.rest() == ["a", ("b", "cancelled"), "c"]


async def test_the_cancelling_of_a_request_that_runs_or_ran_is_passed_on():
    worker = Worker()
    worker.put({"id": 1, "method": "a"})
    await worker.rest()
    worker.put(cancel(1), cancel("other"), cancel(None), {"method": "$/cancelRequest"})
    assert await worker.rest() == ["a", ("cancel", 1), ("cancel", "other")]


async def test_an_id_can_be_used_again():
    worker = Worker()
    worker.put({"id": 1, "method": "a"}, cancel(1), {"id": 1, "method": "b"})
    # Two requests with one id at once are the client's fault; one after the other is not.
    await worker.rest()
    worker.put({"id": 1, "method": "c"})
    assert (await worker.rest())[-1] == "c"


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"1", b"\xff", b"[" * 100_000])
async def test_what_is_no_json_object_is_passed_on_as_such(body: bytes):
    taken: list[Any] = []
    inbox = Inbox(lambda message, _: taken.append(message), lambda _: None)
    inbox.put([body])
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert isinstance(taken[0], Undecodable)


async def test_a_job_that_fails_is_reported_and_does_not_stop_the_others(caplog: pytest.LogCaptureFixture):
    worker = Worker()
    worker.inbox.later("bad", lambda: 1 / 0)
    worker.later("good")
    with caplog.at_level(logging.ERROR):
        assert await worker.rest() == ["good"]
    assert "ZeroDivisionError" in caplog.text

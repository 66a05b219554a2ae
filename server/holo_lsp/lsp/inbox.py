"""What the server has to do, in the order in which it does it: messages as they come, then its own jobs.

A job (to analyse a document, say) waits until no message does. So the keys that queued up behind a slow
moment are all applied before the text is analysed once, and a completion behind them is not kept waiting by
analyses that nobody would see.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections import deque
from typing import TYPE_CHECKING, Any, NamedTuple, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    Job = Callable[[], None]

logger = logging.getLogger(__name__)

CANCEL = "$/cancelRequest"


class Undecodable(NamedTuple):
    """A body that is not JSON."""

    reason: str


Message = dict[str, Any] | Undecodable


class Inbox:
    """The queue of the server. All methods are for the thread of the event loop.

    ``handle`` takes each message and whether it was cancelled while it waited; ``cancel`` takes the ids of
    requests that are cancelled and wait no more.
    """

    def __init__(self, handle: Callable[[Message, bool], None], cancel: Callable[[int | str], None]) -> None:
        self._handle = handle
        self._cancel = cancel
        self._messages: deque[Message] = deque()
        self._waiting: set[int | str] = set()
        """Ids of the requests among the messages."""
        self._cancelled: set[int | str] = set()
        self._jobs: dict[Hashable, Job] = {}
        self._background: dict[Hashable, Job] = {}
        self._awake = False

    def put(self, bodies: Iterable[bytes]) -> None:
        """Queue messages."""
        for body in bodies:
            message = _decoded(body)
            if isinstance(message, dict):
                identity = message.get("id")
                if message.get("method") == CANCEL:
                    self._take_back(message)
                    continue
                if "method" in message and isinstance(identity, int | str):
                    self._waiting.add(identity)
            self._messages.append(message)
        self._wake()

    def later(self, key: Hashable, job: Job, *, background: bool = False) -> None:
        """Run ``job`` when no message waits; in the place of an earlier one of the same key that has not run.

        One in the background waits for the other jobs, too.
        """
        (self._background if background else self._jobs)[key] = job
        self._wake()

    def forget(self, key: Hashable) -> None:
        """Drop the jobs of ``key``."""
        self._jobs.pop(key, None)
        self._background.pop(key, None)

    def _take_back(self, message: dict[str, Any]) -> None:
        params = message.get("params")
        identity = cast("dict[str, Any]", params).get("id") if isinstance(params, dict) else None
        if not isinstance(identity, int | str):
            return
        if identity in self._waiting:
            self._cancelled.add(identity)
        else:
            self._cancel(identity)

    def _wake(self) -> None:
        # One piece of work for each turn of the loop: what arrives meanwhile is seen in between.
        if not self._awake and (self._messages or self._jobs or self._background):
            self._awake = True
            asyncio.get_running_loop().call_soon(self._turn)

    def _turn(self) -> None:
        self._awake = False
        try:
            if self._messages:
                self._next_message()
            elif jobs := self._jobs or self._background:
                jobs.pop(next(iter(jobs)))()
        except Exception:
            logger.exception("A job failed.")
        finally:
            self._wake()

    def _next_message(self) -> None:
        message = self._messages.popleft()
        identity = message.get("id") if isinstance(message, dict) and "method" in message else None
        cancelled = False
        if isinstance(identity, int | str):
            self._waiting.discard(identity)
            cancelled = identity in self._cancelled
            self._cancelled.discard(identity)
        self._handle(message, cancelled)


def _decoded(body: bytes) -> Message:
    try:
        message = json.loads(body)
    except (ValueError, RecursionError) as error:
        return Undecodable(str(error))
    return (
        cast("dict[str, Any]", message) if isinstance(message, dict) else Undecodable("it is not an object")
    )

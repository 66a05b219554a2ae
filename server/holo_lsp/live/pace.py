"""How long things may take, how often they are done, and how long to wait after a failure."""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Times in seconds, and the size of the index in nodes."""

    timeout: float = 4.0
    """What a server may take for a small answer."""
    recheck: float = 30.0
    """How often the ids that files name are read again."""
    linger: float = 10.0
    """How long a session outlives the last wish for it: an address is half-typed for a while."""
    first_wait: float = 1.0
    longest_wait: float = 60.0
    index_nodes: int = 200_000
    """How many nodes are browsed at most; 0 is none."""
    crawl: float = 300.0
    """How long a crawl may take."""


class Backoff:
    """Waits that double from failure to failure, each shortened by chance lest clients come in step."""

    def __init__(self, first: float, longest: float, chance: random.Random | None = None) -> None:
        self._first = first
        self._longest = longest
        self._chance = chance or random.Random()  # noqa: S311 - spreads load and guards nothing
        self._next = first

    def next(self) -> float:
        """Seconds to wait after one more failure."""
        wait = self._next
        self._next = min(self._longest, 2 * wait)
        return wait * self._chance.uniform(0.5, 1.0)

    def reset(self) -> None:
        """Begin again, after a success."""
        self._next = self._first

"""How much a server takes in one call: its OperationLimits, and what its refusals teach.

A limit counts operations: MaxNodesPerRead is of ReadValueIds, each one attribute of one node (Part 5 v1.05
§6.3.11). Servers that state none get modest defaults; a call that is refused as too large is halved and sent
again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from asyncua.ua import uaerrors
from asyncua.ua.object_ids import ObjectIds

from holo_lsp.sources.opcua.errors import ReplyError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

Item = TypeVar("Item")
Result = TypeVar("Result")

_DEFAULT = 1000
_LARGEST = 10_000
_DEFAULT_BROWSE = 100
_LARGEST_BROWSE = 500

TOO_LARGE = (
    uaerrors.BadTooManyOperations,
    uaerrors.BadRequestTooLarge,
    uaerrors.BadResponseTooLarge,
    uaerrors.BadEncodingLimitsExceeded,
)
"""The answers that mean: send less at once."""


@dataclass(slots=True)
class Limit:
    """The most operations that go into one call; it only shrinks."""

    size: int

    def halve(self, tried: int) -> None:
        """Learn that ``tried`` operations were too many for one call."""
        self.size = max(1, min(self.size, tried) // 2)


@dataclass(slots=True)
class OperationLimits:
    """The limits of one connection."""

    read: Limit = field(default_factory=lambda: Limit(_DEFAULT))
    browse: Limit = field(default_factory=lambda: Limit(_DEFAULT_BROWSE))
    translate: Limit = field(default_factory=lambda: Limit(_DEFAULT))


LIMIT_NODES: tuple[int, ...] = (
    ObjectIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerRead,
    ObjectIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerBrowse,
    ObjectIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerTranslateBrowsePathsToNodeIds,
)
"""Where a server states its limits, in the order that ``stated_limits`` takes them."""


def stated_limits(read: object, browse: object, translate: object) -> OperationLimits:
    """The limits that a server states; 0, or what is no number, says nothing."""
    return OperationLimits(
        Limit(_stated(read, _DEFAULT, _LARGEST)),
        Limit(_stated(browse, _DEFAULT_BROWSE, _LARGEST_BROWSE)),
        Limit(_stated(translate, _DEFAULT, _LARGEST)),
    )


def _stated(value: object, default: int, largest: int) -> int:
    return min(value, largest) if isinstance(value, int) and value > 0 else default


async def in_chunks(
    limit: Limit, items: Sequence[Item], call: Callable[[Sequence[Item]], Awaitable[Sequence[Result]]]
) -> list[Result]:
    """The results of ``call`` for all ``items``, in order, at most ``limit.size`` of them in each call."""
    results: list[Result] = []
    while len(results) < len(items):
        chunk = items[len(results) : len(results) + limit.size]
        try:
            answers = await call(chunk)
        except TOO_LARGE:
            if len(chunk) == 1:
                raise
            limit.halve(len(chunk))
            continue
        if len(answers) != len(chunk):
            raise ReplyError(f"{len(answers)} results for {len(chunk)} operations")
        results.extend(answers)
    return results

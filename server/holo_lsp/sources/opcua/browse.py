"""A crawl of an address space that finds the same nodes whatever the server's limits are.

Servers hand out few continuation points, refuse more with BadNoContinuationPoints for single nodes, and lose
nodes of a client that does not look. So the points of one call are drained before the next is made, a node
that was refused is asked again in a smaller batch, and what is not wanted to its end is released.
"""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from asyncua import ua
from asyncua.ua.attribute_ids import AttributeIds
from asyncua.ua.object_ids import ObjectIds
from asyncua.ua.status_codes import StatusCodes

from holo_lsp.sources.opcua import services
from holo_lsp.sources.opcua.errors import ReplyError
from holo_lsp.sources.opcua.index import VARIABLE
from holo_lsp.sources.opcua.limits import TOO_LARGE
from holo_lsp.sources.opcua.nodeids import resolve, wire_id

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from holo_lsp.sources.opcua.browse_reply import BrowseResult, Reference
    from holo_lsp.sources.opcua.connection import Connection
    from holo_lsp.sources.opcua.index import AddressSpaceIndex

_REFERENCES_PER_NODE = 1000
_FIRST_BATCH = 50
_FEW = 500
"""References in a reply below which the next batch may be larger; leaves have hardly any."""

_MANY = 5_000
"""References in a reply above which the next batch is smaller, so that replies stay near a megabyte."""

_REPEATS = 4
"""A server may repeat references: so many times the budget of nodes are listened to."""

_LONGEST_ID = 4200
"""Characters. The standard allows identifiers of 4,096 (Part 3 v1.05 §8.2.4)."""

_LONGEST_NAME = 512
"""Characters of a BrowseName (Part 3 v1.05 §8.3)."""

_PATIENCE = 3
"""How often a node is asked again when it was refused although it was asked alone."""

_RELEASE = 0.3
"""Seconds for releasing continuation points; the end of the session frees them too."""

_CODE = 0xFFFF_0000
_ASK_AGAIN = frozenset({StatusCodes.BadNoContinuationPoints, StatusCodes.BadContinuationPointInvalid})


@dataclass(frozen=True, slots=True)
class CrawlBudget:
    """Where a crawl stops by itself."""

    nodes: int = 200_000
    seconds: float = 300.0


@dataclass(slots=True)
class _Place:
    """A node whose children are still to be asked for: its position in the index, its id, and refusals."""

    position: int
    wire: ua.NodeId
    refused: int = 0


class Crawl:
    """One crawl of one address space into ``index``. ``progress`` is called after each round trip.

    Objects come first, then what lies under variables (members, elements, properties), and the server's own
    diagnostics last.
    """

    def __init__(
        self,
        connection: Connection,
        index: AddressSpaceIndex,
        budget: CrawlBudget,
        progress: Callable[[], None] = lambda: None,
    ) -> None:
        self._connection = connection
        self._index = index
        self._budget = budget
        self._progress = progress
        self._objects: deque[_Place] = deque()
        self._variables: deque[_Place] = deque()
        self._last: deque[_Place] = deque()
        self._open: dict[int, bytes] = {}
        self._batch = _FIRST_BATCH
        self._may_grow = True
        self._references = 0
        self._complete = True
        self._deadline = 0.0

    async def run(self, root: str | None = None) -> bool:
        """Crawl Objects, and then what lies below ``root`` if that is elsewhere. Tell whether all was seen.

        Raises AddressError for a ``root`` that is no node id, and what the connection raises.
        """
        self._deadline = asyncio.get_running_loop().time() + self._budget.seconds
        self._enter(wire_id(0, ObjectIds.ObjectsFolder), f"i={ObjectIds.ObjectsFolder}", "Objects")
        try:
            await self._exhaust()
            if root is not None:
                await self._enter_elsewhere(root)
                await self._exhaust()
        except TimeoutError:  # of one call: what was found until then is as good as ever
            return False
        finally:
            self._index.finish()
        await self._release()
        return self._complete and not self._spent

    @property
    def _spent(self) -> bool:
        """Whether the budget is used up. Time is read between calls: one that is cut off loses points."""
        nodes = self._budget.nodes
        return (
            len(self._index) >= nodes
            or self._references >= _REPEATS * nodes
            or asyncio.get_running_loop().time() >= self._deadline
        )

    def _enter(self, wire: ua.NodeId, node_id: str, name: str) -> None:
        position = self._index.add(node_id, (0, name), name, int(ua.NodeClass.Object), None)
        if position is not None:
            self._objects.append(_Place(position, wire))

    async def _enter_elsewhere(self, root: str) -> None:
        resolved = resolve(root, self._connection.namespaces)
        if resolved.wire is None or resolved.text is None or resolved.text in self._index:
            return
        (answer,) = await services.read(self._connection, [(resolved.wire, AttributeIds.BrowseName)])
        name = answer.Value.Value if answer.Value is not None else None
        if isinstance(name, ua.QualifiedName):
            self._enter(resolved.wire, resolved.text, name.Name or "")

    async def _exhaust(self) -> None:
        while (queue := self._objects or self._variables or self._last) and not self._spent:
            size = min(self._batch, self._connection.limits.browse.size, len(queue))
            batch = [queue.popleft() for _ in range(size)]
            try:
                results = await services.browse(
                    self._connection,
                    [place.wire for place in batch],
                    ObjectIds.HierarchicalReferences,
                    references_per_node=_REFERENCES_PER_NODE,
                )
            except TOO_LARGE:
                self._connection.limits.browse.halve(size)
                self._again(batch, queue, alone=size == 1)
                continue
            self._take(batch, results, queue)
            while self._open and not self._spent:
                await self._drain(batch, queue)

    async def _drain(self, batch: Sequence[_Place], queue: deque[_Place]) -> None:
        """Ask once for more of what the batch began."""
        by_position = {place.position: place for place in batch}
        positions = list(self._open)[: self._connection.limits.browse.size]
        points = [self._open.pop(position) for position in positions]
        results = await services.browse_next(self._connection, points)
        self._take([by_position[position] for position in positions], results, queue)

    def _take(self, batch: Sequence[_Place], results: Sequence[BrowseResult], queue: deque[_Place]) -> None:
        refused: list[_Place] = []
        for place, result in zip(batch, results, strict=True):
            self._references += 1 + len(result.references)
            for reference in result.references:
                self._add(place.position, reference)
            if result.continuation is not None:
                self._open[place.position] = result.continuation
            if result.status & _CODE in _ASK_AGAIN:
                refused.append(place)
        count = sum(len(result.references) for result in results)
        if refused:
            self._may_grow = False
            self._batch = max(1, min(self._batch, len(batch)) // 2)
            self._again(refused, queue, alone=len(batch) == 1)
        elif count > _MANY:
            self._batch = max(1, self._batch // 2)
        elif self._may_grow and count < _FEW and len(batch) == self._batch:
            self._batch *= 2
        self._progress()

    def _again(self, places: Sequence[_Place], queue: deque[_Place], *, alone: bool) -> None:
        """Ask for ``places`` again; what is refused too often even ``alone`` is given up."""
        for place in places:
            place.refused += alone
            if place.refused < _PATIENCE:
                queue.append(place)
            else:
                self._complete = False

    def _add(self, parent: int, reference: Reference) -> None:
        if len(self._index) >= self._budget.nodes or len(reference.node_id) > _LONGEST_ID:
            return
        is_property = (reference.type_namespace, reference.type_identifier) == (0, ObjectIds.HasProperty)
        position = self._index.add(
            reference.node_id,
            (reference.browse_namespace, reference.browse_name[:_LONGEST_NAME]),
            reference.display_name[:_LONGEST_NAME],
            reference.node_class,
            parent,
            is_property=is_property,
        )
        if position is None or is_property:  # a property ends a hierarchy (Part 3 v1.05 §4.6.2)
            return
        place = _Place(position, wire_id(reference.namespace, reference.identifier))
        if reference.node_id == f"i={ObjectIds.Server}":
            self._last.append(place)
        elif reference.node_class == VARIABLE:
            self._variables.append(place)
        else:
            self._objects.append(place)

    async def _release(self) -> None:
        points, self._open = list(self._open.values()), {}
        if points:
            with suppress(OSError, TimeoutError, ua.UaError, ReplyError):
                async with asyncio.timeout(_RELEASE):
                    await services.browse_next(self._connection, points, release=True)

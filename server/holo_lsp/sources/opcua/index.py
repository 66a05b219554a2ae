"""The address space of one server, as far as it was browsed: by id, name and path, and by a part of them."""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate, islice
from typing import TYPE_CHECKING, NamedTuple

from holo_lsp.addresses import AddressError, QualifiedName, parse_node_id, stable_form
from holo_lsp.facts import Node

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

OBJECT, VARIABLE, METHOD = 1, 2, 4
_CLASSES = {
    OBJECT: "Object",
    VARIABLE: "Variable",
    METHOD: "Method",
    8: "ObjectType",
    16: "VariableType",
    32: "ReferenceType",
    64: "DataType",
    128: "View",
}
"""NodeClass (Part 3 v1.05 §8.29)."""

_AFTER_ALL = "\U0010ffff"
_POOL = 4
"""So many times more hits than asked for are ranked."""


class Entry(NamedTuple):
    """A node as a crawl met it. ``node_id`` is the canonical ``ns=`` text; ``name`` the bare BrowseName.

    ``step`` is the BrowseName as a path writes it, ``parent`` the position of the node it was reached from.
    """

    node_id: str
    name: str
    step: str
    display_name: str
    node_class: int
    parent: int | None
    is_property: bool

    @property
    def identifier(self) -> str:
        """The id without its namespace, such as ``s=Spindle.RPM``."""
        return self.node_id.partition(";")[2] if self.node_id.startswith("ns=") else self.node_id


class AddressSpaceIndex:
    """The nodes of one server under one NamespaceArray. It only grows; ``finish`` when no more will come."""

    def __init__(self, namespaces: Sequence[str]) -> None:
        self.namespaces = tuple(namespaces)
        self.entries: list[Entry] = []
        self._positions: dict[str, int] = {}
        self._orders: Orders | None = None
        self.finished = False

    def __len__(self) -> int:
        return len(self.entries)

    def __contains__(self, node_id: str) -> bool:
        return node_id in self._positions

    def add(
        self,
        node_id: str,
        browse_name: tuple[int, str],
        display_name: str,
        node_class: int,
        parent: int | None,
        *,
        is_property: bool = False,
    ) -> int | None:
        """Add a node and return its position, or ``None`` when it is there already."""
        if node_id in self._positions:
            return None
        position = len(self.entries)
        self._positions[node_id] = position
        namespace, name = browse_name
        plain = name.isidentifier()  # as most names are: nothing in them that a path must escape
        step = (
            (f"{namespace}:{name}" if namespace else name) if plain else str(QualifiedName(name, namespace))
        )
        self.entries.append(Entry(node_id, name, step, display_name, node_class, parent, is_property))
        return position

    def finish(self) -> None:
        """Say that the crawl has ended: what is not there now will not come."""
        self.finished = True

    def path(self, position: int) -> str:
        """The way that a crawl took to the node, from the root, such as ``/Objects/2:Line/2:Speed``."""
        steps: list[str] = []
        current: int | None = position
        while current is not None:
            entry = self.entries[current]
            steps.append(entry.step)
            current = entry.parent
        return "/" + "/".join(reversed(steps))

    def path_of(self, node_id: str) -> str | None:
        """The path of the node with this canonical id."""
        position = self._positions.get(node_id)
        return None if position is None else self.path(position)

    def search(self, query: str, limit: int) -> list[Node]:
        """The nodes that ``query`` may mean, best first: at most ``limit``, without regard to case.

        First come ids, then identifiers, then names that begin with the query, then nodes that have all its
        words somewhere in id, path or display name; variables before other nodes, properties last.
        """
        words = query.casefold().split()
        orders = self.orders
        hits: dict[int, int] = {}
        if not words:
            self._collect(hits, range(len(self)), 0, limit)
        else:
            key = query.casefold()
            for rank, order in enumerate((orders.by_id, orders.by_identifier, orders.by_name)):
                self._collect(hits, order.starting_with(key), rank, limit)
            self._collect(hits, orders.holding(words), len(orders.all), limit)
        ranked = sorted(hits, key=lambda position: (hits[position], *self._rank(position)))
        nodes = (self.node(position) for position in ranked)
        return list(islice((node for node in nodes if node is not None), limit))

    def node(self, position: int) -> Node | None:
        """The node for a list of choices; ``None`` when its id is one that no file can hold."""
        entry = self.entries[position]
        try:
            stable = stable_form(parse_node_id(entry.node_id), self.namespaces)
        except AddressError:
            return None
        return Node(
            node_id=entry.node_id,
            state="known",
            stable_id=None if stable is None else str(stable),
            node_class=_CLASSES.get(entry.node_class),
            browse_name=entry.name,
            display_name=entry.display_name or None,
            browse_path=self.path(position),
        )

    @property
    def orders(self) -> Orders:
        """The entries in the orders that lookups need, renewed when enough has come in to be worth it."""
        orders = self._orders
        known = 0 if orders is None else orders.size
        if orders is None or (self.finished and len(self) > known) or len(self) > known + known // 4:
            orders = self._orders = Orders(self)
        return orders

    def _collect(self, hits: dict[int, int], positions: Iterable[int], rank: int, limit: int) -> None:
        for position in islice(positions, limit * _POOL):
            hits.setdefault(position, rank)

    def _rank(self, position: int) -> tuple[bool, bool, int, str]:
        entry = self.entries[position]
        return entry.is_property, entry.node_class != VARIABLE, len(entry.node_id), entry.node_id


class Order:
    """Positions sorted by a key of their entries."""

    def __init__(self, keys: list[str]) -> None:
        self.positions = sorted(range(len(keys)), key=keys.__getitem__)
        self.keys = [keys[position] for position in self.positions]

    def starting_with(self, start: str) -> Sequence[int]:
        """The positions whose key begins with ``start``."""
        return self.positions[bisect_left(self.keys, start) : bisect_left(self.keys, start + _AFTER_ALL)]

    def equal_to(self, key: str) -> Sequence[int]:
        """The positions whose key is ``key``."""
        first = bisect_left(self.keys, key)
        last = first
        while last < len(self.keys) and self.keys[last] == key:
            last += 1
        return self.positions[first:last]


class Orders:
    """The lookups over an index at one size, all case-folded."""

    def __init__(self, index: AddressSpaceIndex) -> None:
        entries = index.entries
        self.size = len(entries)
        self.by_id = Order([entry.node_id.casefold() for entry in entries])
        self.by_identifier = Order([entry.identifier.casefold() for entry in entries])
        self.by_name = Order([entry.name.casefold() for entry in entries])
        self.all = (self.by_id, self.by_identifier, self.by_name)
        self._lines = [_searchable(index, position) for position in range(self.size)]
        self._text = "\n".join(self._lines)
        self._starts = [0, *accumulate(len(line) + 1 for line in self._lines)]

    def holding(self, words: Sequence[str]) -> Iterator[int]:
        """The positions of which each of ``words`` is part of id, path or display name."""
        rarest = max(words, key=len)
        at = self._text.find(rarest)
        while at >= 0:
            position = _line_at(self._starts, at)
            if all(word in self._lines[position] for word in words):
                yield position
            at = self._text.find(rarest, self._starts[position + 1])


def _line_at(starts: Sequence[int], offset: int) -> int:
    return bisect_left(starts, offset + 1) - 1


def _searchable(index: AddressSpaceIndex, position: int) -> str:
    entry = index.entries[position]
    return f"{entry.node_id} {index.path(position)} {entry.display_name}".casefold().replace("\n", " ")

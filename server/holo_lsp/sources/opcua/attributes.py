"""What nodes are, read in batches: first what a check needs, then values, ranges and units.

For ``n`` ids and a limit of ``L`` operations, ``check`` takes ``ceil(9n / L)`` round trips, and two more or
three when the server has DataTypes of its own that were not met before. ``enrich`` takes
``ceil(2n / T) + ceil(3n / L)``, with ``T`` the limit of TranslateBrowsePathsToNodeIds.
"""

from __future__ import annotations

from dataclasses import replace
from math import isfinite
from typing import TYPE_CHECKING, Any, cast

from asyncua import ua
from asyncua.ua.attribute_ids import AttributeIds

from holo_lsp.addresses import AddressError
from holo_lsp.facts import Node
from holo_lsp.sources.opcua import services
from holo_lsp.sources.opcua.datatypes import DataTypes
from holo_lsp.sources.opcua.errors import status_name
from holo_lsp.sources.opcua.nodeids import resolve
from holo_lsp.sources.opcua.values import print_time, print_value, quality_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from holo_lsp.facts import AccessRight, NodeState, ValueKind
    from holo_lsp.sources.opcua.connection import Connection
    from holo_lsp.sources.opcua.nodeids import Resolved

_ATTRIBUTES = (
    AttributeIds.NodeClass,
    AttributeIds.BrowseName,
    AttributeIds.DisplayName,
    AttributeIds.Description,
    AttributeIds.DataType,
    AttributeIds.ValueRank,
    AttributeIds.AccessLevel,
    AttributeIds.UserAccessLevel,
    AttributeIds.MinimumSamplingInterval,
)
_DATA_TYPE = _ATTRIBUTES.index(AttributeIds.DataType)
CHECKED_ATTRIBUTES = len(_ATTRIBUTES)
"""How many attributes of each id ``check`` reads."""

_PROPERTIES = ("EURange", "EngineeringUnits")
_MAY_HAVE_RANGE: frozenset[ValueKind] = frozenset({"number", "list", "unknown"})

_UNKNOWN = frozenset({"BadNodeIdUnknown", "BadNodeIdInvalid"})
_DENIED = frozenset({"BadUserAccessDenied", "BadNotReadable", "BadSecurityModeInsufficient"})

_LONGEST_TEXT = 2000
"""Characters of a name or description that are kept."""

_CURRENT_READ = 0x01  # Part 3 v1.05 §8.57
_CURRENT_WRITE = 0x02


class NodeReader:
    """Reads nodes over one connection, and remembers its DataTypes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._types = DataTypes()

    async def check(self, node_ids: Iterable[str]) -> dict[str, Node]:
        """What each id is, without values. Ids that cannot be parsed are left out."""
        asked = dict(self._resolved(node_ids))
        wires = list(dict.fromkeys(each.wire for each in asked.values() if each.wire is not None))
        operations = [(wire, attribute) for wire in wires for attribute in _ATTRIBUTES]
        answers = await services.read(self._connection, operations)
        width = CHECKED_ATTRIBUTES
        rows = {wire: answers[width * i : width * (i + 1)] for i, wire in enumerate(wires)}
        await self._types.learn(self._connection, filter(None, map(_data_type, rows.values())))
        return {
            text: Node(node_id=text, state=each.state)
            if each.wire is None
            else self._node(text, each, rows[each.wire])
            for text, each in asked.items()
        }

    async def enrich(self, nodes: Mapping[str, Node]) -> dict[str, Node]:
        """The nodes among ``nodes`` that are variables, with value, range and unit."""
        variables = {
            text: each.wire
            for text, each in self._resolved(
                text
                for text, node in nodes.items()
                if node.state == "known" and node.node_class == "Variable"
            )
            if each.wire is not None
        }
        paths = [
            (wire, name)
            for text, wire in variables.items()
            if nodes[text].kind in _MAY_HAVE_RANGE
            for name in _PROPERTIES
        ]
        found = await services.find_properties(self._connection, paths)
        properties = {path: target for path, target in zip(paths, found, strict=True) if target is not None}
        targets = [*dict.fromkeys([*variables.values(), *properties.values()])]
        answers = await services.read(self._connection, [(target, AttributeIds.Value) for target in targets])
        values = dict(zip(targets, answers, strict=True))
        return {
            text: _enriched(
                nodes[text],
                values[wire],
                [_good(values.get(properties.get((wire, name), _NOWHERE))) for name in _PROPERTIES],
            )
            for text, wire in variables.items()
        }

    async def describe(self, node_id: str) -> Node:
        """All about one node, fresh. Raises AddressError."""
        resolve(node_id, ())
        checked = await self.check([node_id])
        return (checked | await self.enrich(checked))[node_id]

    def _resolved(self, node_ids: Iterable[str]) -> Iterable[tuple[str, Resolved]]:
        for text in node_ids:
            try:
                yield text, resolve(text, self._connection.namespaces)
            except AddressError:  # the text's fault, which the syntax of ids tells without a server
                continue

    def _node(self, text: str, resolved: Resolved, row: Sequence[ua.DataValue]) -> Node:
        values = [_good(answer) for answer in row]
        class_, browse_name, display_name, description, data_type, rank, access, user_access, interval = (
            values
        )
        status = _status(row[0])
        if class_ is None:
            return Node(node_id=text, state=_state(status), stable_id=resolved.stable, status=status)
        named = self._types[data_type] if isinstance(data_type, ua.NodeId) else None
        rank = rank if isinstance(rank, int) else None
        return Node(
            node_id=text,
            state="known",
            stable_id=resolved.stable,
            node_class=_class_name(class_),
            data_type=None if named is None else named.name,
            kind="unknown" if named is None else _kind(named.kind, rank),
            value_rank=rank,
            access=_rights(access),
            user_access=_rights(user_access),
            browse_name=_name(browse_name),
            display_name=_localized(display_name),
            description=_localized(description),
            minimum_sampling_interval=_number(interval),
        )


_NOWHERE = ua.NodeId()


def _state(status: str | None) -> NodeState:
    if status in _UNKNOWN:
        return "unknown"
    return "denied" if status in _DENIED else "unverified"


def _kind(scalar: ValueKind, rank: int | None) -> ValueKind:
    """By ValueRank (Part 3 v1.05 §5.6.2): 0 and more are arrays, what is not named may be either."""
    if rank is None or rank == ua.ValueRank.Scalar:
        return scalar
    return "list" if rank >= 0 else "unknown"


def _enriched(node: Node, answer: ua.DataValue, properties: Sequence[object]) -> Node:
    bounds, unit = properties
    status = answer.StatusCode or ua.StatusCode()
    variant = answer.Value
    denied = status_name(status.value) in _DENIED
    return replace(
        node,
        range=_range(bounds),
        unit=_localized(cast("Any", unit).DisplayName) if isinstance(unit, ua.EUInformation) else None,
        value=None if variant is None or denied else print_value(cast("object", variant.Value)),
        quality=quality_of(status),
        status=_status(answer),
        source_time=print_time(answer.SourceTimestamp),
    )


def _range(value: object) -> tuple[float, float] | None:
    if not isinstance(value, ua.Range):
        return None
    bounds: Any = value
    low, high = _number(bounds.Low), _number(bounds.High)
    return None if low is None or high is None else (low, high)


def _data_type(row: Sequence[ua.DataValue]) -> ua.NodeId | None:
    value = _good(row[_DATA_TYPE])
    return value if isinstance(value, ua.NodeId) else None


def _good(answer: ua.DataValue | None) -> object:
    """The value of a good answer, else ``None``."""
    if answer is None or answer.Value is None or not (answer.StatusCode or ua.StatusCode()).is_good():
        return None
    return cast("object", answer.Value.Value)


def _status(answer: ua.DataValue) -> str | None:
    status = answer.StatusCode
    return None if status is None or status.is_good() else status_name(status.value)


def _class_name(value: object) -> str | None:
    try:
        return ua.NodeClass(value).name
    except ValueError:
        return None


def _rights(value: object) -> frozenset[AccessRight]:
    level = value if isinstance(value, int) else 0
    rights: dict[AccessRight, int] = {"read": _CURRENT_READ, "write": _CURRENT_WRITE}
    return frozenset(right for right, bit in rights.items() if level & bit)


def _localized(value: object) -> str | None:
    return (value.Text or "")[:_LONGEST_TEXT] or None if isinstance(value, ua.LocalizedText) else None


def _name(value: object) -> str | None:
    return (value.Name or "")[:_LONGEST_TEXT] or None if isinstance(value, ua.QualifiedName) else None


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and isfinite(value) else None

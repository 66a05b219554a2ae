"""Facts about OPC UA endpoints and their nodes (Part 3 §5.9 gives the attributes)."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - the protocol of the live worker reads the annotations
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

EndpointState = Literal["unknown", "not_allowed", "connecting", "online", "offline", "refused"]
"""``refused``: a server answered but does not let us in (certificate, login, session limit, not OPC UA)."""

NodeState = Literal["known", "unknown", "denied", "bad_namespace", "unverified"]
"""``unverified``: nobody could ask yet. ``bad_namespace``: the index or URI is not in the NamespaceArray."""

AccessRight = Literal["read", "write"]

ValueKind = Literal["boolean", "number", "string", "list", "structure", "unknown"]
"""What a value of the node's DataType and ValueRank is in the language."""


@dataclass(frozen=True, slots=True)
class NearMiss:
    """An id that exists and resembles the one asked for. ``reason``: ``spelling`` or ``namespace``."""

    node_id: str
    browse_path: str
    reason: Literal["spelling", "namespace"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One node as the server described it. Texts are the server's own and must be escaped before display."""

    node_id: str
    """The id as it was asked for."""
    state: NodeState
    stable_id: str | None = None
    """The same id with ``nsu=``."""
    node_class: str | None = None
    """``Variable``, ``Object``, ``Method``…"""
    data_type: str | None = None
    """Display name of the DataType, such as ``Double``."""
    kind: ValueKind = "unknown"
    value_rank: int | None = None
    access: frozenset[AccessRight] = frozenset()
    """What the server allows at all."""
    user_access: frozenset[AccessRight] = frozenset()
    """What it allows this login."""
    browse_name: str | None = None
    display_name: str | None = None
    description: str | None = None
    browse_path: str | None = None
    unit: str | None = None
    """EngineeringUnits' display name, such as ``r/min``."""
    range: tuple[float, float] | None = None
    """EURange, low and high."""
    minimum_sampling_interval: float | None = None
    """Milliseconds; 0 is continuous, -1 unknown."""
    value: str | None = None
    """The last value read, printed, at most 200 characters."""
    quality: Literal["good", "uncertain", "bad"] | None = None
    status: str | None = None
    """The symbolic status code when it is not Good."""
    source_time: str | None = None
    """ISO 8601, UTC."""
    near: tuple[NearMiss, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """What is known of one endpoint. ``nodes`` is keyed by the id as the file writes it."""

    url: str
    state: EndpointState
    message: str | None = None
    """For a person: what is wrong and what to do."""
    namespaces: tuple[str, ...] = ()
    nodes: Mapping[str, Node] = field(default_factory=lambda: MappingProxyType({}))
    indexed: int = 0
    """How many nodes the browsed index holds."""
    checked_at: float | None = None
    """Seconds since the epoch of the last answer."""


@dataclass(frozen=True, slots=True)
class PlantFacts:
    """All endpoints, keyed by normalised endpoint URL (``addresses.parse_endpoint(text).url``)."""

    endpoints: Mapping[str, Endpoint] = field(default_factory=lambda: MappingProxyType({}))
    revision: int = 0


EMPTY_PLANT = PlantFacts()

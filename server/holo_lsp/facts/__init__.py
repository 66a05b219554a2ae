"""What the plant said, as plain data with age and state. Nothing here does I/O."""

from holo_lsp.facts.plant import (
    EMPTY_PLANT,
    AccessRight,
    Endpoint,
    EndpointState,
    NearMiss,
    Node,
    NodeState,
    PlantFacts,
    ValueKind,
)

__all__ = [
    "EMPTY_PLANT",
    "AccessRight",
    "Endpoint",
    "EndpointState",
    "NearMiss",
    "Node",
    "NodeState",
    "PlantFacts",
    "ValueKind",
]

"""What a plant might have said, for tests that need no plant."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from holo_lsp.facts import Endpoint, NearMiss, Node, PlantFacts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holo_lsp.facts import EndpointState

URL = "opc.tcp://press:4840"
READ = frozenset({"read"})

_VARIABLE = Node(
    node_id="",
    state="known",
    node_class="Variable",
    data_type="Double",
    kind="number",
    value_rank=-1,
    access=frozenset({"read", "write"}),
    user_access=READ,
)


def variable(node_id: str, **given: Any) -> Node:
    """A variable that holds a number and can be read, but for what is given."""
    return replace(_VARIABLE, node_id=node_id, **given)


def missing(node_id: str, *near: str, namespace: bool = False) -> Node:
    """A node that the server does not have, with ids that it has."""
    reason = "namespace" if namespace else "spelling"
    misses = tuple(NearMiss(each, f"Objects/{each}", reason) for each in near)
    return Node(node_id=node_id, state="unknown", near=misses)


def endpoint(
    nodes: Iterable[Node] = (), *, url: str = URL, state: EndpointState = "online", **given: Any
) -> Endpoint:
    """What one endpoint said."""
    known = MappingProxyType({node.node_id: node for node in nodes})
    namespaces = given.pop("namespaces", ("http://opcfoundation.org/UA/", "urn:press", "urn:plant"))
    return Endpoint(url=url, state=state, nodes=known, namespaces=namespaces, **given)


def plant(*endpoints: Endpoint) -> PlantFacts:
    """What all of them said."""
    return PlantFacts(MappingProxyType({each.url: each for each in endpoints}), revision=1)

"""Node ids between the text of a file and the wire.

A NodeId on the wire has a namespace index and nothing else: an ``nsu=`` id is resolved here, through the
server's NamespaceArray. Sent as it stands, servers answer it with a decoding error or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from asyncua import ua

from holo_lsp.addresses import NodeId, indexed_form, parse_node_id, stable_form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holo_lsp.facts import NodeState

Identifier = int | str | bytes | UUID


@dataclass(frozen=True, slots=True)
class Resolved:
    """An id in one server's terms.

    ``wire`` is ``None`` when it cannot be asked for, and ``state`` tells why. ``text`` is the canonical
    ``ns=`` form, ``stable`` the ``nsu=`` form.
    """

    state: NodeState
    wire: ua.NodeId | None = None
    text: str | None = None
    stable: str | None = None


def resolve(text: str, namespaces: Sequence[str]) -> Resolved:
    """The id ``text`` on a server with this NamespaceArray. Raises AddressError."""
    asked = parse_node_id(text)
    if asked.server is not None:  # a node of another server, which this one cannot speak for
        return Resolved("unverified")
    indexed = indexed_form(asked, namespaces)
    stable = None if indexed is None else stable_form(indexed, namespaces)
    if indexed is None or stable is None:
        return Resolved("bad_namespace")
    return Resolved("unverified", to_wire(indexed), str(indexed), str(stable))


def to_wire(node_id: NodeId) -> ua.NodeId:
    """The id as asyncua sends it; its namespace must be an index."""
    namespace, identifier = node_id.namespace, node_id.identifier
    if not isinstance(namespace, int):
        raise TypeError("the namespace of an id on the wire is an index")
    return wire_id(namespace, UUID(str(identifier)) if node_id.kind == "g" else identifier)


def wire_id(namespace: int, identifier: Identifier) -> ua.NodeId:
    """The id as asyncua sends it."""
    return ua.NodeId(identifier, namespace)  # pyright: ignore[reportArgumentType] - asyncua means plain Python types

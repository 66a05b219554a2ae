"""The keys of mappings: addresses that the live plant is known to have."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from holo_lsp.analysis.completion.offer import Offer, literal
from holo_lsp.analysis.context import endpoint_at, expected, place_at, siblings
from holo_lsp.analysis.hover.markdown import one_line
from holo_lsp.analysis.hover.nodes import node_markdown
from holo_lsp.analysis.strings import escaped
from holo_lsp.traits import roles
from holo_lsp.traits.types import NodeId, NodeMap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holo_lsp.analysis.completion.request import Request
    from holo_lsp.model import World
    from holo_lsp.traits import Catalogue


class NodeQuery(NamedTuple):
    """The nodes that a completion would like: of which endpoint (its normalised URL), for what text."""

    endpoint: str
    text: str


def node_query(world: World, offset: int, catalogue: Catalogue) -> NodeQuery | None:
    """The nodes that ``complete`` would offer at ``offset``, for the plant's index to look up; else None."""
    place = place_at(world.file, offset)
    kind = expected(place, catalogue).type if place.role in {"entry", "value"} else None
    if not isinstance(kind, NodeMap | NodeId):
        return None
    endpoint = endpoint_at(place, world)
    return None if endpoint is None else NodeQuery(endpoint, place.typed)


def nodes(request: Request) -> Iterator[Offer]:
    """The nodes that the plant has, but for those that are mapped already."""
    mapped = {entry.key for entry in siblings(request.place)}
    # Outside of quotes the path goes in with it; within them the string may end where it likes.
    with_path = request.place.role == "entry" and not request.place.quote and request.place.follow != ":"
    for node in request.nodes:
        if node.node_id in mapped:
            continue
        words = (node.display_name or node.browse_name, node.data_type, node.unit)
        key = '"' + escaped(node.node_id, '"') + '": '
        yield Offer(
            label=one_line(node.node_id),
            kind="reference",
            text=key if with_path else node.node_id,
            snippet=f'{literal(key)}"{roles.STATE_ROOT}.${{1:field}}"' if with_path else "",
            is_string=not with_path,
            rank=1,
            detail=", ".join(one_line(word) for word in words if word),
            # Found by name or path too, which the id does not show: what is typed fits by definition.
            filter_text=request.place.typed,
            documentation=node_markdown(node),
        )

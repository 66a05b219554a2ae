"""What can be put at a place (LSP 3.17, ``textDocument/completion``)."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from holo_lsp.analysis.completion import expressions, members, references
from holo_lsp.analysis.completion import nodes as plant_nodes
from holo_lsp.analysis.completion.arguments import arguments, named_parameters
from holo_lsp.analysis.completion.item import Item, items_of
from holo_lsp.analysis.completion.request import Request
from holo_lsp.analysis.completion.values import values
from holo_lsp.analysis.context import place_at
from holo_lsp.traits.types import NodeMap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from holo_lsp.analysis.completion.offer import Offer
    from holo_lsp.analysis.context import Role
    from holo_lsp.facts import Node, PlantFacts
    from holo_lsp.model import World
    from holo_lsp.settings import Settings
    from holo_lsp.traits import Catalogue


def complete(
    world: World,
    offset: int,
    catalogue: Catalogue,
    plant: PlantFacts,
    settings: Settings,
    *,
    nodes: Sequence[Node] = (),
    snippets: bool = True,
) -> list[Item]:
    """What can be put at ``offset``, best first, at most ``MAX_ITEMS``. Never raises, whatever the text.

    ``nodes`` are what the plant's index has for ``node_query``; ``snippets`` tells whether the editor takes
    any. Where there is a ``node_query``, or there are ``MAX_ITEMS``, the editor should ask again as its user
    types on.
    """
    place = place_at(world.file, offset)
    request = Request(place, world, catalogue, plant, nodes)
    offers = _OFFERS[place.role](request)
    snippets = snippets and settings.completion.snippets
    return items_of(offers, place, world.file.document.text, snippets=snippets)


def _nothing(_: Request) -> Iterator[Offer]:
    yield from ()


def _entries(request: Request) -> Iterator[Offer]:
    """What can begin an argument or the entry of a record."""
    at, place = request.at, request.place
    # Before another entry on the same line a name with its value fits, but nothing that stands alone.
    is_free = place.follow != ":" if place.terminal else place.follow in {"", ")", "}"}
    if at.function is not None:
        yield from named_parameters(request)
        if at.parameter is not None or not any(each.named for each in at.function.parameters):
            yield from expressions.operands(request) if is_free else ()
    elif isinstance(at.type, NodeMap):
        yield from plant_nodes.nodes(request) if is_free or place.quote else ()
    elif at.body == "fields":
        yield from members.inherited_fields(request)
    elif not request.place.quote:
        yield from arguments(request)


_OFFERS: Mapping[Role, Callable[[Request], Iterator[Offer]]] = MappingProxyType(
    {
        "nothing": _nothing,
        "label": _nothing,
        "member": members.members,
        "trait": members.traits,
        "head": references.inheritance,
        "base": references.bases,
        "entry": _entries,
        "value": values,
        "operand": expressions.operands,
        "access": expressions.members,
        "reference": references.objects,
    }
)

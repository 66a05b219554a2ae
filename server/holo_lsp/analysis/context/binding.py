"""The binding around a place: which server it speaks to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holo_lsp.addresses import AddressError, parse_endpoint
from holo_lsp.analysis.protocols import protocol_of
from holo_lsp.model import owner_of
from holo_lsp.model.expressions import Literal
from holo_lsp.traits import roles

if TYPE_CHECKING:
    from holo_lsp.analysis.context.place import Place
    from holo_lsp.model import World


def endpoint_at(place: Place, world: World) -> str | None:
    """The normalised URL of the OPC UA server that the binding around the place reads from.

    None where there is no binding, or it has no such server. What the binding does not say is inherited.
    """
    step = place.steps[0] if place.steps else None
    if step is None or step.kind not in {"arguments", "body"} or step.name != roles.BINDING:
        return None
    written = {entry.key: entry.value for entry in place.chunk.entries(step.open)}
    owner = owner_of(place.declaration)

    def argument(key: str) -> Literal | None:
        if key in written:
            value = written[key]
            return Literal("string", value, 0, 0) if isinstance(value, str) else None
        found = world.argument(owner, roles.BINDING, key)
        return found if isinstance(found, Literal) else None

    source = argument(roles.SOURCE)
    if source is None or protocol_of(argument) != roles.OPC_UA:
        return None
    try:
        return parse_endpoint(str(source.value)).url
    except AddressError:
        return None

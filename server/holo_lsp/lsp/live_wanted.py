"""What the twins of a file want to know of OPC UA servers: which endpoints, how secured, which nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from holo_lsp.addresses import AddressError, parse_endpoint
from holo_lsp.analysis.bindings import bindings, bindings_of
from holo_lsp.analysis.uses import text_of, value_of
from holo_lsp.live.wanted import WantedEndpoint
from holo_lsp.model.expressions import Invoke, NameUse, Record, children
from holo_lsp.settings import is_env_name
from holo_lsp.traits import roles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holo_lsp.analysis.bindings import Binding
    from holo_lsp.model import World
    from holo_lsp.model.expressions import Expr

_SCHEMES = ("opc.tcp",)
_AUTH_TYPE = "type"


class SourceUse(NamedTuple):
    """An endpoint where a file names it: ``start:end`` are the offsets of the text between the quotes."""

    start: int
    end: int
    wanted: WantedEndpoint


def wanted(world: World) -> Iterator[WantedEndpoint]:
    """What each binding of the file wants. An endpoint may come several times."""
    for binding in bindings(world):
        found = _wanted(binding, world)
        if found is not None:
            yield found


def source_at(world: World, offset: int) -> SourceUse | None:
    """The endpoint whose address, in the file itself, holds the offset."""
    for binding in bindings_of(world.file.declaration_at(offset), world):
        source = binding.source
        if source is None or source.owner is not binding.declaration:
            continue
        found = _wanted(binding, world) if source.content.start <= offset <= source.content.end else None
        if found is not None:
            return SourceUse(source.content.start, source.content.end, found)
    return None


def _wanted(binding: Binding, world: World) -> WantedEndpoint | None:
    if binding.protocol != roles.OPC_UA or binding.source is None:
        return None
    try:
        endpoint = parse_endpoint(binding.source.content.text, _SCHEMES)
    except AddressError:  # the text's fault, which the rules for addresses tell
        return None
    auth = _argument(binding, world, roles.AUTH)
    return WantedEndpoint(
        url=endpoint.url,
        security=text_of(_argument(binding, world, roles.SECURITY)),
        auth_type=text_of(_entry(auth, _AUTH_TYPE)),
        env_names=frozenset(_env_names(auth)),
        node_ids=frozenset(place.content.text for place in binding.nodes),
        browse_root=binding.node.content.text if binding.node and not binding.mappings else None,
    )


def _argument(binding: Binding, world: World, key: str) -> Expr | None:
    """What the binding says of ``key``, or else what it inherits."""
    value = value_of(binding.trait, key)
    if value is not None:
        return value
    uses = world.traits(binding.declaration, roles.BINDING)
    inherited = (value_of(use, key) for owner, _, use in uses if owner is not binding.owner)
    return next((value for value in inherited if value is not None), None)


def _entry(value: Expr | None, key: str) -> Expr | None:
    entries = value.entries if isinstance(value, Record) else ()
    return next((entry.value for entry in entries if entry.key.text == key), None)


def _env_names(value: Expr | None) -> Iterator[str]:
    """The names in ``env("NAME")``, wherever in the value."""
    stack = [] if value is None else [value]
    while stack:
        current = stack.pop()
        stack.extend(children(current))
        callee = current.callee if isinstance(current, Invoke) else None
        if isinstance(current, Invoke) and isinstance(callee, NameUse) and callee.name == roles.ENV:
            name = text_of(current.arguments[0].value) if current.arguments else None
            if name is not None and is_env_name(name):
                yield name

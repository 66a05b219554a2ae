"""What there is to say of a completion, worked out when somebody looks at it (``completionItem/resolve``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holo_lsp.analysis.context import options
from holo_lsp.analysis.hover.fields import field_markdown, kpi_markdown
from holo_lsp.analysis.hover.objects import object_markdown
from holo_lsp.traits import (
    argument_markdown,
    block_markdown,
    choice_markdown,
    function_markdown,
    trait_markdown,
    value_markdown,
    widget_markdown,
)
from holo_lsp.traits.spec import Block
from holo_lsp.traits.types import Enumeration, ListOf, Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from holo_lsp.model import Declaration, World
    from holo_lsp.traits import Catalogue
    from holo_lsp.traits.spec import Argument, Trait, Widget
    from holo_lsp.traits.types import Choice, ValueType

    Owner = Trait | Block | Widget


def resolve(data: Sequence[str], world: World, catalogue: Catalogue) -> str:
    """The documentation in Markdown of the item with that ``data``; empty where there is none any more."""
    match list(data):
        case ["trait", name] if name in catalogue.traits:
            return trait_markdown(catalogue.traits[name])
        case ["block", name] if name in catalogue.blocks:
            return block_markdown(catalogue.blocks[name])
        case ["widget", name] if name in catalogue.widgets:
            return widget_markdown(catalogue.widgets[name])
        case ["function", name] if name in catalogue.functions:
            return function_markdown(catalogue.functions[name])
        case ["method", receiver, name]:
            found = (f for f in catalogue.methods.get(name, ()) if f.receiver == receiver)
            return next(map(function_markdown, found), "")
        case ["member", receiver, name]:
            values = (v for v in catalogue.members.get(name, ()) if v.receiver == receiver)
            return next(map(value_markdown, values), "")
        case ["value", name] if name in catalogue.values:
            return value_markdown(catalogue.values[name])
        case ["argument", kind, owner, *path]:
            return _argument(_owner(kind, owner, catalogue), path)
        case ["choice", kind, owner, *path, choice]:
            return _choice(_owner(kind, owner, catalogue), path, choice)
        case _:
            return _declared(data, world, catalogue)


def _declared(data: Sequence[str], world: World, catalogue: Catalogue) -> str:
    """What the files declare."""
    match list(data):
        case ["field", kind, label, name]:
            owner = _declaration(kind, label, world)
            return field_markdown(world, owner, name, catalogue) if owner else ""
        case ["kpi", name]:
            return kpi_markdown(world, name)
        case ["template" | "object" as kind, label]:
            owner = _declaration(kind, label, world)
            return object_markdown(world, owner, catalogue) if owner else ""
        case _:
            return ""


def _declaration(kind: str, label: str, world: World) -> Declaration | None:
    if kind == "file":
        return world.file.root
    found = world.templates(label) if kind == "template" else world.find(label)
    return found[0] if found else None


def _owner(kind: str, name: str, catalogue: Catalogue) -> Owner | None:
    owners: Mapping[str, Owner] = {"trait": catalogue.traits, "block": catalogue.blocks}.get(
        kind, catalogue.widgets
    )
    return owners.get(name)


def _argument(owner: Owner | None, path: Sequence[str]) -> str:
    found = _found(owner, path)
    return argument_markdown(owner, found) if owner and found else ""


def _choice(owner: Owner | None, path: Sequence[str], name: str) -> str:
    found = _found(owner, path)
    choice = next((each for each in _choices(found.type) if each.name == name), None) if found else None
    return choice_markdown(owner, found, choice) if owner and found and choice else ""


def _found(owner: Owner | None, path: Sequence[str]) -> Argument | None:
    """The argument, or the entry of a record in one, that the names lead to."""
    if owner is None:
        return None
    known = owner.properties if isinstance(owner, Block) else owner.arguments
    found: Argument | None = None
    for name in path:
        found = next((argument for argument in known if argument.name == name), None)
        if found is None:
            return None
        known = tuple(
            entry for kind in options(found.type) if isinstance(kind, Record) for entry in kind.entries
        )
    return found


def _choices(kind: ValueType) -> Iterator[Choice]:
    for option in options(kind):
        if isinstance(option, Enumeration):
            yield from option.choices
        elif isinstance(option, ListOf):
            yield from _choices(option.item)

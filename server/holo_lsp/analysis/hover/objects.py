"""Twins and templates with all that they inherit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holo_lsp.addresses import AddressError, parse_address
from holo_lsp.analysis.hover.markdown import bullets, code, fence, page
from holo_lsp.analysis.hover.uses import writers
from holo_lsp.model.expressions import Literal, Record
from holo_lsp.model.file import IMPLICIT_FIELDS
from holo_lsp.traits import roles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holo_lsp.model import Declaration, FieldFact, TraitUse, World
    from holo_lsp.traits import Catalogue

_MOST_FIELDS = 24
_MOST_BINDINGS = 6


def object_markdown(world: World, declaration: Declaration, catalogue: Catalogue) -> str:
    """An object or template: its state with types and units, its bindings and traits, own and inherited."""
    return page(
        fence(_head(declaration)),
        _counts(world, declaration),
        _state(world, declaration, catalogue),
        _bindings(world, declaration),
        _traits(world, declaration),
    )


def _head(declaration: Declaration) -> str:
    bases = ", ".join(base.text for base in declaration.block.bases)
    return f"{declaration.title} extends {bases}" if bases else declaration.title


def _counts(world: World, declaration: Declaration) -> str:
    if declaration.is_template:
        count = sum(1 for _ in instances(world, declaration.label))
        return f"Template of {count} object{'' if count == 1 else 's'}"
    children = len(declaration.child_references)
    return f"Made of {children} object{'' if children == 1 else 's'}" if children else ""


def instances(world: World, template: str) -> Iterator[Declaration]:
    """The objects that extend a template, directly or through other templates."""
    names = {template}
    derived = {template}
    while derived:
        derived = {
            name
            for name in world.template_names
            for each in world.templates(name)[:1]
            if name not in names and any(base.text in derived for base in each.block.bases)
        }
        names |= derived
    own = world.file.ids
    foreign = (each for label, found in world.index.ids.items() if label not in own for each in found)
    for each in (*world.file.declarations, *foreign):
        if not each.is_template and any(base.text in names for base in each.block.bases):
            yield each


def _state(world: World, declaration: Declaration, catalogue: Catalogue) -> str:
    facts = world.facts(declaration)
    names = [name for name in facts if name not in IMPLICIT_FIELDS]
    lines = [_field(world, declaration, name, facts[name], catalogue) for name in names[:_MOST_FIELDS]]
    return f"**State**\n\n{bullets(lines, _MOST_FIELDS, len(names))}" if lines else ""


def _field(world: World, declaration: Declaration, name: str, fact: FieldFact, catalogue: Catalogue) -> str:
    shape = "" if fact.shape == "unknown" else fact.shape
    origin = f"from {code(fact.owner)}" if fact.owner else ""
    words = ", ".join(filter(None, (shape, fact.unit, origin)))
    writer = next(writers(world, declaration, name, catalogue), None)
    source = f" ← {code(writer.address)}" if writer else ""
    return f"{code(name)}{': ' if words else ''}{words}{source}"


def _bindings(world: World, declaration: Declaration) -> str:
    lines = [
        _binding(use) + (f", from {code(owner.label)}" if owner is not declaration else "")
        for owner, _, use in world.traits(declaration, roles.BINDING)
    ]
    return f"**Bindings**\n\n{bullets(lines, _MOST_BINDINGS)}" if lines else ""


def _binding(use: TraitUse) -> str:
    mappings = use.argument(roles.MAPPINGS)
    count = len(mappings.value.entries) if mappings and isinstance(mappings.value, Record) else 0
    address = use.argument(roles.SOURCE) or use.argument(roles.BROKER)
    where = _address(address.value.value) if address and isinstance(address.value, Literal) else ""
    mapped = f"{count} mapping{'' if count == 1 else 's'}" if count else "by names"
    return ", ".join(filter(None, (where, mapped)))


def _address(text: object) -> str:
    """An address without credentials; empty where it cannot be read, since it might hold some."""
    try:
        return code(parse_address(text).url) if isinstance(text, str) else ""
    except AddressError:
        return ""


def _traits(world: World, declaration: Declaration) -> str:
    owners: dict[str, str] = {}
    for owner in world.lineage(declaration):
        for _, use in owner.traits():
            owners.setdefault(use.name.text, "" if owner is declaration else owner.label)
    listed = [
        code(f"@{name}") + (f" (from {code(owner)})" if owner else "")
        for name, owner in owners.items()
        if name
    ]
    return f"**Traits**: {', '.join(listed)}" if listed else ""

"""The values in a declaration whose type the catalogue knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from holo_lsp.analysis.uses import given
from holo_lsp.model import Declaration, Property, TraitUse, calls
from holo_lsp.model.expressions import ListOf as ListValue
from holo_lsp.model.expressions import Literal
from holo_lsp.model.expressions import Record as RecordValue
from holo_lsp.traits.types import Enumeration, ListOf, OneOf, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from holo_lsp.model.expressions import Argument as Given
    from holo_lsp.model.expressions import Expr
    from holo_lsp.traits import Catalogue
    from holo_lsp.traits.spec import Argument, Trait
    from holo_lsp.traits.types import ValueType


class Typed(NamedTuple):
    """A value in a place of the type ``type``. Offsets are relative to ``base``.

    The type is no list, no record and no choice of types: those are looked into. ``name`` is the argument's
    or entry's. ``use`` is the trait that it is given to, if it is one. ``choices`` are words that could stand
    there instead of a value of the type.
    """

    base: int
    value: Expr
    type: ValueType
    name: str
    use: TraitUse | None = None
    choices: tuple[str, ...] = ()


def typed_values(declaration: Declaration, catalogue: Catalogue) -> Iterator[Typed]:
    """All typed values that stand directly in the declaration."""
    for base, use in all_traits(declaration):
        trait = catalogue.traits.get(use.name.text)
        if trait is not None and trait.arguments:
            yield from _arguments(base, use, trait)
    known = _properties(declaration, catalogue)
    if known:
        for base, item in declaration.members():
            if isinstance(item, Property) and item.key.text in known:
                argument = known[item.key.text]
                yield from _inside(Typed(base, item.value, argument.type, argument.name))
    for base, call in calls(declaration):
        widget = catalogue.widgets.get(call.callee.text)
        if widget is not None:
            yield from _given(base, call.arguments, widget.arguments, None)


def all_traits(declaration: Declaration) -> Iterator[tuple[int, TraitUse]]:
    """The declaration's traits with their bases, and those in the bodies of these."""
    for base, use in declaration.traits():
        yield base, use
        for member in use.body or ():
            if isinstance(member, TraitUse):
                yield base, member


def is_foreign(use: TraitUse, trait: Trait) -> bool:
    """Does the use have arguments that only other HoloScript tools understand?"""
    names = {name for name, _ in given(use)}
    return any(a.compatibility and a.synonym_of is None and a.name in names for a in trait.arguments)


def _arguments(base: int, use: TraitUse, trait: Trait) -> Iterator[Typed]:
    declared = {argument.name: argument for argument in trait.arguments}
    for name, value in given(use if trait.body is None else use._replace(body=None)):
        argument = declared.get(name)
        if argument is not None:
            yield from _inside(Typed(base, value, argument.type, name, use))


def _given(
    base: int, arguments: Iterable[Given], declared: Iterable[Argument], use: TraitUse | None
) -> Iterator[Typed]:
    types = {argument.name: argument.type for argument in declared}
    for argument in arguments:
        if argument.key is not None and argument.key.text in types:
            name = argument.key.text
            yield from _inside(Typed(base, argument.value, types[name], name, use))


def _properties(declaration: Declaration, catalogue: Catalogue) -> Mapping[str, Argument]:
    if declaration.is_twin or declaration.is_template:
        return catalogue.properties
    block = catalogue.blocks.get(declaration.kind)
    return {argument.name: argument for argument in block.properties} if block else {}


def _inside(typed: Typed) -> Iterator[Typed]:
    base, value, type_, name, use, choices = typed
    match type_:
        case ListOf():
            if isinstance(value, ListValue):
                for item in value.items:
                    yield from _inside(Typed(base, item, type_.item, name, use, choices))
        case Record():
            if isinstance(value, RecordValue):
                entries = {entry.name: entry.type for entry in type_.entries}
                for entry in value.entries:
                    if entry.value is not None and entry.key.text in entries:
                        inner = entries[entry.key.text]
                        yield from _inside(Typed(base, entry.value, inner, entry.key.text, use))
        case OneOf():
            words = tuple(c.name for o in type_.options if isinstance(o, Enumeration) for c in o.choices)
            if isinstance(value, Literal) and value.value in words:
                return
            for option in type_.options:
                yield from _inside(Typed(base, value, option, name, use, words))
        case _:
            yield typed

"""The values in a declaration whose type the catalogue knows."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from holo_lsp.analysis.uses import given
from holo_lsp.model import Property, TraitUse, calls
from holo_lsp.model.expressions import ListOf as ListValue
from holo_lsp.model.expressions import Literal as LiteralValue
from holo_lsp.model.expressions import Record as RecordValue
from holo_lsp.traits.types import Enumeration, ListOf, OneOf, Record, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from holo_lsp.model import Declaration
    from holo_lsp.model.expressions import Expr
    from holo_lsp.traits import Catalogue
    from holo_lsp.traits.spec import Argument, Trait
    from holo_lsp.traits.types import ValueType

    Wanted = frozenset[type[ValueType]]
    Owner = Literal["trait", "widget", "block", "object"]


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


def typed_values(declaration: Declaration, catalogue: Catalogue, wanted: Wanted) -> Iterator[Typed]:
    """The values of one of the types ``wanted`` that stand directly in the declaration.

    Of texts, only the secret ones are found.
    """
    for base, use in all_traits(declaration):
        types = _types(catalogue, "trait", use.name.text, wanted)
        if types:
            has_arguments = catalogue.traits[use.name.text].body is None
            for name, value in given(use if has_arguments else use._replace(body=None)):
                if name in types:
                    yield from _inside(Typed(base, value, types[name], name, use), wanted)
    is_object = declaration.is_twin or declaration.is_template
    types = _types(catalogue, "object" if is_object else "block", declaration.kind, wanted)
    if types:
        for base, item in declaration.members():
            if isinstance(item, Property) and item.key.text in types:
                name = item.key.text
                yield from _inside(Typed(base, item.value, types[name], name), wanted)
    for base, call in calls(declaration):
        types = _types(catalogue, "widget", call.callee.text, wanted)
        for argument in call.arguments if types else ():
            if argument.key is not None and argument.key.text in types:
                name = argument.key.text
                yield from _inside(Typed(base, argument.value, types[name], name), wanted)


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


@lru_cache(maxsize=1024)
def _types(catalogue: Catalogue, owner: Owner, name: str, wanted: Wanted) -> Mapping[str, ValueType]:
    """The types of the arguments or properties that are, or hold, something that is wanted."""
    declared: Iterable[Argument]
    match owner:
        case "trait":
            declared = catalogue.traits[name].arguments if name in catalogue.traits else ()
        case "widget":
            declared = catalogue.widgets[name].arguments if name in catalogue.widgets else ()
        case "block":
            declared = catalogue.blocks[name].properties if name in catalogue.blocks else ()
        case "object":
            declared = catalogue.properties.values()
    return {argument.name: argument.type for argument in declared if _holds(argument.type, wanted)}


def _holds(type_: ValueType, wanted: Wanted) -> bool:
    match type_:
        case ListOf():
            return _holds(type_.item, wanted)
        case Record():
            return any(_holds(entry.type, wanted) for entry in type_.entries)
        case OneOf():
            return any(_holds(option, wanted) for option in type_.options)
        case Text():
            return type_.secret and Text in wanted
        case _:
            return type(type_) in wanted


def _inside(typed: Typed, wanted: Wanted) -> Iterator[Typed]:
    base, value, type_, name, use, choices = typed
    match type_:
        case ListOf():
            if isinstance(value, ListValue):
                for item in value.items:
                    yield from _inside(Typed(base, item, type_.item, name, use, choices), wanted)
        case Record():
            if isinstance(value, RecordValue):
                entries = {entry.name: entry.type for entry in type_.entries}
                for entry in value.entries:
                    if entry.value is not None and entry.key.text in entries:
                        inner = entries[entry.key.text]
                        yield from _inside(Typed(base, entry.value, inner, entry.key.text, use), wanted)
        case OneOf():
            words = tuple(c.name for o in type_.options if isinstance(o, Enumeration) for c in o.choices)
            if isinstance(value, LiteralValue) and value.value in words:
                return
            for option in type_.options:
                yield from _inside(Typed(base, value, option, name, use, words), wanted)
        case _:
            if _holds(type_, wanted):
                yield typed

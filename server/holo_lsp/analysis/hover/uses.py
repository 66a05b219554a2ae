"""Who writes a state field, and who reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from holo_lsp.analysis.context import options
from holo_lsp.model import Property, TraitUse, calls
from holo_lsp.model.expressions import (
    Expr,
    ListOf,
    Literal,
    Member,
    NameUse,
    Record,
    Reference,
    children,
    dotted,
)
from holo_lsp.traits import roles
from holo_lsp.traits.types import Expression, NodeMap, StatePath
from holo_lsp.traits.types import ListOf as ListType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holo_lsp.model import Declaration, World
    from holo_lsp.traits import Catalogue
    from holo_lsp.traits.types import ValueType

_ROOT = f"{roles.STATE_ROOT}."


class Writer(NamedTuple):
    """An address whose value goes into a field: by which binding of whom."""

    address: str
    owner: Declaration
    use: TraitUse


def writers(world: World, declaration: Declaration, field: str, catalogue: Catalogue) -> Iterator[Writer]:
    """The mappings into the field, of the declaration and of what it inherits from."""
    for owner, use in _uses(world, declaration):
        for kind, value in _arguments(use, catalogue):
            if isinstance(kind, NodeMap) and isinstance(value, Record):
                for entry in value.entries:
                    if _is_path(entry.value, field):
                        yield Writer(entry.key.text, owner, use)


def readers(world: World, declaration: Declaration, field: str, catalogue: Catalogue) -> list[str]:
    """What of the declaration, and of what it inherits from, reads the field: as ``@trait argument``."""
    found: dict[str, None] = {}
    for _, use in _uses(world, declaration):
        for key, kind, value in _named_arguments(use, catalogue):
            if _reads(kind, value, field):
                found[f"@{use.name.text} {key}"] = None
        trait = catalogue.traits.get(use.name.text)
        if trait is not None and trait.body == "computed":
            for member in use.body or ():
                if isinstance(member, Property) and names(member.value, field):
                    found[f"@{use.name.text} {member.key.text}"] = None
    return list(found)


def foreign_readers(
    world: World, declaration: Declaration, field: str, catalogue: Catalogue
) -> Iterator[tuple[Declaration, str]]:
    """Who else in the file reads the field, by the declaration's id or kind.

    With what is told as ``@trait argument``, or as the name of a widget and its argument.
    Only the objects whose text has the field's name are looked into: a file may have thousands.
    """
    owners = {name for name in (declaration.label, declaration.kind) if name}
    if declaration.block.style != "id" or not owners:
        return
    text = world.file.document.text
    for other in world.file.declarations:
        if other is declaration or text.find(field, other.start, other.end) < 0:
            continue
        for _, use in other.traits():
            for reader in dict.fromkeys(_foreign_reads(use, owners, field, catalogue)):
                yield other, f"@{use.name.text} {reader}"
        for _, call in calls(other):
            for argument in call.arguments:
                if argument.key is not None and _names_foreign(argument.value, owners, field):
                    yield other, f"{call.callee.text} {argument.key.text}"


def _foreign_reads(use: TraitUse, owners: set[str], field: str, catalogue: Catalogue) -> Iterator[str]:
    for key, kind, value in _named_arguments(use, catalogue):
        is_read = isinstance(kind, Expression) and _names_foreign(value, owners, field)
        if is_read or any(_is_foreign_path(each, owners, field) for each in _paths(kind, value)):
            yield key
    trait = catalogue.traits.get(use.name.text)
    for member in (use.body or ()) if trait is not None and trait.body == "computed" else ():
        if isinstance(member, Property) and _names_foreign(member.value, owners, field):
            yield member.key.text


def _paths(kind: ValueType, value: Expr) -> tuple[Expr, ...]:
    """The values that are paths of fields."""
    if isinstance(kind, StatePath):
        return (value,)
    if isinstance(kind, ListType) and isinstance(kind.item, StatePath) and isinstance(value, ListOf):
        return value.items
    return ()


def _is_foreign_path(value: Expr, owners: set[str], field: str) -> bool:
    if isinstance(value, Literal) and isinstance(value.value, str):
        return _is_foreign(value.value.split("."), owners, field)
    return isinstance(value, Member) and _names_foreign(value, owners, field)


def _names_foreign(expression: Expr, owners: set[str], field: str) -> bool:
    """Does the expression name the field of one of the owners: ``id.x``, ``id.state.x``, ``kind#id.x``?"""
    stack: list[Expr] = [expression]
    while stack:
        current = stack.pop()
        names: list[str] = []
        target: Expr = current
        while isinstance(target, Member):
            names.append(target.name.text)
            target = target.target
        if names and isinstance(target, NameUse | Reference):
            root = target.name if isinstance(target, NameUse) else target.id.text
            if _is_foreign([root, *reversed(names)], owners, field):
                return True
            continue
        stack.extend(children(current))
    return False


def _is_foreign(path: list[str], owners: set[str], field: str) -> bool:
    if len(path) < 2 or path[0] not in owners:  # noqa: PLR2004 - the owner, and what is behind it
        return False
    names = path[2:] if path[1] == roles.STATE_ROOT and len(path) > 2 else path[1:]  # noqa: PLR2004 - `state.` and a name
    return names[0] == field


def kpi_readers(world: World, field: str) -> list[str]:
    """The KPIs of the file that read a field of that name, of whatever objects."""
    return [
        f"{roles.LOGIC_ROOT}.{name}"
        for name, (_, member) in world.file.kpis.items()
        if _names_of_any(member.value, field)
    ]


def _uses(world: World, declaration: Declaration) -> Iterator[tuple[Declaration, TraitUse]]:
    for owner in world.lineage(declaration):
        for _, use in owner.traits():
            yield owner, use


def _named_arguments(use: TraitUse, catalogue: Catalogue) -> Iterator[tuple[str, ValueType, Expr]]:
    trait = catalogue.traits.get(use.name.text)
    declared = {argument.name: argument.type for argument in trait.arguments} if trait else {}
    for argument in use.arguments:
        if argument.key is not None and argument.key.text in declared:
            for kind in options(declared[argument.key.text]):
                yield argument.key.text, kind, argument.value


def _arguments(use: TraitUse, catalogue: Catalogue) -> Iterator[tuple[ValueType, Expr]]:
    yield from ((kind, value) for _, kind, value in _named_arguments(use, catalogue))


def _reads(kind: ValueType, value: Expr, field: str) -> bool:
    match kind:
        case StatePath():
            return _is_path(value, field)
        case ListType(item=StatePath()):
            return isinstance(value, ListOf) and any(_is_path(item, field) for item in value.items)
        case Expression():
            return names(value, field)
        case _:
            return False


def _is_path(value: Expr | None, field: str) -> bool:
    """Is the value the path of the field, as text or as a bare name?"""
    if isinstance(value, Literal) and isinstance(value.value, str):
        return value.value.removeprefix(_ROOT) == field
    return isinstance(value, NameUse | Member) and names(value, field)


def names(expression: Expr, field: str) -> bool:
    """Does the expression name the field of the object around it: ``state.x`` or ``x``?"""
    stack: list[Expr] = [expression]
    while stack:
        current = stack.pop()
        path = dotted(current)
        if path is not None:
            at = 1 if path[0].text == roles.STATE_ROOT and len(path) > 1 else 0
            if path[at].text == field:
                return True
            continue
        stack.extend(children(current))
    return False


def _names_of_any(expression: Expr, field: str) -> bool:
    """Does the expression read a field of that name of some object: ``"state.x"``, ``o.state.x``?"""
    stack: list[Expr] = [expression]
    while stack:
        current = stack.pop()
        if isinstance(current, Literal) and current.value in {field, _ROOT + field}:
            return True
        if isinstance(current, Member) and current.name.text == field and isinstance(current.target, Member):
            return current.target.name.text == roles.STATE_ROOT
        stack.extend(children(current))
    return False

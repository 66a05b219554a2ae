"""What the language expects at a place: which arguments can be given there, and of what type a value is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from holo_lsp.analysis.protocols import protocol_of
from holo_lsp.model import owner_of
from holo_lsp.model.expressions import Literal
from holo_lsp.traits import roles
from holo_lsp.traits.types import (
    Expression,
    ListOf,
    NodeMap,
    Number,
    OneOf,
    Range,
    Record,
    StatePath,
    Vector,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holo_lsp.analysis.context.chunk import Entry, Link
    from holo_lsp.analysis.context.place import Place, Step
    from holo_lsp.model import World
    from holo_lsp.traits import Catalogue
    from holo_lsp.traits.spec import Argument, Block, BodyKind, Function, Parameter, Scalar, Trait, Widget
    from holo_lsp.traits.spec import Place as Where
    from holo_lsp.traits.types import ValueType


@dataclass(frozen=True, slots=True)
class Expected:
    """What is expected at a place.

    ``arguments`` are those of ``owner`` (or entries of a record in one of them) that can be named there;
    ``argument`` is the one whose value, or a part of whose value, the place is in; ``path`` has the names of
    the arguments and entries down to it; ``type`` is the type of what stands at the place itself. ``body`` is
    the kind of trait body directly around it. In a call of the expression language ``function`` is what is
    called and ``parameter`` the parameter that is given.
    """

    owner: Trait | Widget | Block | None = None
    arguments: tuple[Argument, ...] = ()
    argument: Argument | None = None
    path: tuple[str, ...] = ()
    type: ValueType | None = None
    body: BodyKind | None = None
    function: Function | None = None
    parameter: Parameter | None = None


NOTHING = Expected()


def where(place: Place, catalogue: Catalogue) -> Where | None:
    """What the body of the block around the place is, in the catalogue's terms.

    None where only properties stand, or nobody knows. At a trait in a block's head it is that block's body.
    """
    declaration = place.declaration
    around = place.in_head and place.role != "trait"
    kind = declaration.kind if around or not place.kind else place.kind
    if not kind:
        return "file"
    block = catalogue.blocks.get(kind)
    if block is not None:
        return block.inside
    return "twin" if declaration.block.style or place.kind else None


def expected(place: Place, catalogue: Catalogue) -> Expected:
    """What is expected at the place."""
    current = _in_block(place, catalogue)
    for step in place.steps:
        current = _STEPS[step.kind](current, step, catalogue)
    return current


def given(place: Place, world: World, arguments: tuple[Argument, ...]) -> dict[str, Scalar | None]:
    """The arguments that are written beside the place, by name, with their values where these are constants.

    Synonyms count as what they stand for. What the declaration inherits for a trait that stands once counts
    where ``arguments`` depend on it.
    """
    values: dict[str, Scalar | None] = {entry.key: entry.value for entry in siblings(place)}
    for argument in arguments:
        if argument.synonym_of and argument.name in values:
            values.setdefault(argument.synonym_of, values[argument.name])
    step = place.steps[-1] if place.steps else None
    if step is not None and step.kind == "arguments":
        _add_inherited(values, step.name, place, world, arguments)
    return values


def siblings(place: Place) -> Iterator[Entry]:
    """The entries with keys in the brackets around the place, but for the one that the place is in."""
    step = place.steps[-1] if place.steps else None
    if step is None or step.open < 0:
        return
    for entry in place.chunk.entries(step.open):
        if place.number not in {entry.token, entry.first}:
            yield entry


def _add_inherited(
    values: dict[str, Scalar | None],
    trait: str,
    place: Place,
    world: World,
    arguments: tuple[Argument, ...],
) -> None:
    owner = owner_of(place.declaration)

    def argument(name: str) -> Literal | None:
        if name in values:
            value = values[name]
            return Literal("string", value, 0, 0) if isinstance(value, str) else None
        found = world.argument(owner, trait, name) if owner.block.bases else None
        return found if isinstance(found, Literal) else None

    for name in {argument.only.argument for argument in arguments if argument.only}:
        if name in values:
            continue
        if name == roles.PROTOCOL:
            protocol = protocol_of(argument)
            if protocol is not None:
                values[name] = protocol
        elif (found := argument(name)) is not None and isinstance(found.value, str | bool):
            values[name] = found.value


# ---- step by step ------------------------------------------------------------------------------------


def _in_block(place: Place, catalogue: Catalogue) -> Expected:
    declaration = place.declaration
    kind = place.kind or declaration.kind
    block = catalogue.blocks.get(kind)
    if kind == roles.STATE:
        return Expected(body="fields")
    inside = where(place, catalogue)
    if inside in {"twin", "template"}:
        block = block or catalogue.blocks[roles.TWIN]
        return Expected(block, tuple(catalogue.properties.values()))
    return Expected(block, block.properties) if block is not None else NOTHING


def _property(current: Expected, step: Step, _: Catalogue) -> Expected:
    if step.key == roles.STATE:
        return Expected(body="fields")
    return _named(current, step.key) if step.key else current


def _arguments(_: Expected, step: Step, catalogue: Catalogue) -> Expected:
    trait = catalogue.traits.get(step.name)
    if trait is None:
        return NOTHING
    return _named(Expected(trait, trait.arguments), step.key)


def _body(_: Expected, step: Step, catalogue: Catalogue) -> Expected:
    trait = catalogue.traits.get(step.name)
    if trait is None:
        return NOTHING
    match trait.body:
        case None:
            return _named(Expected(trait, trait.arguments), step.key)
        case "computed":
            return Expected(trait, body="computed", type=Expression() if step.key else None)
        case body:
            return Expected(trait, body=body)


def _call(current: Expected, step: Step, catalogue: Catalogue) -> Expected:
    widget = catalogue.widgets.get(step.name)
    if current.body == "widgets" and widget is not None:
        return _named(Expected(widget, widget.arguments), step.key)
    function = called(step.chain, catalogue)
    if function is None:
        return NOTHING
    parameter = _parameter(function, step)
    kind = Expression(parameter.type) if parameter is not None and not parameter.function else Expression()
    return Expected(function=function, parameter=parameter, type=kind)


def called(chain: tuple[Link, ...], catalogue: Catalogue) -> Function | None:
    """The function or method that a chain calls; of methods with one name the first."""
    if not chain or chain[-1].kind != "name":
        return None
    name = chain[-1].name
    if len(chain) == 1:
        return catalogue.functions.get(name)
    return next(iter(catalogue.methods.get(name, ())), None)


def _parameter(function: Function, step: Step) -> Parameter | None:
    if step.key is not None:
        return next((p for p in function.parameters if p.named and p.name == step.key), None)
    listed = [parameter for parameter in function.parameters if not parameter.named]
    if step.position < len(listed):
        return listed[step.position]
    return listed[-1] if listed and listed[-1].many else None


def _record(current: Expected, step: Step, _: Catalogue) -> Expected:
    if current.body == "fields":
        return current
    for option in options(current.type):
        if isinstance(option, Record):
            return _named(replace(current, arguments=option.entries), step.key)
        if isinstance(option, NodeMap):
            kind = StatePath() if step.key is not None else option
            return replace(current, arguments=(), type=kind)
    return NOTHING


def _list(current: Expected, _: Step, __: Catalogue) -> Expected:
    for option in options(current.type):
        match option:
            case ListOf(item=item):
                return replace(current, arguments=(), type=item)
            case Range():
                return replace(current, arguments=(), type=Number())
            case Vector(unit=unit):
                return replace(current, arguments=(), type=Number(unit=unit))
            case Expression():
                return replace(current, arguments=(), type=Expression())
            case _:
                pass
    return NOTHING


def _group(current: Expected, _: Step, __: Catalogue) -> Expected:
    return replace(current, arguments=())


def _index(_: Expected, __: Step, ___: Catalogue) -> Expected:
    return Expected(type=Expression())


_STEPS = {
    "property": _property,
    "arguments": _arguments,
    "body": _body,
    "call": _call,
    "record": _record,
    "list": _list,
    "group": _group,
    "index": _index,
}


def _named(current: Expected, key: str | None) -> Expected:
    """The same, in the value of the argument ``key``."""
    if key is None:
        return replace(current, type=None)
    argument = next((argument for argument in current.arguments if argument.name == key), None)
    path = (*current.path, key)
    return replace(current, argument=argument, path=path, type=argument.type if argument else None)


def options(kind: ValueType | None) -> tuple[ValueType, ...]:
    """The types that a value may have: those of a choice, one by one."""
    if kind is None:
        return ()
    if isinstance(kind, OneOf):
        return tuple(option for each in kind.options for option in options(each))
    return (kind,)

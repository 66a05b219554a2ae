"""Expressions: what an operand can be, and what can follow a dot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holo_lsp.analysis.completion.offer import Offer
from holo_lsp.analysis.completion.paths import field_data, field_words, filter_of, paths_of
from holo_lsp.analysis.completion.snippets import call
from holo_lsp.analysis.context import receiver_of
from holo_lsp.model.file import IMPLICIT_FIELDS
from holo_lsp.traits import roles, signature

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holo_lsp.analysis.completion.request import Request
    from holo_lsp.analysis.context import Thing
    from holo_lsp.traits.spec import Function

_KIND = "kind"


def operands(request: Request) -> Iterator[Offer]:
    """What an expression, or a part of one, can begin with at the place."""
    if request.place.terminal in {"NUMBER", "COLOR"}:
        return
    if request.place.quote:
        yield from _texts(request)
        return
    for name, thing in request.scope.parameters().items():
        yield Offer(label=name, kind="variable", rank=0, detail="An object" if thing.kind == "object" else "")
    yield from _compared_truths(request)
    yield from _names(request)
    for function in request.catalogue.functions.values():
        if function.name != roles.ENV:
            yield _call(function, request, rank=5, data=("function", function.name))


def members(request: Request) -> Iterator[Offer]:
    """What can follow the dot at the place."""
    thing = request.scope.thing(request.place.chain, len(request.place.steps))
    match thing.kind:
        case "state" | "named":
            yield from _fields(request, thing)
        case "logic":
            yield from _kpis(request, "")
        case "object":
            yield from _declared(request, thing)
            yield from _object_properties(request)
            yield from _fields(request, thing, prefix=f"{roles.STATE_ROOT}.")
        case _:
            yield from _declared(request, thing)


# ---- operands ------------------------------------------------------------------------------------------


def _names(request: Request) -> Iterator[Offer]:
    """The names that mean something around the place."""
    if _is_shown(request):
        roots = (roles.LOGIC_ROOT, roles.OBJECTS_ROOT)
        yield from _kpis(request, f"{roles.LOGIC_ROOT}.")
        yield from _objects(request)
    elif request.where == "logic":
        roots = (roles.OBJECTS_ROOT, roles.LOGIC_ROOT)
    else:
        roots = (roles.STATE_ROOT, roles.CHILDREN_ROOT)
        yield from _state_paths(request)
    for name in roots:
        value = request.catalogue.values[name]
        yield Offer(label=name, kind="variable", rank=3, detail=value.summary, data=("value", name))


def _is_shown(request: Request) -> bool:
    """Is the expression for a widget?"""
    bodies = (request.catalogue.traits.get(step.name) for step in request.place.steps if step.kind == "body")
    return any(trait is not None and trait.body == "widgets" for trait in bodies)


def _state_paths(request: Request) -> Iterator[Offer]:
    own = request.scope.own()
    root = f"{roles.STATE_ROOT}."
    for name, fact in request.world.facts(own).items():
        yield Offer(
            label=root + name,
            kind="field",
            rank=4 if name in IMPLICIT_FIELDS else 1,
            detail=field_words(fact),
            filter_text=filter_of(request.place.typed, root, name),
            data=field_data((own,), name),
        )


def _objects(request: Request) -> Iterator[Offer]:
    """Objects by id, whose fields follow a dot."""
    typed = request.place.typed
    for identity in request.world.identities:
        if typed and not identity.startswith(typed):
            continue
        if identity.isidentifier() and any(each.is_twin for each in request.world.find(identity)):
            yield Offer(label=identity, kind="reference", rank=4, data=("object", identity))


def _kpis(request: Request, prefix: str) -> Iterator[Offer]:
    for name in request.world.kpi_names:
        yield Offer(
            label=prefix + name,
            kind="field",
            rank=1,
            filter_text=filter_of(request.place.typed, prefix, name),
            data=("kpi", name),
        )


def _compared_truths(request: Request) -> Iterator[Offer]:
    if request.place.chain and request.scope.thing(request.place.chain).kind == "boolean":
        yield from truths()


def truths() -> Iterator[Offer]:
    """``true`` and ``false``."""
    for name in ("true", "false"):
        yield Offer(label=name, kind="constant", rank=0)


def _texts(request: Request) -> Iterator[Offer]:
    """In quotes: the name of a field for a function, or what a member of an object is compared with."""
    place, parameter = request.place, request.at.parameter
    if place.role in {"entry", "value"} and parameter is not None and parameter.path:
        yield from paths_of(request, request.scope.listed(len(place.steps) - 1))
        return
    if request.scope.thing(place.chain[:-1], len(place.steps)).kind != "object":
        return
    member, world = place.chain[-1].name, request.world
    if member == roles.TEMPLATE_OF:
        for name in world.template_names:
            yield Offer(label=name, kind="class", is_string=True, rank=1, data=("template", name))
    elif member == roles.ID:
        for name in world.identities:
            if name.startswith(place.typed):
                yield Offer(label=name, kind="reference", is_string=True, rank=1, data=("object", name))
    elif member == _KIND:
        for name in sorted(world.kinds):
            yield Offer(label=name, kind="struct", is_string=True, rank=1)


# ---- members -------------------------------------------------------------------------------------------


def _fields(request: Request, thing: Thing, prefix: str = "") -> Iterator[Offer]:
    for name, fact in request.scope.facts(thing).items():
        implicit = name in IMPLICIT_FIELDS
        if prefix and implicit:
            continue
        yield Offer(
            label=prefix + name,
            kind="field",
            rank=3 if implicit or prefix else 1,
            detail=field_words(fact),
            filter_text=filter_of(request.place.typed, prefix, name),
            data=field_data(thing.owners, name),
        )


def _object_properties(request: Request) -> Iterator[Offer]:
    for argument in request.catalogue.properties.values():
        if argument.name != roles.CHILDREN:
            yield Offer(
                label=argument.name,
                kind="property",
                rank=4,
                detail=argument.doc,
                data=("argument", "block", roles.TWIN, argument.name),
            )


def _declared(request: Request, thing: Thing) -> Iterator[Offer]:
    """The members and methods that the catalogue has for the receiver."""
    receiver = receiver_of(thing)
    if receiver is None:
        return
    for values in request.catalogue.members.values():
        for value in values:
            if value.receiver == receiver:
                yield Offer(
                    label=value.name,
                    kind="property",
                    rank=1,
                    detail=value.summary,
                    data=("member", receiver, value.name),
                )
    for functions in request.catalogue.methods.values():
        for function in functions:
            if function.receiver == receiver:
                yield _call(function, request, rank=2, data=("method", receiver, function.name))


def _call(function: Function, request: Request, *, rank: int, data: tuple[str, ...]) -> Offer:
    bare = request.place.follow == "("
    objects = roles.OBJECTS_ROOT if request.where in {"logic", "ui", "dashboard"} else roles.CHILDREN_ROOT
    return Offer(
        label=function.name,
        kind="function" if function.receiver is None else "method",
        text=function.name,
        snippet="" if bare else call(function, objects),
        rank=rank,
        detail=" ".join(signature(function).split()),
        data=data,
    )

"""Values of arguments and properties, by their type."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holo_lsp.addresses import SCHEMES, canonical_scheme
from holo_lsp.analysis.completion import references
from holo_lsp.analysis.completion.arguments import owner_key, schemes_of
from holo_lsp.analysis.completion.expressions import operands, truths
from holo_lsp.analysis.completion.nodes import nodes
from holo_lsp.analysis.completion.offer import Offer
from holo_lsp.analysis.completion.paths import paths
from holo_lsp.analysis.completion.snippets import address, dtmi, typed_value
from holo_lsp.analysis.context import given, options
from holo_lsp.model import shape_of
from holo_lsp.model.expressions import Literal
from holo_lsp.traits import plain, roles
from holo_lsp.traits.types import (
    Boolean,
    Dtmi,
    Duration,
    Enumeration,
    Expression,
    FilePath,
    ListOf,
    NodeId,
    NodeMap,
    Range,
    Record,
    Reference,
    StatePath,
    Text,
    Url,
    Vector,
)
from holo_lsp.units import UnitError, in_words, parse_duration

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holo_lsp.analysis.completion.request import Request
    from holo_lsp.traits.types import ValueType

_NUMBER = re.compile(r"\s*(\d+(?:\.\d+)?)\s*[a-z]*")
_DTMI = "dtmi:"
_UNITS = ("ms", "s", "m", "h", "d", "w")
_LENGTHS = ("100ms", "1s", "10s", "1m", "10m", "1h", "1d", "7d", "30d", "90d", "365d")


def values(request: Request) -> Iterator[Offer]:
    """The values that can stand at the place."""
    if request.place.terminal in {"NUMBER", "COLOR"}:
        return
    if request.at.body == "fields":
        yield from _field_values(request)
    for option in options(request.at.type):
        yield from _values(request, option)


def _values(request: Request, kind: ValueType) -> Iterator[Offer]:
    bare = not request.place.quote
    match kind:
        case Enumeration():
            yield from _choices(request, kind)
        case Boolean() if bare:
            yield from truths()
        case Duration():
            yield from _durations(request)
        case Url():
            yield from _addresses(request, kind)
        case Dtmi():
            yield from _models(request)
        case StatePath(foreign=foreign):
            yield from paths(request, foreign=foreign)
        case NodeId():
            yield from nodes(request)
        case Expression():
            yield from operands(request)
        case Reference(to="twin") if bare:
            yield from references.objects(request)
        case Reference(to="template"):
            yield from references.bases(request)
        case Text(secret=True) if bare:
            yield env()
        case FilePath() if bare and _has_secrets(request):
            yield env()
        case ListOf() | Record() | NodeMap() | Range() | Vector() if bare and not request.place.text:
            snippet = typed_value(kind, "")
            label = " ".join(plain(snippet).split())
            yield Offer(label=label, kind="snippet", snippet=snippet, rank=3)
        case _:
            pass


def env() -> Offer:
    """``env("NAME")``."""
    return Offer(
        label=roles.ENV,
        kind="function",
        snippet=f'{roles.ENV}("${{1:NAME}}")',
        text=f'{roles.ENV}("")',
        rank=1,
        detail="A value from the environment",
        data=("function", roles.ENV),
    )


def _has_secrets(request: Request) -> bool:
    """Is the place in a record that holds credentials, whose files the environment may name?"""
    return any(isinstance(each.type, Text) and each.type.secret for each in request.at.arguments)


def _field_values(request: Request) -> Iterator[Offer]:
    """What a field that a template declares as true or false can begin with."""
    place, world = request.place, request.world
    key = place.steps[-1].key if place.steps else None
    for current in world.lineage(request.scope.own())[1:]:
        field = current.state.get(key or "")
        if field is not None and shape_of(field.value) == "boolean" and not place.quote:
            yield from truths()
            return


def _choices(request: Request, kind: Enumeration) -> Iterator[Offer]:
    place, at = request.place, request.at
    step = place.steps[-1] if place.steps else None
    beside = set(place.chunk.strings(step.open, place.number) if step and step.kind == "list" else ())
    for choice in kind.choices:
        if choice.name in beside:
            continue
        yield Offer(
            label=choice.name,
            kind="enum_member",
            is_string=True,
            rank=1,
            detail=choice.doc,
            data=("choice", *owner_key(at), *at.path, choice.name),
        )


def _durations(request: Request) -> Iterator[Offer]:
    number = _NUMBER.fullmatch(request.place.typed)
    lengths = [number[1] + unit for unit in _UNITS] if number else list(_LENGTHS)
    for length in lengths:
        try:
            words = in_words(parse_duration(length).seconds)
        except UnitError:  # too long
            continue
        yield Offer(label=length, kind="value", is_string=True, rank=1, detail=words)


def _addresses(request: Request, kind: Url) -> Iterator[Offer]:
    typed = request.place.typed
    schemes = [scheme for scheme in kind.schemes if canonical_scheme(scheme) == scheme]
    fitting = schemes_of(given(request.place, request.world, request.at.arguments).get(roles.PROTOCOL))
    if fitting:
        schemes = [scheme for scheme in schemes if scheme in fitting] or schemes
    for url in request.plant.endpoints:
        if url.startswith(typed) and url.partition("://")[0] in schemes:
            yield Offer(label=url, kind="reference", is_string=True, rank=1, detail="A known address")
    for scheme in schemes:
        label = f"{scheme}:///" if scheme == "sqlite" else f"{scheme}://"
        if label.startswith(typed):
            yield Offer(
                label=label,
                kind="value",
                snippet=address(scheme),
                is_string=True,
                rank=2,
                detail=SCHEMES[scheme].doc,
            )


def _models(request: Request) -> Iterator[Offer]:
    """A new model identifier, and those of the templates."""
    place, world = request.place, request.world
    for name in world.template_names:
        for template in world.templates(name)[:1]:
            found = world.argument(template, roles.MODEL, roles.ID)
            is_own = template is request.scope.own()
            if isinstance(found, Literal) and isinstance(found.value, str) and not is_own:
                yield Offer(
                    label=found.value, kind="reference", is_string=True, rank=2, detail=f"template {name}"
                )
    if _DTMI.startswith(place.typed):
        snippet = dtmi(request.scope.own().label)
        yield Offer(label=_DTMI, kind="value", snippet=snippet, is_string=True, rank=1, detail="A new model")

"""Names of arguments and record entries that can be given yet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holo_lsp.addresses import MQTT_SCHEMES
from holo_lsp.analysis.completion.offer import Offer
from holo_lsp.analysis.completion.snippets import value_of
from holo_lsp.analysis.context import given
from holo_lsp.traits import argument_signature, roles
from holo_lsp.traits.spec import Block, Trait, Widget, applies
from holo_lsp.traits.types import Url

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from holo_lsp.analysis.completion.request import Request
    from holo_lsp.analysis.context import Expected
    from holo_lsp.traits.spec import Argument, Scalar


def arguments(request: Request) -> Iterator[Offer]:
    """The arguments (or entries) that are not given yet and mean something beside those that are."""
    at, place = request.at, request.place
    written = given(place, request.world, at.arguments)
    schemes = schemes_of(written.get(roles.PROTOCOL))
    for argument in at.arguments:
        if argument.compatibility or argument.name in written or not _counts(argument, at.arguments, written):
            continue
        needed = argument.required and argument.only is None
        yield named(
            _narrowed(argument, schemes),
            data=("argument", *owner_key(at), *at.path, argument.name),
            rank=1 if needed else 2,
            bare=place.follow == ":",
        )


def _counts(argument: Argument, siblings: Sequence[Argument], written: Mapping[str, Scalar | None]) -> bool:
    """May the argument mean something, and so may what it depends on?"""
    if argument.only is None:
        return True
    other = next((each for each in siblings if each.name == argument.only.argument), None)
    if other is not None and not _counts(other, siblings, written):
        return False
    return applies(argument, siblings, written) is not False


def schemes_of(protocol: Scalar | None) -> tuple[str, ...]:
    """The schemes of a binding's addresses when it names the protocol; empty where any will do."""
    if protocol == roles.OPC_UA:
        return ("opc.tcp",)
    return MQTT_SCHEMES if protocol in {roles.MQTT, roles.SPARKPLUG} else ()


def _narrowed(argument: Argument, schemes: tuple[str, ...]) -> Argument:
    """The argument, its address of those ``schemes`` that it can have."""
    kind = argument.type
    fitting = tuple(scheme for scheme in kind.schemes if scheme in schemes) if isinstance(kind, Url) else ()
    return replace(argument, type=replace(kind, schemes=fitting)) if fitting else argument


def named_parameters(request: Request) -> Iterator[Offer]:
    """The parameters of a function that are given by name, as in ``f(list, name: "state.field")``.

    Behind the others they are all that can follow; before, they come last.
    """
    function, place = request.at.function, request.place
    if function is None or place.quote:
        return
    written = given(place, request.world, ())
    for parameter in function.parameters:
        if parameter.named and parameter.name not in written:
            bare = place.follow == ":"
            yield Offer(
                label=parameter.name,
                kind="property",
                text=parameter.name if bare else f"{parameter.name}: ",
                snippet="" if bare else f'{parameter.name}: "{roles.STATE_ROOT}.${{1:field}}"',
                rank=6 if request.at.parameter is not None else 1,
                detail=parameter.doc,
                data=("function", function.name),
            )


def named(argument: Argument, *, data: tuple[str, ...], rank: int, bare: bool) -> Offer:
    """``name: value``; only the name where it stands before a colon already (``bare``)."""
    return Offer(
        label=argument.name,
        kind="property",
        text=argument.name if bare else f"{argument.name}: ",
        snippet="" if bare else f"{argument.name}: {value_of(argument)}",
        rank=rank,
        detail=argument_signature(argument),
        data=data,
    )


def owner_key(at: Expected) -> tuple[str, ...]:
    """How ``resolve`` finds the owner of the expected arguments again."""
    match at.owner:
        case Block(keyword=name):
            return ("block", name)
        case Trait(name=name):
            return ("trait", name)
        case Widget(name=name):
            return ("widget", name)
        case None:
            return ()

"""What can begin a member of a block or trait body: properties, traits, blocks, objects, widgets, fields."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holo_lsp.analysis.completion.arguments import arguments, named
from holo_lsp.analysis.completion.offer import Offer, as_name, literal
from holo_lsp.analysis.completion.paths import field_data
from holo_lsp.analysis.context.chunk import TRAITS
from holo_lsp.model import Property
from holo_lsp.model.expressions import Expr, ListOf, Literal
from holo_lsp.traits.spec import Block

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holo_lsp.analysis.completion.request import Request

#: A block without a name stands once.
_NAMELESS = re.compile(r"\w+ \{")
_HOLDS_OBJECTS = frozenset({"file", "composition", "objects"})
_OBJECT_BODIES = frozenset({"twin", "template"})


def members(request: Request) -> Iterator[Offer]:
    """What can begin a member at the place."""
    if request.place.quote:
        return
    match request.at.body:
        case "fields":
            yield from inherited_fields(request)
        case "widgets" if request.place.follow != ".":
            yield from _widgets(request)
        case "widgets" | "computed":
            pass
        case None if request.place.steps:  # a body that holds the arguments of its trait
            yield from arguments(request)
        case None:
            yield from _in_block(request)


def _in_block(request: Request) -> Iterator[Offer]:
    follow = request.place.follow
    if follow in {"", "}", ":"} | TRAITS:
        yield from _properties(request)
    if follow == ":":
        return
    if follow in {"", "}"}:
        yield from traits(request)
    if follow != "(":
        yield from _blocks(request)
        if request.where in _HOLDS_OBJECTS:
            yield from _kinds(request)


def traits(request: Request) -> Iterator[Offer]:
    """The traits that can stand at the place, as ``@name``."""
    place = request.place
    uses = () if place.kind else place.declaration.traits()
    present = {use.name.text for base, use in uses if base + use.start != place.start}
    # In the head of a block, and before arguments that are there already, the name alone.
    bare = place.in_head or place.follow in {"(", "{"}
    for trait in request.catalogue.traits.values():
        if request.where not in trait.places or (trait.name in present and not trait.repeatable):
            continue
        if place.in_head and trait.body is not None:
            continue
        label = f"@{trait.name}"
        yield Offer(
            label=label,
            kind="interface",
            text=label if bare else None,
            snippet="" if bare else f"@{trait.snippet}",
            rank=4,
            detail=trait.summary,
            filter_text=label if place.text.startswith("@") else trait.name,
            data=("trait", trait.name),
        )


def _properties(request: Request) -> Iterator[Offer]:
    place, at = request.place, request.at
    if not isinstance(at.owner, Block):
        return
    items = () if place.kind else place.declaration.members()
    present = {
        item.key.text
        for base, item in items
        if isinstance(item, Property) and base + item.key.start != place.start
    }
    for argument in at.arguments:
        if argument.name not in present and not argument.compatibility:
            data = ("argument", "block", at.owner.keyword, argument.name)
            yield named(argument, data=data, rank=2, bare=place.follow == ":")


def _blocks(request: Request) -> Iterator[Offer]:
    place = request.place
    children = () if place.kind else place.declaration.children
    present = {child.kind for child in children if child.start != place.start}
    bare = place.follow not in {"", "}"} | TRAITS
    for block in request.catalogue.blocks.values():
        if request.where not in block.places:
            continue
        if _NAMELESS.match(block.snippet) and block.keyword in present:
            continue
        yield Offer(
            label=block.keyword,
            kind="keyword",
            text=block.keyword if bare else None,
            snippet="" if bare else block.snippet,
            rank=6 if request.where in _OBJECT_BODIES else 3,
            detail=block.summary,
            data=("block", block.keyword),
        )


def _kinds(request: Request) -> Iterator[Offer]:
    """The kinds that the files' objects have, each with the template that it goes with here."""
    kinds = dict.fromkeys(sorted(request.world.kinds - request.catalogue.blocks.keys()), "")
    missing = len(kinds)
    for each in request.world.file.declarations:
        if not missing:
            break
        if kinds.get(each.kind) == "" and each.block.bases and each.block.style == "id":
            kinds[each.kind] = each.block.bases[0].text
            missing -= 1
    bare = request.place.follow not in {"", "}"} | TRAITS
    for kind, base in kinds.items():
        extends = f" extends {literal(as_name(base))}" if base else ""
        yield Offer(
            label=kind,
            kind="struct",
            text=kind if bare else f"{kind}#",
            snippet="" if bare else f"{kind}#${{1:id}}{extends} {{\n\t$0\n}}",
            rank=1,
            detail=f"extends {base}" if base else "An object of this kind",
        )


def _widgets(request: Request) -> Iterator[Offer]:
    bare = request.place.follow == "("
    for widget in request.catalogue.widgets.values():
        yield Offer(
            label=widget.name,
            kind="function",
            text=widget.name if bare else None,
            snippet="" if bare else widget.snippet,
            rank=1,
            detail=widget.summary,
            data=("widget", widget.name),
        )


def inherited_fields(request: Request) -> Iterator[Offer]:
    """The fields of the templates, so that an object can give them another initial value."""
    place = request.place
    owner = request.scope.own()
    own = {key for key, field in owner.state.items() if field.base + field.name.start != place.start}
    bare = place.follow == ":"
    for key, (source, field) in request.world.fields(owner).items():
        if source is owner or key in own:
            continue
        value = _written(field.value)
        yield Offer(
            label=key,
            kind="field",
            text=key if bare else f"{key}: {value}",
            snippet="" if bare else f"{key}: ${{1:{literal(value)}}}",
            rank=1,
            detail=f"inherited from {source.label}",
            data=field_data((source,), key),
        )


def _written(value: Expr | None) -> str:
    """A plain constant as it is written; empty for anything else."""
    match value:
        case Literal(kind="string", value=str(text)) if '"' not in text and "\\" not in text:
            return f'"{text}"'
        case Literal(kind="boolean", value=truth):
            return "true" if truth else "false"
        case Literal(kind="number", value=float(number), suffix=suffix):
            return f"{number:.15g}{suffix}"
        case ListOf(items=()):
            return "[]"
        case _:
            return ""

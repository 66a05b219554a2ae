"""References to what other places declare: objects, templates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holo_lsp.analysis.completion.offer import Offer, as_name
from holo_lsp.analysis.context.chunk import INHERITS
from holo_lsp.traits import roles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holo_lsp.analysis.completion.request import Request
    from holo_lsp.model import Declaration

_HANDLER = re.compile(r"on(?:_\w|[A-Z])")


def objects(request: Request) -> Iterator[Offer]:
    """``kind#id`` of the objects that there are, but for the one around the place and those beside it."""
    place = request.place
    kind, mark, _ = place.typed.partition("#")
    step = place.steps[-1] if place.steps else None
    beside = set(place.chunk.references(step.open, place.number) if step and step.kind == "list" else ())
    beside.discard(place.text.partition("#")[2])
    for each in _objects(request):
        label = each.label
        if each is place.declaration or label in beside:
            continue
        if mark and kind not in {roles.TWIN, each.kind}:
            continue
        base = each.block.bases[0].text if each.block.bases else ""
        yield Offer(
            label=f"{kind if mark else _referable(each.kind)}#{label}",
            kind="reference",
            rank=1,
            detail=f"{each.kind} extends {base}" if base else each.kind,
            data=("object", label),
        )
    if not mark:
        for known in sorted(set(map(_referable, request.world.kinds - roles.UI_BLOCKS))):
            yield Offer(label=f"{known}#", kind="struct", rank=2, detail="An object of this kind")


def _referable(kind: str) -> str:
    """The kind as a reference has it: not one that reads like the name of a handler."""
    return roles.TWIN if _HANDLER.match(kind) else kind


def _objects(request: Request) -> Iterator[Declaration]:
    typed = request.place.typed.partition("#")[2]
    for identity in request.world.identities:
        if typed in identity:
            yield from (each for each in request.world.find(identity) if each.is_twin)


def bases(request: Request) -> Iterator[Offer]:
    """The templates that the block at the place can extend: not itself, nor what extends it."""
    place, world = request.place, request.world
    listed, own = _head(request)
    for name in world.template_names:
        template = world.templates(name)[0]
        if name in listed or (own and any(each.label == own for each in world.lineage(template))):
            continue
        yield Offer(
            label=name,
            kind="class",
            text=name if place.quote else as_name(name),
            is_string=bool(place.quote),
            rank=1,
            detail="template",
            data=("template", name),
        )


def inheritance(request: Request) -> Iterator[Offer]:
    """What can follow the name of a block: ``extends``, alone and with each template."""
    kind = request.place.kind
    if request.place.follow in {"NAME", "STRING", *INHERITS}:
        return
    block = request.catalogue.blocks.get(kind)
    if block is not None and block.inside not in {"twin", "template"}:
        return
    for offer in bases(request):
        label = f"extends {offer.text}"
        yield Offer(label=label, kind="class", rank=1, detail=offer.detail, data=offer.data)
    yield Offer(label="extends", kind="keyword", text="extends ", rank=2, detail="Take a template over")


def _head(request: Request) -> tuple[set[str], str]:
    """The templates that the head names already, and the template that it declares, if it does."""
    chunk = request.place.chunk
    behind = chunk.token_before(request.place.start - request.place.base) + 1
    at = behind
    listed: set[str] = set()
    while at > 0 and chunk.kinds[at - 1] in {",", "NAME", "STRING"}:
        at -= 1
        listed.add(chunk.word(at))
    if at == 0 or chunk.kinds[at - 1] not in INHERITS:
        return set(), _declared(request, behind)
    return listed, _declared(request, at - 1)


def _declared(request: Request, behind: int) -> str:
    """The template that the head declares whose name stands before the token ``behind``."""
    chunk = request.place.chunk
    is_template = behind > 1 and chunk.word(behind - 2) == roles.TEMPLATE
    return chunk.word(behind - 1) if is_template else ""

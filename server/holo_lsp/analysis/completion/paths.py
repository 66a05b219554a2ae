"""State paths as text: in mappings, in arguments that name a field, in functions over objects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holo_lsp.analysis.completion.offer import Offer
from holo_lsp.analysis.context import siblings
from holo_lsp.model.file import IMPLICIT_FIELDS
from holo_lsp.traits import roles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from holo_lsp.analysis.completion.request import Request
    from holo_lsp.model import Declaration, FieldFact

_ROOT = f"{roles.STATE_ROOT}."


def paths(request: Request, *, foreign: bool) -> Iterator[Offer]:
    """The paths of the state fields around the place; of other objects too where they are ``foreign``."""
    typed = request.place.typed
    root, dot, _ = typed.partition(".")
    if foreign and dot and root != roles.STATE_ROOT:
        yield from _foreign(request, root)
        return
    own = request.scope.own()
    yield from _own(request, request.world.facts(own), (own,))
    if foreign and not dot:
        yield from _roots(request)


def paths_of(request: Request, owners: tuple[Declaration, ...]) -> Iterator[Offer]:
    """The paths of fields that some objects have."""
    facts: dict[str, FieldFact] = {}
    for owner in owners:
        for name, fact in request.world.facts(owner).items():
            facts.setdefault(name, fact)
    yield from _own(request, facts, owners)


def _own(
    request: Request, facts: Mapping[str, FieldFact], owners: tuple[Declaration, ...]
) -> Iterator[Offer]:
    place = request.place
    beside = list(_beside(request))
    prefix = _prefix(place.typed, beside)
    used = {text.removeprefix(_ROOT) for text in beside}
    for name, fact in facts.items():
        if name in used:
            continue
        yield Offer(
            label=prefix + name,
            kind="field",
            is_string=True,
            rank=6 if name in IMPLICIT_FIELDS else 1,
            detail=field_words(fact),
            filter_text=filter_of(place.typed, prefix, name),
            data=field_data(owners, name),
        )


def _beside(request: Request) -> Iterator[str]:
    """The paths that stand beside the place in its list or mapping."""
    step = request.place.steps[-1] if request.place.steps else None
    if step is None:
        return
    if step.kind == "list":
        yield from request.place.chunk.strings(step.open, request.place.number)
    elif step.kind == "record":
        yield from (entry.value for entry in siblings(request.place) if isinstance(entry.value, str))


def _prefix(typed: str, beside: Iterable[str]) -> str:
    """``state.``, unless the paths beside do without."""
    if typed.startswith(_ROOT):
        return _ROOT
    found = list(beside)
    return "" if found and not any(text.startswith(_ROOT) for text in found) else _ROOT


def filter_of(typed: str, prefix: str, name: str) -> str:
    """What ``typed`` is compared with: with the prefix or without, as somebody began to write it."""
    return prefix + name if prefix.startswith(typed[: len(prefix)]) else name


def _foreign(request: Request, root: str) -> Iterator[Offer]:
    owners = request.scope.named(root)
    for owner in owners:
        for name, fact in request.world.facts(owner).items():
            yield Offer(
                label=f"{root}.{name}",
                kind="field",
                is_string=True,
                rank=6 if name in IMPLICIT_FIELDS else 1,
                detail=field_words(fact),
                data=field_data(owners, name),
            )


def _roots(request: Request) -> Iterator[Offer]:
    """Kinds and ids that a path to another object's field can begin with."""
    typed = request.place.typed
    for kind in sorted(request.world.kinds - roles.UI_BLOCKS):
        yield Offer(label=f"{kind}.", kind="struct", is_string=True, rank=7, detail="Objects of this kind")
    for identity in request.world.identities if typed else ():
        if identity.startswith(typed):
            yield Offer(label=f"{identity}.", kind="reference", is_string=True, rank=7, detail="This object")


def field_words(fact: FieldFact) -> str:
    """``number, rpm, from CNCMachine``."""
    shape = "" if fact.shape == "unknown" else fact.shape
    origin = f"from {fact.owner}" if fact.owner else ""
    return ", ".join(filter(None, (shape, fact.unit, origin)))


def field_data(owners: tuple[Declaration, ...], name: str) -> tuple[str, ...]:
    """How ``resolve`` finds a state field again."""
    if not owners:
        return ()
    owner = owners[0]
    kind = "file" if owner.parent is None else "template" if owner.is_template else "object"
    return ("field", kind, owner.label, name)

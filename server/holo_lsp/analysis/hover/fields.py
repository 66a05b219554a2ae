"""A state field or computed value: what it is, who writes it, who reads it."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from holo_lsp.analysis.hover.markdown import bullets, code, fence, page
from holo_lsp.analysis.hover.objects import instances
from holo_lsp.analysis.hover.uses import foreign_readers, kpi_readers, readers, writers
from holo_lsp.model.file import IMPLICIT_FIELDS

if TYPE_CHECKING:
    from holo_lsp.model import Declaration, FieldFact, World
    from holo_lsp.syntax import Document
    from holo_lsp.traits import Catalogue

_MOST_USES = 8
_MOST_INSTANCES = 40
_MOST_FOREIGN = 40
_LONGEST_SOURCE = 400


def field_markdown(world: World, owner: Declaration, name: str, catalogue: Catalogue) -> str:
    """The field ``name`` as seen from ``owner``, who has or inherits it; empty where there is none."""
    fact = world.facts(owner).get(name)
    if fact is None:
        return ""
    return page(
        _source(world, owner, name),
        _what(world, owner, name, fact),
        _written_by(world, owner, name, catalogue),
        _read_by(world, owner, name, catalogue),
    )


def kpi_markdown(world: World, name: str) -> str:
    """The computed value ``logic.name``; empty where there is none."""
    for file in (world.file, *world.index.files):
        found = file.kpis.get(name)
        if found is not None:
            base, member = found
            return page(fence(source_of(file.document, base, member.start, member.end)), "A value of `logic`")
    return ""


def document_of(world: World, declaration: Declaration) -> Document | None:
    """The document that the declaration stands in."""
    root = declaration
    while root.parent is not None:
        root = root.parent
    return next((f.document for f in (world.file, *world.index.files) if f.root is root), None)


def source_of(document: Document, base: int, start: int, end: int) -> str:
    """A piece of source text, its end left out where it is long."""
    text = document.text[base + start : base + end]
    return text if len(text) <= _LONGEST_SOURCE else text[:_LONGEST_SOURCE] + "…"


def _source(world: World, owner: Declaration, name: str) -> str:
    """How the field is declared."""
    for current in world.lineage(owner):
        document = document_of(world, current)
        if document is None:
            continue
        field = current.state.get(name)
        if field is not None:
            end = field.value.end if field.value is not None else field.name.end
            text = source_of(document, field.base, field.name.start, end)
            return fence(f"{text}  // {field.comment}" if field.comment else text)
        computed = current.computed.get(name)
        if computed is not None:
            base, member = computed
            return fence(source_of(document, base, member.start, member.end))
    return fence(name)


def _what(world: World, owner: Declaration, name: str, fact: FieldFact) -> str:
    computed = next((c for c in world.lineage(owner) if name in c.computed), None)
    kind = "Computed value" if computed else "State field"
    if name in IMPLICIT_FIELDS and not any(name in c.state for c in world.lineage(owner)):
        kind = "Property that counts as state"
    shape = "" if fact.shape == "unknown" else f", a {fact.shape}"
    unit = f" in {fact.unit}" if fact.unit else ""
    holder = f" of {code(owner.title)}" if owner.parent is not None else ""
    origin = f", inherited from {code(fact.owner)}" if fact.owner else ""
    return f"{kind}{holder}{shape}{unit}{origin}"


def _written_by(world: World, owner: Declaration, name: str, catalogue: Catalogue) -> str:
    found = list(writers(world, owner, name, catalogue))
    if owner.is_template:
        for each in islice(instances(world, owner.label), _MOST_INSTANCES):
            found.extend(w for w in writers(world, each, name, catalogue) if w.owner is each)
    lines = [
        code(writer.address) + (f" (of {code(writer.owner.title)})" if writer.owner is not owner else "")
        for writer in found
    ]
    return f"Written by:\n\n{bullets(lines, _MOST_USES)}" if lines else ""


def _read_by(world: World, owner: Declaration, name: str, catalogue: Catalogue) -> str:
    found = [*readers(world, owner, name, catalogue), *kpi_readers(world, name)]
    lines = [code(reader) for reader in found]
    others = islice(foreign_readers(world, owner, name, catalogue), _MOST_FOREIGN)
    lines.extend(f"{code(reader)} (of {code(other.title)})" for other, reader in others)
    return f"Read by:\n\n{bullets(lines, _MOST_USES)}" if lines else ""

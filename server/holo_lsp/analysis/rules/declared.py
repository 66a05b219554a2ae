"""What a file declares twice, or as a part of itself. These rules see the whole file, each time anew."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from holo_lsp.analysis.finding import Finding, Related
from holo_lsp.traits import roles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from holo_lsp.model import Declaration, World
    from holo_lsp.traits import Catalogue

_MOST_RELATED = 8
_SCOPES = frozenset({roles.COMPOSITION, roles.TEMPLATE})


# ---- declared twice -------------------------------------------------------------------------------------


def duplicate_ids(world: World, _: Catalogue) -> Iterator[Finding]:
    """Objects with the same id in one composition or template (HS305)."""
    for name, declarations in world.file.ids.items():
        if len(declarations) > 1:
            objects = [d for d in declarations if d.block.style == "id"]
            for first, other in _clashes(objects):
                message = f"`{name}` is the id of `{first.title}` already: choose another."
                yield _clash("HS305", first, other, message)


def duplicate_templates(world: World, _: Catalogue) -> Iterator[Finding]:
    """Templates with the same name in one composition (HS306)."""
    for name, declarations in world.file.templates.items():
        for first, other in _clashes(declarations):
            message = f"Template `{name}` is declared already: choose another name."
            yield _clash("HS306", first, other, message)


def _clashes(declarations: list[Declaration]) -> Iterator[tuple[Declaration, Declaration]]:
    first: dict[tuple[int, bool], Declaration] = {}
    for declaration in declarations:
        place = id(_scope(declaration)), declaration.kind in roles.UI_BLOCKS
        if place in first:
            yield first[place], declaration
        else:
            first[place] = declaration


def _scope(declaration: Declaration) -> Declaration:
    current = declaration.parent or declaration
    while current.parent is not None and current.kind not in _SCOPES:
        current = current.parent
    return current


def _clash(code: str, first: Declaration, other: Declaration, message: str) -> Finding:
    related = Related(*_label(first), "It is declared here first.")
    return Finding(code, *_label(other), message, related=(related,))


def _label(declaration: Declaration) -> tuple[int, int]:
    label = declaration.block.label
    return declaration.base + label.start, declaration.base + label.end


# ---- made of itself -------------------------------------------------------------------------------------


class _Edge(NamedTuple):
    """``source`` refers to ``target`` at ``start:end`` of the source's file; nesting has no such place."""

    source: Declaration
    target: Declaration
    start: int = -1
    end: int = -1


def child_cycles(world: World, _: Catalogue) -> Iterator[Finding]:
    """Objects that contain each other by ``children`` or by nesting (HS308)."""

    def edges(owner: Declaration) -> list[_Edge]:
        found = [_Edge(owner, child) for child in owner.children if child.is_twin]
        for base, reference in owner.child_references:
            targets = world.find(reference.id.text)
            if targets:
                found.append(_Edge(owner, targets[0], base + reference.start, base + reference.end))
        return found

    for cycle in _cycles(_with_children(world), edges):
        yield from _cycle("HS308", cycle, world, "contains itself")


def template_cycles(world: World, _: Catalogue) -> Iterator[Finding]:
    """Templates that extend each other (HS309)."""

    def edges(template: Declaration) -> list[_Edge]:
        return [
            _Edge(template, target, template.base + base.start, template.base + base.end)
            for base in template.block.bases
            for target in world.templates(base.text)[:1]
        ]

    templates = [template for named in world.file.templates.values() for template in named]
    for cycle in _cycles([template for template in templates if template.block.bases], edges):
        yield from _cycle("HS309", cycle, world, "extends itself")


def _with_children(world: World) -> list[Declaration]:
    """The declarations that have ``children``, found by that word: few do, and files are long."""
    text = world.file.document.text
    declarations = world.file.declarations
    starts: list[int] = []
    found: dict[int, Declaration] = {}
    at = text.find(roles.CHILDREN) if declarations else -1
    while at >= 0:
        starts = starts or [declaration.start for declaration in declarations]
        owner = declarations[max(0, bisect_right(starts, at) - 1)]
        while owner.end <= at and owner.parent is not None:
            owner = owner.parent
        if owner.child_references:
            found[id(owner)] = owner
        at = text.find(roles.CHILDREN, at + 1)
    return list(found.values())


def _cycles(
    roots: Iterable[Declaration], edges: Callable[[Declaration], list[_Edge]]
) -> Iterator[list[_Edge]]:
    """Each way that leads back to where it came by. No recursion: it may be as long as the file."""
    done: set[int] = set()
    for root in roots:
        if id(root) in done:
            continue
        path: list[_Edge] = []
        places = {id(root): 0}
        """How many edges of the path lead to each declaration on it."""
        pending = [iter(edges(root))]
        while pending:
            edge = next(pending[-1], None)
            if edge is None:
                pending.pop()
                left = path.pop().target if path else root
                del places[id(left)]
                done.add(id(left))
            elif id(edge.target) in places:
                yield [*path[places[id(edge.target)] :], edge]
            elif id(edge.target) not in done:
                path.append(edge)
                places[id(edge.target)] = len(path)
                pending.append(iter(edges(edge.target)))


def _cycle(code: str, cycle: list[_Edge], world: World, fault: str) -> Iterator[Finding]:
    """The finding, at the last place in this file that closes the circle."""
    places = [edge for edge in cycle if edge.start >= 0 and _root(edge.source) is world.file.root]
    if not places:
        return
    place = max(places, key=lambda edge: edge.start)
    turn = cycle.index(place) + 1
    names = [place.source.label, *(edge.source.label for edge in (*cycle[turn:], *cycle[:turn]))]
    if len(names) > _MOST_RELATED:
        names = [*names[: _MOST_RELATED // 2], "…", *names[-_MOST_RELATED // 2 :]]
    related = [
        Related(edge.start, edge.end, f"`{edge.source.title}` names `{edge.target.label}`.")
        for edge in places
        if edge is not place
    ]
    message = f"`{place.source.title}` {fault}: {' → '.join(names)}."
    yield Finding(code, place.start, place.end, message, related=tuple(related[:_MOST_RELATED]))


def _root(declaration: Declaration) -> Declaration:
    while declaration.parent is not None:
        declaration = declaration.parent
    return declaration

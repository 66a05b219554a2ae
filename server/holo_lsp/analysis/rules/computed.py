"""Computed values that need themselves."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, NamedTuple

from holo_lsp.analysis.finding import Finding, Related
from holo_lsp.model import Property
from holo_lsp.model.expressions import Arrow, Invoke, Member, NameUse, children, dotted
from holo_lsp.traits import roles

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holo_lsp.analysis.view import View
    from holo_lsp.model import Declaration
    from holo_lsp.model.expressions import Expr, Name

#: So many circles are told; the rest shows when these are mended.
_MOST_CYCLES = 8
_MOST_NAMES = 8


class _Read(NamedTuple):
    """Where a value is read, absolute."""

    start: int
    end: int


_Reads = dict[str, dict[str, _Read]]
"""The values of a declaration, each with those that it reads and where it does so first."""


def check(declaration: Declaration, view: View) -> Iterator[Finding]:
    """Find the circles among the values that the declaration computes (HS507)."""
    values = _values(declaration)
    if not values:
        return
    root = roles.LOGIC_ROOT if declaration.kind == roles.LOGIC else roles.STATE_ROOT
    reads: _Reads = {}
    for name, (base, member) in values.items():
        found = reads[name] = {}
        for path in _paths(member.value):
            read = _own(path, root, view)
            if read is not None and read.text in values:
                found.setdefault(read.text, _Read(base + read.start, base + read.end))
    for _ in range(_MOST_CYCLES):
        cycle = _cycle(reads)
        if cycle is None:
            return
        yield _finding(cycle, reads)


def _values(declaration: Declaration) -> Mapping[str, tuple[int, Property]]:
    """What is computed and is no state field as well: nobody knows which of the two is read then."""
    if declaration.kind == roles.LOGIC:
        members = {m.key.text: (base, m) for base, m in declaration.members() if isinstance(m, Property)}
        return {**members, **declaration.computed}
    if roles.COMPUTED not in declaration.digest.traits:
        return {}
    return {name: value for name, value in declaration.computed.items() if name not in declaration.state}


def _paths(expression: Expr) -> Iterator[tuple[Name, ...]]:
    """The chains of names that an expression reads, without its functions, methods and parameters."""
    stack: list[tuple[Expr, frozenset[str]]] = [(expression, frozenset())]
    while stack:
        current, local = stack.pop()
        if isinstance(current, Arrow):
            local |= {name.text for name in current.parameters}
        path = dotted(current) if isinstance(current, Member | NameUse) else None
        if path is not None:
            if path[0].text not in local:
                yield path
            continue
        if isinstance(current, Invoke):
            callee = current.callee
            if isinstance(callee, Member):
                stack.append((callee.target, local))
            elif not isinstance(callee, NameUse):
                stack.append((callee, local))
            stack.extend((argument.value, local) for argument in current.arguments)
            continue
        stack.extend((inner, local) for inner in children(current))


def _own(path: tuple[Name, ...], root: str, view: View) -> Name | None:
    """The name in a path that may be a value of the declaration itself."""
    if path[0].text == root:
        return path[1] if len(path) > 1 else None
    is_bare = root == roles.STATE_ROOT and path[0].text not in view.catalogue.values
    return path[0] if is_bare else None


def _cycle(reads: _Reads) -> list[str] | None:
    """A circle, each name reading the next one and the last the first."""
    try:
        TopologicalSorter(reads).prepare()
    except CycleError as error:
        names: list[str] = error.args[1]
        return names[:0:-1]  # it has each name before the one that reads it, and the first one twice
    return None


def _finding(cycle: list[str], reads: _Reads) -> Finding:
    """The finding at the last place of the circle, which is taken out of ``reads``."""
    places = [
        (reads[name][read], name, read) for name, read in zip(cycle, (*cycle[1:], cycle[0]), strict=True)
    ]
    last = max(places)
    place, name, read = last
    del reads[name][read]
    turn = cycle.index(name)
    names = [*cycle[turn:], *cycle[:turn], name]
    if len(names) > _MOST_NAMES:
        names = [*names[: _MOST_NAMES // 2], "…", *names[-_MOST_NAMES // 2 :]]
    related = tuple(
        Related(other.start, other.end, f"`{reader}` needs `{needed}`.")
        for other, reader, needed in sorted(places)
        if other != place
    )
    message = f"`{name}` needs itself: {' → '.join(names)}."
    return Finding("HS507", place.start, place.end, message, related=related[:_MOST_NAMES])

"""Paths to state fields: ``x`` and ``state.x`` of the object itself, ``kind.x`` and ``id.x`` of others."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from holo_lsp.analysis.finding import Edit, Finding, Fix, replacement
from holo_lsp.analysis.paths import Step, is_prefixed, steps_of, target_of
from holo_lsp.analysis.rules.layout import indentation, line_break
from holo_lsp.analysis.rules.meant import meant
from holo_lsp.analysis.rules.words import SHAPES, WORDS
from holo_lsp.model import owner_of
from holo_lsp.model.expressions import Arrow, Invoke, Member, NameUse, Record, Reference, children
from holo_lsp.traits import roles
from holo_lsp.traits.faults import listed
from holo_lsp.traits.types import NodeMap, StatePath

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from holo_lsp.analysis.rules.typed import Typed
    from holo_lsp.analysis.view import View
    from holo_lsp.model import Item, Shape
    from holo_lsp.model.expressions import Expr, Name
    from holo_lsp.syntax import Document


_WITHOUT_ENTRIES: frozenset[Shape] = frozenset({"number", "boolean"})


class Chain(NamedTuple):
    """``root.name.name`` in an expression, absolute; ``reference`` where the root is ``kind#id``."""

    root: Step
    names: tuple[Step, ...]
    reference: bool


def check_values(values: Iterable[Typed], view: View) -> Iterator[Finding]:
    """Check the paths among the typed values of a declaration."""
    document = view.world.file.document.text
    for base, value, type_, _, use, choices in values:
        if isinstance(type_, StatePath) and use is not None:  # a widget's paths are those of its rows
            steps = steps_of(document, base, value)
            yield from _path(steps, view, choices)
            yield from _held(steps, type_, view)
        elif isinstance(type_, NodeMap) and isinstance(value, Record):
            for entry in value.entries:
                if entry.value is not None:
                    yield from _path(steps_of(document, base, entry.value), view, ())


def check_expression(base: int, expression: Expr, view: View) -> Iterator[Finding]:
    """Check the paths to fields of other objects in an expression."""
    for chain in chains(base, expression):
        yield from _chain(chain, view)
    yield from _path_parameters(base, expression, view)


def _step(base: int, name: Name) -> Step:
    return Step(name.text, base + name.start, base + name.end)


# ---- paths ------------------------------------------------------------------------------------------


def _path(steps: list[Step], view: View, choices: tuple[str, ...]) -> Iterator[Finding]:
    prefixed = is_prefixed(steps)
    first, *rest = steps[1:] if prefixed else (steps or [Step("", 0, 0)])
    if not first.text or (first.text == roles.STATE_ROOT and not prefixed):
        return
    if view.field(first.text) is not None:
        yield from _entry(first, rest, view)
        return
    if not prefixed and rest and is_object(first.text, view):
        yield from _foreign(first, rest, view)
        return
    if not view.knows_state():
        return
    near = meant(first.text, (*view.field_names(), *choices))
    if near is not None or prefixed or not rest:
        yield _unknown(first, near, view)
        return
    root = meant(first.text, (roles.STATE_ROOT, *view.identities()))
    if root is not None:  # otherwise the object may stand in a file that is not loaded
        yield _misnamed(first, f"`{first.text}` means nothing here", root)


def _held(steps: list[Step], type_: StatePath, view: View) -> Iterator[Finding]:
    """Check that a field, as far as its first value tells, holds what is wanted."""
    name = target_of(steps)
    fact = view.field(name) if type_.holding and name else None
    wanted = {SHAPES[held] for held in type_.holding}
    if fact is None or fact.shape == "unknown" or fact.shape in wanted:
        return
    words = listed([WORDS[shape] for shape in SHAPES.values() if shape in wanted], "or")
    message = f"`{name}` holds {WORDS[fact.shape]}, and {words} is wanted here."
    yield Finding("HS205", steps[-1].start, steps[-1].end, message, severity="warning")


def is_object(name: str, view: View) -> bool:
    """Is there an object with that id or of that kind?"""
    return bool(view.kinds_of(name)) or view.is_kind(name)


def _entry(field: Step, rest: list[Step], view: View) -> Iterator[Finding]:
    """Check the entry of a field whose own value shows them all."""
    fact = view.field(field.text)
    if rest and fact is not None and fact.shape in _WITHOUT_ENTRIES:
        yield _misnamed(rest[0], f"`{field.text}` is {WORDS[fact.shape]} and has no entries", None)
        return
    own = view.declaration.state.get(field.text)
    if not rest or own is None or not isinstance(own.value, Record):
        return
    names = tuple(entry.key.text for entry in own.value.entries)
    step = rest[0]
    if step.text in names or not all(names) or not names:
        return
    yield _misnamed(step, f"`{field.text}` has no entry `{step.text}`", meant(step.text, names))


def _foreign(owner: Step, rest: list[Step], view: View) -> Iterator[Finding]:
    """Check the field of another object, or of all objects of a kind."""
    step = rest[1] if rest[0].text == roles.STATE_ROOT and len(rest) > 1 else rest[0]
    if step is rest[0] and _is_member(step.text, view):
        return
    fields = view.foreign_fields(owner.text)
    if fields is not None and step.text and step.text not in fields:
        yield _misnamed(step, f"`{owner.text}` has no state field `{step.text}`", meant(step.text, fields))


def _is_member(name: str, view: View) -> bool:
    members = view.catalogue.members.get(name, ())
    return name in view.catalogue.properties or any(member.receiver == "object" for member in members)


def _unknown(step: Step, near: str | None, view: View) -> Finding:
    addition = _new_field(step.text, view)
    if near is not None:
        finding = _misnamed(step, f"There is no state field `{step.text}`", near)
        return finding._replace(fixes=(*finding.fixes, *addition))
    message = f"There is no state field `{step.text}` here: declare it in `@{roles.STATE}`."
    return Finding("HS301", step.start, step.end, message, fixes=addition)


def _misnamed(step: Step, fault: str, near: str | None) -> Finding:
    if near is None:
        return Finding("HS301", step.start, step.end, f"{fault}.")
    fixes = (replacement(f"Change to `{near}`", step.start, step.end, near),) if step.exact else ()
    return Finding("HS301", step.start, step.end, f"{fault}: did you mean `{near}`?", fixes=fixes)


def _new_field(name: str, view: View) -> tuple[Fix, ...]:
    """The fix that declares a field, where the declaration itself has a place for it."""
    declaration = view.declaration
    if owner_of(declaration) is not declaration or not name.isidentifier():
        return ()
    for base, use in declaration.traits():
        if use.name.text == roles.STATE and use.body:
            at, text = _addition(view.world.file.document, base, use.body, base + use.end, f"{name}: 0")
            return (Fix(f"Add `{name}` to `@{roles.STATE}`", (Edit(at, at, text),), sure=False),)
    return ()


def _addition(document: Document, base: int, body: tuple[Item, ...], end: int, entry: str) -> tuple[int, str]:
    """Where and how an entry is written behind those of a body that ends at ``end``."""
    last = base + body[-1].end
    line = document.lines.line_of(last)
    if line == document.lines.line_of(end):
        return last, f", {entry}"
    lead = indentation(document, base + body[-1].start) or ""
    return document.lines.line_end(line), f"{line_break(document, last)}{lead}{entry}"


# ---- expressions --------------------------------------------------------------------------------------


def chains(base: int, expression: Expr) -> Iterator[Chain]:
    """The chains of names in an expression, without the names of methods that are called on them.

    Names that an arrow function declares begin no chain.
    """
    stack: list[tuple[Expr, frozenset[str]]] = [(expression, frozenset())]
    while stack:
        current, local = stack.pop()
        if isinstance(current, Arrow):
            local |= {name.text for name in current.parameters}
        if isinstance(current, Invoke) and isinstance(current.callee, Member):
            stack.append((current.callee.target, local))
            stack.extend((argument.value, local) for argument in current.arguments)
            continue
        if isinstance(current, Member):
            names: list[Step] = []
            target: Expr = current
            while isinstance(target, Member):
                names.append(_step(base, target.name))
                target = target.target
            if isinstance(target, Reference):
                yield Chain(_step(base, target.id), tuple(reversed(names)), reference=True)
            elif isinstance(target, NameUse) and target.name not in local:
                root = Step(target.name, base + target.start, base + target.end)
                yield Chain(root, tuple(reversed(names)), reference=False)
            else:
                stack.append((target, local))
            continue
        stack.extend((inner, local) for inner in children(current))


def _chain(chain: Chain, view: View) -> Iterator[Finding]:
    root = chain.root.text
    if chain.reference:
        if view.kinds_of(root):
            yield from _foreign(chain.root, list(chain.names), view)
    elif root not in view.catalogue.values and view.field(root) is None and is_object(root, view):
        yield from _foreign(chain.root, list(chain.names), view)


def _path_parameters(base: int, expression: Expr, view: View) -> Iterator[Finding]:
    """Check ``sum(children, "state.x")``: the strings that name a field of the objects in the list."""
    stack = [expression]
    while stack:
        current = stack.pop()
        stack.extend(children(current))
        if not isinstance(current, Invoke) or not isinstance(current.callee, NameUse):
            continue
        function = view.catalogue.functions.get(current.callee.name)
        if function is None or not current.arguments:
            continue
        first, *others = current.arguments
        if not isinstance(first.value, NameUse) or first.value.name != roles.CHILDREN_ROOT:
            continue
        paths = {parameter.name for parameter in function.parameters if parameter.path}
        positional = [parameter.name for parameter in function.parameters if not parameter.named]
        for number, argument in enumerate(others):
            name = argument.key.text if argument.key else positional[min(number + 1, len(positional) - 1)]
            if name in paths:
                yield from _field_of_children(base, argument.value, view)


def _field_of_children(base: int, value: Expr, view: View) -> Iterator[Finding]:
    steps = steps_of(view.world.file.document.text, base, value)
    if not steps:
        return
    first = steps[1] if is_prefixed(steps) else steps[0]
    known: set[str] = set()
    for _, reference in view.declaration.child_references:
        fields = view.foreign_fields(reference.id.text)
        if fields is None:
            return
        known.update(fields)
    if known and first.text not in known and not _is_member(first.text, view):
        yield _misnamed(
            first, f"No child has a state field `{first.text}`", meant(first.text, tuple(sorted(known)))
        )

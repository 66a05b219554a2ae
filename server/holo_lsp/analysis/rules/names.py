"""Names: what is declared nowhere, declared twice, or made of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holo_lsp.analysis.finding import Finding, Related, replacement
from holo_lsp.analysis.paths import steps_of, target_of
from holo_lsp.analysis.rules import paths
from holo_lsp.analysis.rules.expressions import expressions_of
from holo_lsp.analysis.rules.meant import meant
from holo_lsp.analysis.rules.typed import all_traits, typed_values
from holo_lsp.analysis.strings import content_of, key_of
from holo_lsp.model import Property, calls
from holo_lsp.model.expressions import Binary, ListOf, Literal, Member, Record, Reference, children
from holo_lsp.traits import roles
from holo_lsp.traits.types import NodeMap, StatePath
from holo_lsp.traits.types import Reference as ReferenceType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from holo_lsp.analysis.rules.typed import Typed
    from holo_lsp.analysis.view import View
    from holo_lsp.model import Declaration
    from holo_lsp.model.expressions import Expr, Name

_WANTED = frozenset({NodeMap, ReferenceType, StatePath})
#: So many unknown objects in one value stand in files that are not loaded.
_MANY_UNKNOWN = 16
_EQUALITY = frozenset({"==", "===", "!=", "!=="})


def check(declaration: Declaration, view: View) -> Iterator[Finding]:
    """Check the names that the declaration uses and declares."""
    typed = list(typed_values(declaration, view.catalogue, _WANTED))
    yield from paths.check_values(typed, view)
    for base in declaration.block.bases:
        yield from _template(base.text, declaration.base + base.start, declaration.base + base.end, view)
    for base, value in _values(declaration):
        yield from _references(base, value, view)
    yield from _names_in_strings(typed, view)
    for base, expression, _ in expressions_of(declaration, view):
        yield from paths.check_expression(base, expression, view)
        yield from _kpis(base, expression, view)
        yield from _compared_templates(base, expression, view)
    yield from _repeated_fields(declaration)
    yield from _repeated_properties(declaration, view)
    yield from _mappings(typed, view)


# ---- templates and objects ------------------------------------------------------------------------------


def _template(name: str, start: int, end: int, view: View) -> Iterator[Finding]:
    if not name or view.has_template(name):
        return
    near = meant(name, view.template_names())
    if near:
        fix = replacement(f"Change to `{near}`", start, end, near)
        message = f"`{name}` is not a template: did you mean `{near}`?"
        yield Finding("HS302", start, end, message, fixes=(fix,))
        return
    message = f"Template `{name}` is declared in no file."
    if view.kinds_of(name):
        message = f"`{name}` is an object and not a template."
    yield Finding("HS302", start, end, message, severity="hint")


def _references(base: int, value: Expr, view: View) -> Iterator[Finding]:
    """Check each ``kind#id`` in a value."""
    stack = [(value, frozenset[str]())]
    unknown = 0
    while stack:
        current, beside = stack.pop()
        if isinstance(current, Reference):
            known = view.kinds_of(current.id.text)
            unknown += not known
            if known:
                yield from _wrong_kind(base, current, known, view)
            elif current.id.text:
                start, end = base + current.id.start, base + current.id.end
                yield _unknown_object(current.id.text, start, end, view, beside, many=unknown > _MANY_UNKNOWN)
        elif not isinstance(current, Literal):
            if isinstance(current, ListOf):
                beside = frozenset(item.id.text for item in current.items if isinstance(item, Reference))
            stack.extend((inner, beside) for inner in reversed(children(current)))


def _names_in_strings(values: Iterable[Typed], view: View) -> Iterator[Finding]:
    """Check the strings that name an object or a template."""
    document = view.world.file.document.text
    for typed in values:
        if not isinstance(typed.type, ReferenceType):
            continue
        content = content_of(document, typed.base, typed.value)
        if content is None:
            continue
        if typed.type.to == "template":
            yield from _template(content.text, content.start, content.end, view)
        elif content.text and content.exact:
            name = content.text.rpartition("#")[2]
            if name and not view.kinds_of(name):
                yield _unknown_object(name, content.end - len(name), content.end, view, frozenset())


def _values(declaration: Declaration) -> Iterator[tuple[int, Expr]]:
    """The values that stand directly in the declaration and are no literals, with their bases."""
    for base, item in declaration.members():
        if isinstance(item, Property) and not isinstance(item.value, Literal):
            yield base, item.value
    for base, use in all_traits(declaration):
        for argument in use.arguments:
            if not isinstance(argument.value, Literal):
                yield base, argument.value
        for member in use.body or ():
            if isinstance(member, Property) and not isinstance(member.value, Literal):
                yield base, member.value
        if use.value is not None:
            yield base, use.value
    for base, call in calls(declaration):
        for argument in call.arguments:
            yield base, argument.value


def _wrong_kind(base: int, reference: Reference, kinds: tuple[str, ...], view: View) -> Iterator[Finding]:
    """A kind that is not the object's. ``twin`` is any kind, and a scene may stand in the place of one."""
    kind = reference.kind
    if kind.text != roles.TWIN and kind.text not in kinds and not view.kinds_of(kind.text):
        start, end = base + kind.start, base + kind.end
        fix = replacement(f"Change to `{kinds[0]}`", start, end, kinds[0])
        message = f"`{reference.id.text}` is a `{kinds[0]}` and not a `{kind.text}`."
        yield Finding("HS303", start, end, message, severity="warning", fixes=(fix,))


def _unknown_object(
    name: str, start: int, end: int, view: View, beside: frozenset[str], *, many: bool = False
) -> Finding:
    """What stands ``beside`` it in a list is not what was meant, and ``many`` unknown ones are no slips."""
    near = None if many else meant(name, view.identities())
    if near and near not in beside:
        fix = replacement(f"Change to `{near}`", start, end, near)
        message = f"There is no object `{name}`: did you mean `{near}`?"
        return Finding("HS303", start, end, message, severity="warning", fixes=(fix,))
    return Finding("HS303", start, end, f"Object `{name}` is declared in no file.")


def _compared_templates(base: int, expression: Expr, view: View) -> Iterator[Finding]:
    """Check ``o.template == "Press"``: only what is likely a slip."""
    stack = [expression]
    while stack:
        current = stack.pop()
        stack.extend(children(current))
        if not isinstance(current, Binary) or current.operator not in _EQUALITY:
            continue
        for side, other in ((current.left, current.right), (current.right, current.left)):
            if not isinstance(side, Member) or side.name.text != roles.TEMPLATE:
                continue
            content = content_of(view.world.file.document.text, base, other)
            if content is None or not content.text or view.has_template(content.text):
                continue
            near = meant(content.text, view.template_names())
            if near:
                message = f"`{content.text}` is not a template: did you mean `{near}`?"
                place = content.span(0, len(content.text))
                yield Finding("HS302", *place, message, fixes=(content.fix(near),))


def _kpis(base: int, expression: Expr, view: View) -> Iterator[Finding]:
    for chain in paths.chains(base, expression):
        if chain.reference or chain.root.text != roles.LOGIC_ROOT or not chain.names:
            continue
        name, start, end, _ = chain.names[0]
        if not name or view.has_kpi(name):
            continue
        known = view.kpi_names()
        if not known:  # the block may stand in a file that is not loaded
            continue
        near = meant(name, known)
        if near:
            fix = replacement(f"Change to `{near}`", start, end, near)
            message = f"`{roles.LOGIC_ROOT}` has no `{name}`: did you mean `{near}`?"
            yield Finding("HS304", start, end, message, fixes=(fix,))
        else:
            yield Finding("HS304", start, end, f"`{roles.LOGIC_ROOT}` has no `{name}`: compute it there.")


# ---- what is there twice --------------------------------------------------------------------------------


def _repeated_fields(declaration: Declaration) -> Iterator[Finding]:
    fields = [(field.base, field.name) for field in declaration.state_fields()]
    for base, use in declaration.traits():
        if use.name.text == roles.COMPUTED:
            fields.extend((base, m.key) for m in use.body or () if isinstance(m, Property))
    yield from _repeated(fields, "Field")


def _repeated_properties(declaration: Declaration, view: View) -> Iterator[Finding]:
    known = declaration.is_twin or declaration.is_template or declaration.kind in view.catalogue.blocks
    if known and declaration.kind != roles.STATE:
        names = (
            (base, m.key) for base, m in declaration.members() if isinstance(m, Property) and not m.quoted
        )
        yield from _repeated(names, "Property")


def _repeated(names: Iterable[tuple[int, Name]], what: str) -> Iterator[Finding]:
    seen: dict[str, tuple[int, Name]] = {}
    for base, name in names:
        if not name.text:
            continue
        if name.text not in seen:
            seen[name.text] = base, name
            continue
        at, first = seen[name.text]
        related = Related(at + first.start, at + first.end, "It is declared here first.")
        message = f"{what} `{name.text}` is declared twice: remove one of the two."
        yield Finding("HS307", base + name.start, base + name.end, message, related=(related,))


def _mappings(values: Iterable[Typed], view: View) -> Iterator[Finding]:
    document = view.world.file.document.text
    fed: dict[str, tuple[str, Related]] = {}
    for base, value, type_, *_ in values:
        if not isinstance(type_, NodeMap) or not isinstance(value, Record):
            continue
        addresses: dict[str, Related] = {}
        for entry in value.entries:
            key = key_of(document, base, entry)
            if not key.text:
                continue
            if key.text in addresses:
                message = "This address is mapped twice: remove one of the two."
                yield Finding("HS307", key.start, key.end, message, related=(addresses[key.text],))
                continue
            addresses[key.text] = Related(key.start, key.end, "It is mapped here first.")
            steps = steps_of(document, base, entry.value) if entry.value else []
            target = target_of(steps)
            if not target:
                continue
            start, end = steps[0].start, steps[-1].end
            if target in fed:
                other, related = fed[target]
                message = f"`{target}` is fed by `{other}` already: map one address to each field."
                yield Finding("HS310", start, end, message, related=(related,))
            else:
                fed[target] = key.text, Related(start, end, "It is fed here.")

"""Traits, properties, blocks and widgets against the catalogue: names, values, and what goes with what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holo_lsp.addresses.nearest import nearest_name
from holo_lsp.analysis.finding import Edit, Finding, Fix, Related, replacement
from holo_lsp.analysis.rules.values import Given, check_value, constants_of, without_effect
from holo_lsp.analysis.uses import positional
from holo_lsp.model import Call, Declaration, Property, TraitUse, calls
from holo_lsp.model.expressions import NameUse, Opaque
from holo_lsp.traits import Catalogue, roles
from holo_lsp.traits.spec import AnyOf, Argument, Exclusive, Place, Together, Trait, Widget, applies

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from holo_lsp.analysis.view import View
    from holo_lsp.model.expressions import Argument as GivenArgument
    from holo_lsp.model.expressions import Name

#: Names of so many letters or fewer are short.
_SHORT = 6

#: Blocks that have a name; the others have none.
_NAMED = frozenset({roles.COMPOSITION, roles.TEMPLATE, roles.DASHBOARD})

#: Places that hold objects without being objects: a trait there is meant for something else.
_GROUPS: frozenset[Place] = frozenset({"objects", "logic", "ui", "dashboard"})


def check(declaration: Declaration, view: View) -> Iterator[Finding]:
    """Check all traits, properties, widgets and the block's own keyword."""
    yield from _keyword(declaration, view)
    yield from _traits(declaration, view)
    yield from _properties(declaration, view)
    for base, call in calls(declaration):
        yield from _widget(base, call, view.catalogue)


# ---- blocks and properties -----------------------------------------------------------------------


def _keyword(declaration: Declaration, view: View) -> Iterator[Finding]:
    block = declaration.block
    if block.style == "id" or not block.kind.text or block.kind.text in view.catalogue.blocks:
        return
    near = _misspelling(block.kind.text, view.catalogue.blocks)
    # `object "Crate" { }` is no slip for `objects { }`: only one of the two has a name.
    if near and (near in _NAMED) == bool(block.style):
        yield _misspelt("HS216", declaration.base, block.kind, near, "block")


def _properties(declaration: Declaration, view: View) -> Iterator[Finding]:
    known = _known_properties(declaration, view.catalogue)
    if not known:
        return
    for base, item in declaration.members():
        if not isinstance(item, Property) or item.quoted:
            continue
        declared = known.get(item.key.text)
        if declared is not None:
            yield from check_value(base, item.value, declared.type, item.key.text)
        elif (near := _misspelling(item.key.text, known)) and declaration.property(near) is None:
            yield _misspelt("HS215", base, item.key, near, "property")


def _known_properties(declaration: Declaration, catalogue: Catalogue) -> Mapping[str, Argument]:
    block = catalogue.blocks.get(declaration.kind)
    if declaration.is_twin or declaration.is_template:
        return catalogue.properties
    if block is not None and declaration.kind != roles.STATE:
        return {argument.name: argument for argument in block.properties}
    return {}


# ---- traits --------------------------------------------------------------------------------------


def _traits(declaration: Declaration, view: View) -> Iterator[Finding]:
    seen: dict[str, tuple[int, TraitUse]] = {}
    for base, use in declaration.traits():
        name = use.name.text
        if not name:
            continue
        trait = view.catalogue.traits.get(name)
        if trait is None:
            yield from _unknown_trait(base, use, view)
            continue
        if name in seen and not trait.repeatable and declaration.parent is not None:
            at, first = seen[name]
            related = Related(at + first.start, at + first.name.end, "It stands here already.")
            message = f"`@{name}` stands twice here: keep one of them."
            yield Finding("HS208", base + use.start, base + use.name.end, message, related=(related,))
        seen.setdefault(name, (base, use))
        yield from _placement(base, use, trait, declaration)
        yield from _arguments(base, use, trait)
        for inner_base, inner in _inner_traits(base, use):
            inner_trait = view.catalogue.traits.get(inner.name.text)
            if inner_trait is not None:
                yield from _arguments(inner_base, inner, inner_trait)


def _inner_traits(base: int, use: TraitUse) -> Iterator[tuple[int, TraitUse]]:
    for member in use.body or ():
        if isinstance(member, TraitUse):
            yield base, member


def _unknown_trait(base: int, use: TraitUse, view: View) -> Iterator[Finding]:
    # There are over a thousand traits in the wild, so a short name must be very near to be a slip.
    slips = 2 if len(use.name.text) > _SHORT else 1
    near = nearest_name(use.name.text, view.catalogue.traits, slips=slips)
    start, end = base + use.start, base + use.name.end
    if near:
        fix = replacement(f"Change to `@{near}`", base + use.name.start, end, near)
        message = f"`@{use.name.text}` is not a trait: did you mean `@{near}`?"
        yield Finding("HS201", start, end, message, fixes=(fix,))
    elif view.settings.diagnostics.unknown_traits != "off":
        message = f"`@{use.name.text}` is not known here: declare it in `holo.traits.json` if it is yours."
        yield Finding("HS202", start, end, message)


def _placement(base: int, use: TraitUse, trait: Trait, declaration: Declaration) -> Iterator[Finding]:
    place = place_of(declaration)
    if place not in _GROUPS or place in trait.places:
        return
    message = f"`@{trait.name}` has no effect in `{declaration.kind}`: put it into a twin or template."
    yield Finding("HS214", base + use.start, base + use.name.end, message)


def place_of(declaration: Declaration) -> Place:
    """The kind of place that a declaration's body is."""
    if declaration.parent is None:
        return "file"
    if declaration.is_template:
        return "template"
    places: dict[str, Place] = {
        roles.COMPOSITION: "composition",
        roles.OBJECTS: "objects",
        roles.LOGIC: "logic",
        roles.UI: "ui",
        roles.DASHBOARD: "dashboard",
    }
    return places.get(declaration.kind, "twin")


def _arguments(base: int, use: TraitUse, trait: Trait) -> Iterator[Finding]:
    given: dict[str, Given] = {}
    places: list[Given] = [(a.key, a.value) for a in use.arguments if a.key is not None]
    if trait.body is None and use.body:  # `@trait { key: value }`
        places.extend((m.key, m.value) for m in use.body if isinstance(m, Property))
    for key, value in places:
        if key.text in given:
            yield _given_twice(base, key, given[key.text][0])
            continue
        given[key.text] = (key, value)
    if not trait.arguments and trait.source is None and not places:
        return
    names = {argument.name: argument for argument in trait.arguments}
    for key, value in given.values():
        argument = names.get(key.text)
        if argument is None:
            yield from _unknown_argument(base, key, f"`@{trait.name}`", names, given)
        else:
            yield from check_value(base, value, argument.type, argument.name)
    yield from without_effect(base, given, trait.arguments)
    if _is_broken(use.arguments, use.body if trait.body is None else None):
        return
    anchor = (base + use.start, base + use.name.end)
    yield from _needed(base, anchor, use, given, trait)
    for rule in trait.rules:
        yield from _combination(base, anchor, rule, given)


def _is_broken(arguments: Iterable[GivenArgument], body: Iterable[object] | None = None) -> bool:
    """Is there an argument that could not be read? Then nobody knows which ones are missing."""
    values = [argument.value for argument in arguments]
    values.extend(member.value for member in body or () if isinstance(member, Property))
    return any(
        isinstance(value, Opaque) or (isinstance(value, NameUse) and not value.name) for value in values
    )


def _given_twice(base: int, key: Name, first: Name) -> Finding:
    related = Related(base + first.start, base + first.end, "It is given here already.")
    message = f"`{key.text}` is given twice: remove one of the two."
    return Finding("HS207", base + key.start, base + key.end, message, related=(related,))


def _unknown_argument(
    base: int, key: Name, owner: str, names: Mapping[str, Argument], given: Mapping[str, object]
) -> Iterator[Finding]:
    if not key.text:
        return
    offered = [name for name, argument in names.items() if not argument.compatibility]
    if not offered:
        return
    near = _misspelling(key.text, offered)
    if near and near in given:
        message = f"`{key.text}` is not an argument of {owner}, and `{near}` is given already: remove it."
        yield Finding("HS203", base + key.start, base + key.end, message)
        return
    if near:
        yield _misspelt("HS203", base, key, near, f"argument of {owner}")
        return
    message = f"`{key.text}` is not an argument of {owner}. It has {_enumerate(offered)}."
    yield Finding("HS203", base + key.start, base + key.end, message, severity="hint")


def _needed(
    base: int, anchor: tuple[int, int], use: TraitUse, given: Mapping[str, Given], trait: Trait
) -> Iterator[Finding]:
    constants = constants_of(given)
    there = set(given) | {a.synonym_of for a in trait.arguments if a.synonym_of and a.name in given}
    for rule in trait.rules:
        if isinstance(rule, Together) and not there.isdisjoint(rule.arguments):
            there.update(rule.arguments)  # that rule tells what is missing
    for argument in trait.arguments:
        if not argument.required or argument.name in there:
            continue
        if applies(argument, trait.arguments, constants):
            message = f"`@{trait.name}` needs `{argument.name}`."
            fix = _add_argument(base, use, argument)
            yield Finding("HS209", *anchor, message, fixes=(fix,) if fix else ())


def _add_argument(base: int, use: TraitUse, argument: Argument) -> Fix | None:
    text = f"{argument.name}: {argument.example}"
    title = f"Add `{argument.name}`"
    if use.list_start < 0:
        return Fix(title, (Edit(base + use.name.end, base + use.name.end, f"({text})"),), sure=False)
    if use.arguments:
        at = base + use.arguments[-1].end
        return Fix(title, (Edit(at, at, f", {text}"),), sure=False)
    return Fix(title, (Edit(base + use.list_start, base + use.list_start, text),), sure=False)


def _combination(
    base: int,
    anchor: tuple[int, int],
    rule: Together | Exclusive | AnyOf,
    given: Mapping[str, Given],
) -> Iterator[Finding]:
    present = [name for name in rule.arguments if name in given]
    if isinstance(rule, Exclusive) and len(present) > 1:
        first, second = given[present[0]][0], given[present[1]][0]
        related = Related(base + first.start, base + first.end, f"`{first.text}` is given here.")
        yield Finding("HS210", base + second.start, base + second.end, rule.reason, related=(related,))
    elif isinstance(rule, Together) and present and len(present) < len(rule.arguments):
        missing = [name for name in rule.arguments if name not in given]
        verb = "is" if len(missing) == 1 else "are"
        yield Finding("HS209", *anchor, f"{_enumerate(missing)} {verb} missing. {rule.reason}")
    elif isinstance(rule, AnyOf) and not present:
        names = _enumerate(list(rule.arguments), "or")
        yield Finding("HS209", *anchor, f"{names} is missing. {rule.reason}")


# ---- widgets -------------------------------------------------------------------------------------


def _widget(base: int, call: Call, catalogue: Catalogue) -> Iterator[Finding]:
    name = call.callee.text
    widget = catalogue.widgets.get(name)
    if widget is None:
        near = _misspelling(name, catalogue.widgets)
        if near:
            yield _misspelt("HS217", base, call.callee, near, "widget")
        return
    yield from _widget_arguments(base, call.arguments, widget, (call.callee.start, call.callee.end))


def _widget_arguments(
    base: int, arguments: Sequence[GivenArgument], widget: Widget, anchor: tuple[int, int]
) -> Iterator[Finding]:
    names = {argument.name: argument for argument in widget.arguments}
    given: dict[str, Given] = {}
    for argument in arguments:
        if argument.key is None:
            continue
        if argument.key.text in given:
            yield _given_twice(base, argument.key, given[argument.key.text][0])
            continue
        given[argument.key.text] = (argument.key, argument.value)
    for key, value in given.values():
        declared = names.get(key.text)
        if declared is None:
            yield from _unknown_argument(base, key, f"`{widget.name}`", names, given)
        else:
            yield from check_value(base, value, declared.type, declared.name)
    there = set(given)
    first = positional(arguments, widget)
    if first is not None:
        declared, value = first
        there.add(declared.name)
        yield from check_value(base, value, declared.type, declared.name)
    if _is_broken(arguments):
        return
    # Other tools have widgets of these names too: what they call by other arguments may be complete there.
    is_foreign = widget.name not in roles.GUIDE_WIDGETS and not names.keys() >= given.keys()
    for declared in widget.arguments:
        if declared.required and declared.name not in there:
            message = f"`{widget.name}` needs `{declared.name}`."
            severity = "hint" if is_foreign else None
            yield Finding("HS209", base + anchor[0], base + anchor[1], message, severity=severity)


# ---- words ---------------------------------------------------------------------------------------


def _misspelling(word: str, known: Iterable[str]) -> str | None:
    near = nearest_name(word, known)
    return near if near != word else None


def _misspelt(code: str, base: int, name: Name, near: str, what: str) -> Finding:
    start, end = base + name.start, base + name.end
    article = "an" if what[0] in "aeiou" else "a"
    fix = replacement(f"Change to `{near}`", start, end, near)
    return Finding(
        code, start, end, f"`{name.text}` is not {article} {what}: did you mean `{near}`?", fixes=(fix,)
    )


def _enumerate(names: list[str], last: str = "and") -> str:
    quoted = [f"`{name}`" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} {last} {quoted[-1]}"

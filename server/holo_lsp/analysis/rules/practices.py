"""Good practice, as hints that a setting turns off. Each is for something a person would rather know."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from holo_lsp.addresses import AddressError, parse_dtmi, parse_endpoint
from holo_lsp.analysis.finding import Edit, Finding, Fix, Related
from holo_lsp.analysis.protocols import login_of, protocol_of
from holo_lsp.analysis.rules.layout import indentation, line_break
from holo_lsp.analysis.rules.typed import is_foreign
from holo_lsp.analysis.strings import content_of
from holo_lsp.analysis.uses import text_of, value_of
from holo_lsp.model.expressions import Literal
from holo_lsp.traits import roles
from holo_lsp.traits.types import NodeMap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holo_lsp.analysis.view import View
    from holo_lsp.model import Declaration, TraitUse
    from holo_lsp.model.expressions import Expr

#: From how many equal twins on a template is worth its while.
_MANY = 3
_MOST_RELATED = 20
_LOOPBACK = ("127.", "::1", "localhost")

#: Practices that a file keeps or does not: they are told once for all its places.
_GATHERED = frozenset({"HS602", "HS603", "HS606", "HS607"})


def check(declaration: Declaration, view: View) -> Iterator[Finding]:
    """Check the declaration's own part in each practice."""
    if not view.settings.diagnostics.best_practices:
        return
    yield from _equal_twins(declaration)
    yield from _model_without_version(declaration, view)
    if declaration.is_twin or declaration.is_template:
        bound = roles.BINDING in declaration.digest.traits
        traits = declaration.traits() if bound else ()
        uses = [(base, use) for base, use in traits if use.name.text == roles.BINDING]
        yield from _replay_without_history(declaration, view)
        if declaration.is_twin:
            yield from _realtime_without_source(declaration, view)
        yield from _no_alert(declaration, view, uses)
        for base, use in uses:
            yield from _no_mappings(declaration, view, base, use)
            yield from _no_security(declaration, view, base, use)


def gathered(findings: list[Finding]) -> list[Finding]:
    """The findings, in their order, with those of a practice that many places break told once."""
    places: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.code in _GATHERED:
            places[finding.code].append(finding)
    if not any(len(same) > 1 for same in places.values()):
        return findings
    kept: list[Finding] = []
    for finding in findings:
        first, *others = places.get(finding.code) or [finding]
        if finding is first:
            more = [Related(o.start, o.end, "The same holds here.") for o in others[:_MOST_RELATED]]
            kept.append(finding._replace(related=(*finding.related, *more)))
    return kept


# ---- twins ------------------------------------------------------------------------------------------------


def _equal_twins(declaration: Declaration) -> Iterator[Finding]:
    """Twins side by side with the same traits and state fields (HS601)."""
    alike: defaultdict[tuple[frozenset[str], frozenset[str]], list[Declaration]] = defaultdict(list)
    for child in declaration.children:
        if child.is_twin and not child.block.bases and child.digest.state:
            traits = child.digest.traits
            if len(traits) > 1 or roles.STATE not in traits:
                alike[traits, frozenset(child.digest.state)].append(child)
    for first, *others in alike.values():
        if len(others) + 1 < _MANY:
            continue
        related = tuple(Related(*_label(o), f"`{o.title}` is alike.") for o in others[:_MOST_RELATED])
        many = f"`{first.title}` and {len(others)} more have the same traits and state"
        message = f"{many}: a template holds them once."
        yield Finding("HS601", *_label(first), message, related=related)


def _realtime_without_source(declaration: Declaration, view: View) -> Iterator[Finding]:
    """A twin that says it follows the plant, and has nothing to follow (HS602)."""
    if roles.BINDING in declaration.digest.traits:
        return
    own = _own(declaration, roles.TWIN_TRAIT)
    if (own is None and not declaration.block.bases) or _is_foreign_twin(declaration, view):
        return
    mode = _effective(declaration, view, own and own[1], roles.TWIN_TRAIT, roles.SYNC_MODE)
    if text_of(mode) != roles.REALTIME or _has(declaration, view, roles.BINDING):
        return
    level = _effective(declaration, view, own and own[1], roles.TWIN_TRAIT, roles.LEVEL)
    if text_of(level) == roles.AGGREGATE or not _is_complete(declaration, view):
        return
    given = value_of(own[1], roles.SYNC_MODE) if own else None
    place = (own[0] + given.start, own[0] + given.end) if own and given else _label(declaration)
    message = f"`{declaration.title}` has no source to follow: bind it with `@{roles.BINDING}`."
    yield Finding("HS602", *place, message)


def _is_foreign_twin(declaration: Declaration, view: View) -> bool:
    """Does another tool give the twin its values, by arguments or traits that mean nothing here?"""
    for _, use in declaration.traits():
        trait = view.catalogue.traits.get(use.name.text)
        if trait is None or is_foreign(use, trait):
            return True
    return False


def _no_alert(declaration: Declaration, view: View, uses: list[tuple[int, TraitUse]]) -> Iterator[Finding]:
    """A twin with values from the plant that tells nobody when they are wrong (HS603)."""
    sources = [use for _, use in uses if value_of(use, roles.SOURCE) or value_of(use, roles.BROKER)]
    if not sources and (uses or not declaration.block.bases or not declaration.is_twin):
        return
    if _has(declaration, view, roles.ALERT) or not view.knows_state():
        return
    if not sources and not (
        view.argument(roles.BINDING, roles.SOURCE) or view.argument(roles.BINDING, roles.BROKER)
    ):
        return
    message = f"`{declaration.title}` is bound to the plant and raises no alert: add an `@{roles.ALERT}`."
    yield Finding("HS603", *_label(declaration), message)


# ---- models and history ---------------------------------------------------------------------------------


def _model_without_version(declaration: Declaration, view: View) -> Iterator[Finding]:
    """A model whose changes its readers cannot see (HS604)."""
    for base, use in declaration.traits() if roles.MODEL in declaration.digest.traits else ():
        content = content_of(view.world.file.document.text, base, value_of(use, roles.ID))
        try:
            if content is None or parse_dtmi(content.text).version is not None:
                continue
        except AddressError:  # another rule's finding
            continue
        fix = content.fix(f"{content.text};1", title="Add version 1")
        message = "The model has no version: end its id with `;1`, and count up with each change."
        yield Finding("HS604", *content.span(0, len(content.text)), message, fixes=(fix,))


def _replay_without_history(declaration: Declaration, view: View) -> Iterator[Finding]:
    """A replay of nothing (HS605)."""
    own = _own(declaration, roles.REPLAY)
    if own is None or _has(declaration, view, roles.TIME_SERIES) or not _is_complete(declaration, view):
        return
    base, use = own
    enabled = value_of(use, roles.ENABLED)
    if isinstance(enabled, Literal) and enabled.value is False:
        return
    twin = _own(declaration, roles.TWIN_TRAIT)
    mode = _effective(declaration, view, twin and twin[1], roles.TWIN_TRAIT, roles.SYNC_MODE)
    if text_of(mode) == roles.EVENT_SOURCED:
        return
    start, end = base + use.start, base + use.name.end
    document = view.world.file.document
    lead = indentation(document, start)
    gap = " " if lead is None else line_break(document, start) + lead
    fix = Fix(f"Add `@{roles.TIME_SERIES}`", (Edit(start, start, f"@{roles.TIME_SERIES}{gap}"),))
    message = f"There is nothing to replay: keep a history with `@{roles.TIME_SERIES}`."
    yield Finding("HS605", start, end, message, fixes=(fix,))


# ---- bindings ---------------------------------------------------------------------------------------------


def _no_mappings(declaration: Declaration, view: View, base: int, use: TraitUse) -> Iterator[Finding]:
    """A binding that leaves it to names what goes where (HS606)."""
    trait = view.catalogue.traits[roles.BINDING]
    if is_foreign(use, trait) or value_of(use, roles.NODE):
        return
    names = [a.name for a in trait.arguments if isinstance(a.type, NodeMap)]
    if any(value_of(use, name) for name in names):
        return
    protocol = protocol_of(lambda key: _effective(declaration, view, use, roles.BINDING, key))
    if protocol not in {roles.OPC_UA, roles.MQTT} or not view.knows_state():
        return
    if declaration.block.bases and any(view.argument(roles.BINDING, n) for n in (*names, roles.NODE)):
        return
    message = (
        f"Without `{roles.MAPPINGS}`, names in the plant are matched with state fields;"
        " what is ambiguous stays unbound."
    )
    yield Finding("HS606", base + use.start, base + use.name.end, message)


def _no_security(declaration: Declaration, view: View, base: int, use: TraitUse) -> Iterator[Finding]:
    """An OPC UA connection that is open because nobody said otherwise (HS607)."""
    content = content_of(view.world.file.document.text, base, value_of(use, roles.SOURCE))
    if content is None or _effective(declaration, view, use, roles.BINDING, roles.SECURITY) is not None:
        return
    if protocol_of(lambda key: _effective(declaration, view, use, roles.BINDING, key)) != roles.OPC_UA:
        return
    if login_of(value_of(use, roles.AUTH)) is not None:  # a graver finding
        return
    try:
        endpoint = parse_endpoint(content.text)
    except AddressError:  # another rule's finding
        return
    if endpoint.scheme != "opc.tcp" or endpoint.host.startswith(_LOOPBACK):
        return
    at = content.end + len(content.quote)
    fixes = tuple(
        Fix(f"Add `{roles.SECURITY}: {level}`", (Edit(at, at, f", {roles.SECURITY}: {level}"),), sure=False)
        for level in ('"SignAndEncrypt"', '"None"')
    )
    message = f"The connection is open and anonymous: ask for `{roles.SECURITY}`, or say that it is meant."
    yield Finding("HS607", *content.span(0, len(content.text)), message, fixes=fixes)


# ---- what holds -------------------------------------------------------------------------------------------


def _own(declaration: Declaration, trait: str) -> tuple[int, TraitUse] | None:
    """The declaration's own use of the trait, the first one, with its base."""
    if trait not in declaration.digest.traits:
        return None
    return next((base, use) for base, use in declaration.traits() if use.name.text == trait)


def _effective(
    declaration: Declaration, view: View, use: TraitUse | None, trait: str, key: str
) -> Expr | None:
    """The argument of the use or, where it lacks it, of the templates, if there are any to ask."""
    own = value_of(use, key) if use else None
    if own is not None or not declaration.block.bases:
        return own
    return view.argument(trait, key)


def _has(declaration: Declaration, view: View, trait: str) -> bool:
    if trait in declaration.digest.traits:
        return True
    return bool(declaration.block.bases) and view.has_trait(trait)


def _is_complete(declaration: Declaration, view: View) -> bool:
    """Are the templates loaded?"""
    return all(view.has_template(base.text) for base in declaration.block.bases)


def _label(declaration: Declaration) -> tuple[int, int]:
    label = declaration.block.label
    return declaration.base + label.start, declaration.base + label.end

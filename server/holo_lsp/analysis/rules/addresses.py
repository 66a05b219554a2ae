"""Addresses: node ids, URLs, topics, model identifiers, Sparkplug names; and credentials in the text."""

from __future__ import annotations

import re
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import unquote

from holo_lsp.addresses import (
    MQTT_SCHEMES,
    SCHEMES,
    AddressError,
    canonical_scheme,
    check_sparkplug_id,
    credentials_span,
    looks_like_browse_path,
    parse_address,
    parse_browse_path,
    parse_dtmi,
    parse_mqtt_source,
    parse_node_id,
    parse_topic_filter,
    scheme_of,
)
from holo_lsp.analysis.finding import Edit, Finding, Fix, Related, Severity
from holo_lsp.analysis.protocols import (
    OVER_MQTT,
    PROTOCOLS,
    login_of,
    looks_like_node_id,
    protocol_of,
    spoken_at,
)
from holo_lsp.analysis.rules.typed import is_foreign, typed_values
from holo_lsp.analysis.strings import Content, content_of, escaped, key_of
from holo_lsp.analysis.uses import text_of, value_of
from holo_lsp.model.expressions import Record
from holo_lsp.traits import roles
from holo_lsp.traits.types import Dtmi, NodeId, NodeMap, Text, Topic, Url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from holo_lsp.addresses.sparkplug import IdRole
    from holo_lsp.analysis.rules.typed import Typed
    from holo_lsp.analysis.view import View
    from holo_lsp.model import Declaration, TraitUse

_SPARKPLUG_NAMES: Mapping[str, IdRole] = MappingProxyType(
    {roles.GROUP_ID: "Group", roles.EDGE_NODE_ID: "Edge node", roles.DEVICE_ID: "Device"}
)
_WANTED = frozenset({Dtmi, NodeId, NodeMap, Text, Topic, Url})
_ALIAS = "opcua"
_STANDARD = "opc.tcp"
#: How Paho's clients, and those that follow them, call MQTT's transports.
_BROKER_SCHEMES = MappingProxyType({"tcp": "mqtt", "ssl": "mqtts", "tls": "mqtts"})
#: Transports of the same protocols, over which nothing is read here.
_OTHER_TRANSPORTS = frozenset({"ws", "wss", "opc.https", "opc.wss"})
_NO_WORD = re.compile(r"\W+")


def check(declaration: Declaration, view: View) -> Iterator[Finding]:
    """Check every address and every credential in the declaration."""
    document = view.world.file.document.text
    for typed in typed_values(declaration, view.catalogue, _WANTED):
        if isinstance(typed.type, NodeMap):
            yield from _mapping_keys(typed, view)
            continue
        content = content_of(document, typed.base, typed.value)
        if content is None:
            continue
        match typed.type:
            case Url():
                yield from _url(content, typed, view)
            case NodeId():
                if _protocol(typed.use, view) in {roles.OPC_UA, None}:
                    yield from _node_id(content)
            case Topic():
                yield from _parsed("HS405", content, parse_topic_filter)
            case Dtmi():
                # What a model builds on may be DTDL's own; what it is called may not.
                read = partial(parse_dtmi, system=typed.name != roles.ID)
                yield from _parsed("HS404", content, read)
            case Text():
                yield from _secret(content, typed)
            case _:
                pass
    for base, use in declaration.traits():
        if use.name.text == roles.BINDING:
            yield from _sparkplug_names(document, base, use)
            yield from _unsent_login(base, use, view)


def _parsed(
    code: str, content: Content, parse: Callable[[str], object], *, severity: Severity | None = None
) -> Iterator[Finding]:
    try:
        parse(content.text)
    except AddressError as error:
        yield _finding(code, content, error, severity=severity)


def _finding(
    code: str, content: Content, error: AddressError, *, severity: Severity | None = None
) -> Finding:
    fixes = ()
    if error.suggestion is not None:
        title = "Mend the address" if credentials_span(content.text) else None
        fixes = (content.fix(error.suggestion, title=title),)
    start, end = content.span(error.start, error.end)
    return Finding(code, start, end, f"{error.message}.", severity, fixes)


# ---- the source's own addresses -------------------------------------------------------------------------


def _mapping_keys(typed: Typed, view: View) -> Iterator[Finding]:
    if not isinstance(typed.value, Record):
        return
    protocol = _protocol(typed.use, view)
    source = text_of(value_of(typed.use, roles.SOURCE)) if typed.use else None
    if _contradict(protocol, spoken_at(source or "")):
        return  # nobody knows what the addresses are
    for entry in typed.value.entries:
        key = key_of(view.world.file.document.text, typed.base, entry)
        if not key.text and not entry.quoted:
            continue
        if protocol == roles.OPC_UA or (protocol is None and looks_like_node_id(key.text)):
            yield from _node_id(key)
        elif protocol == roles.MQTT and "/" in key.text:
            yield from _parsed("HS405", key, parse_topic_filter)


def _node_id(content: Content) -> Iterator[Finding]:
    parse = parse_browse_path if looks_like_browse_path(content.text) else parse_node_id
    yield from _parsed("HS401", content, parse)


def _protocol(use: TraitUse | None, view: View) -> str | None:
    if use is None:
        return None
    own = partial(value_of, use)
    protocol = protocol_of(own)
    if protocol is None and use.name.text == roles.BINDING and view.declaration.block.bases:
        return protocol_of(lambda key: own(key) or view.argument(roles.BINDING, key))
    return protocol


def _sparkplug_names(document: str, base: int, use: TraitUse) -> Iterator[Finding]:
    for key, role in _SPARKPLUG_NAMES.items():
        content = content_of(document, base, value_of(use, key))
        if content is not None:
            yield from _parsed("HS406", content, partial(check_sparkplug_id, role=role))


# ---- URLs -------------------------------------------------------------------------------------------------


def _url(content: Content, typed: Typed, view: View) -> Iterator[Finding]:
    type_ = typed.type
    if not isinstance(type_, Url):
        return
    text = content.text
    scheme = canonical_scheme(scheme_of(text) or "")
    allowed = {canonical_scheme(name) for name in type_.schemes}
    if scheme not in allowed:
        yield from _scheme(content, typed, view, scheme)
        return
    yield from _contradicted_protocol(content, typed, view)
    if scheme in MQTT_SCHEMES and type_.role == "source":
        broker = view.settings.mqtt.broker
        try:
            parse_mqtt_source(text, broker)
        except AddressError as error:
            is_topic = broker is not None or _is_address(text)
            yield _finding("HS405" if is_topic else "HS402", content, error)
    else:
        yield from _parsed("HS402", content, partial(parse_address, schemes=type_.schemes))
    if scheme_of(text) == _ALIAS:
        start, end = content.span(0, len(_ALIAS))
        fix = content.fix(_STANDARD + text[len(_ALIAS) :], title=f"Change to `{_STANDARD}`")
        message = f"OPC UA writes `{_STANDARD}://`; `{_ALIAS}://` is taken to mean the same."
        yield Finding("HS403", start, end, message, fixes=(fix,))
    yield from _url_credentials(content, typed, view)


def _is_address(text: str) -> bool:
    try:
        parse_address(text)
    except AddressError:
        return False
    return True


def _scheme(content: Content, typed: Typed, view: View, scheme: str) -> Iterator[Finding]:
    """A scheme that does not fit. Other tools have more of them, so only a slip is an error."""
    use, type_ = typed.use, typed.type
    trait = view.catalogue.traits.get(use.name.text) if use else None
    if not isinstance(type_, Url) or (use and trait and is_foreign(use, trait)):
        return
    protocol = _protocol(use, view)
    if protocol is not None and protocol not in PROTOCOLS:
        return
    is_broker = type_.role == "broker" or protocol in OVER_MQTT
    for finding in _parsed("HS402", content, partial(parse_address, schemes=type_.schemes)):
        if scheme in _BROKER_SCHEMES and (is_broker or _suggests_mqtt(content.text, type_)):
            yield _broker_scheme(content, scheme)
        elif scheme in _OTHER_TRANSPORTS:
            yield finding._replace(severity="hint")
        else:
            slip = finding.fixes and scheme not in SCHEMES
            yield finding if slip else finding._replace(severity="warning")


def _suggests_mqtt(text: str, type_: Url) -> bool:
    try:
        parse_address(text, type_.schemes)
    except AddressError as error:
        return scheme_of(error.suggestion or "") in MQTT_SCHEMES
    return False


def _broker_scheme(content: Content, scheme: str) -> Finding:
    standard = _BROKER_SCHEMES[scheme]
    fix = content.fix(standard + content.text[len(scheme) :], title=f"Change to `{standard}`")
    message = f"The address of a broker is written `{standard}://` here; some clients call it `{scheme}://`."
    return Finding("HS402", *content.span(0, len(scheme)), message, severity="hint", fixes=(fix,))


def _contradict(named: str | None, spoken: str | None) -> bool:
    """Is another protocol named than the one that is spoken at the address?"""
    if named not in PROTOCOLS or spoken is None:
        return False
    return named != spoken and not OVER_MQTT.issuperset((named, spoken))


def _contradicted_protocol(content: Content, typed: Typed, view: View) -> Iterator[Finding]:
    """An address whose scheme belongs to another protocol than the one that is named."""
    protocol, spoken = _protocol(typed.use, view), spoken_at(content.text)
    if typed.use is None or typed.name != roles.SOURCE or not _contradict(protocol, spoken):
        return
    named = value_of(typed.use, roles.PROTOCOL)
    related = ()
    if named is not None:
        related = (Related(typed.base + named.start, typed.base + named.end, "The protocol is named here."),)
    place = content.span(0, len(scheme_of(content.text) or ""))
    message = f"`{roles.PROTOCOL}` is `{protocol}`, and this is an address of `{spoken}`: change one of them."
    yield Finding("HS210", *place, message, related=related)


# ---- credentials ------------------------------------------------------------------------------------------


def _secret(content: Content, typed: Typed) -> Iterator[Finding]:
    if not content.text:
        return
    name = _NO_WORD.sub("_", typed.name).upper()
    start, end = content.span(0, 0)
    call = f'{roles.ENV}("{name}")'
    fix = Fix(f"Change to `{call}`", (Edit(start, end, call),))
    message = f"`{typed.name}` stands in the text: take it from the environment with `{roles.ENV}()`."
    yield Finding("HS407", start, end, message, fixes=(fix,))


def _url_credentials(content: Content, typed: Typed, view: View) -> Iterator[Finding]:
    span = credentials_span(content.text)
    if span is None or ":" not in content.text[slice(*span)]:
        return
    start, end = content.span(*span)
    bare = content.text[: span[0]] + content.text[span[1] + 1 :]
    message = "A password stands in the address: take it out."
    fix = content.fix(bare, title="Remove the login")
    use = typed.use
    if use is not None and _takes_login(use, view) and value_of(use, typed.name) is typed.value:
        user = escaped(unquote(content.text[slice(*span)].partition(":")[0]), '"')
        login = f'{{ type: "username", username: "{user}", password: {roles.ENV}("PASSWORD") }}'
        at = typed.base + typed.value.end
        title = f"Move the login to `{roles.AUTH}` and the password to the environment"
        fix = Fix(title, (*fix.edits, Edit(at, at, f", {roles.AUTH}: {login}")))
        message = f"A password stands in the address: take it from the environment, in `{roles.AUTH}`."
    yield Finding("HS407", start, end, message, fixes=(fix,))


def _unsent_login(base: int, use: TraitUse, view: View) -> Iterator[Finding]:
    """A login for an open OPC UA connection, over which no credential is ever sent."""
    login = login_of(value_of(use, roles.AUTH))
    if login is None or _protocol(use, view) != roles.OPC_UA:
        return
    own = value_of(use, roles.SECURITY)
    security = own or (view.argument(roles.BINDING, roles.SECURITY) if view.declaration.block.bases else None)
    if security is not None and text_of(security) != roles.UNSECURED:
        return
    related = ()
    if own is not None:
        related = (Related(base + own.start, base + own.end, "The connection is left open here."),)
    message = (
        "The login is never sent over an open connection:"
        f' ask for `{roles.SECURITY}: "SignAndEncrypt"`, or take the login out.'
    )
    place = base + login.start, base + login.end
    yield Finding("HS210", *place, message, severity="warning", related=related)


def _takes_login(use: TraitUse, view: View) -> bool:
    trait = view.catalogue.traits.get(use.name.text)
    names = {argument.name for argument in trait.arguments} if trait else set[str]()
    return roles.AUTH in names and value_of(use, roles.AUTH) is None

"""The node ids of a file against what the plant said of them (Part 3 §5.6 and §8.57, Part 4 §7.38).

Nothing here asks the plant: what it has not said, nothing is said about.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from holo_lsp.addresses import AddressError, parse_node_id
from holo_lsp.analysis.bindings import Binding, Place, bindings
from holo_lsp.analysis.finding import Finding, Related
from holo_lsp.analysis.strings import shortened
from holo_lsp.model import owner_of
from holo_lsp.traits import roles

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holo_lsp.facts import Endpoint, NearMiss, Node, PlantFacts, ValueKind
    from holo_lsp.model import FieldFact, Shape, World
    from holo_lsp.traits import Catalogue

_MOST_RELATED = 20

#: Endpoints in other states have nothing to say to the text.
_TELLING = frozenset({"online", "offline", "refused"})
_LONGEST_MESSAGE = 300

_SHAPES: Mapping[Shape, str] = MappingProxyType(
    {"number": "a number", "string": "text", "boolean": "true or false", "record": "an object"}
)
_KINDS: Mapping[ValueKind, str] = MappingProxyType(
    {"number": "a number", "string": "text", "boolean": "true or false", "structure": "a structure"}
)
_FITS: Mapping[Shape, ValueKind] = MappingProxyType(
    {"number": "number", "string": "string", "boolean": "boolean", "record": "structure"}
)


class _Fault(NamedTuple):
    """What is wrong with a node id at one endpoint, wherever it will be told."""

    code: str
    message: str
    near: tuple[NearMiss, ...] = ()


def live_findings(world: World, plant: PlantFacts, catalogue: Catalogue) -> list[Finding]:
    """What the plant disagrees with, in the order of the text. Empty while nothing is known."""
    telling = {url: endpoint for url, endpoint in plant.endpoints.items() if endpoint.state in _TELLING}
    if not telling or roles.BINDING not in catalogue.traits:
        return []
    bound = [
        (binding, telling[binding.endpoint])
        for binding in bindings(world)
        if binding.endpoint is not None and binding.endpoint in telling
        if binding.protocol == roles.OPC_UA
    ]
    found = [*_silent_endpoints(bound, world), *_nodes(bound, world)]
    found.sort(key=lambda finding: (finding.start, finding.end, finding.code))
    return found


# ---- endpoints --------------------------------------------------------------------------------------------


def _silent_endpoints(bound: list[tuple[Binding, Endpoint]], world: World) -> Iterator[Finding]:
    """One finding for each endpoint that does not answer or does not let us in, at its first source."""
    places: defaultdict[str, dict[int, Place]] = defaultdict(dict)
    endpoints: dict[str, Endpoint] = {}
    for binding, endpoint in bound:
        source = binding.source
        if endpoint.state in {"offline", "refused"} and source and source.file is world.file:
            places[endpoint.url][source.content.start] = source
            endpoints[endpoint.url] = endpoint
    for url, sources in places.items():
        first, *others = (sources[start] for start in sorted(sources))
        related = tuple(Related(*_whole(o), "This is the same source.") for o in others[:_MOST_RELATED])
        code, message = _silence(endpoints[url])
        yield Finding(code, *_whole(first), message, related=related)


def _silence(endpoint: Endpoint) -> tuple[str, str]:
    if endpoint.state == "refused":
        return "HS711", _sentence(endpoint.message or "The plant does not let us in")
    seen = ""
    if endpoint.checked_at is not None:
        when = datetime.fromtimestamp(endpoint.checked_at, tz=UTC)
        seen = f" It last answered on {when:%Y-%m-%d at %H:%M} UTC."
    said = _sentence(endpoint.message or "The plant does not answer")
    return "HS710", f"{said} Its node ids are not checked meanwhile.{seen}"


# ---- nodes ------------------------------------------------------------------------------------------------


class _Verdict(NamedTuple):
    """What one binding makes of a node id that it has."""

    binding: Binding
    place: Place
    fault: _Fault | None


def _nodes(bound: list[tuple[Binding, Endpoint]], world: World) -> Iterator[Finding]:
    """The faults of all node ids.

    A fault that all instances of a template share is told at the template's own text, any other one at the
    source of the instance that has it.
    """
    verdicts: defaultdict[tuple[int, int], list[_Verdict]] = defaultdict(list)
    for binding, endpoint in bound:
        if endpoint.state != "online":
            continue
        owner = owner_of(binding.declaration)
        facts = world.facts(owner)
        fields = {name: facts[name] for name in world.fields(owner)}
        asked = [(mapped.place, fields.get(mapped.field), mapped.field) for mapped in binding.mappings]
        if binding.node is not None:
            asked.append((binding.node, None, ""))
        for place, field, name in asked:
            node = endpoint.nodes.get(place.content.text)
            if node is None:
                continue
            fault = _fault(place.content.text, node, endpoint)
            if fault is None and node.state == "known" and place is not binding.node:
                fault = _value_fault(node, name, field)
            verdicts[id(place.file), place.content.start].append(_Verdict(binding, place, fault))
    for same in verdicts.values():
        yield from _told(same, world)


def _told(same: list[_Verdict], world: World) -> Iterator[Finding]:
    place = same[0].place
    here = place.file is world.file
    codes = {verdict.fault.code if verdict.fault else "" for verdict in same}
    if here and len(codes) == 1:
        faults = [verdict.fault for verdict in same if verdict.fault is not None]
        if faults:
            yield _finding(place, faults)
        return
    for binding, _, fault in same:
        if fault is None:
            continue
        if here and binding.declaration is place.owner:
            yield _finding(place, [fault])
            continue
        related = (Related(*_whole(place), "It is mapped here."),) if here else ()
        message = f"`{shortened(place.content.text)}` of `{place.owner.title}`: {fault.message}"
        yield Finding(fault.code, *_own_place(binding, world), message, related=related)


def _finding(place: Place, faults: list[_Fault]) -> Finding:
    """The finding at a node id itself. ``faults`` are alike but for the near misses of each endpoint."""
    near = list(dict.fromkeys(near.node_id for fault in faults for near in fault.near))
    fixes = tuple(place.content.fix(node_id, sure=len(near) == 1) for node_id in near)
    first = faults[0]
    return Finding(first.code, *_marked(place, first), first.message, fixes=fixes)


def _own_place(binding: Binding, world: World) -> tuple[int, int]:
    source = binding.source
    if source is not None and source.owner is binding.declaration and source.file is world.file:
        return _whole(source)
    declaration = binding.declaration
    label = declaration.block.label
    return declaration.base + label.start, declaration.base + label.end


def _fault(address: str, node: Node, endpoint: Endpoint) -> _Fault | None:
    match node.state:
        case "unknown":
            return _unknown(node)
        case "bad_namespace":
            return _Fault("HS702", _namespace(address, endpoint), node.near)
        case "denied":
            return _Fault("HS704", "This login may not see the node.")
        case _:
            return None


def _unknown(node: Node) -> _Fault:
    if not node.near:
        return _Fault("HS701", "The server has no such node.")
    near = node.near[0]
    message = f"The server has no such node: did you mean `{shortened(near.node_id)}`?"
    if near.reason == "namespace":
        message = f"The server has this id in another namespace: `{shortened(near.node_id)}`."
    return _Fault("HS701", message, node.near)


def _namespace(address: str, endpoint: Endpoint) -> str:
    try:
        namespace = parse_node_id(address).namespace
    except AddressError:  # a browse path
        return "The server does not have the namespace of this path."
    if isinstance(namespace, str):
        return f"The server does not have the namespace `{shortened(namespace)}`."
    known = f": it has 0 to {len(endpoint.namespaces) - 1}" if endpoint.namespaces else ""
    return f"The server has no namespace {namespace}{known}."


def _value_fault(node: Node, name: str, field: FieldFact | None) -> _Fault | None:
    """What is wrong with a node as the source of a field; ``field`` is None where its type is not known."""
    if node.node_class is not None and node.node_class != "Variable":
        article = "an" if node.node_class[0] in "AEIOU" else "a"
        return _Fault("HS703", f"The node is {article} {node.node_class} and has no value: map a variable.")
    if "read" not in node.access:
        return _Fault("HS704", "The server lets nobody read the node.")
    if "read" not in node.user_access:
        return _Fault("HS704", "This login may not read the node.")
    return None if field is None else _misfit(name, field, node)


def _misfit(name: str, field: FieldFact, node: Node) -> _Fault | None:
    if "unknown" in {field.shape, node.kind}:
        return None
    if field.shape == "list" or node.kind == "list":
        if field.shape == node.kind:
            return None
        many, one = ("The node", f"`{name}`") if node.kind == "list" else (f"`{name}`", "the node")
        return _Fault("HS706", f"{many} is a list, and {one} is a single value.")
    if _FITS[field.shape] == node.kind:
        return None
    named = f" ({shortened(node.data_type)})" if node.data_type else ""
    message = f"The node is {_KINDS[node.kind]}{named}, and `{name}` is {_SHAPES[field.shape]}."
    return _Fault("HS705", message)


# ---- places and words -------------------------------------------------------------------------------------


def _marked(place: Place, fault: _Fault) -> tuple[int, int]:
    """The place of a fault: the namespace alone where that is all that is wrong."""
    content = place.content
    separator = content.text.find(";") if fault.code == "HS702" and content.text.startswith("ns") else -1
    return content.span(0, separator if separator > 0 else len(content.text))


def _whole(place: Place) -> tuple[int, int]:
    return place.content.span(0, len(place.content.text))


def _sentence(text: str) -> str:
    """A message that may quote a server, on one line and with an end."""
    line = "".join(char if char.isprintable() else " " for char in text[:_LONGEST_MESSAGE]).strip()
    return line if line.endswith((".", "!", "?")) else f"{line}."

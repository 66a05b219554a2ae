"""URLs, model identifiers and lengths of time, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holo_lsp.addresses import (
    MQTT_SCHEMES,
    SCHEMES,
    AddressError,
    Endpoint,
    parse_address,
    parse_dtmi,
    parse_mqtt_source,
)
from holo_lsp.analysis.hover.markdown import code, escape, page
from holo_lsp.units import UnitError, in_words, parse_duration

if TYPE_CHECKING:
    from holo_lsp.facts import Endpoint as KnownEndpoint
    from holo_lsp.facts import EndpointState, PlantFacts
    from holo_lsp.traits.types import Url

_STATES: dict[EndpointState, str] = {
    "unknown": "Nobody has asked it yet.",
    "not_allowed": "It is not contacted, because you have not allowed it.",
    "connecting": "Connecting…",
    "online": "Connected.",
    "offline": "It does not answer.",
    "refused": "It answers, but does not let us in.",
}


def url_markdown(text: str, kind: Url, plant: PlantFacts, broker: Endpoint | None) -> str:
    """An address: its usual form without credentials, what answers there, and how the plant stands to it.

    ``broker`` is the one that is set for MQTT sources which are only a topic.
    """
    try:
        address = parse_address(text, kind.schemes)
        topic = ""
        if kind.role == "source" and isinstance(address, Endpoint) and address.scheme in MQTT_SCHEMES:
            address, topic = parse_mqtt_source(text, broker)
    except AddressError:  # what is wrong with it is a diagnostic
        return ""
    scheme = SCHEMES[address.url.partition(":")[0]]
    return page(
        code(address.url),
        scheme.doc + (f", topic {code(topic)}" if topic else ""),
        _state(plant.endpoints.get(address.url)),
    )


def _state(endpoint: KnownEndpoint | None) -> str:
    if endpoint is None:
        return ""
    message = escape(endpoint.message) if endpoint.message else ""
    indexed = f"{endpoint.indexed:,} nodes browsed." if endpoint.indexed else ""
    return " ".join(filter(None, (_STATES[endpoint.state], message, indexed)))


def dtmi_markdown(text: str) -> str:
    """A model identifier in words; empty where it is not one."""
    try:
        found = parse_dtmi(text)
    except AddressError:
        return ""
    *path, name = found.segments
    within = f" in {code(':'.join(path))}" if path else ""
    version = "without a version"
    if found.version is not None:
        major, minor = found.version
        version = f"version {major}" + (f".{minor}" if minor is not None else "")
    return page(code(text), f"Model {code(name)}{within}, {version}")


def duration_markdown(text: str) -> str:
    """A length of time in words; empty where it is not one."""
    try:
        return in_words(parse_duration(text).seconds)
    except UnitError:
        return ""

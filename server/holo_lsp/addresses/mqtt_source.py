"""MQTT sources: a broker and a topic in one URL, as in ``mqtt://sensors/temp/zone1``."""

from __future__ import annotations

from functools import partial

from holo_lsp.addresses.authority import authority_end, userinfo_end
from holo_lsp.addresses.characters import is_decimal
from holo_lsp.addresses.endpoint import Endpoint, parse_endpoint
from holo_lsp.addresses.errors import AddressError
from holo_lsp.addresses.mending import parse_or_suggest
from holo_lsp.addresses.mqtt_topic import parse_topic_filter
from holo_lsp.addresses.schemes import read_scheme

MQTT_SCHEMES = ("mqtt", "mqtts")


def parse_mqtt_source(text: str, broker: Endpoint | None = None) -> tuple[Endpoint, str]:
    """The broker (without path) and the topic filter that ``text`` names; an empty topic if it names none.

    Without ``broker`` the host is the broker and the path the topic. With it the whole of ``text`` after
    ``://`` is the topic, ``sensors/temp/zone1``, unless a port or credentials show that a broker was meant
    after all. The topic is taken as written, without percent decoding. Raises ``AddressError``.
    """
    return parse_or_suggest(partial(_read, broker), text)


def _read(broker: Endpoint | None, text: str) -> tuple[Endpoint, str]:
    _, start = read_scheme(text, MQTT_SCHEMES)
    if broker is not None and not _names_broker(text, start):
        if start == len(text):
            raise AddressError("Topic is missing: write it after '://'", 0, start)
        return broker, _read_topic(text, start)
    endpoint = parse_endpoint(text, MQTT_SCHEMES)
    at_host = Endpoint(endpoint.scheme, endpoint.host, endpoint.port, "", endpoint.user, endpoint.password)
    if not endpoint.path:
        return at_host, ""
    path_start = len(text) - len(endpoint.path)
    if not endpoint.path.startswith("/"):
        message = "Topic must follow a '/'"
        suggestion = f"{text[:path_start]}/{text[path_start:]}"
        raise AddressError(message, path_start, path_start + 1, suggestion)
    return at_host, _read_topic(text, path_start + 1)


def _names_broker(text: str, start: int) -> bool:
    end = authority_end(text, start)
    return userinfo_end(text, start, end) > start or is_decimal(text[start:end].rpartition(":")[2])


def _read_topic(text: str, start: int) -> str:
    try:
        return str(parse_topic_filter(text[start:]))
    except AddressError as error:
        suggestion = None if error.suggestion is None else text[:start] + error.suggestion
        raise AddressError(error.message, start + error.start, start + error.end, suggestion) from None

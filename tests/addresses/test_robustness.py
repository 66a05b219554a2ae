"""What holds for every parser on every text."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from holo_lsp import addresses
from holo_lsp.addresses import AddressError

BROKER = addresses.parse_endpoint("mqtt://broker")

PARSERS = {
    "node id": addresses.parse_node_id,
    "browse path": addresses.parse_browse_path,
    "address": addresses.parse_address,
    "OPC UA endpoint": lambda text: addresses.parse_endpoint(text, ["opcua"]),
    "endpoint": addresses.parse_endpoint,
    "Kafka": addresses.parse_kafka,
    "SQLite": addresses.parse_sqlite,
    "MQTT source": lambda text: str(addresses.parse_mqtt_source(text)[0]),
    "MQTT source at a broker": lambda text: addresses.parse_mqtt_source(text, BROKER)[1],
    "topic name": addresses.check_topic_name,
    "topic filter": addresses.parse_topic_filter,
    "Sparkplug topic": addresses.parse_sparkplug_topic,
    "Sparkplug id": lambda text: addresses.check_sparkplug_id(text, "Group"),
    "DTMI": addresses.parse_dtmi,
    "DTMI of the system": lambda text: addresses.parse_dtmi(text, system=True),
}

#: What addresses are made of, so that a random text is nearly right more often than not.
# fmt: off
FRAGMENTS = [
    "ns=", "nsu=", "svr=", "svu=", "srv=", "NS=", "i=", "s=", "S=", "g=", "b=", "x=", "%3B", "%zz", "%",
    ";", ",", ":", "/", ".", "<", ">", "#", "!", "&", "+", "@", "[", "]", "-", "_", "=", "?", "\\",
    "opc.tcp://", "opcua://", "OPC.TCP://", "mqtt://", "kafka://", "sqlite:", "sqlite:///", "opc.tcp:", "://",
    "0", "1", "2:", "4840", "70000", "256.1.1.1", "fe80::1", "::1", "host", "a.b", "http://x.y/", "urn:a",
    "dtmi:", "dtmi", ";1", ";1.0", "QQ==", "QQ", "09087e75-8e5e-499b-954f-f2a9603db28a", "Spindle.RPM",
    "$share/", "spBv1.0/", "STATE/", "NDATA/", "ddata/", "g/",
    " ", "\t", "\0", "\ud800", "é", "İ", "²", "٣", "\u2028", "\N{NO-BREAK SPACE}",
]
# fmt: on

TEXTS = st.text() | st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=3), max_size=8).map("".join)


def fault_in(parse, text) -> AddressError | None:
    try:
        parse(text)
    except AddressError as error:
        return error
    return None


@pytest.mark.parametrize("parse", PARSERS.values(), ids=PARSERS)
@given(text=TEXTS)
@example("")
@example(" ")
@example("ns=" + "9" * 5000 + ";s=x")
@example("opc.tcp://h:" + "9" * 5000)
@example("dtmi:a;" + "9" * 5000)
@example("\ud800")
def test_any_text_parses_or_raises_an_error_inside_it_with_a_suggestion_that_parses(parse, text):
    fault = fault_in(parse, text)
    if fault is None:
        return
    assert 0 <= fault.start <= fault.end <= len(text)
    assert fault.message
    assert "\n" not in fault.message
    if fault.suggestion is not None:
        assert fault.suggestion != text
        assert fault_in(parse, fault.suggestion) is None


@pytest.mark.parametrize(
    "parse",
    [
        addresses.parse_node_id,
        addresses.parse_browse_path,
        addresses.parse_address,
        addresses.parse_topic_filter,
        addresses.parse_sparkplug_topic,
        addresses.parse_dtmi,
    ],
)
@given(text=TEXTS)
def test_what_parses_prints_to_a_text_that_parses_to_the_same(parse, text):
    if fault_in(parse, text) is not None:
        return
    printed = str(parse(text))
    again = parse(printed)
    assert str(again) == printed
    assert hash(again) == hash(parse(printed))


def test_the_room_offers_what_it_names():
    assert all(hasattr(addresses, name) for name in addresses.__all__)

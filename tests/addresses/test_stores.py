"""Kafka and SQLite addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holo_lsp.addresses import AddressError, Broker, KafkaAddress, SqliteAddress, parse_kafka, parse_sqlite

BROKERS = st.builds(
    Broker,
    st.text("abc.-", min_size=1, max_size=5).map(lambda text: f"h{text.strip('.-').replace('..', '')}x")
    | st.ip_addresses().map(str),
    st.integers(1, 65535),
)
TOPICS = st.text("aZ09._-", min_size=1, max_size=10).filter(lambda topic: topic not in {".", ".."})


@given(
    st.builds(KafkaAddress, st.lists(BROKERS, min_size=1, max_size=4).map(tuple), st.none() | TOPICS).filter(
        lambda address: ".." not in address.bootstrap_servers
    )
)
def test_a_kafka_address_prints_to_itself(address):
    assert parse_kafka(address.url) == parse_kafka(str(address)) == address


def test_several_brokers_and_a_topic():
    address = parse_kafka("kafka://H1:9093,h2,[::1]:9/line.events")
    assert address == KafkaAddress((Broker("h1", 9093), Broker("h2", 9092), Broker("::1", 9)), "line.events")
    assert address.bootstrap_servers == "h1:9093,h2:9092,[::1]:9"


def test_kafka_credentials_are_reported_and_never_shown():
    address = parse_kafka("kafka://me:secret@h1,h2")
    assert (address.user, address.password) == ("me", "secret")
    assert address.bootstrap_servers == "h1:9092,h2:9092"
    assert "secret" not in repr(address) + address.url


@pytest.mark.parametrize(
    ("text", "fault", "suggestion"),
    [
        ("kafka://h1,,h2", ",", "kafka://h1,h2"),
        ("kafka://,h1", ",", "kafka://h1"),
        ("kafka://h1,/t", ",", "kafka://h1/t"),
        ("kafka://h1, h2", " ", "kafka://h1,h2"),
        ("kafka://h1:x,h2", "x", None),
        ("kafka://", "kafka://", None),
        ("kafka://h/a/b", "/", None),
        ("kafka://h/..", "..", None),
        ("kafka://h/" + "t" * 250, "t", None),
        ("kafka://h?x", "?x", None),
        ("h:9092", "h:9092", "kafka://h:9092"),
    ],
)
def test_a_slip_in_a_kafka_address(text, fault, suggestion):
    with pytest.raises(AddressError) as raised:
        parse_kafka(text)
    error = raised.value
    assert (text[error.start : error.end], error.suggestion) == (fault, suggestion)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("sqlite:///events.db", "events.db"),
        ("sqlite:///data/events.db", "data/events.db"),
        ("sqlite:////var/lib/events.db", "/var/lib/events.db"),
        ("sqlite:events.db", "events.db"),
        ("sqlite:/var/lib/events.db", "/var/lib/events.db"),
        ("SQLite:///C:\\plant\\events.db", "C:\\plant\\events.db"),
    ],
)
def test_an_sqlite_file(text, path):
    address = parse_sqlite(text)
    assert address == SqliteAddress(path)
    assert parse_sqlite(address.url) == address


@pytest.mark.parametrize(
    ("text", "fault", "suggestion"),
    [
        ("sqlite://events.db", "//events.db", "sqlite:///events.db"),
        ("sqlite://data/events.db", "//data", "sqlite:///data/events.db"),
        ("sqlite:///events.db ", "sqlite:///events.db ", "sqlite:///events.db"),
        ("sqlite:", "sqlite:", None),
        ("sqlite:///", "sqlite:///", None),
        ("sqlite:///data/", "sqlite:///data/", None),
        ("events.db", "events.db", "sqlite:///events.db"),
        ("file:events.db", "file:events.db", None),
        ("sqlit:///events.db", "sqlit", "sqlite:///events.db"),
    ],
)
def test_a_slip_in_an_sqlite_address(text, fault, suggestion):
    with pytest.raises(AddressError) as raised:
        parse_sqlite(text)
    error = raised.value
    assert (text[error.start : error.end], error.suggestion) == (fault, suggestion)

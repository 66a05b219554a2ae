"""MQTT topics, sources and Sparkplug names."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holo_lsp.addresses import (
    AddressError,
    DeviceTopic,
    HostStateTopic,
    NodeTopic,
    TopicFilter,
    check_sparkplug_id,
    check_topic_name,
    parse_endpoint,
    parse_mqtt_source,
    parse_sparkplug_topic,
    parse_topic_filter,
    topic_matches,
)

LEVEL = st.text("ab$ é", max_size=3)
NAMES = st.lists(LEVEL, min_size=1, max_size=4).map("/".join).filter(bool)
FILTERS = st.builds(
    lambda levels, tail: [*levels, *tail],
    st.lists(LEVEL | st.just("+"), min_size=1, max_size=4),
    st.sampled_from([[], ["#"]]),
).filter(any)


def matches_by_pattern(topic_filter: str, topic: str) -> bool:
    """§4.7 once more, as a regular expression over the whole text."""
    if topic.startswith("$") and topic_filter[0] in "+#":
        return False
    pattern = re.escape(topic_filter).replace(r"\+", "[^/]*").replace(r"\#", "#")
    pattern = ".*" if pattern == "#" else re.sub("/#$", "(/.*)?", pattern)
    return re.fullmatch(pattern, topic, re.DOTALL) is not None


@given(FILTERS, NAMES)
def test_a_filter_matches_what_the_standard_says(levels, topic):
    assert TopicFilter(tuple(levels)).matches(topic) is matches_by_pattern("/".join(levels), topic)


@given(FILTERS, st.none() | st.text("abé $", min_size=1, max_size=4))
def test_a_filter_prints_to_itself(levels, share):
    text = str(TopicFilter(tuple(levels), share))
    assert str(parse_topic_filter(text)) == text


@pytest.mark.parametrize(
    ("topic_filter", "topic", "expected"),
    [
        # the examples of MQTT 5.0 §4.7.1 to §4.7.3
        ("sport/tennis/player1/#", "sport/tennis/player1", True),
        ("sport/tennis/player1/#", "sport/tennis/player1/ranking", True),
        ("sport/tennis/player1/#", "sport/tennis/player1/score/wimbledon", True),
        ("sport/#", "sport", True),
        ("sport/tennis/+", "sport/tennis/player1", True),
        ("sport/tennis/+", "sport/tennis/player1/ranking", False),
        ("sport/+", "sport", False),
        ("sport/+", "sport/", True),
        ("+/+", "/finance", True),
        ("/+", "/finance", True),
        ("+", "/finance", False),
        ("#", "$SYS/broker", False),
        ("+/monitor/Clients", "$SYS/monitor/Clients", False),
        ("$SYS/#", "$SYS/broker", True),
        ("$SYS/monitor/+", "$SYS/monitor/Clients", True),
        ("ACCOUNTS", "Accounts", False),
        ("$share/group/a/+", "a/b", True),
        ("$share/group/#", "$SYS/x", False),
    ],
)
def test_matching(topic_filter, topic, expected):
    assert topic_matches(topic_filter, topic) is expected


def test_a_shared_subscription_has_a_group():
    assert parse_topic_filter("$share/line/a/#") == TopicFilter(("a", "#"), "line")
    assert parse_topic_filter("$shared/a") == TopicFilter(("$shared", "a"))


@pytest.mark.parametrize(("text", "wild"), [("a/b", False), ("a/+/b", True), ("a/#", True)])
def test_wildcards(text, wild):
    assert parse_topic_filter(text).has_wildcard is wild


@pytest.mark.parametrize(
    ("text", "fault", "suggestion"),
    [
        ("temp#", "#", "temp/#"),
        ("temp/#/zone", "#", "temp/+/zone"),
        ("temp/zone+", "+", None),
        ("te#mp", "#", None),
        ("#+", "#", None),
        ("a\0b", "\0", "ab"),
        ("a\ud800", "\ud800", "a"),
        ("$share/group", "$share/group", None),
        ("$share/group/", "$share/group/", None),
        ("$share//a", "$share//", None),
        ("$share/g+/a", "+", None),
        ("é" * 32768, "é" * 32768, None),
        ("", "", None),
    ],
)
def test_a_slip_in_a_filter(text, fault, suggestion):
    with pytest.raises(AddressError) as raised:
        parse_topic_filter(text)
    error = raised.value
    assert (text[error.start : error.end], error.suggestion) == (fault, suggestion)


@pytest.mark.parametrize("text", ["a/b", "/", " ", "a//b", "$SYS", "x" * 65535])
def test_a_topic_name(text):
    check_topic_name(text)


@pytest.mark.parametrize(
    ("text", "fault"), [("", ""), ("a/+", "+"), ("a/#", "#"), ("x" * 65536, "x" * 65536)]
)
def test_what_is_no_topic_name(text, fault):
    with pytest.raises(AddressError) as raised:
        check_topic_name(text)
    assert text[raised.value.start : raised.value.end] == fault


# --- sources ---


@pytest.mark.parametrize(
    ("text", "url", "topic"),
    [
        ("mqtt://sensors/temp/zone1", "mqtt://sensors:1883", "temp/zone1"),
        ("mqtts://sensors:8884/temp/+/#", "mqtts://sensors:8884", "temp/+/#"),
        ("mqtt://sensors//temp", "mqtt://sensors:1883", "/temp"),
        ("mqtt://sensors/temp/zone?", "mqtt://sensors:1883", "temp/zone?"),
        ("mqtt://broker:1883", "mqtt://broker:1883", ""),
        ("mqtt://broker/", "mqtt://broker:1883", ""),
    ],
)
def test_without_a_broker_setting_the_host_is_the_broker(text, url, topic):
    broker, read = parse_mqtt_source(text)
    assert (broker.url, read) == (url, topic)


@pytest.mark.parametrize(
    ("text", "url", "topic"),
    [
        ("mqtt://sensors/temp/zone1", "mqtts://plant:8883", "sensors/temp/zone1"),
        ("mqtt://+/temp/#", "mqtts://plant:8883", "+/temp/#"),
        ("mqtt://Sensors", "mqtts://plant:8883", "Sensors"),
        ("mqtt://sensors:1884/temp", "mqtt://sensors:1884", "temp"),
        ("mqtt://me@sensors/temp", "mqtt://sensors:1883", "temp"),
    ],
)
def test_with_a_broker_setting_the_whole_path_is_the_topic(text, url, topic):
    """A port or credentials show that the URL names a broker all the same."""
    broker, read = parse_mqtt_source(text, parse_endpoint("mqtts://plant"))
    assert (broker.url, read) == (url, topic)


def test_credentials_stay_with_the_broker():
    broker, _ = parse_mqtt_source("mqtt://me:pw@sensors/temp")
    assert (broker.user, broker.password) == ("me", "pw")


@pytest.mark.parametrize(
    ("text", "fault", "suggestion"),
    [
        ("mqtt://sensors/temp#", "#", "mqtt://sensors/temp/#"),
        ("mqtt://sensors#", "#", "mqtt://sensors/#"),
        ("mqtt://sensors/a/#/b", "#", "mqtt://sensors/a/+/b"),
        ("mqtt:///temp", "mqtt://", None),
        ("opc.tcp://h", "opc.tcp", None),
    ],
)
def test_a_slip_in_a_source(text, fault, suggestion):
    with pytest.raises(AddressError) as raised:
        parse_mqtt_source(text)
    error = raised.value
    assert (text[error.start : error.end], error.suggestion) == (fault, suggestion)


def test_a_source_without_topic_at_a_broker():
    with pytest.raises(AddressError, match="Topic is missing"):
        parse_mqtt_source("mqtt://", parse_endpoint("mqtt://plant"))


# --- Sparkplug ---

IDS = st.text(st.characters(exclude_characters="+/#\0", exclude_categories=["Cs"]), min_size=1, max_size=8)
GROUPS = IDS.filter(lambda name: name != "STATE")


@given(
    st.builds(NodeTopic, GROUPS, st.sampled_from(["NBIRTH", "NDEATH", "NDATA", "NCMD"]), IDS)
    | st.builds(DeviceTopic, GROUPS, st.sampled_from(["DBIRTH", "DDEATH", "DDATA", "DCMD"]), IDS, IDS)
    | st.builds(HostStateTopic, IDS)
)
def test_a_sparkplug_topic_prints_to_itself(topic):
    assert parse_sparkplug_topic(str(topic)) == topic


def test_the_form_of_each_topic():
    assert str(NodeTopic("Factory1", "NDATA", "Line1")) == "spBv1.0/Factory1/NDATA/Line1"
    assert str(DeviceTopic("Factory1", "DDATA", "Line1", "Saw")) == "spBv1.0/Factory1/DDATA/Line1/Saw"
    assert str(HostStateTopic("scada")) == "spBv1.0/STATE/scada"


@pytest.mark.parametrize(
    ("text", "fault", "suggestion"),
    [
        ("spbv1.0/g/NDATA/e", "spbv1.0", "spBv1.0/g/NDATA/e"),
        ("spBv1.0/g/ndata/e", "ndata", "spBv1.0/g/NDATA/e"),
        ("spBv1.0/g/NSTUFF/e", "NSTUFF", None),
        ("spBv1.0/g/NDATA/e/d", "/d", None),
        ("spBv1.0/g/DDATA/e", "spBv1.0/g/DDATA/e", None),
        ("spBv1.0/STATE/NDATA/e", "/e", None),
        ("spBv1.0//NDATA/e", "", None),
        ("spBv1.0/g/NDATA/e+", "+", None),
        ("other/g", "other", None),
        ("", "", None),
    ],
)
def test_a_slip_in_a_sparkplug_topic(text, fault, suggestion):
    with pytest.raises(AddressError) as raised:
        parse_sparkplug_topic(text)
    error = raised.value
    assert (text[error.start : error.end], error.suggestion) == (fault, suggestion)


@given(IDS)
def test_an_edge_node_id(name):
    check_sparkplug_id(name, "Edge node")


@pytest.mark.parametrize(
    ("text", "role", "fault"),
    [
        ("", "Device", ""),
        ("Line/1", "Edge node", "/"),
        ("a+b", "Group", "+"),
        ("a#", "Device", "#"),
        ("STATE", "Group", "STATE"),
    ],
)
def test_what_is_no_sparkplug_id(text, role, fault):
    with pytest.raises(AddressError, match=role) as raised:
        check_sparkplug_id(text, role)
    assert text[raised.value.start : raised.value.end] == fault


def test_state_is_reserved_for_groups_alone():
    check_sparkplug_id("STATE", "Edge node")

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holo_lsp.addresses import (
    ENDPOINT_SCHEMES,
    SCHEMES,
    AddressError,
    Endpoint,
    KafkaAddress,
    SqliteAddress,
    canonical_scheme,
    credentials_span,
    parse_address,
    parse_endpoint,
    scheme_of,
)

LABELS = st.text("abcxyz019_", min_size=1, max_size=8).map(lambda label: f"h{label}")
HOSTS = (
    st.lists(LABELS, min_size=1, max_size=3).map(".".join)
    | st.ip_addresses(v=4).map(str)
    | st.ip_addresses(v=6).map(str)
)
PATHS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"]), max_size=10)
ENDPOINTS = st.builds(
    Endpoint,
    st.sampled_from(ENDPOINT_SCHEMES),
    HOSTS,
    st.integers(1, 65535),
    PATHS.map(lambda path: f"/{path}" if path else ""),
)


@given(ENDPOINTS)
def test_an_endpoint_prints_to_itself(endpoint):
    assert parse_endpoint(endpoint.url) == endpoint


@given(ENDPOINTS, st.data())
def test_spelling_does_not_matter(endpoint, data):
    """Upper case in scheme and host, a port that goes without saying, and credentials give the same URL."""
    scheme = data.draw(st.sampled_from([endpoint.scheme, endpoint.scheme.upper()]))
    host = endpoint.host.upper()
    host = f"[{host}]" if ":" in host else host
    port = "" if endpoint.port == SCHEMES[endpoint.scheme].port else f":0{endpoint.port}"
    userinfo = data.draw(st.sampled_from(["", "user@", "user:pa%40ss@"]))
    parsed = parse_endpoint(f"{scheme}://{userinfo}{host}{port}{endpoint.path}")
    assert parsed.url == endpoint.url
    assert (parsed.user, parsed.password) == {
        "": (None, None),
        "user@": ("user", None),
        "user:pa%40ss@": ("user", "pa@ss"),
    }[userinfo]


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("opcua://192.168.1.100:4840", "opc.tcp://192.168.1.100:4840"),
        ("opc.tcp://Server", "opc.tcp://server:4840"),
        ("opc.tcp://server/", "opc.tcp://server:4840"),
        ("opc.tcp://server:62541/Path/To?x", "opc.tcp://server:62541/Path/To?x"),
        ("opc.https://h", "opc.https://h:443"),
        ("opc.wss://h", "opc.wss://h:443"),
        ("mqtt://broker", "mqtt://broker:1883"),
        ("mqtts://broker", "mqtts://broker:8883"),
        ("ws://h", "ws://h:80"),
        ("wss://h", "wss://h:443"),
        ("http://h", "http://h:80"),
        ("https://h", "https://h:443"),
        ("opc.tcp://[FE80:0:0::1]", "opc.tcp://[fe80::1]:4840"),
        ("opc.tcp://[fe80::1%25eth0]:1", "opc.tcp://[fe80::1%25eth0]:1"),
        ("opc.tcp://Müller_1.local", "opc.tcp://müller_1.local:4840"),
    ],
)
def test_an_endpoint_has_one_url(text, url):
    endpoint = parse_endpoint(text)
    assert endpoint.url == str(endpoint) == url


def test_credentials_are_reported_and_never_shown():
    text = "opc.tcp://operator:s%3Acret@plc"
    endpoint = parse_endpoint(text)
    assert (endpoint.user, endpoint.password) == ("operator", "s:cret")
    assert "cret" not in repr(endpoint) + str(endpoint)
    assert "operator" not in repr(endpoint) + str(endpoint)
    start, end = credentials_span(text)
    assert text[start:end] == "operator:s%3Acret"


@pytest.mark.parametrize("text", ["opc.tcp://plc", "opc.tcp://plc/a@b", "plc", "user@plc"])
def test_no_credentials(text):
    assert credentials_span(text) is None


OPC_UA = ("opc.tcp", "opc.https", "opc.wss")
SOURCES = ("opc.tcp", "mqtt", "mqtts")


@pytest.mark.parametrize(
    ("text", "schemes", "fault", "suggestion"),
    [
        # scheme
        ("opc.tpc://h", OPC_UA, "opc.tpc", "opc.tcp://h"),
        ("opctcp://h", OPC_UA, "opctcp", "opc.tcp://h"),
        ("opc-tcp://h", OPC_UA, "opc-tcp", "opc.tcp://h"),
        ("opcua.tcp://h:4840", OPC_UA, "opcua.tcp", "opc.tcp://h:4840"),
        ("tcp://broker:1883", SOURCES, "tcp", "mqtt://broker:1883"),
        ("ssl://broker:8883/x:1", SOURCES, "ssl", "mqtts://broker:8883/x:1"),
        ("matt://broker", SOURCES, "matt", "mqtt://broker"),
        ("http://h", OPC_UA, "http", None),
        ("http://h", ("mqtt",), "http", "mqtt://h"),
        ("zigbee://h", SOURCES, "zigbee", None),
        ("192.168.1.1:4840", SOURCES, "192.168.1.1:4840", "opc.tcp://192.168.1.1:4840"),
        ("plc", SOURCES, "plc", None),
        ("plc", ("opcua",), "plc", "opc.tcp://plc"),
        ("://plc", ("opcua",), "://", "opc.tcp://plc"),
        ("opc.tcp:plc", OPC_UA, ":", "opc.tcp://plc"),
        ("opc.tcp:/plc", OPC_UA, ":/", "opc.tcp://plc"),
        ("opc.tcp//plc", OPC_UA, "//", "opc.tcp://plc"),
        # host
        ("opc.tcp://", OPC_UA, "opc.tcp://", None),
        ("opc.tcp:///path", OPC_UA, "opc.tcp://", None),
        ("opc.tcp://:4840", OPC_UA, ":4840", None),
        ("opc.tcp://a b:1", OPC_UA, " ", "opc.tcp://ab:1"),
        ("opc.tcp://pl$c", OPC_UA, "$", None),
        ("opc.tcp://plc\\path", OPC_UA, "\\", "opc.tcp://plc/path"),
        ("opc.tcp://plc,4840", OPC_UA, ",", "opc.tcp://plc:4840"),
        ("opc.tcp://a..b", OPC_UA, "a..b", None),
        ("opc.tcp://256.1.1.1", OPC_UA, "256.1.1.1", None),
        ("opc.tcp://192.168.1:4840", OPC_UA, "192.168.1", None),
        ("opc.tcp://" + "a" * 64, OPC_UA, "a" * 64, None),
        ("opc.tcp://fe80::1", OPC_UA, "fe80::1", "opc.tcp://[fe80::1]"),
        ("opc.tcp://fe80::1:4840/x", OPC_UA, "fe80::1:4840", "opc.tcp://[fe80::1]:4840/x"),
        ("opc.tcp://h:1:2", OPC_UA, "h:1:2", None),
        ("opc.tcp://[fe80::1", OPC_UA, "[fe80::1", "opc.tcp://[fe80::1]"),
        ("opc.tcp://[zz]", OPC_UA, "[zz]", None),
        ("opc.tcp://[::1]4840", OPC_UA, "4840", None),
        # port
        ("opc.tcp://h:", OPC_UA, ":", "opc.tcp://h"),
        ("opc.tcp://h:48x0", OPC_UA, "48x0", None),
        ("opc.tcp://h:-1", OPC_UA, "-1", None),
        ("opc.tcp://h:0", OPC_UA, "0", None),
        ("opc.tcp://h:65536/x", OPC_UA, "65536", None),
        ("opc.tcp://h: 4840", OPC_UA, " 4840", "opc.tcp://h:4840"),
        ("opc.tcp://h:٤٨", OPC_UA, "٤٨", None),
        # the whole
        (" opc.tcp://h", OPC_UA, " ", "opc.tcp://h"),
        ("opc.tcp://h\n", OPC_UA, "\n", "opc.tcp://h"),
        ("", OPC_UA, "", None),
        ("  ", OPC_UA, "  ", None),
        (" OPC.TPC://h:", OPC_UA, " ", "OPC.TPC://h:".replace("OPC.TPC", "opc.tcp").removesuffix(":")),
    ],
)
def test_a_slip(text, schemes, fault, suggestion):
    with pytest.raises(AddressError) as raised:
        parse_endpoint(text, schemes)
    error = raised.value
    assert (text[error.start : error.end], error.suggestion) == (fault, suggestion)


def test_the_message_names_what_is_allowed_when_nothing_is_near():
    with pytest.raises(AddressError, match=r"^Scheme 'zigbee' is not known: use opc\.tcp, mqtt, mqtts$"):
        parse_endpoint("zigbee://h", SOURCES)
    with pytest.raises(AddressError, match=r"^Scheme 'http' does not fit here: use opc\.tcp, mqtt, mqtts$"):
        parse_endpoint("http://h", SOURCES)


@pytest.mark.parametrize(
    ("text", "scheme"),
    [
        ("OPC.TCP://h", "opc.tcp"),
        ("opcua://h", "opcua"),
        ("x-y+1.z://h", "x-y+1.z"),
        ("sqlite:events.db", "sqlite"),
        ("plc7:4840", None),
        ("192.168.1.1:4840", None),
        ("://h", None),
        ("1a://h", None),
        ("ä://h", None),
        ("", None),
    ],
)
def test_the_scheme_of_a_text(text, scheme):
    assert scheme_of(text) == scheme


def test_an_alias_means_its_scheme():
    assert canonical_scheme("OPCUA") == canonical_scheme("opc.tcp") == "opc.tcp"
    assert canonical_scheme("zigbee") == "zigbee"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("opcua://h", Endpoint),
        ("kafka://h:9092", KafkaAddress),
        ("sqlite:///events.db", SqliteAddress),
        ("sqlite:events.db", SqliteAddress),
    ],
)
def test_an_address_is_read_by_its_scheme(text, kind):
    assert isinstance(parse_address(text), kind)


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("kafak://h:9092", "kafka://h:9092"),
        ("events:9092", "kafka://events:9092"),
        ("kafka://a,,b", "kafka://a,b"),
        ("sqlite://events.db", "sqlite:///events.db"),
        ("mqtt://h", None),
        ("events.db", None),
    ],
)
def test_an_event_store_is_one_of_two(text, suggestion):
    with pytest.raises(AddressError) as raised:
        parse_address(text, ("sqlite", "kafka"))
    assert raised.value.suggestion == suggestion

"""Whom a pattern covers, and above all whom it does not."""

from __future__ import annotations

import ipaddress
import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holo_lsp.addresses.endpoint import Endpoint, parse_endpoint
from holo_lsp.addresses.errors import AddressError
from holo_lsp.settings import EndpointPattern, parse_pattern


def covers(pattern, url):
    return parse_pattern(pattern).matches(parse_endpoint(url))


@pytest.mark.parametrize(
    ("pattern", "url"),
    [
        ("opc.tcp://10.0.1.5:4840", "opc.tcp://10.0.1.5:4840"),
        ("opc.tcp://10.0.1.5", "opc.tcp://10.0.1.5:4840"),
        ("opc.tcp://10.0.1.5:4840", "opc.tcp://10.0.1.5"),
        ("opc.tcp://10.0.1.5:4840/", "opc.tcp://10.0.1.5:4840/some/path"),
        ("opcua://10.0.1.5", "opc.tcp://10.0.1.5"),
        ("opc.tcp://10.0.1.5", "opcua://10.0.1.5"),
        ("OPC.TCP://PLC1", "opc.tcp://plc1"),
        ("opc.tcp://plc1", "OPC.TCP://PLC1"),
        ("opc.tcp://10.0.1.5", "opc.tcp://user:secret@10.0.1.5"),
        ("opc.tcp://10.0.1.*", "opc.tcp://10.0.1.255"),
        ("opc.tcp://10.0.1.1*", "opc.tcp://10.0.1.1"),
        ("opc.tcp://10.0.1.1*", "opc.tcp://10.0.1.17"),
        ("opc.tcp://10.*.1.*:*", "opc.tcp://10.9.1.7:51210"),
        ("opc.tcp://10.**", "opc.tcp://10.9.1.7"),
        ("opc.tcp://**.7", "opc.tcp://10.9.1.7"),
        ("opc.tcp://*.plant.example:*", "opc.tcp://plc1.plant.example:12345"),
        ("opc.tcp://plc*.plant.example", "opc.tcp://plc.plant.example"),
        ("opc.tcp://plc-*_a.plant.example", "opc.tcp://plc-1_a.plant.example"),
        ("opc.tcp://**.plant.example", "opc.tcp://a.b.plant.example"),
        ("opc.tcp://*", "opc.tcp://plc1"),
        ("opc.tcp://**:*", "opc.tcp://10.0.1.5:1"),
        ("opc.tcp://**:*", "opc.tcp://plc1.plant.example:1"),
        ("opc.tcp://**:*", "opc.tcp://[fd00::5]:1"),
        ("opc.tcp://[fd00::5]", "opc.tcp://[FD00:0:0::5]:4840"),
        ("opc.tcp://[FD00:0::5]:*", "opc.tcp://[fd00::5]:7"),
        ("opc.tcp://xn--mller-kva.example", "opc.tcp://xn--mller-kva.example"),
        ("mqtt://broker", "mqtt://broker:1883"),
        ("mqtts://broker", "mqtts://broker:8883"),
    ],
)
def test_covered(pattern, url):
    assert covers(pattern, url)


@pytest.mark.parametrize(
    ("pattern", "url"),
    [
        # another scheme or port
        ("opc.tcp://10.0.1.5", "mqtt://10.0.1.5:4840"),
        ("mqtt://broker:*", "mqtts://broker:8883"),
        ("opc.tcp://10.0.1.5", "opc.tcp://10.0.1.5:4841"),
        ("opc.tcp://10.0.1.5:484", "opc.tcp://10.0.1.5:4840"),
        # a host that only looks alike
        ("opc.tcp://10.0.1.*:*", "opc.tcp://10.0.1.evil.com"),
        ("opc.tcp://10.0.1.*:*", "opc.tcp://10.0.1.5.evil.com"),
        ("opc.tcp://10.0.1.*:*", "opc.tcp://10.0.10.5"),
        ("opc.tcp://10.0.1.*:*", "opc.tcp://110.0.1.5"),
        ("opc.tcp://10.0.1.*:*", "opc.tcp://10.0.1.5:4840@evil"),
        ("opc.tcp://10.0.1.*:*", "opc.tcp://10.0.1.5@evil.com"),
        ("opc.tcp://10.0.1.*:*", "opc.tcp://evil.com/10.0.1.5"),
        ("opc.tcp://10.0.1.*:*", "opc.tcp://evil.com?opc.tcp://10.0.1.5"),
        ("opc.tcp://10.0.1.*:*", "opc.tcp://evil.com#@10.0.1.5"),
        ("opc.tcp://10.0.1.*:*", "opc.tcp://10.0.1.x5"),
        ("opc.tcp://10.**:*", "opc.tcp://10.evil.com"),
        ("opc.tcp://10.**:*", "opc.tcp://10.0.0.5.evil.com"),
        ("opc.tcp://**.plant.example:*", "opc.tcp://plant.example"),
        ("opc.tcp://*.plant.example:*", "opc.tcp://a.b.plant.example"),
        ("opc.tcp://*.plant.example:*", "opc.tcp://plant.example"),
        ("opc.tcp://*.plant.example:*", "opc.tcp://a.plant.example.evil.com"),
        ("opc.tcp://*.plant.example:*", "opc.tcp://a.plantxexample"),
        ("opc.tcp://plc*:*", "opc.tcp://plc.evil.com"),
        ("opc.tcp://plc1:*", "opc.tcp://plc1."),
        # names and addresses are not mixed up
        ("opc.tcp://*.*.*.*:*", "opc.tcp://10.0.1.5"),
        ("opc.tcp://*:*", "opc.tcp://[fd00::5]"),
        ("opc.tcp://*:*", "opc.tcp://0x0a000105"),
        ("opc.tcp://*.*:*", "opc.tcp://10.0x105"),
        ("opc.tcp://10.0.1.5:*", "opc.tcp://[::ffff:10.0.1.5]"),
        ("opc.tcp://[fd00::5]:*", "opc.tcp://[fd00::5%eth0]"),
        ("opc.tcp://[fd00::5]:*", "opc.tcp://[fd00::50]"),
        ("opc.tcp://**:*", "opc.tcp://plc1\u0441.example"),
        ("opc.tcp://**:*", "opc.tcp://m\u00fcller.example"),
    ],
)
def test_not_covered(pattern, url):
    assert not covers(pattern, url)


@pytest.mark.parametrize(
    "host",
    [
        "",
        ".",
        "plc1.",
        "a..b",
        "10.0.1",
        "10.0.1.256",
        "010.0.1.5",
        "10.0.1.05",
        "167772421",
        "0x0a.0.1.5",
        "10.0.1.0x5",
        "\uff11\uff10.0.1.5",
        "10\u30020\u30021\u30025",
        "10.0.1.\u0665",
        "10.0.1.5%00",
        "10.0.1.5\0",
        "10.0.1.5\n",
        "10.0.1.5 ",
        "10.0.1.5/evil",
        "*",
        "[fd00::5]",
        "fd00::5%eth0",
        "a" * 64,
    ],
)
def test_a_host_that_is_not_in_its_plain_form_is_covered_by_nothing(host):
    # Endpoint is given directly: the decision must hold whatever the URL parser lets through
    endpoint = Endpoint("opc.tcp", host, 4840)
    assert not parse_pattern("opc.tcp://**:*").matches(endpoint)
    assert not parse_pattern("opc.tcp://10.**:*").matches(endpoint)


@pytest.mark.parametrize(
    ("text", "at", "message"),
    [
        ("", "", "URL is empty"),
        ("10.0.1.5", "10.0.1.5", "URL has no scheme"),
        ("*://10.0.1.5", "*", "Scheme '*' is not known"),
        ("opc.tc://10.0.1.5", "opc.tc", "use opc.tcp"),
        ("sqlite://10.0.1.5", "sqlite", "does not fit here"),
        ("opc.tcp://", "", "empty part"),
        ("opc.tcp://:4840", "", "empty part"),
        ("opc.tcp://10.0.1.5:4840@evil", "@", "no user"),
        ("opc.tcp://10.0.1.*\\@evil", "@", "no user"),
        ("opc.tcp://10.0.1.5\\evil", "\\", "no backslash"),
        ("opc.tcp://10.0.1.5/a/b", "/a/b", "remove the path"),
        ("opc.tcp://10.0.1.5?a", "?", "remove the query"),
        ("opc.tcp://10.0.1.5#a", "#", "remove the fragment"),
        ("opc.tcp://10.0.1.%2a", "%", "no percent signs"),
        ("opc.tcp://m\u00fcller", "\u00fc", "write a name as xn--"),
        ("opc.tcp://10.0.1.\u0665", "\u0665", "write a name as xn--"),
        ("opc.tcp://plc 1", "plc 1", "letters, digits"),
        ("opc.tcp://plc1\n", "\n", "control character"),
        ("opc.tcp://a..b", "", "empty part"),
        ("opc.tcp://plc1.", "", "empty part"),
        ("opc.tcp://10.0.1", "10.0.1", "four parts: write ** for the rest"),
        ("opc.tcp://10.0.1.*.*", "10.0.1.*.*", "four parts"),
        ("opc.tcp://10.0.1.256", "10.0.1.256", "256 is no part of an IPv4 address"),
        ("opc.tcp://10.0.01.*", "10.0.01.*", "01 is no part of an IPv4 address"),
        ("opc.tcp://plc*.5", "plc*.5", "cannot end in a number"),
        ("opc.tcp://plc.0x5", "plc.0x5", "cannot end in a number"),
        ("opc.tcp://a**.example", "a**", "stands alone between dots"),
        ("opc.tcp://***.example", "***", "stands alone between dots"),
        ("opc.tcp://[fd00::*]", "[fd00::*]", "one IPv6 address, without wildcards"),
        ("opc.tcp://[fd00::5", "[fd00::5", "must end with ']'"),
        ("opc.tcp://[fd00::5]x", "x", "Port must be"),
        ("opc.tcp://fd00::5", ":" + ":5", "Port must be"),
        ("opc.tcp://plc1:", ":", "Port must be"),
        ("opc.tcp://plc1:0", ":0", "Port must be"),
        ("opc.tcp://plc1:65536", ":65536", "Port must be"),
        ("opc.tcp://plc1:48*", ":48*", "Port must be"),
        ("opc.tcp://plc1:-1", ":-1", "Port must be"),
    ],
)
def test_what_is_no_pattern(text, at, message):
    with pytest.raises(AddressError, match=re.escape(message)) as caught:
        parse_pattern(text)
    assert text[caught.value.start : caught.value.end] == at


def test_the_canonical_text():
    assert str(parse_pattern("OPCUA://PLC*.Plant.Example/")) == "opc.tcp://plc*.plant.example:4840"
    assert str(parse_pattern("opc.tcp://[FD00:0::5]:*")) == "opc.tcp://[fd00::5]:*"


LABELS = st.sampled_from(
    ["10", "0", "1", "255", "256", "plc", "evil", "com", "a-b", "*", "**", "1*", "p*c", "0x1"]
)
PATTERNS = st.builds(
    lambda scheme, labels, port: f"{scheme}://{'.'.join(labels)}{port}",
    st.sampled_from(["opc.tcp", "opcua", "mqtt"]),
    st.lists(LABELS, min_size=1, max_size=5),
    st.sampled_from(["", ":*", ":4840", ":1883"]),
)
HOSTS = st.lists(
    st.sampled_from(["10", "0", "1", "19", "255", "plc", "pc", "evil", "com", "a-b"]), min_size=1, max_size=5
).map(".".join)


def covered_by_the_definition(pattern: EndpointPattern, host: str, port: int) -> bool:
    """The definition, label by label and with no regular expression."""

    def label_fits(glob: str, label: str) -> bool:
        if not glob:
            return not label
        if glob[0] == "*":
            return any(label_fits(glob[1:], label[start:]) for start in range(len(label) + 1))
        return bool(label) and glob[0] == label[0] and label_fits(glob[1:], label[1:])

    def labels_fit(globs: tuple[str, ...], labels: list[str]) -> bool:
        if not globs:
            return not labels
        if globs[0] == "**":
            return any(labels_fit(globs[1:], labels[start:]) for start in range(1, len(labels) + 1))
        return bool(labels) and label_fits(globs[0], labels[0]) and labels_fit(globs[1:], labels[1:])

    if pattern.scheme != "opc.tcp" or pattern.port not in {None, port}:
        return False
    numeric = all(set(label) <= set("0123456789*") for label in pattern.host) and any(
        set(label) - {"*"} for label in pattern.host
    )
    try:
        is_address = bool(ipaddress.IPv4Address(host))
    except ValueError:
        is_address = False
        if host.rpartition(".")[2].isdigit():
            return False
    kinds_agree = numeric == is_address or pattern.host == ("**",)
    return kinds_agree and labels_fit(pattern.host, host.split("."))


@given(PATTERNS, HOSTS, st.sampled_from([4840, 1883]))
def test_a_pattern_covers_what_the_definition_says(text, host, port):
    with suppress(AddressError):
        pattern = parse_pattern(text)
        assert pattern.matches(Endpoint("opc.tcp", host, port)) is covered_by_the_definition(
            pattern, host, port
        )


@given(PATTERNS)
def test_the_canonical_text_is_the_same_pattern(text):
    with suppress(AddressError):
        pattern = parse_pattern(text)
        assert parse_pattern(str(pattern)) == pattern


@given(st.text() | st.text(alphabet="opc.tcp:/[]*@%10").map(lambda tail: f"opc.tcp://{tail}"))
def test_any_text_is_a_pattern_or_an_address_error_within_the_text(text):
    fault = None
    try:
        parse_pattern(text)
    except AddressError as error:
        fault = error
    assert fault is None or 0 <= fault.start <= fault.end <= len(text)


@given(st.text(alphabet="opc.tcp:/[]@%10.5evil#?\\\uff11\u0665*") | st.text())
def test_numbers_with_wildcards_reach_nothing_outside_their_network(tail):
    with suppress(AddressError):
        endpoint = parse_endpoint(f"opc.tcp://{tail}")
        if parse_pattern("opc.tcp://10.0.1.*:*").matches(endpoint):
            assert ipaddress.IPv4Address(endpoint.host) in ipaddress.IPv4Network("10.0.1.0/24")

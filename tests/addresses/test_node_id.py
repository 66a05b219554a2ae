from __future__ import annotations

import binascii

import pytest
from asyncua import ua
from hypothesis import given
from hypothesis import strategies as st

from holo_lsp.addresses import (
    OPC_UA_NAMESPACE,
    AddressError,
    NodeId,
    describe,
    indexed_form,
    parse_node_id,
    stable_form,
)

GUID = "09087e75-8e5e-499b-954f-f2a9603db28a"

# --- a generator of texts written from the grammar of Part 6 §5.1.12 ---

UNICODE = st.characters(exclude_categories=["Cc", "Cs"])
URI_TEXT = st.text(UNICODE, min_size=1, max_size=12) | st.sampled_from(
    ["http://a.b/c", "urn:x:y", "a;b", "100%", "ü"]
)
NUMBER = st.integers(0, 3).map(lambda zeros: "0" * zeros)


def encoded(uri: str) -> str:
    """Percent-encoded as sparingly as the grammar allows."""
    return uri.replace("%", "%25").replace(";", "%3B")


@st.composite
def written(draw):
    """A text of the grammar and the NodeId that it is."""
    text, server, namespace = "", None, 0
    match draw(st.sampled_from(["", "svr", "svu"])):
        case "svr":
            server = draw(st.integers(0, 0xFFFF_FFFF))
            text += f"svr={draw(NUMBER)}{server};"
        case "svu":
            server = draw(URI_TEXT)
            text += f"svu={encoded(server)};"
    match draw(st.sampled_from(["", "ns", "nsu"])):
        case "ns":
            namespace = draw(st.integers(0, 0xFFFF))
            text += f"ns={draw(NUMBER)}{namespace};"
        case "nsu":
            namespace = draw(URI_TEXT)
            text += f"nsu={encoded(namespace)};"
    kind = draw(st.sampled_from("isgb"))
    match kind:
        case "i":
            identifier = draw(st.integers(0, 0xFFFF_FFFF))
            text += f"i={draw(NUMBER)}{identifier}"
        case "s":
            identifier = draw(st.text(UNICODE, min_size=1, max_size=20))
            text += f"s={identifier}"
        case "g":
            guid = str(draw(st.uuids()))
            identifier = guid
            text += f"g={draw(st.sampled_from([guid, guid.upper()]))}"
        case _:
            identifier = draw(st.binary(min_size=1, max_size=20))
            text += f"b={binascii.b2a_base64(identifier, newline=False).decode()}"
    return text, NodeId(namespace, kind, identifier, server)


@given(written())
def test_every_text_of_the_grammar_is_the_node_id_it_says(case):
    text, node_id = case
    assert parse_node_id(text) == node_id
    assert parse_node_id(str(node_id)) == node_id


@given(st.integers(0, 0xFFFF), st.integers(0, 0xFFFF_FFFF) | st.uuids() | st.binary(min_size=1, max_size=20))
def test_an_independent_parser_agrees_where_it_follows_the_standard(namespace, identifier):
    theirs = ua.NodeId(identifier, namespace)
    kind = "i" if isinstance(identifier, int) else "b" if isinstance(identifier, bytes) else "g"
    ours = NodeId(namespace, kind, identifier if kind in "ib" else str(identifier))
    assert ua.NodeId.from_string(str(ours)) == theirs
    assert parse_node_id(theirs.to_string()) == ours


# --- what is right ---


@pytest.mark.parametrize(
    ("text", "node_id"),
    [
        ("i=13", NodeId(0, "i", 13)),
        ("ns=10;s=Hello:World", NodeId(10, "s", "Hello:World")),
        (f"g={GUID.upper()}", NodeId(0, "g", GUID)),
        (
            "ns=1;b=M/RbKBsRVkePCePcx24oRA==",
            NodeId(1, "b", bytes.fromhex("33f45b281b1156478f09e3dcc76e2844")),
        ),
        ('ns=3;s="DB"."x"[3]', NodeId(3, "s", '"DB"."x"[3]')),
        ("ns=4;s=|var|CODESYS.App.GVL.x", NodeId(4, "s", "|var|CODESYS.App.GVL.x")),
        ("ns=2;s=a;b=c", NodeId(2, "s", "a;b=c")),
        ("ns=2;s= x ", NodeId(2, "s", " x ")),
        ("ns=2;s=ns=3;s=x", NodeId(2, "s", "ns=3;s=x")),
        ("ns=65535;i=4294967295", NodeId(65535, "i", 4294967295)),
        ("nsu=http://a%3Bb%25/;s=x", NodeId("http://a;b%/", "s", "x")),
        ("nsu=http://a=b,c/;i=1", NodeId("http://a=b,c/", "i", 1)),
        ("svr=7;nsu=urn:a;i=1", NodeId("urn:a", "i", 1, 7)),
        ("svu=urn:s;ns=1;i=1", NodeId(1, "i", 1, "urn:s")),
        ("ns=0;i=85", NodeId(0, "i", 85)),
        (f"nsu={OPC_UA_NAMESPACE};i=85", NodeId(0, "i", 85)),
        ("svr=0;i=85", NodeId(0, "i", 85)),
        ("ns=002;i=007", NodeId(2, "i", 7)),
        ("s=" + "x" * 4096, NodeId(0, "s", "x" * 4096)),
    ],
)
def test_a_node_id(text, node_id):
    assert parse_node_id(text) == node_id


@pytest.mark.parametrize(
    ("node_id", "text"),
    [
        (NodeId(0, "i", 85), "i=85"),
        (NodeId(OPC_UA_NAMESPACE, "i", 85), "i=85"),
        (NodeId(2, "s", "a;b"), "ns=2;s=a;b"),
        (NodeId("http://a;b/ü", "s", "x"), "nsu=http://a%3Bb/%C3%BC;s=x"),
        (NodeId("urn:a", "b", b"\0", 1), "svr=1;nsu=urn:a;b=AA=="),
        (NodeId(1, "g", GUID, "urn:s"), f"svu=urn:s;ns=1;g={GUID}"),
    ],
)
def test_a_node_id_prints_in_the_order_of_the_standard(node_id, text):
    assert str(node_id) == text


# --- what is wrong ---


@pytest.mark.parametrize(
    ("text", "fault", "suggestion"),
    [
        ("NS=2;s=x", "NS", "ns=2;s=x"),
        ("ns=2;S=x", "S", "ns=2;s=x"),
        ("I=1", "I", "i=1"),
        ("srv=1;s=x", "srv", "svr=1;s=x"),
        ("ns=2,s=x", ",", "ns=2;s=x"),
        ("ns=2:s=x", ":", "ns=2;s=x"),
        ("ns=2|s=x", "|", "ns=2;s=x"),
        ("ns=2 s=x", " ", "ns=2;s=x"),
        ("ns=2s=x", "ns=2", "ns=2;s=x"),
        ("ns=2; s=x", " ", "ns=2;s=x"),
        ("ns=2 ;s=x", "2 ", "ns=2;s=x"),
        ("ns= 2;s=x", " 2", "ns=2;s=x"),
        (" ns=2;s=x", " ", "ns=2;s=x"),
        ("ns=2;i=1 ", " ", "ns=2;i=1"),
        ("ns=2;i= 1", " ", "ns=2;i=1"),
        ("NS = 2; S=x", "NS ", "ns=2;s=x"),
        ("ns=2;x=foo", "x=", None),
        ("ns=2;Foo", "Foo", "ns=2;s=Foo"),
        ("ns=2;Foo.Bar=1", "Foo.Bar=1", "ns=2;s=Foo.Bar=1"),
        ("ns=2;1234", "1234", "ns=2;i=1234"),
        (f"ns=2;{GUID}", GUID, f"ns=2;g={GUID}"),
        ("Foo", "Foo", None),
        ("2258", "2258", "i=2258"),
        ("ns=zz;s=x", "zz", None),
        ("ns=-1;s=x", "-1", None),
        ("ns=²;s=x", "²", None),
        ("ns=70000;s=x", "70000", None),
        ("ns=http://a.b/;s=x", "ns=http://a.b/", "nsu=http://a.b/;s=x"),
        ("svr=urn:a;s=x", "svr=urn:a", "svu=urn:a;s=x"),
        ("ns=;s=x", "ns=", None),
        ("ns=2", "ns=2", None),
        ("ns=2;", "ns=2;", None),
        ("ns=2;s=", "s=", None),
        ("s=", "s=", None),
        ("b=", "b=", None),
        ("i=", "i=", None),
        ("i=-1", "-1", None),
        ("i=4294967296", "4294967296", None),
        ("i=1.5", ".5", None),
        ("ns=2;i=1;s=2", ";s=2", None),
        ("ns=2;i=Foo", "i=Foo", "ns=2;s=Foo"),
        ("g=1", "1", None),
        (f"g={{{GUID}}}", f"{{{GUID}}}", f"g={GUID}"),
        (f"g={GUID.replace('-', '')}", GUID.replace("-", ""), f"g={GUID}"),
        ("b=!!", "!!", None),
        ("b=QQ", "QQ", "b=QQ=="),
        ("b=_-8=", "_-8=", "b=/+8="),
        ("ns=2;ns=3;s=x", "ns=3", None),
        ("svr=1;svr=2;s=x", "svr=2", None),
        ("ns=2;svr=1;s=x", "svr=1", "svr=1;ns=2;s=x"),
        ("nsu=;s=x", "nsu=", None),
        ("nsu=urn:a", "nsu=urn:a", None),
        ("nsu=urn:a%zz;s=x", "%", "nsu=urn:a%25zz;s=x"),
        ("nsu=urn:%FF;s=x", "urn:%FF", None),
        ("nsu=urn:%00;s=x", "urn:%00", None),
        ("s=a\0b", "\0", "s=ab"),
        ("s=a\x85b", "\x85", "s=ab"),
        ("s=a\ud800", "\ud800", "s=a"),
        ("s=" + "x" * 4097, "x", None),
        ("", "", None),
        ("  ", "  ", None),
    ],
)
def test_a_slip_is_shown_where_it_is_and_mended_where_one_mend_is_sensible(text, fault, suggestion):
    with pytest.raises(AddressError) as raised:
        parse_node_id(text)
    error = raised.value
    assert (text[error.start : error.end], error.suggestion) == (fault, suggestion)


# --- forms and words ---

NAMESPACES = [OPC_UA_NAMESPACE, "urn:server", "http://machine/"]


def test_the_stable_form_names_the_namespace_and_the_indexed_form_counts_it():
    by_index, by_uri = NodeId(2, "s", "x"), NodeId("http://machine/", "s", "x")
    assert stable_form(by_index, NAMESPACES) == by_uri
    assert indexed_form(by_uri, NAMESPACES) == by_index
    assert stable_form(by_uri, NAMESPACES) == by_uri
    assert indexed_form(by_index, NAMESPACES) == by_index


def test_the_namespace_of_opc_ua_has_one_form():
    assert stable_form(NodeId(0, "i", 85), NAMESPACES) == NodeId(0, "i", 85)
    assert indexed_form(parse_node_id(f"nsu={OPC_UA_NAMESPACE};i=85"), NAMESPACES) == NodeId(0, "i", 85)


def test_a_namespace_that_the_server_does_not_have_gives_no_form():
    assert stable_form(NodeId(3, "s", "x"), NAMESPACES) is None
    assert indexed_form(NodeId("urn:other", "s", "x"), NAMESPACES) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ns=2;s=Spindle.RPM", 'text "Spindle.RPM" in namespace 2'),
        ("i=2258", "number 2258 in the OPC UA namespace"),
        (f"nsu=urn:a;g={GUID}", f"GUID {GUID} in namespace urn:a"),
        ("svr=3;ns=1;b=AAAA", "3 opaque bytes in namespace 1 on server 3"),
    ],
)
def test_a_node_id_in_words(text, words):
    assert describe(parse_node_id(text)) == words


@pytest.mark.parametrize(
    ("text", "null"),
    [
        ("i=0", True),
        ("g=00000000-0000-0000-0000-000000000000", True),
        ("ns=1;i=0", False),
        ("i=1", False),
    ],
)
def test_the_null_node_ids_of_the_standard(text, null):
    assert parse_node_id(text).is_null is null

"""Messages survive the way to the other process; what is no message is refused."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holo_lsp.facts import Endpoint, EndpointState, NearMiss, Node, NodeState, ValueKind
from holo_lsp.live.pace import Pace
from holo_lsp.live.protocol import (
    Browse,
    Describe,
    Hello,
    Nodes,
    PlainPolicy,
    ProtocolError,
    Refresh,
    Report,
    Stop,
    Watch,
    applied,
    decode_reply,
    decode_request,
    encode,
    reports,
)
from holo_lsp.live.wanted import WantedEndpoint
from holo_lsp.settings import Policy, TrustEntry, parse_pattern

TEXT = st.text(max_size=12)  # lone surrogates and control characters among them
MAYBE = st.one_of(st.none(), TEXT)
NUMBER = st.floats(allow_nan=False, allow_infinity=False)
RIGHTS = st.frozensets(st.sampled_from(["read", "write"]))
NEAR = st.builds(NearMiss, TEXT, TEXT, st.sampled_from(["spelling", "namespace"]))
NODES = st.builds(
    Node,
    node_id=TEXT,
    state=st.sampled_from(get_args(NodeState)),
    stable_id=MAYBE,
    node_class=MAYBE,
    data_type=MAYBE,
    kind=st.sampled_from(get_args(ValueKind)),
    value_rank=st.one_of(st.none(), st.integers(-3, 3)),
    access=RIGHTS,
    user_access=RIGHTS,
    browse_name=MAYBE,
    display_name=MAYBE,
    description=MAYBE,
    browse_path=MAYBE,
    unit=MAYBE,
    range=st.one_of(st.none(), st.tuples(NUMBER, NUMBER)),
    minimum_sampling_interval=st.one_of(st.none(), NUMBER),
    value=MAYBE,
    quality=st.sampled_from([None, "good", "uncertain", "bad"]),
    status=MAYBE,
    source_time=MAYBE,
    near=st.lists(NEAR, max_size=3).map(tuple),
)
ENDPOINTS = st.builds(
    Endpoint,
    url=st.just("opc.tcp://127.0.0.1:4840"),
    state=st.sampled_from(get_args(EndpointState)),
    message=MAYBE,
    namespaces=st.lists(TEXT, max_size=3).map(tuple),
    nodes=st.dictionaries(TEXT, NODES, max_size=3).map(MappingProxyType),
    indexed=st.integers(0, 10**6),
    checked_at=st.one_of(st.none(), NUMBER),
)
WANTED = st.builds(
    WantedEndpoint,
    TEXT,
    MAYBE,
    MAYBE,
    st.frozensets(TEXT, max_size=2),
    st.frozensets(TEXT, max_size=3),
    MAYBE,
)
POLICY = Policy(
    allow=(parse_pattern("opc.tcp://10.0.1.*:4840"), parse_pattern("opc.tcp://**:*")),
    entries=(
        TrustEntry(
            pattern=parse_pattern("opc.tcp://[::1]:4841"),
            env_names=frozenset({"A", "B"}),
            added=date(2026, 1, 2),
        ),
    ),
    enabled=False,
    workspace_trusted=False,
)


@given(NODES, st.integers(0, 10**9))
def test_an_answer_survives(node: Node, number: int):
    answer = Nodes(number, (node, node))
    line = encode(answer)
    assert decode_reply(line) == answer
    assert line.count(b"\n") == 1
    assert line.isascii()


@given(ENDPOINTS, st.lists(TEXT, max_size=2), st.booleans())
def test_a_report_survives(endpoint: Endpoint, gone: list[str], more: bool):
    report = Report(endpoint, tuple(gone), more)
    assert decode_reply(encode(report)) == report


@given(st.lists(WANTED, max_size=3))
def test_a_wish_survives(wanted: list[WantedEndpoint]):
    watch = Watch(tuple(wanted), PlainPolicy.of(POLICY), Pace(timeout=1, index_nodes=7))
    assert decode_request(encode(watch)) == watch


def test_a_policy_survives_but_for_the_right_to_write():
    everything = (parse_pattern("opc.tcp://**:*"),)
    policy = Policy(allow=POLICY.allow, entries=POLICY.entries, write=everything)
    assert PlainPolicy.of(policy).policy() == Policy(allow=POLICY.allow, entries=POLICY.entries)
    assert PlainPolicy.of(POLICY).policy() == POLICY


@pytest.mark.parametrize(
    "request_", [Browse(1, "u", "q", 5), Describe(2, "u", "i=1"), Refresh(), Refresh("u"), Stop()]
)
def test_other_requests_survive(request_: Browse | Describe | Refresh | Stop):
    assert decode_request(encode(request_)) == request_


def test_a_greeting_survives():
    assert decode_reply(encode(Hello(1, 99))) == Hello(1, 99)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"no JSON",
        b"[]",
        b"{}",
        b"7",
        b"\xff",
        b'{"Stop":{},"Refresh":{}}',
        b'{"Write":{}}',
        b'{"Hello":{"version":1,"pid":2}}',
        b'{"Stop":[]}',
        b'{"Browse":{"id":1}}',
        b'{"Browse":{"id":true,"url":"u","query":"q","limit":1}}',
        b'{"Refresh":{"url":5}}',
        b'{"Watch":{"endpoints":{},"policy":{},"pace":{}}}',
        b'{"Watch":{"endpoints":[],"policy":{"allow":"x"},"pace":{}}}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_request_is_refused(line: bytes):
    with pytest.raises(ProtocolError):
        decode_request(line)


@pytest.mark.parametrize(
    "line",
    [
        b'{"Stop":{}}',
        b'{"Nodes":{"id":1,"nodes":[{"node_id":"x","state":"odd"}]}}',
        b'{"Nodes":{"id":1,"nodes":[{"node_id":"x","state":"known","range":[1]}]}}',
        b'{"Report":{"endpoint":{"url":"u"}}}',
    ],
)
def test_what_is_no_reply_is_refused(line: bytes):
    with pytest.raises(ProtocolError):
        decode_reply(line)


@pytest.mark.parametrize("allow", ["nowhere", "opc.tcp://10.0.1:4840"])
def test_a_policy_that_cannot_be_read_is_refused(allow: str):
    with pytest.raises(ProtocolError):
        PlainPolicy(allow=(allow,)).policy()


@given(st.one_of(st.none(), ENDPOINTS), ENDPOINTS)
def test_reports_make_the_new_state_of_the_old(before: Endpoint | None, after: Endpoint):
    state = before
    for report in reports(before, after):
        state = applied(state, report)
    assert state == after


def test_a_large_change_comes_in_small_pieces():
    nodes = {f"i={n}": Node(node_id=f"i={n}", state="known") for n in range(950)}
    after = Endpoint(url="u", state="online", nodes=MappingProxyType(nodes))
    pieces = list(reports(None, after))
    assert len(pieces) == 10
    assert [piece.more for piece in pieces] == [True] * 9 + [False]
    (only,) = reports(after, after)
    assert not only.endpoint.nodes

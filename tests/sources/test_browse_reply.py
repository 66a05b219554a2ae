"""The hand-written decoder against asyncua's own encoder, and against bytes that nobody encoded."""

from __future__ import annotations

from uuid import UUID

import pytest
from asyncua import ua
from asyncua.ua.ua_binary import struct_to_binary
from hypothesis import given
from hypothesis import strategies as st

from holo_lsp.addresses import AddressError, parse_node_id
from holo_lsp.sources.opcua.browse_reply import Reference, decode_browse_results
from holo_lsp.sources.opcua.errors import ReplyError
from holo_lsp.sources.opcua.nodeids import to_wire

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
IDENTIFIERS = st.one_of(
    st.integers(0, 2**32 - 1), TEXT, st.binary(min_size=1, max_size=8), st.uuids(version=4)
)
NODE_IDS = st.builds(ua.NodeId, IDENTIFIERS, st.integers(0, 2**16 - 1))
ELSEWHERE = st.builds(
    lambda uri, server: ua.ExpandedNodeId("x", 1, ua.NodeIdType.String, uri, server),
    st.sampled_from([None, "urn:x"]),
    st.sampled_from([0, 7]),
).filter(lambda node_id: node_id.NamespaceUri or node_id.ServerIndex)
NAMES = st.builds(ua.QualifiedName, TEXT, st.integers(0, 2**15 - 1))  # what asyncua can encode
LOCALIZED = st.builds(ua.LocalizedText, st.one_of(st.none(), TEXT), st.sampled_from([None, "en"]))
CLASSES = st.sampled_from(list(ua.NodeClass))


@st.composite
def reference(draw: st.DrawFn) -> ua.ReferenceDescription:
    described = ua.ReferenceDescription()
    described.ReferenceTypeId = draw(NODE_IDS)
    described.NodeId = draw(st.one_of(NODE_IDS, ELSEWHERE))
    described.BrowseName = draw(NAMES)
    described.DisplayName = draw(LOCALIZED)
    described.NodeClass = draw(CLASSES)
    described.TypeDefinition = draw(NODE_IDS)
    return described


@st.composite
def result(draw: st.DrawFn) -> ua.BrowseResult:
    answer = ua.BrowseResult()
    answer.StatusCode = ua.StatusCode(draw(st.sampled_from([0, 0x804B0000])))
    answer.ContinuationPoint = draw(st.one_of(st.none(), st.binary(min_size=1, max_size=9)))
    answer.References = draw(st.lists(reference(), max_size=4))
    return answer


def encoded(results: list[ua.BrowseResult]) -> bytes:
    """What follows the header of a reply: the results, and no DiagnosticInfos."""
    body = b"".join(map(struct_to_binary, results))
    return len(results).to_bytes(4, "little") + body + (0).to_bytes(4, "little")


def is_here(node_id: ua.NodeId) -> bool:
    return not isinstance(node_id, ua.ExpandedNodeId)


@given(st.lists(result(), max_size=4))
def test_what_asyncua_encodes_is_read(results: list[ua.BrowseResult]):
    decoded = decode_browse_results(encoded(results))
    assert len(decoded) == len(results)
    for got, sent in zip(decoded, results, strict=True):
        assert (got.status, got.continuation) == (sent.StatusCode.value, sent.ContinuationPoint)
        here = [each for each in sent.References if is_here(each.NodeId)]
        for one, other in zip(got.references, here, strict=True):
            assert (one.type_namespace, one.type_identifier) == (
                other.ReferenceTypeId.NamespaceIndex,
                other.ReferenceTypeId.Identifier,
            )
            assert (one.namespace, one.identifier) == (other.NodeId.NamespaceIndex, other.NodeId.Identifier)
            assert (one.browse_namespace, one.browse_name) == (
                other.BrowseName.NamespaceIndex,
                other.BrowseName.Name,
            )
            assert one.display_name == (other.DisplayName.Text or "")
            assert one.node_class == other.NodeClass


@given(NODE_IDS)
def test_the_text_of_an_id_is_the_one_that_files_use(node_id: ua.NodeId):
    described = ua.ReferenceDescription(NodeId=node_id, BrowseName=ua.QualifiedName("x"))
    text = decode_browse_results(encoded([ua.BrowseResult(References=[described])]))[0].references[0].node_id
    try:
        parsed = parse_node_id(text)
    except AddressError:  # control characters, which no file can hold
        return
    assert to_wire(parsed) == node_id
    assert str(parsed) == text


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes):
    try:
        decode_browse_results(data)
    except ReplyError:
        return


@given(st.lists(result(), min_size=1, max_size=3), st.data())
def test_a_reply_that_is_cut_is_refused(results: list[ua.BrowseResult], data: st.DataObject):
    whole = encoded(results)[:-4]
    with pytest.raises(ReplyError):
        decode_browse_results(whole[: data.draw(st.integers(0, len(whole) - 1))])


@pytest.mark.parametrize("count", [b"\xff\xff\xff\x7f", b"\x00\x00\x00\x40"])
def test_a_count_is_believed_only_as_far_as_bytes_follow(count: bytes):
    with pytest.raises(ReplyError):
        decode_browse_results(count + bytes(40))


def test_no_results_at_all():
    assert decode_browse_results(b"\xff\xff\xff\xff") == []


def test_bytes_that_are_no_utf_8_are_replaced():
    described = ua.ReferenceDescription(
        ReferenceTypeId=ua.NodeId(35), NodeId=ua.NodeId(UUID(int=5), 3), BrowseName=ua.QualifiedName("XX")
    )
    data = encoded([ua.BrowseResult(References=[described])]).replace(b"XX", b"\xff\xff")
    (read,) = decode_browse_results(data)[0].references
    assert read == Reference(
        0, 35, "ns=3;g=00000000-0000-0000-0000-000000000005", 3, UUID(int=5), 0, "\ufffd\ufffd", "", 0
    )

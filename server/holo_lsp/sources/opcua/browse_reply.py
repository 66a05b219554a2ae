"""The results of a Browse or BrowseNext reply, decoded by hand (Part 6 v1.05 §5.2, Part 4 §5.9.2).

asyncua builds some twenty objects for each reference, which is most of what a crawl costs. This reads the
same bytes into one tuple each. The bytes are a stranger's: a count is believed only as far as bytes follow.
"""

from __future__ import annotations

import binascii
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from holo_lsp.sources.opcua.errors import ReplyError

if TYPE_CHECKING:
    from holo_lsp.sources.opcua.nodeids import Identifier

_U16 = struct.Struct("<H").unpack_from
_U32 = struct.Struct("<I").unpack_from
_I32 = struct.Struct("<i").unpack_from
_FOUR_BYTE = struct.Struct("<BH").unpack_from
_NUMERIC = struct.Struct("<HI").unpack_from

# Part 6 v1.05 §5.2.2.9: how the identifier of a NodeId is encoded, and what else an ExpandedNodeId has.
_ENCODING = 0x3F
_IN_TWO_BYTES, _IN_FOUR_BYTES, _AS_NUMBER, _AS_STRING, _AS_GUID, _AS_BYTES = range(6)
_HAS_URI = 0x80
_HAS_SERVER = 0x40
# Part 6 v1.05 §5.2.2.14: which parts of a LocalizedText follow.
_HAS_LOCALE = 0x01
_HAS_TEXT = 0x02


class Reference(NamedTuple):
    """One reference to a node of the same server. ``node_id`` is the canonical text of the target's id."""

    type_namespace: int
    type_identifier: Identifier
    node_id: str
    namespace: int
    identifier: Identifier
    browse_namespace: int
    browse_name: str
    display_name: str
    node_class: int


@dataclass(frozen=True, slots=True)
class BrowseResult:
    """What one node answered. ``continuation`` is there when it has more to tell."""

    status: int
    continuation: bytes | None
    references: tuple[Reference, ...]


def decode_browse_results(data: bytes) -> list[BrowseResult]:
    """The results in ``data``, the part of the reply that follows its ResponseHeader.

    References to nodes of other servers, or to nodes that are named by URI, are left out: their ids cannot be
    asked for here. Raises ReplyError.
    """
    try:
        return _results(data)
    except (struct.error, IndexError, ValueError) as error:
        raise ReplyError(f"browse results cannot be decoded: {error}") from error


def _results(data: bytes) -> list[BrowseResult]:
    (count,) = _I32(data, 0)
    at = 4
    results: list[BrowseResult] = []
    for _ in range(count):
        (status,) = _U32(data, at)
        continuation, at = _bytes(data, at + 4)
        (length,) = _I32(data, at)
        at += 4
        references: list[Reference] = []
        for _ in range(length):
            at = _reference(data, at, references)
        results.append(BrowseResult(status, continuation or None, tuple(references)))
    if at > len(data):
        raise ReplyError("browse results are cut short")
    return results


def _reference(data: bytes, at: int, references: list[Reference]) -> int:
    type_namespace, type_identifier, _, at = _node_id(data, at)
    at += 1  # IsForward: only forward references are ever asked for
    namespace, identifier, foreign, at = _node_id(data, at)
    (browse_namespace,) = _U16(data, at)
    browse_name, at = _bytes(data, at + 2)
    display_name = None
    mask = data[at]
    at += 1
    if mask & _HAS_LOCALE:
        _, at = _bytes(data, at)
    if mask & _HAS_TEXT:
        display_name, at = _bytes(data, at)
    (node_class,) = _U32(data, at)
    *_, at = _node_id(data, at + 4)  # TypeDefinition
    if not foreign:
        references.append(
            Reference(
                type_namespace,
                type_identifier,
                _printed(namespace, identifier),
                namespace,
                identifier,
                browse_namespace,
                _text(browse_name),
                _text(display_name),
                node_class,
            )
        )
    return at


def _node_id(data: bytes, at: int) -> tuple[int, Identifier, bool, int]:
    """A NodeId or ExpandedNodeId: namespace, identifier, whether it is elsewhere, and where it ends."""
    flags = data[at]
    encoding = flags & _ENCODING
    namespace = 0
    identifier: Identifier
    if encoding == _AS_STRING:
        (namespace,) = _U16(data, at + 1)
        raw, at = _bytes(data, at + 3)
        identifier = _text(raw)
    elif encoding == _IN_TWO_BYTES:
        identifier = data[at + 1]
        at += 2
    elif encoding == _IN_FOUR_BYTES:
        namespace, identifier = _FOUR_BYTE(data, at + 1)
        at += 4
    elif encoding == _AS_NUMBER:
        namespace, identifier = _NUMERIC(data, at + 1)
        at += 7
    elif encoding == _AS_GUID:
        (namespace,) = _U16(data, at + 1)
        identifier = UUID(bytes_le=data[at + 3 : at + 19])
        at += 19
    elif encoding == _AS_BYTES:
        (namespace,) = _U16(data, at + 1)
        raw, at = _bytes(data, at + 3)
        identifier = raw or b""
    else:
        raise ReplyError(f"node id has the unknown encoding {encoding}")
    foreign = False
    if flags & _HAS_URI:
        uri, at = _bytes(data, at)
        foreign = bool(uri)
    if flags & _HAS_SERVER:
        (server,) = _U32(data, at)
        at += 4
        foreign = foreign or server != 0
    return namespace, identifier, foreign, at


def _printed(namespace: int, identifier: Identifier) -> str:
    """The id in the form of Part 6 v1.05 §5.1.12."""
    if isinstance(identifier, str):
        text = f"s={identifier}"
    elif isinstance(identifier, int):
        text = f"i={identifier}"
    elif isinstance(identifier, bytes):
        text = f"b={binascii.b2a_base64(identifier, newline=False).decode('ascii')}"
    else:
        text = f"g={identifier}"
    return f"ns={namespace};{text}" if namespace else text


def _bytes(data: bytes, at: int) -> tuple[bytes | None, int]:
    (length,) = _I32(data, at)
    start = at + 4
    if length < 0:
        return None, start
    end = start + length
    if end > len(data):
        raise ReplyError("text is cut short")
    return data[start:end], end


def _text(raw: bytes | None) -> str:
    return "" if raw is None else raw.decode("utf-8", "replace")

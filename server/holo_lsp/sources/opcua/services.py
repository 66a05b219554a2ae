"""The service calls that this client makes: Read, Browse, BrowseNext, TranslateBrowsePathsToNodeIds (Part 4).

There are no others on purpose: with no Write and no Call here, nothing above can move a machine. This is also
the one place that deals with asyncua's requests and replies, whose annotations say little.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from asyncua import ua
from asyncua.ua import ua_binary
from asyncua.ua.object_ids import ObjectIds

from holo_lsp.sources.opcua.browse_reply import decode_browse_results
from holo_lsp.sources.opcua.errors import ReplyError
from holo_lsp.sources.opcua.limits import in_chunks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holo_lsp.sources.opcua.browse_reply import BrowseResult
    from holo_lsp.sources.opcua.connection import Connection

ReadOperation = tuple[ua.NodeId, int]
"""A node and the number of the attribute to read."""

_binary: Any = ua_binary

_PER_OPERATION = 0.002
"""Seconds that a server may take longer for each operation of a call."""

BROWSE_TIMEOUT = 30.0
"""Seconds. Servers that ignore the limit on references send a whole folder at once, however large."""

_RESULT_MASK = (
    ua.BrowseResultMask.ReferenceTypeId
    | ua.BrowseResultMask.NodeClass
    | ua.BrowseResultMask.BrowseName
    | ua.BrowseResultMask.DisplayName
)


async def read(connection: Connection, operations: Sequence[ReadOperation]) -> list[ua.DataValue]:
    """The answers to ``operations``, in order, in as few calls as the server's limit allows.

    An id or attribute that the server does not have costs its own answer only.
    """

    async def call(chunk: Sequence[ReadOperation]) -> list[ua.DataValue]:
        request: Any = ua.ReadRequest()
        request.Parameters.TimestampsToReturn = ua.TimestampsToReturn.Source
        request.Parameters.NodesToRead = [
            ua.ReadValueId(node, cast("ua.IntegerId", attribute)) for node, attribute in chunk
        ]
        reply: Any = await _call(connection, request, ua.ReadResponse, len(chunk))
        return cast("list[ua.DataValue]", reply.Results)

    return await in_chunks(connection.limits.read, operations, call)


async def browse(
    connection: Connection,
    nodes: Sequence[ua.NodeId],
    reference_type: int,
    *,
    inverse: bool = False,
    references_per_node: int = 0,
) -> list[BrowseResult]:
    """One Browse along ``reference_type`` and its subtypes; the caller minds the limit and drains the rest.

    ``references_per_node``: the most that come before a continuation point; 0 leaves it to the server.
    """
    request: Any = ua.BrowseRequest()
    request.Parameters.RequestedMaxReferencesPerNode = references_per_node
    direction = ua.BrowseDirection.Inverse if inverse else ua.BrowseDirection.Forward
    along = ua.NodeId(cast("ua.Int32", reference_type))
    mask = int(_RESULT_MASK)
    description: Any = ua.BrowseDescription
    # All fields at once: those that are left out cost asyncua more than the rest of the request.
    request.Parameters.NodesToBrowse = [description(node, direction, along, True, 0, mask) for node in nodes]  # noqa: FBT003
    return await _browse_call(connection, request, len(nodes))


async def browse_next(
    connection: Connection, points: Sequence[bytes], *, release: bool = False
) -> list[BrowseResult]:
    """More of what an earlier Browse began, or with ``release`` no more of it."""
    request: Any = ua.BrowseNextRequest()
    request.Parameters.ReleaseContinuationPoints = release
    request.Parameters.ContinuationPoints = list(points)
    return await _browse_call(connection, request, len(points))


async def find_properties(
    connection: Connection, paths: Sequence[tuple[ua.NodeId, str]]
) -> list[ua.NodeId | None]:
    """The node of each (variable, name of a standard property); ``None`` where there is none."""

    async def call(chunk: Sequence[tuple[ua.NodeId, str]]) -> list[ua.NodeId | None]:
        request: Any = ua.TranslateBrowsePathsToNodeIdsRequest()
        request.Parameters.BrowsePaths = [_property_path(node, name) for node, name in chunk]
        reply: Any = await _call(connection, request, ua.TranslateBrowsePathsToNodeIdsResponse, len(chunk))
        return [
            None if not result.StatusCode.is_good() else _first(result.Targets) for result in reply.Results
        ]

    return await in_chunks(connection.limits.translate, paths, call)


def _property_path(node: ua.NodeId, name: str) -> ua.BrowsePath:
    element: Any = ua.RelativePathElement()
    element.ReferenceTypeId = ua.NodeId(cast("ua.Int32", ObjectIds.HasProperty))
    element.IsInverse = False
    element.IncludeSubtypes = True
    element.TargetName = ua.QualifiedName(name, 0)
    path: Any = ua.BrowsePath()
    path.StartingNode = node
    path.RelativePath.Elements = [element]
    return path


def _first(targets: list[Any]) -> ua.NodeId | None:
    """The first target, if it is a node of this server that can be asked for by index."""
    target = targets[0].TargetId if targets else ua.NodeId()
    if target.is_null() or getattr(target, "NamespaceUri", None) or getattr(target, "ServerIndex", None):
        return None
    return ua.NodeId(target.Identifier, target.NamespaceIndex)


async def _call(connection: Connection, request: object, reply_type: type, operations: int) -> object:
    data = await connection.exchange(request, connection.timeout + operations * _PER_OPERATION)
    reply: Any = _binary.struct_from_binary(reply_type, data)
    reply.ResponseHeader.ServiceResult.check()
    return reply


async def _browse_call(connection: Connection, request: object, operations: int) -> list[BrowseResult]:
    data = await connection.exchange(request, max(BROWSE_TIMEOUT, connection.timeout))
    _binary.nodeid_from_binary(data)
    header: Any = _binary.struct_from_binary(ua.ResponseHeader, data)
    header.ServiceResult.check()
    results = decode_browse_results(data.read(len(data)))
    if len(results) != operations:
        raise ReplyError(f"{len(results)} results for {operations} nodes")
    return results

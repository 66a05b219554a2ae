"""What a value of an OPC UA DataType is in the language, by the HasSubtype hierarchy (Part 3 v1.05 §5.8.3).

The types of the standard's own namespace are known here; a server is asked for its own types only.
"""

from __future__ import annotations

from dataclasses import dataclass, is_dataclass
from enum import EnumType
from typing import TYPE_CHECKING, Any, cast

from asyncua import ua
from asyncua.ua import object_ids
from asyncua.ua.attribute_ids import AttributeIds
from asyncua.ua.object_ids import ObjectIds

from holo_lsp.sources.opcua import services
from holo_lsp.sources.opcua.limits import in_chunks
from holo_lsp.sources.opcua.nodeids import wire_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from holo_lsp.facts import ValueKind
    from holo_lsp.sources.opcua.browse_reply import BrowseResult
    from holo_lsp.sources.opcua.connection import Connection

_DEEPEST = 16
"""Levels of subtyping that are followed; a hierarchy that is deeper is a loop."""

#: The standard's types for which asyncua has no telling class, by what their values are (Part 6 §5.1.2 and
#: Part 3 §8); what is shown as text counts as text.
_KINDS: dict[ValueKind, str] = {
    "boolean": "Boolean",
    "number": "SByte Byte Int16 UInt16 Int32 UInt32 Int64 UInt64 Float Double Number Integer UInteger "
    "Decimal Enumeration Duration Counter IntegerId Index VersionTime BitFieldMaskDataType StatusCode Handle",
    "string": "String LocalizedText QualifiedName DateTime UtcTime Guid NodeId ExpandedNodeId ByteString "
    "XmlElement LocaleId NumericRange NormalizedString DecimalString DurationString TimeString DateString "
    "UriString SemanticVersionString Image ImageBMP ImageGIF ImageJPG ImagePNG AudioDataType "
    "ContinuationPoint ApplicationInstanceCertificate SessionAuthenticationToken EncodedTicket",
    "structure": "Structure Union OptionSet",
}
_STANDARD: dict[int, ValueKind] = {
    getattr(ObjectIds, name): kind for kind, names in _KINDS.items() for name in names.split()
}
_NAMES = cast("dict[int, str]", cast("Any", object_ids).ObjectIdNames)


@dataclass(frozen=True, slots=True)
class DataType:
    """A DataType by its name, and what a scalar of it is in the language."""

    name: str | None
    kind: ValueKind


UNKNOWN_TYPE = DataType(None, "unknown")


class DataTypes:
    """The types of one connection; each is asked for once."""

    def __init__(self) -> None:
        self._known: dict[ua.NodeId, DataType] = {}

    def __getitem__(self, data_type: ua.NodeId) -> DataType:
        """The type, as far as it was learnt."""
        return self._known.get(data_type) or standard_type(data_type) or UNKNOWN_TYPE

    async def learn(self, connection: Connection, data_types: Iterable[ua.NodeId]) -> None:
        """Ask for all that are not known yet: one Read for their names, one Browse for each level above."""
        asked = [
            data_type
            for data_type in dict.fromkeys(data_types)
            if data_type not in self._known and standard_type(data_type) is None
        ]
        if not asked:
            return
        names = await services.read(connection, [(data_type, AttributeIds.BrowseName) for data_type in asked])
        bases = await _bases(connection, asked)
        for data_type, answer in zip(asked, names, strict=True):
            name = answer.Value.Value if answer.Value is not None else None
            self._known[data_type] = DataType(
                name.Name if isinstance(name, ua.QualifiedName) else None,
                bases.get(data_type, UNKNOWN_TYPE).kind,
            )


def standard_type(data_type: ua.NodeId) -> DataType | None:
    """The type if it is one of the standard's own namespace."""
    identifier = data_type.Identifier
    if data_type.NamespaceIndex != 0 or not isinstance(identifier, int):
        return None
    name = _NAMES.get(identifier)
    return None if name is None else DataType(name, _STANDARD.get(identifier) or _generated_kind(name))


def _generated_kind(name: str) -> ValueKind:
    """The kind of an enumeration or structure for which asyncua generated a class from the standard."""
    generated: object = getattr(ua, name, None)
    if isinstance(generated, EnumType):
        return "number"
    return "structure" if is_dataclass(generated) else "unknown"


async def _bases(connection: Connection, data_types: list[ua.NodeId]) -> dict[ua.NodeId, DataType]:
    """For each type the nearest standard type above it, where there is one."""
    found: dict[ua.NodeId, DataType] = {}
    climbing = {data_type: data_type for data_type in data_types}
    for _ in range(_DEEPEST):
        if not climbing:
            break
        parents = await _supertypes(connection, list(dict.fromkeys(climbing.values())))
        above = {data_type: parents.get(current) for data_type, current in climbing.items()}
        climbing = {}
        for data_type, parent in above.items():
            standard = None if parent is None else standard_type(parent)
            if standard is not None:
                found[data_type] = standard
            elif parent is not None:
                climbing[data_type] = parent
    return found


async def _supertypes(connection: Connection, data_types: list[ua.NodeId]) -> dict[ua.NodeId, ua.NodeId]:
    async def call(chunk: Sequence[ua.NodeId]) -> list[BrowseResult]:
        return await services.browse(connection, chunk, ObjectIds.HasSubtype, inverse=True)

    results = await in_chunks(connection.limits.browse, data_types, call)
    return {
        data_type: wire_id(result.references[0].namespace, result.references[0].identifier)
        for data_type, result in zip(data_types, results, strict=True)
        if result.references  # one at most: a type has one supertype
    }

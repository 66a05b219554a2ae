"""The demo plant's nodes as an OPC UA address space: ``nodes`` turned into AddNodes requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

from asyncua import ua
from asyncua.ua.object_ids import ObjectIds

from holo_lsp.demo.nodes import MACHINE_STATES, MACHINES, Access, Method, Node, Object, Unit, Variable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from holo_lsp.demo.machine import Value

_READ = ua.AccessLevel.CurrentRead.mask
_WRITE = ua.AccessLevel.CurrentWrite.mask
_ACCESS: Mapping[Access, int] = {
    "read": _READ,
    "read_write": _READ | _WRITE,
    "write": _WRITE,
    "denied": _READ,
}

# asyncua's annotations name the types of the wire, its code takes those of Python
_make_node_id: Callable[[str | int, int], ua.NodeId] = cast("Any", ua.NodeId)

_MACHINE_STATE = "MachineState"
_UNECE = "http://www.opcfoundation.org/UA/units/un/cefact"


def node_id(node: Node, indexes: Mapping[str, int]) -> ua.NodeId:
    """NodeId of ``node`` where its namespace has the index that ``indexes`` tells."""
    return _make_node_id(node.path, indexes[node.namespace])


def standard_id(identifier: int) -> ua.NodeId:
    """NodeId of one of the standard's own nodes."""
    return _make_node_id(identifier, 0)


def variant(variable: Variable, value: Value) -> ua.Variant:
    """Make ``value`` an OPC UA value of the variable's type."""
    return ua.Variant(value, _variant_type(variable), is_array=variable.array)


def enumeration(indexes: Mapping[str, int]) -> Iterator[ua.AddNodesItem]:
    """Make the DataType MachineState with its EnumStrings (Part 3 §8.40)."""
    index = indexes[MACHINES]
    item = ua.AddNodesItem()
    item.ParentNodeId = standard_id(ObjectIds.Enumeration)
    item.ReferenceTypeId = standard_id(ObjectIds.HasSubtype)
    item.RequestedNewNodeId = _make_node_id(_MACHINE_STATE, index)
    item.BrowseName = ua.QualifiedName(_MACHINE_STATE, index)
    item.NodeClass = ua.NodeClass.DataType
    item.NodeAttributes = _described(ua.DataTypeAttributes(), _MACHINE_STATE, "What a machine is doing")
    yield item
    strings = ua.Variant([ua.LocalizedText(name) for name in MACHINE_STATES])
    yield _property(_MACHINE_STATE, index, "EnumStrings", strings, ObjectIds.LocalizedText)


def items(
    node: Node, parent: ua.NodeId, value: Value | None, indexes: Mapping[str, int]
) -> Iterator[ua.AddNodesItem]:
    """Make ``node`` below ``parent``, and the properties that belong to it.

    ``value`` is a variable's first; ``None`` stands for a variable that nobody can read.
    """
    item = ua.AddNodesItem()
    item.ParentNodeId = parent
    above, _, name = node.path.rpartition(".")
    item.ReferenceTypeId = standard_id(ObjectIds.HasComponent if above else ObjectIds.Organizes)
    item.RequestedNewNodeId = node_id(node, indexes)
    item.BrowseName = ua.QualifiedName(name, indexes[node.namespace])
    match node:
        case Object():
            item.NodeClass = ua.NodeClass.Object
            item.TypeDefinition = standard_id(ObjectIds.BaseObjectType)
            item.NodeAttributes = _described(ua.ObjectAttributes(), name, node.doc)
        case Method():
            item.NodeClass = ua.NodeClass.Method
            attributes = ua.MethodAttributes(Executable=True, UserExecutable=True)
            item.NodeAttributes = _described(attributes, name, node.doc)
        case Variable():
            item.NodeClass = ua.NodeClass.Variable
            item.TypeDefinition = standard_id(_type_definition(node))
            attributes = _variable_attributes(node, value, indexes)
            item.NodeAttributes = _described(attributes, name, node.doc)
    yield item
    if isinstance(node, Variable):
        yield from _properties(node, indexes[node.namespace])


def _variable_attributes(
    variable: Variable, value: Value | None, indexes: Mapping[str, int]
) -> ua.VariableAttributes:
    attributes = ua.VariableAttributes()
    if value is not None:
        attributes.Value = variant(variable, value)
    if variable.type == _MACHINE_STATE:
        attributes.DataType = _make_node_id(_MACHINE_STATE, indexes[MACHINES])
    else:
        attributes.DataType = standard_id(_variant_type(variable).value)
    attributes.ValueRank = ua.ValueRank.OneDimension if variable.array else ua.ValueRank.Scalar
    if variable.array:
        attributes.ArrayDimensions = [ua.UInt32(0)]  # of any length
    attributes.AccessLevel = ua.Byte(_ACCESS[variable.access])
    attributes.UserAccessLevel = ua.Byte(0 if variable.access == "denied" else _ACCESS[variable.access])
    attributes.MinimumSamplingInterval = variable.sampling
    return attributes


def _variant_type(variable: Variable) -> ua.VariantType:
    return ua.VariantType.Int32 if variable.type == _MACHINE_STATE else ua.VariantType[variable.type]


def _type_definition(variable: Variable) -> int:
    if variable.range is not None:
        return ObjectIds.AnalogItemType
    return ObjectIds.BaseDataVariableType if variable.unit is None else ObjectIds.AnalogUnitType


def _properties(variable: Variable, index: int) -> Iterator[ua.AddNodesItem]:
    """EURange and EngineeringUnits (Part 8 §5.3.2)."""
    if variable.range is not None:
        span = ua.Range(*map(float, variable.range))
        yield _property(variable.path, index, "EURange", ua.Variant(span), ObjectIds.Range)
    if variable.unit is not None:
        unit = _engineering_unit(variable.unit)
        yield _property(variable.path, index, "EngineeringUnits", ua.Variant(unit), ObjectIds.EUInformation)


def _engineering_unit(unit: Unit) -> ua.EUInformation:
    """The unit with the id that Part 8 §5.6.4.3 makes of its common code: the code's bytes as a number."""
    return ua.EUInformation(
        NamespaceUri=_UNECE,
        UnitId=int.from_bytes(unit.code.encode("ascii"), "big"),
        DisplayName=ua.LocalizedText(unit.symbol),
        Description=ua.LocalizedText(unit.name),
    )


def _property(path: str, index: int, name: str, value: ua.Variant, data_type: int) -> ua.AddNodesItem:
    """Make a property of the node at ``path``, one of those that the standard names."""
    item = ua.AddNodesItem()
    item.ParentNodeId = _make_node_id(path, index)
    item.ReferenceTypeId = standard_id(ObjectIds.HasProperty)
    item.RequestedNewNodeId = _make_node_id(f"{path}.{name}", index)
    item.BrowseName = ua.QualifiedName(name, 0)
    item.NodeClass = ua.NodeClass.Variable
    item.TypeDefinition = standard_id(ObjectIds.PropertyType)
    attributes = ua.VariableAttributes()
    attributes.Value = value
    attributes.DataType = standard_id(data_type)
    attributes.ValueRank = ua.ValueRank.OneDimension if value.is_array else ua.ValueRank.Scalar
    item.NodeAttributes = _described(attributes, name, "")
    return item


_Attributes = TypeVar("_Attributes", bound=ua.NodeAttributes)


def _described(attributes: _Attributes, name: str, doc: str) -> _Attributes:
    attributes.DisplayName = ua.LocalizedText(name)
    attributes.Description = ua.LocalizedText(doc)
    return attributes

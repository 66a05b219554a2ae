"""Values and calls with tab stops, by type (LSP 3.17, "Snippet Syntax")."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holo_lsp.addresses import SCHEMES, canonical_scheme
from holo_lsp.analysis.completion.offer import literal
from holo_lsp.traits import roles, value_snippet
from holo_lsp.traits.types import (
    Dtmi,
    FilePath,
    ListOf,
    NodeId,
    NodeMap,
    OneOf,
    Range,
    Record,
    Reference,
    StatePath,
    Text,
    Topic,
    Url,
    Vector,
)

if TYPE_CHECKING:
    from holo_lsp.traits.spec import Argument, Function, Parameter
    from holo_lsp.traits.types import ValueType

_SQLITE = "sqlite:///${1:events.db}"
_NO_SEGMENT = re.compile(r"\W|^(?=\d)", re.ASCII)


def value_of(argument: Argument) -> str:
    """A value of the argument."""
    return typed_value(argument.type, argument.example)


def typed_value(kind: ValueType, example: str) -> str:
    """A value of a type; ``example`` is source text of one, for those that have no form of their own."""
    match kind:
        case OneOf(options=(first, *_)):
            return typed_value(first, example)
        case Url(schemes=schemes):
            return f'"{address(schemes[0])}"'
        case Dtmi():
            return f'"{dtmi("Machine")}"'
        case StatePath():
            return f'"{roles.STATE_ROOT}.${{1:field}}"'
        case Text(secret=True):
            return f'{roles.ENV}("${{1:NAME}}")'
        case Text() | NodeId() | Topic() | FilePath():
            return '"$1"'
        case Record() | NodeMap() | ListOf() | Vector() | Range():
            return _brackets(kind)
        case Reference(to="twin"):
            return "twin#${1:id}"
        case _:
            return value_snippet(kind, example)


def _brackets(kind: Record | NodeMap | ListOf | Vector | Range) -> str:
    match kind:
        case NodeMap():
            return f'{{\n\t"$1": "{roles.STATE_ROOT}.${{2:field}}"\n}}'
        case Record():
            return "{ $1 }"
        case ListOf():
            return "[$1]"
        case Vector(size=size):
            return f"[{', '.join(f'${{{number}:0}}' for number in range(1, size + 1))}]"
        case Range():
            return "[${1:0}, ${2:100}]"


def address(scheme: str) -> str:
    """The address that a scheme begins, without quotes."""
    if canonical_scheme(scheme) == "sqlite":
        return _SQLITE
    port = SCHEMES[canonical_scheme(scheme)].port
    return f"{scheme}://${{1:host}}:${{2:{port}}}"


def dtmi(name: str) -> str:
    """A model identifier for something called ``name``, without quotes."""
    segment = _NO_SEGMENT.sub("_", name).strip("_") or "Machine"
    return f"dtmi:${{1:com:example}}:${{2:{literal(segment)}}};${{3:1}}"


def call(function: Function, objects: str) -> str:
    """A call of a function or method; ``objects`` is the list that it would go over."""
    taken = [parameter for parameter in function.parameters if _is_taken(parameter, function)]
    listed: list[str] = []
    stop = 1
    for parameter in taken:
        text, stop = _parameter(parameter, function, objects, stop)
        listed.append(text)
    return f"{function.name}({', '.join(listed)})"


def _is_taken(parameter: Parameter, function: Function) -> bool:
    """Does the call get the parameter? What may be left out is, but for what makes a function useful."""
    if not parameter.optional:
        return True
    if function.receiver is not None or parameter.named:
        return False
    return parameter.type == "list" or (parameter.path and parameter.type == "string")


def _parameter(parameter: Parameter, function: Function, objects: str, stop: int) -> tuple[str, int]:
    """The parameter with tab stops from ``stop`` on, and the next one."""
    if parameter.function:
        if len(function.parameters) > 1:  # a result so far, and an item
            return f"(${{{stop}:total}}, ${{{stop + 1}:o}}) => ${{{stop + 2}:total}}", stop + 3
        return f"${{{stop}:o}} => ${{{stop + 1}:o}}", stop + 2
    if parameter.path and parameter.type == "string":
        return f'"{roles.STATE_ROOT}.${{{stop}:field}}"', stop + 1
    if parameter.type == "list" and function.receiver is None:
        return f"${{{stop}:{objects}}}", stop + 1
    if parameter.type == "string":
        return f'"${{{stop}:{parameter.name}}}"', stop + 1
    if parameter.type == "any":
        return f"${stop}", stop + 1
    return f"${{{stop}:{parameter.name}}}", stop + 1

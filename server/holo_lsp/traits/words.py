"""Types and signatures in words."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from holo_lsp.traits.examples import source
from holo_lsp.traits.spec import Function, Trait, Value, Widget
from holo_lsp.traits.types import (
    Anything,
    Boolean,
    Color,
    Dtmi,
    Duration,
    Enumeration,
    Expression,
    FilePath,
    ListOf,
    NodeId,
    NodeMap,
    Number,
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
    from collections.abc import Mapping, Sequence

    from holo_lsp.traits.spec import Argument, BodyKind, Parameter
    from holo_lsp.traits.types import ValueType

_LINE = 80
_CHOICES = 4
"""How many choices are all named; of more, one fewer."""

_WORDS: Mapping[type[ValueType], str] = MappingProxyType(
    {
        Anything: "any value",
        Boolean: "true | false",
        Color: "colour",
        Dtmi: "DTMI",
        Duration: "duration",
        NodeId: "node id",
        NodeMap: "{ address: state path }",
        Range: "[low, high]",
        StatePath: "state path",
        Topic: "MQTT topic",
    }
)

_BODIES: Mapping[BodyKind, str] = MappingProxyType(
    {"fields": "{ fields }", "computed": "{ values }", "widgets": "{ widgets }"}
)


def type_words(value: ValueType) -> str:
    """``value`` in short, as signatures have it: ``ms > 0``, ``"a" | "b"``, ``state path``."""
    match value:
        case ListOf(item=item):
            return f"[{type_words(item)}, …]"
        case OneOf(options=options):
            return " | ".join(map(type_words, options))
        case Record(entries=entries):
            return f"{{ {', '.join(entry.name for entry in entries)} }}"
        case Number():
            return _number_words(value)
        case Vector():
            return _vector_words(value)
        case Enumeration():
            return _choice_words(value)
        case Text() | Url() | Expression() | FilePath() | Reference():
            return _text_words(value)
        case _:
            return _WORDS[type(value)]


def signature(declaration: Trait | Widget | Function | Value) -> str:
    """How ``declaration`` is used, with types and defaults; over several lines when one does not hold it.

    ``name?`` marks what may be left out and has no default. What is accepted for compatibility is not shown.
    """
    match declaration:
        case Trait(name=name, arguments=arguments, body=body):
            call = _call(f"@{name}", _argument_signatures(arguments))
            return call if body is None else f"{call} {_BODIES[body]}"
        case Widget(name=name, arguments=arguments):
            return _call(name, _argument_signatures(arguments), always=True)
        case Function(name=name, parameters=parameters, receiver=receiver, returns=returns):
            listed = [_parameter_signature(parameter) for parameter in parameters]
            return f"{_call(_of(receiver, name), listed, always=True)}: {returns}"
        case Value(name=name, receiver=receiver, type=kind):
            return f"{_of(receiver, name)}: {kind}"


def argument_signature(argument: Argument) -> str:
    """``name: type = default``."""
    words = type_words(argument.type)
    if argument.default is not None:
        return f"{argument.name}: {words} = {source(argument.default)}"
    needed = argument.required and argument.only is None
    return f"{argument.name}: {words}" if needed else f"{argument.name}?: {words}"


def _argument_signatures(arguments: Sequence[Argument]) -> list[str]:
    return [argument_signature(argument) for argument in arguments if not argument.compatibility]


def _parameter_signature(parameter: Parameter) -> str:
    words = "function" if parameter.function else parameter.type
    if parameter.path:
        words = "state path" if words == "string" else f"state path | {words}"
    spread = "..." if parameter.many else ""
    return f"{spread}{parameter.name}{'?' if parameter.optional else ''}: {words}"


def _of(receiver: str | None, name: str) -> str:
    return name if receiver is None else f"{receiver}.{name}"


def _call(name: str, arguments: Sequence[str], *, always: bool = False) -> str:
    if not arguments:
        return f"{name}()" if always else name
    line = f"{name}({', '.join(arguments)})"
    return line if len(line) <= _LINE else "\n".join([f"{name}(", *(f"  {each}," for each in arguments), ")"])


def _number_words(value: Number) -> str:
    base = value.unit or ("integer" if value.integer else "number")
    low, high = value.minimum, value.maximum
    if low is not None and high is not None and not value.above:
        return f"{base} {low:g}…{high:g}"
    below = f" {'>' if value.above else '≥'} {low:g}" if low is not None else ""
    return base + below + (f" ≤ {high:g}" if high is not None else "")


def _vector_words(value: Vector) -> str:
    axes = "xyzw"
    listed = (
        f"[{', '.join(axes[: value.size])}]" if value.size <= len(axes) else f"list of {value.size} numbers"
    )
    return f"{listed} in {value.unit}" if value.unit else listed


def _choice_words(value: Enumeration) -> str:
    names = [source(choice.name) for choice in value.choices]
    short = names if len(names) <= _CHOICES else names[: _CHOICES - 1]
    more = len(short) < len(names) or not value.closed
    return " | ".join([*short, "…"] if more else short)


def _text_words(value: Text | Url | Expression | FilePath | Reference) -> str:
    match value:
        case Text(secret=secret):
            return "string from env()" if secret else "string"
        case Url(schemes=schemes):
            return f"URL ({', '.join(schemes)})"
        case Expression(result=result):
            return "expression" if result == "any" else f"{result} expression"
        case FilePath(suffixes=suffixes):
            return f"file ({', '.join(suffixes)})"
        case Reference(to=to):
            return "twin#id" if to == "twin" else "template"

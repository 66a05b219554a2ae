"""Declarations as JSON, as ``holo.traits.json`` has them and as ``holo traits --json`` prints them.

A type is its tag, or an object with the tag under ``type`` and the parameters beside it. What equals its
default is left out. Reading what was written gives an equal declaration. What is read must fit the schema.
"""

from __future__ import annotations

from dataclasses import fields
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from holo_lsp.traits.examples import example, source
from holo_lsp.traits.snippets import plain, trait_snippet
from holo_lsp.traits.spec import AnyOf, Argument, Combination, Exclusive, Together, Trait, When
from holo_lsp.traits.types import (
    Anything,
    Boolean,
    Choice,
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
    from collections.abc import Callable, Mapping

    from holo_lsp.traits.spec import Block, Default, Function, Parameter, Rule, Value, Widget
    from holo_lsp.traits.types import ValueType

    Declaration = Trait | Block | Widget | Function | Value | Parameter | Argument | When | Choice | ValueType

JsonObject = dict[str, Any]

TAGS: Mapping[str, type[ValueType]] = MappingProxyType(
    {
        "any": Anything,
        "boolean": Boolean,
        "color": Color,
        "dtmi": Dtmi,
        "duration": Duration,
        "enumeration": Enumeration,
        "expression": Expression,
        "file": FilePath,
        "list": ListOf,
        "node_id": NodeId,
        "node_map": NodeMap,
        "number": Number,
        "one_of": OneOf,
        "range": Range,
        "record": Record,
        "reference": Reference,
        "state_path": StatePath,
        "text": Text,
        "topic": Topic,
        "url": Url,
        "vector": Vector,
    }
)
"""Each type by its tag."""

RULES: Mapping[str, type[Rule]] = MappingProxyType(
    {"together": Together, "exclusive": Exclusive, "any_of": AnyOf}
)
"""Each rule by its tag."""

_TAG_OF: Mapping[type, str] = {kind: tag for tag, kind in TAGS.items()}
_RULE_TAG_OF: Mapping[type, str] = {kind: tag for tag, kind in RULES.items()}


def declaration_json(declaration: Declaration) -> JsonObject:
    """``declaration`` in JSON; of a trait, an item of ``traits`` in ``holo.traits.json``."""
    values = ((field, getattr(declaration, field.name)) for field in fields(declaration))
    return {field.name: _json(value) for field, value in values if value != field.default}


def read_type(written: str | JsonObject) -> ValueType:
    """The type that ``written`` says."""
    if isinstance(written, str):
        return _make(written, {})
    parameters = {key: value for key, value in written.items() if key != "type"}
    match written["type"]:
        case "enumeration":
            choices = tuple(_read_choice(choice) for choice in parameters["choices"])
            return Enumeration(choices, closed=parameters.get("closed", True))
        case "list":
            return ListOf(read_type(parameters["item"]), unique=parameters.get("unique", False))
        case "record":
            return Record(tuple(read_argument(entry) for entry in parameters["entries"]))
        case "one_of":
            return OneOf(tuple(read_type(option) for option in parameters["options"]))
        case tag:
            return _make(tag, {key: _frozen(value) for key, value in parameters.items()})


def read_argument(written: JsonObject) -> Argument:
    """The argument that ``written`` declares, with an example made up where there is none."""
    value = read_type(written["type"])
    given = {
        key: _frozen(written[key]) for key in ("required", "compatibility", "synonym_of") if key in written
    }
    default = cast("Default", _frozen(written.get("default")))
    only = written.get("only")
    return Argument(
        name=written["name"],
        type=value,
        doc=written.get("doc", ""),
        example=written.get("example") or (example(value) if default is None else source(default)),
        default=default,
        only=When(only["argument"], tuple(only["values"])) if only else None,
        **given,
    )


def read_trait(written: JsonObject, path: str) -> Trait:
    """The trait that ``written``, in the file at ``path``, declares.

    Snippet and example are made up where there is none.
    """
    arguments = tuple(read_argument(argument) for argument in written.get("arguments", ()))
    snippet = written.get("snippet") or trait_snippet(written["name"], arguments, written.get("body"))
    given = {key: written[key] for key in ("body", "repeatable") if key in written}
    if "places" in written:
        given["places"] = frozenset(written["places"])
    return Trait(
        name=written["name"],
        summary=written["summary"],
        doc=written.get("doc", ""),
        example=written.get("example") or f"@{plain(snippet)}",
        snippet=snippet,
        arguments=arguments,
        rules=tuple(_read_rule(rule) for rule in written.get("rules", ())),
        source=path,
        **given,
    )


def _type_json(value: ValueType) -> str | JsonObject:
    tag = _TAG_OF[type(value)]
    parameters = declaration_json(value)
    return {"type": tag, **parameters} if parameters else tag


def _json(value: object) -> object:
    match value:
        case tuple():
            return [_json(item) for item in cast("tuple[object, ...]", value)]
        case frozenset():
            return sorted(cast("frozenset[str]", value))
        case Combination():
            return {
                "rule": _RULE_TAG_OF[type(value)],
                "arguments": list(value.arguments),
                "reason": value.reason,
            }
        case None | str() | int() | float():
            return value
        case _ if type(value) in _TAG_OF:
            return _type_json(cast("ValueType", value))
        case _:
            return declaration_json(cast("Declaration", value))


def _make(tag: str, parameters: JsonObject) -> ValueType:
    make = cast("Callable[..., ValueType]", TAGS[tag])
    return make(**parameters)


def _read_choice(written: str | JsonObject) -> Choice:
    return (
        Choice(written, "") if isinstance(written, str) else Choice(written["name"], written.get("doc", ""))
    )


def _read_rule(written: JsonObject) -> Rule:
    return RULES[written["rule"]](tuple(written["arguments"]), written["reason"])


def _frozen(value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    return tuple(cast("list[Any]", value)) if isinstance(value, list) else value

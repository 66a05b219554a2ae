"""The catalogue as JSON, and JSON Schema (draft 2020-12) of ``holo.traits.json``."""

from __future__ import annotations

from dataclasses import MISSING, fields
from types import MappingProxyType
from typing import TYPE_CHECKING, get_args

from holo_lsp.traits.notation import RULES, TAGS, declaration_json
from holo_lsp.traits.spec import BodyKind, Place
from holo_lsp.traits.types import TypeName

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holo_lsp.traits.catalogue import Catalogue
    from holo_lsp.traits.notation import JsonObject

DRAFT = "https://json-schema.org/draft/2020-12/schema"

NAME = r"^[A-Za-z_][A-Za-z0-9_]*$"
"""What a trait or an argument can be called."""

PLAIN_TAGS = tuple(
    tag for tag, kind in TAGS.items() if all(field.default is not MISSING for field in fields(kind))
)
"""The types that can be named without parameters."""


def catalogue_json(catalogue: Catalogue) -> JsonObject:
    """All declarations of ``catalogue``, each kind as a list; ``traits`` is that of ``holo.traits.json``."""
    return {
        "traits": [declaration_json(trait) for trait in catalogue.traits.values()],
        "blocks": [declaration_json(block) for block in catalogue.blocks.values()],
        "properties": [declaration_json(argument) for argument in catalogue.properties.values()],
        "widgets": [declaration_json(widget) for widget in catalogue.widgets.values()],
        "functions": [declaration_json(function) for function in catalogue.functions.values()],
        "methods": [declaration_json(one) for methods in catalogue.methods.values() for one in methods],
        "values": [declaration_json(value) for value in catalogue.values.values()],
        "members": [declaration_json(one) for members in catalogue.members.values() for one in members],
    }


def traits_schema() -> JsonObject:
    """JSON Schema of ``holo.traits.json``, with a title and a description wherever an editor shows one."""
    return {
        "$schema": DRAFT,
        "$id": "urn:holo-lsp:schema:traits:1",
        "title": "Traits of a HoloScript workspace",
        "description": "Declares traits that the workspace uses beside those that are built in.",
        "type": "object",
        "required": ["traits"],
        "additionalProperties": False,
        "properties": {
            "$schema": _text("Schema", "Where this schema is found; read by editors."),
            "traits": _list("Traits", "The traits, each under a name of its own.", _ref("trait")),
        },
        "$defs": {
            "trait": _TRAIT,
            "argument": _ARGUMENT,
            "only": _ONLY,
            "rule": _RULE,
            "choice": _CHOICE,
            "literal": {"type": ["string", "number", "boolean"]},
            "type": _type(),
            **{f"type_{tag}": _parameters(tag) for tag in TAGS},
        },
    }


def _ref(name: str) -> JsonObject:
    return {"$ref": f"#/$defs/{name}"}


def _prose(title: str, description: str) -> JsonObject:
    return {"title": title, "description": description, "type": "string"}


def _text(title: str, description: str) -> JsonObject:
    return {**_prose(title, description), "minLength": 1}


def _name(title: str, description: str) -> JsonObject:
    return {**_prose(title, description), "pattern": NAME}


def _flag(title: str, description: str, *, default: bool = False) -> JsonObject:
    return {"title": title, "description": description, "type": "boolean", "default": default}


def _number(title: str, description: str) -> JsonObject:
    return {"title": title, "description": description, "type": "number"}


def _list(title: str, description: str, item: JsonObject, *, least: int = 0) -> JsonObject:
    return {"title": title, "description": description, "type": "array", "items": item, "minItems": least}


def _one(title: str, description: str, values: tuple[str, ...]) -> JsonObject:
    return {"title": title, "description": description, "enum": list(values)}


def _object(title: str, description: str, required: tuple[str, ...], properties: JsonObject) -> JsonObject:
    return {
        "title": title,
        "description": description,
        "type": "object",
        "required": list(required),
        "additionalProperties": False,
        "properties": properties,
    }


_TRAIT = _object(
    "Trait",
    "A trait: `@name(arguments) { body }`.",
    ("name", "summary"),
    {
        "name": _name("Name", "The name behind the `@`."),
        "summary": _text("Summary", "One sentence: what the trait does. Hover and completion show it first."),
        "doc": _prose("Documentation", "A few more sentences, in Markdown without links, images and HTML."),
        "example": _text("Example", "A whole use of the trait, in HoloScript."),
        "snippet": _text(
            "Snippet", "What completion inserts behind the `@`, with tab stops as in `${1:text}`."
        ),
        "arguments": _list("Arguments", "The arguments, each under a name of its own.", _ref("argument")),
        "body": _one(
            "Body", "What stands between the braces of the trait, if it has any.", get_args(BodyKind)
        ),
        "repeatable": _flag("Repeatable", "Whether an object may have the trait more than once."),
        "places": _list(
            "Places",
            "Where the trait may stand. When not given: twins, templates and the top level of a file.",
            {"enum": list(get_args(Place))},
            least=1,
        ),
        "rules": _list("Rules", "Which arguments go together and which do not.", _ref("rule")),
        "source": _text(
            "Source", "The file with the declaration: `holo traits --json` writes it, nobody reads it."
        ),
    },
)

_ARGUMENT = _object(
    "Argument",
    "An argument of a trait, or an entry of a record.",
    ("name", "type"),
    {
        "name": _name("Name", "The name before the colon."),
        "type": _ref("type"),
        "doc": _prose("Documentation", "What the argument says, in Markdown without links, images and HTML."),
        "example": _text("Example", "A value, in HoloScript: a text with its quotes."),
        "default": {
            "title": "Default",
            "description": "The value that the argument has when it is not given.",
            "type": ["string", "number", "boolean", "array"],
            "items": _ref("literal"),
        },
        "required": _flag("Required", "Whether the argument must be given."),
        "only": _ref("only"),
        "compatibility": _flag("Compatibility", "Whether the argument is accepted but never offered."),
        "synonym_of": _name("Synonym of", "With `compatibility`: the argument that this is another name of."),
    },
)

_ONLY = _object(
    "Only",
    "The argument means something only where another argument has one of some values.",
    ("argument", "values"),
    {
        "argument": _name("Argument", "The other argument."),
        "values": _list("Values", "The values that it may have.", {"type": ["string", "boolean"]}, least=1),
    },
)

_RULE = _object(
    "Rule",
    "`together`: all of them or none. `exclusive`: at most one. `any_of`: at least one.",
    ("rule", "arguments", "reason"),
    {
        "rule": _one("Rule", "What holds for the arguments.", tuple(RULES)),
        "arguments": _list("Arguments", "The names of the arguments.", {"type": "string"}, least=1),
        "reason": _text("Reason", "A sentence for a user who breaks the rule."),
    },
)

_CHOICE: JsonObject = {
    "title": "Choice",
    "description": "A value: its text alone, or an object with a sentence about it.",
    "type": ["string", "object"],
    "required": ["name"],
    "additionalProperties": False,
    "properties": {
        "name": _text("Name", "The value itself."),
        "doc": _prose("Documentation", "What the value means."),
    },
}

_PARAMETERS: Mapping[str, JsonObject] = MappingProxyType(
    {
        "enumeration": {
            "choices": _list("Choices", "The values.", _ref("choice"), least=1),
            "closed": _flag("Closed", "Whether any other value is a fault.", default=True),
        },
        "expression": {"result": _one("Result", "What the expression yields.", get_args(TypeName))},
        "file": {
            "suffixes": _list(
                "Suffixes", "The endings of such files, as in `.glb`.", {"type": "string"}, least=1
            )
        },
        "list": {
            "item": _ref("type"),
            "unique": _flag("Unique", "Whether no item may stand in the list twice."),
        },
        "number": {
            "minimum": _number("Minimum", "The smallest value."),
            "maximum": _number("Maximum", "The largest value."),
            "above": _flag("Above", "Whether `minimum` itself is too small."),
            "integer": _flag("Integer", "Whether only whole numbers are taken."),
            "unit": _text("Unit", "The unit, as it is shown."),
        },
        "one_of": {"options": _list("Options", "The types that the value may have.", _ref("type"), least=1)},
        "record": {
            "entries": _list("Entries", "The entries of the object literal.", _ref("argument"), least=1)
        },
        "reference": {"to": _one("To", "What is referred to.", ("twin", "template"))},
        "state_path": {
            "foreign": _flag("Foreign", "Whether fields of other objects are taken too."),
            "holding": _list("Holding", "What the field may hold.", {"enum": list(get_args(TypeName))}),
        },
        "text": {"secret": _flag("Secret", "Whether it is a credential, to be taken with `env()`.")},
        "url": {
            "schemes": _list(
                "Schemes", "The schemes, without `://`.", {"type": "string", "minLength": 1}, least=1
            ),
            "role": _one("Role", "What answers there.", ("source", "broker", "event_store")),
        },
        "vector": {
            "size": {
                **_number("Size", "How many numbers there are."),
                "type": "integer",
                "minimum": 1,
                "maximum": 16,
            },
            "unit": _text("Unit", "The unit, as it is shown."),
        },
    }
)


def _type() -> JsonObject:
    """A tag, or an object whose other keys depend on its tag."""
    return {
        "title": "Type",
        "description": "The type of the value: its name, or an object with `type` and what narrows it down.",
        "type": ["string", "object"],
        "if": {"type": "object"},
        "then": {
            "required": ["type"],
            "properties": {"type": {"enum": list(TAGS)}},
            "allOf": [
                {
                    "if": {"required": ["type"], "properties": {"type": {"const": tag}}},
                    "then": _ref(f"type_{tag}"),
                }
                for tag in TAGS
            ],
        },
        "else": {"enum": list(PLAIN_TAGS)},
    }


def _parameters(tag: str) -> JsonObject:
    given = _PARAMETERS.get(tag, {})
    required = (
        field.name
        for field in fields(TAGS[tag])
        if field.default is MISSING and "default" not in given[field.name]
    )
    return _object(tag, f"The type `{tag}`.", ("type", *required), {"type": {"const": tag}, **given})

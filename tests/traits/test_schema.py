"""JSON of the catalogue, and the schemas: of the trait file, and of values."""

from __future__ import annotations

import json
from dataclasses import fields, replace

import pytest
from jsonschema import Draft202012Validator

from holo_lsp.traits import Catalogue, argument_schema, builtin, catalogue_json, traits_schema
from holo_lsp.traits.examples import example
from holo_lsp.traits.json_schema import fits
from holo_lsp.traits.notation import RULES, TAGS, declaration_json, read_argument, read_trait, read_type
from holo_lsp.traits.schema import PLAIN_TAGS
from holo_lsp.traits.spec import Argument, Trait, Value, When
from holo_lsp.traits.types import (
    Anything,
    Choice,
    Dtmi,
    Duration,
    Enumeration,
    Expression,
    FilePath,
    ListOf,
    NodeMap,
    Number,
    OneOf,
    Range,
    Record,
    Reference,
    StatePath,
    Text,
    Url,
    Vector,
)

SCHEMA = traits_schema()
DEFINED = SCHEMA["$defs"]


def through_json(value: object) -> object:
    return json.loads(json.dumps(value))


def test_the_schema_fits_its_metaschema():
    Draft202012Validator.check_schema(SCHEMA)


def test_the_schema_describes_all_that_it_takes():
    def check(schema: dict[str, object], path: str):
        for key, inner in schema.get("properties", {}).items():
            if key != "type" or "const" not in inner:
                target = DEFINED[inner["$ref"].rpartition("/")[2]] if "$ref" in inner else inner
                assert target["title"], f"{path}.{key}"
                assert target["description"].endswith("."), f"{path}.{key}"
                check(inner, f"{path}.{key}")

    check(SCHEMA, "")
    for name, definition in DEFINED.items():
        check(definition, name)


@pytest.mark.parametrize("tag", TAGS)
def test_the_schema_knows_every_parameter_of_a_type(tag: str):
    parameters = {field.name for field in fields(TAGS[tag])}
    assert set(DEFINED[f"type_{tag}"]["properties"]) == {"type", *parameters}


@pytest.mark.parametrize(("name", "kind"), [("trait", Trait), ("argument", Argument)])
def test_the_schema_knows_every_field_of_a_declaration(name: str, kind: type):
    assert set(DEFINED[name]["properties"]) == {field.name for field in fields(kind)}


def test_the_builtin_traits_fit_the_schema_and_read_back_equal():
    written = through_json(catalogue_json(builtin()))
    assert fits({"traits": written["traits"]}, SCHEMA)
    read = [replace(read_trait(trait, "x"), source=None) for trait in written["traits"]]
    assert read == list(builtin().traits.values())


def test_traits_of_a_workspace_are_printed_with_their_file():
    own = Trait(name="own", summary="Ours.", doc="", example="@own", snippet="own", source="a.json")
    written = catalogue_json(builtin().with_traits([own]))["traits"][-1]
    assert written["source"] == "a.json"
    assert fits({"traits": [written]}, SCHEMA)


def test_the_catalogue_is_printed_whole():
    written = through_json(catalogue_json(builtin()))
    assert written.keys() == {field.name for field in fields(Catalogue)}
    assert [each["name"] for each in written["properties"]] == list(builtin().properties)
    assert [each["keyword"] for each in written["blocks"]] == list(builtin().blocks)
    assert {(each["receiver"], each["name"]) for each in written["members"]} >= {
        ("list", "length"),
        ("string", "length"),
    }
    assert next(each for each in written["functions"] if each["name"] == "sum") == {
        "name": "sum",
        "summary": "The sum of a field over objects, or of a list of numbers.",
        "doc": "Objects without the field are left out. The sum of nothing is 0.",
        "example": 'sum(children, "state.strokes")',
        "parameters": [
            {"name": "of", "type": "list", "doc": "A list of objects, or of numbers."},
            {
                "name": "path",
                "type": "string",
                "doc": "The state field to take from each object. Leave it out for a list of numbers.",
                "optional": True,
                "path": True,
            },
        ],
        "returns": "number",
    }


ENTRY = Argument(name="e", type=Text(), doc="", example='"e"', required=True)
LETTERS = Enumeration((Choice("a", ""), Choice("b", "The second.")), closed=True)


@pytest.mark.parametrize(
    ("value", "written", "good", "bad"),
    [
        (Text(), "text", ["", "a"], [1, None]),
        (Text(secret=True), {"type": "text", "secret": True}, ["a"], [1]),
        (Number(), "number", [1, 1.5, -3], ["1", True]),
        (
            Number(minimum=0, maximum=9, above=True, integer=True, unit="ms"),
            {"type": "number", "minimum": 0, "maximum": 9, "above": True, "integer": True, "unit": "ms"},
            [1, 9],
            [0, 1.5, 10],
        ),
        (Number(minimum=0), {"type": "number", "minimum": 0}, [0, 0.5], [-0.1]),
        (
            LETTERS,
            {
                "type": "enumeration",
                "choices": [{"name": "a", "doc": ""}, {"name": "b", "doc": "The second."}],
                "closed": True,
            },
            ["a", "b"],
            ["c", 1],
        ),
        (Duration(), "duration", ["30d", "500ms", "1.5 h", "1h30m", "PT1H30M"], ["30", "d", "", 30]),
        (
            Url(("opc.tcp", "mqtt"), "source"),
            {"type": "url", "schemes": ["opc.tcp", "mqtt"], "role": "source"},
            ["opc.tcp://a", "mqtt://b"],
            ["opcxtcp://a", "http://a", 1],
        ),
        (StatePath(foreign=True), {"type": "state_path", "foreign": True}, ["state.a"], [1]),
        (Expression("boolean"), {"type": "expression", "result": "boolean"}, ["a > 1", True], [[]]),
        (Dtmi(), "dtmi", ["dtmi:a:b;1", "dtmi:a"], ["dtmi:1a;1", "dtmi:a;0", "a"]),
        (Range(), "range", [[0, 1]], [[0], [0, 1, 2], ["a", 1], 0]),
        (Vector(3, "m"), {"type": "vector", "size": 3, "unit": "m"}, [[0, 1, 2]], [[0, 1]]),
        (NodeMap(), "node_map", [{"ns=1;i=1": "state.a"}, {}], [{"a": 1}, []]),
        (
            ListOf(Number(), unique=True),
            {"type": "list", "item": "number", "unique": True},
            [[], [1, 2]],
            [[1, 1], ["a"], 1],
        ),
        (ListOf(Text()), {"type": "list", "item": "text"}, [["a", "a"]], [[1]]),
        (
            Record((ENTRY,)),
            {
                "type": "record",
                "entries": [{"name": "e", "type": "text", "doc": "", "example": '"e"', "required": True}],
            },
            [{"e": "x"}, {"e": "x", "other": 1}],
            [{}, {"e": 1}, "x"],
        ),
        (FilePath((".glb",)), {"type": "file", "suffixes": [".glb"]}, ["a.glb"], [1]),
        (Reference("twin"), {"type": "reference", "to": "twin"}, ["twin#a"], [1]),
        (Anything(), "any", [1, None, "a", {}], []),
        (
            OneOf((Number(), Text())),
            {"type": "one_of", "options": ["number", "text"]},
            [1, "a"],
            [None, []],
        ),
    ],
)
def test_types_in_json(value: object, written: object, good: list[object], bad: list[object]):
    argument = Argument(name="x", type=value, doc="", example="x")
    assert declaration_json(argument)["type"] == written
    assert read_type(through_json(written)) == value
    Draft202012Validator.check_schema(argument_schema(value))
    assert [each for each in good if not fits(each, argument_schema(value))] == []
    assert [each for each in bad if fits(each, argument_schema(value))] == []


def test_an_entry_that_is_required_only_sometimes_may_be_left_out():
    assert fits({}, argument_schema(Record((replace(ENTRY, only=When("x", ("a",))),))))


def test_an_open_enumeration_takes_other_values():
    assert fits("z", argument_schema(replace(LETTERS, closed=False)))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ({"type": "number", "minimum": 5}, "5"),
        ({"type": "number", "minimum": 5, "above": True}, "6"),
        ({"type": "number", "minimum": 1, "above": True, "maximum": 2}, "2"),
        ({"type": "number", "maximum": 0.5}, "0.5"),
        ({"type": "number", "minimum": 0, "above": True}, "1"),
        ("boolean", "true"),
        ({"type": "enumeration", "choices": ["a", "b"]}, '"a"'),
        ({"type": "vector", "size": 2}, "[0, 0]"),
        ({"type": "list", "item": "duration"}, '["30s"]'),
        ({"type": "file", "suffixes": [".csv"]}, '"file.csv"'),
        ({"type": "url", "schemes": ["mqtt"], "role": "broker"}, '"mqtt://host"'),
        ({"type": "reference", "to": "template"}, "Template"),
        ({"type": "one_of", "options": ["dtmi", "text"]}, '"dtmi:com:example:Machine;1"'),
        (
            {"type": "record", "entries": [{"name": "a", "type": "number"}, {"name": "b", "type": "text"}]},
            '{ a: 1, b: "text" }',
        ),
    ],
)
def test_examples_are_made_up(written: object, expected: str):
    assert example(read_type(written)) == expected
    assert read_argument({"name": "x", "type": written}).example == expected


@pytest.mark.parametrize("tag", PLAIN_TAGS)
def test_made_up_examples_fit(tag: str):
    value = read_type(tag)
    text = example(value)
    if text[0] in '"[0123456789':
        assert fits(json.loads(text), argument_schema(value))


def test_a_default_is_its_own_example():
    assert (
        read_argument({"name": "x", "type": {"type": "list", "item": "text"}, "default": ["a"]}).example
        == '["a"]'
    )


def test_what_is_left_out_of_a_trait_is_made_up():
    trait = read_trait(
        {
            "name": "service",
            "summary": "Ours.",
            "arguments": [{"name": "interval", "type": "duration", "required": True}],
            "body": "fields",
        },
        "holo.traits.json",
    )
    assert trait.source == "holo.traits.json"
    assert trait.snippet == 'service(interval: "${1:30s}") {\n\t$0\n}'
    assert trait.example == '@service(interval: "30s") {\n\t\n}'
    assert trait.places == {"file", "twin", "template"}
    assert not trait.doc


def test_tags_of_rules_are_read_back():
    assert set(RULES) == set(DEFINED["rule"]["properties"]["rule"]["enum"])


def test_values_are_printed_by_their_fields():
    value = Value(name="x", summary="X.", doc="An x.", example="x", type="list")
    assert declaration_json(value) == {
        "name": "x",
        "summary": "X.",
        "doc": "An x.",
        "example": "x",
        "type": "list",
    }

"""The schema and the docs say what the parser does."""

from __future__ import annotations

import json

import jsonschema
import pytest

from holo_lsp.settings import SETTINGS, Settings, parse_settings, settings_markdown, settings_schema

SCHEMA = settings_schema()


def test_it_is_a_valid_schema_of_plain_json():
    jsonschema.Draft7Validator.check_schema(SCHEMA)
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA


def test_the_defaults_fit_the_schema_and_the_parser_reads_them_as_the_defaults():
    defaults = {name: schema["default"] for name, schema in SCHEMA["properties"].items()}
    jsonschema.validate(defaults, SCHEMA)
    assert parse_settings(defaults, trusted=True) == (Settings(), ())


@pytest.mark.parametrize(
    ("name", "value", "fits"),
    [
        ("live.enabled", False, True),
        ("live.enabled", "no", False),
        ("live.timeout", 100, True),
        ("live.timeout", 99, False),
        ("live.timeout", 4000.5, False),
        ("live.indexLimit", -1, False),
        ("live.allow", ["opc.tcp://10.0.1.*:4840"], True),
        ("live.allow", "opc.tcp://10.0.1.*:4840", False),
        ("live.allow", [1], False),
        ("diagnostics.severity", {"HS203": "off"}, True),
        ("diagnostics.severity", {"HS203": "loud"}, False),
        ("diagnostics.severity", {"xHS203": "off"}, False),
        ("diagnostics.unknownTraits", "hint", True),
        ("diagnostics.unknownTraits", "error", False),
        ("mqtt.broker", "mqtt://10.0.1.5:1883", True),
        ("mqtt.broker", "", True),
        ("mqtt.broker", 1883, False),
        ("traits.files", ["a.json"], True),
        ("traits.files", "a.json", False),
    ],
)
def test_the_schema_and_the_parser_agree(name, value, fits):
    document = {f"holo.{name}": value}
    assert jsonschema.Draft7Validator(SCHEMA).is_valid(document) is fits
    assert (parse_settings(document, trusted=True)[1] == ()) is fits


def test_whom_to_contact_is_the_users_own_word():
    own = {name for name, schema in SCHEMA["properties"].items() if schema["scope"] == "application"}
    assert own == {name for name in SCHEMA["properties"] if name.startswith("holo.live.")}


def test_the_docs_hold_every_setting_with_what_it_takes_and_its_default():
    docs = settings_markdown()
    sections = docs.split("### ")[1:]
    assert [section.partition("\n")[0] for section in sections] == [
        f"`holo.{setting.name}`" for setting in SETTINGS
    ]
    for section, setting in zip(sections, SETTINGS, strict=True):
        assert setting.doc in section
        assert setting.kind.takes in section
        assert f"`{json.dumps(SCHEMA['properties'][f'holo.{setting.name}']['default'])}`" in section

"""The catalogue agrees with itself, with the language's guide and with the parsers of what it shows."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from holo_lsp import addresses
from holo_lsp.syntax import Document
from holo_lsp.traits import argument_schema, builtin, declared, plain, roles
from holo_lsp.traits.json_schema import fits
from holo_lsp.traits.spec import Argument, Block, Trait, When, Widget, applies
from holo_lsp.traits.types import (
    Boolean,
    Dtmi,
    Duration,
    Enumeration,
    ListOf,
    NodeId,
    NodeMap,
    OneOf,
    Record,
    Text,
    Topic,
    Url,
)
from holo_lsp.units import parse_duration

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holo_lsp.traits.types import ValueType

CATALOGUE = builtin()
TRAITS = list(CATALOGUE.traits.values())
BLOCKS = list(CATALOGUE.blocks.values())
WIDGETS = list(CATALOGUE.widgets.values())
FUNCTIONS = [*CATALOGUE.functions.values(), *(one for many in CATALOGUE.methods.values() for one in many)]
VALUES = [*CATALOGUE.values.values(), *(one for many in CATALOGUE.members.values() for one in many)]
DECLARATIONS = [*TRAITS, *BLOCKS, *WIDGETS, *FUNCTIONS, *VALUES]


def title(declaration: object) -> str:
    return getattr(declaration, "name", None) or getattr(declaration, "keyword", "")


def arguments_of(declaration: Trait | Block | Widget) -> Sequence[Argument]:
    return declaration.properties if isinstance(declaration, Block) else declaration.arguments


def nested(value: ValueType) -> Iterator[ValueType]:
    """``value`` and the types in it, but not those of a record's entries."""
    yield value
    match value:
        case ListOf(item=item):
            yield from nested(item)
        case OneOf(options=options):
            for option in options:
                yield from nested(option)
        case _:
            pass


def families() -> Iterator[tuple[str, tuple[Argument, ...]]]:
    """Each group of arguments that belong together, named: those of a trait, those of a record in it."""
    for declaration in (*TRAITS, *BLOCKS, *WIDGETS):
        waiting = [(title(declaration), tuple(arguments_of(declaration)))]
        while waiting:
            name, arguments = waiting.pop()
            yield name, arguments
            waiting += [
                (f"{name}.{argument.name}", value.entries)
                for argument in arguments
                for value in nested(argument.type)
                if isinstance(value, Record)
            ]


FAMILIES = list(families())
ARGUMENTS = [
    pytest.param(argument, id=f"{name}.{argument.name}") for name, group in FAMILIES for argument in group
]


def faults(text: str) -> list[str]:
    return [fault.message for fault in Document.parse(text).faults()]


GUIDE_TRAITS = """
digital_twin state data_binding computed time_series replay_mode dtdl_model physics alert heatmap_3d
flow_visualization time_lapse panel
"""
BLOCK_NAMES = "composition environment template objects logic ui dashboard twin"


def test_the_guide_is_covered():
    assert set(CATALOGUE.traits) == set(GUIDE_TRAITS.split())
    assert set(CATALOGUE.blocks) == set(BLOCK_NAMES.split())
    assert {"asset_id", "model", "position", "rotation", "scale", "path", "children"} <= set(
        CATALOGUE.properties
    )
    assert {"type", "scale", "floor_plan"} <= {p.name for p in CATALOGUE.blocks["environment"].properties}
    assert {"metric", "alertList"} <= set(CATALOGUE.widgets)
    assert {"calculateOEE", "sum", "avg", "min", "max", "count", "env"} <= set(CATALOGUE.functions)
    assert {"filter", "flatMap", "map", "some", "every", "find", "includes"} <= set(CATALOGUE.methods)
    assert {"objects", "children", "state", "logic"} <= set(CATALOGUE.values)
    assert {"length", "template", "state"} <= set(CATALOGUE.members)


#: The arguments of the language, and those that other HoloScript tools read.
KEYS = {
    "digital_twin": """
        sync_mode sync_interval conflict_resolution level rollback_on_conflict confirm_timeout event_store
        batch_interval batch_size
        physical_id model_source sync_properties update_mode poll_interval history_retention simulation_mode
        connection_string physical_asset_id sync_interval_ms divergence_alert_threshold protocol topic
    """,
    "data_binding": """
        protocol source node mappings security security_policy auth
        broker group_id edge_node_id device_id topic qos
        source_type bindings refresh_rate interpolation interpolation_speed auth_header reconnect_interval
        mapping
    """,
    "alert": """
        condition severity message delay hysteresis cooldown
        visual_effect sound haptic notification auto_dismiss max_active message_template
    """,
    "heatmap_3d": """
        field colormap range interpolation opacity legend
        data_source color_map color_ramp resolution auto_range animated animation_duration legend_position
        height_extrusion
    """,
    "time_series": "retention resolution fields",
    "replay_mode": "enabled controls",
    "dtdl_model": "id extends",
    "flow_visualization": "source particle_count color_by",
    "time_lapse": "field trail_length speed",
    "physics": "collision",
    "panel": "title",
}


@pytest.mark.parametrize(("trait", "keys"), KEYS.items(), ids=KEYS)
def test_keys_of_the_guide_and_of_other_tools_are_known(trait: str, keys: str):
    assert set(keys.split()) <= {argument.name for argument in CATALOGUE.traits[trait].arguments}


@pytest.mark.parametrize(
    ("names", "where"),
    [
        ([trait.name for trait in declared.TRAITS], "traits"),
        ([block.keyword for block in declared.BLOCKS], "blocks"),
        ([argument.name for argument in declared.PROPERTIES], "properties"),
        ([widget.name for widget in declared.WIDGETS], "widgets"),
        (
            [(function.receiver, function.name) for function in (*declared.FUNCTIONS, *declared.METHODS)],
            "functions",
        ),
        ([(value.receiver, value.name) for value in (*declared.VALUES, *declared.MEMBERS)], "values"),
        *(([argument.name for argument in group], name) for name, group in FAMILIES),
    ],
)
def test_names_are_unique(names: list[object], where: str):
    assert [name for name, count in Counter(names).items() if count > 1] == [], where


@pytest.mark.parametrize("declaration", DECLARATIONS, ids=title)
def test_docs_are_sentences(declaration: Trait):
    assert re.fullmatch(r"[^\n]+\.", declaration.summary)
    assert len(declaration.summary) <= 110
    assert declaration.doc.endswith(".")
    assert declaration.doc != declaration.summary
    assert len(re.findall(r"[.!?](?=\s|$)", f"{declaration.summary} {declaration.doc}")) in range(2, 8)


@pytest.mark.parametrize("argument", ARGUMENTS)
def test_docs_of_arguments_are_sentences(argument: Argument):
    assert argument.doc.endswith(".")
    assert argument.doc.startswith("Accepted for compatibility") is argument.compatibility


@pytest.mark.parametrize("argument", ARGUMENTS)
def test_choices_are_documented(argument: Argument):
    for value in nested(argument.type):
        if isinstance(value, Enumeration):
            assert value.choices
            assert len({choice.name for choice in value.choices}) == len(value.choices)
            assert all(choice.doc.endswith(".") for choice in value.choices)


def test_closed_sets_are_those_of_the_language():
    closed = {
        argument.name
        for _, group in FAMILIES
        for argument in group
        for value in nested(argument.type)
        if isinstance(value, Enumeration) and value.closed and not argument.compatibility
    }
    assert closed == {"sync_mode", "conflict_resolution", "severity", "controls", "colormap", "security"}


def test_severities_are_in_rising_order():
    severity = next(a for a in CATALOGUE.traits["alert"].arguments if a.name == "severity")
    assert isinstance(severity.type, Enumeration)
    assert [choice.name for choice in severity.type.choices] == ["info", "warning", "error", "critical"]


@pytest.mark.parametrize(("name", "group"), FAMILIES, ids=[name for name, _ in FAMILIES])
def test_arguments_refer_to_each_other(name: str, group: tuple[Argument, ...]):
    by_name = {argument.name: argument for argument in group}
    for argument in group:
        if argument.only is not None:
            other = by_name[argument.only.argument]
            assert other is not argument
            possible = {True, False} if isinstance(other.type, Boolean) else choices_of(other)
            assert set(argument.only.values) <= possible, f"{name}.{argument.name}"
        if argument.synonym_of is not None:
            assert argument.compatibility
            assert by_name[argument.synonym_of].type == argument.type
            assert not by_name[argument.synonym_of].compatibility
        assert not (argument.required and argument.default is not None)


def choices_of(argument: Argument) -> set[str | bool]:
    return {
        c.name for value in nested(argument.type) if isinstance(value, Enumeration) for c in value.choices
    }


@pytest.mark.parametrize("trait", TRAITS, ids=title)
def test_rules_name_arguments(trait: Trait):
    names = {argument.name for argument in trait.arguments}
    for rule in trait.rules:
        assert set(rule.arguments) <= names
        assert len(rule.arguments) > 1
        assert rule.reason.endswith(".")


@pytest.mark.parametrize("argument", ARGUMENTS)
def test_defaults_fit_their_types(argument: Argument):
    default = list(argument.default) if isinstance(argument.default, tuple) else argument.default
    assert default is None or fits(default, argument_schema(argument.type))


@pytest.mark.parametrize("argument", ARGUMENTS)
def test_examples_fit_their_types(argument: Argument):
    assert not faults(f"twin#x {{ {argument.name}: {argument.example} }}")
    try:
        value = json.loads(argument.example)
    except json.JSONDecodeError:
        assert not isinstance(argument.type, Enumeration | Boolean)
        return
    assert fits(value, argument_schema(argument.type))


PARSERS = {
    Duration: parse_duration,
    Url: addresses.parse_address,
    Dtmi: addresses.parse_dtmi,
    NodeId: addresses.parse_node_id,
    Topic: addresses.parse_topic_filter,
}


@pytest.mark.parametrize("argument", ARGUMENTS)
def test_addresses_in_examples_and_defaults_parse(argument: Argument):
    texts = [argument.default] if isinstance(argument.default, str) else []
    if argument.example.startswith('"'):
        texts.append(json.loads(argument.example))
    for kind, parse in PARSERS.items():
        if isinstance(argument.type, kind):
            assert texts
            assert all(parse(text) for text in texts)
    if isinstance(argument.type, NodeMap):
        assert all(addresses.parse_node_id(node) for node in json.loads(argument.example))


@pytest.mark.parametrize("argument", ARGUMENTS)
def test_schemes_are_known(argument: Argument):
    schemes = [
        scheme for value in nested(argument.type) if isinstance(value, Url) for scheme in value.schemes
    ]
    assert all(addresses.canonical_scheme(scheme) in addresses.SCHEMES for scheme in schemes)


@pytest.mark.parametrize("argument", ARGUMENTS)
def test_secrets_come_from_the_environment(argument: Argument):
    if isinstance(argument.type, Text) and argument.type.secret:
        assert re.fullmatch(r'env\("[A-Z_]+"\)', argument.example)


@pytest.mark.parametrize("declaration", [*TRAITS, *BLOCKS], ids=title)
def test_examples_parse(declaration: Trait | Block):
    assert not faults(declaration.example)
    assert re.match(rf"@?{title(declaration)}\b", declaration.example)


@pytest.mark.parametrize("widget", WIDGETS, ids=title)
def test_widget_examples_parse(widget: Widget):
    assert not faults(f"ui {{ dashboard#d {{ @panel {{\n{widget.example}\n}} }} }}")


@pytest.mark.parametrize("declaration", [*FUNCTIONS, *VALUES], ids=title)
def test_expression_examples_parse(declaration: object):
    example = getattr(declaration, "example", "")
    assert not faults(f"logic {{ @computed {{ x: {example} }} }}")
    assert re.search(rf"\b{title(declaration)}\b", example)


def given(call: str) -> set[str]:
    """The names of the arguments of the first call in ``call``."""
    depth, names = 0, set[str]()
    for token in re.finditer(r'"(?:[^"\\]|\\.)*"|//.*|([({\[])|([)}\]])|(\w+)\s*:', call):
        depth += bool(token[1]) - bool(token[2])
        if token[3] and depth == 1:
            names.add(token[3])
        if token[2] and not depth:
            break
    return names


@pytest.mark.parametrize("declaration", [*TRAITS, *WIDGETS], ids=title)
def test_examples_and_snippets_give_known_and_all_required_arguments(declaration: Trait | Widget):
    known = {argument.name for argument in declaration.arguments if not argument.compatibility}
    required = {
        argument.name for argument in declaration.arguments if argument.required and argument.only is None
    }
    for text in (declaration.example, plain(declaration.snippet)):
        if re.match(r"@?\w+\(", text):
            assert given(text) <= known
            assert given(text) >= required
        else:
            assert not required


@pytest.mark.parametrize("declaration", [*TRAITS, *BLOCKS, *WIDGETS], ids=title)
def test_snippets_parse_and_number_their_stops(declaration: Trait | Block | Widget):
    snippet = declaration.snippet
    assert re.match(rf"{title(declaration)}\b", snippet)
    assert not faults(f"@{plain(snippet)}" if isinstance(declaration, Trait) else plain(snippet))
    stops = [int(number) for number in re.findall(r"\$\{?(\d+)", snippet)]
    assert sorted(set(stops) - {0}) == list(range(1, len(set(stops) - {0}) + 1))
    assert stops.count(0) == (0 if isinstance(declaration, Widget) else 1)


@pytest.mark.parametrize("declaration", [*TRAITS, *WIDGETS, CATALOGUE.blocks["environment"]], ids=title)
def test_choices_in_snippets_are_those_of_the_argument(declaration: Trait | Widget | Block):
    for name, offered in re.findall(r'(\w+): "?\$\{\d+\|([^|]*)\|\}', declaration.snippet):
        argument = next(argument for argument in arguments_of(declaration) if argument.name == name)
        known = {"true", "false"} if isinstance(argument.type, Boolean) else choices_of(argument)
        assert set(offered.split(",")) == known


def test_names_with_a_role_in_the_language_are_declared():
    named = {value for name, value in vars(roles).items() if name.isupper() and isinstance(value, str)}
    arguments = {argument.name for _, group in FAMILIES for argument in group}
    choices = {choice for _, group in FAMILIES for argument in group for choice in choices_of(argument)}
    values = {*CATALOGUE.values, *CATALOGUE.functions}
    known = {*CATALOGUE.traits, *CATALOGUE.blocks, *CATALOGUE.properties, *arguments, *choices, *values}
    assert named - known == set()


def test_the_catalogue_is_one_object():
    assert builtin() is CATALOGUE


def test_traits_are_added_and_none_is_replaced():
    own = Trait(name="service", summary="Ours.", doc="", example="@service", snippet="service")
    second = Trait(name="service", summary="Later.", doc="", example="@service", snippet="service")
    alert = Trait(name="alert", summary="Not ours.", doc="", example="@alert", snippet="alert")
    more = CATALOGUE.with_traits([own, second, alert])
    assert more.traits["service"] is own
    assert more.traits["alert"] is CATALOGUE.traits["alert"]
    assert set(more.traits) - set(CATALOGUE.traits) == {"service"}
    assert more.blocks is CATALOGUE.blocks
    assert "service" not in CATALOGUE.traits


MODE = Argument(name="mode", type=Text(), doc="", example='"a"', default="a")
KIND = Argument(name="kind", type=Text(), doc="", example='"a"')


@pytest.mark.parametrize(
    ("other", "given", "expected"),
    [
        ("mode", {}, True),
        ("mode", {"mode": "a"}, True),
        ("mode", {"mode": "b"}, False),
        ("mode", {"mode": None}, None),
        ("kind", {}, None),
        ("kind", {"kind": "a"}, True),
        ("kind", {"kind": "b"}, False),
        ("kind", {"kind": None}, None),
    ],
)
def test_an_argument_applies(other: str, given: dict[str, str | None], expected: bool | None):
    argument = Argument(name="x", type=Text(), doc="", example='""', only=When(other, ("a",)))
    assert applies(argument, (MODE, KIND, argument), given) is expected


def test_an_argument_without_condition_applies_always():
    assert applies(MODE, (MODE,), {"mode": None}) is True

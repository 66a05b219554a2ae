"""``holo.traits.json``: what it declares, and each fault at its place."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holo_lsp.traits import FILE_NAME, builtin, catalogue_json, load_traits
from holo_lsp.traits.jsontext import MAX_DEPTH
from holo_lsp.traits.spec import AnyOf, Argument, Exclusive, Together, Trait, When
from holo_lsp.traits.types import Choice, Duration, Enumeration, ListOf, Number, StatePath, Text
from holo_lsp.traits.workspace import MAX_LENGTH, TraitFileProblem

if TYPE_CHECKING:
    import random

GOOD = """\
{
  "$schema": "./holo.traits.schema.json",
  "traits": [
    {
      "name": "maintenance",
      "summary": "When the asset is serviced.",
      "doc": "Shown in the service plan.",
      "example": "@maintenance(interval: \\"90d\\")",
      "arguments": [
        {"name": "interval", "type": "duration", "doc": "Time between services.", "default": "90d"},
        {"name": "counter", "type": {"type": "state_path"}, "example": "\\"state.hours\\""},
        {"name": "limit", "type": {"type": "number", "minimum": 0, "above": true, "unit": "h"},
         "only": {"argument": "kind", "values": ["hours", "strokes"]}},
        {"name": "kind",
         "type": {"type": "enumeration", "choices": ["time", {"name": "hours", "doc": "By use."}]}},
        {"name": "teams", "type": {"type": "list", "item": "text", "unique": true}, "default": ["a", "b"]},
        {"name": "team", "type": "text", "compatibility": true, "synonym_of": "teams"}
      ],
      "rules": [
        {"rule": "together", "arguments": ["counter", "limit"], "reason": "A counter needs a limit."},
        {"rule": "exclusive", "arguments": ["interval", "counter"], "reason": "Either time or use."},
        {"rule": "any_of", "arguments": ["interval", "counter"], "reason": "Time or use."}
      ],
      "repeatable": true,
      "places": ["twin"]
    },
    {"name": "tags", "summary": "Words.", "body": "fields", "snippet": "tags { $0 }"}
  ]
}
"""


def test_a_good_file():
    traits, problems = load_traits(GOOD, "ws/holo.traits.json")
    assert problems == ()
    assert traits == (
        Trait(
            name="maintenance",
            summary="When the asset is serviced.",
            doc="Shown in the service plan.",
            example='@maintenance(interval: "90d")',
            snippet="maintenance$0",
            arguments=(
                Argument(
                    name="interval",
                    type=Duration(),
                    doc="Time between services.",
                    example='"90d"',
                    default="90d",
                ),
                Argument(name="counter", type=StatePath(), doc="", example='"state.hours"'),
                Argument(
                    name="limit",
                    type=Number(minimum=0, above=True, unit="h"),
                    doc="",
                    example="1",
                    only=When("kind", ("hours", "strokes")),
                ),
                Argument(
                    name="kind",
                    type=Enumeration((Choice("time", ""), Choice("hours", "By use.")), closed=True),
                    doc="",
                    example='"time"',
                ),
                Argument(
                    name="teams",
                    type=ListOf(Text(), unique=True),
                    doc="",
                    example='["a", "b"]',
                    default=("a", "b"),
                ),
                Argument(
                    name="team",
                    type=Text(),
                    doc="",
                    example='"text"',
                    compatibility=True,
                    synonym_of="teams",
                ),
            ),
            rules=(
                Together(("counter", "limit"), "A counter needs a limit."),
                Exclusive(("interval", "counter"), "Either time or use."),
                AnyOf(("interval", "counter"), "Time or use."),
            ),
            repeatable=True,
            places=frozenset({"twin"}),
            source="ws/holo.traits.json",
        ),
        Trait(
            name="tags",
            summary="Words.",
            doc="",
            example="@tags {  }",
            snippet="tags { $0 }",
            body="fields",
            source="ws/holo.traits.json",
        ),
    )


def unmark(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without ``⟦`` and ``⟧``, and the spans between them."""
    text, spans = "", []
    for part in marked.split("⟦"):
        inner, closed, rest = part.partition("⟧")
        if closed:
            spans.append((len(text), len(text) + len(inner)))
        text += inner + rest
    return text, spans


def trait(**changes: str) -> str:
    """A file with one trait, in which the given keys have the given JSON texts."""
    keys = {"name": '"own"', "summary": '"Ours."', **changes}
    return '{"traits": [{' + ", ".join(f'"{key}": {value}' for key, value in keys.items()) + "}]}"


def argument(text: str) -> str:
    return trait(arguments=f'[{{"name": "a", {text}}}]')


@pytest.mark.parametrize(
    ("marked", "messages"),
    [
        ("⟦[]⟧", ["File must be an object"]),
        ("⟦3⟧", ["File must be an object"]),
        ("⟦{⟧}", ["`traits` is missing"]),
        ('{"traits": ⟦{}⟧}', ["`traits` must be a list"]),
        ('{"traits": [⟦"a"⟧]}', ["Item of `traits` must be an object"]),
        ('{"traits": [], ⟦"trait"⟧: []}', ["`trait` is not a key here: remove it"]),
        ('⟦{⟧⟦"trait"⟧: []}', ["`traits` is missing", "`trait` is not a key here: write `traits`"]),
        (
            '{"traits": [], ⟦"x"⟧: [], ⟦"y"⟧: 1}',
            ["`x` is not a key here: remove it", "`y` is not a key here: remove it"],
        ),
        ('{"traits": [], ⟦"traits"⟧: []}', ["Key stands twice in this object: remove one"]),
        ('{"traits": [⟦{⟧}]}', ["`name` and `summary` are missing"]),
        ('{"traits": [⟦{⟧"name": "own"}]}', ["`summary` is missing"]),
        (
            '{"traits": [⟦{⟧"name": "own", ⟦"sumary"⟧: "Ours."}]}',
            ["`summary` is missing", "`sumary` is not a key here: write `summary`"],
        ),
        (trait(name='⟦"9x"⟧'), ["`name` cannot be `9x`: use letters, digits and `_`, and no digit first"]),
        (trait(name='⟦""⟧'), ["`name` cannot be ``: use letters, digits and `_`, and no digit first"]),
        (trait(name="⟦null⟧"), ["`name` must be a text"]),
        (trait(summary='⟦""⟧'), ["`summary` is empty"]),
        (trait(repeatable='⟦"yes"⟧'), ["`repeatable` must be `true` or `false`"]),
        (trait(body='⟦"field"⟧'), ["`field` is not a value of `body`: write `fields`"]),
        (trait(body='⟦"x"⟧'), ["`x` is not a value of `body`: write `fields`, `computed` or `widgets`"]),
        (
            trait(places='["twin", ⟦"templat"⟧]'),
            ["`templat` is not a value of `places`: write `template`"],
        ),
        (trait(places="⟦[]⟧"), ["`places` is empty"]),
        (trait(arguments="[⟦7⟧]"), ["Item of `arguments` must be an object"]),
        (trait(arguments='[⟦{⟧"name": "a"}]'), ["`type` is missing"]),
        (argument('"type": ⟦"durration"⟧'), ["`durration` is not a type: write `duration`"]),
        (argument('"type": ⟦"thing"⟧'), ["`thing` is not a type"]),
        (argument('"type": ⟦5⟧'), ["`type` must be a text or an object"]),
        (argument('"type": ⟦"list"⟧'), ['Type `list` needs more: write { "type": "list", … }']),
        (argument('"type": ⟦{⟧}'), ["`type` is missing"]),
        (argument('"type": {"type": ⟦"lst"⟧}'), ["`lst` is not a type: write `list`"]),
        (argument('"type": ⟦{⟧"type": "list"}'), ["`item` is missing"]),
        (argument('"type": {"type": "list", "item": ⟦"tex"⟧}'), ["`tex` is not a type: write `text`"]),
        (
            argument('"type": {"type": "duration", ⟦"minimum"⟧: 1}'),
            ["`minimum` is not a key here: remove it"],
        ),
        (
            argument('"type": {"type": "vector", "size": ⟦99⟧}'),
            ["`size` does not fit: 99 is greater than the maximum of 16"],
        ),
        (
            argument('"type": {"type": "number", "minimum": ⟦2⟧, "maximum": 1}, "default": 0'),
            ["`minimum` is larger than `maximum`"],
        ),
        (
            argument('"type": {"type": "enumeration", "choices": ["x", "y", ⟦"x"⟧]}'),
            ["Choice `x` stands here twice: remove one or change its name"],
        ),
        (
            argument('"type": {"type": "enumeration", "choices": [{"name": "x"}, {"name": ⟦"x"⟧}]}'),
            ["Choice `x` stands here twice: remove one or change its name"],
        ),
        (argument('"type": {"type": "enumeration", "choices": ⟦[]⟧}'), ["`choices` is empty"]),
        (argument('"type": "duration", "default": ⟦5⟧'), ["`default` does not fit the type: duration"]),
        (
            argument('"type": {"type": "number", "minimum": 0, "unit": "ms"}, "default": ⟦-1⟧'),
            ["`default` does not fit the type: ms ≥ 0"],
        ),
        (
            argument('"type": "text", "default": ⟦{}⟧'),
            ["`default` must be a text, a number, `true` or `false` or a list"],
        ),
        (
            argument('"type": "text", "required": true, ⟦"default"⟧: "a"'),
            ["`default` never counts, because the argument is required: remove one of the two"],
        ),
        (
            trait(arguments='[{"name": "a", "type": "text"}, {"name": ⟦"a"⟧, "type": "text"}]'),
            ["Argument `a` stands here twice: remove one or change its name"],
        ),
        (
            trait(
                arguments='[{"name": "mode", "type": "text"}, {"name": "b", "type": "text",'
                ' "only": {"argument": ⟦"mod"⟧, "values": ["x"]}}]'
            ),
            ["`mod` is not another argument: write `mode`"],
        ),
        (
            argument('"type": "text", "only": {"argument": ⟦"a"⟧, "values": ["x"]}'),
            ["`a` is not another argument: remove it"],
        ),
        (
            argument('"type": "text", "compatibility": true, "synonym_of": ⟦"b"⟧'),
            ["`b` is not another argument: remove it"],
        ),
        (
            argument(
                '"type": {"type": "record", "entries": [{"name": "x", "type": "text"},'
                ' {"name": ⟦"x"⟧, "type": "text"}]}'
            ),
            ["Argument `x` stands here twice: remove one or change its name"],
        ),
        (
            argument(
                '"type": {"type": "one_of", "options": ["text",'
                ' {"type": "number", "minimum": ⟦1⟧, "maximum": 0}]}'
            ),
            ["`minimum` is larger than `maximum`"],
        ),
        (
            argument('"type": {"type": "list", "item": {"type": "number", "minimum": ⟦1⟧, "maximum": 0}}'),
            ["`minimum` is larger than `maximum`"],
        ),
        (
            trait(
                arguments='[{"name": "size", "type": "text"}]',
                rules='[{"rule": "any_of", "arguments": ["size", ⟦"sizes"⟧], "reason": "One."}]',
            ),
            ["`sizes` is not an argument of this trait: write `size`"],
        ),
        (
            trait(rules='[{"rule": ⟦"any"⟧, "arguments": ["a"], "reason": "One."}]'),
            ["`any` is not a value of `rule`: write `together`, `exclusive` or `any_of`"],
        ),
        (
            '{"traits": [{"name": "a", "summary": "A."}, {"name": ⟦"a"⟧, "summary": "B."}]}',
            ["`@a` is declared twice: remove one or change its name"],
        ),
        ('{"traits": [] ⟦"x"⟧}', ["Expected `,` or `}`"]),
        ('{"traits": [⟦{⟧', ["Expected a key in double quotes, but the text ends"]),
        ('{"traits": [\n⟦// mine⟧\n]}', ["JSON has no comments: remove it"]),
    ],
)
def test_a_fault_is_told_at_its_place(marked: str, messages: list[str]):
    text, spans = unmark(marked)
    _, problems = load_traits(text, FILE_NAME)
    assert [(problem.start, problem.end) for problem in problems] == spans
    assert [problem.message for problem in problems] == messages
    assert {problem.severity for problem in problems} == {"error"}


def test_offsets_count_characters():
    text, spans = unmark('{"traits": [{"name": "a", "summary": "😀é\\u00e9\\ud83d", ⟦"bodi"⟧: "fields"}]}')
    _, problems = load_traits(text, FILE_NAME)
    assert [(problem.start, problem.end) for problem in problems] == spans


def test_a_suggestion_mends_the_text():
    text, _ = unmark('{"traits": [{"name": "a", ⟦"sumary"⟧: "A.", "body": ⟦"field"⟧}]}')
    _, problems = load_traits(text, FILE_NAME)
    for problem in sorted(problems, key=lambda each: each.start, reverse=True):
        if problem.suggestion is not None:
            text = text[: problem.start] + problem.suggestion + text[problem.end :]
    traits, problems = load_traits(text, FILE_NAME)
    assert not problems
    assert [each.body for each in traits] == ["fields"]


def test_a_builtin_name_is_a_warning_and_the_builtin_stays():
    text, ((start, end),) = unmark(
        '{"traits": [{"name": ⟦"alert"⟧, "summary": "Ours."}, {"name": "b", "summary": "B."}]}'
    )
    traits, problems = load_traits(text, FILE_NAME)
    message = "`@alert` is built in, and this declaration has no effect: change its name"
    assert problems == (TraitFileProblem(message, start, end, "warning"),)
    assert [each.name for each in traits] == ["b"]


def test_a_faulty_trait_costs_no_other():
    text = json.dumps(
        {
            "traits": [
                {"name": "a", "summary": "A."},
                {"name": "b"},
                {"name": "c", "summary": "C.", "arguments": [{"name": "x", "type": "text", "default": 1}]},
                {"name": "a", "summary": "Again."},
                {"name": "d", "summary": "D."},
            ]
        }
    )
    traits, problems = load_traits(text, FILE_NAME)
    assert [(each.name, each.summary) for each in traits] == [("a", "A."), ("d", "D.")]
    assert len(problems) == 3


def test_what_the_catalogue_prints_is_read():
    """Every built-in trait under another name: the file is good, and says the same."""
    written = json.loads(json.dumps(catalogue_json(builtin())["traits"]))
    for each in written:
        each["name"] = f"own_{each['name']}"
    traits, problems = load_traits(json.dumps({"traits": written}), FILE_NAME)
    assert not problems
    assert [each.arguments for each in traits] == [each.arguments for each in builtin().traits.values()]
    assert [each.rules for each in traits] == [each.rules for each in builtin().traits.values()]


def test_the_deepest_type_that_can_be_written_is_checked():
    depth = MAX_DEPTH - 5  # the file, its list, the trait, its arguments, the argument
    deepest = '{"type": "list", "item": ' * depth + '"texd"' + "}" * depth
    text = argument(f'"type": {deepest}')
    _, problems = load_traits(text, FILE_NAME)
    assert [(text[each.start : each.end], each.suggestion) for each in problems] == [('"texd"', '"text"')]
    good, problems = load_traits(text.replace("texd", "text"), FILE_NAME)
    assert len(good) == 1
    assert not problems
    _, (problem,) = load_traits(argument(f'"type": {{"type": "list", "item": {deepest}}}'), FILE_NAME)
    assert problem.message == f"Nested more than {MAX_DEPTH} deep"


def test_a_file_that_is_too_long_is_not_read():
    traits, problems = load_traits(GOOD + " " * MAX_LENGTH, FILE_NAME)
    assert traits == ()
    assert [(each.message, each.start, each.end) for each in problems] == [
        ("File is not read: it has more than 1,000,000 characters", 0, 0)
    ]


PIECES = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    '"',
    "\\",
    "1",
    "-",
    "null",
    '"type"',
    '"list"',
    '"name"',
    "\x00",
    "\ud800",
    "\n",
]


@given(st.randoms(use_true_random=False), st.integers(1, 6))
def test_mangled_files_never_raise(chance: random.Random, times: int):
    text = GOOD
    for _ in range(times):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.choice([0, 0, 1, 1, 5, 60]))
        text = text[:start] + chance.choice(["", *PIECES]) + text[end:]
    check_any(text)


KEYS = [
    *(
        "name",
        "summary",
        "doc",
        "type",
        "arguments",
        "item",
        "options",
        "entries",
        "choices",
        "default",
        "only",
    ),
    *("values", "argument", "required", "rules", "rule", "reason", "places", "body", "snippet", "example"),
    *("minimum", "maximum", "size", "unit", "schemes", "role"),
]
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=5)
    | st.sampled_from(["text", "number", "list", "duration", "own", "alert", "fields", "twin", "together"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(KEYS),
            inner,
            max_size=5,
        )
    ),
    max_leaves=25,
)


@given(st.fixed_dictionaries({"traits": st.lists(VALUES, max_size=3)}) | VALUES)
def test_any_json_never_raises(value: object):
    check_any(json.dumps(value))


WELL_FORMED = st.recursive(
    st.sampled_from(["text", "number", "duration", "lisst", {"type": "number", "minimum": 3, "maximum": 1}]),
    lambda inner: (
        st.builds(lambda item: {"type": "list", "item": item}, inner)
        | st.builds(
            lambda options: {"type": "one_of", "options": options}, st.lists(inner, min_size=1, max_size=3)
        )
        | st.builds(
            lambda types: {
                "type": "record",
                "entries": [{"name": f"e{i % 2}", "type": t} for i, t in enumerate(types)],
            },
            st.lists(inner, min_size=1, max_size=3),
        )
    ),
    max_leaves=8,
)


@given(WELL_FORMED, VALUES)
def test_any_type_with_any_default_never_raises(written: object, default: object):
    arguments = [{"name": "a", "type": written, "default": default}]
    check_any(json.dumps({"traits": [{"name": "own", "summary": "Ours.", "arguments": arguments}]}))


def check_any(text: str):
    traits, problems = load_traits(text, FILE_NAME)
    assert all(0 <= each.start <= each.end <= len(text) for each in problems)
    assert all(each.message for each in problems)
    assert list(problems) == sorted(problems, key=lambda each: (each.start, each.end))
    assert all(each.source == FILE_NAME for each in traits)

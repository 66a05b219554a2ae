"""Words, signatures and Markdown, as people get to read them."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from holo_lsp.traits import builtin, load_traits
from holo_lsp.traits.render import (
    argument_markdown,
    block_markdown,
    choice_markdown,
    function_markdown,
    trait_markdown,
    value_markdown,
    widget_markdown,
)
from holo_lsp.traits.spec import Argument, Trait
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
    ValueType,
    Vector,
)
from holo_lsp.traits.words import signature, type_words

CATALOGUE = builtin()


def choices(*names: str, closed: bool = True) -> Enumeration:
    return Enumeration(tuple(Choice(name, "") for name in names), closed=closed)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Number(), "number"),
        (Number(integer=True, minimum=1), "integer ≥ 1"),
        (Number(minimum=0, above=True, unit="ms"), "ms > 0"),
        (Number(minimum=0, maximum=1), "number 0…1"),
        (Number(minimum=0, above=True, maximum=1), "number > 0 ≤ 1"),
        (Number(maximum=9), "number ≤ 9"),
        (Number(minimum=0.5, maximum=100_000, integer=True), "integer 0.5…100000"),
        (Boolean(), "true | false"),
        (Color(), "colour"),
        (choices("a", "b"), '"a" | "b"'),
        (choices("a", "b", "c", "d"), '"a" | "b" | "c" | "d"'),
        (choices("a", "b", "c", "d", "e"), '"a" | "b" | "c" | …'),
        (choices("a", closed=False), '"a" | …'),
        (Duration(), "duration"),
        (Url(("mqtt", "mqtts"), "broker"), "URL (mqtt, mqtts)"),
        (NodeId(), "node id"),
        (Topic(), "MQTT topic"),
        (StatePath(foreign=True), "state path"),
        (Expression(), "expression"),
        (Expression("boolean"), "boolean expression"),
        (Dtmi(), "DTMI"),
        (Range(), "[low, high]"),
        (Vector(3, "m"), "[x, y, z] in m"),
        (Vector(5), "list of 5 numbers"),
        (NodeMap(), "{ address: state path }"),
        (ListOf(StatePath()), "[state path, …]"),
        (Record((Argument(name="a", type=Text(), doc="", example=""),)), "{ a }"),
        (FilePath((".gltf", ".glb")), "file (.gltf, .glb)"),
        (Reference("twin"), "twin#id"),
        (Reference("template"), "template"),
        (Text(), "string"),
        (Text(secret=True), "string from env()"),
        (Anything(), "any value"),
        (OneOf((Duration(), Number(unit="ms"))), "duration | ms"),
    ],
)
def test_type_in_words(value: ValueType, words: str):
    assert type_words(value) == words


SIGNATURES = """\
@digital_twin(
  sync_mode: "realtime" | "optimistic" | "event_sourced" | "batch" = "realtime",
  sync_interval: ms > 0 = 100,
  conflict_resolution: "physical_wins" | "virtual_wins" | "latest_wins" | "manual" = "physical_wins",
  level: "asset" | "aggregate" | … = "asset",
  rollback_on_conflict: true | false = false,
  confirm_timeout: ms > 0 = 2000,
  event_store?: URL (sqlite, kafka),
  batch_interval: ms > 0 = 1000,
  batch_size?: integer ≥ 1,
)

@state { fields }

@alert(
  condition: boolean expression,
  severity: "info" | "warning" | "error" | "critical" = "warning",
  message?: string,
  delay: duration | ms ≥ 0 = 0,
  hysteresis: number ≥ 0 = 0,
  cooldown: duration | ms ≥ 0 = 0,
)

@panel(title?: string, columns?: integer 1…12) { widgets }

alertList(alerts?: list expression, limit: integer ≥ 1 = 20)

sum(of: list, path?: state path): number

min(of: any, ...path?: state path | number): number

env(name: string): string

list.reduce(f: function, initial?: any): any

string.trim(): string

objects: list

list.length: number"""


def test_signatures():
    traits = [CATALOGUE.traits[name] for name in ("digital_twin", "state", "alert", "panel")]
    functions = [CATALOGUE.functions[name] for name in ("sum", "min", "env")]
    methods = [CATALOGUE.methods["reduce"][0], CATALOGUE.methods["trim"][0]]
    values = [CATALOGUE.values["objects"], CATALOGUE.members["length"][0]]
    declarations = [*traits, CATALOGUE.widgets["alertList"], *functions, *methods, *values]
    assert "\n\n".join(map(signature, declarations)) == SIGNATURES


TRAIT = """\
```holoscript
@replay_mode(
  enabled: true | false = true,
  controls: ["play" | "pause" | "seek" | "speed", …] = ["play", "pause", "seek", "speed"],
)
```

Lets a viewer replay the twin's past.

The twin can be shown as it was at any moment that `@time_series` or an event store has kept. Replay runs on \
a clock of its own: the live twin goes on meanwhile, and nothing is ever sent to the plant from a replay.

Arguments:

- `enabled`: Whether replay is offered at all.
- `controls`: The controls that a viewer gets.

Example:

```holoscript
@replay_mode(
  controls: ["play", "pause", "seek"]
)
```"""


def test_a_trait():
    assert trait_markdown(CATALOGUE.traits["replay_mode"]) == TRAIT


ARGUMENT = """\
```holoscript
controls: ["play" | "pause" | "seek" | "speed", …] = ["play", "pause", "seek", "speed"]
```

The controls that a viewer gets.

- `"play"`: Runs and pauses from the current moment on.
- `"pause"`: Holds the current moment.
- `"seek"`: Jumps to any moment that is kept.
- `"speed"`: Runs slower or faster than real time.

Example:

```holoscript
controls: ["play", "pause", "seek"]
```"""


def argument_of(trait: str, name: str) -> tuple[Trait, Argument]:
    owner = CATALOGUE.traits[trait]
    return owner, next(argument for argument in owner.arguments if argument.name == name)


def test_an_argument():
    assert argument_markdown(*argument_of("replay_mode", "controls")) == ARGUMENT


def test_when_an_argument_counts():
    text = argument_markdown(*argument_of("digital_twin", "sync_interval"))
    assert '\n\nOnly with `sync_mode: "realtime"` or `sync_mode: "optimistic"`.\n\n' in text
    text = argument_markdown(*argument_of("data_binding", "group_id"))
    assert '\n\nRequired with `protocol: "sparkplug_b"`.\n\n' in text
    assert "\n\nRequired.\n\n" in argument_markdown(*argument_of("alert", "condition"))


def test_entries_of_a_record_are_listed():
    text = argument_markdown(*argument_of("data_binding", "auth"))
    assert '\n- `username?: string`: The user\'s name. Required with `type: "username"`.\n' in text


def test_rules_are_told():
    text = trait_markdown(CATALOGUE.traits["data_binding"])
    assert "\n\nA binding needs an address: `source`, or `broker` for Sparkplug.\n\n" in text


def test_a_choice():
    owner, argument = argument_of("digital_twin", "sync_mode")
    assert isinstance(argument.type, Enumeration)
    assert choice_markdown(owner, argument, argument.type.choices[3]) == (
        '```holoscript\nsync_mode: "batch"\n```\n\nChanges gather and apply together, by time or by number.'
    )


BLOCK = """\
A page of panels.

It has an id, `dashboard#id`, and holds one `@panel` or more, which are shown in their order.

Properties:

- `title`: The heading of the page. When not given, its id.

Example:

```holoscript
dashboard#line2 {
  @panel(title: "Line 2") {
    metric(label: "Strokes", value: logic.strokes)
  }
}
```"""


def test_a_block():
    assert block_markdown(CATALOGUE.blocks["dashboard"]) == BLOCK


WIDGET = """\
```holoscript
text(value: expression)
```

A line of text.

It shows a fixed text or the value of an expression, as plain text without markup.

Arguments:

- `value`: The text to show. Required.

Example:

```holoscript
text(value: "Night shift: " + logic.shiftLeader)
```"""


def test_a_widget():
    assert widget_markdown(CATALOGUE.widgets["text"]) == WIDGET


FUNCTION = """\
```holoscript
count(of: list, condition?: function): number
```

How many objects there are, or how many of them fulfil a condition.

It counts all items of the list, or those for which the arrow function yields `true`.

- `of`: The list whose items are counted.
- `condition`: Takes an item and tells whether it counts.

Example:

```holoscript
count(children, o => o.state.status == "running")
```"""


def test_a_function():
    assert function_markdown(CATALOGUE.functions["count"]) == FUNCTION


MEMBER = """\
```holoscript
list.length: number
```

How many items the list has.

It is a member and no call: without parentheses.

Example:

```holoscript
state.alerts.length > 0
```"""


def test_a_member():
    assert value_markdown(CATALOGUE.members["length"][0]) == MEMBER


def test_a_trait_of_the_workspace_says_where_it_is_from():
    (trait,), _ = load_traits('{"traits": [{"name": "own", "summary": "Ours."}]}', "line2/holo.traits.json")
    text = "```holoscript\n@own\n```"
    expected = f"{text}\n\nOurs.\n\nExample:\n\n{text}\n\nDeclared in `line2/holo.traits.json`."
    assert trait_markdown(trait) == expected


HOSTILE = st.text(alphabet="`![]()<>\\& \n\ra:/h")


def hostile(text: str) -> Trait:
    argument = Argument(name="a", type=choices(text or "x"), doc=text, example=text)
    return Trait(
        name="own",
        summary=text,
        doc=text,
        example=text,
        snippet="own",
        arguments=(argument,),
        source=f"{text}/holo.traits.json",
    )


def outside_code(markdown: str) -> str:
    """``markdown`` without the code that is ours: fenced blocks, and code spans at the start of lines."""
    prose = re.sub(r"^(`{3,})holoscript\n.*?\n\1$", "", markdown, flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"^(- |Declared in )(`+)(?!`).+?(?<!`)\2(?!`)", "", prose, flags=re.MULTILINE)


@given(HOSTILE)
def test_a_workspace_cannot_make_an_editor_fetch_anything(text: str):
    trait = hostile(text)
    (argument,) = trait.arguments
    assert isinstance(argument.type, Enumeration)
    for markdown in (
        trait_markdown(trait),
        argument_markdown(trait, argument),
        choice_markdown(trait, argument, argument.type.choices[0]),
    ):
        assert not re.search(r"(?<!\\)(?:\\\\)*[\[\]<>]", outside_code(markdown))


@given(HOSTILE.filter(str.strip))
@example("a\n```\nb")
@example("`````")
def test_a_fence_is_longer_than_what_stands_in_it(text: str):
    first, *_, last = (
        trait_markdown(hostile(text))
        .partition("\n\nDeclared in ")[0]
        .rpartition("Example:\n\n")[2]
        .split("\n")
    )
    ticks = first.removesuffix("holoscript")
    assert set(ticks) == {"`"}
    assert last == ticks
    assert ticks not in text


@pytest.mark.parametrize(
    ("source", "span"),
    [
        ("a.json", "`a.json`"),
        ("a`b", "`` a`b ``"),
        ("``", "``` `` ```"),
        ("a\n![x](y)", "`a ![x](y)`"),
    ],
)
def test_a_code_span_holds_any_text(source: str, span: str):
    trait = Trait(name="own", summary="Ours.", doc="", example="@own", snippet="own", source=source)
    assert trait_markdown(trait).endswith(f"\n\nDeclared in {span}.")

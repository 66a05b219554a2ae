"""What each place is for, told from half-typed and from whole text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.fixtures import cursor

from holo_lsp.analysis.context import Place, place_at
from holo_lsp.analysis.context.chunk import OPENERS, Chunk
from holo_lsp.model import FileModel
from holo_lsp.syntax import Document

if TYPE_CHECKING:
    from holo_lsp.syntax import Node

CORPUS = sorted((Path(__file__).parents[2] / "corpus").glob("*/*.holo"))
TEXTS = [path.read_bytes().decode("utf-8-sig") for path in CORPUS]


def at(marked: str) -> Place:
    text, offset = cursor(marked)
    return place_at(FileModel(Document.parse(text)), offset)


def way(place: Place) -> list[str]:
    """The steps, each as ``kind name: key``."""
    return [
        step.kind + (f" {step.name}" if step.name else "") + (f": {step.key}" if step.key is not None else "")
        for step in place.steps
    ]


@pytest.mark.parametrize(
    ("marked", "role", "text"),
    [
        ("$0", "member", ""),
        ("pos$0", "member", "pos"),
        ("twin#a {\n  pos$0\n}", "member", "pos"),
        ("twin#a {\n  po$0s: [0, 0, 0]\n}", "member", "pos"),
        ("twin#a { $0 }", "member", ""),
        ("twin#a {} $0", "member", ""),
        ("twin#a {\n}\n$0", "member", ""),
        ("@$0", "trait", "@"),
        ("@dig$0ital", "trait", "@digital"),
        ("twin#a {\n  @$0\n  @state {}\n}", "trait", "@"),
        ("twin#a @$0 {}", "trait", "@"),
        ("twin#a {} @$0", "trait", "@"),
        ("@digital_twin $0", "nothing", ""),
        ("template $0", "label", ""),
        ("template Fo$0", "label", "Fo"),
        ('object "Fo$0" {}', "label", "Fo"),
        ("twin#$0", "label", "twin#"),
        ("twin#ma$0chine {}", "label", "twin#machine"),
        ("template Foo $0", "head", ""),
        ("twin#a ext$0 {\n}", "head", "ext"),
        ("twin#a extends $0 {}", "base", ""),
        ("twin#a using Fo$0 {}", "base", "Fo"),
        ("twin#a extends A, $0 {}", "base", ""),
        ('object "Foo" using $0 @physics {', "base", ""),
        ("twin#a extends A $0 {}", "nothing", ""),
        ("twin#a extends $0A {}", "nothing", ""),
        ("@digital_twin($0", "entry", ""),
        ("@digital_twin($0)", "entry", ""),
        ("@digital_twin(le$0)", "entry", "le"),
        ("@digital_twin(le$0: 1)", "entry", "le"),
        ("@digital_twin(level: $0)", "value", ""),
        ("@digital_twin(level: as$0)", "value", "as"),
        ('@digital_twin(level: "as$0set")', "value", "asset"),
        ('@digital_twin(level: "as$0', "value", "as"),
        ('@digital_twin(level: "asset" $0)', "nothing", ""),
        ('@digital_twin(level: $0"asset")', "value", '"asset"'),
        ('@digital_twin(level: $0 "asset")', "nothing", ""),
        ("@heatmap_3d(range: $0[0, 1])", "nothing", ""),
        ("twin#a {\n  position: $0\n}", "value", ""),
        ("twin#a {\n  position:\n    $0\n}", "value", ""),
        ("twin#a {\n  position:\n  $0\n}", "member", ""),
        ("twin#a {\n  position:\n  co$0\n}", "member", "co"),
        ("@alert(condition: $0)", "value", ""),
        ("@alert(condition: st$0)", "value", "st"),
        ("@alert(condition: state.$0)", "access", ""),
        ("@alert(condition: state.$0rpm)", "access", "rpm"),
        ("@alert(condition: state?.r$0)", "access", "r"),
        ("@alert(condition: a > $0)", "operand", ""),
        ("@alert(condition: a &&\n    $0)", "operand", ""),
        ("@alert(condition: a $0)", "nothing", ""),
        ("@alert(condition: a ? b : $0)", "operand", ""),
        ("@alert(condition: a ? $0 : b)", "nothing", ""),
        ('@alert(condition: a == "$0")', "operand", ""),
        ("@computed { a: o.filter(o$0 => 1) }", "nothing", "o"),
        ("@computed { a: o.filter(o => $0) }", "operand", ""),
        ("@computed { a: (1 + $0) }", "operand", ""),
        ("@computed { a: b[$0] }", "value", ""),
        ("@computed { a: [$0] }", "value", ""),
        ("@computed { a: [1, $0] }", "value", ""),
        ("@computed { a: [1 $0] }", "nothing", ""),
        ("twin#a { children: [twin#$0] }", "reference", "twin#"),
        ("twin#a { children: [tw$0in#b] }", "reference", "twin#b"),
        ("x: 4$02", "value", "42"),
        ("// foo $0", "nothing", ""),
        ("/* foo $0 */", "nothing", ""),
        ("/* foo */$0", "member", ""),
        ("/* foo $0", "nothing", ""),
        ("x: `foo $0`", "nothing", "`foo `"),
        ("on_click() { $0 }", "nothing", ""),
        ("action foo() { $0 }", "nothing", ""),
        ("action foo($0) { }", "nothing", ""),
        ('import { A } from "./a"$0', "nothing", ""),
        ("a: x => { $0 }", "nothing", ""),
        ("#$0", "nothing", "#"),
    ],
)
def test_role_and_what_stands_there(marked: str, role: str, text: str):
    place = at(marked)
    assert (place.role, place.text) == (role, text)
    assert cursor(marked).text[place.start : place.end] == place.text


@pytest.mark.parametrize(
    ("marked", "steps"),
    [
        ("@data_binding(source: $0)", ["arguments data_binding: source"]),
        (
            '@data_binding(mappings: { "ns=2;s=A": "$0" })',
            ["arguments data_binding: mappings", "record: ns=2;s=A"],
        ),
        ('@data_binding(mappings: { "ns$0": "a" })', ["arguments data_binding: mappings", "record"]),
        ('@data_binding(mappings: { "$0 })', ["arguments data_binding: mappings", "record"]),
        ('@data_binding(auth: { type: "$0" })', ["arguments data_binding: auth", "record: type"]),
        ('@time_series(fields: ["a", "$0"])', ["arguments time_series: fields", "list"]),
        ("@time_series(fields: [$0", ["arguments time_series: fields", "list"]),
        ("@computed {\n  a: sum(children, $0)\n}", ["body computed: a", "call sum"]),
        (
            "@computed { a: sum(objects.filter(o => o.$0)) }",
            ["body computed: a", "call sum", "call filter"],
        ),
        ("@panel(title: 1) {\n  metric(label: $0)\n}", ["body panel", "call metric: label"]),
        ("@physics {\n  mass: $0\n}", ["body physics: mass"]),
        ("twin#a { children: [twin#$0] }", ["property: children", "list"]),
        ("twin#a { children: [\n  twin#b,\n  $0\n] }", ["property: children", "list"]),
        ("twin#a { state: { x: $0 } }", ["property: state", "record: x"]),
        ("@digital_twin(\n  level: 1\n  sy$0\n)", ["arguments digital_twin"]),
        ("@digital_twin(\n  level: 1,\n  $0\n@state {\n  a: 1\n}", ["arguments digital_twin"]),
        ("@digital_twin(\n  level: 1,\n$0\n@state {\n  a: 1\n}", []),
        ("twin#a {\n  @alert(\n    condition: a > $0\n\n  position: [0]\n}", ["arguments alert: condition"]),
    ],
)
def test_way_from_the_block_down_to_the_place(marked: str, steps: list[str]):
    assert way(at(marked)) == steps


@pytest.mark.parametrize(
    ("marked", "title"),
    [
        ("composition X {\n  twin#a {\n    $0\n  }\n}", "twin#a"),
        ("composition X {\n  twin#a {\n  }\n  $0\n}", "composition X"),
        ("composition X {\n  twin#a {\n    $0", "twin#a"),
        ("composition X {\n  twin#a {\n  $0", "composition X"),
        ("composition X {\n  twin#a {\n$0", "the file"),
        ("twin#a {\n  @state {\n    x: 1\n\n  $0\n}", "twin#a"),
        ("twin#a { position: $0 }", "twin#a"),
        ("twin#a $0 {}", "the file"),
    ],
)
def test_block_around_the_place(marked: str, title: str):
    assert at(marked).declaration.title == title


@pytest.mark.parametrize(("indent", "title"), [("  ", "twin#big"), ("", "the file")])
def test_block_that_is_cut_into_chunks_and_never_closed(indent: str, title: str):
    members = "".join(f"  field_{number}: [0, 0, 0]  // {'x' * 40}\n" for number in range(60))
    assert at(f"twin#big {{\n{members}{indent}$0").declaration.title == title


def test_block_that_is_cut_into_chunks():
    members = "".join(f"  field_{number}: [0, 0, 0]  // {'x' * 40}\n" for number in range(60))
    text = f"twin#big {{\n{members}}}\n"
    file = FileModel(Document.parse(text))
    titles = [place_at(file, offset).declaration.title for offset in range(len(text) + 1)]
    first, last = text.index("{") + 1, text.rindex("}")
    assert set(titles[first : last + 1]) == {"twin#big"}
    assert set(titles[:first] + titles[last + 1 :]) == {"the file"}


@pytest.mark.parametrize("text", TEXTS, ids=[path.stem for path in CORPUS])
def test_brackets_are_what_the_tree_says(text: str):
    """The tokens tell of each bracket of whole text what the grammar tells."""
    document = Document.parse(text)
    assert not document.faults()
    file = FileModel(document)
    for base, leaf in document.leaves():
        chunk = Chunk(leaf)
        for number, kind in enumerate(chunk.kinds):
            if kind in OPENERS and chunk.is_real(number):
                node, parent = chunk.owner(number)
                place = place_at(file, base + chunk.ends[number])
                assert is_behind(place, node, parent), (node, parent, place)


def is_behind(place: Place, node: Node, parent: Node) -> bool:
    """Is the place directly behind a bracket that is a child of ``node``?"""
    inner = place.steps[-1].kind if place.steps else ""
    match node.kind, parent.kind:
        case ("opaque", _) | ("args", "handler" | "action"):
            return place.role == "nothing"
        case "args", "trait" | "head_trait":
            return inner == "arguments"
        case "args", "group" | "arrow":
            return inner == "group"
        case "args", _:
            return inner == "call"
        case "body", "trait":
            return inner == "body"
        case "body", _:
            return not place.steps and place.declaration.parent is not None
        case kind, _:
            return inner == {"array": "list", "object": "record", "index": "index"}[kind]


@given(st.data())
def test_never_raises_wherever_a_text_is_cut(data: st.DataObject):
    text = data.draw(st.sampled_from(TEXTS))
    low, high = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    text = text[:low] + data.draw(st.text("@#.\"'{}()[],:\\\n `/*", max_size=6)) + text[high:]
    place = place_at(FileModel(Document.parse(text)), low)
    assert place.start <= low <= place.end
    assert text[place.start : place.end] == place.text

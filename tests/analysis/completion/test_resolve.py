"""What there is to say of an item, once somebody looks at it."""

from __future__ import annotations

import pytest
from support.fixtures import items, world_at

from holo_lsp.analysis.completion import resolve
from holo_lsp.traits import builtin

TEXT = """\
template Press {
  @state { force: 0 }
  %s
}
press#p1 extends Press { }
composition X {
  logic {
    @computed { oee: calculateOEE(objects) }
  }
}
"""


def documentation(marked: str, label: str) -> str:
    world, _ = world_at(marked)
    item = next(item for item in items(marked) if item.label == label)
    return resolve(item.data, world, builtin())


@pytest.mark.parametrize(
    ("place", "label", "said"),
    [
        ("@$0", "@alert", "Raises an alert while a condition holds."),
        ("$0", "position", "Where the object stands"),
        ("$0", "twin", "An object with an id"),
        ("@digital_twin($0)", "sync_mode", "How changes travel"),
        ("@digital_twin(sync_mode: $0)", "batch", "Changes gather and apply together"),
        ("@data_binding(auth: { $0 })", "username", "The user's name."),
        ("@data_binding(auth: { type: $0 })", "anonymous", "No login."),
        ('@replay_mode(controls: ["$0"])', "seek", "Jumps to any moment"),
        ("@alert(condition: $0)", "state.force", "State field of `template Press`"),
        ("@alert(condition: $0)", "children", "The twins that this one is made of."),
        ("@alert(condition: $0)", "sum", "The sum of a field over objects"),
        ("@computed { x: children.$0 }", "filter", "The items that fulfil a condition."),
        ("@computed { x: children.$0 }", "length", "How many items the list has."),
        ("@computed { x: children.filter(o => o.$0) }", "visible", "Whether the object is drawn."),
        ("children: [$0]", "press#p1", "press#p1 extends Press"),
        ("@panel { $0 }", "metric", "One value, large, with a label."),
        ("@panel { metric($0) }", "format", "How the number is written."),
        ("@panel { metric(format: $0) }", "percent", "The value 0.75 reads 75 %."),
        ("@panel { metric(value: $0) }", "logic.oee", "calculateOEE(objects)"),
        ("twin#b extends $0 {}", "Press", "Template of 1 object"),
    ],
)
def test_documentation(place: str, label: str, said: str):
    inside = TEXT % "" + place if label == "Press" else TEXT % place
    assert said in documentation(inside, label)


@pytest.mark.parametrize(
    "data",
    [
        (),
        ("trait", "gone"),
        ("block", "gone"),
        ("argument", "trait", "alert", "gone"),
        ("argument", "trait", "gone", "x"),
        ("argument", "nothing", "alert", "condition"),
        ("choice", "trait", "alert", "severity", "gone"),
        ("choice", "trait", "data_binding", "auth", "gone", "x"),
        ("field", "object", "gone", "x"),
        ("field", "template", "gone", "x"),
        ("field", "file", "", "gone"),
        ("template", "gone"),
        ("kpi", "gone"),
        ("method", "list", "gone"),
        ("member", "gone", "length"),
        ("what", "ever"),
    ],
)
def test_what_is_gone_meanwhile_has_none(data: tuple[str, ...]):
    world, _ = world_at("$0")
    assert resolve(data, world, builtin()) == ""

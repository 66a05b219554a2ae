"""Which twin takes which values from where."""

from __future__ import annotations

from support.checking import world_of

from holo_lsp.analysis.bindings import Binding, bindings, bindings_of


def summary(binding: Binding) -> tuple[str, str | None, str | None, list[tuple[str, str]]]:
    mapped = [(mapping.address, mapping.field) for mapping in binding.mappings]
    return binding.declaration.title, binding.protocol, binding.endpoint, mapped


def test_a_binding():
    text = """\
twin#a {
  @data_binding(
    source: "opcua://PRESS",
    node: "ns=2;s=Press",
    mappings: { "ns=2;s=A": "state.a", 'ns=2;s="B"': "b.c", "ns=2;s=\\"C\\"": state.d, "ns=2;s=D": 1 }
  )
}
"""
    world = world_of(text)
    [binding] = bindings(world)
    assert summary(binding) == (
        "twin#a",
        "opcua",
        "opc.tcp://press:4840",
        [("ns=2;s=A", "a"), ('ns=2;s="B"', "b.c"), ('ns=2;s="C"', "d"), ("ns=2;s=D", "")],
    )
    assert [text[p.content.start : p.content.end] for p in binding.nodes] == [
        "ns=2;s=A",
        'ns=2;s="B"',
        'ns=2;s=\\"C\\"',
        "ns=2;s=D",
        "ns=2;s=Press",
    ]
    assert text[binding.base + binding.trait.start :].startswith("@data_binding")
    assert [summary(each) for each in bindings(world.file)] == [summary(binding)]


def test_all_protocols():
    text = """\
twin#a { @data_binding(source: "mqtt://broker/press", mappings: { "force": "x" }) }
twin#b { @data_binding(protocol: "sparkplug_b", broker: "mqtt://broker") }
twin#c { @data_binding(broker: "mqtt://broker", group_id: "G", edge_node_id: "E") }
twin#d { @data_binding { source: "opc.tcp://d" mappings: { "i=85": "x" } } }
twin#e { @data_binding(source: "https://e") }
twin#f { @data_binding(source: "opc.tcp://:x") }
twin#g { @data_binding(source: env("URL")) }
twin#h { @data_binding }
twin#i { }
"""
    found = {binding.declaration.label: binding for binding in bindings(world_of(text))}
    assert {name: binding.protocol for name, binding in found.items()} == {
        "a": "mqtt",
        "b": "sparkplug_b",
        "c": "sparkplug_b",
        "d": "opcua",
        "e": None,
        "f": "opcua",
        "g": None,
        "h": None,
    }
    assert found["d"].endpoint == "opc.tcp://d:4840"
    assert [found[name].endpoint for name in "fgh"] == [None, None, None]
    assert not found["a"].nodes
    assert [mapped.address for mapped in found["a"].mappings] == ["force"]


def test_inheritance():
    base = 'template Base { @data_binding(node: "i=85", mappings: { "i=1": "base" }) }\n'
    text = (
        base
        + """\
template Press extends Base { @data_binding(mappings: { "i=2": "press" }) }
press#a extends Press { @data_binding(source: "opc.tcp://a") }
press#b extends Press { }
press#c extends Press {
  @data_binding(source: "opc.tcp://c1", mappings: { "i=3": "own" })
  @data_binding(source: "opc.tcp://c2")
}
"""
    )
    found = [summary(binding) for binding in bindings(world_of(text))]
    assert found == [
        ("template Base", None, None, [("i=1", "base")]),
        ("template Press", None, None, [("i=2", "press")]),
        ("press#a", "opcua", "opc.tcp://a:4840", [("i=2", "press")]),
        ("press#b", None, None, [("i=2", "press")]),
        ("press#c", "opcua", "opc.tcp://c1:4840", [("i=3", "own")]),
        ("press#c", "opcua", "opc.tcp://c2:4840", [("i=2", "press")]),
    ]


def test_what_is_inherited_knows_its_file():
    template = 'template Press { @data_binding(mappings: { "ns=2;s=A": "x" }) }'
    world = world_of('press#a extends Press { @data_binding(source: "opc.tcp://a") }', [template])
    [declaration] = world.file.declarations
    [binding] = bindings_of(declaration, world)
    assert binding.owner is declaration
    assert binding.source is not None
    assert binding.source.file is world.file
    [place] = binding.nodes
    assert place.file is world.index.files[0]
    assert template[place.content.start : place.content.end] == "ns=2;s=A"
    assert place.owner.title == "template Press"


def test_templates_in_a_circle_end():
    text = 'template A extends B { @data_binding(source: "opc.tcp://a") }\ntemplate B extends A { }'
    assert [binding.declaration.label for binding in bindings(world_of(text))] == ["A", "B"]

"""The nodes of a live plant as keys of a mapping."""

from __future__ import annotations

from support.fixtures import check_taken, items, world_at

from holo_lsp.analysis.completion import NodeQuery, node_query
from holo_lsp.facts import Node
from holo_lsp.traits import builtin

RPM = Node(
    node_id="ns=2;s=Spindle.RPM",
    state="known",
    node_class="Variable",
    data_type="Double",
    kind="number",
    unit="r/min",
    display_name="Spindle speed",
    description="Speed of the *main* spindle",
)
SIEMENS = Node(node_id='ns=3;s="DB_1"."Temp"', state="known", browse_name="Temp")
NODES = (RPM, SIEMENS)

BINDING = '@data_binding(source: "opcua://10.0.0.1", mappings: {{ {} }})'


def asked(marked: str) -> NodeQuery | None:
    world, offset = world_at(marked)
    return node_query(world, offset, builtin())


def test_what_the_index_is_asked():
    assert asked(BINDING.format('"ns=2;s=Sp$0xx"')) == NodeQuery("opc.tcp://10.0.0.1:4840", "ns=2;s=Sp")
    assert asked(BINDING.format("$0")) == NodeQuery("opc.tcp://10.0.0.1:4840", "")
    assert asked('@data_binding(source: "opc.tcp://a", node: "$0")') == NodeQuery("opc.tcp://a:4840", "")


def test_endpoint_may_be_inherited():
    template = 'template T { @data_binding(source: "opc.tcp://a:48010") }\n'
    marked = template + 'a#b extends T { @data_binding(mappings: { "$0" }) }'
    assert asked(marked) == NodeQuery("opc.tcp://a:48010", "")


def test_nothing_is_asked_elsewhere():
    assert asked(BINDING.format('"ns=2;s=Spindle": "$0"')) is None
    assert asked('@data_binding(source: "$0")') is None
    assert asked('@data_binding(source: "mqtt://a", mappings: { "$0" })') is None
    assert asked('@data_binding(source: "opc.tcp://", mappings: { "$0" })') is None
    assert asked('@data_binding(protocol: "mqtt", source: "opc.tcp://a", mappings: { "$0" })') is None
    assert asked('@data_binding(mappings: { "$0" })') is None
    assert asked('@physics(mappings: { "$0" })') is None


def test_key_in_quotes_and_outside():
    check_taken(BINDING.format('"«ns=2$0»"'), RPM.node_id, nodes=NODES)
    check_taken(BINDING.format('"«ns=2$0;s=Old»": "state.x"'), RPM.node_id, nodes=NODES)
    check_taken(BINDING.format("«$0»"), RPM.node_id, f'"{RPM.node_id}": "state.field"', nodes=NODES)
    check_taken(BINDING.format("«$0»"), RPM.node_id, f'"{RPM.node_id}": ', nodes=NODES, snippets=False)


def test_quotes_in_an_id_are_escaped():
    written = r"ns=3;s=\"DB_1\".\"Temp\""
    check_taken(BINDING.format('"«$0»"'), SIEMENS.node_id, written, nodes=NODES)
    check_taken(BINDING.format("«$0»"), SIEMENS.node_id, f'"{written}": "state.field"', nodes=NODES)
    check_taken(BINDING.format("'«$0»'"), SIEMENS.node_id, SIEMENS.node_id, nodes=NODES)


def test_node_that_is_found_by_its_name_is_shown():
    found = items(BINDING.format('"speed$0"'), nodes=NODES)
    assert [item.filter_text for item in found] == ["speed", "speed"]
    assert [item.label for item in found] == [RPM.node_id, SIEMENS.node_id]


def test_node_that_is_mapped_already_is_not_offered():
    found = items(BINDING.format(f'"{RPM.node_id}": "x", "$0"'), nodes=NODES)
    assert [item.label for item in found] == [SIEMENS.node_id]


def test_what_the_server_says_is_shown_and_escaped():
    (first, _) = items(BINDING.format('"$0"'), nodes=NODES)
    assert first.detail == "Spindle speed, Double, r/min"
    assert r"\*main\*" in first.documentation


def test_hostile_names_stay_on_their_line():
    node = Node(node_id="ns=2;s=a\nb", state="known", display_name="x\n# y")
    (item,) = items(BINDING.format('"$0"'), nodes=[node])
    assert item.label == "ns=2;s=a b"
    assert item.text == r"ns=2;s=a\u000ab"
    assert item.detail == "x # y"


def test_nodes_are_not_offered_where_no_key_stands():
    assert items(BINDING.format(f'"{RPM.node_id}": "$0"'), nodes=[SIEMENS]) == items(
        BINDING.format(f'"{RPM.node_id}": "$0"')
    )

"""What the text reads after an item is taken, and what is not offered there."""

from __future__ import annotations

import pytest
from support.fixtures import check_taken, items, shown


def labels(marked: str, **given) -> list[str]:
    return [item.label for item in items(marked, **given)]


# ---- traits --------------------------------------------------------------------------------------------


def test_trait_after_at():
    check_taken(
        "twin#a {\n  «@phy$0»\n}\n", "@physics", "@physics(collision: true)", never=["@panel", "position"]
    )


def test_trait_takes_the_place_of_all_that_was_typed():
    check_taken("«@phy$0zzz»\n", "@physics", "@physics(collision: true)")


def test_trait_with_a_body_is_indented_as_its_place_is():
    check_taken(
        "composition X {\n  twin#a {\n    «@st$0»\n  }\n}\n",
        "@state",
        '@state {\n      status: "idle"\n      \n    }',
    )


def test_trait_before_its_arguments_is_only_a_name():
    check_taken("«@dig$0»(level: 1)", "@digital_twin")
    check_taken("«@sta$0» {\n}", "@state")


def test_trait_without_an_at():
    text = '@alert(\n  condition: state.value > 100,\n  severity: "warning",\n  message: "%s"\n)'
    check_taken("twin#a { «ale$0» }", "@alert", text % "What is wrong and what to do")


def test_trait_that_is_there_already_is_not_offered_again():
    rest = "@state { x: 1 }\n  @alert(condition: x > 1)\n  «@comp$0»\n}"
    text = "@computed {\n    name: state.value\n    \n  }"
    check_taken("twin#a {\n  " + rest, "@computed", text, never=["@state"])
    assert "@alert" in labels("twin#a {\n  @alert(condition: x > 1)\n  @$0\n}")
    assert "@state" in labels("twin#a {\n  @sta$0te\n}")


def test_traits_that_fit_the_place():
    assert labels("composition X { logic { @$0 } }") == ["@computed"]
    assert labels("composition X { ui { @$0 } }") == ["@panel"]
    assert labels("composition X { ui { dashboard#a { @$0 } } }") == ["@panel"]
    assert labels("composition X { objects { @$0 } }") == []
    assert labels("composition X { environment { @$0 } }") == []
    assert "@panel" not in labels("template X { @$0 }")


def test_trait_in_a_head():
    check_taken("sensor#a «@ph$0» {}", "@physics", never=["@state", "@panel"])


def test_trait_without_snippets():
    check_taken(
        "twin#a {\n  «@data$0»\n}\n",
        "@data_binding",
        '@data_binding(\n    source: "opc.tcp://host:4840",\n'
        '    mappings: {\n      "ns=2;s=Name": "state.field"\n    }\n  )',
        snippets=False,
    )
    assert not any(item.is_snippet for item in items("@$0", snippets=False))


def test_plain_text_takes_the_indentation_of_its_file():
    check_taken("twin#a {\n\t«@st$0»\n}", "@state", '@state {\n\t\tstatus: "idle"\n\t\t\n\t}', snippets=False)


# ---- blocks, objects, properties -----------------------------------------------------------------------


def test_whole_composition():
    check_taken(
        "«comp$0»",
        "composition",
        'composition Name {\n  environment {\n    type: "indoor"\n  }\n\n  \n}',
        never=["objects", "logic", "ui", "asset_id", "metric"],
    )


def test_whole_twin():
    check_taken(
        "composition X {\n  objects {\n    «tw$0»\n  }\n}\n",
        "twin",
        "twin#id {\n      position: [0, 0, 0]\n\n"
        '      @digital_twin(sync_mode: "realtime")\n\n'
        '      @state {\n        status: "idle"\n      }\n    }',
        never=["template", "composition", "environment", "@state", "position"],
    )


def test_blocks_that_stand_once_are_offered_once():
    found = labels("composition X {\n  environment {}\n  ui {}\n  $0\n}")
    assert {"template", "twin", "objects", "logic"} <= set(found)
    assert not {"environment", "ui", "composition", "dashboard"} & set(found)


def test_object_of_a_known_kind_with_its_template():
    check_taken(
        "template Press {}\nobjects {\n  press#p1 extends Press {}\n  «pr$0»\n}",
        "press",
        "press#id extends Press {\n    \n  }",
    )
    check_taken("press#p1 {}\n«pr$0»", "press", "press#", snippets=False)


def test_keyword_before_its_name_is_only_a_word():
    check_taken("«pre$0»#p2 {}\npress#p1 {}", "press", never=["@state"])
    check_taken("«temp$0» Press {}", "template")


def test_property():
    never = ["asset_id", "type", "title"]
    check_taken("twin#a {\n  asset_id: 1\n  «pos$0»\n}", "position", "position: [0, 0, 0]", never=never)
    check_taken("twin#a { «po$0»: [0, 0, 0] }", "position", never=["@state", "twin"])
    check_taken("twin#a { «pos$0» }", "position", "position: ", snippets=False)


def test_properties_are_those_of_the_block():
    assert labels("composition X { environment { $0 } }")[:2] == ["type", "scale"]
    assert "floor_plan" not in labels("twin#a { $0 }")
    assert labels("ui { dashboard#a { $0 } }") == ["title", "@panel"]
    assert labels("geometry { $0 }") == []


def test_inherited_field_with_another_value():
    check_taken(
        'template Press {\n  @state {\n    mode: "auto"\n    force: 0  // kN\n  }\n}\n'
        "press#a extends Press {\n  @state {\n    force: 1\n    «$0»\n  }\n}",
        "mode",
        'mode: "auto"',
        never=["force", "@state", "position"],
    )


def test_widgets_in_a_panel_and_nowhere_else():
    check_taken(
        "@panel(title: 1) {\n  «met$0»\n}",
        "metric",
        'metric(label: "Label", value: logic.name, format: "number")',
        never=["position", "@state", "sum"],
    )
    check_taken("@panel { «met$0»(label: 1) }", "metric")
    assert "metric" not in labels("ui { dashboard#a { $0 } }")


def test_body_that_holds_the_arguments_of_its_trait():
    check_taken("@physics {\n  mass: 1\n  «coll$0»\n}", "collision", "collision: true", never=["mass"])


# ---- heads ---------------------------------------------------------------------------------------------

TEMPLATES = 'template Base {}\ntemplate Press extends Base {}\ntemplate "Big Press" extends Press {}\n'


def test_template_after_extends():
    check_taken(TEMPLATES + "press#a extends «Pr$0» {}", "Press")
    check_taken(TEMPLATES + "press#a using «$0» {}", "Big Press", '"Big Press"')
    check_taken(TEMPLATES + 'press#a using "«$0»" {}', "Big Press")
    check_taken(TEMPLATES + "press#a extends Press, «$0» {}", "Base", never=["Press"])


def test_template_of_another_file():
    check_taken("press#a extends «$0» {}", "Press", others=[TEMPLATES])


def test_template_that_would_close_a_cycle():
    marked = TEMPLATES.replace("template Base {}", "template Base extends $0 {}") + "template Free {}\n"
    assert labels(marked) == ["Free"]


def test_extends_behind_a_name():
    check_taken(TEMPLATES + "press#a «$0» {}", "extends Press")
    check_taken(TEMPLATES + "press#a «ext$0»", "extends", "extends ", never=["@state", "position"])
    check_taken(TEMPLATES + "press#a «ext$0»\ntwin#b {}", 'extends "Big Press"')
    assert labels(TEMPLATES + "composition A $0 {}") == []
    assert labels(TEMPLATES + "press#a extends Press $0 {}") == []


@pytest.mark.parametrize(
    "marked", ["twin#$0", "twin#ab$0 {}", "template $0", "template Pr$0 {}", "composition $0"]
)
def test_nothing_where_a_new_name_stands(marked: str):
    assert labels(TEMPLATES + marked) == []


# ---- arguments -----------------------------------------------------------------------------------------


def test_argument_with_its_choices():
    check_taken("@digital_twin(«sy$0»)", "sync_mode", 'sync_mode: "realtime"', never=["sync_interval_ms"])
    check_taken("@digital_twin(«sy$0»)", "sync_mode", "sync_mode: ", snippets=False)


def test_argument_before_its_value_is_only_a_name():
    check_taken('@digital_twin(«syn$0»: "batch")', "sync_mode")


def test_argument_that_is_given_is_not_offered():
    found = labels('@digital_twin(level: "asset", $0, sync_mode: "realtime")')
    assert "conflict_resolution" in found
    assert not {"level", "sync_mode"} & set(found)
    assert "colormap" not in labels('@heatmap_3d(color_map: "jet", $0)')


@pytest.mark.parametrize(
    ("mode", "offered", "not_offered"),
    [
        ("batch", ["batch_interval", "batch_size"], ["event_store", "sync_interval", "rollback_on_conflict"]),
        ("event_sourced", ["event_store"], ["batch_size", "sync_interval"]),
        ("optimistic", ["rollback_on_conflict", "sync_interval"], ["batch_size", "event_store"]),
    ],
)
def test_arguments_that_go_with_the_others(mode: str, offered: list[str], not_offered: list[str]):
    for marked in (
        f'@digital_twin(sync_mode: "{mode}", $0)',
        f'template T {{ @digital_twin(sync_mode: "{mode}") }}\na#b extends T {{ @digital_twin($0) }}',
    ):
        found = labels(marked)
        assert set(offered) <= set(found)
        assert not set(not_offered) & set(found)


def test_protocol_follows_from_the_address():
    found = labels('@data_binding(source: "mqtt://broker/topic", $0)')
    assert {"qos", "topic"} <= set(found)
    assert not {"security", "security_policy", "node", "group_id", "mapping"} & set(found)
    check_taken('@data_binding(protocol: "mqtt", «so$0»)', "source", 'source: "mqtt://host:1883"')


def test_commas_are_put_where_they_are_missing():
    check_taken(
        '@digital_twin(\n  sync_mode: "batch"\n  $0\n)',
        "level",
        after='@digital_twin(\n  sync_mode: "batch",\n  level: "asset"\n)',
    )
    check_taken('@digital_twin(\n  «$0»\n  sync_mode: "batch"\n)', "level", 'level: "asset",')
    check_taken(
        '@digital_twin(\n  sync_mode: "batch"\n  le$0\n  batch_size: 3\n)',
        "level",
        after='@digital_twin(\n  sync_mode: "batch",\n  level: "asset",\n  batch_size: 3\n)',
    )
    check_taken(
        "twin#a { children: [\n  twin#b\n  $0\n] }\ntwin#b {}\ntwin#c {}",
        "twin#c",
        after="twin#a { children: [\n  twin#b,\n  twin#c\n] }\ntwin#b {}\ntwin#c {}",
    )


def test_arguments_of_a_widget():
    never = ["label", "alerts", "sync_mode"]
    check_taken('@panel { metric(label: "OEE", «for$0») }', "format", 'format: "number"', never=never)


def test_entries_of_a_login():
    check_taken(
        '@data_binding(auth: { type: "username", «$0» })',
        "password",
        'password: env("NAME")',
        never=["type", "cert", "key", "passphrase", "source"],
    )
    never = ["password", "username"]
    check_taken('@data_binding(auth: { type: "certificate", «ce$0» })', "cert", 'cert: ""', never=never)


def test_mappings_are_begun():
    check_taken(
        "@data_binding(\n  «map$0»\n)",
        "mappings",
        'mappings: {\n    "": "state.field"\n  }',
        never=["mapping"],
    )


def test_nothing_for_a_trait_that_nobody_knows():
    assert labels("@nobody_knows($0)") == []
    assert labels("@nobody_knows(a: $0)") == []


# ---- values --------------------------------------------------------------------------------------------


def test_choice_outside_and_inside_of_quotes():
    never = ["asset", "true", "sum", "state"]
    check_taken("@digital_twin(sync_mode: «$0»)", "batch", '"batch"', never=never)
    check_taken("@digital_twin(sync_mode: «ba$0»)", "batch", '"batch"', never=never)
    check_taken('@digital_twin(sync_mode: "«$0»")', "batch", never=never)
    check_taken("@digital_twin(sync_mode: '«$0»')", "batch", never=never)
    check_taken('@alert(message: "🏭𝄞", severity: "«er$0»")', "error")


def test_choice_takes_the_place_of_the_whole_old_one():
    check_taken('@digital_twin(sync_mode: "«$0realtime»")', "batch")
    check_taken('@digital_twin(sync_mode: «$0"realtime"»)', "batch", '"batch"')
    check_taken('@digital_twin(sync_mode: "«re$0al»")', "realtime")
    assert shown(items('@digital_twin(sync_mode: "re$0al")'), "re") == ["realtime", "event_sourced"]


def test_string_that_is_not_closed_is_closed():
    check_taken('@digital_twin(sync_mode: "«ba$0»\n)', "batch", 'batch"')
    check_taken('@digital_twin(sync_mode: "«ba$0», level: 1)', "batch", 'batch"')


def test_choice_in_a_list_once():
    check_taken('@replay_mode(controls: ["play", "«$0»"])', "seek", never=["play"])
    check_taken('@replay_mode(controls: ["play", «$0»])', "seek", '"seek"', never=["play"])
    assert "play" in labels('@replay_mode(controls: ["pl$0ay"])')


def test_truth_stands_without_quotes():
    check_taken("@replay_mode(enabled: «f$0»)", "false", never=["play"])
    check_taken("@replay_mode(enabled: «$0true»)", "false")
    assert labels('@replay_mode(enabled: "$0")') == []


def test_duration():
    check_taken('@time_series(retention: "«$0»")', "30d")
    check_taken('@time_series(retention: "«36$0»")', "36h", never=["30d"])
    check_taken('@time_series(retention: "«36$0d»")', "36h")
    details = {item.label: item.detail for item in items('@time_series(retention: "36$0")')}
    assert details["36h"] == "1 day 12 hours"
    assert labels(f'@time_series(retention: "{"9" * 30}$0")') == []


def test_colormap():
    check_taken('@heatmap_3d(colormap: "«vir$0»")', "viridis", never=["bilinear"])


def test_address():
    never = ["kafka://", "opcua://"]
    check_taken('@data_binding(source: "«$0»")', "opc.tcp://", "opc.tcp://host:4840", never=never)
    check_taken("@data_binding(source: «$0»)", "mqtt://", '"mqtt://host:1883"')
    check_taken(
        '@digital_twin(sync_mode: "event_sourced", event_store: "«sq$0»")',
        "sqlite:///",
        "sqlite:///events.db",
        never=["opc.tcp://"],
    )
    assert labels('@data_binding(protocol: "opcua", source: "$0")') == ["opc.tcp://"]
    assert labels('@data_binding(source: "opc.tcp://10.0.0.1$0")') == []


def test_model_identifier():
    check_taken('template Press { @dtdl_model(id: "«$0»") }', "dtmi:", "dtmi:com:example:Press;1")
    base = 'template Base { @dtdl_model(id: "dtmi:com:x:Base;1") }\n'
    check_taken(base + 'template Press { @dtdl_model(extends: "«$0»") }', "dtmi:com:x:Base;1")
    assert labels('@dtdl_model(id: "dtmi:com:$0")') == []


def test_secrets_come_from_the_environment():
    check_taken("@data_binding(auth: { password: «$0» })", "env", 'env("NAME")')
    check_taken("@data_binding(auth: { password: «$0» })", "env", 'env("")', snippets=False)
    assert labels('@data_binding(auth: { password: "$0" })') == []
    assert labels('@data_binding(auth: { password: env("$0") })') == []
    assert "env" not in labels("@alert(condition: $0)")


def test_brackets_of_a_value():
    check_taken("@heatmap_3d(range: «$0»)", "[0, 100]")
    check_taken("twin#a { position: «$0» }", "[0, 0, 0]")


def test_field_that_a_template_declares_true_or_false():
    text = "template T { @state { on: true, n: 1 } }\na#b extends T { @state { %s: $0 } }"
    assert labels(text % "on") == ["true", "false"]
    assert labels(text % "n") == []


# ---- state paths ---------------------------------------------------------------------------------------

STATE = """\
template T {
  @state {
    force: 0  // kN
    mode: 1
  }
}
press#p extends T {
  @state { own: 1 }
  %s
}
"""


@pytest.mark.parametrize(
    ("before", "label", "text"),
    [
        ('@data_binding(mappings: { "a": "«$0»" })', "state.force", None),
        ('@data_binding(mappings: { "a": «$0» })', "state.own", '"state.own"'),
        ('@data_binding(mappings: { "a": "«state.fo$0»" })', "state.force", None),
        ('@data_binding(mappings: { "a": "«state.$0mode»" })', "state.force", None),
        ('@time_series(fields: ["«$0»"])', "state.force", None),
        ('@heatmap_3d(field: "«fo$0»")', "state.force", None),
        ("@alert(condition: state.«$0»)", "force", None),
        ("@alert(condition: state.«$0force» > 1)", "own", None),
        ("@alert(condition: «fo$0»)", "state.force", None),
        ("@alert(condition: «$0»)", "state.own", None),
        ("@computed { x: 1 + state.«$0» }", "force", None),
    ],
)
def test_own_and_inherited_fields(before: str, label: str, text: str | None):
    check_taken(STATE % before, label, text, never=["play", "objects", "logic"])


def test_paths_follow_those_beside_them():
    before = STATE % '@data_binding(mappings: { "a": "mode", "b": "«$0»" })'
    check_taken(before, "force", never=["mode", "state.mode", "state.force"])


def test_field_that_is_taken_is_not_offered_again():
    found = labels(STATE % '@time_series(fields: ["state.own", "$0"])')
    assert "state.force" in found
    assert "state.own" not in found


def test_field_of_another_object():
    sensor = "sensor#s { @state { flow: 1 } }\n"
    check_taken(sensor + '@flow_visualization(source: "«sensor.$0»")', "sensor.flow", never=["state.flow"])
    check_taken(sensor + '@flow_visualization(source: "«s.fl$0»")', "s.flow")
    check_taken(sensor + '@flow_visualization(source: "«sen$0»")', "sensor.")
    check_taken(sensor + '@flow_visualization(source: "«s$0»")', "s.")
    assert labels(sensor + '@time_series(fields: ["sensor.$0"])') == labels('@time_series(fields: ["$0"])')


def test_detail_tells_type_unit_and_origin():
    found = {item.label: item.detail for item in items(STATE % "@alert(condition: state.$0)")}
    assert found["force"] == "number, kN, from T"
    assert found["own"] == "number"


# ---- references ----------------------------------------------------------------------------------------

OBJECTS = "press#p1 extends T {}\npress#p2 {}\nrobot#r {}\n"


def test_children():
    check_taken(OBJECTS + "twin#hall { children: [«twin#$0»] }", "twin#r", never=["twin#hall"])
    check_taken(OBJECTS + "twin#hall { children: [«$0»] }", "press#p1", never=["twin#hall"])
    never = ["press#p1", "robot#r", "press#r", "twin#r"]
    check_taken(OBJECTS + "twin#hall { children: [twin#p1, «press#$0»] }", "press#p2", never=never)
    check_taken(OBJECTS + "twin#hall { children: [«press#$0p1»] }", "press#p2")
    check_taken(OBJECTS + "twin#hall { children: [«ro$0»] }", "robot#")
    check_taken(OBJECTS + "twin#hall { children: [«ro$0bot#x»] }", "robot#r")


def test_child_of_another_file():
    check_taken("twin#hall { children: [«twin#$0»] }", "twin#r", others=[OBJECTS])


# ---- expressions ---------------------------------------------------------------------------------------

PLANT = """\
template Press {
  @state {
    force: 0  // kN
    name: "p"
    alerts: []
    on: true
  }
}
press#p1 extends Press {}
robot#r { @state { speed: 1 } }
twin#line { children: [twin#r] }
composition X {
  logic {
    @computed {
      oee: calculateOEE(objects)
      new: %s
    }
  }
}
"""


@pytest.mark.parametrize(
    ("before", "label", "text", "never"),
    [
        ("«su$0»", "sum", 'sum(objects, "state.field")', ["env", "state", "children", "metric"]),
        ("«su$0»(objects)", "sum", None, []),
        ("«ob$0»", "objects", None, ["p1", "Press"]),
        ("logic.«$0»", "oee", None, ["force", "filter", "sum"]),
        ("objects.«$0»", "filter", "filter(o => o)", ["toFixed", "trim", "force", "id"]),
        ("objects.«fil$0»(o => o)", "filter", None, []),
        ("objects.filter(o => o.«$0»)", "state", None, ["filter", "force", "length"]),
        ("objects.filter(o => o.«sta$0»)", "state.speed", None, ["filter"]),
        ("objects.filter(o => «$0»)", "o", None, ["state"]),
        ("objects.map(o => o.state.«$0»)", "speed", None, ["kind", "filter", "oee"]),
        ("objects.map(o => o.state.name.«$0»)", "trim", "trim()", ["filter", "toFixed"]),
        ("objects.map(o => o.state.force.«$0»)", "toFixed", "toFixed()", ["trim", "length"]),
        ("objects.map(o => o.state.alerts.«$0»)", "length", None, ["trim"]),
        ("objects.filter(o => 1).find(o => 1).«$0»", "kind", None, ["filter"]),
        ("objects[0].«$0»", "kind", None, ["filter"]),
        ("objects.flatMap(o => o.children).«$0»", "length", None, ["kind"]),
        ("objects.reduce((all, o) => o.«$0», 0)", "id", None, ["filter"]),
        ("count(objects, o => o.state.«$0»)", "force", None, []),
        ('objects.filter(o => o.template == "«$0»")', "Press", None, ["robot", "p1"]),
        ('objects.filter(o => o.kind == "«$0»")', "robot", None, ["Press"]),
        ('objects.filter(o => o.id == "«$0»")', "p1", None, ["Press"]),
        ("objects.filter(o => o.state.on == «$0»)", "true", None, []),
        ('sum(objects, "«$0»")', "state.force", None, ["objects", "force"]),
        ('sum(objects, "«fo$0»")', "state.force", None, []),
        ("calculateOEE(objects, «good$0»)", "goodQuantity", 'goodQuantity: "state.field"', []),
        ('calculateOEE(objects, goodQuantity: "«$0»")', "state.force", None, []),
        ("r.«$0»", "speed", None, ["force", "filter"]),
        ("press.«$0»", "force", None, ["speed"]),
    ],
)
def test_expressions_over_all_objects(before: str, label: str, text: str | None, never: list[str]):
    check_taken(PLANT % before, label, text, never=never)


def test_children_in_an_expression_are_those_of_the_property():
    computed = "children: [twin#r]\n  @computed { v: children.map(c => c.state.$0) }"
    found = labels((PLANT % "1").replace("children: [twin#r]", computed))
    assert "speed" in found
    assert "force" not in found


def test_expression_in_a_widget():
    text = PLANT % "1" + "@panel { metric(value: «$0») }"
    check_taken(text, "logic.oee", never=["state", "children", "label", "Press"])
    assert {"logic", "objects", "p1", "sum"} <= set(labels(text.replace("«", "").replace("»", "")))


@pytest.mark.parametrize(
    "place",
    [
        "nobody.$0",
        "1.$0",
        "state.nothing.$0",
        "children.find(o => 1).nothing.$0",
        "[1, 2].$0",
        '"$0"',
        "1 $0",
    ],
)
def test_nothing_where_nothing_is_known(place: str):
    assert labels(f"@alert(condition: {place})") == []


@pytest.mark.parametrize(
    "place",
    [
        "// $0",
        "/* $0 */",
        "twin#a { on_click() { $0 } }",
        "action a() { state.$0 }",
        "x: `$0`",
        '@alert(message: "$0")',
        "@digital_twin(sync_interval: 1$0)",
        "@digital_twin(level: 1 $0)",
        "@digital_twin $0",
        "twin#a { position: [0, $0] }",
        '"$0": 1',
    ],
)
def test_nothing_where_nobody_can_know(place: str):
    assert labels(place) == []


def test_named_parameters_are_all_that_follows_the_others():
    named = ["plannedBusyTime", "actualProductionTime", "plannedRunTimePerItem", "producedQuantity"]
    assert labels(PLANT % "calculateOEE(objects, $0)") == [*named, "goodQuantity"]
    assert labels(PLANT % 'calculateOEE(objects, goodQuantity: "x", $0)') == named
    first = labels(PLANT % "calculateOEE($0)")
    assert first[0] == "objects"
    assert first[-1] == "goodQuantity"

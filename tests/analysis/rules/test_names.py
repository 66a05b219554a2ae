"""Names that nothing declares, and names that are declared twice."""

from __future__ import annotations

import pytest
from support.checking import check, findings, fixed

TEMPLATE = """\
template Press {
  @state {
    force: 0  // kN
    status: "idle"
  }
  @computed { load: state.force / 800 }
}
"""


def test_a_path_names_a_field_that_does_not_exist():
    check(
        """\
twin#press {
  position: [0, 0, 0]
  @state {
    force: 0
    spindleRpm: 0
    axes: { x: 0, y: 0 }
  }
  @time_series(fields: ["forse", "state.forse", "state.force", "position", "spindle_rpm", "volume"])
  //                     ^^^^^ HS301 There is no state field `forse`: did you mean `force`?
  //                                    ^^^^^ HS301 There is no state field `forse`: did you mean `force`?
  //                                                                        ^^^^^^^^^^^ HS301 There is no stat
  //                                                                                       ^^^^^^ HS301 There
  @heatmap_3d(field: "state.temperature", colormap: "thermal")
  //                        ^^^^^^^^^^^ HS301 There is no state field `temperature` here: declare it in `@stat
  @data_binding(
    source: "opc.tcp://press:4840",
    mappings: {
      "ns=2;s=A": "state.forcee",
      //                 ^^^^^^ HS301 There is no state field `forcee`: did you mean `force`?
      "ns=2;s=B": "state.axes.x",
      "ns=2;s=C": "state.axes.z",
      //                      ^ HS301 `axes` has no entry `z`.
      "ns=2;s=D": "state.axes[0]",
      //                      ^ HS301 `axes` has no entry `0`.
      "ns=2;s=E": "",
      "ns=2;s=F": state.force,
      "ns=2;s=G": state.forc
      //                ^^^^ HS301 There is no state field `forc`: did you mean `force`?
    }
  )
}
""",
        only=["HS301"],
    )


def test_inherited_state_counts():
    check(
        """\
press#one extends Press {
  @state { strokes: 0 }
  @time_series(fields: ["force", "load", "strokes", "state.status", "stroke"])
  //                                                                 ^^^^^^ HS301 There is no state field `str
}
""",
        only=["HS301"],
        others=[TEMPLATE],
    )


@pytest.mark.parametrize(
    "text",
    [
        '@time_series(fields: ["volume"])',  # a piece of a file
        'twin#a { @time_series(fields: ["volume"]) }',  # no state at all
        'twin#a extends Elsewhere { @state { x: 0 } @time_series(fields: ["volume"]) }',
        'twin#a { @state { x: 0 } @flow_visualization(source: "sensor.flow") }',  # an object not loaded
        'twin#a { @state { x: 0 } @flow_visualization(source: "state.x", color_by: "velocity") }',
        'twin#a { @state { x: { y: 0 } } @time_series(fields: ["state.x.y", "state"]) }',
        'twin#a { @state { x: 0 } @other(field: "volume") }',
        'ui { dashboard#d { @state { x: 0 } @panel { table(rows: objects, columns: ["id", "force"]) } } }',
    ],
)
def test_what_may_be_declared_elsewhere_is_left_alone(text: str):
    assert not [f for f in findings(text) if f.code == "HS301"]


def test_fields_of_other_objects():
    check(
        """\
sensor#oil { @state { temperature: 20 } }
sensor#air { @state { humidity: 40 } }
twin#press {
  children: [sensor#oil, sensor#air]
  @state { force: 0 }
  @heatmap_3d(field: "sensor.temperature")
  @heatmap_3d(field: "oil.state.temperature")
  @heatmap_3d(field: "oil.temprature")
  //                      ^^^^^^^^^^ HS301 `oil` has no state field `temprature`: did you mean `temperature`?
  @flow_visualization(source: "sensor.flow")
  //                                  ^^^^ HS301 `sensor` has no state field `flow`.
  @heatmap_3d(field: "stat.force")
  //                  ^^^^ HS301 `stat` means nothing here: did you mean `state`?
  @heatmap_3d(field: "oill.temperature")
  //                  ^^^^ HS301 `oill` means nothing here: did you mean `oil`?
  @computed {
    warm: oil.temperature > 40 && oil.humidity > 1
    //                                ^^^^^^^^ HS301 `oil` has no state field `humidity`.
    cold: twin#oil.state.temperatur < 0
    //                   ^^^^^^^^^^ HS301 `oil` has no state field `temperatur`: did you mean `temperature`?
    asset: oil.asset_id
    mean: avg(children, "state.temperature")
    most: max(children, "state.temperatures")
    //                         ^^^^^^^^^^^^ HS301 No child has a state field `temperatures`: did you mean `tem
    none: sum(children, "weight")
    //                   ^^^^^^ HS301 No child has a state field `weight`.
  }
}
""",
        only=["HS301"],
    )


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("state", "result"),
    [
        ("{\n  speed: 0  // m/s\n}", "{\n  speed: 0  // m/s\n  load: 0\n}"),
        ("{\n\ta: 0,\n\tb: [\n\t]\n}", "{\n\ta: 0,\n\tb: [\n\t]\n\tload: 0\n}"),
        ("{ speed: 0 }", "{ speed: 0, load: 0 }"),
    ],
)
def test_the_field_can_be_added(state: str, result: str, newline: str):
    text = 'twin#a {\n@state STATE\n@time_series(fields: ["load"])\n}'.replace("\n", newline)
    before, after = (text.replace("STATE", part.replace("\n", newline)) for part in (state, result))
    assert fixed(before, "HS301") == after


def test_the_near_field_is_the_first_fix():
    text = 'twin#a { @state { speed: 0 } @time_series(fields: ["state.sped"]) }'
    assert fixed(text, "HS301") == text.replace("sped", "speed")
    assert "sped: 0 }" in fixed(text, "HS301", choose=1)


def test_a_word_beside_a_path_is_offered_too():
    text = 'twin#a { @state { flow: 0 } @flow_visualization(source: "flow", color_by: "velocty") }'
    assert fixed(text, "HS301") == text.replace("velocty", "velocity")


def test_a_string_with_escapes_is_marked_as_a_whole_and_not_mended():
    text = r'twin#a { @state { speed: 0 } @time_series(fields: ["sp\x65d"]) }'
    [finding] = [f for f in findings(text) if f.code == "HS301"]
    assert text[finding.start : finding.end] == r'"sp\x65d"'
    assert [fix.title for fix in finding.fixes] == ["Add `sped` to `@state`"]


def test_templates():
    check(
        """\
press#one extends Pres { }
//                ^^^^ HS302 `Pres` is not a template: did you mean `Press`?
press#two extends Lathe { }
//                ^^^^^ HS302(hint) Template `Lathe` is declared in no file.
press#three using Press { }
press#four extends one { }
//                 ^^^ HS302(hint) `one` is an object and not a template.
press#five extends Press2 { }
//                 ^^^^^^ HS302 `Press2` is not a template: did you mean `Press`?
logic {
  @computed {
    many: count(objects.filter(o => o.template == "Pres"))
    //                                             ^^^^ HS302 `Pres` is not a template: did you mean `Press`?
    some: count(objects.filter(o => o.template == "Press"))
    none: count(objects.filter(o => o.template == "Mill"))
  }
}
""",
        only=["HS302"],
        others=[TEMPLATE],
    )


def test_templates_of_other_files_count():
    assert not findings("press#one extends Press { }", others=[TEMPLATE])


def test_children():
    check(
        """\
twin#line {
  children: [twin#pres_a, twin#mill, twin#cnc_2, twin#cnc_1, robot#cnc_1]
  //                                                         ^^^^^ HS303(warning) `cnc_1` is a `cnc` and not a
  //                           ^^^^ HS303 Object `mill` is declared in no file.
  //              ^^^^^^ HS303(warning) There is no object `pres_a`: did you mean `press_a`?
}
twin#press_a { }
cnc#cnc_1 { }
cnc#cnc_2 { }
twin#other {
  children: ["press_a", "twin#press_b", "twin#milling"]
  //                                          ^^^^^^^ HS303 Object `milling` is declared in no file.
  //                          ^^^^^^^ HS303 Object `press_b` is declared in no file.
  partner: cns#cnc_1
  //       ^^^ HS303(warning) `cnc_1` is a `cnc` and not a `cns`.
}
""",
        only=["HS303"],
    )


def test_a_scene_may_stand_before_its_object():
    assert not findings("composition Hall { twin#a { } }\ntwin#b { x: Hall#a }")


def test_children_in_other_files_count():
    assert not findings("twin#line { children: [twin#a] }", others=["robot#a { }"])


def test_kpis():
    check(
        """\
composition Hall {
  logic {
    shift: "night"
    @computed {
      factoryOEE: 0.7
      double: logic.factoryOEE * 2
    }
  }
  ui {
    dashboard#main {
      @panel(title: "Hall") {
        metric(label: "OEE", value: logic.factoryOE)
        //                                ^^^^^^^^^ HS304 `logic` has no `factoryOE`: did you mean `factoryOEE
        metric(label: "OEE", value: logic.factory_oee)
        //                                ^^^^^^^^^^^ HS304 `logic` has no `factory_oee`: did you mean `factor
        metric(label: "Shift", value: logic.shift)
        metric(label: "Open", value: logic.openAlerts.length)
        //                                 ^^^^^^^^^^ HS304 `logic` has no `openAlerts`: compute it there.
        alertList(alerts: logic.double.toString())
      }
    }
  }
}
""",
        only=["HS304"],
    )


def test_logic_may_stand_in_a_file_that_is_not_loaded():
    text = "ui { dashboard#d { @panel { metric(value: logic.x) } } }"
    assert not findings(text)
    assert [f.code for f in findings(text, others=["logic { @computed { y: 1 } }"])] == ["HS304"]


def test_a_local_name_hides_logic():
    text = "logic { @computed { y: objects.map(logic => logic.x) } }"
    assert not [f for f in findings(text) if f.code == "HS304"]


def test_declared_twice():
    check(
        """\
twin#a {
  model: "a.glb"
  model: "b.glb"
//^^^^^ HS307 Property `model` is declared twice: remove one of the two.
  @state {
    speed: 0
    load: 0
    speed: 1
  //^^^^^ HS307 Field `speed` is declared twice: remove one of the two.
  }
  @computed { load: 1 }
  //          ^^^^ HS307 Field `load` is declared twice: remove one of the two.
  @data_binding(
    source: "opc.tcp://a:4840",
    mappings: {
      "ns=2;s=A": "speed",
      "ns=2;s=A": "load"
     //^^^^^^^^ HS307 This address is mapped twice: remove one of the two.
    }
  )
}
logic {
  @computed { a: 1, b: 2, a: 3 }
  //                      ^ HS307 Field `a` is declared twice: remove one of the two.
}
unknown#block {
  when: 1
}
""",
        only=["HS307"],
    )


def test_the_first_place_is_told():
    text = "twin#a { @state { speed: 0, speed: 1 } }"
    [finding] = findings(text)
    [related] = finding.related
    assert text[related.start : related.end] == "speed"
    assert related.start < finding.start


def test_two_addresses_into_one_field():
    check(
        """\
twin#a {
  @state { speed: 0, load: 0 }
  @data_binding(
    source: "opc.tcp://a:4840",
    mappings: {
      "ns=2;s=A": "speed",
      "ns=2;s=B": "state.speed",
      //           ^^^^^^^^^^^ HS310 `speed` is fed by `ns=2;s=A` already: map one address to each field.
      "ns=2;s=C": "load"
    }
  )
  @data_binding(source: "mqtt://broker/a", mappings: { "load": "state.load" })
  //                                                            ^^^^^^^^^^ HS310 `load` is fed by `ns=2;s=C` a
}
""",
        only=["HS310"],
    )

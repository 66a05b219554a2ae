"""Traits, properties, blocks and widgets against the catalogue."""

from __future__ import annotations

import pytest
from support.checking import check, findings, fixed

from holo_lsp.settings import parse_settings


def test_a_trait_is_misspelt() -> None:
    check("""
twin#a {
  @alart(condition: true)
//^^^^^^ HS201 `@alart` is not a trait: did you mean `@alert`?
}
""")


def test_an_unknown_trait_is_nothing_to_complain_of_unless_asked_for() -> None:
    text = "twin#a {\n  @grabbable\n}\n"
    assert findings(text) == []
    settings, _ = parse_settings({"diagnostics": {"unknownTraits": "hint"}}, trusted=True)
    assert [finding.code for finding in findings(text, settings=settings)] == ["HS202"]


def test_arguments_are_misspelt_given_twice_or_unknown() -> None:
    check("""
twin#a {
  @digital_twin(sync_mod: "realtime")
  //            ^^^^^^^^ HS203 `sync_mod` is not an argument of `@digital_twin`: did you mean `sync_mode`?
  @alert(condition: true, severity: "info", severity: "error", colour: "red")
  //                                                           ^^^^^^ HS203(hint) `colour` is not an argument of `@alert`. It has `condition`, `severity`, `message`, `delay`, `hysteresis` and `cooldown`.
  //                                        ^^^^^^^^ HS207 `severity` is given twice: remove one of the two.
  @digital_twin(sync_mode: "batch", sync_modee: "batch")
  //                                ^^^^^^^^^^ HS203 `sync_modee` is not an argument of `@digital_twin`, and `sync_mode` is given already: remove it.
//^^^^^^^^^^^^^ HS208 `@digital_twin` stands twice here: keep one of them.
}
""")


def test_values_of_closed_sets() -> None:
    check("""
twin#a {
  @digital_twin(sync_mode: "realtme", conflict_resolution: "whoever")
  //                                                       ^^^^^^^^^ HS204 "whoever" is not a value of `conflict_resolution`. It takes "physical_wins", "virtual_wins", "latest_wins" or "manual".
  //                       ^^^^^^^^^ HS204 "realtme" is not a value of `sync_mode`: did you mean "realtime"?
  @alert(condition: true, severity: "fatal")
  //                                ^^^^^^^ HS204 "fatal" is not a value of `severity`. It takes "info", "warning", "error" or "critical".
  @heatmap_3d(field: "position", colormap: "Thermal", range: [0, 1])
  //                                       ^^^^^^^^^ HS204 "Thermal" is not a value of `colormap`: did you mean "thermal"?
}
""")


def test_types_and_limits() -> None:
    check("""
twin#a {
  @digital_twin(sync_mode: "batch", batch_interval: -5, batch_size: 2.5)
  //                                                ^^ HS206 `batch_interval` must be more than 0 ms.
  //                                                                ^^^ HS205 `batch_size` takes a whole number.
  @replay_mode(enabled: "yes")
//^^^^^^^^^^^^ HS605 There is nothing to replay: keep a history with `@time_series`.
  //                    ^^^^^ HS205 `enabled` takes `true` or `false`.
  @alert(condition: true, message: 3, severity: error)
  //                               ^ HS205 `message` takes a string.
  //                                            ^^^^^ HS205(warning) `severity` takes its value in quotes.
  @flow_visualization(source: "position", particle_count: "many")
  //                                                      ^^^^^^ HS205 `particle_count` takes integer 1…100000.
  @time_lapse(field: "position", trail_length: "100")
  //                                           ^^^^^ HS205 `trail_length` takes integer 1…100000.
  position: [1, 2]
  //        ^^^^^^ HS205 `position` takes [x, y, z] in m.
  scale: "big"
  //     ^^^^^ HS205 `scale` takes number > 0 | [x, y, z].
}
""")


def test_milliseconds_have_no_unit() -> None:
    check("""
twin#a {
  @digital_twin(sync_interval: 2s)
  //                           ^^ HS205 `sync_interval` is a number of milliseconds, without a unit.
}
""")
    assert "sync_interval: 2000)" in fixed("twin#a {\n  @digital_twin(sync_interval: 2s)\n}\n", "HS205")


def test_durations() -> None:
    check("""
twin#a {
  @time_series(retention: "30 fortnights", resolution: 5, fields: ["position"])
  //                                                   ^ HS205 `resolution` takes a duration in quotes, such as "5s".
  //                      ^^^^^^^^^^^^^^^ HS212 Unit 'fortnights' is not known: use ms, s, m, h, d, w or y
}
""")


def test_ranges() -> None:
    check("""
template A {
  @heatmap_3d(field: "position", range: [100, 20])
  //                                    ^^^^^^^^^ HS213 `range` is reversed: 100 is more than 20.
  @heatmap_3d(field: "position", range: [20, 20])
  //                                    ^^^^^^^^ HS213 `range` is empty: both ends are 20.
  @heatmap_3d(field: "position", range: [20])
  //                                    ^^^^ HS213 `range` takes two numbers: `[low, high]`.
  @heatmap_3d(field: "position", range: 20)
  //                                    ^^ HS213 `range` takes a range: `[low, high]`.
  @heatmap_3d(field: "position", range: [low, high])
}
""")


def test_what_is_missing() -> None:
    check("""
twin#a {
  @alert(severity: "info")
//^^^^^^ HS209 `@alert` needs `condition`.
  @data_binding(mappings: {})
//^^^^^^^^^^^^^ HS209 `source` or `broker` is missing. A binding needs an address: `source`, or `broker` for Sparkplug.
  @data_binding(protocol: "sparkplug_b", broker: "mqtt://broker:1883", group_id: "Hall")
//^^^^^^^^^^^^^ HS209 `edge_node_id` is missing. Sparkplug B finds an edge node by `broker`, `group_id` and `edge_node_id` together.
  @data_binding(source: "opc.tcp://a:1", security: "Sign", auth: { type: "username", username: "x" })
  //                                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ HS209 `auth` needs `password`.
}
""")


def test_what_has_no_effect() -> None:
    check("""
twin#a {
  @digital_twin(batch_size: 3, event_store: "kafka://a:9092/b", rollback_on_conflict: true)
  //                                                            ^^^^^^^^^^^^^^^^^^^^ HS211 `rollback_on_conflict` has no effect here: it goes with `sync_mode: "optimistic"`.
  //                           ^^^^^^^^^^^ HS211 `event_store` has no effect here: it goes with `sync_mode: "event_sourced"`.
  //            ^^^^^^^^^^ HS211 `batch_size` has no effect here: it goes with `sync_mode: "batch"`.
}
twin#b {
  @digital_twin(sync_mode: "oops", batch_size: 3)
  //                       ^^^^^^ HS204 "oops" is not a value of `sync_mode`. It takes "realtime", "optimistic", "event_sourced" or "batch".
}
""")


def test_a_trait_stands_twice_or_where_it_means_nothing() -> None:
    check("""
composition C {
  objects {
    @digital_twin
  //^^^^^^^^^^^^^ HS214 `@digital_twin` has no effect in `objects`: put it into a twin or template.
    twin#a {
      @digital_twin
      @digital_twin(level: "asset")
    //^^^^^^^^^^^^^ HS208 `@digital_twin` stands twice here: keep one of them.
      @alert(condition: true)
      @alert(condition: false)
    }
  }
}
""")


def test_bare_traits_at_the_top_may_repeat() -> None:
    assert findings('@digital_twin(level: "asset")\n@digital_twin(level: "aggregate")\n') == []


def test_names_of_properties_blocks_and_widgets() -> None:
    check("""
compositoin C {
//<0>^^^^^^^^^^^ HS216 `compositoin` is not a block: did you mean `composition`?
  enviroment { typ: "indoor" }
//^^^^^^^^^^ HS216 `enviroment` is not a block: did you mean `environment`?
  twin#a {
    positon: [1, 2, 3]
  //^^^^^^^ HS215 `positon` is not a property: did you mean `position`?
    colour_of_choice: "any"
  }
  ui {
    dashboard#main {
      @panel(title: "A") {
        metrc(label: "x", value: 1)
      //^^^^^ HS217 `metrc` is not a widget: did you mean `metric`?
        metric(label: "x", formt: "percent")
        //                 ^^^^^ HS203 `formt` is not an argument of `metric`: did you mean `format`?
      //^^^^^^ HS209 `metric` needs `value`.
        anything(label: "x")
      }
    }
  }
}
""")


def test_values_that_only_running_can_tell_are_left_alone() -> None:
    text = """
twin#a {
  @digital_twin(sync_mode: env("MODE"), sync_interval: 10 * 5)
  @alert(condition: true, severity: cond ? "info" : "error", message: `Hot: ${x}`)
  @heatmap_3d(field: env("F"), range: limits())
  position: somewhere
}
"""
    assert [f for f in findings(text) if f.code.startswith("HS2")] == []


@pytest.mark.parametrize(
    ("text", "code", "result"),
    [
        ('twin#a { @digital_twin(sync_mode: "realtme") }', "HS204", '"realtime"'),
        ("twin#a { @alert() }", "HS209", "@alert(condition: "),
        ("twin#a { @alart(condition: true) }", "HS201", "@alert(condition: true)"),
        ('twin#a { @replay_mode(enabled: "true") }', "HS205", "enabled: true)"),
        ('twin#a { @time_lapse(field: "position", trail_length: "100") }', "HS205", "trail_length: 100)"),
        ('twin#a { @heatmap_3d(field: "position", range: [9, 1]) }', "HS213", "range: [1, 9]"),
        ("twin#a { positon: [1, 2, 3] }", "HS215", "position: [1, 2, 3]"),
    ],
)
def test_the_fix_puts_it_right(text: str, code: str, result: str) -> None:
    assert result in fixed(text, code)


def test_broken_text_is_not_said_to_lack_what_may_stand_in_it() -> None:
    check(
        """
twin#a {
  @state { pressure: 1, run: true }
  @alert(condition: pressure = 5, message: "m")
  @alert(condition: pressure > 10 and run)
  @alert(message: )
  @alert(message: "m", , )
  @alert(message: "m" severity: "info")
//^^^^^^ HS209 `@alert` needs `condition`.
}
dashboard "D" {
  @panel { metric(value: logic.a and logic.b, label: "x") }
}
""",
        only=("HS2",),
    )


def test_widgets_of_other_tools() -> None:
    check("""
dashboard "D" {
  @panel {
    chart(series: [objects])
  //^^^^^ HS209(hint) `chart` needs `value`.
    //    ^^^^^^ HS203(hint) `series` is not an argument of `chart`. It has `label`, `value`, `window`, `kind`
    text("hello")
    table(rows: objects)
    table(objects, columns: ["id"])
    gauge(children, range: [0, 10])
    metric("OEE", value: 3)
    chart(label: "x")
  //^^^^^ HS209 `chart` needs `value`.
    metric(label: "x", colour: 3)
  //^^^^^^ HS209 `metric` needs `value`.
    //                 ^^^^^^ HS203(hint) `colour` is not an argument of `metric`. It has `label`, `value`, `f
  }
}
""")


def test_milliseconds_in_quotes() -> None:
    check("""
twin#a {
  @digital_twin(sync_mode: "batch", sync_interval: "100ms", batch_interval: "5s")
  //                                ^^^^^^^^^^^^^ HS211 `sync_interval` has no effect here: it goes with `sync
  //                                               ^^^^^^^ HS205 `sync_interval` is a number of milliseconds,
  //                                                                        ^^^^ HS205 `batch_interval` is a n
  @digital_twin(sync_interval: "250")
//^^^^^^^^^^^^^ HS208 `@digital_twin` stands twice here: keep one of them.
  //                           ^^^^^ HS205 `sync_interval` is a number of milliseconds, without quotes or unit
}
twin#b {
  @digital_twin(sync_interval: "soon")
  //                           ^^^^^^ HS205 `sync_interval` takes ms > 0.
}
""")
    text = 'twin#a {\n  @digital_twin(sync_interval: "30d")\n}\n'
    assert "sync_interval: 2592000000)" in fixed(text, "HS205")


def test_entries_of_a_record_without_effect() -> None:
    check(
        """
twin#a {
  @data_binding(
    source: "opc.tcp://127.0.0.1:4840",
    auth: { type: "anonymous", password: env("PASSWORD") },
    //                         ^^^^^^^^ HS211 `password` has no effect here: it goes with `type: "username"`.
    mappings: {}
  )
  @data_binding(source: "opc.tcp://127.0.0.1:4840", auth: { password: env("PASSWORD") }, mappings: {})
}
""",
        only=("HS21",),
    )


def test_mappings_lead_to_state_paths() -> None:
    check("""
twin#a {
  @state { x: 0, on: true, r: { a: 1 }, later: null }
  @alert(condition: on)
  @data_binding(source: "opc.tcp://localhost:4840", mappings: {
    "i=1": 5,
    //     ^ HS205 `mappings` takes the path of a state field here, such as "state.force".
    "i=2": "",
    //     ^^ HS205 `mappings` takes the path of a state field here, such as "state.force".
    "i=3": [1],
    //     ^^^ HS205 `mappings` takes the path of a state field here, such as "state.force".
    "i=4": "state.",
    //     ^^^^^^^^ HS205 `mappings` takes the path of a state field here, such as "state.force".
    "i=5": "x.y.z",
    //        ^ HS301 `x` is a number and has no entries.
    "i=6": "state.on.y",
    //               ^ HS301 `on` is true or false and has no entries.
    "i=7": "r.a",
    "i=8": state.x,
    "i=9": "later.y",
    "i=10": null
  })
}
""")


def test_an_object_may_have_no_mass() -> None:
    check("""
twin#a {
  @physics(mass: 0)
}
""")


def test_a_history_is_kept_longer_than_its_points_last() -> None:
    check("""
template A {
  @time_series(retention: "1s", resolution: "30d")
  //                                        ^^^^^ HS210 A point stands for 30d and is kept for 1s only: make `
  @time_series(resolution: "60d")
  //                       ^^^^^ HS210 A point stands for 60d and is kept for 30d only: make `resolution` shor
  @time_series(resolution: "0s")
  //                       ^^^^ HS206 `resolution` must be more than nothing.
  @time_series(retention: "0s", resolution: "1s")
  //                      ^^^^ HS206 `retention` must be more than nothing.
  @time_series(retention: "1m", resolution: "60s")
  @time_series(retention: env("KEPT"), resolution: "60d")
}
twin#a extends A {
  @time_series(resolution: "30s")
  //                       ^^^^^ HS210 A point stands for 30s and is kept for 1s only: make `resolution` short
}
""")


def test_fields_that_cannot_be_shown() -> None:
    check(
        """
template A {
  @state { status: "idle", on: true, speed: 1, later: null, at: { x: 1 }, many: [1] }
  @heatmap_3d(field: "status")
  //                  ^^^^^^ HS205(warning) `status` holds text, and a number or a list is wanted here.
  @heatmap_3d(field: "state.speed")
  @heatmap_3d(field: "later")
  @heatmap_3d(field: "many")
  @flow_visualization(source: "state.on", color_by: "status")
  //                                 ^^ HS205(warning) `on` holds true or false, and a number or a list is wan
  @time_lapse(field: "on")
  //                  ^^ HS205(warning) `on` holds true or false, and a number, a list or an object is wanted
  @time_lapse(field: "at")
  @time_lapse(field: "at.x")
  @time_lapse(field: "position")
}
""",
        only=("HS20",),
    )

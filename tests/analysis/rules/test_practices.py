"""Hints of good practice: given where they help, once, and never where the text cannot know."""

from __future__ import annotations

import dataclasses

import pytest
from support.checking import findings, fixed

from holo_lsp.settings import Settings

TEMPLATE = """\
template Press {
  @digital_twin(sync_mode: "realtime")
  @state { force: 0 }
}
"""


def hints(text: str, code: str, others: tuple[str, ...] = ()) -> list[str]:
    """What the hints of a code stand at, and what they tell to be the same."""
    found = [f for f in findings(text, others=others) if f.code == code]
    return [text[place.start : place.end] for f in found for place in (f, *f.related)]


def test_all_are_switched_off_together():
    text = 'twin#a { @digital_twin(sync_mode: "realtime") @state { x: 0 } }'
    settings = Settings()
    off = dataclasses.replace(settings.diagnostics, best_practices=False)
    assert [f.code for f in findings(text)] == ["HS602"]
    assert not findings(text, settings=dataclasses.replace(settings, diagnostics=off))


def test_equal_twins():
    twin = "press#p{n} {{ @digital_twin @state {{ force: 0, strokes: {n} }} }}\n"
    assert hints("".join(twin.format(n=n) for n in range(3)), "HS601") == ["p0", "p1", "p2"]


@pytest.mark.parametrize(
    "text",
    [
        "a#a { @digital_twin @state { x: 0 } }\n" * 2,
        "".join(f"a#a{n} {{ @state {{ x: 0 }} }}\n" for n in range(3)),  # bare state is hardly worth it
        "".join(f"a#a{n} {{ @digital_twin @state {{ x{n}: 0 }} }}\n" for n in range(3)),
        "".join(f"a#a{n} extends T {{ @digital_twin @state {{ x: 0 }} }}\n" for n in range(3)),
        "".join(f"composition C{n} {{ a#a {{ @digital_twin @state {{ x: 0 }} }} }}\n" for n in range(3)),
    ],
)
def test_twins_that_are_not_equal_enough(text: str):
    assert not hints(text, "HS601")


def test_realtime_without_a_source():
    text = """\
twin#a { @digital_twin(sync_mode: "realtime") }
twin#b { @digital_twin }
twin#c { @digital_twin(sync_mode: "batch") }
twin#d { @digital_twin(sync_mode: "realtime", level: "aggregate") }
twin#e { @digital_twin(sync_mode: "realtime") @data_binding(source: "opc.tcp://e:4840") }
twin#f { @digital_twin(sync_mode: "realtime", connection_string: env("HUB")) }
twin#g { @digital_twin(sync_mode: "realtime") @mqtt_source(topic: "a") }
twin#i extends Elsewhere { @digital_twin(sync_mode: "realtime") }
template T { @digital_twin(sync_mode: "realtime") }
@digital_twin(sync_mode: "realtime")
"""
    assert hints(text, "HS602") == ['"realtime"']


def test_an_instance_without_a_source():
    assert hints("press#a extends Press { }", "HS602", (TEMPLATE,)) == ["a"]
    bound = 'press#a extends Press { @data_binding(source: "opc.tcp://a") }'
    assert not hints(bound, "HS602", (TEMPLATE,))


def test_a_bound_twin_without_an_alert():
    text = """\
twin#a { @state { x: 0 } @data_binding(source: "opc.tcp://a:4840") }
twin#b { @state { x: 0 } @data_binding(source: "opc.tcp://b:4840") @alert(condition: state.x > 1) }
twin#c { @state { x: 0 } }
twin#d { @data_binding(source: "opc.tcp://d:4840") }
twin#e { @state { x: 0 } @data_binding(mappings: { "ns=2;s=X": "x" }) }
twin#f extends Elsewhere { @state { x: 0 } @data_binding(source: "opc.tcp://f:4840") }
"""
    assert hints(text, "HS603") == ["a"]


def test_the_alert_may_be_the_templates():
    twin = 'press#a extends Press { @data_binding(source: "opc.tcp://a:4840") }'
    alert = TEMPLATE.replace("@state", "@alert(condition: state.force > 1)\n  @state")
    bound = TEMPLATE.replace("@state", '@data_binding(source: "opc.tcp://a:4840")\n  @state')
    assert hints(twin, "HS603", (TEMPLATE,)) == ["a"]
    assert not hints(twin, "HS603", (alert,))
    assert hints("press#a extends Press { }", "HS603", (bound,)) == ["a"]


def test_what_many_places_break_is_told_once():
    text = "".join(
        f'twin#t{n} {{ @state {{ x{n}: 0 }} @data_binding(source: "opc.tcp://t{n}:4840") }}\n'
        for n in range(40)
    )
    found = findings(text)
    assert [f.code for f in found] == ["HS603", "HS606", "HS607"]
    assert [text[r.start : r.end] for r in found[0].related[:2]] == ["t1", "t2"]
    assert len(found[0].related) == 20


def test_an_ignored_place_does_not_stand_for_the_others():
    text = "".join(
        f'twin#t{n} {{ @digital_twin(sync_mode: "realtime") }} {"// holo: ignore[HS602]" * (n == 0)}\n'
        for n in range(2)
    )
    [finding] = findings(text)
    assert finding.code == "HS602"
    assert text.index("t1") < finding.start
    assert not finding.related


def test_models_without_a_version():
    text = '@dtdl_model(id: "dtmi:com:example:Press", extends: "dtmi:com:example:Machine")'
    assert hints(text, "HS604") == ["dtmi:com:example:Press"]
    assert fixed(text, "HS604") == text.replace("Press", "Press;1")
    assert not hints('@dtdl_model(id: "dtmi:com:example:Press:1")', "HS604")


@pytest.mark.parametrize(
    ("text", "hinted"),
    [
        ("twin#a { @replay_mode }", True),
        ("template T { @replay_mode(enabled: true) }", True),
        ("@replay_mode", False),
        ("twin#a { @replay_mode(enabled: false) }", False),
        ("twin#a { @time_series @replay_mode }", False),
        ('twin#a { @digital_twin(sync_mode: "event_sourced") @replay_mode }', False),
        ("twin#a extends Elsewhere { @replay_mode }", False),
        ("template T { @time_series }\ntwin#a extends T { @replay_mode }", False),
        ("template T { @replay_mode @time_series }\ntwin#a extends T { }", False),
    ],
)
def test_replay_without_history(text: str, hinted: bool):
    assert bool(hints(text, "HS605")) is hinted


def test_a_history_is_added_before_the_replay():
    assert (
        fixed("twin#a {\r\n  @replay_mode\r\n}", "HS605")
        == "twin#a {\r\n  @time_series\r\n  @replay_mode\r\n}"
    )
    assert fixed("twin#a { @replay_mode }", "HS605") == "twin#a { @time_series @replay_mode }"


def test_bindings_without_mappings():
    text = """\
twin#a { @state { x: 0 } @data_binding(source: "opc.tcp://a:4840") }
twin#b { @state { x: 0 } @data_binding(source: "opc.tcp://b:4840", node: "ns=2;s=B") }
twin#c { @data_binding(source: "mqtt://sensors/temp/zone1") }
twin#d {
  @state { x: 0 }
  @data_binding(protocol: "sparkplug_b", broker: "mqtt://d", group_id: "G", edge_node_id: "E")
}
twin#e { @state { x: 0 } @data_binding(source: "opc.tcp://e:4840", mapping: { "ns=2;s=X": "x" }) }
@data_binding(source: "opc.tcp://f:4840")
"""
    assert hints(text, "HS606") == ["@data_binding"]


def test_the_mappings_may_be_the_templates():
    twin = 'press#a extends Press { @data_binding(source: "opc.tcp://a:4840") }'
    mapped = TEMPLATE.replace("@state", '@data_binding(mappings: { "ns=2;s=F": "force" })\n  @state')
    assert hints(twin, "HS606", (TEMPLATE,)) == ["@data_binding"]
    assert not hints(twin, "HS606", (mapped,))


def test_security():
    text = """\
twin#a { @data_binding(source: "opc.tcp://10.0.0.1:4840") }
twin#b { @data_binding(source: "opc.tcp://b:4840", security: "None") }
twin#c { @data_binding(source: "opc.tcp://localhost:4840") }
twin#d { @data_binding(source: "opc.tcp://127.0.0.1:4840") }
twin#e { @data_binding(source: "mqtt://e/topic") }
twin#f extends Secured { @data_binding(source: "opc.tcp://f:4840") }
template Secured { @data_binding(security: "SignAndEncrypt") }
"""
    assert hints(text, "HS607") == ["opc.tcp://10.0.0.1:4840"]


def test_security_can_be_added():
    text = 'twin#a { @data_binding(source: "opc.tcp://10.0.0.1:4840", node: "i=85") }'
    assert fixed(text, "HS607") == text.replace(", node", ', security: "SignAndEncrypt", node')
    assert fixed(text, "HS607", choose=1) == text.replace(", node", ', security: "None", node')

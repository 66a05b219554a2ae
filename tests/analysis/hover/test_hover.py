"""What is said of the thing below the mark, and which characters it is about."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.fixtures import world_at
from support.texts import one_template

from holo_lsp.addresses import parse_endpoint
from holo_lsp.analysis.hover import Hover, hover
from holo_lsp.facts import EMPTY_PLANT
from holo_lsp.model import FileModel, World
from holo_lsp.settings import Mqtt, Settings
from holo_lsp.syntax import CHUNKS, Document
from holo_lsp.traits import builtin

if TYPE_CHECKING:
    from collections.abc import Iterable

CORPUS = Path(__file__).parents[2] / "corpus"
TEXTS = [path.read_bytes().decode("utf-8-sig") for path in sorted(CORPUS.glob("*/*.holo"))]

FACTORY = """\
template Press {
  @digital_twin(sync_mode: "batch", batch_interval: 5000)

  @state {
    force: 0  // kN
    temp: 20
    name: "p"
    alerts: []
  }

  @computed { load: state.force / 800 }

  @alert(condition: state.force > 800 && load < 1, severity: "error", delay: "90s")
  @time_series(fields: ["state.force"], retention: "30d")
  @heatmap_3d(field: "temp", colormap: "viridis", range: [0, 100])
  @dtdl_model(id: "dtmi:com:example:stamping:Press;3.1")
}

press#p1 extends Press {
  position: [1, 0, 0]
  visible: true
  @data_binding(
    source: "opcua://user:secret@10.0.0.1/line",
    auth: { type: "username", username: "u", password: env("PRESS_PASSWORD") },
    mappings: {
      "ns=2;s=Force": "state.force",
      "ns=2;i=17": "temp"
    }
  )
}

press#p2 extends Press {
  @data_binding(source: "mqtt://broker/press/2", mappings: { "a/b": "force" })
}

twin#hall { children: [twin#p1, press#p2] }

composition Hall {
  environment { type: "industrial" }
  logic {
    @computed {
      total: sum(objects, "state.force")
      warm: objects.filter(o => o.template == "Press" && o.state.temp > 60).length
    }
  }
  ui {
    dashboard#main {
      @panel(title: "Hall") {
        metric(label: "Force", value: logic.total, format: "number")
        gauge(value: p1.force)
      }
    }
  }
}
"""


def over(text: str, *, others: Iterable[str] = (), settings: Settings | None = None) -> Hover | None:
    world, offset = world_at(text, others)
    return hover(world, offset, builtin(), EMPTY_PLANT, settings or Settings())


def at(near: str, *, settings: Settings | None = None) -> tuple[str, str]:
    """The hover in the factory at the mark in ``near``: the text that it is about, and what it says."""
    before, _, behind = near.partition("$0")
    assert FACTORY.count(before + behind) == 1, near
    found = over(FACTORY.replace(before + behind, near), settings=settings)
    assert found, near
    return FACTORY[found.start : found.end], found.markdown


@pytest.mark.parametrize(
    ("near", "about", "said"),
    [
        # traits, arguments, values
        ("@hea$0tmap_3d", "@heatmap_3d", ["Colours the object, or the space around", "colormap"]),
        ("$0@heatmap_3d", "@heatmap_3d", ["Colours the object"]),
        ("batch_$0interval", "batch_interval", ["Longest time that changes gather"]),
        ('"ba$0tch"', "batch", ["Changes gather and apply together"]),
        ('"vir$0idis"', "viridis", ["Purple over green to yellow"]),
        ("auth: { ty$0pe", "type", ["The kind of login"]),
        ("pass$0word: env", "password", ["Take it from the environment"]),
        ("posi$0tion: [1", "position", ["Where the object stands"]),
        ("visi$0ble", "visible", ["Whether the object is drawn"]),
        # durations
        ('"30$0d"', "30d", ["30 days"]),
        ('"9$00s"', "90s", ["1 minute 30 seconds"]),
        ("50$000", "5000", ["5 seconds"]),
        # blocks and widgets
        ("compo$0sition", "composition", ["A scene"]),
        ("Ha$0ll {", "Hall", ["A scene"]),
        ("environ$0ment", "environment", ["The surroundings"]),
        ("lo$0gic {", "logic", ["What is worked out"]),
        ("dash$0board#main", "dashboard#main", ["A page of panels"]),
        ('"indus$0trial"', "industrial", ["A hall"]),
        ("met$0ric(", "metric", ["One value, large"]),
        ("lab$0el: ", "label", ["The text beside the value"]),
        # twins and templates
        (
            "press#p$01",
            "press#p1",
            [
                "press#p1 extends Press",
                "- `force`: number, kN, from `Press` ← `ns=2;s=Force`",
                "- `temp`: number, from `Press` ← `ns=2;i=17`",
                "- `load`: number, from `Press`",
                "- `opc.tcp://10.0.0.1:4840/line`, 2 mappings",
                "`@data_binding`, `@digital_twin` (from `Press`)",
            ],
        ),
        ("p$0ress#p1", "press#p1", ["press#p1 extends Press"]),
        ("twin#p$01", "twin#p1", ["press#p1 extends Press"]),
        ("twin#ha$0ll", "twin#hall", ["Made of 2 objects"]),
        ("template Pr$0ess", "Press", ["Template of 2 objects", "- `force`: number, kN"]),
        ("p2 extends Pr$0ess", "Press", ["Template of 2 objects"]),
        ('"Pr$0ess"', "Press", ["Template of 2 objects"]),
        # fields
        (
            "for$0ce: 0",
            "force",
            [
                "force: 0  // kN",
                "State field of `template Press`, a number in kN",
                "- `ns=2;s=Force` (of `press#p1`)",
                "- `a/b` (of `press#p2`)",
                "- `@alert condition`",
                "- `@time_series fields`",
                "- `@computed load`",
                "- `logic.total`",
            ],
        ),
        ("te$0mp: 20", "temp", ["- `@heatmap_3d field`", "- `logic.warm`"]),
        ("state.for$0ce > 800", "force", ["State field of `template Press`"]),
        ('"state.for$0ce"]', "state.force", ["State field of `template Press`"]),
        ('Force": "state.for$0ce"', "state.force", ["State field of `press#p1`", "inherited from `Press`"]),
        ('"te$0mp", color', "temp", ["State field of `template Press`"]),
        ("p1.for$0ce", "force", ["State field of `press#p1`"]),
        ("lo$0ad: state", "load", ["load: state.force / 800", "Computed value of `template Press`"]),
        ("lo$0ad < 1", "load", ["Computed value of `template Press`"]),
        ("st$0ate.force / 800", "state", ["The state of this object"]),
        # expressions
        ("su$0m(", "sum", ["The sum of a field over objects"]),
        ("obj$0ects, ", "objects", ["All objects of the composition"]),
        ('(objects, "state.fo$0rce"', "state.force", ["State field of `press#p1`"]),
        ("fil$0ter", "filter", ["The items that fulfil a condition"]),
        ("$0o.template", "o", ["`o`: one object of `press`, `twin`"]),
        ("o.temp$0late", "template", ["The name of the template"]),
        ("o.state.te$0mp", "temp", ["State field of `press#p1`"]),
        (".len$0gth", "length", ["How many items the list has"]),
        ("logic.to$0tal", "total", ['total: sum(objects, "state.force")']),
        ("to$0tal: sum", "total", ['total: sum(objects, "state.force")']),
        ("e$0nv(", "env", ["A value from the environment"]),
        # addresses
        (
            "opcua://user:sec$0ret",
            "opcua://user:secret@10.0.0.1/line",
            ["`opc.tcp://10.0.0.1:4840/line`", "OPC UA server"],
        ),
        ("mqtt://bro$0ker", "mqtt://broker/press/2", ["`mqtt://broker:1883`", "topic `press/2`"]),
        (
            "dtmi:com:ex$0ample",
            "dtmi:com:example:stamping:Press;3.1",
            ["Model `Press` in `com:example:stamping`, version 3.1"],
        ),
        ('"ns=2;s=F$0orce"', "ns=2;s=Force", [r"Text \"Force\" in namespace 2"]),
        ('"ns=2;i=1$07"', "ns=2;i=17", ["Number 17 in namespace 2"]),
    ],
)  # fmt: skip
def test_what_is_said(near: str, about: str, said: list[str]):
    text, markdown = at(near)
    assert text == about
    for each in said:
        assert each in markdown


@pytest.mark.parametrize(
    "text",
    [
        "// @alert $0",
        "/* posi$0tion */",
        "twin#a { on_click() { state.x$0 } }",
        '@alert(message: "Too $0hot")',
        '@data_binding(auth: { password: "sec$0ret" })',
        '@data_binding(auth: { password: env("SEC$0RET") })',
        '@data_binding(source: "http://user:sec$0ret@host")',
        '@data_binding(mappings: { "a/b$0": "x" })',
        "@nobody_knows$0(a: 1)",
        "@alert(condition: nothing$0)",
        "x: `tem$0plate`",
        "twin#a {$0}",
        "   $0   ",
        "x: 4$02",
        '@time_series(retention: "30 par$0secs")',
        '@dtdl_model(id: "no$0t one")',
    ],
)
def test_nothing_is_said(text: str):
    assert over(text) is None


def test_no_secret_is_shown():
    for offset in range(len(FACTORY)):
        world = World(FileModel(Document.parse(FACTORY)))
        found = hover(world, offset, builtin(), EMPTY_PLANT, Settings())
        if found:
            assert "secret" not in found.markdown
            assert "PRESS_PASSWORD" not in found.markdown.partition("Example:")[0]


def test_broker_of_sources_that_are_only_a_topic():
    settings = Settings(mqtt=Mqtt(broker=parse_endpoint("mqtts://plant:8883")))
    _, markdown = at("mqtt://bro$0ker", settings=settings)
    assert "`mqtts://plant:8883`" in markdown
    assert "topic `broker/press/2`" in markdown


def test_what_another_file_declares():
    others = ["template Press {\n  @state { force: 0 }  // kN\n}\nrobot#r extends Press {}\n"]
    found = over("twin#a { children: [twin#$0r] }", others=others)
    assert found
    assert "robot#r extends Press" in found.markdown
    found = over("press#a extends Pr$0ess {}", others=others)
    assert found
    assert "Template of 2 objects" in found.markdown
    found = over("press#a extends Press { @alert(condition: state.fo$0rce > 1) }", others=others)
    assert found
    assert "force: 0" in found.markdown


def test_names_with_marks_in_them_stay_names():
    found = over('template "A*b*`c` <i>" {}\ntwin#a extends "A*b*`c` $0<i>" {}')
    assert found
    assert found.markdown.startswith("```holoscript\ntemplate A*b*`c` <i>\n```")


@given(st.data())
def test_any_text(data: st.DataObject):
    text = data.draw(st.sampled_from(TEXTS))
    low, high = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    typed = data.draw(st.text("@#.\"'{}()[],:\\\n\r\t /*aé🏭", max_size=8))
    text = text[:low] + typed + text[high:]
    world = World(FileModel(Document.parse(text)))
    offset = data.draw(st.integers(max(0, low - 4), min(len(text), low + 12)))
    found = hover(world, offset, builtin(), EMPTY_PLANT, Settings())
    if found:
        assert found.start - 1 <= offset <= found.end + 1  # a quote may stand between
        assert found.markdown.strip()


def test_nothing_is_parsed():
    document = Document.parse(one_template(2_000))
    before = CHUNKS.parsed
    for offset in range(0, len(document.text), 997):
        hover(World(FileModel(document)), offset, builtin(), EMPTY_PLANT, Settings())
    assert CHUNKS.parsed == before


def test_a_field_is_read_by_other_objects():
    found = over("""\
twin#z {
  @state { te$0mp: 0 }
  @alert(condition: temp > 1)
}
twin#b {
  @state { temp: 0 }
  @alert(condition: temp > 1 && z.temp > 3)
  @computed { sum: z.state.temp + temp, own: temp }
  @heatmap_3d(field: "z.temp")
}
twin#c {
  @alert(condition: b.temp > 3)
}
dashboard#main {
  @panel { metric(label: "temp", value: z.temp) }
}
""")
    assert found
    read = found.markdown.partition("Read by:")[2].split("\n")
    assert [line for line in read if line] == [
        "- `@alert condition`",
        "- `@alert condition` (of `twin#b`)",
        "- `@computed sum` (of `twin#b`)",
        "- `@heatmap_3d field` (of `twin#b`)",
        "- `metric value` (of `dashboard#main`)",
    ]

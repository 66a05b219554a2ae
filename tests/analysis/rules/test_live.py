"""Node ids against what the plant said of them."""

from __future__ import annotations

import pytest
from support.checking import apply, check, findings
from support.plants import READ, URL, endpoint, missing, plant, variable

from holo_lsp.facts import EMPTY_PLANT, Node


def twin(nodes: str, state: str = "force: 0", more: str = "") -> str:
    return f'twin#a {{ @state {{ {state} }} @data_binding(source: "{URL}", mappings: {{ {nodes} }}{more}) }}'


def told(text: str, *nodes: Node, **given: object) -> list[tuple[str, str, str]]:
    """What the live findings are, at which text, in which words."""
    said = plant(endpoint(nodes, **given))
    found = [f for f in findings(text, plant=said) if f.code.startswith("HS7")]
    return [(f.code, text[f.start : f.end], f.message) for f in found]


def test_nodes():
    nodes = (
        variable("ns=2;s=Press.Force"),
        missing("ns=2;s=Press.Forse", "ns=2;s=Press.Force"),
        missing("ns=2;s=Gone"),
        missing("ns=1;s=Press.Force", "ns=2;s=Press.Force", namespace=True),
        Node(node_id="ns=9;s=Press.Force", state="bad_namespace"),
        Node(node_id="nsu=urn:other;s=Press.Force", state="bad_namespace"),
        Node(node_id="ns=2;s=Press", state="known", node_class="Object"),
        variable("ns=2;s=Setpoint", access=frozenset({"write"}), user_access=frozenset({"write"})),
        variable("ns=2;s=Recipe", user_access=frozenset()),
        Node(node_id="ns=2;s=Secret", state="denied", status="BadUserAccessDenied"),
        variable("ns=2;s=Broken", quality="bad", status="BadSensorFailure"),
        Node(node_id="ns=2;s=Unasked", state="unverified"),
        variable("ns=2;s=Status", kind="string", data_type="String"),
        variable("ns=2;s=Axes", kind="list", value_rank=1),
        variable("ns=2;s=Job", kind="structure", data_type="JobType"),
        variable("ns=2;s=Any", kind="unknown", data_type="BaseDataType"),
    )
    check(
        """\
twin#press {
  @state { a: 0, b: 0, c: 0, d: 0, e: 0, f: 0, g: 0, h: 0, i: 0, j: 0, k: 0, l: 0, m: 0, n: 0, o: 0, p: 0 }
  @data_binding(
    source: "opcua://Press",
    node: "ns=2;s=Press",
    mappings: {
      "ns=2;s=Press.Force": "a",
      "ns=2;s=Press.Forse": "b",
     //^^^^^^^^^^^^^^^^^^ HS701 The server has no such node: did you mean `ns=2;s=Press.Force`?
      "ns=2;s=Gone": "c",
     //^^^^^^^^^^^ HS701 The server has no such node.
      "ns=1;s=Press.Force": "d",
     //^^^^^^^^^^^^^^^^^^ HS701 The server has this id in another namespace: `ns=2;s=Press.Force`.
      "ns=9;s=Press.Force": "e",
     //^^^^ HS702 The server has no namespace 9: it has 0 to 2.
      "nsu=urn:other;s=Press.Force": "f",
     //^^^^^^^^^^^^^ HS702 The server does not have the namespace `urn:other`.
      "ns=2;s=Press": "g",
     //^^^^^^^^^^^^ HS703 The node is an Object and has no value: map a variable.
      "ns=2;s=Setpoint": "h",
     //^^^^^^^^^^^^^^^ HS704 The server lets nobody read the node.
      "ns=2;s=Recipe": "i",
     //^^^^^^^^^^^^^ HS704 This login may not read the node.
      "ns=2;s=Secret": "j",
     //^^^^^^^^^^^^^ HS704 This login may not see the node.
      "ns=2;s=Broken": "k",
      "ns=2;s=Unasked": "l",
      "ns=2;s=NeverAsked": "l",
      "ns=2;s=Status": "m",
     //^^^^^^^^^^^^^ HS705 The node is text (String), and `m` is a number.
      "ns=2;s=Axes": "n",
     //^^^^^^^^^^^ HS706 The node is a list, and `n` is a single value.
      "ns=2;s=Job": "o",
     //^^^^^^^^^^ HS705 The node is a structure (JobType), and `o` is a number.
      "ns=2;s=Any": "p"
    }
  )
}
""",
        only=["HS7"],
        plant=plant(endpoint(nodes)),
    )


@pytest.mark.parametrize(
    ("field", "node", "code"),
    [
        ("0", {"kind": "number"}, None),
        ("0", {"kind": "boolean", "data_type": "Boolean"}, "HS705"),
        ('""', {"kind": "string"}, None),
        ('""', {"kind": "number"}, "HS705"),
        ("false", {"kind": "boolean"}, None),
        ("false", {"kind": "number"}, "HS705"),
        ("[]", {"kind": "list", "value_rank": 1}, None),
        ("[]", {"kind": "number"}, "HS706"),
        ("{ x: 0 }", {"kind": "structure"}, None),
        ("{ x: 0 }", {"kind": "number"}, "HS705"),
        ("null", {"kind": "string"}, None),
        ("state.b", {"kind": "string"}, None),
    ],
)
def test_types(field: str, node: dict[str, str], code: str | None):
    text = twin('"ns=2;s=X": "state.x"', f"x: {field}")
    assert [each[0] for each in told(text, variable("ns=2;s=X", **node))] == ([code] if code else [])


@pytest.mark.parametrize("path", ["position", "state.x.y", "load", "gone", ""])
def test_what_has_no_type_in_the_text_has_no_wrong_one(path: str):
    text = twin(f'"ns=2;s=X": "{path}"', "x: { y: 0 }").replace("@state", "@computed { load: 1 } @state")
    assert not told(text, variable("ns=2;s=X", kind="string"))


def test_a_near_id_is_the_fix():
    text = twin('"ns=2;s=Forse": "force"')
    said = plant(endpoint([missing("ns=2;s=Forse", "ns=2;s=Force", 'ns=3;s="DB"')]))
    [finding] = [f for f in findings(text, plant=said) if f.code == "HS701"]
    assert [fix.sure for fix in finding.fixes] == [False, False]
    assert apply(text, finding.fixes[0]) == text.replace("Forse", "Force")
    assert apply(text, finding.fixes[1]) == text.replace("ns=2;s=Forse", r"ns=3;s=\"DB\"")


def test_hostile_ids_stay_one_harmless_line():
    text = twin('"ns=2;s=X": "force"')
    said = plant(endpoint([missing("ns=2;s=X", "ns=2;s=Y\n\x1b[2J" + "!" * 5000)]))
    [finding] = [f for f in findings(text, plant=said) if f.code == "HS701"]
    assert finding.message.isprintable()
    assert len(finding.message) < 200
    assert "\n" not in apply(text, finding.fixes[0])


def test_browse_paths():
    path = "/0:Objects/9:Press"
    text = twin(f'"{path}": "force"')
    assert [t[:2] for t in told(text, Node(node_id=path, state="bad_namespace"))] == [("HS702", path)]


def test_a_wrong_browse_root():
    text = twin("", more=', node: "ns=2;s=Pres"')
    assert [t[:2] for t in told(text, missing("ns=2;s=Pres", "ns=2;s=Press"))] == [("HS701", "ns=2;s=Pres")]


def test_nothing_is_said_of_what_nobody_asked():
    text = twin('"ns=2;s=X": "force"')
    assert not [f for f in findings(text, plant=EMPTY_PLANT) if f.code.startswith("HS7")]
    for state in ("unknown", "not_allowed", "connecting"):
        assert not told(text, missing("ns=2;s=X"), state=state)
    assert not told(text.replace("press:4840", "other:4840"), missing("ns=2;s=X"))


def test_a_plant_that_does_not_answer():
    text = twin('"ns=2;s=X": "force"') + "\n" + twin('"ns=2;s=X": "force"').replace("#a", "#b")
    said = plant(
        endpoint([missing("ns=2;s=X")], state="offline", message="Connection refused", checked_at=0.0)
    )
    [finding] = [f for f in findings(text, plant=said) if f.code.startswith("HS7")]
    assert finding.code == "HS710"
    assert text[finding.start : finding.end] == URL
    assert [text[r.start : r.end] for r in finding.related] == [URL]
    assert finding.message.startswith("Connection refused. Its node ids are not checked meanwhile.")
    assert finding.message.endswith("It last answered on 1970-01-01 at 00:00 UTC.")


def test_a_plant_that_does_not_let_us_in():
    text = twin('"ns=2;s=X": "force"')
    message = "The server does not trust our certificate: trust AB:CD on the server."
    assert told(text, state="refused", message=message) == [("HS711", URL, message)]


TEMPLATE = """\
template Press {
  @state { force: 0 }
  @data_binding(mappings: { "ns=2;s=Force": "force" })
}
"""


def instances(*urls: str) -> str:
    return "".join(
        f'press#p{n} extends Press {{ @data_binding(source: "{url}") }}\n' for n, url in enumerate(urls)
    )


A, B = "opc.tcp://a:4840", "opc.tcp://b:4840"


def test_what_all_instances_share_is_told_once_in_the_template():
    text = TEMPLATE + instances(A, B)
    said = plant(*(endpoint([missing("ns=2;s=Force")], url=url) for url in (A, B)))
    [finding] = [f for f in findings(text, plant=said) if f.code.startswith("HS7")]
    assert text[finding.start : finding.end] == "ns=2;s=Force"


def test_what_one_instance_has_is_told_at_its_source():
    text = TEMPLATE + instances(A, B)
    said = plant(endpoint([missing("ns=2;s=Force")], url=A), endpoint([variable("ns=2;s=Force")], url=B))
    [finding] = [f for f in findings(text, plant=said) if f.code.startswith("HS7")]
    assert text[finding.start : finding.end] == A
    assert finding.message == "`ns=2;s=Force` of `template Press`: The server has no such node."
    assert [text[r.start : r.end] for r in finding.related] == ["ns=2;s=Force"]


def test_a_template_in_another_file():
    text = instances(A)
    said = plant(endpoint([missing("ns=2;s=Force", "ns=2;s=Forse")], url=A))
    [finding] = [f for f in findings(text, others=[TEMPLATE], plant=said) if f.code.startswith("HS7")]
    assert text[finding.start : finding.end] == A
    assert not finding.related
    assert not finding.fixes


def test_a_template_with_a_source_of_its_own():
    text = TEMPLATE.replace("mappings", f'source: "{A}", mappings') + "press#a extends Press { }\n"
    said = plant(endpoint([missing("ns=2;s=Force")], url=A))
    [finding] = [f for f in findings(text, plant=said) if f.code.startswith("HS7")]
    assert text[finding.start : finding.end] == "ns=2;s=Force"


def test_the_type_is_that_of_the_instances_own_field():
    text = TEMPLATE + instances(A).replace("{ @data", '{ @state { force: "none" } @data')
    said = plant(endpoint([variable("ns=2;s=Force", user_access=READ)], url=A))
    [finding] = [f for f in findings(text, plant=said) if f.code.startswith("HS7")]
    assert finding.code == "HS705"


def test_other_protocols_are_not_asked():
    text = twin('"ns=2;s=X": "force"', more=', protocol: "mqtt"')
    assert not told(text, missing("ns=2;s=X"))

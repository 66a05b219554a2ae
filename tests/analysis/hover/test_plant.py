"""What a live plant said of addresses and nodes."""

from __future__ import annotations

from types import MappingProxyType

import pytest
from support.fixtures import world_at

from holo_lsp.analysis.hover import hover
from holo_lsp.facts import Endpoint, EndpointState, NearMiss, Node, PlantFacts
from holo_lsp.settings import Hover, Settings
from holo_lsp.traits import builtin

URL = "opc.tcp://press:4840"
TEXT = '@data_binding(source: "opcua://press", mappings: { "%s": "x" })'
NAMESPACES = ("http://opcfoundation.org/UA/", "urn:press", "urn:line;2")


def said(
    text: str, *nodes: Node, state: EndpointState = "online", message: str = "", live_values: bool = True
) -> str:
    endpoint = Endpoint(
        url=URL,
        state=state,
        message=message,
        namespaces=NAMESPACES if state == "online" else (),
        nodes=MappingProxyType({node.node_id: node for node in nodes}),
        indexed=12_345 if state == "online" else 0,
    )
    plant = PlantFacts(MappingProxyType({URL: endpoint}))
    world, offset = world_at(text)
    settings = Settings(hover=Hover(live_values=live_values))
    found = hover(world, offset, builtin(), plant, settings)
    return found.markdown if found else ""


FORCE = Node(
    node_id="ns=2;s=Force",
    state="known",
    node_class="Variable",
    data_type="Double",
    kind="number",
    access=frozenset({"read", "write"}),
    user_access=frozenset({"read"}),
    display_name="Force",
    description="Pressing [force](http://evil.example) <b>now</b>",
    browse_path="/0:Objects/2:Press/2:Force",
    unit="kN",
    range=(0, 800),
    value="412.5",
    quality="good",
    source_time="2026-11-24T10:00:00Z",
)


def test_node_that_the_server_has():
    markdown = said(TEXT % "ns=2;s=For$0ce", FORCE)
    for line in (
        "`ns=2;s=Force`",
        r"Text \"Force\" in namespace 2",
        "**Force**",
        "- Variable: `Double` (a number)",
        "- Unit: kN",
        "- Range: 0 to 800",
        "- Access: read and write (this login cannot write)",
        "- Path: `/0:Objects/2:Press/2:Force`",
        "- Value: `412.5` kN (good) at `2026-11-24T10:00:00Z`",
        "`nsu=urn:line%3B2;s=Force`",
    ):
        assert line in markdown
    assert "](http" not in markdown
    assert "<b>" not in markdown


def test_no_value_where_the_user_wants_none():
    assert "412.5" not in said(TEXT % "ns=2;s=For$0ce", FORCE, live_values=False)


def test_bad_value():
    node = Node(node_id="ns=2;s=X", state="known", quality="bad", status="BadSensorFailure")
    assert "- Value: no value (bad BadSensorFailure)" in said(TEXT % "ns=2;s=$0X", node)


def test_node_that_the_server_does_not_have():
    near = (NearMiss("ns=2;s=Force", "/a", "spelling"), NearMiss("ns=1;s=Forse", "/b", "namespace"))
    markdown = said(TEXT % "ns=2;s=For$0se", Node(node_id="ns=2;s=Forse", state="unknown", near=near))
    assert "The server does not have this node." in markdown
    assert "It has:\n\n- `ns=2;s=Force`\n- `ns=1;s=Forse`" in markdown
    assert "nsu=" not in markdown


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("denied", "The server does not let this login read it."),
        ("bad_namespace", "The server has no such namespace."),
        ("unverified", "Not checked yet."),
    ],
)
def test_node_of_which_less_is_known(state, words: str):
    assert words in said(TEXT % "ns=2;s=$0X", Node(node_id="ns=2;s=X", state=state))


def test_node_of_which_nothing_is_known():
    markdown = said(TEXT % "ns=1;i=$07", state="offline")
    assert markdown == "`ns=1;i=7`\n\nNumber 7 in namespace 1"
    assert "`nsu=urn:press;i=7`" in said(TEXT % "ns=1;i=$07")


def test_browse_path():
    assert "Browse path of 2 steps" in said(TEXT % "/0:Objects/2:Pr$0ess")


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("online", "Connected. 12,345 nodes browsed."),
        ("offline", "It does not answer. Is it *on*"),
        ("not_allowed", "you have not allowed it"),
        ("refused", "does not let us in"),
        ("connecting", "Connecting"),
        ("unknown", "Nobody has asked it yet."),
    ],
)
def test_endpoint(state: EndpointState, words: str):
    message = "Is it *on*" if state == "offline" else ""
    markdown = said(TEXT.replace("opcua://press", "opcua://pr$0ess") % "a", state=state, message=message)
    assert f"`{URL}`" in markdown
    assert words.replace("*", r"\*") in markdown

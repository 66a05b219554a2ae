"""What a file wants to know of OPC UA servers."""

from __future__ import annotations

import pytest
from support.checking import world_of

from holo_lsp.live import WantedEndpoint
from holo_lsp.lsp.live_wanted import source_at, wanted

URL = "opc.tcp://10.0.1.101:4840"


def test_a_binding_wants_its_nodes():
    text = 'twin#a { @data_binding(source: "opcua://10.0.1.101", mappings: { "ns=2;s=A": "state.a", "i=5": "b" }) }'
    assert list(wanted(world_of(text))) == [WantedEndpoint(URL, node_ids=frozenset({"ns=2;s=A", "i=5"}))]


def test_without_mappings_it_wants_what_stands_below_its_node():
    text = f'twin#a {{ @data_binding(source: "{URL}", node: "ns=2;s=Press") }}'
    (found,) = wanted(world_of(text))
    assert found.browse_root == "ns=2;s=Press"


def test_how_it_is_secured_is_wanted_too():
    auth = '{ type: "username", username: env("PLANT_USER"), password: env("PLANT_PASSWORD") }'
    text = f'twin#a {{ @data_binding(source: "{URL}", security: "Sign", auth: {auth}) }}'
    (found,) = wanted(world_of(text))
    assert (found.security, found.auth_type) == ("Sign", "username")
    assert found.env_names == {"PLANT_USER", "PLANT_PASSWORD"}


def test_an_instance_adds_its_source_to_what_its_template_maps():
    template = 'template "M" { @data_binding(security: "Sign", mappings: { "ns=2;s=A": "state.a" }) }\n'
    text = f'm#x extends M {{ @data_binding(source: "{URL}") }}\n'
    expected = [WantedEndpoint(URL, security="Sign", node_ids=frozenset({"ns=2;s=A"}))]
    assert list(wanted(world_of(template + text))) == expected
    assert list(wanted(world_of(text, [template]))) == expected


@pytest.mark.parametrize(
    "source", ['"mqtt://broker/topic"', '"opc.tcp://"', '"http://x"', 'env("URL")', '""', '"opc.tcp://a b"']
)
def test_what_is_no_address_of_opc_ua_is_not_wanted(source: str):
    assert list(wanted(world_of(f"twin#a {{ @data_binding(source: {source}) }}"))) == []


def test_the_address_is_found_where_it_stands():
    text = f'twin#a {{ @data_binding(source: "{URL}") }}\ntwin#b {{ }}'
    world, start = world_of(text), text.index(URL)
    for offset in (start, start + len(URL)):
        found = source_at(world, offset)
        assert found
        assert text[found.start : found.end] == URL == found.wanted.url
    assert source_at(world, start - 5) is None
    assert source_at(world, len(text)) is None


def test_the_address_of_a_template_is_not_where_its_instance_is():
    text = f'template "M" {{ @data_binding(source: "{URL}") }}\nm#x extends M {{ speed: 1 }}'
    assert source_at(world_of(text), text.index("speed")) is None
    assert source_at(world_of(text), text.index(URL))

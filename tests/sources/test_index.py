"""Search over an address space, and what resembles an id that is not in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holo_lsp.addresses import parse_node_id
from holo_lsp.facts import Node
from holo_lsp.sources.opcua.index import METHOD, OBJECT, VARIABLE, AddressSpaceIndex
from holo_lsp.sources.opcua.near import near_misses
from holo_lsp.sources.opcua.place import Placer
from holo_lsp.sources.opcua.spelling import within

NAMESPACES = ("http://opcfoundation.org/UA/", "urn:server", "urn:plant", "urn:other;x")


@pytest.fixture
def index() -> AddressSpaceIndex:
    space = AddressSpaceIndex(NAMESPACES)
    objects = space.add("i=85", (0, "Objects"), "Objects", OBJECT, None)
    mill = space.add("ns=2;s=Mill", (2, "Mill"), "Milling Centre", OBJECT, objects)
    spindle = space.add("ns=2;s=Mill.Spindle", (2, "Spindle"), "Spindel", OBJECT, mill)
    rpm = space.add("ns=2;s=Mill.Spindle.RPM", (2, "RPM"), "Speed", VARIABLE, spindle)
    space.add("ns=2;i=77", (0, "EURange"), "EURange", VARIABLE, rpm, is_property=True)
    space.add("ns=2;s=Mill.Spindle.Reset", (2, "Reset"), "Reset", METHOD, spindle)
    space.add("ns=3;s=Status", (3, "Status"), "Status", VARIABLE, objects)
    space.add('ns=3;s="DB"."a/b"[3]', (3, "a/b"), "", VARIABLE, objects)
    space.add("ns=3;i=5001", (3, "Counter"), "Counter", VARIABLE, objects)
    space.finish()
    return space


def found(index: AddressSpaceIndex, query: str, limit: int = 10) -> list[str]:
    return [node.node_id for node in index.search(query, limit)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("ns=2;s=Mill.Sp", "ns=2;s=Mill.Spindle.RPM"),
        ("NS=2;S=MILL.SPINDLE.R", "ns=2;s=Mill.Spindle.RPM"),
        ("s=stat", "ns=3;s=Status"),
        ("rpm", "ns=2;s=Mill.Spindle.RPM"),
        ("speed", "ns=2;s=Mill.Spindle.RPM"),
        ("milling", "ns=2;s=Mill"),
        ("spindle rpm", "ns=2;s=Mill.Spindle.RPM"),
        ('"db"', 'ns=3;s="DB"."a/b"[3]'),
        ("500", "ns=3;i=5001"),
    ],
)
def test_a_node_is_found_by_id_name_path_and_display_name(index: AddressSpaceIndex, query: str, first: str):
    assert found(index, query)[0] == first


def test_no_query_gives_variables_first_and_properties_last(index: AddressSpaceIndex):
    nodes = index.search("", 100)
    assert len(nodes) == len(index)
    assert {node.node_class for node in nodes[:4]} == {"Variable"}
    assert nodes[-1].browse_name == "EURange"


def test_the_limit_holds(index: AddressSpaceIndex):
    assert len(found(index, "m", 2)) == 2
    assert found(index, "nothing like it") == []


def test_a_hit_tells_what_a_list_of_choices_shows(index: AddressSpaceIndex):
    (node,) = index.search("a/b", 1)
    assert node.state == "known"
    assert node.stable_id == 'nsu=urn:other%3Bx;s="DB"."a/b"[3]'
    assert node.browse_path == "/Objects/3:a&/b"
    assert (node.node_class, node.browse_name, node.display_name) == ("Variable", "a/b", None)


def test_ids_that_no_file_can_hold_are_not_offered(index: AddressSpaceIndex):
    index.add("ns=2;s=bad\nid", (2, "Badly"), "", VARIABLE, None)
    index.finish()
    assert found(index, "badly") == []


def test_a_node_is_added_once(index: AddressSpaceIndex):
    size = len(index)
    assert index.add("ns=3;s=Status", (3, "Again"), "", VARIABLE, None) is None
    assert len(index) == size


def test_what_a_growing_index_holds_is_found_when_it_is_finished():
    index = AddressSpaceIndex(NAMESPACES)
    for number in range(100):
        index.add(f"ns=2;s=V{number}", (2, f"V{number}"), "", VARIABLE, None)
        index.search("v", 1)
    index.finish()
    assert found(index, "v99") == ["ns=2;s=V99"]


@pytest.mark.parametrize(
    ("wanted", "near", "reason"),
    [
        ("ns=1;s=Status", "ns=3;s=Status", "namespace"),
        ("nsu=urn:gone;s=Status", "ns=3;s=Status", "namespace"),
        ("ns=2;i=5001", "ns=3;i=5001", "namespace"),
        ("ns=2;s=Mill.Spindle.RMP", "ns=2;s=Mill.Spindle.RPM", "spelling"),
        ("ns=2;s=Mill.Spindel.RPM", "ns=2;s=Mill.Spindle.RPM", "spelling"),
        ("ns=2;s=mill.spindle.rpm", "ns=2;s=Mill.Spindle.RPM", "spelling"),
        ("ns=3;s=Statu", "ns=3;s=Status", "spelling"),
        ("ns=2;s=Spindle.RPM", "ns=2;s=Mill.Spindle.RPM", "spelling"),
        ("ns=2;s=Hall.Mill1.Main.RPM", "ns=2;s=Mill.Spindle.RPM", "spelling"),
    ],
)
def test_a_near_miss(index: AddressSpaceIndex, wanted: str, near: str, reason: str):
    first = near_misses(index, parse_node_id(wanted))[0]
    assert (first.node_id, first.reason) == (near, reason)
    assert first.browse_path == index.path_of(near)


@pytest.mark.parametrize("wanted", ["ns=3;i=5002", "ns=2;s=Quite.Different", "ns=2;s=X", "ns=2;b=AAAA"])
def test_no_near_miss(index: AddressSpaceIndex, wanted: str):
    assert near_misses(index, parse_node_id(wanted)) == ()


async def test_nodes_are_placed(index: AddressSpaceIndex):
    placer = Placer(index)
    right = Node(node_id="nsu=urn:plant;s=Mill.Spindle.RPM", state="known")
    wrong = Node(node_id="ns=9;s=Status", state="bad_namespace")
    await placer.compare([right, wrong])
    assert placer.place(right).browse_path == "/Objects/2:Mill/2:Spindle/2:RPM"
    assert [miss.node_id for miss in placer.place(wrong).near] == ["ns=3;s=Status"]
    assert placer.place(Node(node_id="ns=2;s=Elsewhere", state="known")).browse_path is None


async def test_nothing_is_called_near_before_the_crawl_has_ended():
    index = AddressSpaceIndex(NAMESPACES)
    index.add("ns=2;s=Stats", (2, "Stats"), "", VARIABLE, None)
    placer = Placer(index)
    wrong = Node(node_id="ns=2;s=Status", state="unknown")
    await placer.compare([wrong])
    assert placer.place(wrong).near == ()
    index.finish()
    await placer.compare([wrong])
    assert [miss.node_id for miss in placer.place(wrong).near] == ["ns=2;s=Stats"]


WORDS = st.text("ab1.", max_size=6)


def distance(left: str, right: str) -> int:
    """Optimal string alignment, by the book."""
    table = [[i + j if 0 in {i, j} else 0 for j in range(len(right) + 1)] for i in range(len(left) + 1)]
    for i in range(1, len(left) + 1):
        for j in range(1, len(right) + 1):
            table[i][j] = min(
                table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + (left[i - 1] != right[j - 1])
            )
            if i > 1 and j > 1 and (left[i - 1], left[i - 2]) == (right[j - 2], right[j - 1]):
                table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
    return table[-1][-1]


@given(st.lists(WORDS, max_size=40), WORDS, st.integers(0, 3))
def test_the_walk_finds_what_comparing_each_would(words: list[str], word: str, most: int):
    words.sort()
    expected = [(distance(word, other), place) for place, other in enumerate(words)]
    assert within(words, word, most) == [each for each in expected if each[0] <= most]

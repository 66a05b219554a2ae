from __future__ import annotations

import pytest
from asyncua import ua
from asyncua.ua.relative_path import RelativePathFormatter
from hypothesis import given
from hypothesis import strategies as st

from holo_lsp.addresses import (
    AGGREGATES,
    HIERARCHICAL,
    AddressError,
    BrowsePath,
    PathElement,
    QualifiedName,
    Reference,
    looks_like_browse_path,
    parse_browse_path,
)

NAMES = st.text(
    st.sampled_from("/.<>:#!&1") | st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=12
)
QUALIFIED = st.builds(QualifiedName, NAMES, st.integers(0, 0xFFFF))
REFERENCES = st.sampled_from([HIERARCHICAL, AGGREGATES]) | st.builds(
    Reference, st.just("named"), QUALIFIED, st.booleans(), st.booleans()
)
ELEMENTS = st.lists(st.builds(PathElement, REFERENCES, QUALIFIED), min_size=1, max_size=5)


@given(ELEMENTS, st.none() | REFERENCES)
def test_a_path_prints_to_itself(elements, last):
    """``last`` is a reference without a target, which may only stand at the end."""
    tail = [] if last is None else [PathElement(last, None)]
    path = BrowsePath((*elements, *tail))
    assert parse_browse_path(str(path)) == path


@given(st.lists(QUALIFIED, min_size=1, max_size=5))
def test_an_independent_parser_reads_the_same_names(names):
    path = BrowsePath(tuple(PathElement(HIERARCHICAL, name) for name in names))
    theirs = RelativePathFormatter.parse(str(path)).build()
    assert [(e.TargetName.Name, e.TargetName.NamespaceIndex) for e in theirs.Elements] == [
        (name.name, name.namespace) for name in names
    ]
    assert {e.ReferenceTypeId for e in theirs.Elements} == {ua.NodeId(ua.ObjectIds.HierarchicalReferences)}


@pytest.mark.parametrize(
    ("text", "path"),
    [
        # the examples of Part 4 Table A.2
        (
            "/2:Block&.Output",
            [PathElement(HIERARCHICAL, QualifiedName("Block.Output", 2))],
        ),
        (
            "/3:Truck.0:NodeVersion",
            [
                PathElement(HIERARCHICAL, QualifiedName("Truck", 3)),
                PathElement(AGGREGATES, QualifiedName("NodeVersion")),
            ],
        ),
        (
            "<1:ConnectedTo>1:Boiler/1:HeatSensor",
            [
                PathElement(Reference("named", QualifiedName("ConnectedTo", 1)), QualifiedName("Boiler", 1)),
                PathElement(HIERARCHICAL, QualifiedName("HeatSensor", 1)),
            ],
        ),
        (
            "<1:ConnectedTo>1:Boiler/",
            [
                PathElement(Reference("named", QualifiedName("ConnectedTo", 1)), QualifiedName("Boiler", 1)),
                PathElement(HIERARCHICAL, None),
            ],
        ),
        (
            "<0:HasChild>2:Wheel",
            [PathElement(Reference("named", QualifiedName("HasChild")), QualifiedName("Wheel", 2))],
        ),
        (
            "<!HasChild>Truck",
            [
                PathElement(
                    Reference("named", QualifiedName("HasChild"), inverse=True), QualifiedName("Truck")
                )
            ],
        ),
        ("<0:HasChild>", [PathElement(Reference("named", QualifiedName("HasChild")), None)]),
        (
            "<#!Has&>>x",
            [
                PathElement(
                    Reference("named", QualifiedName("Has>"), inverse=True, subtypes=False),
                    QualifiedName("x"),
                )
            ],
        ),
        ("/12&:x", [PathElement(HIERARCHICAL, QualifiedName("12:x"))]),
    ],
)
def test_a_path(text, path):
    assert parse_browse_path(text) == BrowsePath(tuple(path))


@pytest.mark.parametrize(
    ("text", "fault", "suggestion"),
    [
        ("0:Objects/2:Line", "0", "/0:Objects/2:Line"),
        ("/a//b", "/", None),
        ("/2:", "2:", None),
        ("/a:b", ":", "/a&:b"),
        ("/2:a:b", ":", "/2:a&:b"),
        ("/a#b!", "#", "/a&#b&!"),
        ("/a>b", ">", "/a&>b"),
        ("/a&x", "&x", "/a&&x"),
        ("/a&", "&", "/a&&"),
        ("/70000:a", "70000", None),
        ("<a", "<a", "<a>"),
        ("<>b", "<>", None),
        ("<!#a>b", "!#", "<#!a>b"),
        ("<a/b>c", "/", "<a&/b>c"),
        ("/a\0", "\0", "/a"),
        ("/" + "n" * 513, "n" * 513, None),
        ("", "", None),
    ],
)
def test_a_slip(text, fault, suggestion):
    with pytest.raises(AddressError) as raised:
        parse_browse_path(text)
    error = raised.value
    assert (text[error.start : error.end], error.suggestion) == (fault, suggestion)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/0:Objects", True),
        (".EURange", True),
        ("<HasChild>x", True),
        ("0:Objects/2:Line", True),
        ("ns=2;s=/a/b", False),
        ("i=85", False),
        ("Spindle.RPM", False),
        ("", False),
    ],
)
def test_what_looks_like_a_path(text, expected):
    assert looks_like_browse_path(text) is expected

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holo_lsp.addresses import AddressError, Dtmi, parse_dtmi

#: What DTDL v3 says of identifiers that models define, as its specification writes it.
USER_DTMI = re.compile(
    r"dtmi:[A-Za-z](?:[A-Za-z0-9_]*[A-Za-z0-9])?(?::[A-Za-z](?:[A-Za-z0-9_]*[A-Za-z0-9])?)*"
    r"(?:;[1-9][0-9]{0,8}(?:\.[1-9][0-9]{0,5})?)?"
)

SEGMENTS = st.from_regex(r"[A-Za-z]([A-Za-z0-9_]{0,6}[A-Za-z0-9])?", fullmatch=True)
VERSIONS = st.none() | st.tuples(st.integers(1, 999_999_999), st.none() | st.integers(1, 999_999))
NEARLY = st.lists(
    st.sampled_from(["dtmi:", "a", "b1", "_", ":", ";", "1", "0", "10", ".", "-", "é"]), max_size=9
)


@given(st.builds(Dtmi, st.lists(SEGMENTS, min_size=1, max_size=5).map(tuple), VERSIONS))
def test_a_dtmi_prints_to_itself(dtmi):
    assert parse_dtmi(str(dtmi), system=True) == dtmi


@given(NEARLY.map("".join) | st.from_regex(USER_DTMI, fullmatch=True))
def test_the_parser_takes_what_the_specification_takes(text):
    expected = USER_DTMI.fullmatch(text) is not None and len(text) <= 128
    try:
        dtmi = parse_dtmi(text)
    except AddressError:
        assert not expected or text.startswith(("dtmi:dtdl:", "dtmi:standard:"))
    else:
        assert expected
        assert str(dtmi) == text


@pytest.mark.parametrize(
    ("text", "dtmi"),
    [
        ("dtmi:com:factory:CNCMachine;1", Dtmi(("com", "factory", "CNCMachine"), (1, None))),
        ("dtmi:com:factory:Machine;12.3", Dtmi(("com", "factory", "Machine"), (12, 3))),
        ("dtmi:a", Dtmi(("a",))),
        ("dtmi:dtdl", Dtmi(("dtdl",))),
        ("dtmi:" + "a" * 121 + ";1", Dtmi(("a" * 121,), (1, None))),
    ],
)
def test_a_dtmi(text, dtmi):
    assert parse_dtmi(text) == dtmi


def test_what_only_the_language_may_define():
    system = parse_dtmi("dtmi:com:x:_contents:__y;1", system=True)
    assert system.is_system
    assert not system.is_reserved
    assert parse_dtmi("dtmi:dtdl:context;3", system=True).is_reserved
    assert parse_dtmi("dtmi:standard:x;3", system=True).is_reserved


@pytest.mark.parametrize(
    ("text", "fault", "suggestion"),
    [
        ("dtmi:com:CNC-Machine;1", "-", "dtmi:com:CNC_Machine;1"),
        ("dtmi:com:CNC Machine-2;1", " ", "dtmi:com:CNC_Machine_2;1"),
        ("dtmi:com.factory.Machine;1", ".", "dtmi:com:factory:Machine;1"),
        ("dtmi:com/factory;1", "/", "dtmi:com:factory;1"),
        ("dtmi:com:Größe;1", "ö", None),
        ("com:factory:Machine;1", "com:factory:Machine;1", "dtmi:com:factory:Machine;1"),
        ("dtmi;com:Machine;1", "dtmi", "dtmi:com:Machine;1"),
        ("DTMI:com:Machine;1", "DTMI:", "dtmi:com:Machine;1"),
        ("dtmi:com:Machine:1", ":1", "dtmi:com:Machine;1"),
        ("dtmi:com:Machine;01", ";01", "dtmi:com:Machine;1"),
        ("dtmi:com:Machine;1.0", ";1.0", "dtmi:com:Machine;1"),
        ("dtmi:com:Machine;v2", ";v2", "dtmi:com:Machine;2"),
        ("dtmi:com:Machine; 2", "; 2", "dtmi:com:Machine;2"),
        ("dtmi:com:Machine;0", ";0", None),
        ("dtmi:com:Machine;", ";", None),
        ("dtmi:com:Machine;1;2", ";1;2", None),
        ("dtmi:com:Machine;1#part", ";1#part", None),
        ("dtmi:com:Machine;1234567890", ";1234567890", None),
        ("dtmi:com::Machine;1", ":", "dtmi:com:Machine;1"),
        ("dtmi:com:2ndMachine;1", "2ndMachine", None),
        ("dtmi:com:Machine_;1", "Machine_", "dtmi:com:Machine;1"),
        ("dtmi:com:_Machine;1", "_Machine", "dtmi:com:Machine;1"),
        ("dtmi:dtdl:Machine;1", "dtmi:dtdl:", None),
        ("dtmi:standard:Machine;1", "dtmi:standard:", None),
        (" dtmi:com:Machine;1", " ", "dtmi:com:Machine;1"),
        ("dtmi:com:Machine;1 ", " ", "dtmi:com:Machine;1"),
        ("dtmi:" + "a" * 122 + ";1", "1", None),
        ("dtmi:", ":", None),
        ("", "", None),
    ],
)
def test_a_slip(text, fault, suggestion):
    with pytest.raises(AddressError) as raised:
        parse_dtmi(text)
    error = raised.value
    assert (text[error.start : error.end], error.suggestion) == (fault, suggestion)

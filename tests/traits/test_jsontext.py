"""JSON with positions: each value at its place, and one fault at the right place."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holo_lsp.traits.jsontext import MAX_DEPTH, JsonTextError, Path, parse_json

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)


def at(value: Any, path: Path) -> Any:
    for step in path:
        value = value[step]
    return value


@given(JSON, st.sampled_from([None, 2]), st.booleans())
def test_every_value_and_key_is_found_at_its_place(value: Any, indent: int | None, escaped: bool):
    text = json.dumps(value, indent=indent, ensure_ascii=escaped)
    document = parse_json(text)
    assert document.value == value
    assert not document.repeated
    for path, (start, end) in document.spans.items():
        assert json.loads(text[start:end]) == at(value, path)
    for path, (start, end) in document.keys.items():
        assert json.loads(text[start:end]) == path[-1]
    assert document.keys.keys() == {path for path in document.spans if path and isinstance(path[-1], str)}


def by_the_standard_library(text: str) -> Any:
    def refuse(name: str):
        raise ValueError(name)

    def finite(digits: str) -> float:
        number = float(digits)
        return number if math.isfinite(number) else refuse(digits)

    def integer(digits: str) -> int:
        finite(digits)
        return int(digits)

    return json.loads(text, parse_constant=refuse, parse_float=finite, parse_int=integer)


TOKENS = (
    *(
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        '"',
        '"a"',
        "1",
        "-0",
        "01",
        "1.",
        "-",
        "1e5",
        "1E+400",
        "true",
        "nul",
        "NaN",
    ),
    *(" ", "\n", "\t", "\\", '\\"', "\\u12", "\\u0041", "\x00", "\x0b", "\xa0", "\u2028", "\ud800", "é", "'"),
    *("//", "/*"),
)
FRAGMENTS = st.lists(st.sampled_from(TOKENS), max_size=12).map("".join)


@given(FRAGMENTS | st.text(max_size=20))
def test_what_is_json_is_what_the_standard_library_takes(text: str):
    try:
        expected = by_the_standard_library(text)
    except ValueError:
        with pytest.raises(JsonTextError) as caught:
            parse_json(text)
        assert 0 <= caught.value.start <= caught.value.end <= len(text)
    else:
        assert parse_json(text).value == expected


@pytest.mark.parametrize(
    ("marked", "message"),
    [
        ("⟦⟧", "Expected a value, but the text ends"),
        ("  \n⟦⟧", "Expected a value, but the text ends"),
        ('{"a": 1⟦⟧', "Expected `,` or `}`, but the text ends"),
        ('{"a"⟦:⟧', "Expected a value, but the text ends"),
        ("{⟦a⟧: 1}", "Expected a key in double quotes"),
        ('{"a"⟦,⟧ 1}', "Expected `:`"),
        ('{"a": 1 ⟦"b"⟧: 2}', "Expected `,` or `}`"),
        ('{"a": ⟦}⟧', "Expected a value"),
        ('{"a": 1⟦,⟧ }', "`,` before `}`: remove it"),
        ("[1⟦,⟧\n]", "`,` before `]`: remove it"),
        ("[1, ⟦,⟧ 2]", "Expected a value"),
        ("[1 ⟦2⟧]", "Expected `,` or `]`"),
        ("[1] ⟦[⟧2]", "Nothing may follow the value"),
        ("[⟦01⟧]", "`01` is not a number"),
        ("[⟦+1⟧]", "`+1` is not a number"),
        ("[⟦1.⟧]", "`1.` is not a number"),
        ("[⟦1e999⟧]", "Number is too large"),
        ("[⟦True⟧]", "`True` is not JSON: write `true`"),
        ("[⟦NaN⟧]", "`NaN` is not JSON: text must stand in double quotes"),
        ("[⟦'⟧a']", "Text must stand in double quotes"),
        ("[⟦// one⟧\n]", "JSON has no comments: remove it"),
        ("[1, ⟦/* two\n */⟧ 2]", "JSON has no comments: remove it"),
        ("[⟦@⟧]", "`@` does not belong here"),
        ("[⟦\x01⟧]", "`\\x01` does not belong here"),
        ('[⟦"abc⟧\n]', 'String is not closed: write `"` at its end'),
        ('[⟦"abc⟧', 'String is not closed: write `"` at its end'),
        ('["a⟦\t⟧b"]', "Control character in a string: write `\\t`"),
        ('["a⟦\x1f⟧b"]', "Control character in a string: write `\\u001f`"),
        ('["a⟦\x00⟧b"]', "Control character in a string: write `\\u0000`"),
        (r'["\\⟦\d⟧"]', r"`\d` is no escape: write `\\` for `\`"),
        (r'["⟦\u1⟧2"]', r"`\u1` is no escape: write `\\` for `\`"),
        ("\ufeff[⟦x⟧]", "`x` is not JSON: text must stand in double quotes"),
    ],
)
def test_a_fault_is_told_at_its_place(marked: str, message: str):
    start = marked.index("⟦")
    end = marked.index("⟧") - 1
    with pytest.raises(JsonTextError) as caught:
        parse_json(marked.replace("⟦", "").replace("⟧", ""))
    error = caught.value
    assert error.message == message
    if start < end:
        assert (error.start, error.end) == (start, end)
    else:  # at the end of the text: the last character that is there
        assert (error.start, error.end) == (
            max(len(marked[:start].rstrip()) - 1, 0),
            len(marked[:start].rstrip()),
        )


def test_a_byte_order_mark_is_skipped():
    assert parse_json("\ufeff [1]").spans[()] == (2, 5)


def test_a_repeated_key_is_reported_and_the_last_one_counts():
    document = parse_json('{"a": 1, "b": 2, "a": 3}')
    assert document.value == {"a": 3, "b": 2}
    assert document.repeated == ((17, 20),)
    assert document.spans["a",] == (22, 23)


def test_depth_has_a_limit():
    deepest = "[" * MAX_DEPTH + "]" * MAX_DEPTH
    assert parse_json(deepest).spans[(0,) * (MAX_DEPTH - 1)] == (MAX_DEPTH - 1, MAX_DEPTH + 1)
    with pytest.raises(JsonTextError) as caught:
        parse_json("[" * 100_000)
    assert (caught.value.start, caught.value.end) == (MAX_DEPTH, MAX_DEPTH + 1)

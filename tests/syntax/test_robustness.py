"""No text makes the parser raise or hang, however deep, long or strange it is."""

from __future__ import annotations

import gc
import sys

import pytest
from hypothesis import given
from syntax.strategies import TEXTS

from holo_lsp.syntax import Document, Node
from holo_lsp.syntax.document import MAX_TEXT

N = 10_000
DEEP = {
    "braces": "a {" * N + "}" * N,
    "braces on lines": "a {\n" * N + "}\n" * N,
    "braces without end": "a {" * N,
    "braces without start": "}" * N,
    "brackets": "x: " + "[" * N + "]" * N,
    "brackets without end": "x: " + "[" * N,
    "parentheses": "x: " + "(" * N + "1" + ")" * N,
    "parentheses without start": "x: " + ")" * N,
    "records": "x: " + "{ a: " * N + "1" + "}" * N,
    "opaque braces": "action f() " + "{" * N + "}" * N,
    "brackets that do not match": "{[(}])" * N,
    "brackets that match nothing": "(}" * N,
    "unary operators": "x: " + "-" * N + "1",
    "unary operators without end": "x: " + "!" * N,
    "choices": "x: " + "a ? b : " * N + "c",
    "choices inside": "x: " + "a ? " * N + "b" + " : c" * N,
    "arrows": "x: " + "a => " * N + "b",
    "sums": "x: 1" + " + 1" * N,
    "comparisons without end": "x: 1" + " <" * N,
    "members": "x: a" + ".b" * N,
    "indexes": "x: a" + "[0]" * N,
    "calls": "x: a" + "()" * N,
    "extends": "a extends " + "b, " * N,
    "traits in a head": "a " + "@t " * N + "{}",
    "exports": "export " * N,
    "imports": "import " * N,
    "words": "word " * N,
    "lone words": "word\n" * N,
    "lone words before heads": "word\na {}\n" * N,
    "keys": "key:\n" * N,
    "keys and commas": "key: 1,\n" * N,
    "strings": '"' * N,
    "strings on lines": '"\n' * N,
    "escapes": '"' + "\\" * N,
    "backticks": "`" * (N + 1),
    "comments in comments": "/*" * N,
    "comments behind an arrow": "x: a =>" + "// " * N + "\nb",
    "comments in lines of a comment": "/*\n" * N,
    "colours and ids": "#" * N,
    "traits without names": "@" * N,
    "NUL": "\x00" * N,
    "lone surrogates": "\ud800" * N,
    "byte order marks": "\ufeff" * N,
    "blank": " " * N,
    "line breaks": "\r\n" * N,
    "faults on lines": "t {\n  x: ^\n  y: = 2\n}\n" * N,
}


@given(TEXTS)
def test_any_text_is_parsed(text: str):
    Document.parse(text).faults()


@pytest.mark.parametrize("name", DEEP)
def test_a_deep_or_long_text_is_parsed_edited_and_collected(name):
    limit = sys.getrecursionlimit()
    document = Document.parse(DEEP[name])
    edited = document.edit(0, 0, "x").edit(len(document.text) // 2, len(document.text) // 2 + 3, "{")
    assert sum(len(leaf.text) for _, leaf in edited.leaves()) == len(edited.text)
    edited.faults()
    del document, edited
    gc.collect()
    assert sys.getrecursionlimit() == limit


def test_brackets_make_no_deep_tree():
    for name in (
        "braces",
        "brackets",
        "parentheses",
        "records",
        "opaque braces",
        "brackets that match nothing",
    ):
        for _, leaf in Document.parse(DEEP[name]).leaves():
            assert depth(leaf.root) < 1_000, name


def depth(root: Node) -> int:
    deepest, level = 0, [root]
    while level:
        deepest += 1
        level = [child for node in level for child in node.nodes()]
    return deepest


@pytest.mark.parametrize(
    "line",
    ["a", " ", "a ", '"', "`", "{", "[", "a: ", "@t ", "/*", "//", "\\", "é"],
    ids=lambda line: line.encode("unicode_escape").decode(),
)
def test_a_long_line_is_read_once(line):
    """An expression that went back over what it has read would not end."""
    text = line * (100_000 // len(line))
    assert sum(len(leaf.text) for _, leaf in Document.parse(text).leaves()) == len(text)


def test_a_line_of_20_mb_is_kept_and_not_analysed():
    document = Document.parse('x: "' + "a" * 20_000_000)
    assert [fault.message for fault in document.faults()] == [
        f"The file is not analysed: it has more than {MAX_TEXT:,} characters."
    ]
    shorter = document.edit(10, 19_000_000, "")
    assert [fault.message for fault in shorter.faults()] == ['This string is never closed: `"` is missing.']
    longer = shorter.edit(10, 10, "b" * 19_000_000)
    assert len(longer.faults()) == 1
    assert longer.lines.position(len(longer.text), "utf-16") == (0, len(longer.text))


def test_the_collector_is_left_as_it_was():
    assert gc.isenabled()
    Document.parse("twin#a { }")
    assert gc.isenabled()
    gc.disable()
    try:
        Document.parse("twin#b { }")
        assert not gc.isenabled()
    finally:
        gc.enable()

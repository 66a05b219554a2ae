"""How texts are cut into tokens."""

from __future__ import annotations

import pytest

from holo_lsp.syntax.lexer import lex

TOKENS = {
    "twin#a": "NAME:twin ID:#a",
    "light#key-2": "NAME:light ID:#key-2",
    "twin #a": "NAME:twin BAD:# NAME:a",
    "x: #f00": "NAME:x ::: COLOR:#f00",
    "#00ccffaa": "COLOR:#00ccffaa",
    "sensor#abc": "NAME:sensor ID:#abc",
    "a.b?.c": "NAME:a .:. NAME:b ?.:?. NAME:c",
    "a?.5:1": "NAME:a ?:? NUMBER:.5 ::: NUMBER:1",
    "a ?? b || c && d": "NAME:a ??:?? NAME:b ||:|| NAME:c &&:&& NAME:d",
    "1 1.5 .5 1e3 2.5E-3 1_000": "NUMBER:1 NUMBER:1.5 NUMBER:.5 NUMBER:1e3 NUMBER:2.5E-3 NUMBER:1_000",
    "10ms 45% -90deg": "NUMBER:10ms NUMBER:45% -:- NUMBER:90deg",
    "5%2 5 % 2 5%(a)": "NUMBER:5 %:% NUMBER:2 NUMBER:5 %:% NUMBER:2 NUMBER:5 %:% (:( NAME:a ):)",
    "1.a": "NUMBER:1 .:. NAME:a",
    "== === != !== < <= =>": "EQUALS:== EQUALS:=== EQUALS:!= EQUALS:!== COMPARE:< COMPARE:<= ARROW:=>",
    "= += -= *= /= %=": "ASSIGN:= ASSIGN:+= ASSIGN:-= ASSIGN:*= ASSIGN:/= ASSIGN:%=",
    "=> {": "ARROW_BLOCK:=> {:{",
    "=> /* c */ // d\n {": "ARROW_BLOCK:=> {:{",
    "=> x {": "ARROW:=> NAME:x {:{",
    "...a": "...:... NAME:a",
    "@t @on_x @onX @once @on": "TRAIT:@t ON_TRAIT:@on_x ON_TRAIT:@onX TRAIT:@once TRAIT:@on",
    "on on_x onX once on_": "ACTION:on ON_NAME:on_x ON_NAME:onX NAME:once NAME:on_",
    "action function": "ACTION:action ACTION:function",
    "extends using import export": "EXTENDS:extends USING:using IMPORT:import EXPORT:export",
    "$x größe 名前": "NAME:$x NAME:größe NAME:名前",
    "\"a\\\"b\" 'c\\'d'": "STRING:\"a\\\"b\" STRING:'c\\'d'",
    '"http://x" // c': 'STRING:"http://x"',
    "`a ${b} // c\n d`": "TEMPLATE:`a ${b} // c\n d`",
    '"ns=2;s=A"': 'STRING:"ns=2;s=A"',
    "^ § \\": "BAD:^ BAD:§ BAD:\\",
}


@pytest.mark.parametrize("text", TOKENS)
def test_tokens(text):
    tokens = lex(text)
    spans = zip(tokens.kinds, tokens.starts, tokens.ends, strict=True)
    assert " ".join(f"{kind}:{text[start:end]}" for kind, start, end in spans) == TOKENS[text]


UNCLOSED = {
    'x: "abc': '"abc',
    'x: "abc\n y': '"abc',
    "x: 'a\\": "'a\\",
    'x: "a\\\n"': '"a\\',
    "x: `abc\n  y: 1": "`abc\n  y: 1",
    "x: `abc\n@t": "`abc",
    "x: `abc\n  twin#a {\n": "`abc",
    "x: `abc\n}": "`abc",
    "x: `abc\n ${a} {\n}": "`abc\n ${a} {",
    "/* abc\n def\r\n  @t": "/* abc\n def",
}


@pytest.mark.parametrize("text", UNCLOSED)
def test_what_is_not_closed_ends_with_its_line_or_before_the_next_member(text):
    tokens = lex(text)
    start, end = tokens.unclosed[0]
    assert text[start:end] == UNCLOSED[text]


def test_what_lacks_a_name():
    assert lex("@ twin# @t").nameless == [(0, 1), (6, 7)]


def test_comments():
    assert lex("a // b\n/* c */ d").comments == [(2, 6), (7, 14)]

"""Snippets: what they read like as plain text, and how they are made for arguments."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holo_lsp.traits import builtin
from holo_lsp.traits.snippets import argument_snippet, plain, trait_snippet, value_snippet
from holo_lsp.traits.spec import Argument, When
from holo_lsp.traits.types import Boolean, Choice, Enumeration, Number, OneOf, Text


@pytest.mark.parametrize(
    ("snippet", "text"),
    [
        ("a(b: 1)", "a(b: 1)"),
        ("$1a${2}b$0", "ab"),
        ("${1:one} ${22:two}", "one two"),
        ("{ ${1:{ a: ${2:b} \\}} }", "{ { a: b } }"),
        ("${1|x,y|}", "x"),
        ("${1|a\\,b,c|}${2|\\|,d|}${3||}", "a,b|"),
        ("\\$1 \\} \\\\ \\n", "$1 } \\ \\n"),
        ("$ a { } $x", "$ a { } $x"),
        ('${1|a\nb|}"', 'a\nb"'),
    ],
)
def test_plain_text(snippet: str, text: str):
    assert plain(snippet) == text


@given(st.text(alphabet='$}{\\|,:01ab"\n'))
def test_plain_takes_any_text(snippet: str):
    assert len(plain(snippet)) <= len(snippet)


@given(st.text(alphabet='$}{\\|,:1ab\n"'), st.text(alphabet="$}{\\|,:1ab", min_size=1))
def test_what_was_escaped_reads_as_it_was(example: str, choice: str):
    if not (example.startswith('"') and example.endswith('"')):
        assert plain(value_snippet(Text(), example)) == example
    assert plain(value_snippet(Enumeration((Choice(choice, ""),), closed=True), "")) == f'"{choice}"'


@pytest.mark.parametrize(
    ("argument", "snippet"),
    [
        (Argument(name="on", type=Boolean(), doc="", example="false"), "on: ${3|true,false|}"),
        (Argument(name="text", type=Text(), doc="", example='"a }$"'), 'text: "${3:a \\}\\$}"'),
        (Argument(name="n", type=Number(), doc="", example="12"), "n: ${3:12}"),
        (
            Argument(
                name="scale",
                type=OneOf((Enumeration((Choice("a", ""), Choice("b,c", "")), closed=False), Number())),
                doc="",
                example='"a"',
            ),
            'scale: "${3|a,b\\,c|}"',
        ),
        (Argument(name="list", type=Text(), doc="", example='["a", "b"]'), 'list: ${3:["a", "b"]}'),
    ],
)
def test_snippet_of_an_argument(argument: Argument, snippet: str):
    assert argument_snippet(argument, 3) == snippet


def test_every_builtin_argument_reads_as_its_example_or_a_choice():
    for trait in builtin().traits.values():
        for argument in trait.arguments:
            text = plain(argument_snippet(argument))
            assert text.startswith(f"{argument.name}: ")
            if not isinstance(argument.type, Enumeration | Boolean | OneOf):
                assert text == f"{argument.name}: {argument.example}"


def test_snippet_of_a_trait_asks_for_what_is_required():
    arguments = (
        Argument(name="a", type=Number(), doc="", example="1", required=True),
        Argument(name="b", type=Number(), doc="", example="2"),
        Argument(name="c", type=Number(), doc="", example="3", required=True, only=When("a", ("x",))),
        Argument(name="d", type=Boolean(), doc="", example="true", required=True),
    )
    assert trait_snippet("x", arguments, None) == "x(a: ${1:1}, d: ${2|true,false|})$0"
    assert trait_snippet("x", (), "fields") == "x {\n\t$0\n}"

"""Lark's own parser over the same grammar accepts what ours accepts, and makes the same tree of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput
from lark.lexer import Lexer
from syntax.trees import CORPUS, guide_blocks, read

from holo_lsp.syntax import Node
from holo_lsp.syntax.lexer import lex
from holo_lsp.syntax.parser import parse_leaf
from holo_lsp.syntax.tables import grammar_text

if TYPE_CHECKING:
    from collections.abc import Iterator


class OurTokens(Lexer):
    """Gives Lark the tokens that our lexer cut, each with its number as the value."""

    def __init__(self, lexer_conf: Any) -> None:
        self.names = {
            terminal.pattern.value: terminal.name
            for terminal in lexer_conf.terminals
            if terminal.pattern.type == "str"
        }

    def lex(self, data: str) -> Iterator[Token]:
        for number, kind in enumerate(lex(data).kinds):
            yield Token(self.names.get(kind, kind), number)


LARK = Lark(grammar_text(), parser="lalr", lexer=OurTokens, maybe_placeholders=False, keep_all_tokens=True)


def plain(thing: Any) -> Any:
    """A tree of either kind as lists. Lark names a rule as we do, and keeps the tokens as numbers."""
    if isinstance(thing, Tree):
        return [str(thing.data), *map(plain, thing.children)]
    if isinstance(thing, Node):
        return [thing.kind, *map(plain, thing.children)]
    return int(thing.value if isinstance(thing, Token) else thing)


def oracle(text: str) -> Any:
    try:
        return plain(LARK.parse(text))
    except UnexpectedInput:
        return None


@pytest.mark.parametrize("text", [*map(read, CORPUS), *guide_blocks()], ids=str)
def test_samples_have_the_same_tree(text: str) -> None:
    assert plain(parse_leaf(text, "members").root) == oracle(text)


WORDS = st.sampled_from(
    [
        *"{}()[]:,.?!-+*/",
        "=>",
        "a",
        "b",
        "on_x",
        "action",
        "extends",
        "@t",
        "twin",
        "#a",
        '"s"',
        "1",
        "==",
        ">",
        "...",
    ]
)


@given(st.lists(WORDS, max_size=12).map(" ".join))
def test_both_accept_the_same_texts(text: str) -> None:
    leaf = parse_leaf(text, "members")
    expected = oracle(text)
    assert (not leaf.faults) == (expected is not None)
    if expected is not None:
        assert plain(leaf.root) == expected

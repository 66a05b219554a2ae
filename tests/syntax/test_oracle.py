"""Lark's own LALR parser over the same grammar accepts the same token sequences, and makes the same trees."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput
from lark.lexer import Lexer
from syntax.strategies import SOUP
from syntax.trees import CORPUS, guide_blocks, read

from holo_lsp.syntax import Node, automaton
from holo_lsp.syntax.lexer import lex
from holo_lsp.syntax.parser import parse_leaf
from holo_lsp.syntax.tables import grammar_text, tables
from holo_lsp.syntax.tokens import END


class KindsAsTokens(Lexer):
    """A lexer of Lark's that is given the kinds of tokens; the value of each is its number."""

    def __init__(self, conf: Any):
        self.names = {t.pattern.value: t.name for t in conf.terminals if t.pattern.type == "str"}

    def lex(self, kinds: list[str]):
        for number, kind in enumerate(kinds):
            yield Token(self.names.get(kind, kind), number)


LARK = Lark(
    grammar_text(),
    parser="lalr",
    lexer=KindsAsTokens,
    keep_all_tokens=True,
    maybe_placeholders=False,
    strict=True,  # a conflict in the grammar is an error
)


class RefusedError(Exception):
    pass


def refuse(_states: Any, _values: Any, at: int):
    raise RefusedError(at)


def plain(tree: Any) -> Any:
    """A tree of either parser as nested lists; a token is its number."""
    if isinstance(tree, Tree):
        return [str(tree.data), *map(plain, tree.children)]
    if isinstance(tree, Node):
        return [tree.kind, *map(plain, tree.children)]
    return tree.value if isinstance(tree, Token) else tree


def assert_same(kinds: list[str]):
    try:
        expected = plain(LARK.parse(kinds))
    except UnexpectedInput:
        with pytest.raises(RefusedError):
            automaton.parse([*kinds, END], refuse)
    else:
        assert plain(automaton.parse([*kinds, END], refuse)) == expected


@st.composite
def sentences(draw: st.DrawFn) -> list[str]:
    """Tokens that the grammar lets follow each other, in the end perhaps with one too few, too many or another."""
    states = [tables().start]
    kinds: list[str] = []
    for _ in range(draw(st.integers(0, 40))):
        fitting = [kind for kind in automaton.expected(states) if kind != END]
        kind = draw(st.sampled_from(fitting))
        advanced = automaton.advanced(states, kind)
        assert advanced is not None
        states = advanced
        kinds.append(kind)
    # Close what is open, so that most sentences are whole.
    while automaton.advanced(states, END) is None:
        closing = next(
            (
                kind
                for kind in ("NAME", "}", ")", "]", ":", "{")
                if automaton.advanced(states, kind) is not None
            ),
            None,
        )
        if closing is None or len(kinds) > 200:
            break
        states = automaton.advanced(states, closing) or states
        kinds.append(closing)
    match draw(st.sampled_from(("as it is", "as it is", "delete", "insert"))):
        case "delete" if kinds:
            del kinds[draw(st.integers(0, len(kinds) - 1))]
        case "insert":
            kinds.insert(draw(st.integers(0, len(kinds))), draw(st.sampled_from(sorted(terminals()))))
        case _:
            pass
    return kinds


def terminals() -> set[str]:
    return {kind for row in tables().actions for kind in row} - {"ERROR", END}


@settings(max_examples=300)
@given(sentences())
def test_sentences_of_the_grammar(kinds: list[str]):
    assert_same(kinds)


@given(st.lists(st.sampled_from(sorted(terminals())), max_size=6))
def test_any_tokens(kinds: list[str]):
    assert_same(kinds)


@given(SOUP)
def test_pieces_of_the_language(text: str):
    assert_same(lex(text).kinds)


@pytest.mark.parametrize("text", [*map(read, CORPUS), *guide_blocks()], ids=lambda text: text[:20])
def test_whole_texts(text: str):
    leaf = parse_leaf(text, "members")
    assert plain(leaf.root) == plain(LARK.parse(lex(text).kinds))
    assert leaf.faults == ()


def test_every_terminal_of_the_grammar_can_come_from_a_text():
    seen = {kind for path in CORPUS for kind in lex(read(path)).kinds} | set(lex("^").kinds)
    assert terminals() <= seen

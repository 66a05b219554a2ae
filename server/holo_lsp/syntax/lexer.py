"""Text to tokens, with one master expression.

A token is a kind, a start and an end (character offsets). The kind of an operator or bracket is its own text;
the other kinds are the terminals that the grammar declares. White space is what lies between tokens; comments are
kept apart. Every character of a text is in exactly one token, one comment or white space.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

#: Pieces that the skeleton shares, so that both agree on where strings and comments end. The quantifiers are
#: possessive (``*+``): no text, however long or hostile, makes an expression go back over what it has read.
CLOSED_STRING = r'"(?:[^"\\\r\n]++|\\[^\r\n])*+"' + r"|'(?:[^'\\\r\n]++|\\[^\r\n])*+'"
OPEN_STRING = r"""["'][^\r\n]*+"""
CLOSED_TEMPLATE = r"`(?:[^`\\]++|\\[\s\S])*+`"
LINE_COMMENT = r"//[^\r\n]*+"
CLOSED_COMMENT = r"/\*[\s\S]*?\*/"
NAME = r"(?:[^\W\d]|\$)[\w$]*+"
#: The parts of a block's head, so far as they stand on one line. An import's braces are no body, nor are those of
#: ``${``.
HEAD_PARTS = (
    rf"(?!(?:import|extends|using)\b|\$\{{){NAME}(?:\#[\w-]*+)?"
    r"(?:[ \t]++(?:[\w$]++,?|@[\w$]++(?:\([^(){}\r\n]*+\))?|\"[^\"\r\n]*+\"|'[^'\r\n]*+'))*+[ \t]*+"
)
#: What may span lines and is not closed ends before a line that starts with a trait, a block's head or a brace
#: that closes, so that the rest of the text is still read.
_TO_MEMBER = rf"[^\r\n]*+(?:(?>\r\n|\r|\n)(?![ \t]*+(?:@\w|\}}|{HEAD_PARTS}\{{))[^\r\n]*+)*+"
OPEN_TEMPLATE = "`" + _TO_MEMBER
OPEN_COMMENT = r"/\*" + _TO_MEMBER

_KEYWORDS = {
    "action": "ACTION",
    "function": "ACTION",
    "on": "ACTION",
    "extends": "EXTENDS",
    "using": "USING",
    "import": "IMPORT",
    "export": "EXPORT",
}
_OPERATORS = {
    "=>": "ARROW",
    "==": "EQUALS",
    "===": "EQUALS",
    "!=": "EQUALS",
    "!==": "EQUALS",
    "<": "COMPARE",
    ">": "COMPARE",
    "<=": "COMPARE",
    ">=": "COMPARE",
    "=": "ASSIGN",
    "+=": "ASSIGN",
    "-=": "ASSIGN",
    "*=": "ASSIGN",
    "/=": "ASSIGN",
    "%=": "ASSIGN",
}
_OPERATOR = (
    r"=>|===|!==|==|!=|<=|>=|\?\.(?!\d)|\?\?|\|\||&&|\.\.\.|[-+*/%]=|\.(?!\d)|[(){}\[\],;:?<>!=+\-*/%]"
)
_HANDLER = re.compile(r"@?on(?:_\w|[A-Z])")

_MASTER = re.compile(
    "|".join(
        (
            r"(?P<BLANK>[\s\ufeff]+)",
            rf"(?P<NAME>{NAME})",
            rf"(?P<COMMENT>{LINE_COMMENT}|{CLOSED_COMMENT})",
            rf"(?P<OPEN_COMMENT>{OPEN_COMMENT})",
            rf"(?P<OPERATOR>{_OPERATOR})",
            rf"(?P<STRING>{CLOSED_STRING})",
            rf"(?P<OPEN_STRING>{OPEN_STRING})",
            r"(?P<NUMBER>(?:\d[\d_]*(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?(?:[A-Za-z]+|%(?!\s*[\w(\"'.]))?)",
            r"(?P<TRAIT>@[\w$]*)",
            r"(?P<ID>(?<=[\w$])\#[\w-]*)",
            r"(?P<COLOR>\#[0-9A-Fa-f]{3,8}\b)",
            rf"(?P<TEMPLATE>{CLOSED_TEMPLATE})",
            rf"(?P<OPEN_TEMPLATE>{OPEN_TEMPLATE})",
            r"(?P<BAD>[\s\S])",
        )
    )
)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text, as parallel lists of kinds, starts and ends; and what is worth knowing beside them."""

    kinds: list[str]
    starts: list[int]
    ends: list[int]
    comments: list[tuple[int, int]]
    unclosed: list[tuple[int, int]]
    """Strings and comments without their end."""
    nameless: list[tuple[int, int]]
    """``@`` and ``#`` without a name."""


def lex(text: str) -> Tokens:
    """Cut ``text`` into tokens. Never raises."""
    kinds: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    comments: list[tuple[int, int]] = []
    unclosed: list[tuple[int, int]] = []
    nameless: list[tuple[int, int]] = []
    operators = _OPERATORS
    for match in _MASTER.finditer(text):
        kind = match.lastgroup or "BAD"
        if kind == "BLANK":
            continue
        start, end = match.span()
        if kind == "OPERATOR":
            kind = match.group()
            if kind == "{" and kinds and kinds[-1] == "ARROW":
                kinds[-1] = "ARROW_BLOCK"
            kind = operators.get(kind, kind)
        elif kind == "NAME":
            word = match.group()
            kind = _KEYWORDS.get(word, kind)
            if word.startswith("on") and _HANDLER.match(word):
                kind = "ON_NAME"
        elif kind == "TRAIT":
            if end - start == 1:
                nameless.append((start, end))
            elif _HANDLER.match(text, start, end):
                kind = "ON_TRAIT"
        elif kind == "COMMENT":
            comments.append((start, end))
            continue
        elif kind.startswith("OPEN_"):
            unclosed.append((start, end))
            if kind == "OPEN_COMMENT":
                comments.append((start, end))
                continue
            kind = kind[5:]
        elif kind == "ID" and end - start == 1:
            nameless.append((start, end))
        kinds.append(kind)
        starts.append(start)
        ends.append(end)
    return Tokens(kinds, starts, ends, comments, unclosed, nameless)

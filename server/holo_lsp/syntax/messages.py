"""What a syntax fault says to a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_NAMES = {
    "NAME": "a name",
    "ON_NAME": "a name",
    "ACTION": "a name",
    "STRING": "a string",
    "TEMPLATE": "a string",
    "NUMBER": "a number",
    "COLOR": "a colour",
    "TRAIT": "a trait",
    "ID": "an id",
    "EQUALS": "`==`",
    "COMPARE": "`<`",
    "ARROW": "`=>`",
    "ARROW_BLOCK": "`=>`",
    "ASSIGN": "`=`",
    "$END": "the end of the file",
}
_VALUE = frozenset({"NUMBER", "STRING", "NAME", "[", "{"})
_PUNCTUATION = (":", ",", "{", "(", ")", "]", "}")
_MEMBER = frozenset({"TRAIT", "NAME", "STRING"})
_LONGEST = 40


def missing(token: str, before: str, before_kind: str) -> str:
    """``token`` must be put in after ``before``."""
    what = {"NAME": "A value", "{": "A body `{ … }`", "(": "`( … )`"}.get(token, f"`{token}`")
    if token == "NAME" and before_kind in {".", "?.", "EXTENDS", "USING"}:
        what = "A name"
    return f"{what} is missing after {_quoted(before)}."


def unexpected(text: str, kind: str, expected: Iterable[str]) -> str:
    """``text`` cannot stand here; ``expected`` could."""
    if kind == "BAD":
        return f"{_quoted(text)} is not part of the language here: remove it."
    return f"{_quoted(text)} does not fit here: {_choices(frozenset(expected))} is expected."


def _choices(expected: frozenset[str]) -> str:
    if expected >= _MEMBER and ":" not in expected and "TRAIT" in expected:
        return "a property, a trait or a block"
    words = [f"`{mark}`" for mark in _PUNCTUATION if mark in expected]
    if expected >= _VALUE:
        words = ["a value"]
    elif not words:
        words = sorted({_NAMES.get(kind, f"`{kind}`") for kind in expected})
    return " or ".join(words[:3]) or "something else"


def _quoted(text: str) -> str:
    line = " ".join(text.split())
    return f"`{line if len(line) <= _LONGEST else line[:_LONGEST] + '…'}`"

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
_MEMBER = frozenset({"TRAIT", "IMPORT"})
_FILE = frozenset({"STRING", "*"})
_PUNCTUATION = (":", ",", "{", "(", ")", "]", "}")
_LONGEST = 40


def missing(kind: str, before: str, before_kind: str) -> str:
    """A token of ``kind`` must be put in after ``before``."""
    if kind == "NAME":
        what = "name" if before_kind in {".", "?.", "EXTENDS", "USING"} else "value"
        return f"A {what} is missing after {_quoted(before)}."
    if kind == "{":
        return f"A body `{{ … }}` is missing after {_quoted(before)}."
    return missing_mark(kind, before)


def missing_mark(mark: str, before: str) -> str:
    """``mark`` must be put in after ``before``."""
    return f"`{mark}` is missing after {_quoted(before)}."


def unexpected(text: str, kind: str, expected: Iterable[str]) -> str:
    """``text`` cannot stand here; ``expected`` could."""
    if text == "#":
        return "`#` does not fit here: write kind and id without a space between, as in `twin#a`."
    if kind == "BAD":
        return f"{_quoted(text)} is not part of the language here: remove it."
    return f"{_quoted(text)} does not fit here: {_choices(frozenset(expected))} is expected."


def unfinished(last: str, expected: Iterable[str]) -> str:
    """The text ends behind ``last``; ``expected`` should follow."""
    choices = _choices(frozenset(expected))
    return f"{choices[0].upper()}{choices[1:]} is expected after {_quoted(last)}."


def _choices(expected: frozenset[str]) -> str:
    if expected >= _VALUE:
        return "a value"
    if expected >= _MEMBER:
        return "a property, a trait or a block"
    if expected >= _FILE:
        return "a file in quotes"
    words = [f"`{mark}`" for mark in _PUNCTUATION if mark in expected]
    words = words or sorted({_NAMES.get(kind, f"`{kind}`") for kind in expected})
    return " or ".join(words[:3]) or "something else"


def _quoted(text: str) -> str:
    line = " ".join(text.split())
    return f"`{line if len(line) <= _LONGEST else line[:_LONGEST] + '…'}`"

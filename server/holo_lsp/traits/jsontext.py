"""JSON text (RFC 8259) with the place of every value, so that a fault is shown where it stands.

The standard library's parser says where a text ends to be JSON, but not where a value of a good text stands.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_DEPTH = 32
"""How deep arrays and objects may nest; what reads them recurses."""

Path = tuple[str | int, ...]
"""Where a value stands: the keys and indexes that lead to it."""

Span = tuple[int, int]
"""Half-open character offsets."""


class JsonTextError(ValueError):
    """A text that is not JSON; ``start`` and ``end`` are the offsets of the first thing at fault."""

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = end


@dataclass(frozen=True, slots=True)
class JsonText:
    """What a text holds: ``spans`` has the place of each value, ``keys`` that of the key in front of it.

    When a key stands twice in an object, the last one counts; ``repeated`` has the places of the later ones.
    """

    value: Any
    spans: Mapping[Path, Span]
    keys: Mapping[Path, Span]
    repeated: tuple[Span, ...]


def parse_json(text: str) -> JsonText:
    """Read ``text``. Raises :class:`JsonTextError`, and nothing else, whatever the text."""
    reader = _Reader(text)
    value = reader.value(())
    reader.expect_end()
    return JsonText(value, reader.spans, reader.keys, tuple(reader.repeated))


class _Token(NamedTuple):
    kind: str
    """``string``, ``number``, ``word``, ``end``, or the character itself."""
    start: int
    end: int


_BLANK = re.compile(r"[ \t\n\r]*")
_START = re.compile(r"\ufeff?[ \t\n\r]*")  # with a byte order mark
_STRING_BODY = re.compile(r'"[^"\\\x00-\x1f]*+(?:\\.[^"\\\x00-\x1f]*+)*+')
_ESCAPE = re.compile(r'\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})|(\\u?.)')
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_NUMBER_LIKE = re.compile(r"[-+.0-9][-+.0-9A-Za-z_]*")
_WORD = re.compile(r"[^\W\d]\w*")
_COMMENT = re.compile(r"//[^\n\r]*|/\*.*?(?:\*/|\Z)", re.DOTALL)
_LONGEST_QUOTE = 40
_CONSTANTS = {"true": True, "false": False, "null": None}


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.last_end = 0
        self.depth = 0
        self.spans: dict[Path, Span] = {}
        self.keys: dict[Path, Span] = {}
        self.repeated: list[Span] = []

    def value(self, path: Path) -> Any:  # noqa: ANN401 - whatever JSON holds
        """The value that comes next, put down as standing at ``path``."""
        token = self._next()
        match token.kind:
            case "{" | "[":
                self.depth += 1
                if self.depth > MAX_DEPTH:
                    self._fail(f"Nested more than {MAX_DEPTH} deep", token)
                value = self._object(path) if token.kind == "{" else self._array(path)
                self.depth -= 1
            case "string":
                value = json.loads(self._text(token))
            case "number":
                value = self._number(token)
            case "word":
                value = self._constant(token)
            case _:
                self._expected("a value", token)
        self.spans[path] = (token.start, self.last_end)
        return value

    def expect_end(self) -> None:
        """Nothing may follow."""
        token = self._next()
        if token.kind != "end":
            self._fail("Nothing may follow the value", token)

    def _object(self, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if self._closed("}"):
            return found
        while True:
            token = self._next()
            if token.kind != "string":
                self._expected("a key in double quotes", token)
            key = json.loads(self._text(token))
            if key in found:
                self.repeated.append((token.start, token.end))
            self.keys[*path, key] = (token.start, token.end)
            self._separator(":")
            found[key] = self.value((*path, key))
            if self._separator(",", "}") == "}":
                return found
            self._no_trailing("}")

    def _array(self, path: Path) -> list[Any]:
        found: list[Any] = []
        if self._closed("]"):
            return found
        while True:
            found.append(self.value((*path, len(found))))
            if self._separator(",", "]") == "]":
                return found
            self._no_trailing("]")

    def _separator(self, *kinds: str) -> str:
        token = self._next()
        if token.kind not in kinds:
            self._expected(" or ".join(f"`{kind}`" for kind in kinds), token)
        return token.kind

    def _closed(self, bracket: str) -> bool:
        """Whether ``bracket`` comes next; it is taken then."""
        self._skip_blanks()
        closed = self.text.startswith(bracket, self.at)
        if closed:
            self._next()
        return closed

    def _no_trailing(self, bracket: str) -> None:
        self._skip_blanks()
        if self.text.startswith(bracket, self.at):
            raise JsonTextError(f"`,` before `{bracket}`: remove it", self.last_end - 1, self.last_end)

    def _next(self) -> _Token:
        self._skip_blanks()
        start = self.at
        char = self.text[start : start + 1]
        if not char:
            return _Token("end", start, start)
        if char in "{}[]:,":
            token = _Token(char, start, start + 1)
        elif char == '"':
            token = self._string(start)
        elif match := _NUMBER_LIKE.match(self.text, start):
            token = _Token("number", start, match.end())
        elif match := _WORD.match(self.text, start):
            token = _Token("word", start, match.end())
        elif match := _COMMENT.match(self.text, start):
            raise JsonTextError("JSON has no comments: remove it", start, match.end())
        else:
            message = (
                "Text must stand in double quotes" if char == "'" else f"{_quoted(char)} does not belong here"
            )
            raise JsonTextError(message, start, start + 1)
        self.at = self.last_end = token.end
        return token

    def _skip_blanks(self) -> None:
        match = (_BLANK if self.at else _START).match(self.text, self.at)
        self.at = match.end() if match else self.at

    def _string(self, start: int) -> _Token:
        body = _STRING_BODY.match(self.text, start)
        end = body.end() if body else start + 1
        stop = self.text[end : end + 1]
        if stop not in {'"', "", "\n", "\r", "\\"}:
            raise JsonTextError(f"Control character in a string: write {_escaped(stop)}", end, end + 1)
        if stop != '"':
            raise JsonTextError('String is not closed: write `"` at its end', start, end)
        for escape in _ESCAPE.finditer(self.text, start, end):
            if escape[1]:
                raise JsonTextError(
                    f"{_quoted(escape[1])} is no escape: write `\\\\` for `\\`", *escape.span()
                )
        return _Token("string", start, end + 1)

    def _number(self, token: _Token) -> int | float:
        text = self._text(token)
        if not _NUMBER.fullmatch(text):
            self._fail(f"{_quoted(text)} is not a number", token)
        number = float(text)
        if not math.isfinite(number):
            self._fail("Number is too large", token)
        return int(text) if text.lstrip("-").isdecimal() else number

    def _constant(self, token: _Token) -> bool | None:
        word = self._text(token)
        if word in _CONSTANTS:
            return _CONSTANTS[word]
        lower = word.lower()
        hint = f"write `{lower}`" if lower in _CONSTANTS else "text must stand in double quotes"
        return self._fail(f"{_quoted(word)} is not JSON: {hint}", token)

    def _text(self, token: _Token) -> str:
        return self.text[token.start : token.end]

    def _expected(self, what: str, token: _Token) -> NoReturn:
        if token.kind == "end":
            raise JsonTextError(
                f"Expected {what}, but the text ends", max(self.last_end - 1, 0), self.last_end
            )
        self._fail(f"Expected {what}", token)

    def _fail(self, message: str, token: _Token) -> NoReturn:
        raise JsonTextError(message, token.start, token.end)


def _quoted(text: str) -> str:
    short = text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…"
    return f"`{short if short.isprintable() else ascii(short)[1:-1]}`"


def _escaped(char: str) -> str:
    return "`\\t`" if char == "\t" else f"`\\u{ord(char):04x}`"

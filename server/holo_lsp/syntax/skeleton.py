"""The skeleton of a text: its brackets, and the lines that start with a trait, a block's head or a key.

Brackets that match on their line and hold nothing that matters are left out.

It is found by one expression, made of the lexer's own pieces so that both agree on where strings and comments end,
and patched after an edit: rescanned from before the edit to the next line behind it that starts a member.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from holo_lsp.syntax import lexer

_KEY = rf"(?:{lexer.NAME}|\"[^\"\r\n]*+\"|'[^'\r\n]*+')[ \t]*+:|import\b"
_HEAD = rf"{lexer.HEAD_PARTS}\{{"
_OPEN = rf"{lexer.HEAD_PARTS}(?:{lexer.LINE_COMMENT}|{lexer.OPEN_STRING})?(?:[\r\n]|\Z)"
_LINE_START = (
    r"(?P<indent>[ \t]*+)"
    rf"(?:(?=@)(?P<trait>)|(?={_KEY})(?P<key>)|(?={_HEAD})(?P<head>)|(?={_OPEN})(?P<open>)|(?P<other>))"
)
#: Brackets that match on their line and hold nothing that matters.
_SIMPLE = rf"(?:[^{{}}()\[\]\"'`/\r\n]++|{lexer.CLOSED_STRING})*+"
_CLOSED = rf"{lexer.CLOSED_STRING}|{lexer.CLOSED_TEMPLATE}|{lexer.CLOSED_COMMENT}|/(?![/*])|\({_SIMPLE}\)|\[{_SIMPLE}\]"
_FIRST_LINE = re.compile(_LINE_START)
_SKELETON = re.compile(
    r"[^{}()\[\]\"'`/\r\n]*+(?:"  # what matters not, in one go
    + "|".join(
        (
            rf"(?:\r\n|\r|\n){_LINE_START}",
            (
                rf"(?P<closed>{lexer.CLOSED_STRING}|{lexer.CLOSED_TEMPLATE}|{lexer.CLOSED_COMMENT}|/(?![/*])"
                rf"|\({_SIMPLE}\)|\[{_SIMPLE}\])"
            ),
            r"(?P<bracket>[{}()\[\]])",
            rf"(?P<line>{lexer.LINE_COMMENT}|{lexer.OPEN_STRING})",
            rf"(?P<endless>{lexer.OPEN_COMMENT}|{lexer.OPEN_TEMPLATE})",
            r"\Z",
        )
    )
    + ")"
)
_LINE_KINDS = {"trait": "@", "head": "head", "key": "key", "open": "open"}
#: The kinds of events that are the start of a line.
LINE_KINDS = frozenset(_LINE_KINDS.values())
_BREAKS = "\r\n"


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Events in order, as parallel lists.

    ``kinds`` are a bracket, or what starts a line: ``@`` a trait, ``head`` that of a block with its brace, ``open``
    that of a block without one, so far as the line tells, ``key`` a property or an import.
    """

    kinds: list[str]
    places: list[int]
    """The offset of the bracket or line."""
    indents: list[int]
    """The indentation of the line; as ``~indentation`` for a bracket that is not the first on it."""
    unclosed: list[int]
    """Where comments and strings start that may span lines and are not closed; what comes later may close them."""


def scan(text: str, start: int, end: int, indent: int = 0) -> Skeleton:
    """The skeleton of ``text[start:end]``, which starts outside of strings and comments, on a line so indented."""
    kinds: list[str] = []
    places: list[int] = []
    indents: list[int] = []
    unclosed: list[int] = []
    line = _FIRST_LINE.match(text, start, end) if start == 0 or text[start - 1] in _BREAKS else None
    if line and line.lastgroup in _LINE_KINDS:
        kinds.append(_LINE_KINDS[line.lastgroup])
        places.append(start)
        indents.append(line.end() - start)
    for match in _SKELETON.finditer(text, start, end):
        kind = match.lastgroup
        if kind == "bracket":
            at = match.end() - 1
            first = False
            if line:
                first = at == line.end()
                indent = line.end() - line.start("indent")
                line = None
            kinds.append(text[at])
            places.append(at)
            indents.append(indent if first else ~indent)
        elif kind == "other":
            line = match
        elif kind in _LINE_KINDS:
            line = match
            at = match.start("indent")
            kinds.append(_LINE_KINDS[kind])
            places.append(at)
            indents.append(match.end() - at)
        elif kind == "endless":
            unclosed.append(match.start(kind))
    return Skeleton(kinds, places, indents, unclosed)


def starts_open(text: str, line: int) -> bool:
    """Is the line that starts at ``line`` a block's head without its brace, so far as it tells?"""
    found = _FIRST_LINE.match(text, line)
    return found is not None and found.lastgroup == "open"


@dataclass(frozen=True, slots=True)
class Scanned:
    """A skeleton, and the one stretch in which the text has changed since it was made: ``low:old_high`` then is
    ``low:new_high`` now.
    """

    skeleton: Skeleton
    changed: tuple[int, int, int] | None = None

    @property
    def is_unclosed(self) -> bool:
        """Was there a comment or string that some later text may close?"""
        return bool(self.skeleton.unclosed)

    def edited(self, start: int, end: int, size: int) -> Scanned:
        """The same after ``start:end`` gave way to ``size`` characters."""
        low, old_high, new_high = self.changed or (start, end, end)
        grown = max(new_high, end)
        return Scanned(
            self.skeleton, (min(low, start), old_high + grown - new_high, grown + size - (end - start))
        )

    def current(self, text: str) -> Skeleton:
        """The skeleton of ``text``, as it is now."""
        return _patched(self.skeleton, text, *self.changed) if self.changed else self.skeleton


def _patched(old: Skeleton, text: str, low: int, old_high: int, new_high: int) -> Skeleton:
    """Rescan from the last event on a line before the edit to the first member behind it."""
    low = min([low, *old.unclosed[:1]])
    shift = new_high - old_high
    kept = bisect_left(old.places, _line_before(text, low))
    start, indent = 0, 0
    if kept:
        start, indent = old.places[kept - 1], old.indents[kept - 1]
        if old.kinds[kept - 1] in LINE_KINDS:
            kept -= 1
        else:
            start += 1
        indent = ~indent if indent < 0 else indent
    resumed, step = bisect_right(old.places, old_high), 1
    while True:
        while resumed < len(old.kinds) and old.kinds[resumed] not in LINE_KINDS:
            resumed += 1
        end = old.places[resumed] + shift if resumed < len(old.kinds) else len(text)
        fresh = scan(text, start, end, indent)
        if not fresh.unclosed or end == len(text):
            break
        resumed, step = resumed + step, step * 2
    return Skeleton(
        [*old.kinds[:kept], *fresh.kinds, *old.kinds[resumed:]],
        [*old.places[:kept], *fresh.places, *[place + shift for place in old.places[resumed:]]],
        [*old.indents[:kept], *fresh.indents, *old.indents[resumed:]],
        fresh.unclosed + [place + shift for place in old.unclosed if place + shift >= end],
    )


def _line_before(text: str, low: int) -> int:
    """The start of the line that an edit at ``low`` may touch: a CR before it may become a CRLF with it."""
    stop = max(0, low - 1)
    return 1 + max(text.rfind("\n", 0, stop), text.rfind("\r", 0, stop))

"""The skeleton of a text: its brackets, and the lines that start with a trait, a block's head or a key.

It is found by one expression, made of the lexer's own pieces so that both agree on where strings and comments end,
and patched after an edit: rescanned from before the edit to the next line behind it that starts a member.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from holo_lsp.syntax import brackets, lexer

if TYPE_CHECKING:
    from collections.abc import Sequence

#: A closing brace that is only thought, where one is missing.
THOUGHT = "}?"

_HEAD = (
    rf"{lexer.NAME}(?:\#[\w-]*+)?"
    r"(?:[ \t]++(?:[\w$]++|@[\w$]++(?:\([^(){}\r\n]*+\))?|\"[^\"\r\n]*+\"|'[^'\r\n]*+'))*+[ \t]*+\{"
)
_LINE_START = (
    rf"(?P<indent>[ \t]*+)(?:(?=@)(?P<trait>)|(?={_HEAD})(?P<head>)"
    rf"|(?=(?:{lexer.NAME}|\"[^\"\r\n]*+\"|'[^'\r\n]*+')[ \t]*+:)(?P<key>)|(?P<other>))"
)
_FIRST_LINE = re.compile(_LINE_START)
_SKELETON = re.compile(
    r"[^{}()\[\]\"'`/\r\n]*+(?:"  # what matters not, in one go
    + "|".join(
        (
            rf"(?:\r\n|\r|\n){_LINE_START}",
            r"(?P<bracket>[{}()\[\]])",
            rf"(?P<closed>{lexer.CLOSED_STRING}|{lexer.CLOSED_TEMPLATE}|{lexer.CLOSED_COMMENT}|/(?![/*]))",
            rf"(?P<line>{lexer.LINE_COMMENT}|{lexer.OPEN_STRING})",
            rf"(?P<open>{lexer.OPEN_COMMENT}|{lexer.OPEN_TEMPLATE})",
            r"\Z",
        )
    )
    + ")"
)
_LINE_KINDS = {"trait": "@", "head": "head", "key": "key"}
_MEMBER_STARTS = frozenset(_LINE_KINDS.values())
_CLOSING = frozenset({"}", THOUGHT})
_BREAKS = "\r\n"
_SHAPING = frozenset({"{", "}", "@", "head"})


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Parallel lists, in order. ``kinds``: a bracket, or ``@``, ``head``, ``key`` for what starts a line;
    ``places``: its offset, or that of the line; ``indents``: the indentation of its line, as ``~indentation``
    for a bracket that is not the first on its line."""

    kinds: list[str]
    places: list[int]
    indents: list[int]
    runs_on: bool = False
    """Does the last string or comment reach beyond the stretch of text?"""


def scan(text: str, start: int, end: int, indent: int = 0) -> Skeleton:
    """The skeleton of ``text[start:end]``, which starts outside of strings and comments, on a line so indented."""
    kinds: list[str] = []
    places: list[int] = []
    indents: list[int] = []
    runs_on = False
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
        elif match.end() == end < len(text):
            runs_on |= kind == "open" or (kind == "line" and text[end] not in _BREAKS)
    return Skeleton(kinds, places, indents, runs_on)


@dataclass(frozen=True, slots=True)
class Scanned:
    """A skeleton, and the one stretch in which the text has changed since it was made: ``low:old_high`` then is
    ``low:new_high`` now."""

    skeleton: Skeleton
    changed: tuple[int, int, int] | None = None

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
    shift = new_high - old_high
    kept = bisect_left(old.places, _line_before(text, low))
    start, indent = 0, 0
    if kept:
        start, indent = old.places[kept - 1], old.indents[kept - 1]
        if old.kinds[kept - 1] in _MEMBER_STARTS:
            kept -= 1
        else:
            start += 1
        indent = ~indent if indent < 0 else indent
    resumed, step = bisect_right(old.places, old_high), 1
    while True:
        while resumed < len(old.kinds) and old.kinds[resumed] not in _MEMBER_STARTS:
            resumed += 1
        end = old.places[resumed] + shift if resumed < len(old.kinds) else len(text)
        fresh = scan(text, start, end, indent)
        if not fresh.runs_on:
            break
        resumed, step = resumed + step, step * 2
    return Skeleton(
        [*old.kinds[:kept], *fresh.kinds, *old.kinds[resumed:]],
        [*old.places[:kept], *fresh.places, *[place + shift for place in old.places[resumed:]]],
        [*old.indents[:kept], *fresh.indents, *old.indents[resumed:]],
    )


def _line_before(text: str, low: int) -> int:
    """The start of the line that an edit at ``low`` may touch: a CR before it may become a CRLF with it."""
    stop = max(0, low - 1)
    return 1 + max(text.rfind("\n", 0, stop), text.rfind("\r", 0, stop))


class Matched(NamedTuple):
    """A skeleton whose braces match. ``pairs`` are, for each opening brace's number, that of its closing one."""

    kinds: list[str]
    places: list[int]
    pairs: dict[int, int]


def matched(skeleton: Skeleton) -> Matched | None:
    """The skeleton, when its braces match."""
    pairs = _pairs(skeleton.kinds)
    return None if pairs is None else Matched(skeleton.kinds, skeleton.places, pairs)


def repaired(skeleton: Skeleton, size: int) -> Matched:
    """The skeleton of a text of ``size`` characters, with closing braces thought in where they are missing, and
    without those too many."""
    owners = [number for number, kind in enumerate(skeleton.kinds) if kind in _SHAPING]
    plan = brackets.repair([skeleton.kinds[i] for i in owners], [skeleton.indents[i] for i in owners])
    owners.append(len(skeleton.kinds))
    thought = [(owners[mark], 0) for mark, _, _ in plan.closers]
    strays = [(owners[mark], 1) for mark in plan.strays]
    kinds: list[str] = []
    places: list[int] = []
    done = 0
    for number, is_stray in sorted(thought + strays):
        kinds += skeleton.kinds[done:number]
        places += skeleton.places[done:number]
        done = number + is_stray
        if not is_stray:
            kinds.append(THOUGHT)
            places.append(_line_start(skeleton, number) if number < len(skeleton.kinds) else size)
    kinds += skeleton.kinds[done:]
    places += skeleton.places[done:]
    return Matched(kinds, places, _pairs(kinds) or {})


def _line_start(skeleton: Skeleton, number: int) -> int:
    """Where the line starts, for what is first on it; else the place itself."""
    place, indent = skeleton.places[number], skeleton.indents[number]
    return place if skeleton.kinds[number] in _MEMBER_STARTS or indent < 0 else place - indent


def _pairs(kinds: Sequence[str]) -> dict[int, int] | None:
    pairs: dict[int, int] = {}
    stack: list[int] = []
    for number, kind in enumerate(kinds):
        if kind == "{":
            stack.append(number)
        elif kind in _CLOSING:
            if not stack:
                return None
            pairs[stack.pop()] = number
    return None if stack else pairs

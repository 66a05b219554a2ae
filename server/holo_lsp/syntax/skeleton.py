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

#: Braces that are only thought, where they are missing.
THOUGHT_OPEN, THOUGHT_CLOSE = "{?", "}?"

_LINE_START = (
    r"(?P<indent>[ \t]*+)(?:(?=@)(?P<trait>)"
    rf"|(?=(?:{lexer.NAME}|\"[^\"\r\n]*+\"|'[^'\r\n]*+')[ \t]*+:|import\b)(?P<key>)"
    rf"|(?={lexer.HEAD_PARTS}\{{)(?P<head>)|(?={lexer.HEAD_PARTS}(?:{lexer.LINE_COMMENT}|{lexer.OPEN_STRING})?(?:[\r\n]|\Z))(?P<open>)|(?P<other>))"
)
_SIMPLE = rf"(?:[^{{}}()\[\]\"'`/\r\n]++|{lexer.CLOSED_STRING})*+"
_FIRST_LINE = re.compile(_LINE_START)
_SKELETON = re.compile(
    r"[^{}()\[\]\"'`/\r\n]*+(?:"  # what matters not, in one go
    + "|".join(
        (
            rf"(?:\r\n|\r|\n){_LINE_START}",
            rf"(?P<closed>{lexer.CLOSED_STRING}|{lexer.CLOSED_TEMPLATE}|{lexer.CLOSED_COMMENT}|/(?![/*])"
            rf"|\({_SIMPLE}\)|\[{_SIMPLE}\])",
            r"(?P<bracket>[{}()\[\]])",
            rf"(?P<line>{lexer.LINE_COMMENT}|{lexer.OPEN_STRING})",
            rf"(?P<endless>{lexer.OPEN_COMMENT}|{lexer.OPEN_TEMPLATE})",
            r"\Z",
        )
    )
    + ")"
)
_LINE_KINDS = {"trait": "@", "head": "head", "key": "key", "open": "open"}
_MEMBER_STARTS = frozenset(_LINE_KINDS.values())
_BREAKS = "\r\n"
_BREAK = re.compile(r"[\r\n]")
_CONTENT = re.compile(r"(?:[ \t]*+[\r\n]++)*+([ \t]*+)")
_REST_OF_LINE = re.compile(rf"[ \t]*+(?:{lexer.LINE_COMMENT})?(?:[\r\n]|\Z)")
OPENING = frozenset({"{", THOUGHT_OPEN})
_CLOSING = frozenset({"}", THOUGHT_CLOSE})
_SHAPING = frozenset({"{", "}", "@", "head", "open"})


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Parallel lists, in order. ``kinds``: a bracket, or what starts a line: ``@``, ``head`` (of a block, with its brace),
    ``open`` (a head without a brace, so far as the line tells), ``key`` (or an import);
    ``places``: its offset, or that of the line; ``indents``: the indentation of its line, as ``~indentation``
    for a bracket that is not the first on its line."""

    kinds: list[str]
    places: list[int]
    indents: list[int]
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
    ``low:new_high`` now."""

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


class Matched(NamedTuple):
    """A skeleton whose braces match. ``pairs`` are, for each opening brace's number, that of its closing one."""

    kinds: list[str]
    places: list[int]
    pairs: dict[int, int]


def matched(skeleton: Skeleton) -> Matched | None:
    """The skeleton, when its braces match."""
    pairs = _pairs(skeleton.kinds)
    return None if pairs is None else Matched(skeleton.kinds, skeleton.places, pairs)


def repaired(skeleton: Skeleton, text: str, starts: list[int]) -> Matched:
    """The skeleton of ``text`` with braces thought in where they are missing, and without those too many.

    ``starts`` are where its lines start.
    """
    owners = [number for number, kind in enumerate(skeleton.kinds) if kind in _SHAPING]
    layout = _Layout(text, starts, [skeleton.places[number] for number in owners])
    plan = brackets.repair(
        [skeleton.kinds[number] for number in owners], [skeleton.indents[number] for number in owners], layout
    )
    owners.append(len(skeleton.kinds))
    changes = [(owners[mark], bracket) for mark, bracket, _ in plan.inserts]
    changes += [(owners[mark], "") for mark in plan.strays]
    kinds: list[str] = []
    places: list[int] = []
    done = 0
    for number, bracket in sorted(changes, key=lambda change: (change[0], not change[1])):
        kinds += skeleton.kinds[done:number]
        places += skeleton.places[done:number]
        done = number
        if not bracket:
            done += 1
        elif bracket == "}":
            kinds.append(THOUGHT_CLOSE)
            places.append(_line_start(skeleton, number) if number < len(skeleton.kinds) else len(text))
        else:
            kinds.append(THOUGHT_OPEN)
            places.append(_line_end(text, places[-1]))
    kinds += skeleton.kinds[done:]
    places += skeleton.places[done:]
    return Matched(kinds, places, _pairs(kinds) or {})


class _Layout:
    """What bracket repair asks of a text; ``places`` are those of its marks."""

    def __init__(self, text: str, starts: list[int], places: list[int]) -> None:
        self.text = text
        self.starts = starts
        self.places = places
        self.below: dict[int, int | None] = {}
        """By the number of a line, the indentation of the next one that is not blank."""

    def inner(self, mark: int) -> int | None:
        line = bisect_right(self.starts, self.places[mark])
        if line not in self.below:
            found = _CONTENT.match(self.text, self.starts[line]) if line < len(self.starts) else None
            is_member = found is not None and found.end() < len(self.text) and self.text[found.end()] not in "})]"
            self.below[line] = len(found[1]) if found and is_member else None
        return self.below[line]

    def is_inline(self, mark: int) -> bool:
        return _REST_OF_LINE.match(self.text, self.places[mark] + 1) is None


def _line_end(text: str, at: int) -> int:
    found = _BREAK.search(text, at)
    return found.start() if found else len(text)


def _line_start(skeleton: Skeleton, number: int) -> int:
    """Where the line starts, for what is first on it; else the place itself."""
    place, indent = skeleton.places[number], skeleton.indents[number]
    return place if skeleton.kinds[number] in _MEMBER_STARTS or indent < 0 else place - indent


def _pairs(kinds: Sequence[str]) -> dict[int, int] | None:
    pairs: dict[int, int] = {}
    stack: list[int] = []
    for number, kind in enumerate(kinds):
        if kind in OPENING:
            stack.append(number)
        elif kind in _CLOSING:
            if not stack:
                return None
            pairs[stack.pop()] = number
    return None if stack else pairs

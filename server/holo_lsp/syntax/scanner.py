"""Where a text can be cut into chunks that are parsed each by itself.

A chunk is a run of whole members. Cuts stand before a line that starts with a trait or with the head of a block,
behind such a block, and in long runs of properties before a property. A block larger than ``LARGE`` is cut in
turn: its head, its members, its closing brace. All decisions are made from left to right within a block's braces,
which is why the cuts of an edited text agree with the old ones again behind the edit.

Strings, comments and brackets are found by one expression, made of the lexer's own pieces.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from holo_lsp.syntax import brackets, lexer

#: A block of more characters is cut into its members.
LARGE = 2048

#: A run of properties is cut when it has become this long.
_LONG_RUN = 1024

#: Blocks nested deeper are not cut any more.
_MAX_CUT_DEPTH = 32

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
_BLANK = re.compile(r"[ \t]*")
_TRAILING = re.compile(r"[ \t]*,?[ \t]*(?://[^\r\n]*)?(?:\r\n|\r|\n)?")
_UNFINISHED_HEAD = re.compile(
    rf"{lexer.NAME}(?:\#[\w-]*|[ \t]+(?:{lexer.NAME}|\"[^\"\r\n]*\"|'[^'\r\n]*'))[^\r\n{{}}:()\[\],]*$"
)
_LINE_KINDS = {"trait": "@", "head": "head", "key": "key"}
_BREAKS = "\r\n"
_CONTINUES = frozenset("?:=+-*/%<>&|!,.([{")


class Event(NamedTuple):
    """A bracket (``kind`` is the bracket; ``width`` 0 for one that is only thought), or the start of a line whose
    first token is a trait, a block's head or a key."""

    at: int
    kind: str
    width: int = 1


class Skeleton(NamedTuple):
    """The events of a stretch of text; ``runs_on`` when its last string or comment would reach beyond it."""

    events: list[Event]
    runs_on: bool


class Cut(NamedTuple):
    """A stretch of text that is one chunk, or a large block: its head, the cuts inside, and its end."""

    start: int
    end: int
    block: tuple[int, list[Cut], int] | None = None
    """Where the head ends, the members, and where the closing brace starts."""


def skeleton(text: str, start: int, end: int) -> Skeleton:
    """Find the events of ``text[start:end]``, which must start outside of strings and comments."""
    events: list[Event] = []
    runs_on = False
    if start == 0 or text[start - 1] in _BREAKS:
        first = _FIRST_LINE.match(text, start, end)
        if first and first.lastgroup != "other":
            events.append(Event(start, _LINE_KINDS[first.lastgroup or "other"]))
    for match in _SKELETON.finditer(text, start, end):
        kind = match.lastgroup
        if kind == "bracket":
            at = match.end() - 1
            events.append(Event(at, text[at]))
        elif kind in _LINE_KINDS:
            events.append(Event(match.start("indent"), _LINE_KINDS[kind]))
        elif match.end() == end and end < len(text):
            runs_on = kind == "open" or (kind == "line" and text[end] not in _BREAKS)
    return Skeleton(events, runs_on)


def partners(events: list[Event]) -> dict[int, int] | None:
    """For each opening brace's number the number of its closing one; None when they do not match."""
    pairs: dict[int, int] = {}
    stack: list[int] = []
    for number, event in enumerate(events):
        if event.kind == "{":
            stack.append(number)
        elif event.kind == "}":
            if not stack:
                return None
            pairs[stack.pop()] = number
    return None if stack else pairs


def indentation(text: str, starts: list[int], at: int) -> tuple[int, int]:
    """Where the line that holds ``at`` starts and where its content does. ``starts`` are all lines' starts."""
    line = starts[bisect_right(starts, at) - 1]
    blank = _BLANK.match(text, line)
    return line, blank.end() if blank else line


def repaired(text: str, starts: list[int], events: list[Event]) -> list[Event]:
    """The events with closing braces thought in where they are missing, and those too many left out."""
    marks: list[brackets.Mark] = []
    owners: list[int] = []
    for number, event in enumerate(events):
        if event.kind not in {"{", "}", "@", "head"}:
            continue
        line, content = indentation(text, starts, event.at)
        indent = content - line
        first = event.at <= content
        marks.append(brackets.Mark(line if first else event.at, event.kind, indent if first else None, indent))
        owners.append(number)
    plan = brackets.repair(marks)
    before: dict[int, int] = {
        owners[mark] if mark < len(owners) else len(events): len(closers) for mark, closers in plan.closers.items()
    }
    places = {owners[i]: mark.at for i, mark in enumerate(marks)} | {len(events): len(text)}
    strays = {owners[mark] for mark in plan.strays}
    result: list[Event] = []
    for number in range(len(events) + 1):
        result.extend(Event(places[number], "}", 0) for _ in range(before.get(number, 0)))
        if number < len(events) and number not in strays:
            result.append(events[number])
    return result


def cut(text: str, events: list[Event], pairs: dict[int, int], start: int, end: int, depth: int = 0) -> list[Cut]:
    """Cut ``text[start:end]``, whose events are ``events``, into chunks. The cuts cover the text without gaps."""
    return _Cutter(text, events, pairs).region(0, len(events), start, end, depth)


def is_unfinished_head(line: str) -> bool:
    """Is the line a block's head that lacks its brace?"""
    return _UNFINISHED_HEAD.match(line) is not None


class _Cutter:
    def __init__(self, text: str, events: list[Event], pairs: dict[int, int]) -> None:
        self.text = text
        self.events = events
        self.pairs = pairs

    def region(self, first: int, stop: int, start: int, end: int, depth: int) -> list[Cut]:
        text, events = self.text, self.events
        cuts: list[Cut] = []
        head = -1  # where the line of the head starts whose brace is to come
        unfinished = False  # a head whose brace stands on a later line
        nested = 0
        number = first
        while number < stop:
            at, kind, _ = events[number]
            if kind == "{":
                close = self.pairs[number]
                if head >= 0:
                    closing = events[close]
                    finish = closing.at + closing.width
                    if closing.width:
                        trailing = _TRAILING.match(text, finish, end)
                        finish = trailing.end() if trailing else finish
                    inside = None
                    if finish - head > LARGE and depth < _MAX_CUT_DEPTH:
                        members = self.region(number + 1, close, at + 1, closing.at, depth + 1)
                        inside = (at + 1, members, closing.at)
                        if head > start:
                            cuts.append(Cut(start, head))
                            start = head
                    cuts.append(Cut(start, finish, inside))
                    start, head = finish, -1
                unfinished = False
                number = close + 1
                continue
            if kind in "([":
                nested += 1
            elif kind in ")]":
                nested = max(0, nested - 1)
            elif kind == "key":
                if not nested and head < 0 and at - start >= _LONG_RUN and self._complete(start, at):
                    cuts.append(Cut(start, at))
                    start = at
                unfinished = False
            elif kind == "@" and (unfinished or self._unfinished(start, at)):
                unfinished = True
            else:
                if at > start and not text[start:at].isspace():
                    cuts.append(Cut(start, at))
                    start = at
                nested, unfinished = 0, False
                head = at if kind == "head" else -1
            number += 1
        if end > start:
            cuts.append(Cut(start, end))
        return cuts

    def _last_line(self, start: int, at: int) -> str:
        run = self.text[start:at].rstrip()
        return run[1 + max(run.rfind("\n"), run.rfind("\r")) :].lstrip()

    def _unfinished(self, start: int, at: int) -> bool:
        """Is the last line before ``at`` a block's head that still lacks its brace?"""
        return is_unfinished_head(self._last_line(start, at))

    def _complete(self, start: int, at: int) -> bool:
        """Does the run before ``at`` end a member, so far as its last character tells?"""
        return self._last_line(start, at)[-1:] not in _CONTINUES

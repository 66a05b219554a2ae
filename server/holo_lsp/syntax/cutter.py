"""Where a text can be cut into chunks that are parsed each by itself.

A chunk is a run of whole members. Cuts stand before a line that starts with a trait or with the head of a block,
behind such a block, and in long runs of properties before a property. A block larger than ``LARGE`` is cut in
turn: its head, its members, its closing brace. All decisions are made from left to right within a block's braces,
which is why the cuts of an edited text agree with the old ones again behind the edit.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from holo_lsp.syntax import lexer
from holo_lsp.syntax.braces import OPENING

if TYPE_CHECKING:
    from holo_lsp.syntax.braces import Matched

#: A block of more characters is cut into its members.
LARGE = 2048

#: A run of properties is cut when it has become this long.
_LONG_RUN = 1024

#: Blocks nested deeper are not cut any more.
_MAX_CUT_DEPTH = 32

_TRAILING = re.compile(rf"[ \t]*,?[ \t]*(?:{lexer.LINE_COMMENT})?(?:\r\n|\r|\n)?")
_INDENT = re.compile(r"[ \t]*+")
_CONTINUES = frozenset("?=+-*/%<>&|!.")


class Cut(NamedTuple):
    """A stretch of text that is one chunk, or a large block: its head, the cuts inside, and its end."""

    start: int
    end: int
    block: tuple[int, list[Cut], int] | None = None
    """Where the head ends, the members, and where the closing brace starts."""


def cut(text: str, skeleton: Matched, start: int, end: int, depth: int = 0) -> list[Cut]:
    """Cut ``text[start:end]``, whose skeleton is given, into chunks. The cuts cover the text without gaps."""
    return _Cutter(text, skeleton).region(0, len(skeleton.kinds), start, end, depth)


class _Cutter:
    def __init__(self, text: str, skeleton: Matched) -> None:
        self.text = text
        self.kinds, self.places, self.pairs = skeleton

    def region(self, first: int, stop: int, start: int, end: int, depth: int) -> list[Cut]:
        text, kinds, places = self.text, self.kinds, self.places
        cuts: list[Cut] = []
        head = -1  # where the line of the head starts whose brace is to come
        loose = False  # is the brace to come on a later line, perhaps behind lines of traits, further in?
        nested = 0
        number = first
        while number < stop:
            at, kind = places[number], kinds[number]
            if kind in OPENING:
                close = self.pairs[number]
                if head >= 0 and (not loose or (not nested and self._is_complete(start, head))):
                    if loose and head > start and not text[start:head].isspace():
                        cuts.append(Cut(start, head))
                        start = head
                    body, closing = at + (kind == "{"), places[close]
                    finish = self._behind(close, end)
                    inside = None
                    if finish - start > LARGE and depth < _MAX_CUT_DEPTH:
                        inside = (body, self.region(number + 1, close, body, closing, depth + 1), closing)
                    cuts.append(Cut(start, finish, inside))
                    start, head = finish, -1
                number = close + 1
                continue
            if kind in "([":
                nested += 1
            elif kind in ")]":
                nested = max(0, nested - 1)
            elif kind == "open":
                if not nested and head < 0:
                    head, loose = at, True
            elif kind == "key":
                if not nested:
                    head = -1
                    if at - start >= _LONG_RUN and self._is_complete(start, at):
                        cuts.append(Cut(start, at))
                        start = at
            elif kind == "head" or head < 0 or self._indent(at) <= self._indent(head):
                if at > start and not text[start:at].isspace():
                    cuts.append(Cut(start, at))
                    start = at
                nested = 0
                head, loose = (at, False) if kind == "head" else (-1, False)
            number += 1
        if end > start:
            cuts.append(Cut(start, end))
        return cuts

    def _indent(self, line: int) -> int:
        found = _INDENT.match(self.text, line)
        return found.end() - line if found else 0

    def _behind(self, close: int, end: int) -> int:
        """Where the line of a closing brace is over, if nothing else stands on it."""
        at = self.places[close]
        if self.kinds[close] != "}":
            return at
        trailing = _TRAILING.match(self.text, at + 1, end)
        return trailing.end() if trailing else at + 1

    def _last_line(self, start: int, at: int) -> str:
        """The last line between that is not blank."""
        text = self.text
        while at > start:
            line = max(start, 1 + max(text.rfind("\n", start, at - 1), text.rfind("\r", start, at - 1)))
            last = text[line:at].rstrip()
            if last:
                return last
            at = line
        return ""

    def _is_complete(self, start: int, at: int) -> bool:
        """Does the run before ``at`` end a member, so far as its last character tells?"""
        return self._last_line(start, at)[-1:] not in _CONTINUES

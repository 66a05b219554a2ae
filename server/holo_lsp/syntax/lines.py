"""Lines and columns (LSP 3.17, "Position"): lines end at LF, CRLF or CR and nowhere else."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Literal

Encoding = Literal["utf-8", "utf-16", "utf-32"]

_BREAK = re.compile(r"\r\n|\r|\n")


class LineIndex:
    """Where the lines of a text start. Offsets are characters (code points) of the Python string."""

    __slots__ = ("starts", "text")

    def __init__(self, text: str, starts: list[int] | None = None) -> None:
        self.text = text
        self.starts = [0, *(match.end() for match in _BREAK.finditer(text))] if starts is None else starts

    def edited(self, start: int, end: int, inserted: str) -> LineIndex:
        """The index after the characters ``start:end`` gave way to ``inserted``."""
        text = self.text[:start] + inserted + self.text[end:]
        # A CR or LF at the edge may join or part with its neighbour, so the characters beside count as edited.
        low = max(0, start - 1)
        high = min(len(self.text), end + 1)
        if self.text[high - 1 : high + 1] == "\r\n":
            high += 1
        shift = len(text) - len(self.text)
        first = bisect_right(self.starts, low)
        last = bisect_right(self.starts, high)
        fresh = [match.end() for match in _BREAK.finditer(text, low, high + shift)]
        starts = self.starts[:first]
        starts.extend(place for place in fresh if place > low)
        if shift:
            starts.extend([place + shift for place in self.starts[last:]])
        else:
            starts.extend(self.starts[last:])
        return LineIndex(text, starts)

    def __len__(self) -> int:
        return len(self.starts)

    def line_of(self, offset: int) -> int:
        """The number of the line (from 0) that holds the offset."""
        return bisect_right(self.starts, offset) - 1

    def line_end(self, line: int) -> int:
        """The offset of the end of a line, without its line break."""
        if line + 1 >= len(self.starts):
            return len(self.text)
        end = self.starts[line + 1] - 1
        if self.text[end] == "\n" and end > self.starts[line] and self.text[end - 1] == "\r":
            end -= 1
        return end

    def line_text(self, line: int) -> str:
        """A line without its line break."""
        return self.text[self.starts[line] : self.line_end(line)]

    def position(self, offset: int, encoding: Encoding) -> tuple[int, int]:
        """Line and column, both from 0; the column counts code units of ``encoding``."""
        line = self.line_of(offset)
        start = self.starts[line]
        return line, units(self.text[start:offset], encoding)

    def offset(self, line: int, column: int, encoding: Encoding) -> int:
        """The offset of a position; what lies behind a line's end is the line's end, as LSP has it."""
        if line < 0:
            return 0
        if line >= len(self.starts):
            return len(self.text)
        text = self.line_text(line)
        return self.starts[line] + characters(text, column, encoding)


def units(text: str, encoding: Encoding) -> int:
    """How many code units ``text`` takes."""
    if encoding == "utf-32" or text.isascii():
        return len(text)
    if encoding == "utf-16":
        return len(text) + sum(char > "\uffff" for char in text)
    return len(text.encode("utf-8", "surrogatepass"))


def characters(text: str, column: int, encoding: Encoding) -> int:
    """How many characters of ``text`` lie before the code unit ``column``; a character cut in two counts not."""
    if column <= 0:
        return 0
    if encoding == "utf-32" or text.isascii():
        return min(column, len(text))
    used = 0
    for number, char in enumerate(text):
        used += units(char, encoding)
        if used > column:
            return number
    return len(text)

"""Which bracket closes which, also where some are missing.

Where all brackets match there is nothing to decide. Where they do not, indentation tells what the author meant:
a block is over where a line as far left as its own head starts, and an argument list is over where a trait starts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_CLOSER = {"{": "}", "(": ")", "[": "]"}
_OPENER = {"}": "{", ")": "(", "]": "["}


@dataclass(slots=True)
class Mark:
    """A bracket, or the start of a line. ``kind`` is the bracket, ``@`` (a trait starts the line), ``head`` (a
    block's head does) or ``line``; ``indent`` is the line's indentation when the mark is first on its line."""

    at: int
    kind: str
    indent: int | None
    line_indent: int
    """The indentation of the line it stands on."""


@dataclass(frozen=True, slots=True)
class Repair:
    """``closers[i]`` are the (closing bracket, number of the opening mark) to put before mark ``i``;
    ``len(marks)`` is the end. ``strays`` are the numbers of closing marks to pass over."""

    closers: dict[int, list[tuple[str, int]]]
    strays: frozenset[int]


def balanced(kinds: Sequence[str]) -> bool:
    """Do the brackets among ``kinds`` match?"""
    stack: list[str] = []
    for kind in kinds:
        if kind in _CLOSER:
            stack.append(kind)
        elif kind in _OPENER and (not stack or stack.pop() != _OPENER[kind]):
            return False
    return not stack


def repair(marks: Sequence[Mark]) -> Repair:
    """Decide where the missing closing brackets belong and which closing ones are too many.

    ``marks`` are in order of their places. The result makes the brackets balance.
    """
    return _Repairer(marks).run()


@dataclass(slots=True)
class _Open:
    mark: int
    kind: str
    indent: int
    inner: int | None = None
    """The indentation of the first line inside."""


class _Repairer:
    def __init__(self, marks: Sequence[Mark]) -> None:
        self.marks = marks
        self.stack: list[_Open] = []
        self.closers: dict[int, list[tuple[str, int]]] = {}
        self.strays: set[int] = set()
        self.after: dict[int, int] = {}
        """For each opening mark that is closed, the number of the first mark behind it."""
        self.unindented = not any(mark.indent for mark in marks)

    def run(self) -> Repair:
        for number, mark in enumerate(self.marks):
            if mark.indent is not None and mark.kind not in _OPENER:
                self._line_starts(number, mark)
            if mark.kind in _CLOSER:
                self.stack.append(_Open(number, mark.kind, mark.line_indent))
            elif mark.kind in _OPENER:
                self._close(number, mark)
        while self.stack:
            self._close_early(len(self.marks))
        return Repair(self.closers, frozenset(self.strays))

    def _line_starts(self, number: int, mark: Mark) -> None:
        indent = mark.indent or 0
        if mark.kind in {"@", "head"}:
            while self.stack and self.stack[-1].kind != "{":
                self._close_early(number)
            while self.stack and self._is_over(self.stack[-1], indent):
                self._close_early(number)
        if self.stack and self.stack[-1].inner is None:
            self.stack[-1].inner = indent

    def _is_over(self, block: _Open, indent: int) -> bool:
        """A line at or left of the block's own indentation ends it, unless its lines never were indented."""
        flush = self.unindented if block.inner is None else block.inner <= block.indent
        return indent <= block.indent and not flush

    def _close(self, number: int, mark: Mark) -> None:
        opener = _OPENER[mark.kind]
        if mark.kind != "}":
            if not self._reachable(opener):
                self.strays.add(number)
                return
            while self.stack[-1].kind != opener:
                self._close_early(number)
            self.after[self.stack.pop().mark] = number + 1
            return
        if all(entry.kind != "{" for entry in self.stack):
            self.strays.add(number)
            return
        while self.stack[-1].kind != "{":
            self._close_early(number)
        if mark.indent is not None:
            braces = [entry for entry in self.stack if entry.kind == "{"]
            if mark.indent < braces[-1].indent and any(b.indent <= mark.indent for b in braces):
                while self.stack[-1].kind != "{" or self.stack[-1].indent > mark.indent:
                    self._close_early(number)
            elif mark.indent > braces[-1].indent and braces[-1].inner == mark.indent:
                # A closing brace among the members of its block: what it should close was never opened.
                self.strays.add(number)
                return
        self.after[self.stack.pop().mark] = number + 1

    def _reachable(self, opener: str) -> bool:
        """Is there an ``opener`` with no brace between?"""
        for entry in reversed(self.stack):
            if entry.kind in {opener, "{"}:
                return entry.kind == opener
        return False

    def _close_early(self, before: int) -> None:
        """Close the innermost bracket where its content plainly ends, at the latest before mark ``before``."""
        entry = self.stack.pop()
        flush = self.unindented if entry.inner is None else entry.inner <= entry.indent
        place = before
        number = entry.mark + 1
        while number < before:
            mark = self.marks[number]
            if mark.indent is not None and mark.indent <= entry.indent and mark.kind not in _OPENER and not flush:
                place = number
                break
            number = self.after.get(number, number + 1)
        self.after[entry.mark] = place
        self.closers.setdefault(place, []).append((_CLOSER[entry.kind], entry.mark))

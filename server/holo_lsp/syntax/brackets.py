"""Which bracket closes which, also where some are missing.

Where all brackets match there is nothing to decide. Where they do not, indentation tells what the author meant:
a block is over where a line as far left as its own head starts, and an argument list is over where a trait starts.

A text is given as its *marks*: the brackets, and the starts of lines. Marks are two parallel lists: the kinds (a
bracket; ``@`` or ``head`` where a trait or a block's head starts the line; anything else for other lines), and the
indentations of their lines, as ``~indentation`` for a bracket that is not the first on its line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

CLOSER = {"{": "}", "(": ")", "[": "]"}
OPENER = {"}": "{", ")": "(", "]": "["}


@dataclass(frozen=True, slots=True)
class Repair:
    """``closers`` are (number of the mark before which to put it, closing bracket, number of the mark that it
    closes), in order; the number of marks stands for the end. ``strays`` are the closing marks to pass over."""

    closers: list[tuple[int, str, int]]
    strays: set[int]


def balanced(kinds: Sequence[str]) -> bool:
    """Do the brackets among ``kinds`` match?"""
    stack: list[str] = []
    for kind in kinds:
        if kind in CLOSER:
            stack.append(kind)
        elif kind in OPENER and (not stack or stack.pop() != OPENER[kind]):
            return False
    return not stack


def repair(kinds: Sequence[str], indents: Sequence[int]) -> Repair:
    """Decide where the missing closing brackets belong and which closing ones are too many.

    The result makes the brackets balance.
    """
    return _Repairer(kinds, indents).run()


@dataclass(slots=True)
class _Open:
    mark: int
    kind: str
    indent: int
    least: int
    """The least indentation of the braces up to this one."""
    inner: int | None = None
    """The indentation of the first line inside."""


class _Repairer:
    def __init__(self, kinds: Sequence[str], indents: Sequence[int]) -> None:
        self.kinds = kinds
        self.indents = indents
        self.stack: list[_Open] = []
        self.places: dict[str, list[int]] = {"{": [], "(": [], "[": []}
        """For each kind of bracket, where it stands on the stack."""
        self.closers: list[tuple[int, str, int]] = []
        self.strays: set[int] = set()
        self.after: dict[int, int] = {}
        """For each opening mark that is closed, the number of the first mark behind it."""
        self.unindented = not any(indent > 0 for indent in indents)

    def run(self) -> Repair:
        for number, kind in enumerate(self.kinds):
            indent = self.indents[number]
            if kind in OPENER:
                if self._closes(number, OPENER[kind]):
                    self._pop(number + 1)
                else:
                    self.strays.add(number)
                continue
            if indent >= 0:
                self._line_starts(number, kind, indent)
            if kind in CLOSER:
                self._push(number, kind, indent if indent >= 0 else ~indent)
        while self.stack:
            self._close_early(len(self.kinds))
        self.closers.sort(key=lambda closer: closer[0])
        return Repair(self.closers, self.strays)

    def _push(self, number: int, kind: str, indent: int) -> None:
        braces = self.places["{"]
        least = min(indent, self.stack[braces[-1]].least) if braces else indent
        self.places[kind].append(len(self.stack))
        self.stack.append(_Open(number, kind, indent, least))

    def _pop(self, after: int) -> _Open:
        entry = self.stack.pop()
        self.places[entry.kind].pop()
        self.after[entry.mark] = after
        return entry

    def _line_starts(self, number: int, kind: str, indent: int) -> None:
        if kind in {"@", "head"}:
            while self.stack and self.stack[-1].kind != "{":
                self._close_early(number)
            while self.stack and self._is_over(self.stack[-1], indent):
                self._close_early(number)
        if self.stack and self.stack[-1].inner is None:
            self.stack[-1].inner = indent

    def _is_flush(self, entry: _Open) -> bool:
        """Were the lines inside never indented?"""
        return self.unindented if entry.inner is None else entry.inner <= entry.indent

    def _is_over(self, block: _Open, indent: int) -> bool:
        """A line at or left of the block's own indentation ends it, unless its lines never were indented."""
        return indent <= block.indent and not self._is_flush(block)

    def _closes(self, number: int, opener: str) -> bool:
        """Bring the bracket that the closing mark closes to the top of the stack. False: there is none."""
        braces = self.places["{"]
        if opener != "{":
            inner = self.places[opener]
            if not inner or (braces and inner[-1] < braces[-1]):
                return False
            while self.stack[-1].kind != opener:
                self._close_early(number)
            return True
        if not braces:
            return False
        while self.stack[-1].kind != "{":
            self._close_early(number)
        indent = self.indents[number]
        block = self.stack[-1]
        if 0 <= indent < block.indent and block.least <= indent:
            while self.stack[-1].kind != "{" or self.stack[-1].indent > indent:
                self._close_early(number)
        # A closing brace among the members of its block: what it should close was never opened.
        return not (indent > block.indent and block.inner == indent)

    def _close_early(self, before: int) -> None:
        """Close the innermost bracket where its content plainly ends, at the latest before mark ``before``."""
        entry = self.stack[-1]
        place = before
        if not self._is_flush(entry):
            number = entry.mark + 1
            while number < before:
                if 0 <= self.indents[number] <= entry.indent and self.kinds[number] not in OPENER:
                    place = number
                    break
                number = self.after.get(number, number + 1)
        self._pop(place)
        self.closers.append((place, CLOSER[entry.kind], entry.mark))

"""Which bracket closes which, also where some are missing.

Where all brackets match there is nothing to decide. Where they do not, indentation tells what the author meant: a
bracket is over where a line starts as far left as its own, and a closing bracket belongs to the line that is
indented like it.

A text is given as its *marks*: its brackets and the starts of its lines, as two parallel lists. ``kinds`` are the
brackets, and what starts the other lines: ``@`` a trait, ``head`` the head of a block with its brace, ``open`` what
may lack a bracket at its end, ``call`` what may lack a brace there, ``more`` what goes on with the line before; or
anything else. ``body`` stands before a brace on its line that cannot start a value. ``indents`` are the
indentations of the lines; as ``~indentation`` for what is not the first on its line.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

CLOSER = {"{": "}", "(": ")", "[": "]"}
OPENER = {"}": "{", ")": "(", "]": "["}

_MEMBERS = frozenset({"@", "head"})
_NO_START = frozenset({*OPENER, "more"})
_MAY_LACK = {
    "{": frozenset({"@", "open", "call"}),
    "(": frozenset({"@", "open"}),
    "[": frozenset({"@", "open"}),
}


class Insert(NamedTuple):
    """A bracket to put in before a mark; the number of marks stands for the end."""

    before: int
    bracket: str
    partner: int
    """For a closing bracket the mark that it closes, for an opening one the line behind which it stands."""


class Repair(NamedTuple):
    """What makes the brackets balance."""

    inserts: list[Insert]
    """In order."""
    strays: set[int]
    """The closing marks to pass over."""


class Layout(Protocol):
    """What more is asked of the text, where brackets do not match."""

    def inner(self, mark: int) -> int | None:
        """The indentation of the line below that of an opening mark; None where none follows or it only closes."""
        ...

    def is_inline(self, mark: int) -> bool:
        """Does the line go on behind an opening mark?"""
        ...


def balanced(kinds: Sequence[str]) -> bool:
    """Do the brackets among ``kinds`` match?"""
    stack: list[str] = []
    for kind in kinds:
        if kind in CLOSER:
            stack.append(kind)
        elif kind in OPENER and (not stack or stack.pop() != OPENER[kind]):
            return False
    return not stack


def repair(kinds: Sequence[str], indents: Sequence[int], layout: Layout) -> Repair:
    """Decide where missing brackets belong and which closing ones are too many."""
    return _Repairer(kinds, indents, layout).run()


@dataclass(slots=True)
class _Open:
    """An open bracket."""

    mark: int
    kind: str
    line: int
    """The number of its line."""
    indent: int
    """The indentation of its line."""
    least: int
    """The least indentation of the braces up to this one."""
    lines: list[int] = field(default_factory=list[int])
    """The marks of lines directly inside, each indented more than the one before it in this list."""


class _Repairer:
    def __init__(self, kinds: Sequence[str], indents: Sequence[int], layout: Layout) -> None:
        self.kinds = kinds
        self.indents = indents
        self.layout = layout
        self.line = 0
        self.root = _Open(-1, "", 0, -1, 0)
        self.stack: list[_Open] = []
        self.places: dict[str, list[int]] = {"{": [], "(": [], "[": []}
        """For each kind of bracket, where it stands on the stack."""
        self.closers: list[Insert] = []
        self.openers: list[Insert] = []
        """Those that are closed last come last."""
        self.strays: set[int] = set()
        self.after: dict[int, int] = {}
        """For each opening mark that is closed, the number of the first mark behind it."""
        self.unindented = not any(indent > 0 for indent in indents)

    def run(self) -> Repair:
        for number, (kind, indent) in enumerate(zip(self.kinds, self.indents, strict=True)):
            self.line += indent >= 0
            if kind in OPENER:
                self._close(number, OPENER[kind], indent)
                continue
            if indent >= 0 and kind != "more":
                self._start_line(number, kind, indent)
            if kind in CLOSER:
                self._push(number, kind, indent if indent >= 0 else ~indent)
            elif kind == "body":
                while self.stack and self.stack[-1].kind != "{":
                    self._close_early(number)
        while self.stack:
            self._close_early(len(self.kinds))
        # In one place first what ends there, the innermost first, then what starts there, the outermost first.
        inserts = [*self.closers, *reversed(self.openers)]
        inserts.sort(key=lambda insert: insert.before)
        return Repair(inserts, self.strays)

    def _push(self, number: int, kind: str, indent: int) -> None:
        braces = self.places["{"]
        least = min(indent, self.stack[braces[-1]].least) if braces else indent
        self.places[kind].append(len(self.stack))
        self.stack.append(_Open(number, kind, self.line, indent, least))

    def _pop(self, after: int) -> _Open:
        entry = self.stack.pop()
        self.places[entry.kind].pop()
        self.after[entry.mark] = after
        return entry

    def _start_line(self, number: int, kind: str, indent: int) -> None:
        while self.stack and self._is_over(self.stack[-1], kind, indent):
            self._close_early(number)
        level = self.stack[-1] if self.stack else self.root
        while level.lines and self.indents[level.lines[-1]] >= indent:
            level.lines.pop()
        level.lines.append(number)

    def _is_over(self, entry: _Open, kind: str, indent: int) -> bool:
        """Does a line end the bracket? A block is ended by traits and heads only."""
        if kind in _MEMBERS and entry.kind != "{":
            return True
        if indent > entry.indent or self.unindented:
            return False
        return kind in _MEMBERS or entry.kind != "{" or self.layout.is_inline(entry.mark)

    # ---- closing brackets --------------------------------------------------------------------------------------

    def _close(self, number: int, opener: str, indent: int) -> None:
        place = self._brace(indent) if opener == "{" else self._parenthesis(opener, indent)
        if place >= 0:
            while len(self.stack) > place + 1:
                self._close_early(number)
            self._pop(number + 1)
        elif not self._put_opener(number, opener, indent):
            self.strays.add(number)

    def _parenthesis(self, opener: str, indent: int) -> int:
        """Where on the stack the opening parenthesis or bracket is, or -1."""
        place = self.places[opener][-1] if self.places[opener] else -1
        brace = self.places["{"][-1] if self.places["{"] else -1
        if place > brace or place < 0:
            return place
        # There is a brace between, which only lacks its end where the lines say so.
        if indent >= 0:
            return place if self.stack[place].indent == indent <= self.stack[brace].indent else -1
        return place if self.stack[place].line == self.line else -1

    def _brace(self, indent: int) -> int:
        """Where on the stack the opening brace is, or -1."""
        places = self.places["{"]
        if not places:
            return -1
        top, block = self.stack[-1], self.stack[places[-1]]
        if top is not block and (indent > top.indent if indent >= 0 else top.line != self.line):
            return -1  # it stands inside of parentheses, where it was not opened
        if indent < 0:
            is_near = block.line == self.line or self.layout.is_inline(block.mark)
            return places[-1] if is_near else -1
        if block.least <= indent < block.indent:
            return next(place for place in reversed(places) if self.stack[place].indent <= indent)
        inner = self.layout.inner(block.mark) if indent > block.indent else None
        if inner is not None and indent >= inner > block.indent:
            return -1  # it stands among the members of its block: what it should close was never opened
        return places[-1]

    def _put_opener(self, number: int, opener: str, indent: int) -> bool:
        """Put the missing opening bracket behind the line that is indented like its closing one.

        False where there is no such line, it lacks no bracket, or there is nothing between.
        """
        if indent < 0:
            return False
        depth = len(self.stack)
        while depth and self.stack[depth - 1].kind != "{" and self.stack[depth - 1].indent >= indent:
            depth -= 1
        level = self.stack[depth - 1] if depth else self.root
        while level.lines and self.indents[level.lines[-1]] > indent:
            level.lines.pop()
        if not level.lines:
            return False
        line = level.lines[-1]
        behind = next(mark for mark in range(line + 1, number + 1) if self.indents[mark] >= 0)
        if self.indents[line] != indent or self.kinds[line] not in _MAY_LACK[opener] or behind == number:
            return False
        if any(self.after.get(mark, 0) > behind for mark in range(line, behind)):
            return False  # what was opened on that line is closed behind it
        while len(self.stack) > depth:
            place = behind if self.stack[-1].mark < behind else number
            entry = self._pop(place)
            self.closers.append(Insert(place, CLOSER[entry.kind], entry.mark))
        self.openers.append(Insert(behind, opener, line))
        return True

    def _close_early(self, before: int) -> None:
        """Close the innermost bracket where its content plainly ends, at the latest before mark ``before``."""
        entry = self.stack[-1]
        place = before
        if not self.unindented:
            number = entry.mark + 1
            while number < before:
                if 0 <= self.indents[number] <= entry.indent and self.kinds[number] not in _NO_START:
                    place = number
                    break
                number = self.after.get(number, number + 1)
        self._pop(place)
        self.closers.append(Insert(place, CLOSER[entry.kind], entry.mark))

"""What to do where a token does not fit.

The tables themselves say what would have fitted. The cheapest insertion after which parsing goes on is made (empty
tokens), or else the innermost member, argument or entry that is broken is given up, up to the next line where
parsing can go on, and kept as an ``error`` node. Brackets match already (``balance``), so nothing spreads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from holo_lsp.syntax.automaton import advanced, as_list, as_node, expected, shift_error
from holo_lsp.syntax.messages import missing, unexpected
from holo_lsp.syntax.tokens import BRACKETS, CLOSERS, END, WORDS
from holo_lsp.syntax.tree import Fault

if TYPE_CHECKING:
    from holo_lsp.syntax.automaton import Value
    from holo_lsp.syntax.tokens import TokenBuffer
    from holo_lsp.syntax.tree import Child

#: Longer insertions are not tried; a member that lacks more is not worth guessing.
_MAX_INSERTED = 3

#: After so many repairs in one chunk it is not a half-typed text but something else: no more guessing.
_MAX_REPAIRS = 32

#: What may be put in, cheapest first. Brackets come in pairs, since their balance is settled.
_INSERTABLE: tuple[tuple[str, ...], ...] = (("NAME",), (":",), (",",), ("{", "}"), ("(", ")"))

_OPERAND_FOLLOWS = frozenset(
    {":", ".", "?.", "??", "||", "&&", "EQUALS", "COMPARE", "+", "-", "*", "/", "%", "!", "ARROW"}
)
_BODY_FOLLOWS = frozenset({"{", "EXTENDS", "USING", "TRAIT"})


class Recovery:
    """Gets the automaton going again. Every call puts in something that lets the faulty token pass, or gives up
    what is broken and takes up the parse at a line or behind the token, so it ends."""

    def __init__(self, tokens: TokenBuffer, faults: list[Fault]) -> None:
        self.tokens = tokens
        self.faults = faults
        self.resumed = -1
        """The last token number at which parsing was taken up again."""
        self.mended: set[int] = set()
        self.calls = 0

    def __call__(self, states: list[int], values: list[Value], at: int) -> int:
        """Repair the automaton's stacks or the tokens for the token ``at``; the token number to go on with."""
        self.calls += 1
        if self.calls > _MAX_REPAIRS:
            return self._give_up(states, values, at)
        if self._mend_before(at):
            del states[1:]
            values.clear()
            return 0
        inserted = self._insertion(states, at)
        if inserted:
            self._report_missing(states, inserted[0], at)
            self.tokens.insert(at, *inserted)
            return at
        self._report_unexpected(states, at)
        return self._give_up(states, values, at)

    # ---- what is missing before the tokens already read ------------------------------------------------------

    def _mend_before(self, at: int) -> bool:
        """Put in what is missing where only the next line gives it away: ``key:⏎other: 1`` lacks a value, and
        ``key "text"⏎`` a colon. True when parsing must start again."""
        tokens, kinds = self.tokens, self.tokens.kinds
        line = self._line(at)
        if at in self.mended or at == 0:
            return False
        if line and kinds[line - 1] in _OPERAND_FOLLOWS and self._is_member(line, at):
            self._put_in(line, "NAME")
        elif (
            kinds[at - 1] == "STRING"
            and at - 2 == line
            and kinds[line] in WORDS
            and kinds[at] not in _BODY_FOLLOWS | {":", "ID"}
        ):
            self._put_in(at - 1, ":")
        elif at - 1 == line > 0 and kinds[at - 2] in WORDS and tokens.starts_line(at - 2):
            complete(tokens, at - 2, self.faults)
            self.mended.add(at + 2)
            return True
        else:
            return False
        self.mended.add(at + 1)
        return True

    def _line(self, at: int) -> int:
        """The first token of the line on which the token before ``at`` stands."""
        line = max(0, at - 1)
        while not self.tokens.starts_line(line):
            line -= 1
        return line

    def _is_member(self, line: int, at: int) -> bool:
        """Is the line that starts with token ``line`` and has a fault at ``at`` a member of its own?"""
        tokens, kinds = self.tokens, self.tokens.kinds
        if line == at - 1 and kinds[at] == ":":
            return True
        return tokens.indent(line) <= tokens.indent(self._line(line)) and kinds[line] in WORDS

    def _put_in(self, before: int, kind: str) -> None:
        start, end = self.tokens.starts[before - 1], self.tokens.ends[before - 1]
        message = missing(kind, self.tokens.token(before - 1), self.tokens.kinds[before - 1])
        self.faults.append(Fault(start, end, message, (kind,)))
        self.tokens.insert(before, kind)

    # ---- what is missing at the fault ------------------------------------------------------------------------

    def _insertion(self, states: list[int], at: int) -> tuple[str, ...] | None:
        """The shortest insertion after which the token at the fault fits, and the one after it too; or only the
        first, where that one tells by itself that something ended before it."""
        kind = self.tokens.kinds[at]
        if kind == END:
            return self._shortest(states, at, (END,))
        found = self._shortest(states, at, (kind, self.tokens.kinds[at + 1]))
        if found is None and (kind in CLOSERS or kind in {"TRAIT", "ON_TRAIT"} or self.tokens.starts_line(at)):
            found = self._shortest(states, at, (kind,))
        return found

    def _shortest(self, states: list[int], at: int, then: tuple[str, ...]) -> tuple[str, ...] | None:
        """The shortest insertion after which the tokens ``then`` fit."""
        is_next_line = then != (END,) and self.tokens.starts_line(at)  # a key does not take its value from there
        is_choice = at > 0 and self.tokens.kinds[at - 1] == "?"
        frontier: list[tuple[tuple[str, ...], list[int]]] = [((), states)]
        for _ in range(_MAX_INSERTED):
            longer: list[tuple[tuple[str, ...], list[int]]] = []
            for sequence, stack in frontier:
                if sequence == ("NAME",) and not is_choice:  # a member is not made out of nothing
                    continue
                for kinds in _INSERTABLE:
                    after = advanced(stack, *kinds)
                    if after is None:
                        continue
                    if advanced(after, *then) is not None and not (kinds == (":",) and is_next_line):
                        return sequence + kinds
                    longer.append((sequence + kinds, after))
            frontier = longer
        return None

    def _report_missing(self, states: list[int], kind: str, at: int) -> None:
        tokens = self.tokens
        if not at or (tokens.is_put_in(at - 1) and at > 1):  # behind something that was put in: told already
            return
        start, end = tokens.starts[at - 1], tokens.ends[at - 1]
        message = missing(kind, tokens.token(at - 1), tokens.kinds[at - 1])
        self.faults.append(
            Fault(start if kind in WORDS else max(start, end - 1), end, message, expected(states))
        )

    # ---- giving up a member ----------------------------------------------------------------------------------

    def _report_unexpected(self, states: list[int], at: int) -> None:
        tokens = self.tokens
        at = min(at, len(tokens) - 1)
        fitting = expected(states)
        message = unexpected(tokens.token(at), tokens.kinds[at], fitting)
        self.faults.append(Fault(tokens.starts[at], tokens.ends[at], message, fitting))

    def _give_up(self, states: list[int], values: list[Value], at: int) -> int:
        """Replace the innermost member, argument or entry that is broken by an ``error`` node."""
        kinds = self.tokens.kinds
        depth = len(values)
        closed = 0  # brackets read to their end but not reduced yet: the list inside them is over
        while closed > 0 or advanced(states[: depth + 1], "ERROR") is None:
            depth -= 1
            value = values[depth]
            if isinstance(value, int) and kinds[value] in BRACKETS:
                closed += 1 if kinds[value] in CLOSERS else -1
        broken = as_list(values[depth:])
        resume = self._resume(_first_token(broken, at), at)
        if resume <= at:
            broken = [child for child in broken if (child if isinstance(child, int) else child.last) < resume]
        else:
            broken.extend(range(at, resume))
        del states[depth + 1 :]
        del values[depth:]
        shift_error(states, values, as_node("error", list(broken), resume))
        self.resumed = resume
        return resume

    def _resume(self, first: int, at: int) -> int:
        """Where to go on: the last line start within the broken member, else the next one behind the fault, or
        what ends the list that the member stands in."""
        kinds = self.tokens.kinds
        depth = 0
        line = -1
        for number in range(first, min(at + 1, len(self.tokens))):
            kind = kinds[number]
            if number > max(first, self.resumed) and not depth and kind not in CLOSERS:
                line = number if self.tokens.starts_line(number) else line
            if number < at and kind in BRACKETS:
                depth += -1 if kind in CLOSERS else 1
        if line >= 0:
            return line
        for number in range(at, len(self.tokens)):
            kind = kinds[number]
            if not depth and (
                kind in CLOSERS or (number > at and (kind in {",", ";"} or self.tokens.starts_line(number)))
            ):
                return number
            if kind in BRACKETS:
                depth += -1 if kind in CLOSERS else 1
        return len(self.tokens)


def complete(tokens: TokenBuffer, number: int, faults: list[Fault]) -> None:
    """Make a member of a word, a word and a string, or a head without a body, of which ``number`` is the last."""
    kind = tokens.kinds[number]
    is_named = number > 0 and not tokens.starts_line(number)
    lacking = ("{", "}") if is_named and kind != "STRING" else (":",) if is_named else (":", "NAME")
    at = number - 1 if lacking == (":",) else number
    message = missing(lacking[0], tokens.token(at), tokens.kinds[at])
    faults.append(Fault(tokens.starts[at], tokens.ends[at], message, (":", "{", "(")))
    tokens.insert(at + 1, *lacking)


def _first_token(children: list[Child], otherwise: int) -> int:
    for child in children:
        if isinstance(child, int):
            return child
        if child.last >= child.first:
            return child.first
    return otherwise

"""What to do where a token does not fit.

The tables themselves say what would have fitted. The cheapest insertion after which parsing goes on is made (empty
tokens), or else the innermost member, argument or entry that is broken is given up, up to the next line where
parsing can go on, and kept as an ``error`` node. Brackets match already (``balance``), so nothing spreads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from holo_lsp.syntax.automaton import advanced, as_list, as_node, expected, shift_error
from holo_lsp.syntax.messages import missing, unexpected, unfinished
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
_NAME_FOLLOWS = _OPERAND_FOLLOWS | {"?", "EXTENDS", "USING"}
_BODY_FOLLOWS = frozenset({"{", "EXTENDS", "USING", "TRAIT"})


class Recovery:
    """Gets the automaton going again.

    Every call puts in something that lets the faulty token pass, or gives up what is broken and takes up the parse
    at a line or behind the token, so it ends.
    """

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
        if self._mend_before(values, at):
            del states[1:]
            values.clear()
            return 0
        if self._is_assigned(states, at):
            self._report(at, "Write `:` instead of `=`.", (":",))
            self.tokens.kinds[at] = ":"
        elif self._is_lone_word(states, at):
            complete(self.tokens, at - 1, self.faults)
        elif inserted := self._insertion(states, at):
            self._report_missing(states, inserted, at)
            self.tokens.insert(at, *inserted)
        else:
            self._report_unexpected(states, at)
            return self._give_up(states, values, at)
        return at

    # ---- what is missing before the tokens already read ------------------------------------------------------

    def _mend_before(self, values: list[Value], at: int) -> bool:
        """Put in what is missing where only the next line gives it away. True when parsing must start again.

        ``key:⏎other: 1`` lacks a value, ``key "text"⏎`` a colon, and a label never stands on the line below its kind.
        """
        tokens, kinds = self.tokens, self.tokens.kinds
        line = self._line(at)
        if at in self.mended or at == 0:
            return False
        if line and kinds[line - 1] in _NAME_FOLLOWS and self._is_member(line, at):
            self._put_in(line, "NAME")
        elif (
            kinds[at - 1] == "STRING"
            and at - 2 == line
            and kinds[line] in WORDS
            and kinds[at] not in _BODY_FOLLOWS | {":", "ID"}
        ):
            self._put_in(at - 1, ":")
        elif at - 1 == line > 0 and kinds[at - 2] in WORDS and values[-2:-1] == [at - 2]:
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
        self._report_behind(before, kind, (kind,))
        self.tokens.insert(before, kind)

    # ---- what is missing at the fault ------------------------------------------------------------------------

    def _is_assigned(self, states: list[int], at: int) -> bool:
        """Does ``=`` stand where ``:`` should?"""
        is_equals = self.tokens.kinds[at] == "ASSIGN" and self.tokens.token(at) == "="
        return is_equals and advanced(states, ":") is not None

    def _is_lone_word(self, states: list[int], at: int) -> bool:
        """Is the token before a word alone on its line, which could be the key or the kind of a member?"""
        tokens, kind = self.tokens, self.tokens.kinds[at]
        return (
            at > 0
            and tokens.kinds[at - 1] in WORDS
            and tokens.starts_line(at - 1)
            and (kind == END or kind in CLOSERS or tokens.starts_line(at))
            and advanced(states, "EXTENDS", "NAME", "{") is not None
        )

    def _insertion(self, states: list[int], at: int) -> tuple[str, ...] | None:
        """The shortest insertion after which the token at the fault fits, and the one after it too.

        Only the first has to fit where that one tells by itself that something ended before it.
        """
        kind = self.tokens.kinds[at]
        if kind == END:
            return self._shortest(states, at, (END,))
        found = self._shortest(states, at, (kind, self.tokens.kinds[at + 1]))
        if found is None and (
            kind in CLOSERS or kind in {"TRAIT", "ON_TRAIT"} or self.tokens.starts_line(at)
        ):
            found = self._shortest(states, at, (kind,))
        return found

    def _shortest(self, states: list[int], at: int, then: tuple[str, ...]) -> tuple[str, ...] | None:
        """The shortest insertion after which the tokens ``then`` fit."""
        before = self.tokens.kinds[at - 1] if at else ""
        is_next_line = then != (END,) and self.tokens.starts_line(
            at
        )  # a key does not take its value from there
        frontier: list[tuple[tuple[str, ...], list[int]]] = [((), states)]
        for _ in range(_MAX_INSERTED):
            longer: list[tuple[tuple[str, ...], list[int]]] = []
            for sequence, stack in frontier:
                if (
                    sequence == ("NAME",) and before not in _NAME_FOLLOWS
                ):  # a member is not made out of nothing
                    continue
                for kinds in _INSERTABLE:
                    after = advanced(stack, *kinds)
                    if after is None or (before in {"IMPORT", "EXPORT"} and kinds[0] in ":,"):
                        continue
                    if advanced(after, *then) is not None and not (kinds == (":",) and is_next_line):
                        return sequence + kinds
                    longer.append((sequence + kinds, after))
            frontier = longer
        return None

    def _report_missing(self, states: list[int], inserted: tuple[str, ...], at: int) -> None:
        tokens = self.tokens
        before = tokens.kinds[at - 1] if at else ""
        if inserted == ("NAME",) and tokens.kinds[at] in {":", "{"} and before not in _NAME_FOLLOWS:
            self._report(at, f"A name is missing before `{tokens.token(at)}`.", expected(states))
        elif at == 1 or not tokens.is_put_in(at - 1):  # behind something that was put in it is told already
            self._report_behind(at, inserted[0], expected(states))

    def _report(self, at: int, message: str, fitting: tuple[str, ...]) -> None:
        self.faults.append(Fault(self.tokens.starts[at], self.tokens.ends[at], message, fitting))

    def _report_behind(self, at: int, kind: str, fitting: tuple[str, ...]) -> None:
        """Report that ``kind`` is missing before the token ``at``: at the end of the one before, or on all of it
        where a word is missing.
        """
        tokens = self.tokens
        start, end = tokens.starts[at - 1], tokens.ends[at - 1]
        message = missing(kind, tokens.token(at - 1), tokens.kinds[at - 1])
        self.faults.append(Fault(start if kind in WORDS else max(start, end - 1), end, message, fitting))

    # ---- giving up a member ----------------------------------------------------------------------------------

    def _report_unexpected(self, states: list[int], at: int) -> None:
        tokens, fitting = self.tokens, expected(states)
        if at < len(tokens):
            self._report(at, unexpected(tokens.token(at), tokens.kinds[at], fitting), fitting)
        elif at:
            self._report(at - 1, unfinished(tokens.token(at - 1), fitting), fitting)

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
        what ends the list that the member stands in.
        """
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
    """Make a member of a key, a word, a word and a string, or a head, of which ``number`` is the last token."""
    kind = tokens.kinds[number]
    at, lacking, fitting = number, (":", "NAME"), (":", "{", "(")
    if kind == ":":
        lacking, fitting = ("NAME",), ("NAME",)
    elif number > 0 and not tokens.starts_line(number):
        at, lacking = (number - 1, (":",)) if kind == "STRING" else (number, ("{", "}"))
    message = missing(lacking[0], tokens.token(at), tokens.kinds[at])
    faults.append(Fault(tokens.starts[at], tokens.ends[at], message, fitting))
    tokens.insert(at + 1, *lacking)


def _first_token(children: list[Child], otherwise: int) -> int:
    for child in children:
        if isinstance(child, int):
            return child
        if child.last >= child.first:
            return child.first
    return otherwise

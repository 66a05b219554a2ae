"""Tokens of a chunk to its tree: the loop over Lark's tables, and recovery where the text is not whole.

On a text without faults this is a plain LALR(1) automaton. Where a token does not fit, the tables themselves say
what would: the cheapest insertion that lets the parser go on is made (an empty token), or else the member is
given up from its start to the next line where parsing can go on, and kept as an ``error`` node. Missing brackets
are decided before parsing (``brackets``), so a fault never spreads beyond the brackets around it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Literal

from holo_lsp.syntax import brackets
from holo_lsp.syntax.lexer import lex
from holo_lsp.syntax.messages import missing, unexpected
from holo_lsp.syntax.tables import tables
from holo_lsp.syntax.tree import Child, Fault, Leaf, Node, Related

Role = Literal["members", "head", "tail"]
"""What a chunk is: whole members, a block's head up to its brace, or the brace that ends a block."""

#: Deeper brackets than this are passed over with a fault; nobody writes them, and a tree must stay walkable.
MAX_DEPTH = 128

#: Insertions longer than this are not tried; a member that lacks more is not worth guessing.
_MAX_INSERTED = 3

#: After so many repairs in one chunk it is not a half-typed text but something else: no more guessing.
_MAX_REPAIRS = 32

_END = "$END"
#: A line with one word on it: somebody is typing there.
_LONE_WORD = re.compile(r"(?:^|[\r\n])[ \t]*(?:[^\W\d]|\$)[\w$]*[ \t]*(?=[\r\n])")
_BRACKETS = frozenset("{}()[]")
_CLOSERS = frozenset("})]")
_WORDS = frozenset({"NAME", "ON_NAME", "ACTION", "EXTENDS", "USING", "IMPORT", "EXPORT"})
_OPERANDS_FOLLOW = frozenset(
    {":", ".", "?.", "??", "||", "&&", "EQUALS", "COMPARE", "+", "-", "*", "/", "%", "!", "ARROW"}
)

Value = int | Node | list[Child]


def parse_leaf(text: str, role: Role) -> Leaf:
    """Parse a chunk. Never raises, whatever the text."""
    return _ChunkParser(text, role).run()


class _ChunkParser:
    def __init__(self, text: str, role: Role) -> None:
        self.text = text
        self.role = role
        self.tokens = tokens = lex(text)
        self.kinds = tokens.kinds
        self.starts = tokens.starts
        self.ends = tokens.ends
        self.skipped: list[tuple[int, int]] = []
        self.faults: list[Fault] = []

    def run(self) -> Leaf:
        self.faults.extend(self._unclosed(start, end) for start, end in self.tokens.unclosed)
        self.faults.extend(self._nameless(start, end) for start, end in self.tokens.nameless)
        if self.role == "tail":
            root = Node("start", tuple(range(len(self.kinds))), 0, len(self.kinds) - 1)
        else:
            self._balance()
            root = self._parse()
            while _LONE_WORD.search(self.text) and self._split_heads(root):
                root = self._parse()
        return Leaf(
            self.text,
            self.kinds,
            self.starts,
            self.ends,
            tuple(self.tokens.comments),
            tuple(self.skipped),
            root,
            one_a_line(self.text, self.faults),
        )

    def _unclosed(self, start: int, end: int) -> Fault:
        kind = {"/": "comment", "`": "template string"}.get(self.text[start], "string")
        closer = {"comment": "*/"}.get(kind, self.text[start])
        # A multi-line token is marked where it starts, a string as far as it reaches.
        stop = start + 2 if kind == "comment" else min(end, start + 1) if kind == "template string" else end
        return Fault(start, stop, f"This {kind} is never closed: `{closer}` is missing.")

    def _nameless(self, start: int, end: int) -> Fault:
        what = "The name of a trait" if self.text[start] == "@" else "An id"
        return Fault(start, end, f"{what} is missing after `{self.text[start]}`.", ("NAME",))

    # ---- brackets ---------------------------------------------------------------------------------------------

    def _balance(self) -> None:
        self._cut_depth()
        kinds = [kind for kind in self.kinds if kind in _BRACKETS]
        if self.role == "head":  # the brace that ends it stands in another chunk
            kinds.append("}")
        if not brackets.balanced(kinds):
            self._repair()
        elif self.role == "head":
            self._insert(len(self.kinds), "}")

    def _repair(self) -> None:
        marks, owners = self._marks()
        plan = brackets.repair(marks)
        inserts: list[tuple[int, str]] = []
        for number in sorted(plan.closers):
            before = owners[number] if number < len(owners) else len(self.kinds)
            for closer, opening in plan.closers[number]:
                inserts.append((before, closer))
                if not (self.role == "head" and closer == "}" and before == len(self.kinds)):
                    self.faults.append(self._never_closed(before, closer, owners[opening]))
        strays = sorted((owners[number] for number in plan.strays), reverse=True)
        for at in strays:
            where = (self.starts[at], self.ends[at])
            self.faults.append(Fault(*where, f"`{self.kinds[at]}` closes nothing: remove it, or open it before."))
        # From the end, so that earlier token numbers stay right.
        for before, closer in reversed(inserts):
            while strays and strays[0] >= before:
                self._skip(strays.pop(0))
            self._insert(before, closer)
        for at in strays:
            self._skip(at)

    def _never_closed(self, before: int, closer: str, opening: int) -> Fault:
        at = self.ends[before - 1]
        related = Related(self.starts[opening], self.ends[opening], f"This `{self.kinds[opening]}` is not closed.")
        return Fault(max(0, at - 1), at, f"`{closer}` is missing here.", (closer,), related)

    def _marks(self) -> tuple[list[brackets.Mark], list[int]]:
        """A mark for each bracket and each token that starts a line, and the tokens they stand for."""
        marks: list[brackets.Mark] = []
        owners: list[int] = []
        line_indent = 0
        previous_end = 0
        for number, kind in enumerate(self.kinds):
            start = self.starts[number]
            gap = self.text[previous_end:start]
            first = number == 0 or "\n" in gap or "\r" in gap
            if first:
                line_indent = start - 1 - max(self.text.rfind("\n", 0, start), self.text.rfind("\r", 0, start))
            previous_end = self.ends[number]
            if first or kind in _BRACKETS:
                mark_kind = kind if kind in _BRACKETS else self._line_kind(number)
                marks.append(brackets.Mark(start, mark_kind, line_indent if first else None, line_indent))
                owners.append(number)
        return marks, owners

    def _line_kind(self, number: int) -> str:
        kind = self.kinds[number]
        if kind == "TRAIT":
            return "@"
        if kind not in _WORDS:
            return "line"
        following = self.kinds[number + 1 : number + 2]
        if following == ["{"] or (following == ["ID"] and self.kinds[number + 2 : number + 3] in (["{"], ["EXTENDS"])):
            return "head"
        if following in (["NAME"], ["STRING"]) and self.kinds[number + 2 : number + 3] in (["{"], ["EXTENDS"], ["USING"]):
            return "head"
        return "line"

    def _cut_depth(self) -> None:
        """Pass over what is nested deeper than anybody reads."""
        if len(self.kinds) <= MAX_DEPTH:
            return
        depth = 0
        doomed: list[int] = []
        for number, kind in enumerate(self.kinds):
            if kind in _CLOSERS:
                if depth > MAX_DEPTH:
                    doomed.append(number)
                depth = max(0, depth - 1)
                continue
            if kind in _BRACKETS:
                depth += 1
            if depth > MAX_DEPTH:
                doomed.append(number)
        if not doomed:
            return
        first = doomed[0]
        self.faults.append(Fault(self.starts[first], self.ends[first], "This is nested too deep to be read."))
        gone = set(doomed)
        self.skipped.append((self.starts[first], self.ends[doomed[-1]]))
        keep = [number for number in range(len(self.kinds)) if number not in gone]
        self.kinds = [self.kinds[n] for n in keep]
        self.starts = [self.starts[n] for n in keep]
        self.ends = [self.ends[n] for n in keep]

    def _split_heads(self, root: Node) -> bool:
        """A word alone on its line is no head of the block that starts the next line: complete it by itself."""
        stack = [root]
        while stack:
            node = stack.pop()
            label = node.node("label") if node.kind == "block" else None
            if label and self.starts_line(label.first) and self.starts_line(node.first):
                self.complete_word(node.first)
                return True
            stack.extend(node.nodes())
        return False

    def complete_word(self, number: int) -> None:
        """Make a property without a value out of a word that stands alone."""
        start, end = self.starts[number], self.ends[number]
        message = missing(":", self.text[start:end], self.kinds[number])
        self.faults.append(Fault(start, end, message, (":", "{", "(")))
        self._insert(number + 1, "NAME")
        self._insert(number + 1, ":")

    def starts_line(self, number: int) -> bool:
        """Is the token the first one on its line?"""
        if number == 0:
            return True
        gap = self.text[self.ends[number - 1] : self.starts[number]]
        return "\n" in gap or "\r" in gap

    def _insert(self, before: int, kind: str) -> None:
        """Put an empty token where the one before it ends."""
        at = self.ends[before - 1] if before else 0
        self.kinds.insert(before, kind)
        self.starts.insert(before, at)
        self.ends.insert(before, at)

    def _skip(self, number: int) -> None:
        self.skipped.append((self.starts[number], self.ends[number]))
        del self.kinds[number], self.starts[number], self.ends[number]

    # ---- the automaton ----------------------------------------------------------------------------------------

    def _parse(self) -> Node:
        table = tables()
        actions, gotos, rules = table.actions, table.gotos, table.rules
        kinds = self.kinds
        states = [table.start]
        values: list[Value] = []
        recovery: _Recovery | None = None
        at = 0
        kinds.append(_END)
        state = table.start
        while True:
            action = actions[state].get(kinds[at])
            if action is None:
                kinds.pop()
                recovery = recovery or _Recovery(self)
                at = recovery.recover(states, values, at)
                kinds = self.kinds
                kinds.append(_END)
                state = states[-1]
                continue
            if action >= 0:
                states.append(action)
                values.append(at)
                state = action
                at += 1
                continue
            rule = rules[~action]
            size = rule.size
            if size == 1 and (rule.transparent or rule.node is None):
                state = gotos[states[-2]][rule.origin]
                states[-1] = state
                continue
            if size:
                children = values[-size:]
                del values[-size:]
                del states[-size:]
            else:
                children = []
            if rule.node is None:
                values.append(_as_list(children))
            else:
                values.append(_as_node(rule.node, children, at))
            if rule.origin == "start":
                kinds.pop()
                root = values[-1]
                assert isinstance(root, Node)
                return root
            state = gotos[states[-1]][rule.origin]
            states.append(state)


def _as_list(children: list[Value]) -> list[Child]:
    if not children:
        return []
    first = children[0]
    into = first if isinstance(first, list) else [first]
    for child in children[1:]:
        if isinstance(child, list):
            into.extend(child)
        else:
            into.append(child)
    return into


def _as_node(kind: str, children: list[Value], at: int) -> Node:
    flat: list[Child] = []
    for child in children:
        if type(child) is list:
            flat.extend(child)
        else:
            flat.append(child)  # type: ignore[arg-type]
    if not flat:
        return Node(kind, (), at, at - 1)
    first, last = flat[0], flat[-1]
    return Node(
        kind,
        tuple(flat),
        first if type(first) is int else first.first,
        last if type(last) is int else last.last,
    )


class _Recovery:
    """Gets the automaton going again. Every call either inserts something that lets the faulty token in, or
    moves on behind the faulty token, so it ends."""

    def __init__(self, parser: _ChunkParser) -> None:
        self.parser = parser
        self.table = tables()
        self.restart = -1
        """The last token number at which parsing was taken up again."""
        self.rewound: set[int] = set()
        self.calls = 0

    def recover(self, states: list[int], values: list[Value], at: int) -> int:
        """Repair the automaton's stacks or the tokens for the token ``at``; the token number to go on with."""
        parser = self.parser
        self.calls += 1
        hopeless = self.calls > _MAX_REPAIRS
        if not hopeless and self._mended_behind(at):
            del states[1:]
            values.clear()
            return 0
        inserted = None if hopeless else self._insertion(states, at)
        if inserted is not None:
            self._report_missing(states, inserted, at)
            for offset, token in enumerate(inserted):
                parser._insert(at + offset, token)
            return at
        if not hopeless:
            self._report_unexpected(states, at)
        return self._give_up(states, values, at)

    def _kind(self, at: int) -> str:
        kinds = self.parser.kinds
        return kinds[at] if at < len(kinds) else _END

    # ---- what stands before the fault -----------------------------------------------------------------------

    def _mended_behind(self, at: int) -> bool:
        """Put in what is missing *before* the tokens already read, where only the next line gives it away.

        ``key:⏎other: 1`` lacks a value, and ``key "text"⏎`` a colon. True when parsing must start again.
        """
        parser, kinds = self.parser, self.parser.kinds
        if at in self.rewound or at < 2:
            return False
        kind = self._kind(at)
        target: int | None = None
        token = "NAME"
        if (kind == ":" and parser.starts_line(at - 1) and kinds[at - 2] in _OPERANDS_FOLLOW):
            target = at - 1
        elif (
            at >= 3
            and kinds[at - 1] == "ID"
            and kinds[at - 3] in _OPERANDS_FOLLOW
            and parser.starts_line(at - 2)
            and kind in {"{", "EXTENDS", "USING", "TRAIT"}
        ):
            target = at - 2
        elif (
            kinds[at - 1] == "STRING"
            and kinds[at - 2] in _WORDS
            and parser.starts_line(at - 2)
            and not parser.starts_line(at - 1)
            and kind not in {"{", "EXTENDS", "USING", "TRAIT", ":", "ID"}
        ):
            target, token = at - 1, ":"
        elif kinds[at - 2] in _WORDS and parser.starts_line(at - 2) and parser.starts_line(at - 1):
            parser.complete_word(at - 2)
            self.rewound.add(at + 2)
            return True
        if target is None:
            return False
        end = parser.ends[target - 1]
        start = parser.starts[target - 1]
        parser.faults.append(Fault(start, end, missing(token, parser.text[start:end], parser.kinds[target - 1]), (token,)))
        parser._insert(target, token)
        self.rewound.add(at + 1)
        return True

    # ---- what is missing at the fault ------------------------------------------------------------------------

    def _insertion(self, states: list[int], at: int) -> tuple[str, ...] | None:
        """The shortest insertion after which the token at the fault fits, and the one after it too."""
        kind = self._kind(at)
        follower = self._kind(at + 1) if kind != _END else None
        parser = self.parser
        opens_line = kind not in _CLOSERS and kind != _END and parser.starts_line(at)
        frontier: list[tuple[tuple[str, ...], list[int]]] = [((), states)]
        for _ in range(_MAX_INSERTED):
            candidates: list[tuple[tuple[str, ...], list[int]]] = []
            for sequence, stack in frontier:
                for tokens in _INSERTABLE:
                    advanced = self._advance(stack, tokens)
                    if advanced is None:
                        continue
                    longer = (*sequence, *tokens)
                    then = self._advance(advanced, (kind,))
                    if then is not None and (
                        kind in _CLOSERS
                        or kind == _END
                        or kind == "TRAIT"
                        or opens_line
                        or follower is None
                        or self._advance(then, (follower,)) is not None
                    ):
                        return longer
                    candidates.append((longer, advanced))
            frontier = candidates
        return None

    def _advance(self, states: list[int], tokens: tuple[str, ...]) -> list[int] | None:
        """The stack of states after ``tokens``, or None where one does not fit."""
        actions, gotos, rules = self.table.actions, self.table.gotos, self.table.rules
        stack = states.copy()
        for token in tokens:
            while True:
                action = actions[stack[-1]].get(token)
                if action is None:
                    return None
                if action >= 0:
                    stack.append(action)
                    break
                rule = rules[~action]
                if rule.size:
                    del stack[-rule.size :]
                if rule.origin == "start":
                    return stack
                stack.append(gotos[stack[-1]][rule.origin])
        return stack

    def _report_missing(self, states: list[int], inserted: tuple[str, ...], at: int) -> None:
        parser = self.parser
        if not at:
            return
        start, end = parser.starts[at - 1], parser.ends[at - 1]
        if start == end and at > 1:  # behind something that was put in itself: told already
            return
        expected = self._expected(states)
        token = inserted[0]
        message = missing(token, parser.text[start:end], parser.kinds[at - 1])
        parser.faults.append(Fault(max(start, end - 1) if token not in _WORDS else start, end, message, expected))

    # ---- giving up a member ----------------------------------------------------------------------------------

    def _report_unexpected(self, states: list[int], at: int) -> None:
        parser = self.parser
        at = min(at, len(parser.kinds) - 1)
        start, end = parser.starts[at], parser.ends[at]
        expected = self._expected(states)
        parser.faults.append(Fault(start, end, unexpected(parser.text[start:end], parser.kinds[at], expected), expected))

    def _expected(self, states: list[int]) -> tuple[str, ...]:
        """The terminals that the parser could really take here."""
        row = self.table.actions[states[-1]]
        return tuple(sorted(kind for kind in row if kind != "ERROR" and self._advance(states, (kind,)) is not None))

    def _give_up(self, states: list[int], values: list[Value], at: int) -> int:
        """Replace the innermost member, argument or entry that is broken by an ``error`` node."""
        depth = len(states) - 1
        closed = 0  # brackets read to their end but not reduced yet: the list inside them is over
        while closed > 0 or self._advance(states[: depth + 1], ("ERROR",)) is None:
            depth -= 1
            value = values[depth]
            if isinstance(value, int) and self.parser.kinds[value] in _BRACKETS:
                closed += 1 if self.parser.kinds[value] in _CLOSERS else -1
        broken = _as_list(values[depth:])
        resume = self._resume(_first_token(broken, at), at)
        if resume <= at:
            broken = [child for child in broken if (child if type(child) is int else child.last) < resume]
        else:
            broken.extend(range(at, resume))
        del states[depth + 1 :]
        del values[depth:]
        self._reduce_before_error(states, values)
        # ERROR is a token of the parse, not of the text: the node takes its place.
        states.append(self.table.actions[states[-1]]["ERROR"])
        values.append(_as_node("error", list(broken), resume))
        self.restart = resume
        return resume

    def _reduce_before_error(self, states: list[int], values: list[Value]) -> None:
        """Make the reductions that ERROR as the next terminal calls for."""
        table = self.table
        while (action := table.actions[states[-1]]["ERROR"]) < 0:
            rule = table.rules[~action]
            children = values[len(values) - rule.size :]
            del values[len(values) - rule.size :]
            del states[len(states) - rule.size :]
            if rule.transparent and rule.size == 1:
                values.extend(children)
            else:
                values.append(_as_list(children) if rule.node is None else _as_node(rule.node, children, 0))
            states.append(table.gotos[states[-1]][rule.origin])

    def _resume(self, first: int, at: int) -> int:
        """Where to go on: the last line start within the broken member, else the next one behind the fault, or
        what ends the list that the member stands in."""
        parser = self.parser
        kinds = parser.kinds
        depth = 0
        line = -1
        for number in range(first, min(at + 1, len(kinds))):
            kind = kinds[number]
            if number > first and number > self.restart and not depth and kind not in _CLOSERS:
                line = number if parser.starts_line(number) else line
            if number < at and kind in _BRACKETS:
                depth += -1 if kind in _CLOSERS else 1
        if line >= 0:
            return line
        for number in range(at, len(kinds)):
            kind = kinds[number]
            if not depth and (
                kind in _CLOSERS or (number > at and (kind in {",", ";"} or parser.starts_line(number)))
            ):
                return number
            if kind in _BRACKETS:
                depth += -1 if kind in _CLOSERS else 1
        return len(kinds)


#: What may be put in, cheapest first. Brackets come in pairs, since their balance is settled.
_INSERTABLE: tuple[tuple[str, ...], ...] = (("NAME",), (":",), (",",), ("{", "}"), ("(", ")"))


def _first_token(children: list[Child], otherwise: int) -> int:
    for child in children:
        if type(child) is int:
            return child
        if child.last >= child.first:
            return child.first
    return otherwise


def _weight(fault: Fault) -> tuple[int, int, int]:
    """An unclosed string swallows what follows, so it goes first; a missing bracket is often only its effect."""
    rank = 0 if fault.message.startswith("This ") else 2 if fault.related else 1
    return rank, fault.start, fault.end


def one_a_line(text: str, faults: list[Fault]) -> tuple[Fault, ...]:
    """The faults in order, one for each line: one slip often shows in several ways."""
    if len(faults) < 2:
        return tuple(faults)
    breaks = [-1, *(match.end() - 1 for match in re.finditer(r"\r\n|\r|\n", text))]
    best: dict[int, Fault] = {}
    for fault in sorted(faults, key=_weight):
        line = bisect_right(breaks, max(fault.start, fault.end - 1) - 1)
        best.setdefault(line, fault)
    return tuple(sorted(best.values(), key=lambda f: (f.start, f.end)))


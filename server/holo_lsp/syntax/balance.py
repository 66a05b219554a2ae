"""Make the brackets of a chunk match before it is parsed, so that a fault never spreads beyond its brackets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holo_lsp.syntax import brackets
from holo_lsp.syntax.messages import missing_mark
from holo_lsp.syntax.tokens import BRACKETS, CLOSERS, WORDS
from holo_lsp.syntax.tree import Fault, Related

if TYPE_CHECKING:
    from holo_lsp.syntax.tokens import TokenBuffer

#: Deeper brackets than this are passed over with a fault: nobody writes them.
MAX_DEPTH = 128

#: What a line starts with that goes on with the line before.
_CONTINUES = frozenset(
    {".", "?.", "?", ":", ",", "??", "||", "&&", "EQUALS", "COMPARE", "ASSIGN", "ARROW", "*", "/", "%"}
)
_HEAD_PARTS = WORDS | {"ID", "STRING", "TRAIT", "ON_TRAIT", ","}
#: Behind these, inside of parentheses, a brace cannot start a value: what it follows lacks its end.
_OPERAND_ENDS = WORDS | {"STRING", "TEMPLATE", "NUMBER", "COLOR", "ID", "]"}


def balance(tokens: TokenBuffer, *, open_end: bool) -> list[Fault]:
    """Put in the brackets that are missing, pass over those too many; what was wrong.

    ``open_end`` tells that the text is the head of a block whose members stand elsewhere: its brace is closed
    without a fault.
    """
    faults: list[Fault] = []
    kinds = [kind for kind in tokens.kinds if kind in BRACKETS]
    if open_end and brackets.balanced(kinds):
        faults.append(_never_opened(tokens, len(tokens), "{"))
        tokens.insert(len(tokens), "{", "}")
    elif open_end and brackets.balanced([*kinds, "}"]):
        tokens.insert(len(tokens), "}")
    elif not brackets.balanced(kinds):
        faults = _repair(tokens, open_end=open_end)
    if len(kinds) > MAX_DEPTH:
        faults += _limit_depth(tokens)
    return faults


def _repair(tokens: TokenBuffer, *, open_end: bool) -> list[Fault]:
    marks = _Marks(tokens)
    plan = brackets.repair(marks.kinds, marks.indents, marks)
    owners = [*marks.owners, len(tokens)]
    faults: list[Fault] = []
    inserts: list[tuple[int, str]] = []
    for mark, bracket, partner in plan.inserts:
        before = owners[mark]
        inserts.append((before, bracket))
        if bracket not in CLOSERS:
            faults.append(_never_opened(tokens, before, bracket))
        elif before < len(tokens) or not (tokens.is_swallowed() or (open_end and bracket == "}")):
            faults.append(_never_closed(tokens, before, bracket, owners[partner]))
    strays = {owners[mark] for mark in plan.strays}
    for at in strays:
        message = f"`{tokens.kinds[at]}` closes nothing: remove it, or open it before."
        faults.append(Fault(tokens.starts[at], tokens.ends[at], message))
    tokens.rebuild(inserts, strays)
    return faults


def _never_closed(tokens: TokenBuffer, before: int, closer: str, opening: int) -> Fault:
    end = tokens.ends[before - 1]
    start, stop = tokens.starts[opening], tokens.ends[opening]
    related = Related(start, stop, f"This `{tokens.kinds[opening]}` is not closed.")
    return Fault(max(0, end - 1), end, f"`{closer}` is missing here.", (closer,), related)


def _never_opened(tokens: TokenBuffer, before: int, opener: str) -> Fault:
    start, end = (tokens.starts[before - 1], tokens.ends[before - 1]) if before else (0, 0)
    return Fault(max(start, end - 1), end, missing_mark(opener, tokens.text[start:end]), (opener,))


class _Marks:
    """The marks of bracket repair, and the tokens that they stand for."""

    def __init__(self, tokens: TokenBuffer) -> None:
        self.owners: list[int] = []
        self.kinds: list[str] = []
        self.indents: list[int] = []
        indent = 0
        for number, kind in enumerate(tokens.kinds[:-1]):
            first = tokens.starts_line(number)
            if first:
                indent = tokens.indent(number)
            elif kind == "{" and tokens.kinds[number - 1] in _OPERAND_ENDS:
                self._add(number, "body", ~indent)
            if kind in BRACKETS:
                self._add(number, kind, indent if first else ~indent)
            elif first:
                self._add(number, _line_kind(tokens, number), indent)
        self.tokens = tokens
        self.below = self._lines_below()

    def _add(self, number: int, kind: str, indent: int) -> None:
        self.owners.append(number)
        self.kinds.append(kind)
        self.indents.append(indent)

    def _lines_below(self) -> list[int | None]:
        below: list[int | None] = []
        line: int | None = None
        for kind, indent in zip(reversed(self.kinds), reversed(self.indents), strict=True):
            below.append(line)
            if indent >= 0 and kind != "more":
                line = None if kind in CLOSERS else indent
        below.reverse()
        return below

    def inner(self, mark: int) -> int | None:
        return self.below[mark]

    def is_inline(self, mark: int) -> bool:
        behind = self.owners[mark] + 1
        return behind < len(self.tokens) and not self.tokens.starts_line(behind)


def _line_kind(tokens: TokenBuffer, number: int) -> str:
    kinds = tokens.kinds
    kind = kinds[number]
    if kind in {"TRAIT", "ON_TRAIT"}:
        return "@"
    if kind in _CONTINUES:
        return "more"
    stop = number + 1
    while stop < len(tokens) and not tokens.starts_line(stop):
        stop += 1
    if kinds[stop - 1] in {":", "ARROW"}:
        return "open"
    if kind not in WORDS:
        return "line"
    parts = number + 1
    while parts < stop and kinds[parts] in _HEAD_PARTS:
        parts += 1
    if parts == stop:
        return "open"
    if kinds[stop - 1] == ")":
        return "call"
    return (
        "head" if kinds[parts] == "{" or (kinds[parts] == "(" and "TRAIT" in kinds[number:parts]) else "line"
    )


def _limit_depth(tokens: TokenBuffer) -> list[Fault]:
    """Pass over what is nested deeper than anybody reads. The brackets match."""
    depth = 0
    doomed: list[int] = []
    for number, kind in enumerate(tokens.kinds[:-1]):
        depth += kind in BRACKETS and kind not in CLOSERS
        if depth > MAX_DEPTH:
            doomed.append(number)
        depth -= kind in CLOSERS
    if not doomed:
        return []
    start, end = tokens.starts[doomed[0]], tokens.ends[doomed[0]]
    tokens.rebuild((), set(doomed))
    return [Fault(start, end, "This is nested too deep to be read.")]

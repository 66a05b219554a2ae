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
_CONTINUES = frozenset({".", "?.", "?", ":", ",", "??", "||", "&&", "EQUALS", "COMPARE", "ASSIGN", "ARROW", "*", "/", "%"})
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
    owners, kinds, indents, inline = _marks(tokens)
    plan = brackets.repair(kinds, indents, _inner(kinds, indents).__getitem__, inline)
    owners.append(len(tokens))
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


def _inner(kinds: list[str], indents: list[int]) -> list[int | None]:
    """For each mark the indentation of the next line, if something but a closing bracket starts it."""
    inner: list[int | None] = []
    below: int | None = None
    for kind, indent in zip(reversed(kinds), reversed(indents), strict=True):
        inner.append(below)
        if indent >= 0 and kind != "more":
            below = None if kind in CLOSERS else indent
    inner.reverse()
    return inner


def _marks(tokens: TokenBuffer) -> tuple[list[int], list[str], list[int], set[int]]:
    """The marks for bracket repair: the tokens that they stand for, their kinds and indentations, and which braces
    are inline."""
    owners: list[int] = []
    kinds: list[str] = []
    indents: list[int] = []
    inline: set[int] = set()
    indent = 0

    def add(number: int, kind: str, indent: int) -> None:
        owners.append(number)
        kinds.append(kind)
        indents.append(indent)

    for number, kind in enumerate(tokens.kinds[:-1]):
        first = tokens.starts_line(number)
        if first:
            indent = tokens.indent(number)
        if kind == "{":
            if not first and tokens.kinds[number - 1] in _OPERAND_ENDS:
                add(number, "body", ~indent)
            if number + 1 < len(tokens) and not tokens.starts_line(number + 1):
                inline.add(len(owners))
        if kind in BRACKETS:
            add(number, kind, indent if first else ~indent)
        elif first:
            add(number, _line_kind(tokens, number), indent)
    return owners, kinds, indents, inline


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
    return "head" if kinds[parts] == "{" or (kinds[parts] == "(" and "TRAIT" in kinds[number:parts]) else "line"


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

"""Make the brackets of a chunk match before it is parsed, so that a fault never spreads beyond its brackets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holo_lsp.syntax import brackets
from holo_lsp.syntax.tokens import BRACKETS, CLOSERS, END, WORDS
from holo_lsp.syntax.tree import Fault, Related

if TYPE_CHECKING:
    from holo_lsp.syntax.tokens import TokenBuffer

#: Deeper brackets than this are passed over with a fault: nobody writes them.
MAX_DEPTH = 128

_BODY_FOLLOWS = frozenset({"{", "EXTENDS", "USING"})


def balance(tokens: TokenBuffer, *, open_end: bool) -> list[Fault]:
    """Put in the closing brackets that are missing, pass over those too many; what was wrong.

    ``open_end`` tells that the text ends with the brace of a block whose members stand elsewhere: that brace is
    closed without a fault.
    """
    faults: list[Fault] = []
    kinds = [kind for kind in tokens.kinds if kind in BRACKETS]
    if open_end:
        kinds.append("}")
    if not brackets.balanced(kinds):
        faults = _repair(tokens, open_end=open_end)
    elif open_end:
        tokens.insert(len(tokens), "}")
    if len(kinds) > MAX_DEPTH:
        faults += _limit_depth(tokens)
    return faults


def _repair(tokens: TokenBuffer, *, open_end: bool) -> list[Fault]:
    owners, kinds, indents = _marks(tokens)
    plan = brackets.repair(kinds, indents)
    owners.append(len(tokens))
    faults: list[Fault] = []
    inserts: list[tuple[int, str]] = []
    for mark, closer, opening in plan.closers:
        before = owners[mark]
        inserts.append((before, closer))
        if not (open_end and closer == "}" and before == len(tokens)):
            faults.append(_never_closed(tokens, before, closer, owners[opening]))
    strays = {owners[mark] for mark in plan.strays}
    faults.extend(
        Fault(
            tokens.starts[at],
            tokens.ends[at],
            f"`{tokens.kinds[at]}` closes nothing: remove it, or open it before.",
        )
        for at in strays
    )
    tokens.rebuild(inserts, strays)
    return faults


def _never_closed(tokens: TokenBuffer, before: int, closer: str, opening: int) -> Fault:
    end = tokens.ends[before - 1]
    start, stop = tokens.starts[opening], tokens.ends[opening]
    related = Related(start, stop, f"This `{tokens.kinds[opening]}` is not closed.")
    return Fault(max(0, end - 1), end, f"`{closer}` is missing here.", (closer,), related)


def _marks(tokens: TokenBuffer) -> tuple[list[int], list[str], list[int]]:
    """For each bracket and each token that starts a line: its number, its kind as a mark, its indentation."""
    owners: list[int] = []
    kinds: list[str] = []
    indents: list[int] = []
    indent = 0
    for number, kind in enumerate(tokens.kinds):
        if kind == END:
            break
        first = tokens.starts_line(number)
        if first:
            indent = tokens.indent(number)
        if first or kind in BRACKETS:
            owners.append(number)
            kinds.append(kind if kind in BRACKETS else _line_kind(tokens, number))
            indents.append(indent if first else ~indent)
    return owners, kinds, indents


def _line_kind(tokens: TokenBuffer, number: int) -> str:
    kinds = tokens.kinds[number : number + 3]
    if kinds[0] == "TRAIT":
        return "@"
    if kinds[0] not in WORDS or len(kinds) < 3:
        return "line"
    if kinds[1] == "{" or (kinds[1] in {"ID", "NAME", "STRING"} and kinds[2] in _BODY_FOLLOWS):
        return "head"
    return "line"


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

"""A chunk of text to its tree. Never raises, whatever the text.

On a text without faults this is a plain LALR(1) automaton over the grammar; ``balance`` and ``recovery`` make the
others fit.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from holo_lsp.syntax import automaton
from holo_lsp.syntax.balance import balance
from holo_lsp.syntax.lexer import HEAD_PARTS, LINE_COMMENT, OPEN_STRING
from holo_lsp.syntax.recovery import Recovery, complete
from holo_lsp.syntax.tokens import TokenBuffer
from holo_lsp.syntax.tree import Fault, Leaf, Node

if TYPE_CHECKING:
    from collections.abc import Iterator

Role = Literal["members", "head", "tail"]
"""What a chunk is: whole members, a block's head up to its brace, or the brace that ends a block."""

#: A line that may be a head without its brace, or a key without its value: somebody may be typing there.
_HALF_TYPED = re.compile(
    rf"(?:(?:\A|[\r\n])[ \t]*+{HEAD_PARTS}|:[ \t]*+)(?:{LINE_COMMENT}|{OPEN_STRING})?[\r\n]"
)
#: By its first character, what reaches to the end of the text when it is not closed.
_MULTILINE = {"/": ("comment", "*/"), "`": ("template string", "`")}
#: What the faults of such tokens expect: missing closing brackets behind them are only their effect.
SWALLOWED = frozenset({("*/",), ("`",)})
_UNCLOSED = SWALLOWED | {('"',), ("'",)}
_BREAK = re.compile(r"\r\n|\r|\n")


def parse_leaf(text: str, role: Role) -> Leaf:
    """Parse a chunk."""
    tokens = TokenBuffer(text)
    faults = _lexical(tokens)
    if role == "tail":
        root = Node("start", tuple(range(len(tokens))), 0, len(tokens) - 1)
    else:
        faults += balance(tokens, open_end=role == "head")
        root = _members(tokens, faults)
    return Leaf(
        text,
        tokens.kinds[:-1],
        tokens.starts,
        tokens.ends,
        tuple(tokens.comments),
        tuple(tokens.skipped),
        root,
        _sifted(text, faults),
    )


def _members(tokens: TokenBuffer, faults: list[Fault]) -> Node:
    root = automaton.parse(tokens.kinds, Recovery(tokens, faults))
    while _HALF_TYPED.search(tokens.text) and (ends := _half_typed(tokens, root)):
        for number in reversed(ends):
            complete(tokens, number, faults)
        root = automaton.parse(tokens.kinds, Recovery(tokens, faults))
    return root


def _half_typed(tokens: TokenBuffer, root: Node) -> list[int]:
    """The last tokens of half-typed members that were taken for one with what stands on the next line."""
    found: list[int] = []
    stack = [root]
    while stack:
        node = stack.pop()
        members = list(node.nodes())
        stack.extend(members)
        if node.kind == "block" and tokens.starts_line(node.first):
            found.extend(_half_head(tokens, node))
        for member, following in pairwise(members):
            if member.kind == "property" and following.kind == "trait":
                found.extend(_half_property(tokens, member, following))
    return sorted(found)


def _half_head(tokens: TokenBuffer, block: Node) -> Iterator[int]:
    """A block's kind stands on one line with its label, and the traits of its head on further lines are indented."""
    for child in block.children[1:]:
        first = child if isinstance(child, int) else child.first
        if tokens.starts_line(first):
            kind = "" if isinstance(child, int) else child.kind
            is_indented = kind == "head_trait" and tokens.indent(first) > tokens.indent(block.first)
            if kind not in {"body", "inherits"} and not is_indented:
                yield first - 1
            return


def _half_property(tokens: TokenBuffer, node: Node, trait: Node) -> Iterator[int]:
    """A value on the next line with a trait behind it is the head of a block."""
    value = node.children[-1]
    if isinstance(value, Node) and tokens.starts_line(value.first) and not tokens.starts_line(trait.first):
        yield value.first - 1


def _lexical(tokens: TokenBuffer) -> list[Fault]:
    """What is wrong with single tokens."""
    faults: list[Fault] = []
    for start, end in tokens.unclosed:
        what, closer = _MULTILINE.get(tokens.text[start], ("string", tokens.text[start]))
        # What may span lines is marked where it starts, a string as far as it reaches.
        stop = end if what == "string" else start + len(closer)
        mark = "a backtick" if closer == "`" else f"`{closer}`"
        faults.append(Fault(start, stop, f"This {what} is never closed: {mark} is missing.", (closer,)))
    for start, end in tokens.nameless:
        what = "The name of a trait" if tokens.text[start] == "@" else "An id"
        faults.append(Fault(start, end, f"{what} is missing after `{tokens.text[start]}`.", ("NAME",)))
    return faults


def _sifted(text: str, faults: list[Fault]) -> tuple[Fault, ...]:
    """The faults in order, one for each line: one slip often shows in several ways."""
    if len(faults) > 1:
        breaks = [-1, *(match.end() - 1 for match in _BREAK.finditer(text))]
        best: dict[int, Fault] = {}
        for fault in sorted(faults, key=_weight):
            best.setdefault(bisect_right(breaks, max(fault.start, fault.end - 1) - 1), fault)
        faults = sorted(best.values(), key=lambda fault: (fault.start, fault.end))
    return tuple(faults)


def _weight(fault: Fault) -> tuple[int, int, int]:
    """An unclosed string swallows what follows, so it goes first; a missing bracket is often only its effect."""
    rank = 0 if fault.expected in _UNCLOSED else 2 if fault.related else 1
    return rank, fault.start, fault.end

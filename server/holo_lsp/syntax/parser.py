"""A chunk of text to its tree. Never raises, whatever the text.

On a text without faults this is a plain LALR(1) automaton over the grammar; ``balance`` and ``recovery`` make the
others fit.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Literal

from holo_lsp.syntax import automaton
from holo_lsp.syntax.balance import balance
from holo_lsp.syntax.recovery import Recovery, complete_word
from holo_lsp.syntax.tokens import TokenBuffer
from holo_lsp.syntax.tree import Fault, Leaf, Node

Role = Literal["members", "head", "tail"]
"""What a chunk is: whole members, a block's head up to its brace, or the brace that ends a block."""

#: A line with one word on it: somebody is typing there.
_LONE_WORD = re.compile(r"(?:^|[\r\n])[ \t]*+(?:[^\W\d]|\$)[\w$]*+[ \t]*+(?=[\r\n])")
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
        one_a_line(text, faults),
    )


def _members(tokens: TokenBuffer, faults: list[Fault]) -> Node:
    root = automaton.parse(tokens.kinds, Recovery(tokens, faults))
    while _LONE_WORD.search(tokens.text) and (words := _words_before_heads(tokens, root)):
        for number in reversed(words):
            complete_word(tokens, number, faults)
        root = automaton.parse(tokens.kinds, Recovery(tokens, faults))
    return root


def _words_before_heads(tokens: TokenBuffer, root: Node) -> list[int]:
    """The words that were taken for the kind of the block that starts on the next line."""
    found: list[int] = []
    stack = [root]
    while stack:
        node = stack.pop()
        label = node.node("label") if node.kind == "block" else None
        if label and tokens.starts_line(label.first) and tokens.starts_line(node.first):
            found.append(node.first)
        stack.extend(node.nodes())
    return sorted(found)


def _lexical(tokens: TokenBuffer) -> list[Fault]:
    """What is wrong with single tokens."""
    faults: list[Fault] = []
    for start, end in tokens.unclosed:
        kind = {"/": "comment", "`": "template string"}.get(tokens.text[start], "string")
        closer = {"comment": "*/"}.get(kind, tokens.text[start])
        # What may span lines is marked where it starts, a string as far as it reaches.
        stop = start + 2 if kind == "comment" else min(end, start + 1) if kind == "template string" else end
        faults.append(Fault(start, stop, f"This {kind} is never closed: `{closer}` is missing."))
    for start, end in tokens.nameless:
        what = "The name of a trait" if tokens.text[start] == "@" else "An id"
        faults.append(Fault(start, end, f"{what} is missing after `{tokens.text[start]}`.", ("NAME",)))
    return faults


def _weight(fault: Fault) -> tuple[int, int, int]:
    """An unclosed string swallows what follows, so it goes first; a missing bracket is often only its effect."""
    rank = 0 if fault.message.startswith("This ") else 2 if fault.related else 1
    return rank, fault.start, fault.end


def one_a_line(text: str, faults: list[Fault]) -> tuple[Fault, ...]:
    """The faults in order, one for each line: one slip often shows in several ways."""
    if len(faults) < 2:
        return tuple(faults)
    breaks = [-1, *(match.end() - 1 for match in _BREAK.finditer(text))]
    best: dict[int, Fault] = {}
    for fault in sorted(faults, key=_weight):
        line = bisect_right(breaks, max(fault.start, fault.end - 1) - 1)
        best.setdefault(line, fault)
    return tuple(sorted(best.values(), key=lambda fault: (fault.start, fault.end)))

"""The LALR(1) automaton: the loop over Lark's tables that makes nodes of tokens.

The stacks are plain lists, so that recovery can look into them, try what would happen, and change them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from holo_lsp.syntax.tables import tables
from holo_lsp.syntax.tree import Child, Node

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Protocol

    class Recover(Protocol):
        """What is asked when a token does not fit."""

        def __call__(self, states: list[int], values: list[Value], at: int) -> int:
            """Change the stacks or the tokens for the token ``at``, and answer which token to go on with."""
            ...


Value = int | Node | list[Child]
"""What the automaton keeps for a symbol: a token's number, a node, or children for the node that is to come."""


def parse(kinds: list[str], recover: Recover) -> Node:
    """The tree of the tokens ``kinds``, which end with ``$END``. ``recover`` may change ``kinds`` in place."""
    table = tables()
    actions, gotos, rules = table.actions, table.gotos, table.rules
    state = table.start
    states = [state]
    values: list[Value] = []
    at = 0
    while True:
        action = actions[state].get(kinds[at])
        if action is None:
            at = recover(states, values, at)
            state = states[-1]
        elif action >= 0:
            states.append(action)
            values.append(at)
            state = action
            at += 1
        else:
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
                values.append(as_list(children))
            else:
                node = as_node(rule.node, children, at)
                if rule.origin == "start":
                    return node
                values.append(node)
            state = gotos[states[-1]][rule.origin]
            states.append(state)


def as_list(values: list[Value]) -> list[Child]:
    """The values in one list, which is the first value itself where that is a list."""
    if not values:
        return []
    first = values[0]
    into = first if isinstance(first, list) else [first]
    for value in values[1:]:
        if isinstance(value, list):
            into.extend(value)
        else:
            into.append(value)
    return into


def as_node(kind: str, values: Sequence[Value], at: int) -> Node:
    """A node of the values; one of none stands before token ``at``."""
    flat: list[Child] = []
    for value in values:
        if isinstance(value, list):
            flat.extend(value)
        else:
            flat.append(value)
    if not flat:
        return Node(kind, (), at, at - 1)
    first, last = flat[0], flat[-1]
    return Node(
        kind,
        tuple(flat),
        first if isinstance(first, int) else first.first,
        last if isinstance(last, int) else last.last,
    )


def advanced(states: list[int], *kinds: str) -> list[int] | None:
    """The stack of states after the tokens ``kinds``; None where one of them does not fit."""
    table = tables()
    actions, gotos, rules = table.actions, table.gotos, table.rules
    stack = states.copy()
    for kind in kinds:
        while True:
            action = actions[stack[-1]].get(kind)
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


def expected(states: list[int]) -> tuple[str, ...]:
    """The terminals that really fit next: a row of the table alone names some that fail after a reduction."""
    row = tables().actions[states[-1]]
    return tuple(sorted(kind for kind in row if kind != "ERROR" and advanced(states, kind) is not None))


def shift_error(states: list[int], values: list[Value], node: Node) -> None:
    """Shift ``node`` as the terminal ERROR, which must fit. It is of the tree, not of the text."""
    table = tables()
    while (action := table.actions[states[-1]]["ERROR"]) < 0:
        rule = table.rules[~action]
        keep = len(values) - rule.size
        children = values[keep:]
        del values[keep:]
        del states[keep + 1 :]
        if rule.transparent and rule.size == 1:
            values.extend(children)
        else:
            values.append(
                as_list(children) if rule.node is None else as_node(rule.node, children, node.first)
            )
        states.append(table.gotos[states[-1]][rule.origin])
    states.append(action)
    values.append(node)

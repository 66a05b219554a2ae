"""Expressions as values. All offsets are relative to the chunk that the expression stands in, half-open."""

from __future__ import annotations

from typing import NamedTuple


class Name(NamedTuple):
    """A name as written; empty where it is missing."""

    text: str
    start: int
    end: int


class Literal(NamedTuple):
    """A string, number, boolean, ``null`` or colour. ``value`` is the Python value, escapes resolved.

    ``kind`` is ``string``, ``template``, ``number``, ``boolean``, ``null`` or ``color``; ``suffix`` the
    unit letters of a number such as ``100ms``.
    """

    kind: str
    value: str | float | bool | None
    start: int
    end: int
    suffix: str = ""


class NameUse(NamedTuple):
    """A bare name; empty where a value is missing."""

    name: str
    start: int
    end: int


class Reference(NamedTuple):
    """``kind#id``."""

    kind: Name
    id: Name
    start: int
    end: int


class Member(NamedTuple):
    """``target.name``."""

    target: Expr
    name: Name
    start: int
    end: int


class Index(NamedTuple):
    """``target[index]``."""

    target: Expr
    key: Expr
    start: int
    end: int


class Argument(NamedTuple):
    """An argument of a trait, widget or call; ``key`` is None for a positional one."""

    key: Name | None
    value: Expr
    start: int
    end: int


class Invoke(NamedTuple):
    """``callee(arguments)``."""

    callee: Expr
    arguments: tuple[Argument, ...]
    start: int
    end: int


class Unary(NamedTuple):
    """``!x``, ``-x``, ``+x``."""

    operator: str
    operand: Expr
    start: int
    end: int


class Binary(NamedTuple):
    """``left operator right``."""

    operator: str
    left: Expr
    right: Expr
    start: int
    end: int


class Ternary(NamedTuple):
    """``condition ? then : otherwise``."""

    condition: Expr
    then: Expr
    otherwise: Expr
    start: int
    end: int


class Arrow(NamedTuple):
    """``x => body``; ``body`` is None where it is a block of statements."""

    parameters: tuple[Name, ...]
    body: Expr | None
    start: int
    end: int


class ListOf(NamedTuple):
    """``[a, b]``."""

    items: tuple[Expr, ...]
    start: int
    end: int


class Entry(NamedTuple):
    """An entry of an object literal. ``quoted`` where the key is a string; its text is without quotes."""

    key: Name
    quoted: bool
    value: Expr | None
    start: int
    end: int


class Record(NamedTuple):
    """``{ key: value }``."""

    entries: tuple[Entry, ...]
    start: int
    end: int


class Opaque(NamedTuple):
    """Text whose meaning is not looked into: statements, broken text, spreads."""

    start: int
    end: int


Expr = (
    Literal
    | NameUse
    | Reference
    | Member
    | Index
    | Invoke
    | Unary
    | Binary
    | Ternary
    | Arrow
    | ListOf
    | Record
    | Opaque
)


def children(expression: Expr) -> tuple[Expr, ...]:
    """The expressions directly inside."""
    match expression:
        case Member() | Unary():
            return (expression[0] if isinstance(expression, Member) else expression.operand,)
        case Index():
            return (expression.target, expression.key)
        case Invoke():
            return (expression.callee, *(argument.value for argument in expression.arguments))
        case Binary():
            return (expression.left, expression.right)
        case Ternary():
            return (expression.condition, expression.then, expression.otherwise)
        case Arrow():
            return () if expression.body is None else (expression.body,)
        case ListOf():
            return expression.items
        case Record():
            return tuple(entry.value for entry in expression.entries if entry.value is not None)
        case _:
            return ()


def dotted(expression: Expr) -> tuple[Name, ...] | None:
    """The names of a chain such as ``state.spindle.rpm``; None for anything else."""
    names: list[Name] = []
    while isinstance(expression, Member):
        names.append(expression.name)
        expression = expression.target
    if not isinstance(expression, NameUse):
        return None
    names.append(Name(*expression))
    return tuple(reversed(names))

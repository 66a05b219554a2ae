"""What kind of value an expression has, as far as the text tells."""

from __future__ import annotations

from typing import Literal as OneOf
from typing import NamedTuple

from holo_lsp.model.expressions import (
    Binary,
    Expr,
    ListOf,
    Literal,
    Record,
    Ternary,
    Unary,
)
from holo_lsp.units import unit_from_comment

Shape = OneOf["number", "string", "boolean", "list", "record", "unknown"]

_COMPARISONS = frozenset({"==", "===", "!=", "!==", "<", ">", "<=", ">="})
_ARITHMETIC = frozenset({"-", "*", "/", "%"})
_LITERALS: dict[str, Shape] = {
    "string": "string",
    "template": "string",
    "color": "string",
    "number": "number",
    "boolean": "boolean",
}


class FieldFact(NamedTuple):
    """What a rule may know of a state field: its shape, the unit its comment gives, and who declares it."""

    shape: Shape
    unit: str | None
    owner: str | None
    """The template that it is inherited from."""


def shape_of(expression: Expr | None) -> Shape:
    """The shape of a value; ``unknown`` where only running could tell."""
    match expression:
        case Literal():
            return _LITERALS.get(expression.kind, "unknown")
        case ListOf():
            return "list"
        case Record():
            return "record"
        case Unary():
            return "boolean" if expression.operator == "!" else "number"
        case Binary():
            if expression.operator in _COMPARISONS:
                return "boolean"
            if expression.operator in _ARITHMETIC:
                return "number"
            left, right = shape_of(expression.left), shape_of(expression.right)
            if expression.operator == "+" and "string" in {left, right}:
                return "string"
            return left if left == right else "unknown"
        case Ternary():
            then, otherwise = shape_of(expression.then), shape_of(expression.otherwise)
            return then if then == otherwise else "unknown"
        case _:
            return "unknown"


def unit_of(comment: str | None) -> str | None:
    """The symbol of the unit that a comment is, if it is nothing else."""
    unit = unit_from_comment(comment) if comment else None
    return unit.symbol if unit else None

"""What a trait's use gives for an argument, however it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holo_lsp.model import Property
from holo_lsp.model.expressions import Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holo_lsp.model import TraitUse
    from holo_lsp.model.expressions import Expr


def given(use: TraitUse) -> Iterator[tuple[str, Expr]]:
    """The named arguments in parentheses, then ``key: value`` in the body, which may mean the same.

    Of a trait whose body is something else, such as ``@state``, the body's entries are no arguments.
    """
    for argument in use.arguments:
        if argument.key is not None:
            yield argument.key.text, argument.value
    for member in use.body or ():
        if isinstance(member, Property):
            yield member.key.text, member.value


def value_of(use: TraitUse, key: str) -> Expr | None:
    """The value of the argument ``key``; None where it is not given."""
    return next((value for name, value in given(use) if name == key), None)


def text_of(value: Expr | None) -> str | None:
    """The text of a string literal; None for another expression."""
    if isinstance(value, Literal) and value.kind == "string" and isinstance(value.value, str):
        return value.value
    return None

"""What a trait's use gives for an argument, however it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holo_lsp.model import Property
from holo_lsp.model.expressions import Literal, Opaque

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holo_lsp.model import TraitUse
    from holo_lsp.model.expressions import Argument as GivenArgument
    from holo_lsp.model.expressions import Expr
    from holo_lsp.traits.spec import Argument, Widget


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


def positional(arguments: Sequence[GivenArgument], widget: Widget) -> tuple[Argument, Expr] | None:
    """What a call gives without a name in the first place: the widget's first argument that is needed."""
    if not arguments or arguments[0].key is not None or isinstance(arguments[0].value, Opaque):
        return None
    names = {argument.key.text for argument in arguments if argument.key is not None}
    needed = next((a for a in widget.arguments if a.required and a.name not in names), None)
    return None if needed is None else (needed, arguments[0].value)

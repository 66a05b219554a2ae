"""How long and how finely a history is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holo_lsp.analysis.finding import Finding, Related
from holo_lsp.analysis.uses import text_of, value_of
from holo_lsp.traits import roles
from holo_lsp.units import Duration, UnitError, parse_duration

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holo_lsp.analysis.view import View
    from holo_lsp.model import Declaration, TraitUse
    from holo_lsp.model.expressions import Expr


def check(declaration: Declaration, view: View) -> Iterator[Finding]:
    """Check the lengths of time that each ``@time_series`` of the declaration gives."""
    if roles.TIME_SERIES not in declaration.digest.traits:
        return
    for base, use in declaration.traits():
        if use.name.text == roles.TIME_SERIES:
            yield from _lengths(base, use, view)


def _lengths(base: int, use: TraitUse, view: View) -> Iterator[Finding]:
    lengths = {key: _duration(value_of(use, key)) for key in (roles.RETENTION, roles.RESOLUTION)}
    zero = [key for key, length in lengths.items() if length is not None and length.seconds == 0]
    for key in zero:
        yield Finding("HS206", *_place(base, use, key), f"`{key}` must be more than nothing.")
    resolution = lengths[roles.RESOLUTION]
    if zero or resolution is None:
        return
    is_given = value_of(use, roles.RETENTION) is not None
    retention = lengths[roles.RETENTION] if is_given else _default_retention(view)
    if retention is None or resolution <= retention:
        return
    related = ()
    if is_given:
        related = (Related(*_place(base, use, roles.RETENTION), f"It is kept for {retention}."),)
    message = (
        f"A point stands for {resolution} and is kept for {retention} only:"
        f" make `{roles.RESOLUTION}` shorter than `{roles.RETENTION}`."
    )
    yield Finding("HS210", *_place(base, use, roles.RESOLUTION), message, related=related)


def _default_retention(view: View) -> Duration | None:
    if view.declaration.block.bases:  # a template may give it
        return _duration(view.argument(roles.TIME_SERIES, roles.RETENTION))
    arguments = view.catalogue.traits[roles.TIME_SERIES].arguments
    default = next(argument.default for argument in arguments if argument.name == roles.RETENTION)
    return parse_duration(default) if isinstance(default, str) else None


def _duration(value: Expr | None) -> Duration | None:
    text = text_of(value)
    if text is None:
        return None
    try:
        return parse_duration(text)
    except UnitError:  # another rule's finding
        return None


def _place(base: int, use: TraitUse, key: str) -> tuple[int, int]:
    value = value_of(use, key)
    return (base + value.start, base + value.end) if value else (base + use.start, base + use.name.end)

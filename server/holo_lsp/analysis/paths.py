"""Paths to state fields as they are written: ``x``, ``state.x``, ``id.x``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from holo_lsp.analysis.strings import content_of
from holo_lsp.model.expressions import dotted
from holo_lsp.traits import roles

if TYPE_CHECKING:
    from holo_lsp.model.expressions import Expr

_SEGMENT = re.compile(r"[^.\[\]]+")


class Step(NamedTuple):
    """A name in a path. The offsets are absolute; ``exact`` where a fix may replace just them."""

    text: str
    start: int
    end: int
    exact: bool = True


def steps_of(document: str, base: int, value: Expr) -> list[Step]:
    """The names in a path that is written as a string or as an expression; nothing for what is no path."""
    content = content_of(document, base, value)
    if content is not None:
        matches = _SEGMENT.finditer(content.text)
        return [Step(m[0], *content.span(*m.span()), content.exact) for m in matches]
    names = dotted(value)
    if not names or not names[0].text:
        return []
    return [Step(name.text, base + name.start, base + name.end) for name in names]


def is_prefixed(steps: list[Step]) -> bool:
    """Does the path begin with ``state.``?"""
    return len(steps) > 1 and steps[0].text == roles.STATE_ROOT


def target_of(steps: list[Step]) -> str:
    """What a path names, the same for ``x`` and ``state.x``."""
    return ".".join(step.text for step in (steps[1:] if is_prefixed(steps) else steps))

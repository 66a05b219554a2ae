"""What can be wrong in ``holo.traits.json``, as messages about places in its JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Literal, NamedTuple

from holo_lsp.addresses.nearest import nearest_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from holo_lsp.traits.jsontext import Path

Part = Literal["value", "key", "opening"]
"""What of the thing at a path is at fault: all of it, the key before it, or its opening brace."""

_FEW = 10
_LONGEST_QUOTE = 40


class Fault(NamedTuple):
    """Something wrong at ``path``; ``suggestion`` is the name that should stand there, when it is known."""

    path: Path
    message: str
    part: Part = "value"
    suggestion: str | None = None


def unknown(path: Path, value: object, known: Iterable[str], what: str, part: Part = "value") -> Fault:
    """``value`` is not ``what``: one of the ``known``. The nearest one is named, or all when they are few."""
    known = list(known)
    near = nearest_name(value, known) if isinstance(value, str) else None
    if near is not None:
        return Fault(path, f"{quoted(value)} is not {what}: write `{near}`", part, near)
    if not known:
        return Fault(path, f"{quoted(value)} is not {what}: remove it", part)
    hint = f": write {listed([*map(quoted, known)], 'or')}" if len(known) <= _FEW else ""
    return Fault(path, f"{quoted(value)} is not {what}{hint}", part)


def listed(words: Sequence[str], conjunction: str) -> str:
    """``words``, at least one, as part of a sentence: ``a, b or c``."""
    *most, last = words
    return f"{', '.join(most)} {conjunction} {last}" if most else last


def quoted(value: object) -> str:
    """A value of JSON as part of a sentence, cut where it is long."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"`{text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE] + '…'}`"

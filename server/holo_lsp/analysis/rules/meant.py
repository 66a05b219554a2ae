"""The declared name that an unknown one was meant to be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holo_lsp.addresses import nearest_name

if TYPE_CHECKING:
    from collections.abc import Iterable

#: What tells the members of a row apart: `cnc_2`, `line_b`, `cellC`.
_COUNT = re.compile(r"\d+|(?<=[_\- ])[A-Za-z]$|(?<=[a-z])[A-Z]$")
_FILLERS = str.maketrans("", "", "_- ")


def meant(word: str, known: Iterable[str]) -> str | None:
    """The one of ``known`` that ``word`` is another spelling or a misspelling of.

    ``spindle_rpm`` is another spelling of ``spindleRpm``. What differs in its number or last letter alone is
    no misspelling: ``cnc_3`` is not ``cnc_2``, but the next of its row.
    """
    names = [name for name in known if name != word]
    same = [name for name in names if _squashed(name) == _squashed(word)]
    if same:
        return same[0] if len(same) == 1 else None
    near = nearest_name(word, names)
    return None if near is None or _COUNT.sub("0", near) == _COUNT.sub("0", word) else near


def _squashed(name: str) -> str:
    return name.translate(_FILLERS).casefold()

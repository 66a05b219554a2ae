"""The declared name that an unknown one was meant to be."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from holo_lsp.addresses import nearest_name

#: What tells the members of a row apart: `cnc_2`, `line_b`, `cellC`.
_COUNT = re.compile(r"\d+|(?<=[_\- ])[A-Za-z]$|(?<=[a-z])[A-Z]$")
_FILLERS = str.maketrans("", "", "_- ")

#: Two slips, the most that are forgiven, change so many letters at most, and the length by so much.
_MOST_OTHER_LETTERS = 4
_MOST_LONGER = 2


class _Row(NamedTuple):
    """Names that are alike but for their counts."""

    names: list[str]
    letters: frozenset[str]


class _Names(NamedTuple):
    """Known names by what they have in common, as there may be thousands and only a few rows of them."""

    spellings: dict[str, list[str]]
    rows: dict[str, _Row]


def meant(word: str, known: tuple[str, ...]) -> str | None:
    """The one of ``known`` that ``word`` is another spelling or a misspelling of.

    ``spindle_rpm`` is another spelling of ``spindleRpm``. What differs in its number or last letter alone is
    no misspelling: ``cnc_3`` is not ``cnc_2``, but the next of its row.
    """
    names = _names(known)
    same = [name for name in names.spellings.get(_spelling(word), ()) if name != word]
    if same:
        return same[0] if len(same) == 1 else None
    form = _COUNT.sub("0", word)
    letters = frozenset(form)
    near = nearest_name(
        form,
        [
            other
            for other, row in names.rows.items()
            if abs(len(other) - len(form)) <= _MOST_LONGER
            and len(letters ^ row.letters) <= _MOST_OTHER_LETTERS
            and other != form
        ],
    )
    row = names.rows[near].names if near is not None else []
    if len(row) > 1:
        counts = _COUNT.findall(word)
        row = [name for name in row if _COUNT.findall(name) == counts]
    return row[0] if len(row) == 1 else None


@lru_cache(maxsize=16)
def _names(known: tuple[str, ...]) -> _Names:
    names = _Names({}, {})
    for name in dict.fromkeys(known):
        names.spellings.setdefault(_spelling(name), []).append(name)
        form = _COUNT.sub("0", name)
        if form not in names.rows:
            names.rows[form] = _Row([], frozenset(form))
        names.rows[form].names.append(name)
    return names


def _spelling(name: str) -> str:
    return name.translate(_FILLERS).casefold()

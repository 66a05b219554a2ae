"""The known name that a misspelt one was meant to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_FARTHEST = 2
_LONGEST = 32


def nearest_name(word: str, known: Iterable[str], *, slips: int = _FARTHEST) -> str | None:
    """The one name in ``known`` that is nearest to ``word``, if it is near at all and no other is as near.

    Near: at most ``slips`` insertions, deletions, substitutions or swaps of neighbours, and fewer than half
    the word's letters.
    """
    if len(word) > _LONGEST:
        return None
    ranked = sorted((_distance(word, name), name) for name in known)
    near = [name for distance, name in ranked if distance == ranked[0][0]]
    if len(near) != 1:
        return None
    distance = ranked[0][0]
    return near[0] if distance <= slips and 2 * distance < len(word) else None


def _distance(left: str, right: str) -> int:
    """Optimal string alignment distance."""
    before: list[int] = []
    last = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        row = [i]
        for j, b in enumerate(right, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]

"""Words of a large sorted list that differ from a given one by a few slips of the pen.

The list is walked as if it were a trie: neighbours share their first letters, so the rows of the distance
table for those are computed once, and a beginning that is already too far off passes over all words with it.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_AFTER_ALL = "\U0010ffff"


def within(words: Sequence[str], word: str, most: int) -> list[tuple[int, int]]:
    """(distance, position) of each of the sorted ``words`` that is at most ``most`` edits from ``word``.

    Edits are insertions, deletions, substitutions and swaps of neighbours (optimal string alignment).
    """
    found: list[tuple[int, int]] = []
    rows = [list(range(len(word) + 1))]  # rows[n]: distances of the beginnings of `word` from n letters
    walked = ""
    position = 0
    while position < len(words):
        candidate = words[position]
        shared = _shared(walked, candidate)
        del rows[shared + 1 :]
        walked = candidate
        for depth in range(shared, len(candidate)):
            rows.append(_next_row(rows, word, candidate, depth))
            if min(rows[-1]) > most and min(rows[-2]) >= most:  # and no swap with the letter before mends it
                walked = candidate[: depth + 1]
                position = bisect_left(words, walked + _AFTER_ALL, position + 1)
                break
        else:
            if rows[-1][-1] <= most:
                found.append((rows[-1][-1], position))
            position += 1
    return found


def _shared(left: str, right: str) -> int:
    """How many letters both begin with."""
    for length, (a, b) in enumerate(zip(left, right, strict=False)):
        if a != b:
            return length
    return min(len(left), len(right))


def _next_row(rows: list[list[int]], word: str, candidate: str, depth: int) -> list[int]:
    letter = candidate[depth]
    above = rows[-1]
    row = [depth + 1]
    left = depth + 1
    for column, other in enumerate(word):
        left = min(left + 1, above[column + 1] + 1, above[column] + (letter != other))
        if (
            depth
            and column
            and letter == word[column - 1]
            and candidate[depth - 1] == other
            and rows[-2][column - 1] + 1 < left
        ):
            left = rows[-2][column - 1] + 1
        row.append(left)
    return row

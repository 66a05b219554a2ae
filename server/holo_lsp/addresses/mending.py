"""Suggestions that hold: what a parser proposes is parsed before anybody sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from holo_lsp.addresses.errors import AddressError

if TYPE_CHECKING:
    from collections.abc import Callable

Parsed = TypeVar("Parsed")

#: A text with more faults than this is not a slip of the pen; guessing on would be noise.
_MOST_FAULTS = 6


def parse_or_suggest(read: Callable[[str], Parsed], text: str) -> Parsed:
    """What ``read`` makes of ``text``.

    ``read`` stops at the first fault and suggests the text with that one fault mended. Here the other faults
    are mended in turn, and the suggestion survives only if it parses in the end. Raises ``AddressError``.
    """
    try:
        return read(text)
    except AddressError as error:
        suggestion = _mend(read, error.suggestion)
        raise AddressError(error.message, error.start, error.end, suggestion) from None


def _mend(read: Callable[[str], object], candidate: str | None) -> str | None:
    for _ in range(_MOST_FAULTS):
        if candidate is None:
            return None
        try:
            read(candidate)
        except AddressError as error:
            candidate = error.suggestion
        else:
            return candidate
    return None

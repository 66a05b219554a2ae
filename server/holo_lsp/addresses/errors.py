"""The one error that every address parser raises."""

from __future__ import annotations


class AddressError(ValueError):
    """A text that is not the address it should be.

    ``start`` and ``end`` are character offsets into the parsed text (half-open) of the part at fault;
    ``suggestion`` is the whole text put right, when there is only one sensible way to do so.
    """

    def __init__(self, message: str, start: int, end: int, suggestion: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = end
        self.suggestion = suggestion

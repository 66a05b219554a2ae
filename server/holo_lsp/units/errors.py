"""The one error that the parsers of this room raise."""

from __future__ import annotations


class UnitError(ValueError):
    """A text that is not the quantity it should be.

    ``start`` and ``end`` are character offsets into the parsed text (half-open) of the part at fault;
    ``suggestion`` is the whole text put right, when there is only one sensible way to do so.
    """

    def __init__(self, message: str, start: int, end: int, suggestion: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = end
        self.suggestion = suggestion

"""A string literal and where its characters stand in the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from holo_lsp.analysis.finding import Fix, replacement
from holo_lsp.model.expressions import Literal

if TYPE_CHECKING:
    from holo_lsp.model.expressions import Entry, Expr

_LONGEST_TITLE = 60


class Content(NamedTuple):
    """What stands between a string's quotes.

    ``text`` has its escapes resolved; ``start`` and ``end`` are absolute offsets. ``exact`` where there were
    no escapes, so that each character of ``text`` is one of the file. ``quote`` is empty for a key without
    quotes.
    """

    text: str
    start: int
    end: int
    exact: bool
    quote: str

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the characters ``start:end`` of ``text`` stand.

        Where that cannot be told, or is nothing that could be seen, it is the whole literal.
        """
        if self.exact and start < end:
            return self.start + start, self.start + end
        wide = len(self.quote)
        return self.start - wide, self.end + wide

    def fix(self, text: str, *, title: str | None = None, sure: bool = True) -> Fix:
        """The fix that makes ``text`` the content."""
        title = title or f"Change to `{shortened(text)}`"
        written = escaped(text, self.quote or '"')
        if not self.quote:
            written = f'"{written}"'
        return replacement(title, self.start, self.end, written, sure=sure)


def content_of(document: str, base: int, value: Expr | None) -> Content | None:
    """The content of a string literal whose offsets are relative to ``base``; None for another expression."""
    if not isinstance(value, Literal) or value.kind != "string" or not isinstance(value.value, str):
        return None
    start, end = base + value.start, base + value.end
    quote = document[start : start + 1]
    return _content(document, value.value, start + 1, end, quote)


def key_of(document: str, base: int, entry: Entry) -> Content:
    """The content of an entry's key."""
    key = entry.key
    start, end = base + key.start, base + key.end
    if not entry.quoted:
        return Content(key.text, start, end, exact=True, quote="")
    exact = document[start:end] == key.text
    return Content(key.text, start, end, exact, document[start - 1 : start])


def _content(document: str, text: str, start: int, end: int, quote: str) -> Content:
    if document.startswith(text, start):
        return Content(text, start, start + len(text), exact=True, quote=quote)
    closed = document[end - 1 : end] == quote
    return Content(text, start, end - closed, exact=False, quote=quote)


def escaped(text: str, quote: str) -> str:
    """``text`` as it is written between ``quote`` and ``quote``."""
    text = text.replace("\\", "\\\\").replace(quote, f"\\{quote}")
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c > "\uffff" else f"\\u{ord(c):04x}" for c in text)


def shortened(text: str) -> str:
    """``text`` on one line, its middle left out where it is long."""
    if len(text) > _LONGEST_TITLE:
        half = _LONGEST_TITLE // 2
        text = f"{text[:half]}…{text[-half:]}"
    return "".join(char if char.isprintable() else "\ufffd" for char in text)

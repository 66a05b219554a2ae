"""Markdown of which no part means more than it says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST = 200
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_BLANKS = re.compile(r"\s+")
_TICKS = re.compile(r"`+")


def escape(text: str, limit: int = _LONGEST) -> str:
    """Somebody else's text as Markdown that shows it on one line, at most ``limit`` characters of it.

    All ASCII punctuation is escaped, so that none of it begins markup, HTML, an entity or a link (CommonMark
    0.31 §2.4, §6). What cannot be seen becomes U+FFFD.
    """
    return _PUNCTUATION.sub(r"\\\1", one_line(text, limit))


def code(text: str, limit: int = _LONGEST) -> str:
    """A code span that shows ``text`` on one line and that nothing in it can end (CommonMark 0.31 §6.1)."""
    line = one_line(text, limit)
    if not line:
        return ""
    ticks = "`" * (_longest_ticks(line) + 1)
    return f"{ticks} {line} {ticks}" if "`" in line else f"{ticks}{line}{ticks}"


def fence(text: str) -> str:
    """A block of source text that nothing in it can end (CommonMark 0.31 §4.5)."""
    ticks = "`" * max(3, _longest_ticks(text) + 1)
    return f"{ticks}holoscript\n{text}\n{ticks}"


def page(*paragraphs: str) -> str:
    """The paragraphs that are not empty."""
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def bullets(lines: Sequence[str], limit: int, total: int | None = None) -> str:
    """A list of at most ``limit`` lines, and how many more there are, of ``total`` or of ``lines``."""
    shown = [f"- {line}" for line in lines[:limit]]
    more = (len(lines) if total is None else total) - len(shown)
    return "\n".join([*shown, f"- … and {more} more"] if more else shown)


def one_line(text: str, limit: int = _LONGEST) -> str:
    """Somebody else's text on one line, for where nothing is markup. What cannot be seen becomes U+FFFD."""
    line = _BLANKS.sub(" ", text).strip()
    line = "".join(char if char.isprintable() else "\ufffd" for char in line)
    return line if len(line) <= limit else line[: limit - 1] + "…"


def _longest_ticks(text: str) -> int:
    return max((len(ticks) for ticks in _TICKS.findall(text)), default=0)

"""What a rule found, in terms of offsets into the text."""

from __future__ import annotations

from typing import Literal, NamedTuple

Severity = Literal["error", "warning", "information", "hint"]


class Edit(NamedTuple):
    """Replace the characters ``start:end`` with ``text``."""

    start: int
    end: int
    text: str


class Fix(NamedTuple):
    """A quick fix. ``sure`` when it is plainly what was meant."""

    title: str
    edits: tuple[Edit, ...]
    sure: bool = True


class Related(NamedTuple):
    """A second place in the same file that explains a finding."""

    start: int
    end: int
    message: str


class Finding(NamedTuple):
    """``code`` is one of ``codes.CODES``; ``severity`` None means the code's own."""

    code: str
    start: int
    end: int
    message: str
    severity: Severity | None = None
    fixes: tuple[Fix, ...] = ()
    related: tuple[Related, ...] = ()

    def moved(self, by: int) -> Finding:
        """The same finding ``by`` characters further on."""
        if not by:
            return self
        return Finding(
            self.code,
            self.start + by,
            self.end + by,
            self.message,
            self.severity,
            tuple(
                Fix(title, tuple(Edit(s + by, e + by, text) for s, e, text in edits), sure)
                for title, edits, sure in self.fixes
            ),
            tuple(Related(s + by, e + by, message) for s, e, message in self.related),
        )


def replacement(title: str, start: int, end: int, text: str, *, sure: bool = True) -> Fix:
    """A fix that replaces one stretch of text."""
    return Fix(title, (Edit(start, end, text),), sure)

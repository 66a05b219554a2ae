"""The stretch of a text that several edits have changed together, and what lies outside of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from holo_lsp.analysis.finding import Edit, Finding, Fix, Related

if TYPE_CHECKING:
    from collections.abc import Iterable


class Hull(NamedTuple):
    """The characters ``start:old_end`` of a text have become ``start:end`` of a later one."""

    start: int
    old_end: int
    end: int

    def edited(self, start: int, end: int, length: int) -> Hull:
        """With one more edit of the later text: ``start:end`` gave way to ``length`` characters."""
        beyond = max(0, end - self.end)
        return Hull(min(self.start, start), self.old_end + beyond, self.end + beyond + length - (end - start))

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Where a stretch of the old text stands now; None where it was touched."""
        if end <= self.start:
            return start, end
        if start >= self.old_end:
            by = self.end - self.old_end
            return start + by, end + by
        return None


def hull(start: int, end: int, length: int) -> Hull:
    """The hull of one edit."""
    return Hull(start, end, start + length)


def carried(findings: Iterable[Finding], over: Hull) -> list[Finding]:
    """Findings of an old text as they stand in the later one; without those that were touched."""
    return [moved for finding in findings if (moved := _carried(finding, over)) is not None]


def _carried(finding: Finding, over: Hull) -> Finding | None:
    span = over.span(finding.start, finding.end)
    if span is None:
        return None
    related = [
        Related(*place, message)
        for start, end, message in finding.related
        if (place := over.span(start, end)) is not None
    ]
    fixes = [fix for fix in (_carried_fix(fix, over) for fix in finding.fixes) if fix is not None]
    return finding._replace(start=span[0], end=span[1], related=tuple(related), fixes=tuple(fixes))


def _carried_fix(fix: Fix, over: Hull) -> Fix | None:
    edits: list[Edit] = []
    for start, end, text in fix.edits:
        place = over.span(start, end)
        if place is None:
            return None
        edits.append(Edit(*place, text))
    return fix._replace(edits=tuple(edits))

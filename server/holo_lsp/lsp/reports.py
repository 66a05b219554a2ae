"""What the editor is told of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from holo_lsp.analysis.finding import Finding, replacement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holo_lsp.analysis.finding import Severity
    from holo_lsp.lsp.folders import TraitFile
    from holo_lsp.syntax import LineIndex


class Report(NamedTuple):
    """A finding and how grave it is by the settings. One in a trait file has no code."""

    finding: Finding
    severity: Severity


class Publication(NamedTuple):
    """All reports of a file; ``version`` is None for one that is not open."""

    uri: str
    version: int | None
    lines: LineIndex
    reports: Sequence[Report]


def trait_file_reports(file: TraitFile) -> list[Report]:
    """What is wrong with a trait file."""
    return [
        Report(
            Finding(
                "",
                problem.start,
                problem.end,
                f"{problem.message}.",
                fixes=()
                if problem.suggestion is None
                else (
                    replacement(
                        f"Write {problem.suggestion}", problem.start, problem.end, problem.suggestion
                    ),
                ),
            ),
            problem.severity,
        )
        for problem in file.problems
    ]

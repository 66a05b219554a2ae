"""Findings as SARIF 2.1.0 (OASIS), which code hosts and CI systems show beside the source."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from holo_lsp import __version__
from holo_lsp.analysis.codes import CODES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holo_lsp.cli.report import Reported
    from holo_lsp.syntax import LineIndex

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "information": "note", "hint": "note"}


def as_sarif(findings: Sequence[Reported]) -> str:
    """One run with one result for each finding. Columns are in UTF-16 code units (§3.14.17)."""
    used = sorted({reported.finding.code for reported in findings})
    driver = {
        "name": "holo",
        "version": __version__,
        "rules": [
            {
                "id": code,
                "name": CODES[code].name,
                "shortDescription": {"text": CODES[code].summary},
                "defaultConfiguration": {"level": _LEVELS[CODES[code].severity]},
            }
            for code in used
        ],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "utf16CodeUnits",
        "results": [_result(reported, used.index(reported.finding.code)) for reported in findings],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _result(reported: Reported, rule: int) -> dict[str, Any]:
    path, lines, finding, severity = reported
    uri = path.as_posix()
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": _LEVELS[severity],
        "message": {"text": finding.message},
        "locations": [_location(uri, lines, finding.start, finding.end)],
    }
    if finding.related:
        result["relatedLocations"] = [
            {**_location(uri, lines, related.start, related.end), "message": {"text": related.message}}
            for related in finding.related
        ]
    if finding.fixes:
        result["fixes"] = [
            {
                "description": {"text": fix.title},
                "artifactChanges": [
                    {
                        "artifactLocation": {"uri": uri},
                        "replacements": [
                            {
                                "deletedRegion": _region(lines, edit.start, edit.end),
                                "insertedContent": {"text": edit.text},
                            }
                            for edit in fix.edits
                        ],
                    }
                ],
            }
            for fix in finding.fixes
        ]
    return result


def _location(uri: str, lines: LineIndex, start: int, end: int) -> dict[str, Any]:
    return {
        "physicalLocation": {"artifactLocation": {"uri": uri}, "region": _region(lines, start, end)},
    }


def _region(lines: LineIndex, start: int, end: int) -> dict[str, int]:
    line, column = lines.position(start, "utf-16")
    end_line, end_column = lines.position(end, "utf-16")
    return {
        "startLine": line + 1,
        "startColumn": column + 1,
        "endLine": end_line + 1,
        "endColumn": end_column + 1,
    }

"""Findings for people and for programs."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from holo_lsp.analysis.codes import CODES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from holo_lsp.analysis.finding import Finding, Severity
    from holo_lsp.syntax import LineIndex

#: Words carry the meaning. The colours only help, and any colour vision tells them apart.
_COLORS: dict[str, str] = {"error": "38;5;202", "warning": "33", "information": "34", "hint": "90"}
_WIDEST = 160
_CREDENTIAL = "HS407"


class Reported(NamedTuple):
    """A finding in its file, with the severity that counts."""

    path: Path
    lines: LineIndex
    finding: Finding
    severity: Severity


def human(findings: Sequence[Reported], files: int, *, color: bool | None = None) -> str:
    """A report to read: each finding with its line, and a summary."""
    paint = _Paint(on=_wants_color() if color is None else color)
    secrets = [reported for reported in findings if reported.finding.code == _CREDENTIAL]
    blocks = [_block(reported, paint, secrets) for reported in findings]
    blocks.append(_summary(findings, files))
    return "\n\n".join(blocks) + "\n"


def _block(reported: Reported, paint: _Paint, secrets: Sequence[Reported]) -> str:
    path, lines, finding, severity = reported
    line, column = lines.position(finding.start, "utf-32")
    head = f"{path}:{line + 1}:{column + 1}: {paint(severity, severity)} {finding.code} {finding.message}"
    number = str(line + 1)
    gutter = " " * len(number)
    text = _without_secrets(lines.line_text(line).replace("\t", " "), path, line, secrets)
    shift = max(0, column - _WIDEST // 2) if len(text) > _WIDEST else 0
    shown = text[shift : shift + _WIDEST]
    length = max(1, min(finding.end - finding.start, len(text) - column))
    marks = " " * (column - shift) + paint("^" * min(length, _WIDEST), severity)
    rows = [head, f"  {number} | {shown}", f"  {gutter} | {marks}"]
    for related in finding.related:
        at, col = lines.position(related.start, "utf-32")
        rows.append(f"  {gutter} = {path}:{at + 1}:{col + 1}: {related.message}")
    rows.extend(f"  {gutter} = fix: {fix.title}" for fix in finding.fixes[:3])
    return "\n".join(rows)


def _without_secrets(text: str, path: Path, line: int, secrets: Sequence[Reported]) -> str:
    """The line as it may stand in the log of a CI run: credentials are dots."""
    for secret in secrets:
        at, column = secret.lines.position(secret.finding.start, "utf-32")
        if (secret.path, at) == (path, line):
            end = min(len(text), column + secret.finding.end - secret.finding.start)
            text = text[:column] + "•" * (end - column) + text[end:]
    return text


def _summary(findings: Sequence[Reported], files: int) -> str:
    counts = Counter(reported.severity for reported in findings)
    checked = _count(files, "file")
    names: tuple[tuple[Severity, str], ...] = (
        ("error", "error"),
        ("warning", "warning"),
        ("information", "note"),
        ("hint", "hint"),
    )
    told = [_count(counts[severity], word) for severity, word in names if counts[severity]]
    return f"{checked} checked: {', '.join(told) or 'nothing found'}."


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def as_json(findings: Sequence[Reported]) -> str:
    """A JSON list of findings; lines and columns count from 1, columns in characters."""
    return json.dumps([_plain(reported) for reported in findings], indent=2) + "\n"


def _plain(reported: Reported) -> dict[str, Any]:
    path, lines, finding, severity = reported
    return {
        "path": path.as_posix(),
        **_span(lines, finding.start, finding.end),
        "severity": severity,
        "code": finding.code,
        "name": CODES[finding.code].name,
        "message": finding.message,
        "fixes": [
            {
                "title": fix.title,
                "edits": [{**_span(lines, e.start, e.end), "text": e.text} for e in fix.edits],
            }
            for fix in finding.fixes
        ],
        "related": [{**_span(lines, r.start, r.end), "message": r.message} for r in finding.related],
    }


def _span(lines: LineIndex, start: int, end: int) -> dict[str, int]:
    line, column = lines.position(start, "utf-32")
    end_line, end_column = lines.position(end, "utf-32")
    return {"line": line + 1, "column": column + 1, "endLine": end_line + 1, "endColumn": end_column + 1}


class _Paint:
    def __init__(self, *, on: bool) -> None:
        self.on = on

    def __call__(self, text: str, severity: str) -> str:
        return f"\x1b[{_COLORS[severity]}m{text}\x1b[0m" if self.on else text


def _wants_color() -> bool:
    """See no-color.org; FORCE_COLOR is for CI systems that show colours without a terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty()

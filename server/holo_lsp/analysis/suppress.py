"""``// holo: ignore[HS203]`` silences codes on its line, or on the next line when it stands alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holo_lsp.analysis.finding import Finding, replacement

if TYPE_CHECKING:
    from holo_lsp.syntax import Document

#: The codes of findings about the live plant start so.
_LIVE = "HS7"

_IGNORE = re.compile(r"(?://|/\*)[ \t]*holo:[ \t]*ignore(?:\[([^\]\r\n]*)\])?")


def suppress(document: Document, findings: list[Finding]) -> list[Finding]:
    """The findings that no comment silences, and one for each comment that silences nothing."""
    if "holo:" not in document.text:
        return findings
    lines = document.lines
    comments: list[tuple[int, int, int, frozenset[str] | None]] = []
    for at, leaf in document.leaves():
        if "holo:" not in leaf.text:
            continue
        for start, end in leaf.comments:
            match = _IGNORE.match(leaf.text, start, end)
            if match:
                line = lines.line_of(at + start)
                alone = not lines.text[lines.starts[line] : at + start].strip()
                codes = match[1] and frozenset(code.strip() for code in match[1].split(","))
                comments.append((at + start, at + end, line + alone, codes or None))
    if not comments:
        return findings
    used: set[int] = set()
    kept: list[Finding] = []
    for finding in findings:
        line = lines.line_of(finding.start)
        silencing = [c for c in comments if c[2] == line and (c[3] is None or finding.code in c[3])]
        used.update(comment[0] for comment in silencing)
        if not silencing:
            kept.append(finding)
    for start, end, _, codes in comments:
        if start not in used and not _is_for_the_plant(codes):
            fix = replacement("Remove the ignore comment", start, end, "")
            kept.append(
                Finding("HS110", start, end, "This comment silences nothing: remove it.", fixes=(fix,))
            )
    return kept


def _is_for_the_plant(codes: frozenset[str] | None) -> bool:
    """Are they codes of the live plant alone? What it would find, nobody knows while it is away."""
    return codes is not None and all(code.startswith(_LIVE) for code in codes)

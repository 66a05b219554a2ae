"""The fix that silences a finding: ``// holo: ignore[HS203]`` at the end of its line, or above it."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from holo_lsp.analysis.finding import Fix, replacement

if TYPE_CHECKING:
    from holo_lsp.analysis.finding import Finding
    from holo_lsp.syntax import Document

#: What is wrong with the text itself is to be mended.
_NEVER = frozenset({"HS101", "HS102", "HS110"})

_CODES = re.compile(r"(?://|/\*)[ \t]*holo:[ \t]*ignore\[([^\]\r\n]*)(?=\])")
_BREAK = re.compile(r"\r\n|\r|\n")


def ignore_fix(document: Document, finding: Finding) -> Fix | None:
    """The fix, or None for what cannot be silenced, or where no comment can stand."""
    if finding.code in _NEVER:
        return None
    lines = document.lines
    line = lines.line_of(finding.start)
    start, end = lines.starts[line], lines.line_end(line)
    title = f"Ignore {finding.code} here"
    earlier = _ignore_comment(document, start, end) or _ignore_above(document, line)
    if earlier is not None:
        return replacement(title, earlier, earlier, f", {finding.code}", sure=False)
    comment = f"// holo: ignore[{finding.code}]"
    if _is_free(document, end):
        return replacement(title, end, end, f" {comment}", sure=False)
    if not _is_free(document, start):
        return None
    text = lines.line_text(line)
    indent = text[: len(text) - len(text.lstrip())]
    ending = _BREAK.search(document.text)
    return replacement(title, start, start, f"{indent}{comment}{ending[0] if ending else ''}", sure=False)


def _ignore_above(document: Document, line: int) -> int | None:
    """Where to add a code to an ignore comment that stands alone on the line before."""
    if line == 0:
        return None
    start, end = document.lines.starts[line - 1], document.lines.line_end(line - 1)
    text = document.text[start:end]
    alone = text.lstrip().startswith(("//", "/*"))
    return _ignore_comment(document, start, end) if alone else None


def _ignore_comment(document: Document, start: int, end: int) -> int | None:
    """Where to add a code to the ignore comment that ends a line."""
    at, leaf = document.leaf_at(end)
    for first, last in leaf.comments:
        if start <= at + first and at + last >= end:
            codes = _CODES.match(leaf.text, first, last)
            return codes and at + codes.end()
    return None


def _is_free(document: Document, offset: int) -> bool:
    """Can a comment begin at ``offset``, which is the start or end of a line?"""
    at, leaf = document.leaf_at(offset)
    inside = offset - at
    token = bisect_right(leaf.starts, inside) - 1
    if token >= 0 and leaf.starts[token] < inside < leaf.ends[token]:
        return False
    return not any(
        first < inside < last or (inside == last and leaf.text.startswith("//", first))
        for first, last in leaf.comments
    )

"""How a fix writes new lines: like those beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holo_lsp.syntax import Document


def indentation(document: Document, offset: int) -> str | None:
    """The white space before ``offset``, if it is the first thing on its line."""
    lines = document.lines
    lead = document.text[lines.starts[lines.line_of(offset)] : offset]
    return lead if not lead or lead.isspace() else None


def line_break(document: Document, offset: int) -> str:
    """How the line of ``offset`` ends, or LF where it is the last one."""
    lines = document.lines
    line = lines.line_of(offset)
    return document.text[lines.line_end(line) : lines.starts[line + 1]] if line + 1 < len(lines) else "\n"

"""Our plain types as those of LSP. Offsets become positions here and nowhere else."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, get_args

from lsprotocol import types
from lsprotocol.converters import get_converter

from holo_lsp.analysis.completion import Kind
from holo_lsp.analysis.pages import page_uri

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cattrs import Converter

    from holo_lsp.analysis.completion import Item
    from holo_lsp.analysis.finding import Edit, Fix, Severity
    from holo_lsp.lsp.client import Client
    from holo_lsp.lsp.documents import OpenFile
    from holo_lsp.lsp.reports import Publication, Report
    from holo_lsp.syntax import Encoding, LineIndex

SOURCE = "holo"

_SEVERITIES: dict[Severity, int] = {
    "error": int(types.DiagnosticSeverity.Error),
    "warning": int(types.DiagnosticSeverity.Warning),
    "information": int(types.DiagnosticSeverity.Information),
    "hint": int(types.DiagnosticSeverity.Hint),
}

_KINDS: dict[Kind, types.CompletionItemKind] = {
    kind: types.CompletionItemKind[kind.title().replace("_", "")] for kind in get_args(Kind)
}

#: What has no effect, and is shown faded.
_UNNECESSARY = frozenset({"HS110", "HS211"})


def to_range(lines: LineIndex, start: int, end: int, encoding: Encoding) -> types.Range:
    """The range of the characters ``start:end``."""
    first = types.Position(*lines.position(start, encoding))
    last = first if end == start else types.Position(*lines.position(end, encoding))
    return types.Range(first, last)


def to_offset(lines: LineIndex, position: types.Position, encoding: Encoding) -> int:
    """The offset of a position; one outside of the text counts as the nearest inside."""
    return lines.offset(position.line, position.character, encoding)


def to_span(lines: LineIndex, span: types.Range, encoding: Encoding) -> tuple[int, int]:
    """The offsets of a range."""
    start, end = to_offset(lines, span.start, encoding), to_offset(lines, span.end, encoding)
    return min(start, end), max(start, end)


def to_publication(publication: Publication, client: Client) -> dict[str, Any]:
    """A file's reports, as the JSON of ``PublishDiagnosticsParams``.

    The types of lsprotocol would take longer here than finding the faults: this is done for every key.
    """
    uri, version, lines, reports = publication
    diagnostics = [_diagnostic(report, uri, lines, client) for report in reports]
    params = {"uri": uri, "diagnostics": diagnostics}
    return params if version is None else {**params, "version": version}


def to_diagnostic(report: Report, uri: str, lines: LineIndex, client: Client) -> types.Diagnostic:
    """One report, as far as the client understands it."""
    return _converter().structure(_diagnostic(report, uri, lines, client), types.Diagnostic)


def _diagnostic(report: Report, uri: str, lines: LineIndex, client: Client) -> dict[str, Any]:
    finding = report.finding
    made: dict[str, Any] = {
        "range": _range(lines, finding.start, finding.end, client.encoding),
        "severity": _SEVERITIES[report.severity],
        "source": SOURCE,
        "message": finding.message,
    }
    if finding.code:
        made["code"] = finding.code
        if client.code_descriptions:
            made["codeDescription"] = {"href": _page(finding.code)}
    if finding.code in _UNNECESSARY and types.DiagnosticTag.Unnecessary in client.tags:
        made["tags"] = [int(types.DiagnosticTag.Unnecessary)]
    if finding.related and client.related_information:
        made["relatedInformation"] = [
            {
                "location": {"uri": uri, "range": _range(lines, start, end, client.encoding)},
                "message": message,
            }
            for start, end, message in finding.related
        ]
    return made


def _range(lines: LineIndex, start: int, end: int, encoding: Encoding) -> dict[str, Any]:
    line, character = lines.position(start, encoding)
    end_line, end_character = lines.position(end, encoding)
    return {
        "start": {"line": line, "character": character},
        "end": {"line": end_line, "character": end_character},
    }


def to_edits(edits: Iterable[Edit], lines: LineIndex, encoding: Encoding) -> list[types.TextEdit]:
    """Edits of one text."""
    return [types.TextEdit(to_range(lines, start, end, encoding), text) for start, end, text in edits]


def to_code_action(
    fix: Fix, file: OpenFile, client: Client, diagnostic: types.Diagnostic | None
) -> types.CodeAction:
    """A quick fix of ``file`` as it is now."""
    edits = to_edits(fix.edits, file.lines, client.encoding)
    if client.versioned_edits:
        document = types.OptionalVersionedTextDocumentIdentifier(file.uri, file.version)
        edit = types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(document, edits)])
    else:
        edit = types.WorkspaceEdit(changes={file.uri: edits})
    return types.CodeAction(
        fix.title,
        kind=types.CodeActionKind.QuickFix,
        diagnostics=None if diagnostic is None else [diagnostic],
        is_preferred=True if fix.sure and client.preferred_actions else None,
        edit=edit,
    )


def to_completion_item(item: Item, offset: int, file: OpenFile, client: Client) -> types.CompletionItem:
    """A completion that was asked for at ``offset``."""
    lines, encoding = file.lines, client.encoding
    replaced = to_range(lines, item.start, item.end, encoding)
    edit: types.TextEdit | types.InsertReplaceEdit
    if client.insert_replace and item.end > offset:
        inserted = types.Range(replaced.start, to_range(lines, offset, offset, encoding).end)
        edit = types.InsertReplaceEdit(item.text, insert=inserted, replace=replaced)
    else:
        edit = types.TextEdit(replaced, item.text)
    made = types.CompletionItem(
        item.label,
        kind=_KINDS[item.kind],
        detail=item.detail or None,
        sort_text=item.sort_text,
        filter_text=item.filter_text,
        insert_text_format=types.InsertTextFormat.Snippet if item.is_snippet else None,
        text_edit=edit,
        data={"uri": file.uri, "of": item.data} if item.data else None,
    )
    if item.detail and client.label_details:
        made.label_details = types.CompletionItemLabelDetails(description=item.detail)
    if item.documentation:
        made.documentation = to_markup(item.documentation, shown=client.completion_markdown)
    if item.edits:
        made.additional_text_edits = to_edits(item.edits, lines, encoding)
    if client.insert_text_modes and "\n" in item.text:
        modes = types.InsertTextMode
        made.insert_text_mode = modes.AdjustIndentation if item.is_snippet else modes.AsIs
    return made


def to_markup(markdown: str, *, shown: bool) -> types.MarkupContent:
    """Markdown for a client that shows it, and plain text for another."""
    if shown:
        return types.MarkupContent(types.MarkupKind.Markdown, markdown)
    return types.MarkupContent(types.MarkupKind.PlainText, plain_text(markdown))


_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,}).*$\n?", re.MULTILINE)
_CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_MARK = re.compile(r"\\([!-/:-@\[-`{-~])|\*\*(?=\S)|(?<=\S)\*\*|^#{1,6} ", re.MULTILINE)


def plain_text(markdown: str) -> str:
    """Markdown as a person would type it: without fences, ticks, stars and backslashes."""
    text: list[str] = []
    at = 0
    for code in _CODE.finditer(plain := _FENCE.sub("", markdown)):
        text += [_MARK.sub(r"\1", plain[at : code.start()]), code[2].strip()]
        at = code.end()
    return "".join([*text, _MARK.sub(r"\1", plain[at:])]).strip()


@cache
def _converter() -> Converter:
    return get_converter()


@cache
def _page(code: str) -> str:
    return page_uri(code)

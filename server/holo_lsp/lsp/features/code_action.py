"""``textDocument/codeAction``: the quick fixes of what is wrong at a place, and how to silence it.

At the address of a plant that may not be contacted yet, the question whether it may.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from holo_lsp.addresses import parse_endpoint
from holo_lsp.lsp.convert import to_code_action, to_diagnostic, to_span
from holo_lsp.lsp.features.live import CONNECT, unasked
from holo_lsp.lsp.ignore import ignore_fix
from holo_lsp.lsp.live_wanted import source_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holo_lsp.lsp.client import Client
    from holo_lsp.lsp.documents import OpenFile
    from holo_lsp.lsp.reports import Report
    from holo_lsp.lsp.session import Session


def code_action(session: Session, params: types.CodeActionParams, client: Client) -> list[types.CodeAction]:
    """All actions for a range; none for a client that knows only commands."""
    uri = params.text_document.uri
    file = session.file(uri)
    if file is None or not client.code_actions or not _wants_fixes(params.context.only):
        return []
    start, end = to_span(file.lines, params.range, client.encoding)
    reports = [
        report
        for report in session.workspace.reports(file)
        if report.finding.start <= end and start <= report.finding.end
    ]
    actions = [*_fixes(reports, file, client), *_ignores(reports, file, client)]
    if session.holo_file(uri) is not None:
        actions += _connections(session, file, start)
    return actions


def _wants_fixes(only: Sequence[types.CodeActionKind | str] | None) -> bool:
    """Kinds are hierarchical: a client that asks for the empty one asks for all."""
    return only is None or any(kind in {"", types.CodeActionKind.QuickFix} for kind in only)


def _fixes(reports: list[Report], file: OpenFile, client: Client) -> Iterator[types.CodeAction]:
    for report in reports:
        for fix in report.finding.fixes:
            yield to_code_action(fix, file, client, to_diagnostic(report, file.uri, file.lines, client))


def _ignores(reports: list[Report], file: OpenFile, client: Client) -> Iterator[types.CodeAction]:
    done: set[tuple[str, int]] = set()
    for report in reports:
        finding = report.finding
        key = (finding.code, file.lines.line_of(finding.start))
        fix = ignore_fix(file.document, finding) if finding.code and key not in done else None
        if fix is not None:
            done.add(key)
            yield to_code_action(fix, file, client, to_diagnostic(report, file.uri, file.lines, client))


def _connections(session: Session, file: OpenFile, offset: int) -> Iterator[types.CodeAction]:
    use = source_at(session.workspace.context(file).world, offset)
    policy = session.live.policy
    if use is None or not policy.enabled or not policy.workspace_trusted:
        return
    url = use.wanted.url
    if unasked(session.live, parse_endpoint(url)) is not None:
        title = f"Connect to {url}…"
        command = types.Command(title, CONNECT, arguments=[{"url": url}])
        yield types.CodeAction(title, kind=types.CodeActionKind.QuickFix, command=command)

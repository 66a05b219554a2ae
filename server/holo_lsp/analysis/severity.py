"""How grave a finding is, once the user has had a say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holo_lsp.analysis.codes import CODES

if TYPE_CHECKING:
    from holo_lsp.analysis.finding import Finding, Severity
    from holo_lsp.settings import Settings


def effective(finding: Finding, settings: Settings) -> Severity | None:
    """The severity to show; None when the settings turn the code off.

    A finding may be milder than its code; a setting is for the code as a whole, and outranks both.
    """
    chosen = settings.diagnostics.severity.get(finding.code)
    if chosen == "off":
        return None
    return chosen or finding.severity or CODES[finding.code].severity

"""All findings of a file, kept up to date by doing again only what an edit touched."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from holo_lsp.analysis.finding import Finding, Related
from holo_lsp.analysis.rules import FILE_RULES, RULES
from holo_lsp.analysis.rules.live import live_findings
from holo_lsp.analysis.rules.practices import gathered
from holo_lsp.analysis.suppress import suppress
from holo_lsp.analysis.view import Notes, View, still_true
from holo_lsp.facts import EMPTY_PLANT
from holo_lsp.syntax.document import MAX_TEXT

if TYPE_CHECKING:
    from holo_lsp.facts import PlantFacts
    from holo_lsp.model import Declaration, World
    from holo_lsp.settings import Settings
    from holo_lsp.syntax import Fault
    from holo_lsp.traits import Catalogue


class _Checked(NamedTuple):
    key: object
    """Held so that its identity is not given to another object."""
    notes: Notes
    findings: tuple[Finding, ...]
    """Relative to the declaration's chunk."""


class Checker:
    """The findings of one file. ``checked`` counts the declarations that the rules really ran on."""

    def __init__(self, catalogue: Catalogue, settings: Settings) -> None:
        self.catalogue = catalogue
        self.settings = settings
        self.checked = 0
        self._known: dict[int, _Checked] = {}
        self._of_text: tuple[World, list[Finding]] | None = None

    def check(self, world: World, plant: PlantFacts = EMPTY_PLANT) -> list[Finding]:
        """All findings, those about ``plant`` among them, in the order of the text.

        When only the plant has news, the text is not looked at again.
        """
        if self._of_text is None or self._of_text[0] is not world:
            self._of_text = world, self._in_text(world)
        findings = [*self._of_text[1], *live_findings(world, plant, self.catalogue)]
        findings = suppress(world.file.document, findings)
        findings.sort(key=lambda finding: (finding.start, finding.end, finding.code))
        return gathered(findings)

    def _in_text(self, world: World) -> list[Finding]:
        document = world.file.document
        findings = [
            Finding(
                "HS101" if len(document.text) <= MAX_TEXT else "HS102",
                fault.start,
                fault.end,
                fault.message,
                related=_related(fault),
            )
            for fault in document.faults()
        ]
        known: dict[int, _Checked] = {}
        for declaration in (world.file.root, *world.file.declarations):
            checked = self._known.get(id(declaration.key))
            if checked is None or not still_true(checked.notes, world, declaration):
                checked = self._check(world, declaration)
            known[id(declaration.key)] = checked
            if checked.findings:
                findings.extend(finding.moved(declaration.base) for finding in checked.findings)
        self._known = known
        for rule in FILE_RULES:
            findings.extend(rule(world, self.catalogue))
        return findings

    def _check(self, world: World, declaration: Declaration) -> _Checked:
        self.checked += 1
        view = View(world, declaration, self.catalogue, self.settings)
        found = tuple(
            finding.moved(-declaration.base) for rule in RULES for finding in rule(declaration, view)
        )
        return _Checked(declaration.key, view.notes, found)


def _related(fault: Fault) -> tuple[Related, ...]:
    related = fault.related
    return (Related(related.start, related.end, related.message),) if related else ()

"""All findings of a file, kept up to date by doing again only what an edit touched."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from holo_lsp.analysis.finding import Finding, Related
from holo_lsp.analysis.rules import FILE_RULES, RULES
from holo_lsp.analysis.rules.live import live_findings
from holo_lsp.analysis.rules.practices import gathered
from holo_lsp.analysis.suppress import suppress
from holo_lsp.analysis.view import Notes, View, outdated
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
    """What all rules asked."""
    results: tuple[tuple[Notes, tuple[Finding, ...]], ...]
    """For each rule what it asked, and what it found, relative to the declaration's chunk."""
    findings: tuple[Finding, ...]
    """Those of all rules."""


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
            changed = outdated(checked.notes, world, declaration) if checked else set[tuple[str, object]]()
            if checked is None or changed:
                checked = self._check(world, declaration, checked, changed)
            known[id(declaration.key)] = checked
            if checked.findings:
                findings.extend(finding.moved(declaration.base) for finding in checked.findings)
        self._known = known
        for rule in FILE_RULES:
            findings.extend(rule(world, self.catalogue))
        return findings

    def _check(
        self,
        world: World,
        declaration: Declaration,
        before: _Checked | None,
        changed: set[tuple[str, object]],
    ) -> _Checked:
        """Run the rules: all on a declaration that is new, else those that asked what has another answer now."""
        self.checked += 1
        results: list[tuple[Notes, tuple[Finding, ...]]] = []
        for number, rule in enumerate(RULES):
            if before is not None and changed.isdisjoint(before.results[number][0]):
                results.append(before.results[number])
                continue
            view = View(world, declaration, self.catalogue, self.settings)
            found = tuple(finding.moved(-declaration.base) for finding in rule(declaration, view))
            results.append((view.notes, found))
        notes = {question: answer for asked, _ in results for question, answer in asked.items()}
        findings = tuple(finding for _, found in results for finding in found)
        return _Checked(declaration.key, notes, tuple(results), findings)


def _related(fault: Fault) -> tuple[Related, ...]:
    related = fault.related
    return (Related(related.start, related.end, related.message),) if related else ()

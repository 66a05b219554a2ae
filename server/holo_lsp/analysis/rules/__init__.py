"""The rules, one module for each family. A rule yields what it finds in a declaration or a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from holo_lsp.analysis.finding import Finding
from holo_lsp.analysis.rules import (
    addresses,
    arguments,
    computed,
    declared,
    expressions,
    history,
    names,
    practices,
)
from holo_lsp.analysis.view import View
from holo_lsp.model import Declaration, World
from holo_lsp.traits import Catalogue

Rule = Callable[[Declaration, View], Iterator[Finding]]
FileRule = Callable[[World, Catalogue], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    arguments.check,
    expressions.check,
    computed.check,
    names.check,
    addresses.check,
    history.check,
    practices.check,
)
"""Run on each declaration, whose own members alone they look at."""

FILE_RULES: tuple[FileRule, ...] = (
    declared.duplicate_ids,
    declared.duplicate_templates,
    declared.child_cycles,
    declared.template_cycles,
)
"""Run on the whole file each time: they must be cheap."""

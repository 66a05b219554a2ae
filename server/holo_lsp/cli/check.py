"""``holo check``: the editor's findings, on the command line."""

from __future__ import annotations

import dataclasses
import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from holo_lsp.analysis.codes import CODES
from holo_lsp.analysis.diagnostics import Checker
from holo_lsp.analysis.severity import effective
from holo_lsp.cli.files import collect
from holo_lsp.cli.outcome import EXIT_CLEAN, EXIT_FINDINGS, EXIT_TROUBLE, UserError
from holo_lsp.cli.report import Reported, as_json, human
from holo_lsp.cli.sarif import as_sarif
from holo_lsp.facts import EMPTY_PLANT
from holo_lsp.model import FileModel, Index, World
from holo_lsp.settings import Settings
from holo_lsp.syntax import Document, LineIndex
from holo_lsp.traits import FILE_NAME, Catalogue, builtin, load_traits

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

    from holo_lsp.facts import PlantFacts
    from holo_lsp.lsp.disk import SourceFile


def check(options: argparse.Namespace) -> int:
    """Check files and print the findings; the exit code."""
    gc.disable()  # a short life with many objects and no cycles: collecting would only cost time
    settings = _settings(options)
    files, trouble = collect(options.paths)
    catalogue, trait_trouble = _catalogue(options.paths)
    for unreadable in trouble:
        print(f"holo: {unreadable.path}: {unreadable.reason}", file=sys.stderr)
    for message in trait_trouble:
        print(f"holo: {message}", file=sys.stderr)
    if not files and not trouble:
        raise UserError(f"no .holo or .hsplus file in {', '.join(options.paths)}")
    worlds = read_worlds(files)
    plant = EMPTY_PLANT
    if options.live or options.allow:
        from holo_lsp.cli.live import ask_allowed_plants

        plant = ask_allowed_plants([world for _, world in worlds], options.allow, options.timeout)
    findings = findings_of(worlds, catalogue, settings, plant)
    match options.format:
        case "json":
            sys.stdout.write(as_json(findings))
        case "sarif":
            sys.stdout.write(as_sarif(findings))
        case _:
            sys.stdout.write(human(findings, len(files)))
    if trouble or trait_trouble:
        return EXIT_TROUBLE
    failing = {"error", "warning"} if options.strict else {"error"}
    return EXIT_FINDINGS if any(found.severity in failing for found in findings) else EXIT_CLEAN


def read_worlds(files: Iterable[SourceFile]) -> list[tuple[Path, World]]:
    """Parse all files; each sees what the others declare."""
    models = [(file.path, FileModel(Document.parse(file.text), str(file.path))) for file in files]
    index = Index(model for _, model in models)
    return [(path, World(model, index)) for path, model in models]


def findings_of(
    worlds: Iterable[tuple[Path, World]], catalogue: Catalogue, settings: Settings, plant: PlantFacts
) -> list[Reported]:
    """All findings in all files, with the severities that the settings give them."""
    reported: list[Reported] = []
    for path, world in worlds:
        for finding in Checker(catalogue, settings).check(world, plant):
            severity = effective(finding, settings)
            if severity is not None:
                reported.append(Reported(path, world.file.document.lines, finding, severity))
    return reported


def _settings(options: argparse.Namespace) -> Settings:
    codes: list[str] = [code.upper() for code in options.off]
    unknown = [code for code in codes if code not in CODES]
    if unknown:
        raise UserError(f"there is no diagnostic code {unknown[0]}: `holo explain` lists them all")
    settings = Settings()
    diagnostics = dataclasses.replace(settings.diagnostics, severity=dict.fromkeys(codes, "off"))
    return dataclasses.replace(settings, diagnostics=diagnostics)


def _catalogue(paths: Sequence[str]) -> tuple[Catalogue, list[str]]:
    """The catalogue with the trait files of the folders checked, and what is wrong with those files."""
    catalogue = builtin()
    messages: list[str] = []
    folders = {Path.cwd(), *(path if (path := Path(given)).is_dir() else path.parent for given in paths)}
    for folder in sorted({folder.resolve() for folder in folders}):
        path = folder / FILE_NAME
        if not path.is_file():
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            messages.append(f"{path}: cannot be read: {error}")
            continue
        traits, problems = load_traits(text, str(path))
        lines = LineIndex(text)
        for problem in problems:
            line, column = lines.position(problem.start, "utf-32")
            messages.append(f"{path}:{line + 1}:{column + 1}: {problem.message}")
        catalogue = catalogue.with_traits(traits)
    return catalogue, messages

"""From a text to its findings, and tests whose expectation stands in the text itself.

A fixture is a text with marks below the lines that they speak of::

    twin#press {
      @state { force: 0 }
      @time_series(fields: ["forse"])
      //                     ^^^^^ HS301 There is no state field `forse`
    }

The carets stand below the stretch that is found fault with, then come the code and the message or its start.
A stretch that begins left of the third column is marked ``//<column>^``, one that goes on in the next line
``^…``.
``HS301(hint)`` demands a severity that is not the code's own.

Run with ``HOLO_UPDATE=1`` to write what is found into the tests' own source.
"""

from __future__ import annotations

import inspect
import os
import re
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from holo_lsp.analysis.codes import CODES
from holo_lsp.analysis.diagnostics import Checker
from holo_lsp.facts import EMPTY_PLANT
from holo_lsp.model import FileModel, Index, World
from holo_lsp.settings import Settings
from holo_lsp.syntax import Document
from holo_lsp.traits import builtin

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from holo_lsp.analysis.finding import Finding, Fix
    from holo_lsp.facts import PlantFacts
    from holo_lsp.traits import Catalogue

UPDATE = "HOLO_UPDATE"

_WIDTH = 110

_MARK = re.compile(r"^(?P<lead>\s*//(?:<(?P<column>\d+)>)?\s*)(?P<carets>\^+…?) (?P<rest>HS\d+.*)$")
_REST = re.compile(r"(?P<code>HS\d+)(?:\((?P<severity>\w+)\))?(?: (?P<message>.*))?$")


class Mark(NamedTuple):
    """An expectation: on which line of the text, from which to which column (-1: beyond the line), what."""

    line: int
    start: int
    end: int
    code: str
    severity: str
    message: str


def world_of(text: str, others: Iterable[str] = ()) -> World:
    """A file among others."""
    models = (FileModel(Document.parse(other)) for other in others)
    return World(FileModel(Document.parse(text)), Index(models))


def findings(
    text: str,
    *,
    others: Iterable[str] = (),
    settings: Settings | None = None,
    plant: PlantFacts = EMPTY_PLANT,
    catalogue: Catalogue | None = None,
) -> list[Finding]:
    """All findings in ``text``, those about ``plant`` among them, in the order of the text."""
    world = world_of(text, others)
    catalogue = catalogue or builtin()
    return Checker(catalogue, settings or Settings()).check(world, plant)


def check(
    fixture: str,
    *,
    only: Sequence[str] = ("HS",),
    others: Iterable[str] = (),
    settings: Settings | None = None,
    plant: PlantFacts = EMPTY_PLANT,
    catalogue: Catalogue | None = None,
) -> None:
    """Find in the fixture what its marks say, and no other of the codes beginning with any of ``only``."""
    text, expected = read_marks(fixture)
    every = findings(text, others=others, settings=settings, plant=plant, catalogue=catalogue)
    found = [finding for finding in every if finding.code.startswith(tuple(only))]
    marks = [_mark(text, finding) for finding in found]
    if len(marks) == len(expected) and all(map(_meets, marks, sorted(expected))):
        return
    actual = write_marks(text, marks)
    if os.environ.get(UPDATE):
        _rewrite(fixture, actual)
        return
    assert actual.splitlines() == fixture.splitlines()


def fixed(text: str, code: str, *, choose: int = 0, others: Iterable[str] = ()) -> str:
    """The text after the fix number ``choose`` of its one finding with ``code``, which must then be gone."""
    found = [finding for finding in findings(text, others=others) if finding.code == code]
    assert len(found) == 1, found
    result = apply(text, found[0].fixes[choose])
    assert not any(finding.code == code for finding in findings(result, others=others)), result
    return result


def apply(text: str, fix: Fix) -> str:
    """The text after a fix, whose edits must not overlap."""
    edits = sorted(fix.edits)
    assert all(before.end <= after.start for before, after in pairwise(edits)), edits
    for start, end, inserted in reversed(edits):
        text = text[:start] + inserted + text[end:]
    return text


def read_marks(fixture: str) -> tuple[str, list[Mark]]:
    """The text without its marks, and the marks."""
    lines: list[str] = []
    marks: list[Mark] = []
    for line in fixture.splitlines(keepends=True):
        match = _MARK.match(line.rstrip("\r\n"))
        if match is None:
            lines.append(line)
            continue
        rest = _REST.match(match["rest"])
        assert rest, line
        start = int(match["column"]) if match["column"] else match.end("lead")
        end = -1 if match["carets"].endswith("…") else start + len(match["carets"])
        severity = rest["severity"] or CODES[rest["code"]].severity
        marks.append(Mark(len(lines) - 1, start, end, rest["code"], severity, rest["message"] or ""))
    return "".join(lines), marks


def write_marks(text: str, marks: Iterable[Mark]) -> str:
    """The text with marks below its lines."""
    lines = text.splitlines(keepends=True)
    for mark in sorted(marks, reverse=True):
        line = lines[mark.line]
        lines[mark.line] = line if line.endswith("\n") else f"{line}\n"
        lines.insert(mark.line + 1, _written(mark, line))
    return "".join(lines)


def _written(mark: Mark, line: str) -> str:
    carets = "^…" if mark.end < 0 else "^" * (mark.end - mark.start)
    own = CODES[mark.code].severity == mark.severity
    what = f"{mark.code}{'' if own else f'({mark.severity})'} {mark.message}"
    indent = min(len(line) - len(line.lstrip()), max(0, mark.start - 2))
    lead = " " * indent + "//"
    lead = f"//<{mark.start}>" if mark.start < 2 else lead.ljust(mark.start)
    return f"{lead}{carets} {what}"[:_WIDTH].rstrip() + "\n"


def _mark(text: str, finding: Finding) -> Mark:
    lines = Document.parse(text).lines
    line, start = lines.position(finding.start, "utf-32")
    last, end = lines.position(finding.end, "utf-32")
    severity = finding.severity or CODES[finding.code].severity
    return Mark(line, start, end if last == line else -1, finding.code, severity, finding.message)


def _meets(found: Mark, expected: Mark) -> bool:
    return found[:5] == expected[:5] and found.message.startswith(expected.message)


def _rewrite(fixture: str, actual: str) -> None:
    """Put ``actual`` in the place of ``fixture`` in the source of the test that called ``check``."""
    frame = inspect.currentframe()
    while frame is not None and frame.f_code.co_filename == __file__:
        frame = frame.f_back
    assert frame is not None
    path = Path(frame.f_code.co_filename)
    source = path.read_text(encoding="utf-8")
    assert source.count(fixture) == 1, f"the fixture is not written out in {path}: {fixture!r}"
    path.write_text(source.replace(fixture, actual), encoding="utf-8")

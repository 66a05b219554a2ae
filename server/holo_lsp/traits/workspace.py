"""The traits that a workspace declares in its ``holo.traits.json``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, cast

from holo_lsp.traits.catalogue import builtin
from holo_lsp.traits.faults import Fault
from holo_lsp.traits.jsontext import JsonTextError, parse_json
from holo_lsp.traits.notation import read_trait
from holo_lsp.traits.schema_faults import schema_faults
from holo_lsp.traits.trait_faults import trait_faults

if TYPE_CHECKING:
    from holo_lsp.traits.jsontext import JsonText, Span
    from holo_lsp.traits.spec import Trait

FILE_NAME = "holo.traits.json"

MAX_LENGTH = 1_000_000
"""Characters of the longest file that is read: far more than anybody writes."""

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class TraitFileProblem:
    """Something wrong in a trait file, at the half-open character offsets ``start`` and ``end``.

    ``suggestion`` is the text that should stand there instead, where that is known.
    """

    message: str
    start: int
    end: int
    severity: Severity = "error"
    suggestion: str | None = None


def load_traits(text: str, path: str) -> tuple[tuple[Trait, ...], tuple[TraitFileProblem, ...]]:
    """The traits that ``text`` declares, and all that is wrong with it, from first to last.

    ``path`` names the file and becomes the ``source`` of its traits. A trait with an error is left out, and
    the others are there all the same; a text that is not JSON gives no trait and one problem. Never raises.
    """
    if len(text) > MAX_LENGTH:
        return (), (TraitFileProblem(f"File is not read: it has more than {MAX_LENGTH:,} characters", 0, 0),)
    try:
        document = parse_json(text)
    except JsonTextError as error:
        return (), (TraitFileProblem(error.message, error.start, error.end),)
    faults = list(schema_faults(document.value))
    misfits = {fault.path[1] for fault in faults if len(fault.path) > 1}
    warnings: list[Fault] = []
    traits: list[Trait] = []
    taken: set[str] = set()
    for index, written in enumerate(_declarations(document.value)):
        if index in misfits:
            continue
        name = written["name"]
        own = list(trait_faults(written, ("traits", index)))
        if name in taken:
            own.append(
                Fault(
                    ("traits", index, "name"), f"`@{name}` is declared twice: remove one or change its name"
                )
            )
        taken.add(name)
        faults += own
        if name in builtin().traits:
            message = f"`@{name}` is built in, and this declaration has no effect: change its name"
            warnings.append(Fault(("traits", index, "name"), message))
        elif not own:
            traits.append(read_trait(written, path))
    return tuple(traits), _problems(document, faults, warnings)


def _declarations(value: object) -> list[Any]:
    declarations = cast("dict[str, Any]", value).get("traits") if isinstance(value, dict) else None
    return cast("list[Any]", declarations) if isinstance(declarations, list) else []


def _problems(document: JsonText, errors: list[Fault], warnings: list[Fault]) -> tuple[TraitFileProblem, ...]:
    """All problems in the order of the text, at most one for each place: the first is the most general."""
    twice = "Key stands twice in this object: remove one"
    problems = [TraitFileProblem(twice, start, end) for start, end in document.repeated]
    problems += [_problem(document, fault, "error") for fault in errors]
    problems += [_problem(document, fault, "warning") for fault in warnings]
    first: dict[Span, TraitFileProblem] = {}
    for problem in problems:
        first.setdefault((problem.start, problem.end), problem)
    return tuple(first[span] for span in sorted(first))


def _problem(document: JsonText, fault: Fault, severity: Severity) -> TraitFileProblem:
    start, end = document.keys[fault.path] if fault.part == "key" else document.spans[fault.path]
    if fault.part == "opening":
        end = start + 1
    suggestion = None if fault.suggestion is None else f'"{fault.suggestion}"'
    return TraitFileProblem(fault.message, start, end, severity, suggestion)

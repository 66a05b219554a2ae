"""Where the contents of ``holo.traits.json`` do not fit its schema."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from holo_lsp.traits.faults import Fault, listed, quoted, unknown
from holo_lsp.traits.json_schema import validator
from holo_lsp.traits.notation import TAGS
from holo_lsp.traits.schema import traits_schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holo_lsp.traits.json_schema import SchemaError, Validator
    from holo_lsp.traits.jsontext import Path

_KINDS = {
    "array": "a list",
    "boolean": "`true` or `false`",
    "integer": "a whole number",
    "number": "a number",
    "object": "an object",
    "string": "a text",
}


def schema_faults(value: object) -> Iterator[Fault]:
    """Where ``value`` does not fit the schema, the most general fault of a place first."""
    for error in _validator().iter_errors(value):
        yield from _faults(error)


@cache
def _validator() -> Validator:
    return validator(traits_schema())


def _faults(error: SchemaError) -> Iterator[Fault]:
    path = tuple(error.absolute_path)
    subject = _subject(path)
    match error.validator:
        case "required":
            missing = [key for key in error.validator_value if key not in error.instance]
            yield Fault(
                path, f"{listed(missing, 'and')} {'is' if len(missing) == 1 else 'are'} missing", "opening"
            )
        case "additionalProperties":
            known = error.schema["properties"]
            yield from (
                unknown((*path, key), key, known, "a key here", "key")
                for key in error.instance.keys() - known
            )
        case "enum" if path[-1:] == ("type",):
            yield _type_fault(path, error.instance)
        case "enum":
            yield unknown(path, error.instance, error.validator_value, f"a value of {subject}")
        case "type":
            kinds = (
                [error.validator_value] if isinstance(error.validator_value, str) else error.validator_value
            )
            yield Fault(path, f"{subject} must be {' or '.join(_KINDS[kind] for kind in kinds)}")
        case "pattern":
            reason = "use letters, digits and `_`, and no digit first"
            yield Fault(path, f"{quoted(error.instance)} cannot be a name: {reason}")
        case "minLength" | "minItems":
            yield Fault(path, f"{subject} is empty")
        case _:
            yield Fault(path, f"{subject} does not fit: {error.message}")


def _subject(path: Path) -> str:
    names = [step for step in path if isinstance(step, str)]
    if not names:
        return "File"
    return f"`{names[-1]}`" if path[-1] == names[-1] else f"Item of `{names[-1]}`"


def _type_fault(path: Path, value: object) -> Fault:
    if isinstance(value, str) and value in TAGS:
        return Fault(path, f'Type `{value}` needs more: write {{ "type": "{value}", … }}')
    return unknown(path, value, TAGS, "a type")

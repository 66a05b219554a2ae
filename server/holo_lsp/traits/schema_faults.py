"""Where the contents of ``holo.traits.json`` do not fit its schema."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from holo_lsp.addresses.nearest import nearest_name
from holo_lsp.traits.faults import Fault, listed, quoted, unknown
from holo_lsp.traits.json_schema import validator
from holo_lsp.traits.notation import TAGS
from holo_lsp.traits.schema import PLAIN_TAGS, traits_schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holo_lsp.traits.json_schema import SchemaError, Validator
    from holo_lsp.traits.jsontext import Path

_TYPE_LISTS = (list(PLAIN_TAGS), list(TAGS))

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
    match error.validator:
        case "required":
            missing = [quoted(key) for key in error.validator_value if key not in error.instance]
            verb = "is" if len(missing) == 1 else "are"
            yield Fault(path, f"{listed(missing, 'and')} {verb} missing", "opening")
        case "additionalProperties":
            known = error.schema["properties"].keys()
            absent = known - error.instance.keys()
            for key in error.instance.keys() - known:
                meant = absent if nearest_name(key, absent) else ()
                yield unknown((*path, key), key, meant, "a key here", "key")
        case "enum" if error.validator_value in _TYPE_LISTS:
            yield _type_fault(path, error.instance)
        case "enum":
            yield unknown(path, error.instance, error.validator_value, f"a value of {_name(path)}")
        case _:
            yield Fault(path, f"{_subject(path)} {_misfit(error)}")


def _misfit(error: SchemaError) -> str:
    """What is wrong with a value, to follow its name in a sentence."""
    limit = error.validator_value
    match error.validator:
        case "type":
            kinds = [limit] if isinstance(limit, str) else limit
            return f"must be {listed([_KINDS[kind] for kind in kinds], 'or')}"
        case "pattern":
            return f"cannot be {quoted(error.instance)}: use letters, digits and `_`, and no digit first"
        case "minLength" | "minItems":
            return "is empty"
        case _:
            return f"does not fit: {error.message}"


def _subject(path: Path) -> str:
    if not path:
        return "File"
    return _name(path) if isinstance(path[-1], str) else f"Item of {_name(path)}"


def _name(path: Path) -> str:
    return quoted(next(step for step in reversed(path) if isinstance(step, str)))


def _type_fault(path: Path, value: object) -> Fault:
    if isinstance(value, str) and value in TAGS:
        return Fault(path, f'Type `{value}` needs more: write {{ "type": "{value}", … }}')
    return unknown(path, value, TAGS, "a type")

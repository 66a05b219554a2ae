"""What contradicts itself in a trait of ``holo.traits.json`` that fits the schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holo_lsp.traits.faults import Fault, unknown
from holo_lsp.traits.json_schema import fits
from holo_lsp.traits.notation import read_type
from holo_lsp.traits.value_schema import argument_schema
from holo_lsp.traits.words import type_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holo_lsp.traits.jsontext import Path
    from holo_lsp.traits.notation import JsonObject


def trait_faults(trait: JsonObject, path: Path) -> Iterator[Fault]:
    """What is wrong with ``trait``, which stands at ``path``."""
    arguments = trait.get("arguments", [])
    yield from _argument_faults(arguments, (*path, "arguments"))
    names = [argument["name"] for argument in arguments]
    for index, rule in enumerate(trait.get("rules", [])):
        for at, name in enumerate(rule["arguments"]):
            if name not in names:
                place = (*path, "rules", index, "arguments", at)
                yield unknown(place, name, names, "an argument of this trait")


def _argument_faults(arguments: Sequence[JsonObject], path: Path) -> Iterator[Fault]:
    yield from _repetitions(arguments, path, "Argument")
    names = [argument["name"] for argument in arguments]
    for index, argument in enumerate(arguments):
        at = (*path, index)
        others = [name for name in names if name != argument["name"]]
        if "only" in argument and argument["only"]["argument"] not in others:
            yield unknown((*at, "only", "argument"), argument["only"]["argument"], others, "another argument")
        if "synonym_of" in argument and argument["synonym_of"] not in others:
            yield unknown((*at, "synonym_of"), argument["synonym_of"], others, "another argument")
        wrong = list(_type_faults(argument["type"], (*at, "type")))
        yield from wrong
        if "default" in argument and not wrong:
            yield from _default_faults(argument, (*at, "default"))


def _type_faults(written: str | JsonObject, path: Path) -> Iterator[Fault]:
    if isinstance(written, str):
        return
    match written:
        case {"type": "enumeration"}:
            yield from _repetitions(written["choices"], (*path, "choices"), "Choice")
        case {"type": "list"}:
            yield from _type_faults(written["item"], (*path, "item"))
        case {"type": "one_of"}:
            for index, option in enumerate(written["options"]):
                yield from _type_faults(option, (*path, "options", index))
        case {"type": "record"}:
            yield from _argument_faults(written["entries"], (*path, "entries"))
        case {"type": "number", "minimum": low, "maximum": high} if low > high:
            yield Fault((*path, "minimum"), "`minimum` is larger than `maximum`")
        case _:
            pass


def _default_faults(argument: JsonObject, path: Path) -> Iterator[Fault]:
    if argument.get("required"):
        yield Fault(
            path, "`default` never counts, because the argument is required: remove one of the two", "key"
        )
        return
    value = read_type(argument["type"])
    if not fits(argument["default"], argument_schema(value)):
        yield Fault(path, f"`default` does not fit the type: {type_words(value)}")


def _repetitions(items: Sequence[Any], path: Path, what: str) -> Iterator[Fault]:
    """The items, names or objects with a name, whose name an item before has as well."""
    seen: set[str] = set()
    for index, item in enumerate(items):
        name, at = (item, (*path, index)) if isinstance(item, str) else (item["name"], (*path, index, "name"))
        if name in seen:
            yield Fault(at, f"{what} `{name}` stands here twice: remove one or change its name")
        seen.add(name)

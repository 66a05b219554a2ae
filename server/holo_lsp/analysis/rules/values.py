"""A value against the type that the catalogue gives it.

Only what the text settles is judged: a value that an expression computes is left alone. What is inside
addresses and paths is the business of other rules; here they are just strings.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holo_lsp.addresses.nearest import nearest_name
from holo_lsp.analysis.finding import Finding, Fix, replacement
from holo_lsp.model.expressions import Expr, Literal, Name, NameUse, Opaque, Reference, Unary
from holo_lsp.model.expressions import ListOf as ListValue
from holo_lsp.model.expressions import Record as RecordValue
from holo_lsp.model.shapes import shape_of
from holo_lsp.traits import type_words
from holo_lsp.traits.spec import applies
from holo_lsp.traits.types import (
    Anything,
    Boolean,
    Color,
    Dtmi,
    Duration,
    Enumeration,
    Expression,
    FilePath,
    ListOf,
    NodeId,
    NodeMap,
    Number,
    OneOf,
    Range,
    Record,
    StatePath,
    Text,
    Topic,
    Url,
    ValueType,
    Vector,
)
from holo_lsp.traits.types import Reference as ReferenceType
from holo_lsp.units import UnitError, parse_duration

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holo_lsp.model import Shape
    from holo_lsp.traits.spec import Argument, Scalar

Given = tuple[Name, Expr]
"""An argument or entry as it is given: its name and its value."""

_PLAIN_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_MILLISECONDS = {"ms": 1.0, "s": 1000.0, "m": 60_000.0, "min": 60_000.0, "h": 3_600_000.0}


def check_value(base: int, value: Expr, type_: ValueType, name: str) -> Iterator[Finding]:
    """What is wrong with ``value`` as the value of ``name``."""
    if isinstance(value, NameUse) and isinstance(type_, Enumeration):
        yield from _unquoted_choice(base, value, type_, name)
    if isinstance(value, (NameUse, Opaque)) or (isinstance(value, Literal) and value.kind == "null"):
        return  # a missing value is a fault of syntax; a name may mean anything; null unsets
    match type_:
        case OneOf():
            yield from _one_of(base, value, type_, name)
        case Number():
            yield from _number(base, value, type_, name)
        case Boolean():
            yield from _boolean(base, value, name)
        case Enumeration():
            yield from _enumeration(base, value, type_, name)
        case Duration():
            yield from _duration(base, value, name)
        case Range():
            yield from _range(base, value, name)
        case Vector():
            yield from _vector(base, value, type_, name)
        case ListOf():
            yield from _list(base, value, type_, name)
        case Record():
            yield from _record(base, value, type_, name)
        case NodeMap():
            yield from _node_map(base, value, name)
        case ReferenceType():
            if shape_of(value) != "unknown" and not _is_string(value):
                yield _wrong_type(base, value, name, type_words(type_))
        case Text() | Url() | NodeId() | Topic() | StatePath() | Dtmi() | FilePath():
            yield from _shaped(base, value, "string", name, "a string", _quoted(base, value))
        case Expression() | Anything() | Color():
            return


def _node_map(base: int, value: Expr, name: str) -> Iterator[Finding]:
    yield from _shaped(base, value, "record", name, 'a map such as `{ "address": "state.field" }`')
    for entry in value.entries if isinstance(value, RecordValue) else ():
        path = entry.value
        if isinstance(path, ListValue) or (
            isinstance(path, Literal) and path.kind not in {"null", "template"}
        ):
            text = path.value if isinstance(path, Literal) and path.kind == "string" else ""
            if not isinstance(text, str) or not text.strip(".") or text.endswith("."):
                message = f'`{name}` takes the path of a state field here, such as "state.force".'
                yield Finding("HS205", base + path.start, base + path.end, message)


def _is_string(value: Expr) -> bool:
    return isinstance(value, Literal) and value.kind == "string"


def _shaped(
    base: int, value: Expr, shape: Shape, name: str, wanted: str, fix: Fix | None = None
) -> Iterator[Finding]:
    if isinstance(value, Reference) or shape_of(value) not in {shape, "unknown"}:
        yield _wrong_type(base, value, name, wanted, fix)


def _wrong_type(base: int, value: Expr, name: str, wanted: str, fix: Fix | None = None) -> Finding:
    message = f"`{name}` takes {wanted}."
    return Finding("HS205", base + value.start, base + value.end, message, fixes=(fix,) if fix else ())


def _quoted(base: int, value: Expr) -> Fix | None:
    if isinstance(value, Literal) and value.kind == "number" and isinstance(value.value, float):
        text = f"{value.value:g}{value.suffix}"
        return replacement(f'Change to "{text}"', base + value.start, base + value.end, f'"{text}"')
    return None


def _one_of(base: int, value: Expr, type_: OneOf, name: str) -> Iterator[Finding]:
    """Right when any option takes the value; otherwise the option of the value's own shape explains best."""
    results = [list(check_value(base, value, option, name)) for option in type_.options]
    if any(not result for result in results):
        return
    specific = next((result for result in results if result[0].code != "HS205"), None)
    if specific:
        yield from specific
    else:
        yield _wrong_type(base, value, name, type_words(type_))


def _number(base: int, value: Expr, type_: Number, name: str) -> Iterator[Finding]:
    start, end = base + value.start, base + value.end
    if shape_of(value) == "unknown":
        return
    number = _constant_number(value)
    if number is None:
        milliseconds = _quoted_milliseconds(value) if type_.unit == "ms" else None
        if milliseconds is not None:
            fix = replacement(f"Change to {milliseconds}", start, end, milliseconds)
            message = f"`{name}` is a number of milliseconds, without quotes or unit."
            yield Finding("HS205", start, end, message, fixes=(fix,))
        elif shape_of(value) != "number":
            yield _wrong_type(base, value, name, type_words(type_), _unquoted(base, value))
        return
    suffix = value.suffix if isinstance(value, Literal) else ""
    if suffix and type_.unit == "ms" and suffix in _MILLISECONDS:
        text = f"{number * _MILLISECONDS[suffix]:.15g}"
        fix = replacement(f"Change to {text}", start, end, text)
        yield Finding(
            "HS205", start, end, f"`{name}` is a number of milliseconds, without a unit.", fixes=(fix,)
        )
        return
    if suffix and suffix not in {type_.unit, "x", "%"}:
        yield _wrong_type(base, value, name, type_words(type_))
        return
    if type_.integer and number != int(number):
        text = f"{round(number)}"
        fix = replacement(f"Change to {text}", start, end, text, sure=False)
        yield Finding("HS205", start, end, f"`{name}` takes a whole number.", fixes=(fix,))
        return
    limit = _broken_limit(number, type_)
    if limit:
        yield Finding("HS206", start, end, f"`{name}` must be {limit}.")


def _quoted_milliseconds(value: Expr) -> str | None:
    """The milliseconds that a text means, with a unit or as a plain number."""
    if not isinstance(value, Literal) or value.kind != "string" or not isinstance(value.value, str):
        return None
    text = value.value.strip()
    if _PLAIN_NUMBER.fullmatch(text):
        return text
    try:
        return f"{parse_duration(text).milliseconds:.15g}"
    except UnitError:
        return None


def _constant_number(value: Expr) -> float | None:
    match value:
        case Literal(kind="number", value=float() as number):
            return number
        case Unary(operator="-" | "+" as sign, operand=Literal(kind="number", value=float() as number)):
            return -number if sign == "-" else number
        case _:
            return None


def _broken_limit(number: float, type_: Number) -> str | None:
    low, high = type_.minimum, type_.maximum
    unit = f" {type_.unit}" if type_.unit else ""
    if low is not None and (number <= low if type_.above else number < low):
        return f"{'more than' if type_.above else 'at least'} {low:g}{unit}"
    if high is not None and number > high:
        return f"at most {high:g}{unit}"
    return None


def _unquoted(base: int, value: Expr) -> Fix | None:
    if isinstance(value, Literal) and value.kind == "string" and isinstance(value.value, str):
        text = value.value.strip()
        try:
            float(text)
        except ValueError:
            return None
        return replacement(f"Change to {text}", base + value.start, base + value.end, text)
    return None


def _boolean(base: int, value: Expr, name: str) -> Iterator[Finding]:
    if shape_of(value) in {"boolean", "unknown"}:
        return
    text = value.value if isinstance(value, Literal) else None
    fix = None
    if text in {"true", "false"}:
        fix = replacement(f"Change to {text}", base + value.start, base + value.end, str(text))
    yield _wrong_type(base, value, name, "`true` or `false`", fix)


def _enumeration(base: int, value: Expr, type_: Enumeration, name: str) -> Iterator[Finding]:
    names = [choice.name for choice in type_.choices]
    start, end = base + value.start, base + value.end
    if not isinstance(value, Literal):
        if shape_of(value) not in {"string", "unknown"}:
            yield _wrong_type(base, value, name, _choices(names))
        return
    if value.kind != "string":
        if type_.closed or value.kind in {"number", "boolean"}:
            yield _wrong_type(base, value, name, _choices(names))
        return
    text = str(value.value)
    if text in names:
        return
    near = nearest_name(text, names) or next((n for n in names if n.casefold() == text.casefold()), None)
    if near:
        fix = replacement(f'Change to "{near}"', start, end, f'"{near}"')
        message = f'"{text}" is not a value of `{name}`: did you mean "{near}"?'
        severity = None if type_.closed else "warning"
        yield Finding("HS204", start, end, message, severity=severity, fixes=(fix,))
    elif type_.closed:
        fixes = tuple(replacement(f'Change to "{n}"', start, end, f'"{n}"', sure=False) for n in names[:6])
        message = f'"{text}" is not a value of `{name}`. It takes {_choices(names)}.'
        yield Finding("HS204", start, end, message, fixes=fixes)


def _unquoted_choice(base: int, value: NameUse, type_: Enumeration, name: str) -> Iterator[Finding]:
    if value.name in {choice.name for choice in type_.choices}:
        start, end = base + value.start, base + value.end
        fix = replacement(f'Change to "{value.name}"', start, end, f'"{value.name}"')
        message = f"`{name}` takes its value in quotes."
        yield Finding("HS205", start, end, message, severity="warning", fixes=(fix,))


def _choices(names: list[str]) -> str:
    quoted = [f'"{name}"' for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def _duration(base: int, value: Expr, name: str) -> Iterator[Finding]:
    if shape_of(value) == "unknown":
        return
    start, end = base + value.start, base + value.end
    if not isinstance(value, Literal) or value.kind not in {"string", "number"}:
        yield _wrong_type(base, value, name, 'a duration such as "30d"')
        return
    if value.kind == "number":
        text = f"{value.value:g}{value.suffix or 's'}"
        fix = replacement(f'Change to "{text}"', start, end, f'"{text}"', sure=bool(value.suffix))
        yield Finding(
            "HS205", start, end, f'`{name}` takes a duration in quotes, such as "{text}".', fixes=(fix,)
        )
        return
    try:
        parse_duration(str(value.value))
    except UnitError as error:
        fixes = (
            (replacement(f'Change to "{error.suggestion}"', start, end, f'"{error.suggestion}"'),)
            if error.suggestion
            else ()
        )
        yield Finding("HS212", start, end, error.message, fixes=fixes)


def _range(base: int, value: Expr, name: str) -> Iterator[Finding]:
    start, end = base + value.start, base + value.end
    if not isinstance(value, ListValue):
        if shape_of(value) not in {"unknown", "record"}:
            yield Finding("HS213", start, end, f"`{name}` takes a range: `[low, high]`.")
        return
    numbers = [_constant_number(item) for item in value.items]
    if len(value.items) != 2:  # noqa: PLR2004 - a range has two ends
        yield Finding("HS213", start, end, f"`{name}` takes two numbers: `[low, high]`.")
        return
    if any(
        number is None and shape_of(item) != "unknown"
        for number, item in zip(numbers, value.items, strict=True)
    ):
        yield Finding("HS213", start, end, f"`{name}` takes two numbers: `[low, high]`.")
        return
    low, high = numbers
    if low is None or high is None or low < high:
        return
    if low == high:
        yield Finding("HS213", start, end, f"`{name}` is empty: both ends are {low:g}.")
        return
    text = f"[{high:g}, {low:g}]"
    fix = replacement(f"Change to {text}", start, end, text)
    yield Finding("HS213", start, end, f"`{name}` is reversed: {low:g} is more than {high:g}.", fixes=(fix,))


def _vector(base: int, value: Expr, type_: Vector, name: str) -> Iterator[Finding]:
    if not isinstance(value, ListValue):
        if shape_of(value) not in {"unknown", "record"}:
            yield _wrong_type(base, value, name, type_words(type_))
        return
    if len(value.items) != type_.size or any(
        shape_of(item) not in {"number", "unknown"} for item in value.items
    ):
        yield _wrong_type(base, value, name, type_words(type_))


def _list(base: int, value: Expr, type_: ListOf, name: str) -> Iterator[Finding]:
    if not isinstance(value, ListValue):
        if shape_of(value) != "unknown":
            fix = None
            if isinstance(value, Literal):
                start, end = base + value.start, base + value.end
                inside = f'["{value.value}"]' if value.kind == "string" else None
                fix = replacement(f"Change to {inside}", start, end, inside) if inside else None
            yield _wrong_type(base, value, name, f"a list, {type_words(type_)}", fix)
        return
    seen: set[object] = set()
    for item in value.items:
        yield from check_value(base, item, type_.item, name)
        constant = item.value if isinstance(item, Literal) else None
        if type_.unique and constant is not None:
            if constant in seen:
                message = f"{constant!r} stands twice in `{name}`: remove one."
                yield Finding("HS207", base + item.start, base + item.end, message, severity="warning")
            seen.add(constant)


def _record(base: int, value: Expr, type_: Record, name: str) -> Iterator[Finding]:
    if not isinstance(value, RecordValue):
        if shape_of(value) != "unknown":
            yield _wrong_type(base, value, name, type_words(type_))
        return
    declared = {argument.name: argument for argument in type_.entries}
    given = {e.key.text: (e.key, e.value) for e in value.entries if e.value is not None}
    for key, inner in given.values():
        argument = declared.get(key.text)
        if argument is not None:
            yield from check_value(base, inner, argument.type, f"{name}.{argument.name}")
            continue
        near = nearest_name(key.text, [n for n in declared if n not in given])
        if near:
            start, end = base + key.start, base + key.end
            fix = replacement(f"Change to `{near}`", start, end, near)
            message = f"`{key.text}` is not in `{name}`: did you mean `{near}`?"
            yield Finding("HS203", start, end, message, fixes=(fix,))
    yield from without_effect(base, given, type_.entries)
    constants = constants_of(given)
    there = {entry.key.text for entry in value.entries}
    for argument in type_.entries:
        if argument.required and argument.name not in there and applies(argument, type_.entries, constants):
            yield Finding("HS209", base + value.start, base + value.end, f"`{name}` needs `{argument.name}`.")


def constants_of(given: Mapping[str, Given]) -> dict[str, Scalar | None]:
    """The values of what is given, None for those that are computed."""
    return {name: value.value if isinstance(value, Literal) else None for name, (_, value) in given.items()}


def without_effect(
    base: int, given: Mapping[str, Given], declared: tuple[Argument, ...]
) -> Iterator[Finding]:
    """Arguments or entries that mean nothing beside the others (HS211)."""
    constants = constants_of(given)
    for argument in declared:
        if argument.only is None or argument.name not in given:
            continue
        if applies(argument, declared, constants) is False:
            key, _ = given[argument.name]
            values = " or ".join(
                f'"{value}"' if isinstance(value, str) else str(value).lower()
                for value in argument.only.values
            )
            message = (
                f"`{argument.name}` has no effect here: it goes with `{argument.only.argument}: {values}`."
            )
            yield Finding("HS211", base + key.start, base + key.end, message)

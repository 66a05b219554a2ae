"""Frozen dataclasses as plain JSON and back, by their annotations.

Only what the messages between editor and worker are made of: dataclasses, mappings with text as key, tuples,
sets, literals and scalars. A field that has its default is left out, and one that is not known is an error:
both ends are the same version.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from types import MappingProxyType, UnionType
from typing import TYPE_CHECKING, Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

if TYPE_CHECKING:
    from collections.abc import Callable

Record = TypeVar("Record")


class CodecError(ValueError):
    """Plain data that is not of the type it should be."""


def to_plain(value: object) -> Any:  # noqa: ANN401 - JSON
    """``value`` in the terms of JSON."""
    if is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: to_plain(item)
            for field in fields(value)
            if (item := getattr(value, field.name)) != _default(field)
        }
    if isinstance(value, Mapping):
        return {str(key): to_plain(item) for key, item in cast("Mapping[object, object]", value).items()}
    if isinstance(value, tuple | list):
        return [to_plain(item) for item in cast("tuple[object, ...]", value)]
    if isinstance(value, frozenset):
        return sorted(to_plain(item) for item in cast("frozenset[object]", value))
    return value


def from_plain(type_: type[Record], plain: object) -> Record:
    """A ``type_`` from what ``to_plain`` made of one. Raises CodecError."""
    return cast("Record", _reader(type_)(plain))


def _default(field: Field[Any]) -> object:
    if field.default is not MISSING:
        return field.default
    return MISSING if field.default_factory is MISSING else field.default_factory()


@cache
def _reader(hint: Any) -> Callable[[object], object]:  # noqa: ANN401 - annotations have no common type
    origin, arguments = get_origin(hint), get_args(hint)
    if is_dataclass(hint):
        return _record_reader(cast("type", hint))
    if origin is Literal:
        return _checked(lambda value: value in arguments, str(hint))
    if origin in {Union, UnionType}:
        return _optional_reader(arguments)
    if origin is tuple:
        return _tuple_reader(arguments)
    if origin is frozenset:
        return _list_of(_reader(arguments[0]), frozenset)
    if origin is Mapping:
        return _mapping_reader(_reader(arguments[1]))
    if hint is float:
        return _checked(lambda value: isinstance(value, int | float) and not isinstance(value, bool), "float")
    if hint is int:
        return _checked(lambda value: isinstance(value, int) and not isinstance(value, bool), "int")
    return _checked(lambda value: isinstance(value, hint), str(hint))


def _checked(test: Callable[[object], bool], expected: str) -> Callable[[object], object]:
    def read(value: object) -> object:
        if not test(value):
            raise CodecError(f"{value!r} is no {expected}")
        return value

    return read


def _record_reader(type_: type) -> Callable[[object], object]:
    readers = {name: _reader(hint) for name, hint in get_type_hints(type_).items()}

    def read(value: object) -> object:
        items = _object(value)
        try:
            return type_(**{name: readers[name](item) for name, item in items.items()})
        except (KeyError, TypeError) as error:
            raise CodecError(f"{type_.__name__}: {error}") from error

    return read


def _optional_reader(arguments: tuple[Any, ...]) -> Callable[[object], object]:
    (inner,) = (argument for argument in arguments if argument is not type(None))
    reader = _reader(inner)
    return lambda value: None if value is None else reader(value)


def _tuple_reader(arguments: tuple[Any, ...]) -> Callable[[object], object]:
    if arguments[-1] is ...:
        return _list_of(_reader(arguments[0]), tuple)
    readers = [_reader(argument) for argument in arguments]

    def read(value: object) -> object:
        items = _list(value)
        if len(items) != len(readers):
            raise CodecError(f"{len(items)} items for {len(readers)}")
        return tuple(reader(item) for reader, item in zip(readers, items, strict=True))

    return read


def _list_of(
    reader: Callable[[object], object], build: Callable[[list[object]], object]
) -> Callable[[object], object]:
    return lambda value: build([reader(item) for item in _list(value)])


def _mapping_reader(reader: Callable[[object], object]) -> Callable[[object], object]:
    return lambda value: MappingProxyType({key: reader(item) for key, item in _object(value).items()})


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise CodecError(f"{value!r} is no list")
    return cast("list[object]", value)


def _object(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise CodecError(f"{value!r} is no object")
    return cast("dict[str, object]", value)

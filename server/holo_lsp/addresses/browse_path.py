"""OPC UA browse paths as text: a RelativePath in the notation of Part 4 v1.05 Annex A.2.

::

    path      = 1*element
    element   = reference [browse-name]
    reference = "/" / "." / "<" ["#"] ["!"] browse-name ">"
    browse-name = [1*DIGIT ":"] 1*(name-char / "&" reserved)
    reserved  = "/" / "." / "<" / ">" / ":" / "#" / "!" / "&"

Only the last browse name may be left out: it then matches every node that the reference leads to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from holo_lsp.addresses.characters import is_decimal, quoted, reject_unsendable, whole_number
from holo_lsp.addresses.errors import AddressError
from holo_lsp.addresses.mending import parse_or_suggest

_RESERVED = frozenset("/.<>:#!&")
_ESCAPES = str.maketrans({char: f"&{char}" for char in _RESERVED})
_ELEMENT_STARTS = frozenset("/.<")
_UINT16 = 0xFFFF
_LONGEST_NAME = 512  # Part 3 §8.3

ReferenceKind = Literal["hierarchical", "aggregates", "named"]


@dataclass(frozen=True, slots=True)
class QualifiedName:
    """A BrowseName: ``name`` (unescaped) in the namespace with index ``namespace``."""

    name: str
    namespace: int = 0

    def __str__(self) -> str:
        prefix = f"{self.namespace}:" if self.namespace else ""
        return prefix + self.name.translate(_ESCAPES)


@dataclass(frozen=True, slots=True)
class Reference:
    """Which references to follow.

    ``hierarchical`` (``/``) and ``aggregates`` (``.``) follow any subtype of HierarchicalReferences or
    Aggregates; ``named`` follows ``type``, with its subtypes unless ``subtypes`` is false, backwards when
    ``inverse``.
    """

    kind: ReferenceKind
    type: QualifiedName | None = None
    inverse: bool = False
    subtypes: bool = True

    def __str__(self) -> str:
        if self.kind == "hierarchical":
            return "/"
        if self.kind == "aggregates":
            return "."
        return f"<{'' if self.subtypes else '#'}{'!' if self.inverse else ''}{self.type}>"


HIERARCHICAL = Reference("hierarchical")
AGGREGATES = Reference("aggregates")


@dataclass(frozen=True, slots=True)
class PathElement:
    """One step: along ``reference`` to the node named ``target``; no target means every node there."""

    reference: Reference
    target: QualifiedName | None

    def __str__(self) -> str:
        return f"{self.reference}{'' if self.target is None else self.target}"


@dataclass(frozen=True, slots=True)
class BrowsePath:
    """The steps from a starting node; at least one."""

    elements: tuple[PathElement, ...]

    def __str__(self) -> str:
        return "".join(map(str, self.elements))


def looks_like_browse_path(text: str) -> bool:
    """Whether ``text`` was meant as a browse path and not as a node id.

    No node id starts like a path. ``0:Objects/2:Line`` is a path that lacks its first slash.
    """
    head, colon, _ = text.partition(":")
    return text[:1] in _ELEMENT_STARTS or (bool(colon) and is_decimal(head))


def parse_browse_path(text: str) -> BrowsePath:
    """The path that ``text`` is. Raises ``AddressError``."""
    return parse_or_suggest(_read, text)


def _read(text: str) -> BrowsePath:
    if not text:
        raise AddressError("Browse path is empty: write one such as /0:Objects/2:Line", 0, 0)
    reject_unsendable(text, "Browse path", allowed="\t\n\r")
    if text[0] not in _ELEMENT_STARTS:
        raise AddressError("Browse path must start with '/', '.' or '<'", 0, 1, f"/{text}")
    elements: list[PathElement] = []
    position = 0
    while position < len(text):
        start = position
        reference, position = _read_reference(text, start)
        target, position = _read_name(text, position, _ELEMENT_STARTS)
        if target is None and position < len(text):
            message = f"Name is missing after '{text[start:position]}': only the last one may be left out"
            raise AddressError(message, start, position)
        elements.append(PathElement(reference, target))
    return BrowsePath(tuple(elements))


def _read_reference(text: str, start: int) -> tuple[Reference, int]:
    if text[start] == "/":
        return HIERARCHICAL, start + 1
    if text[start] == ".":
        return AGGREGATES, start + 1
    position = start + 1
    if text.startswith("!#", position):
        suggestion = f"{text[:position]}#!{text[position + 2 :]}"
        raise AddressError("Reference type must have '#' before '!'", position, position + 2, suggestion)
    subtypes = not text.startswith("#", position)
    position += not subtypes
    inverse = text.startswith("!", position)
    position += inverse
    name, position = _read_name(text, position, frozenset(">"))
    if position == len(text):
        suggestion = None if name is None else f"{text}>"
        raise AddressError("Reference type must end with '>'", start, position, suggestion)
    if name is None:
        raise AddressError("Reference type has no name", start, position + 1)
    return Reference("named", name, inverse, subtypes), position + 1


def _read_name(text: str, start: int, stops: frozenset[str]) -> tuple[QualifiedName | None, int]:
    """The browse name from ``start`` up to an unescaped stop, and where it ends."""
    namespace, position = _read_namespace(text, start)
    first = position
    name: list[str] = []
    while position < len(text) and text[position] not in stops:
        char = text[position]
        if char == "&":
            position += 1
            char = text[position : position + 1]
            if char not in _RESERVED:
                message = "'&' must stand before one of / . < > : # ! &, and is itself written '&&'"
                suggestion = f"{text[:position]}&{text[position:]}"
                raise AddressError(message, position - 1, position + len(char), suggestion)
        elif char in _RESERVED:
            suggestion = f"{text[:position]}&{text[position:]}"
            raise AddressError(
                f"{quoted(char)} in a name must be written '&{char}'", position, position + 1, suggestion
            )
        name.append(char)
        position += 1
    if len(name) > _LONGEST_NAME:
        raise AddressError(f"Name is longer than {_LONGEST_NAME} characters", first, position)
    if name:
        return QualifiedName("".join(name), namespace), position
    if first > start:
        raise AddressError(f"Name is missing after '{text[start:first]}'", start, first)
    return None, position


def _read_namespace(text: str, start: int) -> tuple[int, int]:
    end = start
    while end < len(text) and is_decimal(text[end]):
        end += 1
    if end == start or not text.startswith(":", end):
        return 0, start
    namespace = whole_number(text[start:end], _UINT16)
    if namespace is None:
        number = quoted(text[start:end])
        raise AddressError(f"Namespace index {number} is out of range: use 0 to {_UINT16}", start, end)
    return namespace, end + 1

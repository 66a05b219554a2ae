"""Digital twin model identifiers (DTDL v3, "Digital Twin Model Identifier"; v2 differs in the version only).

::

    dtmi    = "dtmi:" segment *(":" segment) [";" major ["." minor]]
    segment = letters, digits and "_", no digit first and no "_" last; "_" first marks a system segment
    major   = 1 to 9 digits, minor = 1 to 6 digits, neither with a leading zero
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from holo_lsp.addresses.characters import is_decimal, quoted
from holo_lsp.addresses.errors import AddressError
from holo_lsp.addresses.mending import parse_or_suggest

_PREFIX = "dtmi:"
_RESERVED = frozenset({"dtdl", "standard"})
_LONGEST_INTERFACE_ID = 128
_MAJOR_DIGITS = 9
_MINOR_DIGITS = 6
_MEANT = {"-": "_", " ": "_", ".": ":", "/": ":"}


@dataclass(frozen=True, slots=True)
class Dtmi:
    """The name of a model: path segments and a version ``(major, minor or None)``, or no version at all.

    DTDL v2 demands a version without a minor part.
    """

    segments: tuple[str, ...]
    version: tuple[int, int | None] | None = None

    def __str__(self) -> str:
        path = _PREFIX + ":".join(self.segments)
        if self.version is None:
            return path
        major, minor = self.version
        return f"{path};{major}" if minor is None else f"{path};{major}.{minor}"

    @property
    def is_reserved(self) -> bool:
        """Whether this lies under ``dtmi:dtdl:`` or ``dtmi:standard:``, which belong to the language."""
        return len(self.segments) > 1 and self.segments[0] in _RESERVED

    @property
    def is_system(self) -> bool:
        """Whether a segment is a system segment, which no model may define."""
        return any(segment.startswith("_") for segment in self.segments)


def parse_dtmi(text: str, *, system: bool = False) -> Dtmi:
    """The identifier of an Interface that ``text`` is. Raises ``AddressError``.

    ``system`` also admits what a model may name but not define: system segments and DTDL's own prefixes.
    """
    return parse_or_suggest(partial(_read, system), text)


def _read(system: bool, text: str) -> Dtmi:  # noqa: FBT001 - bound by partial
    if not text:
        raise AddressError("DTMI is empty: write one such as dtmi:com:example:Machine;1", 0, 0)
    if text.strip() != text:
        raise _blank_around(text)
    if not text.startswith(_PREFIX):
        raise _bad_prefix(text)
    path_end = text.find(";")
    if path_end < 0:
        path_end = len(text)
    segments = _read_segments(text, path_end, system=system)
    dtmi = Dtmi(segments, _read_version(text, path_end))
    if len(text) > _LONGEST_INTERFACE_ID:
        message = f"DTMI of an Interface is longer than {_LONGEST_INTERFACE_ID} characters"
        raise AddressError(message, _LONGEST_INTERFACE_ID, len(text))
    if dtmi.is_reserved and not system:
        reserved = f"{_PREFIX}{segments[0]}:"
        raise AddressError(
            f"'{reserved}' is reserved for DTDL itself: use a domain of your own", 0, len(reserved)
        )
    return dtmi


def _blank_around(text: str) -> AddressError:
    kept = text.strip()
    lead = len(text) - len(text.lstrip())
    span = (0, lead) if lead else (len(kept), len(text))
    return AddressError("DTMI has a blank around it: remove it", *span, kept)


def _bad_prefix(text: str) -> AddressError:
    if text.lower().startswith(_PREFIX):
        suggestion = _PREFIX + text[len(_PREFIX) :]
        return AddressError(
            f"'{text[: len(_PREFIX)]}' must be in lower case: '{_PREFIX}'", 0, len(_PREFIX), suggestion
        )
    scheme = len("dtmi") if text.lower().startswith("dtmi") else 0
    message = f"DTMI must start with '{_PREFIX}'"
    return AddressError(message, 0, scheme or len(text), _PREFIX + text[scheme:].lstrip(":;/. "))


def _read_segments(text: str, end: int, *, system: bool) -> tuple[str, ...]:
    segments = text[len(_PREFIX) : end].split(":")
    start = len(_PREFIX)
    for index, segment in enumerate(segments):
        last = index == len(segments) - 1
        if last and index and end == len(text) and is_decimal(segment):
            suggestion = f"{text[: start - 1]};{segment}"
            raise AddressError("Version must follow a ';'", start - 1, end, suggestion)
        _check_segment(text, start, segment, system=system)
        start += len(segment) + 1
    return tuple(segments)


def _check_segment(text: str, start: int, segment: str, *, system: bool) -> None:
    end = start + len(segment)
    if not segment:
        suggestion = text[: start - 1] + text[start:]
        raise AddressError("Segment is empty: write a name or remove the ':'", start - 1, start, suggestion)
    for at, char in enumerate(segment, start):
        if char.isascii() and (char.isalnum() or char == "_"):
            continue
        meant = _MEANT.get(char)
        suggestion = None if meant is None else text[:at] + meant + text[at + 1 :]
        message = f"Segment cannot hold {quoted(char)}: use letters, digits and '_'"
        raise AddressError(message, at, at + 1, suggestion)
    if segment[0].isdigit():
        raise AddressError(f"Segment {quoted(segment)} cannot start with a digit", start, end)
    if segment.endswith("_"):
        suggestion = text[:start] + segment.rstrip("_") + text[end:]
        raise AddressError(f"Segment {quoted(segment)} cannot end with '_'", start, end, suggestion)
    if segment.startswith("_") and not system:
        suggestion = text[:start] + segment.lstrip("_") + text[end:]
        raise AddressError(
            f"Segment {quoted(segment)} is a system segment: remove the first '_'", start, end, suggestion
        )


def _read_version(text: str, start: int) -> tuple[int, int | None] | None:
    if start == len(text):
        return None
    version = text[start + 1 :]
    major, dot, minor = version.partition(".")
    if _is_version_part(major, _MAJOR_DIGITS) and (not dot or _is_version_part(minor, _MINOR_DIGITS)):
        return int(major), int(minor) if dot else None
    suggestion = _mended_version(major, minor)
    message = "Version must be a whole number from 1, as in ';1', or two, as in ';1.2'"
    mended = None if suggestion is None else text[:start] + suggestion
    raise AddressError(message, start, len(text), mended)


def _is_version_part(text: str, digits: int) -> bool:
    return is_decimal(text) and text[0] != "0" and len(text) <= digits


def _mended_version(major: str, minor: str) -> str | None:
    """What ``;01``, ``;v2``, ``; 1`` or ``;1.0`` was meant to be."""
    major = major.strip().lower().removeprefix("v").lstrip("0")
    minor = minor.strip().lstrip("0")
    if not is_decimal(major):
        return None
    return f";{major}.{minor}" if minor else f";{major}"

"""Lengths of time: ``30d``, ``1h30m``, ``500 ms``, ``2 hours``, and ISO 8601's ``PT1H30M``.

A day is 24 hours, a week 7 days and a year 365 days: a retention is a length and not a date. Months differ in
length and are refused.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from holo_lsp.units.errors import UnitError

_SECOND = 1_000
_MILLISECONDS = {
    "ms": 1,
    "s": _SECOND,
    "m": 60_000,
    "h": 3_600_000,
    "d": 86_400_000,
    "w": 604_800_000,
    "y": 31_536_000_000,
}
_SPELLINGS = {
    "ms": ("ms", "msec", "msecs", "millis", "millisecond", "milliseconds"),
    "s": ("s", "sec", "secs", "second", "seconds"),
    "m": ("m", "min", "mins", "minute", "minutes"),
    "h": ("h", "hr", "hrs", "hour", "hours"),
    "d": ("d", "day", "days"),
    "w": ("w", "wk", "wks", "week", "weeks"),
    "y": ("y", "yr", "yrs", "year", "years"),
}
_UNITS = {spelling: unit for unit, spellings in _SPELLINGS.items() for spelling in spellings}
_MONTHS = frozenset({"mo", "mon", "mons", "month", "months"})
_DAYS_A_MONTH = 30
_LONGEST = 10_000 * 365 * 86_400  # seconds

_PRINTED = ("y", "d", "h", "m", "s", "ms")
_WORDS = {"y": "year", "d": "day", "h": "hour", "m": "minute", "s": "second", "ms": "millisecond"}

_PART = re.compile(r"\s*(?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)?\s*(?P<unit>[^\W\d_]*)\s*")
_NUMBER = r"([0-9]+(?:[.,][0-9]+)?)"
_ISO = re.compile(
    rf"P(?:{_NUMBER}Y)?(?:{_NUMBER}M)?(?:{_NUMBER}W)?(?:{_NUMBER}D)?(?:T(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?",
    re.IGNORECASE,
)
_ISO_UNITS = ("y", "month", "w", "d", "h", "m", "s")
_MOST_FAULTS = 6  # a text with more is not a slip of the pen
_LONGEST_INTEGER = 18  # digits that are summed exactly; what is longer is out of range anyway


@dataclass(frozen=True, slots=True, order=True)
class Duration:
    """A length of time in seconds, finite and not negative."""

    seconds: float

    @property
    def milliseconds(self) -> float:
        """The same in milliseconds."""
        return self.seconds * 1000

    def __str__(self) -> str:
        return print_duration(self)


def parse_duration(text: str) -> Duration:
    """The duration that ``text`` is. Raises ``UnitError``."""
    try:
        return _read(text)
    except UnitError as error:
        raise UnitError(error.message, error.start, error.end, _mended(error.suggestion)) from None


def _mended(candidate: str | None) -> str | None:
    """A suggestion with its other faults mended in turn, if it is a duration in the end."""
    for _ in range(_MOST_FAULTS):
        if candidate is None:
            return None
        try:
            _read(candidate)
        except UnitError as error:
            candidate = error.suggestion
        else:
            return candidate
    return None


def _read(text: str) -> Duration:
    """The same, but with a suggestion that mends the first fault alone."""
    if not text.strip():
        raise UnitError("Duration is empty: write one such as 30s or 1h30m", 0, len(text))
    parts = _read_iso(text) if text.strip()[0] in "Pp" else _read_parts(text)
    seconds = _sum(parts)
    if seconds > _LONGEST:
        raise UnitError("Duration is longer than 10,000 years", 0, len(text))
    return Duration(seconds)


def print_duration(duration: Duration) -> str:
    """The shortest usual spelling, such as ``30d`` or ``1h30m``; parses to the same duration."""
    milliseconds = _whole_milliseconds(duration.seconds)
    if milliseconds is None:
        return f"{duration.seconds!r}s"
    return "".join(f"{count}{unit}" for count, unit in _split(milliseconds)) or "0s"


def in_words(seconds: float) -> str:
    """A length of time for a person: ``30 days``, ``1 hour 30 minutes``, ``0.25 milliseconds``.

    Any number has words: a hover shows what is written, right or wrong.
    """
    if seconds < 0:
        return f"minus {in_words(-seconds)}"
    if seconds > _LONGEST:
        return "more than 10,000 years"
    milliseconds = _whole_milliseconds(seconds)
    if milliseconds is None:
        unit, value = ("millisecond", seconds * 1000) if seconds < 1 else ("second", seconds)
        return f"{value:g} {unit}s"
    parts = [f"{count} {_WORDS[unit]}{'' if count == 1 else 's'}" for count, unit in _split(milliseconds)]
    return " ".join(parts) or "0 seconds"


def milliseconds_in_words(milliseconds: float) -> str:
    """A number of milliseconds for a person: 5000 is ``5 seconds``."""
    if abs(milliseconds) > _LONGEST * 1000:  # an int may be too large to divide
        return in_words(math.copysign(math.inf, 1 if milliseconds > 0 else -1))
    return in_words(milliseconds / 1000)


def _whole_milliseconds(seconds: float) -> int | None:
    """Seconds as whole milliseconds, if that loses nothing."""
    if not math.isfinite(seconds):
        return None
    milliseconds = round(seconds * 1000)
    return milliseconds if milliseconds / 1000 == seconds else None


def _split(milliseconds: int) -> list[tuple[int, str]]:
    """Counts of units, largest first, without zeros. Years only if nothing is left: 400 days stay days."""
    parts: list[tuple[int, str]] = []
    for unit in _PRINTED:
        count, rest = divmod(milliseconds, _MILLISECONDS[unit])
        if count and not (unit == "y" and rest):
            parts.append((count, unit))
            milliseconds = rest
    return parts


def _sum(parts: list[tuple[str, str]]) -> float:
    """Seconds of numbers with their units: whole numbers exactly, others to the nearest float."""
    if all(number.isdigit() and len(number) <= _LONGEST_INTEGER for number, _ in parts):
        return sum(int(number) * _MILLISECONDS[unit] for number, unit in parts) / 1000
    return math.fsum(_seconds(float(number), unit) for number, unit in parts)


def _seconds(number: float, unit: str) -> float:
    milliseconds = _MILLISECONDS[unit]
    return (
        number * (milliseconds // _SECOND) if milliseconds >= _SECOND else number / (_SECOND // milliseconds)
    )


def _read_parts(text: str) -> list[tuple[str, str]]:
    parts: list[tuple[str, str]] = []
    position = 0
    while position < len(text):
        part = _PART.match(text, position)
        if part is None or part.end() == position:
            raise _bad_character(text, position)
        number, unit = part["number"], part["unit"]
        if number is None:
            span = part.span("unit") if unit else (position, part.end())
            raise UnitError(f"Number is missing before '{_shown(unit)}'", *span)
        if not unit:
            raise _no_unit(text, part)
        name = _unit(text, part)
        if any(name == other for _, other in parts):
            raise UnitError(f"Unit '{_shown(unit)}' is given twice: add the numbers up", *part.span("unit"))
        parts.append((number, name))
        position = part.end()
    return parts


def _unit(text: str, part: re.Match[str]) -> str:
    """The unit that a part names. Raises ``UnitError``."""
    written = part["unit"]
    start, end = part.span("unit")
    name = _UNITS.get(written.lower())
    if written == "M":
        raise UnitError("'M' may be minutes or months: write 'm' for minutes", start, end)
    if name is not None:
        return name
    number = part["number"]
    if written.lower() in _MONTHS:
        raise _month(number, part.start("number"), end, text)
    meant = _nearest(written.lower(), plural=number != "1")
    suggestion = None if meant is None else text[:start] + meant + text[end:]
    raise UnitError(
        f"Unit '{_shown(written)}' is not known: use ms, s, m, h, d, w or y",
        start,
        end,
        suggestion,
    )


def _month(number: str, start: int, end: int, text: str) -> UnitError:
    suggestion = None
    if number.isdigit() and len(number) <= _LONGEST_INTEGER:
        unit = "D" if text[end - 1].isupper() else "d"
        suggestion = f"{text[:start]}{int(number) * _DAYS_A_MONTH}{unit}{text[end:]}"
    return UnitError("Months differ in length: write days", start, end, suggestion)


def _nearest(written: str, *, plural: bool) -> str | None:
    """The spelling that a misspelt word of some length was meant to be."""
    from difflib import get_close_matches  # only a mistake needs it

    words = [word for word in _UNITS if len(word) > 2 and word.endswith("s") is plural]  # noqa: PLR2004 - no letters
    near = get_close_matches(written, words, n=2, cutoff=0.75)
    return near[0] if near and len({_UNITS[word] for word in near}) == 1 else None


def _bad_character(text: str, position: int) -> UnitError:
    char = text[position]
    if char == "-":
        return UnitError("Duration cannot be negative", position, position + 1)
    suggestion = None
    between_digits = text[position - 1 : position].isdigit() and text[position + 1 : position + 2].isdigit()
    if char == "," and between_digits:
        suggestion = text[:position] + "." + text[position + 1 :]
    elif char in "+,":
        suggestion = text[:position] + text[position + 1 :]
    return UnitError(f"Duration cannot hold '{_shown(char)}'", position, position + 1, suggestion)


def _no_unit(text: str, part: re.Match[str]) -> UnitError:
    """A number that no unit follows, or a decimal comma, which looks like one."""
    start, end = part.span("number")
    if end < len(text) and not text[end].isspace():
        return _bad_character(text, end)
    return UnitError(
        f"Unit is missing after '{_shown(part['number'])}': add ms, s, m, h, d, w or y", start, end
    )


def _read_iso(text: str) -> list[tuple[str, str]]:
    written = text.strip()
    start = text.index(written)
    end = start + len(written)
    match = _ISO.fullmatch(written)
    if match is None or not any(match.groups()) or written[-1] in "Tt":
        raise UnitError("ISO 8601 duration must look like P30D or PT1H30M", start, end)
    parts: list[tuple[str, str]] = []
    for index, unit in enumerate(_ISO_UNITS, 1):
        number = match[index]
        if number is None:
            continue
        if unit == "month":
            raise _month(number, start + match.start(index), start + match.end(index) + 1, text)
        parts.append((number.replace(",", "."), unit))
    return parts


def _shown(text: str) -> str:
    """``text`` for a message: on one line and not too long."""
    printable = "".join(char if char.isprintable() else "\ufffd" for char in text[:20])
    return printable + ("…" if len(text) > len(printable) else "")

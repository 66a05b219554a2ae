"""Engineering units: found as people write them, known to OPC UA by UNECE code, and to DTDL by name."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from holo_lsp.units.table import UNITS
from holo_lsp.units.unit import unit_id_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holo_lsp.units.unit import Unit

#: The characters that have several code points or a plain spelling, by the spelling that stands for all.
_PLAIN = str.maketrans(
    {
        "\N{DEGREE SIGN}": "deg",
        "\N{MASCULINE ORDINAL INDICATOR}": "deg",
        "\N{RING ABOVE}": "deg",
        "\N{DEGREE CELSIUS}": "degC",
        "\N{DEGREE FAHRENHEIT}": "degF",
        "\N{MICRO SIGN}": "u",
        "\N{GREEK SMALL LETTER MU}": "u",
        "\N{OHM SIGN}": "ohm",
        "\N{GREEK CAPITAL LETTER OMEGA}": "ohm",
        "\N{SUPERSCRIPT ONE}": "1",
        "\N{SUPERSCRIPT TWO}": "2",
        "\N{SUPERSCRIPT THREE}": "3",
        "\N{SUPERSCRIPT MINUS}": "-",
        "\N{SUBSCRIPT TWO}": "2",
        "\N{MIDDLE DOT}": "",
        "\N{DOT OPERATOR}": "",
        "\N{BULLET OPERATOR}": "",
        "*": "",
        "^": "",
    }
)

#: Texts that could be a unit of the table but mean something else at least as often: C and F are Celsius and
#: Fahrenheit to some and coulomb and farad to others; 1 and one are numbers.
_AMBIGUOUS = frozenset({"C", "F", "1", "one"})

#: Words that would be units in another case: not applicable is no nanoampere, an IN signal no inch.
_OTHER_WORDS = frozenset({"in", "na", "us"})

_MARKS = (("/*", "*/"), ("//", ""))
_BRACKETS = (("[", "]"), ("(", ")"))
_LONGEST_COMMENT = 64


def find_unit(text: str) -> Unit | None:
    """The unit that ``text`` is, by symbol, name or usual spelling, or ``None``.

    Blanks and multiplication signs do not matter (``N·m``, ``N m``, ``Nm``), nor how ``²``, ``µ`` or ``°`` is
    typed. Case matters where it tells units apart (``mW`` and ``MW``) and is forgiven elsewhere (``RPM``,
    ``kwh``).
    """
    key = _key(text)
    unit = _by_key().get(key)
    return unit if unit is not None else _find_in_other_case(key)


def unit_from_comment(comment_text: str) -> Unit | None:
    """The unit of a comment that is only a unit, with or without its marks: ``// m/s``, ``/* [rpm] */``."""
    text = comment_text.strip()
    if len(text) > _LONGEST_COMMENT:
        return None
    for opening, closing in (*_MARKS, *_BRACKETS):
        if text.startswith(opening) and text.endswith(closing) and len(text) > len(opening) + len(closing):
            text = text[len(opening) : len(text) - len(closing)].strip()
    return find_unit(text)


def unit_by_code(code: str) -> Unit | None:
    """The unit with the UNECE common code ``code`` (Recommendation 20), or ``None``."""
    return _by_code().get(code)


def unit_by_id(unit_id: int) -> Unit | None:
    """The unit that a server's ``EUInformation.unitId`` names (OPC UA Part 8 §5.6.3), or ``None``."""
    return _by_id().get(unit_id)


def same_quantity(a: Unit, b: Unit) -> bool:
    """Whether values of ``a`` can be converted to ``b``."""
    return a.quantity == b.quantity


def convert(value: float, source: Unit, target: Unit) -> float:
    """``value`` in ``source`` as a value in ``target``.

    Raises ``ValueError`` when the two measure different quantities.
    """
    if not same_quantity(source, target):
        message = f"{source.symbol} measures {source.quantity} and {target.symbol} {target.quantity}"
        raise ValueError(message)
    if source.offset == target.offset:
        return value * source.factor / target.factor
    return (value * source.factor + source.offset - target.offset) / target.factor


def _key(text: str) -> str:
    return "".join(text.translate(_PLAIN).split())


def _spellings(unit: Unit) -> Iterator[str]:
    """Every way to write a unit: also its name in American spelling and in the plural."""
    yield unit.symbol
    yield from unit.aliases
    american = unit.name.replace("metre", "meter").replace("litre", "liter")
    for name in dict.fromkeys((unit.name, american)):
        yield name
        for end in (" ", " per "):
            head, gap, rest = name.partition(end)
            yield f"{head}s{gap}{rest}"


@cache
def _by_key() -> Mapping[str, Unit]:
    found: dict[str, Unit] = {}
    for unit in UNITS:
        for spelling in _spellings(unit):
            if spelling not in _AMBIGUOUS:
                found.setdefault(_key(spelling), unit)
    return found


@cache
def _by_folded_key() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for key in _by_key():
        folded = key.casefold()
        found[folded] = (*found.get(folded, ()), key)
    return found


@cache
def _by_code() -> Mapping[str, Unit]:
    return {code: unit for unit in UNITS for code in unit.codes}


@cache
def _by_id() -> Mapping[int, Unit]:
    return {unit_id_of(code): unit for code, unit in _by_code().items()}


def _find_in_other_case(key: str) -> Unit | None:
    """A unit in all capitals, all small letters or with a capital first, if only one can be meant.

    Other mixtures are taken at their word, ``mHz`` is not ``MHz`` and ``pA`` not ``Pa``, but for the
    commonest slip of all, a capital K for kilo.
    """
    by_key = _by_key()
    if key.startswith("K") and not key[1:].islower() and f"k{key[1:]}" in by_key:
        return by_key[f"k{key[1:]}"]
    folded = key.casefold()
    if len(key) == 1 or folded in _OTHER_WORDS or not (key.isupper() or key[1:].islower()):
        return None
    known = _by_folded_key().get(folded, ())
    if len({by_key[other] for other in known}) != 1:
        return None
    capital_first = key[:1].isupper() and not key.isupper()
    return None if capital_first and key[0] == "M" and known[0][0] == "m" else by_key[known[0]]

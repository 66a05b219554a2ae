"""Durations and engineering units: parse, print, convert. No I/O, standard library only."""

from holo_lsp.units.duration import Duration, in_words, milliseconds_in_words, parse_duration, print_duration
from holo_lsp.units.engineering import (
    convert,
    find_unit,
    same_quantity,
    unit_by_code,
    unit_by_id,
    unit_from_comment,
)
from holo_lsp.units.errors import UnitError
from holo_lsp.units.table import QUANTITIES, UNITS
from holo_lsp.units.unit import Quantity, Unit

__all__ = [
    "QUANTITIES",
    "UNITS",
    "Duration",
    "Quantity",
    "Unit",
    "UnitError",
    "convert",
    "find_unit",
    "in_words",
    "milliseconds_in_words",
    "parse_duration",
    "print_duration",
    "same_quantity",
    "unit_by_code",
    "unit_by_id",
    "unit_from_comment",
]

"""What a unit and a quantity are."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quantity:
    """A kind of quantity. Its units convert to each other through ``base``, a unit's symbol.

    ``dtdl_type`` is the semantic type of DTDL's QuantitativeTypes extension, or ``None`` where the quantity
    alone does not decide it: a percentage may be a humidity or a concentration.
    """

    name: str
    base: str
    dtdl_type: str | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measurement: ``value * factor + offset`` is the value in the quantity's base unit.

    ``codes`` are UNECE common codes (Recommendation 20), the preferred one first; ``aliases`` are spellings
    besides the symbol and the name; ``dtdl_unit`` is the name in DTDL's QuantitativeTypes extension.
    """

    symbol: str
    name: str
    quantity: str
    factor: float
    offset: float = 0.0
    codes: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    dtdl_unit: str | None = None

    def __str__(self) -> str:
        return self.symbol

    @property
    def code(self) -> str | None:
        """The UNECE common code, such as ``RPM``, or ``None`` where UNECE has none."""
        return self.codes[0] if self.codes else None

    @property
    def unit_id(self) -> int | None:
        """OPC UA's ``EUInformation.unitId``, or ``None`` where UNECE has no code."""
        return unit_id_of(self.codes[0]) if self.codes else None


def unit_id_of(code: str) -> int:
    """A UNECE code as OPC UA's ``EUInformation.unitId``: its ASCII bytes as one number (Part 8 §5.6.3)."""
    return int.from_bytes(code.encode("ascii"))

"""The table of units. Codes: UNECE Recommendation 20; factors: BIPM SI brochure and NIST SP 811."""

from __future__ import annotations

from math import pi
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from holo_lsp.units.unit import Quantity, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

_FOOT = 0.3048
_INCH = 0.0254
_MILE = 1609.344
_NAUTICAL_MILE = 1852.0
_POUND = 0.45359237
_GALLON = 231 * _INCH**3  # US
_GRAVITY = 9.80665
_POUND_FORCE = _POUND * _GRAVITY
_PSI = _POUND_FORCE / _INCH**2
_MMHG = 133.322387415
_BTU = 1055.05585262  # International Table
_HOUR = 3600.0
_DAY = 86400.0


class _Row(NamedTuple):
    """A unit as the table writes it: codes and spellings are separated by blanks."""

    symbol: str
    name: str
    factor: float
    codes: str = ""
    aliases: str = ""
    dtdl_unit: str = ""
    offset: float = 0.0

    def unit(self, quantity: Quantity) -> Unit:
        """The same as a unit of ``quantity``."""
        return Unit(
            symbol=self.symbol,
            name=self.name,
            quantity=quantity.name,
            factor=self.factor,
            offset=self.offset,
            codes=tuple(self.codes.split()),
            aliases=tuple(self.aliases.split()),
            dtdl_unit=self.dtdl_unit or None,
        )


_TABLE: Mapping[Quantity, tuple[_Row, ...]] = {
    Quantity("temperature", "K", "Temperature"): (
        _Row("K", "kelvin", 1.0, "KEL", "", "kelvin"),
        _Row("°C", "degree Celsius", 1.0, "CEL", "celsius centigrade DegC", "degreeCelsius", 273.15),
        _Row("°F", "degree Fahrenheit", 5 / 9, "FAH", "fahrenheit DegF", "degreeFahrenheit", 459.67 * 5 / 9),
        _Row("°R", "degree Rankine", 5 / 9, "A48", "rankine"),
    ),
    Quantity("temperature change rate", "K/s"): (
        _Row("K/s", "kelvin per second", 1.0, "F12"),
        _Row("K/min", "kelvin per minute", 1 / 60, "F11"),
        _Row("K/h", "kelvin per hour", 1 / _HOUR, "F10"),
        _Row("°C/s", "degree Celsius per second", 1.0, "H14"),
        _Row("°C/min", "degree Celsius per minute", 1 / 60, "H13"),
        _Row("°C/h", "degree Celsius per hour", 1 / _HOUR, "H12"),
    ),
    Quantity("pressure", "Pa", "Pressure"): (
        _Row("Pa", "pascal", 1.0, "PAL C55", "N/m2", "pascal"),
        _Row("mPa", "millipascal", 1e-3, "74"),
        _Row("daPa", "decapascal", 10.0, "H75", "", "decapascal"),
        _Row("hPa", "hectopascal", 100.0, "A97", "", "hectopascal"),
        _Row("kPa", "kilopascal", 1e3, "KPA KNM", "kN/m2", "kilopascal"),
        _Row("MPa", "megapascal", 1e6, "MPA C56", "N/mm2"),
        _Row("GPa", "gigapascal", 1e9, "A89", "kN/mm2"),
        # Gauge or absolute is a matter of the quantity, not of the unit; the letters are typed all the same.
        _Row("bar", "bar", 1e5, "BAR", "barg bara bar(g) bar(a) bar(abs)", "bar"),
        _Row("mbar", "millibar", 100.0, "MBR", "mbarg mbara mbar(g) mbar(a) mbar(abs)", "millibar"),
        _Row("µbar", "microbar", 0.1, "B85"),
        _Row(
            "psi",
            "pound-force per square inch",
            _PSI,
            "PS 80",
            "psig psia psi(g) psi(a) lbf/in2",
            "poundPerSquareInch",
        ),
        _Row("ksi", "kip per square inch", _PSI * 1e3, "N20 84"),
        _Row("atm", "standard atmosphere", 101325.0, "ATM", "atmosphere"),
        _Row("kgf/cm²", "kilogram-force per square centimetre", _GRAVITY * 1e4, "E42", "kg/cm2"),
        _Row("Torr", "torr", 101325 / 760, "UA"),
        _Row("mmHg", "conventional millimetre of mercury", _MMHG, "HN", "", "millimetresOfMercury"),
        _Row("inHg", "inch of mercury", _MMHG * 25.4, "F79", "", "inchesOfMercury"),
        _Row("mmH₂O", "conventional millimetre of water", _GRAVITY, "HP", "mmWC mmWS"),
        _Row("mH₂O", "conventional metre of water", _GRAVITY * 1e3, "N23", "mWC mWS"),
        _Row("inH₂O", "inch of water", _GRAVITY * 25.4, "F78", "inWC", "inchesOfWater"),
    ),
    Quantity("length", "m", "Length"): (
        _Row("m", "metre", 1.0, "MTR", "", "metre"),
        _Row("km", "kilometre", 1e3, "KMT KTM", "", "kilometre"),
        _Row("dm", "decimetre", 0.1, "DMT"),
        _Row("cm", "centimetre", 1e-2, "CMT", "", "centimetre"),
        _Row("mm", "millimetre", 1e-3, "MMT", "", "millimetre"),
        _Row("µm", "micrometre", 1e-6, "4H", "micron microns", "micrometre"),
        _Row("nm", "nanometre", 1e-9, "C45", "", "nanometre"),
        _Row("in", "inch", _INCH, "INH", '" inches', "inch"),
        _Row("mil", "milli-inch", _INCH * 1e-3, "77", "thou"),
        _Row("ft", "foot", _FOOT, "FOT", "feet", "foot"),
        _Row("yd", "yard", 3 * _FOOT, "YRD"),
        _Row("mi", "mile", _MILE, "SMI", "", "mile"),
        _Row("nmi", "nautical mile", _NAUTICAL_MILE, "NMI", "", "nauticalMile"),
    ),
    Quantity("area", "m²", "Area"): (
        _Row("m²", "square metre", 1.0, "MTK", "sqm", "squareMetre"),
        _Row("km²", "square kilometre", 1e6, "KMK", "", "squareKilometre"),
        _Row("dm²", "square decimetre", 1e-2, "DMK"),
        _Row("cm²", "square centimetre", 1e-4, "CMK", "", "squareCentimetre"),
        _Row("mm²", "square millimetre", 1e-6, "MMK", "", "squareMillimetre"),
        _Row("ha", "hectare", 1e4, "HAR", "", "hectare"),
        _Row("in²", "square inch", _INCH**2, "INK", "sqin", "squareInch"),
        _Row("ft²", "square foot", _FOOT**2, "FTK", "sqft", "squareFoot"),
        _Row("acre", "acre", 4046.8564224, "ACR", "", "acre"),
    ),
    Quantity("volume", "m³", "Volume"): (
        _Row("m³", "cubic metre", 1.0, "MTQ", "cbm", "cubicMetre"),
        _Row("dm³", "cubic decimetre", 1e-3, "DMQ"),
        _Row("cm³", "cubic centimetre", 1e-6, "CMQ", "ccm cc", "cubicCentimetre"),
        _Row("mm³", "cubic millimetre", 1e-9, "MMQ"),
        _Row("l", "litre", 1e-3, "LTR", "L ltr", "litre"),
        _Row("hl", "hectolitre", 0.1, "HLT", "hL"),
        _Row("dl", "decilitre", 1e-4, "DLT", "dL"),
        _Row("cl", "centilitre", 1e-5, "CLT", "cL"),
        _Row("ml", "millilitre", 1e-6, "MLT", "mL", "millilitre"),
        _Row("µl", "microlitre", 1e-9, "4G", "µL"),
        _Row("in³", "cubic inch", _INCH**3, "INQ", "cuin", "cubicInch"),
        _Row("ft³", "cubic foot", _FOOT**3, "FTQ", "cuft", "cubicFoot"),
        _Row("gal", "gallon (US)", _GALLON, "GLL", "gallon gallons gal(US) USgal", "gallon"),
        _Row("gal (UK)", "gallon (UK)", 4.54609e-3, "GLI", "UKgal impgal"),
        _Row("bbl", "barrel (US)", 42 * _GALLON, "BLL", "barrel barrels"),
    ),
    Quantity("normal volume", "Nm³"): (_Row("Nm³", "normal cubic metre", 1.0, "NM3"),),
    Quantity("mass", "kg", "Mass"): (
        _Row("kg", "kilogram", 1.0, "KGM", "kilo kilos", "kilogram"),
        _Row("g", "gram", 1e-3, "GRM", "", "gram"),
        _Row("mg", "milligram", 1e-6, "MGM", "", "milligram"),
        _Row("µg", "microgram", 1e-9, "MC", "", "microgram"),
        _Row("t", "tonne", 1e3, "TNE", "", "tonne"),
        _Row("lb", "pound", _POUND, "LBR", "lbs", "massPound"),
        _Row("oz", "ounce", _POUND / 16, "ONZ"),
    ),
    Quantity("time", "s", "TimeSpan"): (
        _Row("s", "second", 1.0, "SEC", "sec secs", "second"),
        _Row("ms", "millisecond", 1e-3, "C26", "msec", "millisecond"),
        _Row("µs", "microsecond", 1e-6, "B98", "usec", "microsecond"),
        _Row("ns", "nanosecond", 1e-9, "C47", "nsec", "nanosecond"),
        _Row("min", "minute", 60.0, "MIN", "mins", "minute"),
        _Row("h", "hour", _HOUR, "HUR", "hr hrs", "hour"),
        _Row("d", "day", _DAY, "DAY", "", "day"),
        _Row("wk", "week", 7 * _DAY, "WEE"),
        _Row("y", "year", 365.25 * _DAY, "ANN", "yr yrs", "year"),
    ),
    Quantity("speed", "m/s", "Velocity"): (
        _Row("m/s", "metre per second", 1.0, "MTS", "mps", "metrePerSecond"),
        _Row("m/min", "metre per minute", 1 / 60, "2X", "mpm"),
        _Row("m/h", "metre per hour", 1 / _HOUR, "M60", "", "metrePerHour"),
        _Row("mm/s", "millimetre per second", 1e-3, "C16"),
        _Row("mm/min", "millimetre per minute", 1e-3 / 60, "H81"),
        _Row("mm/h", "millimetre per hour", 1e-3 / _HOUR, "H67"),
        _Row("cm/s", "centimetre per second", 1e-2, "2M", "", "centimetrePerSecond"),
        _Row("km/h", "kilometre per hour", 1e3 / _HOUR, "KMH", "kmh kph km/hr", "kilometrePerHour"),
        _Row("km/s", "kilometre per second", 1e3, "M62", "", "kilometrePerSecond"),
        _Row("in/s", "inch per second", _INCH, "IU", "ips in/sec"),
        _Row("in/min", "inch per minute", _INCH / 60, "M63", "ipm"),
        _Row("ft/s", "foot per second", _FOOT, "FS", "ft/sec"),
        _Row("ft/min", "foot per minute", _FOOT / 60, "FR", "fpm sfm"),
        _Row("mile/h", "mile per hour", _MILE / _HOUR, "HM", "mph mi/h", "milePerHour"),
        _Row("kn", "knot", _NAUTICAL_MILE / _HOUR, "KNT", "kts", "knot"),
    ),
    Quantity("acceleration", "m/s²", "Acceleration"): (
        _Row("m/s²", "metre per second squared", 1.0, "MSK", "", "metrePerSecondSquared"),
        _Row("mm/s²", "millimetre per second squared", 1e-3, "M41"),
        _Row("cm/s²", "centimetre per second squared", 1e-2, "M39", "", "centimetrePerSecondSquared"),
        _Row("ft/s²", "foot per second squared", _FOOT, "A73"),
        _Row("gₙ", "standard acceleration of free fall", _GRAVITY, "K40", "gn g-force", "gForce"),
    ),
    Quantity("angle", "rad", "Angle"): (
        _Row("rad", "radian", 1.0, "C81", "", "radian"),
        _Row("mrad", "milliradian", 1e-3, "C25"),
        _Row("°", "degree", pi / 180, "DD", "degrees deg degs", "degreeOfArc"),
        _Row("\N{PRIME}", "minute of arc", pi / 10800, "D61", "arcmin", "minuteOfArc"),
        _Row("\N{DOUBLE PRIME}", "second of arc", pi / 648000, "D62", "arcsec", "secondOfArc"),
        _Row("gon", "gon", pi / 200, "A91", "grad"),
        _Row("rev", "revolution", 2 * pi, "M44", "revs turn turns", "turn"),
    ),
    Quantity("rotational speed", "r/s", "AngularVelocity"): (
        _Row("r/s", "revolution per second", 1.0, "RPS", "rps rev/s", "revolutionPerSecond"),
        _Row("r/min", "revolution per minute", 1 / 60, "RPM M46", "rpm rev/min U/min", "revolutionPerMinute"),
        # Drives and machine tools give speeds in reciprocal minutes and mean revolutions.
        _Row("min⁻¹", "reciprocal minute", 1 / 60, "C94", "1/min /min"),
        _Row("rad/s", "radian per second", 1 / (2 * pi), "2A", "", "radianPerSecond"),
        _Row("°/s", "degree per second", 1 / 360, "E96", "dps degrees/s", "degreePerSecond"),
    ),
    Quantity("rotational acceleration", "rad/s²", "AngularAcceleration"): (
        _Row("rad/s²", "radian per second squared", 1.0, "2B", "", "radianPerSecondSquared"),
        _Row("°/s²", "degree per second squared", pi / 180, "M45"),
    ),
    Quantity("feed per revolution", "mm/r"): (
        _Row("mm/r", "millimetre per revolution", 1.0, "", "mm/rev mm/U"),
        _Row("in/r", "inch per revolution", 25.4, "", "in/rev ipr"),
    ),
    Quantity("frequency", "Hz", "Frequency"): (
        _Row("Hz", "hertz", 1.0, "HTZ", "", "hertz"),
        _Row("mHz", "millihertz", 1e-3, "", "", "millihertz"),
        _Row("kHz", "kilohertz", 1e3, "KHZ", "", "kilohertz"),
        _Row("MHz", "megahertz", 1e6, "MHZ", "", "megahertz"),
        _Row("GHz", "gigahertz", 1e9, "A86", "", "gigahertz"),
        _Row("s⁻¹", "reciprocal second", 1.0, "C97", "1/s /s"),
        _Row("h⁻¹", "reciprocal hour", 1 / _HOUR, "H10", "1/h /h"),
    ),
    Quantity("force", "N", "Force"): (
        _Row("N", "newton", 1.0, "NEW", "", "newton"),
        _Row("mN", "millinewton", 1e-3, "C20"),
        _Row("daN", "decanewton", 10.0),
        _Row("kN", "kilonewton", 1e3, "B47"),
        _Row("MN", "meganewton", 1e6, "B73"),
        _Row("kgf", "kilogram-force", _GRAVITY, "B37 B51", "kp"),
        _Row("lbf", "pound-force", _POUND_FORCE, "C78", "", "pound"),
    ),
    Quantity("torque", "N·m", "Torque"): (
        _Row("N·m", "newton metre", 1.0, "NU", "N.m", "newtonMetre"),
        _Row("N·cm", "newton centimetre", 1e-2, "F88", "N.cm"),
        _Row("N·mm", "newton millimetre", 1e-3, "", "N.mm"),
        _Row("mN·m", "millinewton metre", 1e-3, "D83", "mN.m"),
        _Row("cN·m", "centinewton metre", 1e-2, "J72", "cN.m"),
        _Row("kN·m", "kilonewton metre", 1e3, "B48", "kN.m"),
        _Row("MN·m", "meganewton metre", 1e6, "B74", "MN.m"),
        _Row("kgf·m", "kilogram-force metre", _GRAVITY, "B38", "kpm"),
        _Row(
            "lbf·ft",
            "pound-force foot",
            _POUND_FORCE * _FOOT,
            "M92",
            "lb-ft lbft ft-lb ftlb ftlbf ft-lbf lbf-ft",
        ),
        _Row(
            "lbf·in",
            "pound-force inch",
            _POUND_FORCE * _INCH,
            "F21 IA",
            "lb-in lbin in-lb inlb inlbf in-lbf lbf-in",
        ),
    ),
    Quantity("energy", "J", "Energy"): (
        _Row("J", "joule", 1.0, "JOU", "Ws", "joule"),
        _Row("mJ", "millijoule", 1e-3, "C15"),
        _Row("kJ", "kilojoule", 1e3, "KJO", "", "kilojoule"),
        _Row("MJ", "megajoule", 1e6, "3B", "", "megajoule"),
        _Row("GJ", "gigajoule", 1e9, "GV", "", "gigajoule"),
        _Row("Wh", "watt hour", _HOUR, "WHR", "", "wattHour"),
        _Row("mWh", "milliwatt hour", _HOUR * 1e-3, "", "", "milliwattHour"),
        _Row("kWh", "kilowatt hour", _HOUR * 1e3, "KWH", "", "kilowattHour"),
        _Row("MWh", "megawatt hour", _HOUR * 1e6, "MWH", "", "megawattHour"),
        _Row("GWh", "gigawatt hour", _HOUR * 1e9, "GWH", "", "gigawattHour"),
        _Row("TWh", "terawatt hour", _HOUR * 1e12, "D32", "", "terawattHour"),
        _Row("kcal", "kilocalorie", 4186.8, "E14"),
        _Row("Btu", "British thermal unit", _BTU, "BTU", "", "britishThermalUnit"),
        _Row("eV", "electronvolt", 1.602176634e-19, "A53", "", "electronvolt"),
    ),
    Quantity("power", "W", "Power"): (
        _Row("W", "watt", 1.0, "WTT P14", "J/s", "watt"),
        _Row("µW", "microwatt", 1e-6, "D80", "", "microwatt"),
        _Row("mW", "milliwatt", 1e-3, "C31", "", "milliwatt"),
        _Row("kW", "kilowatt", 1e3, "KWT P18", "kJ/s", "kilowatt"),
        _Row("MW", "megawatt", 1e6, "MAW", "", "megawatt"),
        _Row("GW", "gigawatt", 1e9, "A90", "", "gigawatt"),
        _Row("hp", "horsepower", 550 * _POUND_FORCE * _FOOT, "BHP", "bhp", "horsepower"),
        _Row("PS", "metric horsepower", 75 * _GRAVITY, "N12 HJ A25", "CV"),
        _Row(
            "Btu/h",
            "British thermal unit per hour",
            _BTU / _HOUR,
            "2I",
            "BTU/hr",
            "britishThermalUnitPerHour",
        ),
        _Row("kJ/h", "kilojoule per hour", 1e3 / _HOUR, "P20", "", "kilojoulePerHour"),
    ),
    Quantity("apparent power", "VA", "ApparentPower"): (
        _Row("VA", "volt ampere", 1.0, "D46", "", "voltAmpere"),
        _Row("mVA", "millivolt ampere", 1e-3, "M35", "", "millivoltAmpere"),
        _Row("kVA", "kilovolt ampere", 1e3, "KVA", "", "kilovoltAmpere"),
        _Row("MVA", "megavolt ampere", 1e6, "MVA", "", "megavoltAmpere"),
    ),
    Quantity("reactive power", "var", "ReactivePower"): (
        _Row("var", "var", 1.0, "D44", "", "voltAmpereReactive"),
        _Row("kvar", "kilovar", 1e3, "KVR K5", "", "kilovoltAmpereReactive"),
        _Row("Mvar", "megavar", 1e6, "MAR", "", "megavoltAmpereReactive"),
    ),
    Quantity("apparent energy", "VAh", "ApparentEnergy"): (
        _Row("VAh", "volt ampere hour", 1.0, "", "", "voltAmpereHour"),
        _Row("kVAh", "kilovolt ampere hour", 1e3, "C79", "", "kilovoltAmpereHour"),
    ),
    Quantity("reactive energy", "varh", "ReactiveEnergy"): (
        _Row("varh", "var hour", 1.0, "", "", "voltAmpereReactiveHour"),
        _Row("kvarh", "kilovar hour", 1e3, "K3", "", "kilovoltAmpereReactiveHour"),
    ),
    Quantity("electric current", "A", "Current"): (
        _Row("A", "ampere", 1.0, "AMP", "amp amps", "ampere"),
        _Row("nA", "nanoampere", 1e-9, "C39"),
        _Row("µA", "microampere", 1e-6, "B84", "", "microampere"),
        _Row("mA", "milliampere", 1e-3, "4K", "", "milliampere"),
        _Row("kA", "kiloampere", 1e3, "B22", "", "kiloampere"),
    ),
    Quantity("voltage", "V", "Voltage"): (
        _Row("V", "volt", 1.0, "VLT 2G 2H", "VAC VDC Vac Vdc", "volt"),
        _Row("µV", "microvolt", 1e-6, "D82", "", "microvolt"),
        _Row("mV", "millivolt", 1e-3, "2Z", "", "millivolt"),
        _Row("kV", "kilovolt", 1e3, "KVT", "", "kilovolt"),
        _Row("MV", "megavolt", 1e6, "B78", "", "megavolt"),
    ),
    Quantity("electric resistance", "Ω", "Resistance"): (
        _Row("Ω", "ohm", 1.0, "OHM", "", "ohm"),
        _Row("µΩ", "microohm", 1e-6, "B94"),
        _Row("mΩ", "milliohm", 1e-3, "E45", "mOhm", "milliohm"),
        _Row("kΩ", "kiloohm", 1e3, "B49", "kOhm", "kiloohm"),
        _Row("MΩ", "megaohm", 1e6, "B75", "MOhm", "megaohm"),
    ),
    Quantity("electric conductance", "S"): (
        _Row("S", "siemens", 1.0, "SIE"),
        _Row("mS", "millisiemens", 1e-3, "C27"),
        _Row("µS", "microsiemens", 1e-6, "B99"),
    ),
    Quantity("electric conductivity", "S/m"): (
        _Row("S/m", "siemens per metre", 1.0, "D10"),
        _Row("S/cm", "siemens per centimetre", 100.0, "H43"),
        _Row("mS/cm", "millisiemens per centimetre", 0.1, "H61"),
        _Row("µS/cm", "microsiemens per centimetre", 1e-4, "G42"),
    ),
    Quantity("electric charge", "C", "ElectricCharge"): (
        _Row("C", "coulomb", 1.0, "COU A8", "", "coulomb"),
        _Row("Ah", "ampere hour", _HOUR, "AMH", "", "ampereHour"),
        _Row("mAh", "milliampere hour", _HOUR * 1e-3, "E09", "", "milliampereHour"),
    ),
    Quantity("capacitance", "F", "Capacitance"): (
        _Row("F", "farad", 1.0, "FAR", "", "farad"),
        _Row("mF", "millifarad", 1e-3, "C10", "", "millifarad"),
        _Row("µF", "microfarad", 1e-6, "4O", "", "microfarad"),
        _Row("nF", "nanofarad", 1e-9, "C41", "", "nanofarad"),
        _Row("pF", "picofarad", 1e-12, "4T", "", "picofarad"),
    ),
    Quantity("inductance", "H", "Inductance"): (
        _Row("H", "henry", 1.0, "81", "", "henry"),
        _Row("mH", "millihenry", 1e-3, "C14", "", "millihenry"),
        _Row("µH", "microhenry", 1e-6, "B90", "", "microhenry"),
    ),
    Quantity("magnetic flux", "Wb", "MagneticFlux"): (_Row("Wb", "weber", 1.0, "WEB", "", "weber"),),
    Quantity("magnetic flux density", "T", "MagneticInduction"): (
        _Row("T", "tesla", 1.0, "D33", "", "tesla"),
        _Row("mT", "millitesla", 1e-3, "C29"),
        _Row("µT", "microtesla", 1e-6, "D81"),
    ),
    Quantity("volume flow", "m³/s", "VolumeFlowRate"): (
        _Row("m³/s", "cubic metre per second", 1.0, "MQS", "", "cubicMetrePerSecond"),
        _Row("m³/min", "cubic metre per minute", 1 / 60, "G53", "", "cubicMetrePerMinute"),
        _Row("m³/h", "cubic metre per hour", 1 / _HOUR, "MQH", "cbm/h m3/hr", "cubicMetrePerHour"),
        _Row("m³/d", "cubic metre per day", 1 / _DAY, "G52"),
        _Row("l/s", "litre per second", 1e-3, "G51", "L/s lps", "litrePerSecond"),
        _Row("l/min", "litre per minute", 1e-3 / 60, "L2", "L/min lpm", "litrePerMinute"),
        _Row("l/h", "litre per hour", 1e-3 / _HOUR, "E32", "L/h lph l/hr", "litrePerHour"),
        _Row("l/d", "litre per day", 1e-3 / _DAY, "LD", "L/d"),
        _Row("ml/s", "millilitre per second", 1e-6, "40", "mL/s", "millilitrePerSecond"),
        _Row("ml/min", "millilitre per minute", 1e-6 / 60, "41", "mL/min", "millilitrePerMinute"),
        _Row("ml/h", "millilitre per hour", 1e-6 / _HOUR, "G55", "mL/h", "millilitrePerHour"),
        _Row("cm³/s", "cubic centimetre per second", 1e-6, "2J", "ccm/s"),
        _Row("cm³/min", "cubic centimetre per minute", 1e-6 / 60, "G49", "ccm/min cc/min"),
        _Row("ft³/min", "cubic foot per minute", _FOOT**3 / 60, "2L", "cfm", "cubicFootPerMinute"),
        _Row("ft³/h", "cubic foot per hour", _FOOT**3 / _HOUR, "2K", "cfh"),
        _Row("gal/min", "gallon (US) per minute", _GALLON / 60, "G2", "gpm", "gallonPerMinute"),
        _Row("gal/h", "gallon (US) per hour", _GALLON / _HOUR, "G50", "gph", "gallonPerHour"),
    ),
    Quantity("normal volume flow", "Nm³/h"): (_Row("Nm³/h", "normal cubic metre per hour", 1.0, "Q40"),),
    Quantity("mass flow", "kg/s", "MassFlowRate"): (
        _Row("kg/s", "kilogram per second", 1.0, "KGS", "", "kilogramPerSecond"),
        _Row("kg/min", "kilogram per minute", 1 / 60, "F31"),
        _Row("kg/h", "kilogram per hour", 1 / _HOUR, "E93", "kg/hr", "kilogramPerHour"),
        _Row("g/s", "gram per second", 1e-3, "F29", "", "gramPerSecond"),
        _Row("g/min", "gram per minute", 1e-3 / 60, "F28"),
        _Row("g/h", "gram per hour", 1e-3 / _HOUR, "F27", "", "gramPerHour"),
        _Row("mg/min", "milligram per minute", 1e-6 / 60, "F33"),
        _Row("t/h", "tonne per hour", 1e3 / _HOUR, "E18", "tph"),
        _Row("t/d", "tonne per day", 1e3 / _DAY, "L71"),
        _Row("lb/min", "pound per minute", _POUND / 60, "K78"),
        _Row("lb/h", "pound per hour", _POUND / _HOUR, "4U", "lb/hr", "massPoundPerHour"),
    ),
    Quantity("density", "kg/m³", "Density"): (
        _Row("kg/m³", "kilogram per cubic metre", 1.0, "KMQ", "", "kilogramPerCubicMetre"),
        _Row("kg/dm³", "kilogram per cubic decimetre", 1e3, "B34"),
        _Row("kg/l", "kilogram per litre", 1e3, "B35", "kg/L"),
        _Row("g/cm³", "gram per cubic centimetre", 1e3, "23", "g/cc"),
        _Row("g/ml", "gram per millilitre", 1e3, "GJ", "g/mL"),
        _Row("g/l", "gram per litre", 1.0, "GL", "g/L"),
        _Row("mg/l", "milligram per litre", 1e-3, "M1", "mg/L"),
        _Row("µg/l", "microgram per litre", 1e-6, "H29", "µg/L"),
        _Row("g/m³", "gram per cubic metre", 1e-3, "A93", "", "gramPerCubicMetre"),
        _Row("mg/m³", "milligram per cubic metre", 1e-6, "GP", "", "milligramPerCubicMetre"),
        _Row("µg/m³", "microgram per cubic metre", 1e-9, "GQ", "", "microgramPerCubicMetre"),
        _Row("lb/ft³", "pound per cubic foot", _POUND / _FOOT**3, "87"),
    ),
    Quantity("dynamic viscosity", "Pa·s"): (
        _Row("Pa·s", "pascal second", 1.0, "C65", "Pa.s"),
        _Row("mPa·s", "millipascal second", 1e-3, "C24", "mPa.s"),
        _Row("cP", "centipoise", 1e-3, "C7"),
    ),
    Quantity("kinematic viscosity", "m²/s"): (
        _Row("m²/s", "square metre per second", 1.0, "S4"),
        _Row("mm²/s", "square millimetre per second", 1e-6, "C17"),
        _Row("cSt", "centistokes", 1e-6, "4C"),
    ),
    Quantity("moment of inertia", "kg·m²"): (
        _Row("kg·m²", "kilogram metre squared", 1.0, "B32", "kg.m2"),
        _Row("kg·cm²", "kilogram square centimetre", 1e-4, "F18", "kg.cm2"),
    ),
    Quantity("force per length", "N/m"): (
        _Row("N/m", "newton per metre", 1.0, "4P"),
        _Row("mN/m", "millinewton per metre", 1e-3, "C22"),
        _Row("N/mm", "newton per millimetre", 1e3, "F47"),
        _Row("kN/m", "kilonewton per metre", 1e3, "N31"),
    ),
    Quantity("heat flux density", "W/m²", "Irradiance"): (
        _Row("W/m²", "watt per square metre", 1.0, "D54", "", "wattPerSquareMetre"),
        _Row("W/cm²", "watt per square centimetre", 1e4, "N48"),
    ),
    Quantity("thermal conductivity", "W/(m·K)"): (
        _Row("W/(m·K)", "watt per metre kelvin", 1.0, "D53", "W/mK"),
    ),
    Quantity("heat transfer coefficient", "W/(m²·K)"): (
        _Row("W/(m²·K)", "watt per square metre kelvin", 1.0, "D55", "W/m2K"),
    ),
    Quantity("specific heat capacity", "J/(kg·K)"): (
        _Row("J/(kg·K)", "joule per kilogram kelvin", 1.0, "B11", "J/kgK"),
        _Row("kJ/(kg·K)", "kilojoule per kilogram kelvin", 1e3, "B43", "kJ/kgK"),
    ),
    Quantity("specific energy", "J/kg"): (
        _Row("J/kg", "joule per kilogram", 1.0, "J2"),
        _Row("kJ/kg", "kilojoule per kilogram", 1e3, "B42"),
    ),
    Quantity("illuminance", "lx", "Illuminance"): (
        _Row("lx", "lux", 1.0, "LUX", "", "lux"),
        _Row("klx", "kilolux", 1e3, "KLX"),
    ),
    Quantity("luminous flux", "lm", "LuminousFlux"): (_Row("lm", "lumen", 1.0, "LUM", "", "lumen"),),
    Quantity("luminous intensity", "cd", "LuminousIntensity"): (
        _Row("cd", "candela", 1.0, "CDL", "", "candela"),
    ),
    Quantity("luminance", "cd/m²", "Luminance"): (
        _Row("cd/m²", "candela per square metre", 1.0, "A24", "", "candelaPerSquareMetre"),
    ),
    Quantity("level", "dB"): (_Row("dB", "decibel", 1.0, "2N", "dBA dB(A)", "decibel"),),
    Quantity("ratio", "1"): (
        _Row("1", "one", 1.0, "C62", "", "unity"),
        _Row("%", "percent", 1e-2, "P1", "pct percentage %RH %rh", "percent"),
        _Row("‰", "part per thousand", 1e-3, "NX", "permille"),
        _Row("ppm", "part per million", 1e-6, "59", "", "partsPerMillion"),
        _Row("ppb", "part per billion", 1e-9, "61", "", "partsPerBillion"),
    ),
    Quantity("count", "pcs"): (_Row("pcs", "piece", 1.0, "H87", "pc parts"),),
    Quantity("count rate", "pcs/h"): (
        _Row("pcs/h", "piece per hour", 1.0, "", "parts/h parts/hr"),
        _Row("pcs/min", "piece per minute", 60.0, "", "parts/min ppmin"),
    ),
    Quantity("amount of substance", "mol"): (
        _Row("mol", "mole", 1.0, "C34"),
        _Row("mmol", "millimole", 1e-3, "C18"),
        _Row("kmol", "kilomole", 1e3, "B45"),
    ),
    Quantity("amount concentration", "mol/m³"): (
        _Row("mol/m³", "mole per cubic metre", 1.0, "C36"),
        _Row("mol/l", "mole per litre", 1e3, "C38", "mol/L"),
        _Row("mmol/l", "millimole per litre", 1.0, "M33", "mmol/L"),
    ),
    Quantity("acidity", "pH"): (_Row("pH", "pH", 1.0, "Q30"),),
    Quantity("data size", "byte", "DataSize"): (
        _Row("byte", "byte", 1.0, "AD", "", "byte"),
        _Row("bit", "bit", 1 / 8, "A99", "", "bit"),
        _Row("kB", "kilobyte", 1e3, "2P"),
        _Row("MB", "megabyte", 1e6, "4L"),
        _Row("GB", "gigabyte", 1e9, "E34"),
        _Row("TB", "terabyte", 1e12, "E35"),
        _Row("KiB", "kibibyte", 2.0**10, "E64", "", "kibibyte"),
        _Row("MiB", "mebibyte", 2.0**20, "E63", "", "mebibyte"),
        _Row("GiB", "gibibyte", 2.0**30, "E62", "", "gibibyte"),
    ),
    Quantity("data rate", "bit/s", "DataRate"): (
        _Row("bit/s", "bit per second", 1.0, "B10", "bps", "bitPerSecond"),
        _Row("kbit/s", "kilobit per second", 1e3, "C74", "kbps"),
        _Row("Mbit/s", "megabit per second", 1e6, "E20", "Mbps"),
        _Row("Gbit/s", "gigabit per second", 1e9, "B80", "Gbps"),
        _Row("B/s", "byte per second", 8.0, "P93", "byte/s", "bytePerSecond"),
        _Row("kB/s", "kilobyte per second", 8e3, "P94"),
        _Row("MB/s", "megabyte per second", 8e6, "P95"),
    ),
    Quantity("radioactivity", "Bq", "Radioactivity"): (
        _Row("Bq", "becquerel", 1.0, "BQL", "", "becquerel"),
        _Row("kBq", "kilobecquerel", 1e3, "2Q", "", "kilobecquerel"),
        _Row("MBq", "megabecquerel", 1e6, "4N", "", "megabecquerel"),
    ),
    Quantity("dose equivalent", "Sv", "IonizingRadiationDose"): (
        _Row("Sv", "sievert", 1.0, "D13", "", "sievert"),
        _Row("mSv", "millisievert", 1e-3, "C28", "", "millisievert"),
        _Row("µSv", "microsievert", 1e-6, "", "", "microsievert"),
    ),
    Quantity("dose equivalent rate", "Sv/h"): (
        _Row("Sv/h", "sievert per hour", 1.0, "P70"),
        _Row("mSv/h", "millisievert per hour", 1e-3, "P71"),
        _Row("µSv/h", "microsievert per hour", 1e-6, "P72"),
    ),
}

#: Every unit, grouped by quantity.
UNITS: tuple[Unit, ...] = tuple(row.unit(quantity) for quantity, rows in _TABLE.items() for row in rows)

#: Every quantity by its name.
QUANTITIES: Mapping[str, Quantity] = MappingProxyType({quantity.name: quantity for quantity in _TABLE})

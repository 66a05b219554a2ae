from __future__ import annotations

import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holo_lsp.units import (
    QUANTITIES,
    UNITS,
    convert,
    find_unit,
    same_quantity,
    unit_by_code,
    unit_by_id,
    unit_from_comment,
)

#: Texts that the table could explain and does not, because they mean something else at least as often.
AMBIGUOUS = {"C", "F", "1", "one"}


def unit(text):
    found = find_unit(text)
    assert found is not None, text
    return found


# --- the table ---


def test_the_table_is_large_enough_to_be_useful():
    assert len(UNITS) >= 120


@pytest.mark.parametrize("row", UNITS, ids=str)
def test_every_spelling_of_a_unit_is_that_unit(row):
    for spelling in {row.symbol, row.name, *row.aliases} - AMBIGUOUS:
        assert find_unit(spelling) is row, spelling
    assert row.quantity in QUANTITIES
    assert row.factor > 0


def test_codes_are_those_of_one_unit_and_name_it():
    codes = Counter(code for row in UNITS for code in row.codes)
    assert {code for code, count in codes.items() if count > 1} == set()
    for row in UNITS:
        assert all(
            code.isascii() and code.isalnum() and code.isupper() | code.isdigit() for code in row.codes
        )
        assert all(unit_by_code(code) is row for code in row.codes)
        if row.unit_id is not None:
            assert unit_by_id(row.unit_id) is row


@pytest.mark.parametrize("quantity", QUANTITIES.values(), ids=lambda quantity: quantity.name)
def test_a_quantity_has_units_and_its_base_is_one(quantity):
    (base,) = [row for row in UNITS if row.quantity == quantity.name and row.symbol == quantity.base]
    assert (base.factor, base.offset) == (1, 0)


@pytest.mark.parametrize(
    ("text", "code", "unit_id"),
    [
        # from the OPC Foundation's table UNECE_to_OPCUA.csv
        ("r/min", "RPM", 5394509),
        ("°C", "CEL", 4408652),
        ("A", "AMP", 4279632),
        ("dB", "2N", 12878),
        ("°", "DD", 17476),
        ("%", "P1", 20529),
        ("mm/min", "H81", 4732977),
        ("mm/s", "C16", 4403510),
        ("m/s", "MTS", 5067859),
        ("bar", "BAR", 4342098),
        ("MPa", "MPA", 5066817),
        ("mPa", "74", 14132),
        ("N·m", "NU", 20053),
        ("kWh", "KWH", 4937544),
        ("l/min", "L2", 19506),
        ("m³/h", "MQH", 5067080),
        ("kg/h", "E93", 4536627),
        ("Hz", "HTZ", 4740186),
        ("µm", "4H", 13384),
        ("s", "SEC", 5457219),
        ("pH", "Q30", 5321520),
        ("µS/cm", "G42", 4666418),
        ("psi", "PS", 20563),
        ("W/(m²·K)", "D55", 4470069),
        ("lbf·ft", "M92", 5060914),
    ],
)
def test_a_unit_is_known_to_opc_ua(text, code, unit_id):
    assert (unit(text).code, unit(text).unit_id) == (code, unit_id)


def test_the_second_code_of_a_unit_is_known_too():
    """A server may send M46, revolution per minute, or KTM, kilometre."""
    assert unit_by_id(5059638) is unit("rpm")
    assert unit_by_code("KTM") is unit("km")
    assert unit_by_id(1) is None
    assert unit_by_code("") is None


def test_a_unit_without_a_code_has_no_id():
    assert (unit("mm/r").code, unit("mm/r").unit_id) == (None, None)


# --- DTDL: the vocabulary of the QuantitativeTypes extension, v1, by semantic type ---

DTDL = {
    "Acceleration": "centimetrePerSecondSquared gForce metrePerSecondSquared",
    "Angle": "degreeOfArc minuteOfArc radian secondOfArc turn",
    "AngularAcceleration": "radianPerSecondSquared",
    "AngularVelocity": "degreePerSecond radianPerSecond revolutionPerMinute revolutionPerSecond",
    "ApparentEnergy": "gigavoltAmpereHour kilovoltAmpereHour megavoltAmpereHour voltAmpereHour",
    "ApparentPower": "gigavoltAmpere kilovoltAmpere megavoltAmpere millivoltAmpere voltAmpere",
    "Area": (
        "acre hectare squareCentimetre squareFoot squareInch squareKilometre squareMetre squareMillimetre"
    ),
    "Capacitance": "farad microfarad millifarad nanofarad picofarad",
    "Current": "ampere kiloampere microampere milliampere",
    "DataRate": "bitPerSecond bytePerSecond",
    "DataSize": "bit byte gibibyte kibibyte mebibyte tebibyte",
    "Density": "gramPerCubicMetre kilogramPerCubicMetre microgramPerCubicMetre milligramPerCubicMetre",
    "ElectricCharge": "ampereHour coulomb milliampereHour",
    "Energy": (
        "britishThermalUnit electronvolt gigajoule gigawattHour joule kiloBritishThermalUnit kilojoule "
        "kilowattHour megaelectronvolt megajoule megawattHour milliwattHour terawattHour wattHour"
    ),
    "Force": "newton ounce pound ton",
    "Frequency": "gigahertz hertz kilohertz megahertz millihertz",
    "Illuminance": "footcandle lux",
    "Inductance": "henry microhenry millihenry",
    "IonizingRadiationDose": "gray microgray microsievert milligray millisievert sievert",
    "Irradiance": "wattPerSquareMetre",
    "Length": (
        "astronomicalUnit centimetre foot inch kilometre metre micrometre mile millimetre nanometre "
        "nauticalMile"
    ),
    "Luminance": "candelaPerSquareMetre",
    "LuminousFlux": "lumen",
    "LuminousIntensity": "candela",
    "MagneticFlux": "maxwell weber",
    "MagneticInduction": "gauss tesla",
    "Mass": "gram kilogram massPound microgram milligram slug tonne",
    "MassFlowRate": "gramPerHour gramPerSecond kilogramPerHour kilogramPerSecond massPoundPerHour",
    "Power": (
        "britishThermalUnitPerHour gigajoulePerHour gigawatt horsepower joulePerHour joulePerSecond "
        "kilojoulePerHour kilojoulePerSecond kilowatt kilowattHourPerYear megajoulePerHour megawatt "
        "microwatt milliwatt tonOfRefrigeration watt"
    ),
    "Pressure": (
        "bar decapascal hectopascal inchesOfMercury inchesOfWater kilopascal millibar "
        "millimetresOfMercury pascal poundPerSquareInch"
    ),
    "Radioactivity": "becquerel gigabecquerel kilobecquerel megabecquerel",
    "ReactiveEnergy": (
        "gigavoltAmpereReactiveHour kilovoltAmpereReactiveHour megavoltAmpereReactiveHour "
        "voltAmpereReactiveHour"
    ),
    "ReactivePower": (
        "gigavoltAmpereReactive kilovoltAmpereReactive megavoltAmpereReactive millivoltAmpereReactive "
        "voltAmpereReactive"
    ),
    "Resistance": "kiloohm megaohm milliohm ohm",
    "Temperature": "degreeCelsius degreeFahrenheit kelvin",
    "TimeSpan": "day hour microsecond millisecond minute nanosecond second year",
    "Torque": "newtonMetre",
    "Velocity": (
        "centimetrePerSecond kilometrePerHour kilometrePerSecond knot metrePerHour metrePerSecond "
        "milePerHour milePerSecond"
    ),
    "Voltage": "kilovolt megavolt microvolt millivolt volt",
    "Volume": "cubicCentimetre cubicFoot cubicInch cubicMetre fluidOunce gallon litre millilitre",
    "VolumeFlowRate": (
        "cubicFootPerMinute cubicMetrePerHour cubicMetrePerMinute cubicMetrePerSecond gallonPerHour "
        "gallonPerMinute litrePerHour litrePerMinute litrePerSecond millilitrePerHour "
        "millilitrePerMinute millilitrePerSecond"
    ),
}

#: Where the quantity alone does not decide the semantic type.
DTDL_WITHOUT_TYPE = {
    "ratio": "partsPerBillion partsPerMillion partsPerQuadrillion partsPerTrillion percent unity",
    "level": "bel decibel",
}


@pytest.mark.parametrize("row", [row for row in UNITS if row.dtdl_unit is not None], ids=str)
def test_a_dtdl_unit_is_one_of_its_semantic_type(row):
    dtdl_type = QUANTITIES[row.quantity].dtdl_type
    vocabulary = DTDL_WITHOUT_TYPE[row.quantity] if dtdl_type is None else DTDL[dtdl_type]
    assert row.dtdl_unit in vocabulary.split()


def test_a_dtdl_unit_is_named_once():
    assert max(Counter(row.dtdl_unit for row in UNITS if row.dtdl_unit is not None).values()) == 1


def test_every_semantic_type_of_a_quantity_is_one_of_dtdl():
    assert {quantity.dtdl_type for quantity in QUANTITIES.values()} - {None} <= set(DTDL)


# --- finding ---


@pytest.mark.parametrize(
    ("text", "symbol"),
    [
        ("rpm", "r/min"),
        ("RPM", "r/min"),
        ("U/min", "r/min"),
        ("1/min", "min⁻¹"),
        ("min-1", "min⁻¹"),
        ("°C", "°C"),
        ("℃", "°C"),
        ("º C", "°C"),
        ("degC", "°C"),
        ("deg C", "°C"),
        ("Deg C", "°C"),
        ("Celsius", "°C"),
        ("degrees celsius", "°C"),
        ("m/s", "m/s"),
        ("m / s", "m/s"),
        ("metres per second", "m/s"),
        ("meter per second", "m/s"),
        ("mm/min", "mm/min"),
        ("MM/MIN", "mm/min"),
        ("%", "%"),
        ("bar", "bar"),
        ("Bar", "bar"),
        ("bar(g)", "bar"),
        ("L/min", "l/min"),
        ("lpm", "l/min"),
        ("Liters per minute", "l/min"),
        ("cubic metres per hour", "m³/h"),
        ("m3/h", "m³/h"),
        ("m^3/h", "m³/h"),
        ("m**3/h", "m³/h"),
        ("kwh", "kWh"),
        ("KWh", "kWh"),
        ("kW·h", "kWh"),
        ("KW", "kW"),
        ("kpa", "kPa"),
        ("KPa", "kPa"),
        ("KN", "kN"),
        ("Km", "km"),
        ("KΩ", "kΩ"),
        ("Nm", "N·m"),
        ("N m", "N·m"),
        ("N*m", "N·m"),
        ("um", "µm"),
        ("μm", "µm"),
        ("\N{MICRO SIGN}m", "µm"),
        ("kOhm", "kΩ"),
        ("k\N{OHM SIGN}", "kΩ"),
        ("m/s²", "m/s²"),
        ("m/s2", "m/s²"),
        ("hz", "Hz"),
        ("ms", "ms"),
        ("mS", "mS"),
        ("mW", "mW"),
        ("MW", "MW"),
        ("mHz", "mHz"),
        ("MBAR", "mbar"),
        ('"', "in"),
        ("in", "in"),
        (" A ", "A"),
    ],
)
def test_a_unit_as_people_write_it(text, symbol):
    assert unit(text).symbol == symbol


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "C",
        "F",
        "1",
        "one",
        "mw",
        "MS",
        "mpa",
        "Mbar",
        "Kn",
        "pA",
        "KM/H/x",
        "NA",
        "n a",
        "IN",
        "US",
        "M",
        "foo",
        "m/",
        "/",
    ],
)
def test_what_is_no_unit_or_more_than_one(text):
    assert find_unit(text) is None


@given(st.text() | st.text("mMkKWhz°/²·.sgaP µΩ", max_size=6))
def test_finding_never_raises_and_blanks_never_matter(text):
    assert find_unit(text) is find_unit(f" {text} ")


@pytest.mark.parametrize("text", [row.symbol.swapcase() for row in UNITS])
def test_a_symbol_in_the_wrong_case_is_the_unit_or_none_of_another_size(text):
    """Forgiving the case never turns a unit into one of the same quantity with another factor."""
    found, meant = find_unit(text), find_unit(text.swapcase())
    if found is not None and meant is not None and same_quantity(found, meant):
        assert (found.factor, found.offset) == (meant.factor, meant.offset) or text in {
            row.symbol for row in UNITS
        }


@pytest.mark.parametrize(
    ("comment", "symbol"),
    [
        ("// m/s", "m/s"),
        ("//m/s", "m/s"),
        ("// [rpm]", "r/min"),
        ("/* (°C) */", "°C"),
        ("/* kWh */", "kWh"),
        (" bar ", "bar"),
        ("// bar(g)", "bar"),
    ],
)
def test_a_comment_that_is_only_a_unit(comment, symbol):
    found = unit_from_comment(comment)
    assert found is not None
    assert found.symbol == symbol


@pytest.mark.parametrize(
    "comment", ["// speed in m/s", "// m/s, max 2", "//", "", "// []", "/* m/s", "// 5 seconds", "m" * 100]
)
def test_a_comment_that_is_more_or_less_than_a_unit(comment):
    assert unit_from_comment(comment) is None


# --- converting ---


@pytest.mark.parametrize(
    ("value", "source", "target", "expected"),
    [
        (100, "°C", "K", 373.15),
        (212, "°F", "°C", 100),
        (-40, "°C", "°F", -40),
        (491.67, "°R", "°C", 0),
        (1, "bar", "psi", 14.503773773),
        (1, "atm", "mmHg", 760.0),
        (1, "MPa", "bar", 10),
        (1, "inHg", "Pa", 3386.389),
        (1, "inH2O", "Pa", 249.08891),
        (1, "in", "mm", 25.4),
        (1, "mile", "m", 1609.344),
        (1, "gal", "l", 3.785411784),
        (1, "bbl", "l", 158.987294928),
        (1, "lb", "kg", 0.45359237),
        (1, "oz", "g", 28.349523125),
        (36, "km/h", "m/s", 10),
        (60, "mph", "km/h", 96.56064),
        (1, "kn", "km/h", 1.852),
        (60, "rpm", "r/s", 1),
        (1, "r/s", "°/s", 360),
        (1, "rpm", "rad/s", math.pi / 30),
        (1000, "1/min", "rpm", 1000),
        (180, "°", "rad", math.pi),
        (1, "lbf", "N", 4.4482216152605),
        (1, "lbf·ft", "N·m", 1.3558179483),
        (1, "hp", "W", 745.69987158),
        (1, "PS", "W", 735.49875),
        (1, "kWh", "MJ", 3.6),
        (1, "Btu", "J", 1055.05585262),
        (60, "l/min", "m³/h", 3.6),
        (1, "gpm", "l/min", 3.785411784),
        (1, "cfm", "m³/h", 1.69901082),
        (1, "t/h", "kg/min", 16.6666666667),
        (1, "g/cm³", "kg/m³", 1000),
        (1, "cP", "mPa·s", 1),
        (1, "cSt", "mm²/s", 1),
        (1, "µS/cm", "S/m", 1e-4),
        (50, "%", "ppm", 500_000),
        (1, "week", "h", 168),
        (1, "MB/s", "Mbit/s", 8),
        (1, "KiB", "byte", 1024),
    ],
)
def test_a_conversion(value, source, target, expected):
    assert convert(value, unit(source), unit(target)) == pytest.approx(expected, rel=1e-6, abs=1e-9)


@given(st.floats(-1e6, 1e6), st.sampled_from(UNITS), st.data())
def test_there_and_back_is_where_one_was(value, source, data):
    target = data.draw(st.sampled_from([row for row in UNITS if same_quantity(row, source)]))
    back = convert(convert(value, source, target), target, source)
    assert back == pytest.approx(value, rel=1e-9, abs=1e-6)


@given(st.floats(-1e6, 1e6), st.sampled_from(UNITS))
def test_a_unit_converts_to_itself_without_loss(value, row):
    assert convert(value, row, row) == pytest.approx(value, rel=1e-15)


def test_different_quantities_do_not_convert():
    assert not same_quantity(unit("N·m"), unit("J"))
    with pytest.raises(ValueError, match="N·m measures torque and J energy"):
        convert(1, unit("N·m"), unit("J"))

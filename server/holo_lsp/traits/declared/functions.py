"""Functions of the expression language.

OEE and its inputs are those of ISO 22400-2.
"""

from __future__ import annotations

from holo_lsp.traits.spec import Function, Parameter

LIST = Parameter(name="of", type="list", doc="A list of objects, or of numbers.")
PATH = Parameter(
    name="path",
    type="string",
    doc="The state field to take from each object. Leave it out for a list of numbers.",
    optional=True,
    path=True,
)
X = Parameter(name="x", type="number", doc="The number.")


def _oee_input(name: str, meaning: str) -> Parameter:
    return Parameter(
        name=name,
        type="string",
        doc=f"The state field with {meaning}, when it is not called `{name}`.",
        optional=True,
        path=True,
        named=True,
    )


AGGREGATES = (
    Function(
        name="calculateOEE",
        summary="Overall equipment effectiveness (OEE): availability times performance times quality.",
        doc=(
            "It reads `plannedBusyTime`, `actualProductionTime` and `plannedRunTimePerItem`, all in the same"
            " unit of time, and the counts `producedQuantity` and `goodQuantity`. Fields of other names are"
            " given by argument. For several objects it divides the sum of run time per item times good items"
            " by the sum of planned busy time. With an input missing the result is `null` with the reason,"
            " and never a made-up number."
        ),
        example='calculateOEE(children, goodQuantity: "state.partsGood")',
        parameters=(
            Parameter(
                name="of",
                type="list",
                doc="The objects to look at. Without it, the object's own state.",
                optional=True,
            ),
            _oee_input("plannedBusyTime", "the time that the machine was meant to be busy"),
            _oee_input("actualProductionTime", "the time that it really produced"),
            _oee_input("plannedRunTimePerItem", "the time that one item should take"),
            _oee_input("producedQuantity", "the number of items produced"),
            _oee_input("goodQuantity", "the number of good items"),
        ),
        returns="number",
    ),
    Function(
        name="sum",
        summary="The sum of a field over objects, or of a list of numbers.",
        doc="Objects without the field are left out. The sum of nothing is 0.",
        example='sum(children, "state.strokes")',
        parameters=(LIST, PATH),
        returns="number",
    ),
    Function(
        name="avg",
        summary="The mean of a field over objects, or of a list of numbers.",
        doc="Objects without the field are left out. The mean of nothing is `null`.",
        example='avg(children, "state.oilTemperature")',
        parameters=(LIST, PATH),
        returns="number",
    ),
    Function(
        name="count",
        summary="How many objects there are, or how many of them fulfil a condition.",
        doc="It counts all items of the list, or those for which the arrow function yields `true`.",
        example='count(children, o => o.state.status == "running")',
        parameters=(
            Parameter(name="of", type="list", doc="The list whose items are counted."),
            Parameter(
                name="condition",
                type="any",
                doc="Takes an item and tells whether it counts.",
                optional=True,
                function=True,
            ),
        ),
        returns="number",
    ),
)


def _extreme(name: str, word: str, example: str) -> Function:
    return Function(
        name=name,
        summary=f"The {word} value of a field over objects, of a list, or of some numbers.",
        doc=f"Objects without the field are left out. The {word} of nothing is `null`.",
        example=example,
        parameters=(
            Parameter(
                name="of", type="any", doc="A list of objects or numbers, or the first of several numbers."
            ),
            Parameter(
                name="path",
                type="number",
                doc="The state field to take from each object, or more numbers.",
                optional=True,
                many=True,
                path=True,
            ),
        ),
        returns="number",
    )


EXTREMES = (
    _extreme("min", "smallest", 'min(children, "state.oilTemperature")'),
    _extreme("max", "largest", "max(state.loadLeft, state.loadRight)"),
)


def _math(name: str, summary: str, doc: str, example: str, *more: Parameter) -> Function:
    return Function(
        name=name, summary=summary, doc=doc, example=example, parameters=(X, *more), returns="number"
    )


MATHS = (
    _math("abs", "The size of a number, without its sign.", "`abs(-2)` is 2.", "abs(state.deviation)"),
    _math(
        "round",
        "The nearest number with some decimals, or without.",
        "Halves go away from zero: `round(2.5)` is 3 and `round(-2.5)` is -3.",
        "round(state.force, 1)",
        Parameter(
            name="decimals", type="number", doc="How many decimals stay; none when left out.", optional=True
        ),
    ),
    _math("floor", "The nearest integer below.", "`floor(-1.5)` is -2.", "floor(state.level)"),
    _math("ceil", "The nearest integer above.", "`ceil(-1.5)` is -1.", "ceil(state.strokes / 12)"),
    _math("trunc", "The number without its decimals.", "`trunc(-1.5)` is -1.", "trunc(state.level)"),
    _math(
        "sign",
        "1 for a positive number, -1 for a negative one, 0 for zero.",
        "`sign(-7)` is -1.",
        "sign(state.speed)",
    ),
    _math("sqrt", "The square root.", "The root of a negative number is `null`.", "sqrt(state.area)"),
    _math(
        "pow",
        "A number to the power of another.",
        "`pow(2, 10)` is 1024.",
        "pow(state.diameter, 2)",
        Parameter(name="exponent", type="number", doc="The power."),
    ),
    _math("exp", "The number e to a power.", "`exp(0)` is 1.", "exp(-state.age / 100)"),
    _math("log", "The natural logarithm.", "The logarithm of zero or less is `null`.", "log(state.ratio)"),
    _math(
        "clamp",
        "A number, kept between two limits.",
        "`clamp(130, 0, 100)` is 100.",
        "clamp(state.level, 0, 100)",
        Parameter(name="low", type="number", doc="The lower limit."),
        Parameter(name="high", type="number", doc="The upper limit."),
    ),
)

ENV = Function(
    name="env",
    summary="A value from the environment, for what must not stand in a file.",
    doc=(
        "Use it for passwords, keys and paths in `auth`. The name is looked up where the connection is made,"
        " only after the user has approved the name for that address, and the value is never shown or logged."
    ),
    example='env("PRESS_PASSWORD")',
    parameters=(Parameter(name="name", type="string", doc="The name of the environment variable."),),
    returns="string",
)

FUNCTIONS = (*AGGREGATES, *EXTREMES, *MATHS, ENV)

"""Methods of lists, strings and numbers.

They mean what they mean in JavaScript, with ``null`` where it has ``undefined``, and change nothing in place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from holo_lsp.traits.spec import Function, Parameter

if TYPE_CHECKING:
    from holo_lsp.traits.types import TypeName


def _arrow(doc: str) -> Parameter:
    return Parameter(name="f", type="any", doc=doc, function=True)


CONDITION = _arrow("Takes an item and tells whether it fulfils the condition.")
ITEM = Parameter(name="item", type="any", doc="What to look for.")
START = Parameter(
    name="start",
    type="number",
    doc="Where to begin, counted from 0; a negative one counts from the end. Without it, the beginning.",
    optional=True,
)
END = Parameter(
    name="end",
    type="number",
    doc="Where to stop, not included; a negative one counts from the end. Without it, the end.",
    optional=True,
)
REPLACEMENT = Parameter(name="by", type="string", doc="What takes its place.")
PART = Parameter(name="text", type="string", doc="The text to look for.")


def _list(
    name: str, summary: str, doc: str, example: str, returns: TypeName, *parameters: Parameter
) -> Function:
    return Function(
        name=name,
        summary=summary,
        doc=doc,
        example=example,
        parameters=parameters,
        returns=returns,
        receiver="list",
    )


def _string(
    name: str, summary: str, doc: str, example: str, returns: TypeName, *parameters: Parameter
) -> Function:
    return Function(
        name=name,
        summary=summary,
        doc=doc,
        example=example,
        parameters=parameters,
        returns=returns,
        receiver="string",
    )


LIST_METHODS = (
    _list(
        "filter",
        "The items that fulfil a condition.",
        "The order stays.",
        'objects.filter(o => o.template == "Press")',
        "list",
        CONDITION,
    ),
    _list(
        "map",
        "A list with something made of each item.",
        "The result has as many items as the list.",
        "children.map(o => o.state.force)",
        "list",
        _arrow("Takes an item and yields what stands in its place."),
    ),
    _list(
        "flatMap",
        "A list with any number of things made of each item.",
        "It is `map`, with the lists that the function yields joined into one.",
        "objects.flatMap(o => o.state.alerts)",
        "list",
        _arrow("Takes an item and yields a list."),
    ),
    _list(
        "some",
        "Whether any item fulfils a condition.",
        "It is `false` for an empty list.",
        'children.some(o => o.state.status == "fault")',
        "boolean",
        CONDITION,
    ),
    _list(
        "every",
        "Whether all items fulfil a condition.",
        "It is `true` for an empty list.",
        'children.every(o => o.state.status == "running")',
        "boolean",
        CONDITION,
    ),
    _list(
        "find",
        "The first item that fulfils a condition.",
        "It is `null` when there is none.",
        'objects.find(o => o.id == "press_7")',
        "any",
        CONDITION,
    ),
    _list(
        "reduce",
        "One value made of all items, one after the other.",
        "The function is called for each item with the result so far, beginning with `initial`.",
        "children.reduce((total, o) => total + o.state.strokes, 0)",
        "any",
        _arrow("Takes the result so far and an item, and yields the next result."),
        Parameter(
            name="initial",
            type="any",
            doc="The result before the first item. Without it, the first item itself.",
            optional=True,
        ),
    ),
    _list(
        "includes",
        "Whether an item is in the list.",
        "Items are compared by value.",
        'o.tags.includes("line2")',
        "boolean",
        ITEM,
    ),
    _list(
        "indexOf",
        "Where an item stands.",
        "It counts from 0, and is -1 when it is not there.",
        "state.queue.indexOf(7)",
        "number",
        ITEM,
    ),
    _list(
        "slice",
        "A part of the list.",
        "The list itself stays as it is.",
        "state.alerts.slice(0, 3)",
        "list",
        START,
        END,
    ),
    _list(
        "concat",
        "The list with another one behind it.",
        "The list itself stays as it is.",
        "state.alerts.concat(state.notices)",
        "list",
        Parameter(name="other", type="list", doc="The items to put behind."),
    ),
    _list(
        "at",
        "The item at a place.",
        "It is `null` when there is no such place.",
        "state.queue.at(-1)",
        "any",
        Parameter(
            name="index", type="number", doc="The place, counted from 0; a negative one counts from the end."
        ),
    ),
    _list(
        "join",
        "All items as one text.",
        "Numbers are written as they are shown.",
        'state.faults.join(", ")',
        "string",
        Parameter(
            name="separator",
            type="string",
            doc='What stands between two items; `","` when left out.',
            optional=True,
        ),
    ),
)

STRING_METHODS = (
    _string(
        "includes",
        "Whether a text is part of the string.",
        "Case matters.",
        'state.program.includes("v2")',
        "boolean",
        PART,
    ),
    _string(
        "indexOf",
        "Where a text begins in the string.",
        "It counts from 0, and is -1 when it is not there.",
        'state.program.indexOf(".")',
        "number",
        PART,
    ),
    _string(
        "startsWith",
        "Whether the string begins with a text.",
        "Case matters.",
        'o.id.startsWith("press")',
        "boolean",
        PART,
    ),
    _string(
        "endsWith",
        "Whether the string ends with a text.",
        "Case matters.",
        'state.program.endsWith(".nc")',
        "boolean",
        PART,
    ),
    _string(
        "slice",
        "A part of the string.",
        "Characters are counted from 0.",
        "state.program.slice(0, 8)",
        "string",
        START,
        END,
    ),
    _string(
        "split",
        "The parts of the string between separators.",
        "The separators themselves are left out.",
        'state.route.split("/")',
        "list",
        Parameter(name="separator", type="string", doc="What stands between two parts."),
    ),
    _string(
        "replace",
        "The string with a text replaced, the first time that it stands there.",
        "Case matters. `replaceAll` replaces it wherever it stands.",
        'state.program.replace(".nc", "")',
        "string",
        PART,
        REPLACEMENT,
    ),
    _string(
        "replaceAll",
        "The string with a text replaced, wherever it stands.",
        "Case matters.",
        'state.program.replaceAll("_", " ")',
        "string",
        PART,
        REPLACEMENT,
    ),
    _string(
        "trim",
        "The string without white space at its ends.",
        "White space inside stays.",
        "state.operator.trim()",
        "string",
    ),
    _string(
        "toLowerCase",
        "The string in small letters.",
        "It follows Unicode, not a country.",
        "state.status.toLowerCase()",
        "string",
    ),
    _string(
        "toUpperCase",
        "The string in capital letters.",
        "It follows Unicode, not a country.",
        "state.status.toUpperCase()",
        "string",
    ),
)

NUMBER_METHODS = (
    Function(
        name="toFixed",
        summary="The number as text with a fixed number of decimals.",
        doc='`(2).toFixed(1)` is `"2.0"`.',
        example="state.force.toFixed(1)",
        parameters=(
            Parameter(
                name="decimals", type="number", doc="How many decimals; none when left out.", optional=True
            ),
        ),
        returns="string",
        receiver="number",
    ),
)

METHODS = (*LIST_METHODS, *STRING_METHODS, *NUMBER_METHODS)

"""Values that expressions can name without anybody declaring them, and the members of values."""

from __future__ import annotations

from holo_lsp.traits.spec import Value

VALUES = (
    Value(
        name="objects",
        summary="All objects of the composition.",
        doc=(
            "It is a list, in the order of the file, and has the objects inside other objects too. Templates"
            " are not in it."
        ),
        example='objects.filter(o => o.kind == "press")',
        type="list",
    ),
    Value(
        name="children",
        summary="The twins that this one is made of.",
        doc="They are those of the property `children`. It is an empty list when there are none.",
        example='sum(children, "state.strokes")',
        type="list",
    ),
    Value(
        name="state",
        summary="The state of this object.",
        doc=(
            "Its fields are those of `@state`, its own and those of its template, and `position`, `rotation`"
            " and `scale`."
        ),
        example="state.force > 800",
        type="object",
    ),
    Value(
        name="logic",
        summary="The computed values of the composition.",
        doc="Its members are what `@computed` in the block `logic` declares.",
        example="logic.strokes",
        type="object",
    ),
)

MEMBERS = (
    Value(
        name="length",
        summary="How many items the list has.",
        doc="It is a member and no call: without parentheses.",
        example="state.alerts.length > 0",
        type="number",
        receiver="list",
    ),
    Value(
        name="length",
        summary="How many characters the string has.",
        doc="It is a member and no call: without parentheses.",
        example="state.operator.length",
        type="number",
        receiver="string",
    ),
    Value(
        name="id",
        summary="The id of the object: what stands behind `#`.",
        doc="It is unique in the composition.",
        example='objects.find(o => o.id == "press_7")',
        type="string",
        receiver="object",
    ),
    Value(
        name="kind",
        summary="The kind of the object: what stands before `#`.",
        doc="It is `twin` for `twin#press_7`.",
        example='objects.filter(o => o.kind == "press")',
        type="string",
        receiver="object",
    ),
    Value(
        name="template",
        summary="The name of the template that the object was made from.",
        doc="It is the nearest one, the name behind `extends`, and `null` when there is none.",
        example='objects.filter(o => o.template == "Press")',
        type="string",
        receiver="object",
    ),
    Value(
        name="state",
        summary="The state of the object.",
        doc=(
            "Its fields are those of the object's `@state` and `@computed`, its own and those of its"
            " template."
        ),
        example="children.map(o => o.state.force)",
        type="object",
        receiver="object",
    ),
    Value(
        name="children",
        summary="The twins that the object is made of.",
        doc="It is an empty list when there are none.",
        example="objects.flatMap(o => o.children)",
        type="list",
        receiver="object",
    ),
)

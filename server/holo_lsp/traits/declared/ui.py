"""Dashboards: ``@panel`` and the widgets in it.

The guide shows ``metric`` and ``alertList``; ``chart``, ``gauge``, ``table`` and ``text`` are ours, because a
dashboard plainly needs them beside those two.
"""

from __future__ import annotations

from holo_lsp.traits.spec import Argument, Trait, Widget
from holo_lsp.traits.types import (
    Choice,
    Duration,
    Enumeration,
    Expression,
    ListOf,
    Number,
    Range,
    StatePath,
    Text,
)

PANEL = Trait(
    name="panel",
    summary="A framed group of widgets on a dashboard.",
    doc=(
        "The body holds widget calls, which are shown in their order. Widgets read KPIs as `logic.name` and"
        " the state of a twin as `id.field`, and follow them live."
    ),
    example="""\
@panel(title: "Stamping line 2") {
  metric(label: "Availability", value: logic.availability, format: "percent")
  chart(label: "Press force", value: press_7.force, window: "1h")
}""",
    snippet='panel(title: "${1:Title}") {\n\t$0\n}',
    arguments=(
        Argument(name="title", type=Text(), doc="The heading of the panel.", example='"Stamping line 2"'),
        Argument(
            name="columns",
            type=Number(minimum=1, maximum=12, integer=True),
            doc="How many widgets stand side by side. When it is not given, as many as fit.",
            example="3",
        ),
    ),
    body="widgets",
    repeatable=True,
    places=frozenset({"file", "ui", "dashboard"}),
)

TRAITS = (PANEL,)

NUMBER_FORMAT = Enumeration(
    (
        Choice("number", "As many decimals as the value needs."),
        Choice("integer", "Rounded, without decimals."),
        Choice("percent", "The value 0.75 reads 75 %."),
        Choice("duration", "Seconds as days, hours, minutes and seconds."),
    ),
    closed=False,
)

CHART_KIND = Enumeration(
    (
        Choice("line", "A line through the values."),
        Choice("area", "A line with the area below it filled."),
        Choice("bar", "A bar for each value."),
    ),
    closed=False,
)

LABEL = Argument(name="label", type=Text(), doc="The text beside the value.", example='"Press force"')
FORMAT = Argument(
    name="format",
    type=NUMBER_FORMAT,
    doc="How the number is written.",
    example='"percent"',
    default="number",
)
UNIT = Argument(
    name="unit",
    type=Text(),
    doc="The unit behind the value. When it is not given, the unit of the state field.",
    example='"kN"',
)

METRIC = Widget(
    name="metric",
    summary="One value, large, with a label.",
    doc=(
        "It shows the value as it is now. A stale or bad value is marked as such and keeps its last reading."
        " When there is no value, the reason is shown instead of a number."
    ),
    example='metric(label: "Availability", value: logic.availability, format: "percent")',
    snippet=(
        'metric(label: "${1:Label}", value: ${2:logic.name}, format: "${3|number,integer,percent,duration|}")'
    ),
    arguments=(
        LABEL,
        Argument(
            name="value",
            type=Expression(),
            doc="The value to show.",
            example="logic.availability",
            required=True,
        ),
        FORMAT,
        UNIT,
    ),
)

ALERT_LIST = Widget(
    name="alertList",
    summary="The active alerts, the most severe first.",
    doc=(
        "Each row tells severity, twin, message and since when. A row disappears when its alert clears."
        " Without `alerts` it lists those of all objects."
    ),
    example="alertList(alerts: logic.openAlerts, limit: 10)",
    snippet="alertList(alerts: ${1:logic.alerts})",
    arguments=(
        Argument(
            name="alerts",
            type=Expression("list"),
            doc="The alerts to list.",
            example="logic.openAlerts",
        ),
        Argument(
            name="limit",
            type=Number(minimum=1, integer=True),
            doc="How many rows are shown at most. The rest is counted below.",
            example="10",
            default=20,
        ),
    ),
)

CHART = Widget(
    name="chart",
    summary="A value over time.",
    doc=(
        "It draws the last `window` of a value and goes on live. What came before the page was opened is"
        " there when `@time_series` keeps the field. Gaps and bad values are left open and never bridged."
    ),
    example='chart(label: "Press force", value: press_7.force, window: "1h", kind: "area")',
    snippet='chart(label: "${1:Label}", value: ${2:twin.field}, window: "${3:10m}")',
    arguments=(
        LABEL,
        Argument(
            name="value",
            type=Expression(),
            doc="The value to draw, or a list of values for several lines.",
            example="press_7.force",
            required=True,
        ),
        Argument(
            name="window",
            type=Duration(),
            doc="How much of the past is shown.",
            example='"1h"',
            default="10m",
        ),
        Argument(name="kind", type=CHART_KIND, doc="How it is drawn.", example='"area"', default="line"),
        Argument(
            name="range",
            type=Range(),
            doc=(
                "The lowest and highest value of the axis. When it is not given, the axis follows the values."
            ),
            example="[0, 800]",
        ),
        UNIT,
    ),
)

GAUGE = Widget(
    name="gauge",
    summary="A value on a scale.",
    doc=(
        "A hand shows where the value stands between the ends of `range`. Beyond them the hand stays at the"
        " end, and the number below tells the true value."
    ),
    example='gauge(label: "Oil", value: press_7.oilTemperature, range: [0, 90], unit: "°C")',
    snippet='gauge(label: "${1:Label}", value: ${2:twin.field}, range: [${3:0}, ${4:100}])',
    arguments=(
        LABEL,
        Argument(
            name="value",
            type=Expression("number"),
            doc="The value to show.",
            example="press_7.oilTemperature",
            required=True,
        ),
        Argument(
            name="range",
            type=Range(),
            doc="The two ends of the scale.",
            example="[0, 90]",
            default=(0, 100),
        ),
        FORMAT,
        UNIT,
    ),
)

TABLE = Widget(
    name="table",
    summary="Objects as rows, their fields as columns.",
    doc=(
        "Each object of `rows` is a row and each of `columns` a state field or property of it. A field that"
        " an object does not have stays empty."
    ),
    example='table(rows: objects.filter(o => o.template == "Press"), columns: ["id", "state.force"])',
    snippet='table(rows: ${1:objects}, columns: ["${2:id}", "${3:state.field}"])',
    arguments=(
        LABEL,
        Argument(
            name="rows",
            type=Expression("list"),
            doc="The objects to list.",
            example='objects.filter(o => o.template == "Press")',
            required=True,
        ),
        Argument(
            name="columns",
            type=ListOf(StatePath(foreign=True), unique=True),
            doc="The fields to show, in order. When it is not given, the id and all state fields.",
            example='["id", "state.force"]',
        ),
    ),
)

TEXT = Widget(
    name="text",
    summary="A line of text.",
    doc="It shows a fixed text or the value of an expression, as plain text without markup.",
    example='text(value: "Night shift: " + logic.shiftLeader)',
    snippet='text(value: ${1:"Text"})',
    arguments=(
        Argument(
            name="value",
            type=Expression(),
            doc="The text to show.",
            example='"Night shift"',
            required=True,
        ),
    ),
)

WIDGETS = (METRIC, ALERT_LIST, CHART, GAUGE, TABLE, TEXT)

"""Conditions that people must know of: ``@alert`` (guide, "Example: Factory Digital Twin")."""

from __future__ import annotations

from holo_lsp.traits.declared.common import PAUSE, accepted
from holo_lsp.traits.spec import Argument, Trait
from holo_lsp.traits.types import Boolean, Choice, Enumeration, Expression, Number, Text

SEVERITY = Enumeration(
    (
        Choice("info", "Worth knowing. Nobody has to act."),
        Choice("warning", "Something drifts away from normal. Look at it soon."),
        Choice("error", "Something has failed. Act now."),
        Choice("critical", "People, product or machine are in danger. Act at once."),
    ),
    closed=True,
)

ALERT = Trait(
    name="alert",
    summary="Raises an alert while a condition holds.",
    doc=(
        "The condition is an expression over the twin's state and is looked at whenever a value in it"
        " changes. The alert is raised once when the condition becomes true, stays as long as it is true, and"
        " clears by itself. `delay`, `hysteresis` and `cooldown` keep a value that wavers around its limit"
        " from raising a flood. A twin may have several alerts."
    ),
    example="""\
@alert(
  condition: state.oilTemperature > 75 && state.status == "running",
  severity: "error",
  message: "Oil is too hot: check the cooler",
  delay: "10s",
  hysteresis: 3
)""",
    snippet=(
        "alert(\n\tcondition: ${1:state.value > 100},\n\t"
        'severity: "${2|warning,info,error,critical|}",\n\tmessage: "${3:What is wrong and what to do}"\n)$0'
    ),
    arguments=(
        Argument(
            name="condition",
            type=Expression("boolean"),
            doc="When the alert is raised. An expression, without quotes around it.",
            example="state.oilTemperature > 75",
            required=True,
        ),
        Argument(
            name="severity",
            type=SEVERITY,
            doc="How much it matters.",
            example='"error"',
            default="warning",
        ),
        Argument(
            name="message",
            type=Text(),
            doc=(
                "What a person reads: what is wrong, and what to do. When it is not given, the condition is"
                " shown."
            ),
            example='"Oil is too hot: check the cooler"',
        ),
        Argument(
            name="delay",
            type=PAUSE,
            doc="How long the condition must hold without a break before the alert is raised.",
            example='"10s"',
            default=0,
        ),
        Argument(
            name="hysteresis",
            type=Number(minimum=0),
            doc=(
                "How far a compared value must come back behind its limit before the alert clears, in the"
                " unit of that value. With `value > 75` and 3, it clears at 72."
            ),
            example="3",
            default=0,
        ),
        Argument(
            name="cooldown",
            type=PAUSE,
            doc="How long after it has cleared the same alert stays silent.",
            example='"5m"',
            default=0,
        ),
        accepted(
            "message_template", Text(), '"Too hot"', "the message with values filled in, here `message`"
        ),
        accepted("visual_effect", Text(), '"pulse"', "the effect on the object"),
        accepted("sound", Text(), '"alarm.ogg"', "the sound that is played"),
        accepted("haptic", Boolean(), "true", "whether controllers vibrate"),
        accepted("notification", Boolean(), "true", "whether a notification is shown"),
        accepted("auto_dismiss", Number(minimum=0, unit="ms"), "0", "when the alert disappears by itself"),
        accepted("max_active", Number(minimum=1, integer=True), "5", "how many alerts are shown at a time"),
    ),
    repeatable=True,
)

TRAITS = (ALERT,)

"""Keeping and replaying the past: ``@time_series``, ``@replay_mode`` (guide, "Historical Data & Replay")."""

from __future__ import annotations

from holo_lsp.traits.spec import Argument, Trait
from holo_lsp.traits.types import Boolean, Choice, Duration, Enumeration, ListOf, StatePath

CONTROLS = Enumeration(
    (
        Choice("play", "Runs and pauses from the current moment on."),
        Choice("pause", "Holds the current moment."),
        Choice("seek", "Jumps to any moment that is kept."),
        Choice("speed", "Runs slower or faster than real time."),
    ),
    closed=True,
)

TIME_SERIES = Trait(
    name="time_series",
    summary="Keeps the history of state fields.",
    doc=(
        "Each of `fields` is kept with at most one point per `resolution`, which holds the smallest, largest,"
        " mean and last value of its time, so that a short peak is not lost. Points older than `retention`"
        " are removed. Charts and `@replay_mode` read this history."
    ),
    example="""\
@time_series(
  retention: "90d",
  resolution: "10s",
  fields: ["state.force", "state.oilTemperature"]
)""",
    snippet='time_series(retention: "${1:30d}", resolution: "${2:1s}", fields: ["${3:state.field}"])$0',
    arguments=(
        Argument(
            name="retention",
            type=Duration(),
            doc="How long a point is kept.",
            example='"90d"',
            default="30d",
        ),
        Argument(
            name="resolution",
            type=Duration(),
            doc="The time that one point stands for. It cannot be longer than `retention`.",
            example='"10s"',
            default="1s",
        ),
        Argument(
            name="fields",
            type=ListOf(StatePath(), unique=True),
            doc="The state fields to keep. When it is not given, all fields that hold a number are kept.",
            example='["state.force"]',
        ),
    ),
    repeatable=True,
)

REPLAY_MODE = Trait(
    name="replay_mode",
    summary="Lets a viewer replay the twin's past.",
    doc=(
        "The twin can be shown as it was at any moment that `@time_series` or an event store has kept. Replay"
        " runs on a clock of its own: the live twin goes on meanwhile, and nothing is ever sent to the plant"
        " from a replay."
    ),
    example="""\
@replay_mode(
  controls: ["play", "pause", "seek"]
)""",
    snippet='replay_mode(enabled: ${1|true,false|}, controls: ["play", "pause", "seek", "speed"])$0',
    arguments=(
        Argument(
            name="enabled",
            type=Boolean(),
            doc="Whether replay is offered at all.",
            example="true",
            default=True,
        ),
        Argument(
            name="controls",
            type=ListOf(CONTROLS, unique=True),
            doc="The controls that a viewer gets.",
            example='["play", "pause", "seek"]',
            default=("play", "pause", "seek", "speed"),
        ),
    ),
)

TRAITS = (TIME_SERIES, REPLAY_MODE)

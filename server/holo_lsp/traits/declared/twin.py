"""What makes an object a twin: ``@digital_twin``, ``@state``, ``@computed``.

Guide, "Core Concepts" and "Sync Patterns".
"""

from __future__ import annotations

from holo_lsp.traits.declared.common import MILLISECONDS, accepted
from holo_lsp.traits.spec import Argument, Trait, When
from holo_lsp.traits.types import Anything, Boolean, Choice, Enumeration, ListOf, Number, Text, Url

SYNC_MODE = Enumeration(
    (
        Choice(
            "realtime",
            "Values from the source apply as they come, each field at most once per `sync_interval`.",
        ),
        Choice(
            "optimistic",
            "A change made here shows at once and is taken back when the source does not follow.",
        ),
        Choice(
            "event_sourced", "Each change is stored as an event first; any past moment can be shown exactly."
        ),
        Choice("batch", "Changes gather and apply together, by time or by number."),
    ),
    closed=True,
)

CONFLICT_RESOLUTION = Enumeration(
    (
        Choice("physical_wins", "The value from the source replaces the one set here."),
        Choice("virtual_wins", "The value set here stays and is sent to the source again."),
        Choice("latest_wins", "The value with the later source timestamp stays."),
        Choice("manual", "Both values are kept and shown until someone decides."),
    ),
    closed=True,
)

LEVEL = Enumeration(
    (
        Choice("asset", "A twin of one physical thing, with state of its own."),
        Choice("aggregate", "A twin of a group: its state comes from `children` and `@computed`."),
    ),
    closed=False,
)

DIGITAL_TWIN = Trait(
    name="digital_twin",
    summary="Makes the object a twin of a physical thing and says how the two stay in step.",
    doc=(
        "The twin takes over what its source says, as `sync_mode` tells, and settles differences between"
        " source and twin as `conflict_resolution` tells. Without arguments it follows the source in real"
        " time and the source is always right. Where the values come from is said by `@data_binding`, what"
        " they are by `@state`."
    ),
    example="""\
@digital_twin(
  sync_mode: "realtime",
  sync_interval: 250,  // ms
  conflict_resolution: "latest_wins"
)""",
    snippet='digital_twin(sync_mode: "${1|realtime,optimistic,event_sourced,batch|}")$0',
    arguments=(
        Argument(
            name="sync_mode",
            type=SYNC_MODE,
            doc="How changes travel between the source and the twin.",
            example='"realtime"',
            default="realtime",
        ),
        Argument(
            name="sync_interval",
            type=MILLISECONDS,
            doc=(
                "Shortest time between two changes of the same field. Faster values are thinned out: the"
                " newest one wins and is never lost."
            ),
            example="100",
            default=100,
            only=When("sync_mode", ("realtime", "optimistic")),
        ),
        Argument(
            name="conflict_resolution",
            type=CONFLICT_RESOLUTION,
            doc="Which value stays when the source and a change made here disagree.",
            example='"physical_wins"',
            default="physical_wins",
        ),
        Argument(
            name="level",
            type=LEVEL,
            doc="Whether this is the twin of one thing or of a group of twins.",
            example='"aggregate"',
            default="asset",
        ),
        Argument(
            name="rollback_on_conflict",
            type=Boolean(),
            doc=(
                "Takes a change made here back when the source refuses it or says otherwise within"
                " `confirm_timeout`. When off, `conflict_resolution` decides."
            ),
            example="true",
            default=False,
            only=When("sync_mode", ("optimistic",)),
        ),
        Argument(
            name="confirm_timeout",
            type=MILLISECONDS,
            doc="How long a change made here waits for the source to confirm it before it counts as settled.",
            example="5000",
            default=2000,
            only=When("sync_mode", ("optimistic",)),
        ),
        Argument(
            name="event_store",
            type=Url(("sqlite", "kafka"), "event_store"),
            doc=(
                "Where events are kept: a SQLite file for one machine, Kafka for several. When it is not"
                " given, an embedded SQLite file is used."
            ),
            example='"sqlite:///events.db"',
            only=When("sync_mode", ("event_sourced",)),
        ),
        Argument(
            name="batch_interval",
            type=MILLISECONDS,
            doc="Longest time that changes gather before they apply together.",
            example="5000",
            default=1000,
            only=When("sync_mode", ("batch",)),
        ),
        Argument(
            name="batch_size",
            type=Number(minimum=1, integer=True),
            doc=(
                "Number of gathered changes that apply at once, before the interval is over. No limit when"
                " not given."
            ),
            example="100",
            only=When("sync_mode", ("batch",)),
        ),
        accepted("sync_interval_ms", MILLISECONDS, "100", "the sync interval", synonym_of="sync_interval"),
        accepted("poll_interval", MILLISECONDS, "5000", "the sync interval", synonym_of="sync_interval"),
        accepted(
            "physical_id", Text(), '"CNC-001"', "the id of the physical thing, here the property `asset_id`"
        ),
        accepted(
            "physical_asset_id",
            Text(),
            '"CNC-001"',
            "the id of the physical thing, here the property `asset_id`",
        ),
        accepted("source_id", Text(), '"cnc-1"', "the id of the data source, here `@data_binding`"),
        accepted("model_source", Text(), '"assets/cnc.glb"', "the 3D model, here the property `model`"),
        accepted(
            "sync_properties",
            ListOf(Anything()),
            '["spindleRpm"]',
            "the fields to synchronise, here the mappings of `@data_binding`",
        ),
        accepted(
            "update_mode",
            Enumeration(
                (
                    Choice("polling", "The source is asked."),
                    Choice("push", "The source tells."),
                    Choice("hybrid", "Both."),
                ),
                closed=False,
            ),
            '"push"',
            "whether the source is asked or tells",
        ),
        accepted(
            "history_retention",
            Number(minimum=0, unit="s"),
            "3600",
            "how long history is kept, here `@time_series`",
        ),
        accepted("simulation_mode", Boolean(), "false", "whether values are invented"),
        accepted(
            "divergence_alert_threshold", Number(minimum=0), "0.1", "the difference that raises an alert"
        ),
        accepted(
            "connection_string",
            Text(secret=True),
            'env("TWIN_CONNECTION")',
            "the login to a cloud service, here `auth` of `@data_binding`",
        ),
        accepted("protocol", Text(), '"mqtt"', "the protocol, here `protocol` of `@data_binding`"),
        accepted("topic", Text(), '"plant/cnc1"', "the topic, here `topic` of `@data_binding`"),
    ),
)

STATE = Trait(
    name="state",
    summary="Declares the twin's state: its fields and the values they start with.",
    doc=(
        "Each entry is a field with its initial value, and the value tells the type. A comment behind a"
        " number that names only a unit, such as `// m/s`, is the field's unit. Other traits, mappings and"
        " expressions name a field as `state.field` or just `field`. An object made from a template has the"
        " template's fields too."
    ),
    example="""\
@state {
  status: "idle"
  spindleRpm: 0      // rpm
  temperature: 21.5  // °C
  alerts: []
}""",
    snippet='state {\n\t${1:status}: ${2:"idle"}\n\t$0\n}',
    arguments=(accepted("persistent", Boolean(), "true", "whether the state outlives a restart"),),
    body="fields",
)

COMPUTED = Trait(
    name="computed",
    summary="Declares values that follow from others and are worked out anew whenever those change.",
    doc=(
        "Each entry is a name and an expression over the state, `children`, or in `logic` all `objects`. A"
        " computed value is read-only and only as good as its worst input: one stale or bad input makes it"
        " stale or bad. Computed values of `logic` are read elsewhere as `logic.name`."
    ),
    example="""\
@computed {
  load: state.spindleRpm / 12000
  running: count(children, o => o.state.status == "running")
}""",
    snippet="computed {\n\t${1:name}: ${2:state.value}\n\t$0\n}",
    body="computed",
    places=frozenset({"file", "twin", "template", "logic"}),
)

TRAITS = (DIGITAL_TWIN, STATE, COMPUTED)

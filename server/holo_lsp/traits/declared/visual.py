"""What a twin looks like in the scene (guide, "Visualization Patterns"), and ``@physics``."""

from __future__ import annotations

from holo_lsp.traits.declared.common import COLORMAP, FRACTION, accepted
from holo_lsp.traits.spec import Argument, Trait
from holo_lsp.traits.types import Boolean, Choice, Enumeration, Number, OneOf, Range, Record, StatePath, Text

INTERPOLATION = Enumeration(
    (
        Choice("nearest", "Each point shows the value of the nearest sensor, with hard edges."),
        Choice("linear", "Values blend in a straight line between sensors."),
        Choice("bilinear", "Values blend smoothly in both directions of a surface."),
        Choice("cubic", "Values blend with rounded edges. It may overshoot between sensors."),
    ),
    closed=False,
)

COLOR_BY = Enumeration(
    (
        Choice("velocity", "How fast the particle moves."),
        Choice("source", "The value of `source` where the particle is."),
        Choice("age", "How long ago the particle set out."),
    ),
    closed=False,
)

VALUE_RANGE = OneOf(
    (
        Range(),
        Record(
            (
                Argument(
                    name="min",
                    type=Number(),
                    doc="The value of the first colour.",
                    example="0",
                    required=True,
                ),
                Argument(
                    name="max",
                    type=Number(),
                    doc="The value of the last colour.",
                    example="100",
                    required=True,
                ),
            )
        ),
    )
)

SHOWN = StatePath(foreign=True, holding=("number", "list"))
"""A field whose value becomes a colour or a strength."""

SHOWN_OR_PLACE = StatePath(foreign=True, holding=("number", "list", "object"))

HEATMAP_3D = Trait(
    name="heatmap_3d",
    summary="Colours the object, or the space around sensors, by a value.",
    doc=(
        "The value of `field` becomes a colour of `colormap`: the low end of `range` is its first colour, the"
        " high end its last, and values beyond stay at the ends. Several twins with a heatmap of the same"
        " field share one surface, blended as `interpolation` tells. A stale or bad value is drawn in gray."
    ),
    example="""\
@heatmap_3d(
  field: "state.oilTemperature",
  colormap: "inferno",
  range: [15, 90]
)""",
    snippet=(
        'heatmap_3d(field: "${1:state.field}", '
        'colormap: "${2|thermal,viridis,plasma,inferno,magma,cividis,turbo,jet,hot,cool,rainbow,gray|}", '
        "range: [${3:0}, ${4:100}])$0"
    ),
    arguments=(
        Argument(
            name="field",
            type=SHOWN,
            doc="The state field whose value is shown.",
            example='"state.oilTemperature"',
            required=True,
        ),
        Argument(
            name="colormap",
            type=COLORMAP,
            doc="The colours, from low to high.",
            example='"inferno"',
            default="viridis",
        ),
        Argument(
            name="range",
            type=VALUE_RANGE,
            doc=(
                "The values of the first and the last colour. When it is not given, the range that the source"
                " states for the value is taken, or else the one seen so far."
            ),
            example="[15, 90]",
        ),
        Argument(
            name="interpolation",
            type=INTERPOLATION,
            doc="How values blend between the places where they are known.",
            example='"linear"',
            default="bilinear",
        ),
        Argument(
            name="opacity",
            type=FRACTION,
            doc="How opaque the colours lie over the object: 0 is invisible, 1 hides it.",
            example="0.5",
            default=0.7,
        ),
        Argument(
            name="legend",
            type=Boolean(),
            doc="Whether a legend with colours and values is shown.",
            example="false",
            default=True,
        ),
        accepted("data_source", SHOWN, '"state.force"', "the value", synonym_of="field"),
        accepted("color_map", COLORMAP, '"viridis"', "the colours", synonym_of="colormap"),
        accepted("color_ramp", COLORMAP, '"viridis"', "the colours", synonym_of="colormap"),
        accepted("resolution", Number(minimum=1, integer=True), "32", "the number of cells along an edge"),
        accepted("auto_range", Boolean(), "true", "whether the range follows the values"),
        accepted("animated", Boolean(), "false", "whether colours glide"),
        accepted("animation_duration", Number(minimum=0, unit="ms"), "500", "how long colours glide"),
        accepted("legend_position", Text(), '"bottom-right"', "the corner of the legend"),
        accepted("height_extrusion", Number(), "0", "how far high values stand out of the surface"),
    ),
    repeatable=True,
)

FLOW_VISUALIZATION = Trait(
    name="flow_visualization",
    summary="Shows a flow of material, air or energy as moving particles.",
    doc=(
        "Particles run along the object's `path`, as fast as the value of `source` says; at zero they rest."
        " It suits pipes, ducts and belts. Their number costs drawing time, not plant traffic."
    ),
    example="""\
@flow_visualization(
  source: "state.coolantFlow",
  particle_count: 400,
  color_by: "velocity"
)""",
    snippet=(
        'flow_visualization(source: "${1:state.flow}", particle_count: ${2:1000}, '
        'color_by: "${3|velocity,source,age|}")$0'
    ),
    arguments=(
        Argument(
            name="source",
            type=SHOWN,
            doc="The state field that says how strong the flow is.",
            example='"state.coolantFlow"',
            required=True,
        ),
        Argument(
            name="particle_count",
            type=Number(minimum=1, maximum=100_000, integer=True),
            doc="How many particles are drawn.",
            example="400",
            default=1000,
        ),
        Argument(
            name="color_by",
            type=OneOf((COLOR_BY, StatePath(foreign=True))),
            doc="What the colour of a particle tells, or the state field whose value it shows.",
            example='"velocity"',
            default="velocity",
        ),
        Argument(
            name="colormap",
            type=COLORMAP,
            doc="The colours, from low to high.",
            example='"plasma"',
            default="viridis",
        ),
        Argument(
            name="range",
            type=Range(),
            doc="The values of the first and the last colour. When it is not given, the range seen so far.",
            example="[0, 12]",
        ),
    ),
    repeatable=True,
)

TIME_LAPSE = Trait(
    name="time_lapse",
    summary="Draws the trail of a value over time, faster than it happened.",
    doc=(
        "The last `trail_length` values of `field` are played again and again, `speed` times as fast as they"
        " came. With `state.position` the trail is the way that the object took through the scene; any other"
        " field colours the object."
    ),
    example="""\
@time_lapse(
  field: "position",
  trail_length: 240,
  speed: 60
)""",
    snippet='time_lapse(field: "${1:state.position}", trail_length: ${2:100}, speed: ${3:10})$0',
    arguments=(
        Argument(
            name="field",
            type=SHOWN_OR_PLACE,
            doc="The state field that is played, or `position`.",
            example='"state.position"',
            required=True,
        ),
        Argument(
            name="trail_length",
            type=Number(minimum=1, maximum=100_000, integer=True),
            doc="How many of the last values the trail has.",
            example="240",
            default=100,
        ),
        Argument(
            name="speed",
            type=Number(minimum=0, above=True),
            doc="How many times faster than real time the values are played.",
            example="60",
            default=1,
        ),
    ),
    repeatable=True,
)

SHAPE = Enumeration(
    (
        Choice("box", "The smallest box around the model."),
        Choice("sphere", "The smallest sphere around the model."),
        Choice("capsule", "An upright capsule around the model."),
        Choice("mesh", "The surface of the model itself. Exact and slow."),
    ),
    closed=False,
)

PHYSICS = Trait(
    name="physics",
    summary="Gives the object a body that others can collide with.",
    doc=(
        "A twin is moved by its data and not by forces: `kinematic` is on, so it pushes others and is not"
        " pushed. Switch it off only for an object that no source moves, such as a workpiece in a simulation."
        " Physics is a matter of the scene and never of the plant."
    ),
    example="""\
@physics(
  collision: true,
  shape: "box"
)""",
    snippet="physics(collision: ${1|true,false|})$0",
    arguments=(
        Argument(
            name="collision",
            type=Boolean(),
            doc="Whether others collide with the object or pass through it.",
            example="true",
            default=True,
        ),
        Argument(
            name="shape",
            type=SHAPE,
            doc="The shape that others collide with.",
            example='"box"',
            default="box",
        ),
        Argument(
            name="kinematic",
            type=Boolean(),
            doc="Whether only data moves the object. When off, forces move it too.",
            example="false",
            default=True,
        ),
        Argument(
            name="mass",
            type=Number(minimum=0, unit="kg"),
            doc="The mass of the object. With 0, no force moves it.",
            example="1200",
            default=1,
        ),
        Argument(
            name="friction",
            type=Number(minimum=0),
            doc="How much the surface brakes what slides over it: 0 is ice, 1 is rubber.",
            example="0.6",
            default=0.5,
        ),
        Argument(
            name="restitution",
            type=FRACTION,
            doc=(
                "How much of its speed a colliding object keeps: 0 stops it, 1 throws it back as fast as it"
                " came."
            ),
            example="0.1",
            default=0,
        ),
        Argument(
            name="gravity",
            type=Boolean(),
            doc="Whether gravity pulls the object when `kinematic` is off.",
            example="false",
            default=True,
        ),
        accepted(
            "type", Text(), '"static"', "whether the body is static, kinematic or dynamic, here `kinematic`"
        ),
        accepted("bounciness", FRACTION, "0.3", "the restitution", synonym_of="restitution"),
    ),
)

TRAITS = (HEATMAP_3D, FLOW_VISUALIZATION, TIME_LAPSE, PHYSICS)

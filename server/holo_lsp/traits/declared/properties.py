"""Properties of objects: what stands in a twin or template as ``name: value`` outside of traits."""

from __future__ import annotations

from holo_lsp.traits.declared.common import POINT, POINTS
from holo_lsp.traits.spec import Argument
from holo_lsp.traits.types import (
    Boolean,
    Choice,
    Color,
    Enumeration,
    FilePath,
    ListOf,
    Number,
    OneOf,
    Reference,
    Text,
    Vector,
)

GEOMETRY = Enumeration(
    (
        Choice("box", "A box, one metre wide, high and deep."),
        Choice("sphere", "A sphere, one metre across."),
        Choice("cylinder", "An upright cylinder, one metre across and high."),
        Choice("cone", "An upright cone, one metre across and high."),
        Choice("plane", "A level square, one metre wide."),
        Choice("torus", "A level ring, one metre across."),
    ),
    closed=False,
)

TWIN_PROPERTIES = (
    Argument(
        name="asset_id",
        type=Text(),
        doc="The id of the physical thing in the plant's own books, as it stands on its name plate.",
        example='"PRESS-007"',
    ),
    Argument(name="name", type=Text(), doc="The name that people read in the preview.", example='"Press 7"'),
    Argument(
        name="description",
        type=Text(),
        doc="What the thing is, for people.",
        example='"Hydraulic press, 800 kN"',
    ),
    Argument(
        name="model",
        type=FilePath((".gltf", ".glb")),
        doc="The 3D model, a glTF file. Without one, `geometry` is drawn.",
        example='"assets/press.glb"',
    ),
    Argument(
        name="geometry",
        type=GEOMETRY,
        doc="The plain shape that is drawn when there is no `model`.",
        example='"cylinder"',
        default="box",
    ),
    Argument(name="color", type=Color(), doc="The colour of `geometry`.", example='"#3a7ca5"'),
    Argument(
        name="position",
        type=POINT,
        doc=(
            "Where the object stands: x to the right, y up, z towards the viewer. It counts as state and can"
            " be bound."
        ),
        example="[12, 0, 4.5]",
        default=(0, 0, 0),
    ),
    Argument(
        name="rotation",
        type=Vector(3, "deg"),
        doc="How the object is turned about x, y and z. It counts as state and can be bound.",
        example="[0, 90, 0]",
        default=(0, 0, 0),
    ),
    Argument(
        name="scale",
        type=OneOf((Number(minimum=0, above=True), Vector(3))),
        doc=(
            "How many times larger than the model the object is, altogether or along x, y and z. It counts as"
            " state."
        ),
        example="[1, 2, 1]",
        default=1,
    ),
    Argument(
        name="path",
        type=POINTS,
        doc="The points that the object runs along: the course of a belt, a pipe or a vehicle.",
        example="[[0, 0, 0], [12, 0, 0], [12, 0, 6]]",
    ),
    Argument(
        name="children",
        type=ListOf(Reference("twin"), unique=True),
        doc="The twins that this one is made of. `children` in its expressions means them.",
        example="[twin#press_7, twin#press_8]",
    ),
    Argument(
        name="visible", type=Boolean(), doc="Whether the object is drawn.", example="false", default=True
    ),
    Argument(
        name="tags",
        type=ListOf(Text(), unique=True),
        doc="Words to find and group objects by.",
        example='["stamping", "line2"]',
    ),
)

"""The twin's model in DTDL: ``@dtdl_model`` (guide, "Azure Digital Twins (DTDL)")."""

from __future__ import annotations

from holo_lsp.traits.spec import Argument, Trait
from holo_lsp.traits.types import Dtmi, ListOf, Number, OneOf, Text

DTDL_MODEL = Trait(
    name="dtdl_model",
    summary="Gives the twin a DTDL interface, which is generated from what it declares.",
    doc=(
        "The interface gets a telemetry for each field that a source feeds, a property for each other field"
        " and a relationship for `children`. Raise the version at the end of `id` whenever the interface"
        " changes, so that readers of the old one keep working. Interfaces in `extends` must be given to the"
        " reader too: a model with an unknown base is not valid on its own."
    ),
    example="""\
@dtdl_model(
  id: "dtmi:com:example:stamping:Press;3",
  extends: "dtmi:com:example:Machine;1"
)""",
    snippet='dtdl_model(id: "dtmi:${1:com:example:Machine};${2:1}")$0',
    arguments=(
        Argument(
            name="id",
            type=Dtmi(),
            doc="The identifier of the interface, with a version at its end.",
            example='"dtmi:com:example:stamping:Press;3"',
            required=True,
        ),
        Argument(
            name="extends",
            type=OneOf((Dtmi(), ListOf(Dtmi(), unique=True))),
            doc="The interface, or the list of interfaces, whose contents this one inherits.",
            example='"dtmi:com:example:Machine;1"',
        ),
        Argument(
            name="version",
            type=Number(minimum=2, maximum=4, integer=True),
            doc="The version of DTDL itself that the interface is written in.",
            example="4",
            default=3,
        ),
        Argument(
            name="display_name",
            type=Text(),
            doc="The name that people read, at most 512 characters.",
            example='"Stamping press"',
        ),
        Argument(
            name="description",
            type=Text(),
            doc="What the interface stands for, at most 512 characters.",
            example='"A hydraulic press with automatic feed"',
        ),
    ),
)

TRAITS = (DTDL_MODEL,)

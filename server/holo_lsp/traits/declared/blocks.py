"""Blocks: what a composition is built of, and the twin itself."""

from __future__ import annotations

from holo_lsp.traits.declared.common import FRACTION
from holo_lsp.traits.declared.properties import TWIN_PROPERTIES
from holo_lsp.traits.spec import Argument, Block
from holo_lsp.traits.types import (
    Boolean,
    Choice,
    Color,
    Enumeration,
    FilePath,
    Number,
    OneOf,
    Record,
    Text,
    Vector,
)

ENVIRONMENT_TYPE = Enumeration(
    (
        Choice("indoor", "A room with a floor and even light."),
        Choice("outdoor", "Open ground below a sky."),
        Choice("industrial", "A hall with a floor grid and cool light."),
    ),
    closed=False,
)

ENVIRONMENT_SCALE = Enumeration(
    (
        Choice("tabletop", "A model on a desk, about a metre wide."),
        Choice("room", "A room, about ten metres wide."),
        Choice("industrial", "A hall, about a hundred metres wide."),
        Choice("site", "A plant with several buildings, about a kilometre wide."),
    ),
    closed=False,
)

ENVIRONMENT_PROPERTIES = (
    Argument(
        name="type",
        type=ENVIRONMENT_TYPE,
        doc="What kind of surroundings are drawn.",
        example='"industrial"',
        default="indoor",
    ),
    Argument(
        name="scale",
        type=OneOf((ENVIRONMENT_SCALE, Number(minimum=0, above=True))),
        doc="How large the scene is, which sets the grid and the first view; or a factor for all sizes.",
        example='"room"',
    ),
    Argument(
        name="floor_plan",
        type=FilePath((".svg", ".png", ".jpg", ".jpeg")),
        doc="A drawing of the floor, which is laid under the scene.",
        example='"assets/hall_3.svg"',
    ),
    Argument(
        name="skybox",
        type=Text(),
        doc="What is seen all around: the name of a sky, or an image file.",
        example='"assets/sky.jpg"',
    ),
    Argument(name="background", type=Color(), doc="The colour behind the scene.", example='"#20262e"'),
    Argument(
        name="ambient_light",
        type=OneOf((FRACTION, Color())),
        doc="How strong the light from everywhere is, or its colour.",
        example="0.6",
        default=0.5,
    ),
    Argument(
        name="shadows", type=Boolean(), doc="Whether objects cast shadows.", example="false", default=True
    ),
    Argument(
        name="fog",
        type=OneOf(
            (
                Boolean(),
                Record(
                    (
                        Argument(
                            name="color", type=Color(), doc="The colour of the fog.", example='"#c8d0d8"'
                        ),
                        Argument(
                            name="near",
                            type=Number(minimum=0, unit="m"),
                            doc="Where the fog begins.",
                            example="20",
                        ),
                        Argument(
                            name="far",
                            type=Number(minimum=0, unit="m"),
                            doc="Where nothing is seen any more.",
                            example="200",
                        ),
                    )
                ),
            )
        ),
        doc="Whether far objects fade, and how.",
        example="{ near: 20, far: 200 }",
        default=False,
    ),
    Argument(
        name="gravity",
        type=OneOf((Number(unit="m/s²"), Vector(3, "m/s²"))),
        doc="The pull on objects whose `@physics` lets forces move them: downwards, or along x, y and z.",
        example="[0, -9.81, 0]",
        default=-9.81,
    ),
)

COMPOSITION = Block(
    keyword="composition",
    summary="A scene: its surroundings, its objects, what is worked out over them and how it is shown.",
    doc=(
        "A file usually has one composition, and its name is that of the scene. It holds `environment`,"
        " templates, twins or `objects`, `logic` and `ui`, each of which may be left out. Templates of one"
        " composition can be used from other files of the workspace."
    ),
    example="""\
composition StampingHall {
  environment { type: "industrial" }

  objects {
    press#p7 { position: [4, 0, 2] }
  }
}""",
    snippet=(
        "composition ${1:Name} {\n\tenvironment {\n"
        '\t\ttype: "${2|indoor,outdoor,industrial|}"\n\t}\n\n\t$0\n}'
    ),
    places=frozenset({"file"}),
    inside="composition",
)

ENVIRONMENT = Block(
    keyword="environment",
    summary="The surroundings that the objects stand in.",
    doc=(
        "It holds properties only: the kind and size of the place, a floor plan, light and sky. It changes"
        " what is drawn and nothing else."
    ),
    example="""\
environment {
  type: "industrial"
  scale: "room"
  floor_plan: "assets/hall_3.svg"
}""",
    snippet='environment {\n\ttype: "${1|indoor,outdoor,industrial|}"\n\t$0\n}',
    places=frozenset({"file", "composition"}),
    inside=None,
    properties=ENVIRONMENT_PROPERTIES,
)

TWIN = Block(
    keyword="twin",
    summary="An object with an id, the twin of one physical thing.",
    doc=(
        "`twin` is a kind and `#id` names the object. The kind may be any word: `press#p7` or `sensor#oil`"
        " are objects just as well. `extends` takes state, traits and properties of a template over, and what"
        " is written here replaces them name by name. Other places refer to the object as `twin#id`, and to"
        " its state as `id.field`."
    ),
    example="""\
twin#press_7 extends Press {
  asset_id: "PRESS-007"
  position: [12, 0, 4.5]

  @data_binding(source: "opc.tcp://10.0.0.20:4840")
}""",
    snippet=(
        "twin#${1:id} {\n\tposition: [${2:0}, ${3:0}, ${4:0}]\n\n"
        '\t@digital_twin(sync_mode: "${5|realtime,optimistic,event_sourced,batch|}")\n\n'
        '\t@state {\n\t\t${6:status}: ${7:"idle"}\n\t}\n$0}'
    ),
    places=frozenset({"file", "composition", "objects", "twin", "template"}),
    inside="twin",
    properties=TWIN_PROPERTIES,
)

TEMPLATE = Block(
    keyword="template",
    summary="A type of objects: what all machines of one make have in common.",
    doc=(
        "Objects take a template over with `extends Name`, or `using Name`, which means the same. They get"
        " its state, traits, bindings and properties, and may replace each of them by name. A template can"
        " extend another one. It is not drawn itself."
    ),
    example="""\
template Press {
  model: "assets/press.glb"

  @digital_twin
  @state {
    status: "idle"
    force: 0  // kN
  }
  @alert(condition: state.force > 800, severity: "error", message: "Overload")
}""",
    snippet='template ${1:Name} {\n\t@digital_twin\n\n\t@state {\n\t\t${2:status}: ${3:"idle"}\n\t}\n$0}',
    places=frozenset({"file", "composition"}),
    inside="template",
    properties=TWIN_PROPERTIES,
)

OBJECTS = Block(
    keyword="objects",
    summary="The objects of the scene.",
    doc=(
        "Each entry is an object with a kind and an id. In expressions `objects` is the list of all objects"
        " of the composition, wherever in it they stand."
    ),
    example="""\
objects {
  press#p7 extends Press { position: [4, 0, 2] }
  sensor#oil { position: [4, 1, 2] }
}""",
    snippet=(
        "objects {\n\t${1:twin}#${2:id} extends ${3:Template} {\n"
        "\t\tposition: [${4:0}, ${5:0}, ${6:0}]\n\t}\n\t$0\n}"
    ),
    places=frozenset({"composition"}),
    inside="objects",
)

LOGIC = Block(
    keyword="logic",
    summary="What is worked out over all objects: the KPIs.",
    doc=(
        "It holds `@computed` values over `objects`. Each is read elsewhere as `logic.name`, in the widgets"
        " of a dashboard above all."
    ),
    example="""\
logic {
  @computed {
    strokes: sum(objects, "state.strokes")
    openAlerts: objects.flatMap(o => o.state.alerts)
  }
}""",
    snippet="logic {\n\t@computed {\n\t\t${1:name}: ${2:count(objects)}\n\t\t$0\n\t}\n}",
    places=frozenset({"composition"}),
    inside="logic",
)

UI = Block(
    keyword="ui",
    summary="What is shown beside the scene.",
    doc="It holds dashboards. Each has an id and is shown in the preview under that name.",
    example="""\
ui {
  dashboard#line2 {
    @panel(title: "Line 2") {
      metric(label: "Strokes", value: logic.strokes)
    }
  }
}""",
    snippet='ui {\n\tdashboard#${1:main} {\n\t\t@panel(title: "${2:Title}") {\n\t\t\t$0\n\t\t}\n\t}\n}',
    places=frozenset({"composition"}),
    inside="ui",
)

DASHBOARD = Block(
    keyword="dashboard",
    summary="A page of panels.",
    doc="It has an id, `dashboard#id`, and holds one `@panel` or more, which are shown in their order.",
    example="""\
dashboard#line2 {
  @panel(title: "Line 2") {
    metric(label: "Strokes", value: logic.strokes)
  }
}""",
    snippet='dashboard#${1:main} {\n\t@panel(title: "${2:Title}") {\n\t\t$0\n\t}\n}',
    places=frozenset({"file", "ui"}),
    inside="dashboard",
    properties=(
        Argument(
            name="title",
            type=Text(),
            doc="The heading of the page. When not given, its id.",
            example='"Line 2"',
        ),
    ),
)

BLOCKS = (COMPOSITION, ENVIRONMENT, TEMPLATE, TWIN, OBJECTS, LOGIC, UI, DASHBOARD)

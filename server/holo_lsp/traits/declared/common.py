"""Types and small makers that several families of declarations share."""

from __future__ import annotations

from holo_lsp.traits.spec import Argument
from holo_lsp.traits.types import Choice, Duration, Enumeration, ListOf, Number, OneOf, ValueType, Vector

MILLISECONDS = Number(minimum=0, above=True, unit="ms")
FRACTION = Number(minimum=0, maximum=1)
POINT = Vector(3, "m")
POINTS = ListOf(POINT)

PAUSE = OneOf((Duration(), Number(minimum=0, unit="ms")))
"""A length of time that may be nothing, as text or in milliseconds."""

COLORMAP = Enumeration(
    (
        Choice(
            "thermal", "Dark blue over red to pale yellow, as thermal cameras show heat (cmocean *thermal*)."
        ),
        Choice(
            "viridis",
            "Purple over green to yellow. Even steps, readable with any colour vision and in print.",
        ),
        Choice("plasma", "Blue over pink to yellow. Even steps, brighter than `viridis`."),
        Choice("inferno", "Black over red to pale yellow. Even steps, strong contrast on a bright scene."),
        Choice("magma", "Black over purple to pale pink. Even steps."),
        Choice("cividis", "Blue to yellow. Looks the same with red-green colour blindness."),
        Choice("turbo", "Rainbow without the false edges of `jet`."),
        Choice("jet", "The classic rainbow. It shows edges that are not in the data: prefer `turbo`."),
        Choice("hot", "Black over red and yellow to white."),
        Choice("cool", "Cyan to magenta."),
        Choice(
            "rainbow", "Violet over green to red. It shows edges that are not in the data: prefer `turbo`."
        ),
        Choice("gray", "Black to white."),
    ),
    closed=True,
)


def accepted(
    name: str, value: ValueType, example: str, meaning: str, *, synonym_of: str | None = None
) -> Argument:
    """An argument that other HoloScript tools read; ``meaning`` is what it says there."""
    fate = f"Here it is another name of `{synonym_of}`." if synonym_of else "It has no effect here."
    return Argument(
        name=name,
        type=value,
        doc=f"Accepted for compatibility with other HoloScript tools: {meaning}. {fate}",
        example=example,
        compatibility=True,
        synonym_of=synonym_of,
    )

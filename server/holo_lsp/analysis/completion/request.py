"""What a completion is asked with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from holo_lsp.analysis.context import Expected, Scope, expected, where

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holo_lsp.analysis.context import Place
    from holo_lsp.facts import Node, PlantFacts
    from holo_lsp.model import World
    from holo_lsp.traits import Catalogue
    from holo_lsp.traits.spec import Place as Where


@dataclass(frozen=True)
class Request:
    """A place, and all that is known. ``nodes`` are those that the plant's index found for the place."""

    place: Place
    world: World
    catalogue: Catalogue
    plant: PlantFacts
    nodes: Sequence[Node] = ()

    @cached_property
    def at(self) -> Expected:
        """What is expected at the place."""
        return expected(self.place, self.catalogue)

    @cached_property
    def where(self) -> Where | None:
        """What the body around the place is."""
        return where(self.place, self.catalogue)

    @cached_property
    def scope(self) -> Scope:
        """What names mean at the place."""
        return Scope(self.place, self.world, self.catalogue)

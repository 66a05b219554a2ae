"""What a rule may ask about the world around a declaration.

Every answer is noted. A declaration is checked again only when it changed itself or when one of its
questions has another answer now, so the work after an edit follows the edit and not the size of the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holo_lsp.model.world import owner_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from holo_lsp.model import Declaration, FieldFact, World
    from holo_lsp.model.expressions import Expr
    from holo_lsp.settings import Settings
    from holo_lsp.traits import Catalogue


Notes = dict[tuple[str, Any], Any]
"""Questions, what they are about, and the answers."""


class View:
    """The world as one declaration sees it. ``notes`` are the questions asked and their answers."""

    __slots__ = ("catalogue", "declaration", "notes", "settings", "world")

    def __init__(
        self, world: World, declaration: Declaration, catalogue: Catalogue, settings: Settings
    ) -> None:
        self.world = world
        self.declaration = declaration
        self.catalogue = catalogue
        self.settings = settings
        self.notes: Notes = {}

    def field(self, name: str) -> FieldFact | None:
        """What is known of the state field of that name, own or inherited."""
        return self._ask("field", name)

    def knows_state(self) -> bool:
        """Are all state fields known, so that a missing one is a fault?"""
        return self._ask("knows_state", None)

    def field_names(self) -> tuple[str, ...]:
        """The names of all state fields."""
        return self._ask("field_names", None)

    def has_template(self, name: str) -> bool:
        """Is there a template of that name?"""
        return self._ask("has_template", name)

    def template_names(self) -> tuple[str, ...]:
        """The names of all templates."""
        return self._ask("template_names", None)

    def kinds_of(self, identity: str) -> tuple[str, ...]:
        """The kinds of the objects with that id or name; empty when there is none."""
        return self._ask("kinds_of", identity)

    def identities(self) -> tuple[str, ...]:
        """The ids and names of all objects."""
        return self._ask("identities", None)

    def is_kind(self, name: str) -> bool:
        """Is there an object of that kind?"""
        return self._ask("is_kind", name)

    def foreign_fields(self, name: str) -> tuple[str, ...] | None:
        """The fields of the objects with that id or of that kind; None where they are not all known."""
        return self._ask("foreign_fields", name)

    def has_kpi(self, name: str) -> bool:
        """Does ``logic.name`` exist?"""
        return self._ask("has_kpi", name)

    def kpi_names(self) -> tuple[str, ...]:
        """The members of ``logic``."""
        return self._ask("kpi_names", None)

    def argument(self, trait: str, key: str) -> Expr | None:
        """The value that holds for a trait's argument, own or inherited.

        Positions in it are of no use: it may stand in another chunk.
        """
        return self._ask("argument", (trait, key))

    def has_trait(self, name: str) -> bool:
        """Does the declaration have the trait, own or inherited?"""
        return self._ask("has_trait", name)

    def _ask(self, question: str, about: Any) -> Any:  # noqa: ANN401 - the typed methods above vouch
        noted = (question, about)
        if noted not in self.notes:
            self.notes[noted] = _ANSWERS[question](self.world, self.declaration, about)
        return self.notes[noted]


def outdated(notes: Notes, world: World, declaration: Declaration) -> set[tuple[str, Any]]:
    """The questions that have another answer in ``world``."""
    return {
        noted for noted, answer in notes.items() if _ANSWERS[noted[0]](world, declaration, noted[1]) != answer
    }


def _foreign_fields(world: World, name: str) -> tuple[str, ...] | None:
    owners = world.find(name) or [
        d for d in world.file.declarations if d.kind == name and d.block.style == "id"
    ]
    if not owners or not all(world.knows_state(owner) for owner in owners):
        return None
    return tuple(sorted({field for owner in owners for field in world.facts(owner)}))


_ANSWERS: dict[str, Callable[[World, Declaration, Any], Any]] = {
    "field": lambda world, d, name: world.fact(owner_of(d), name),
    "knows_state": lambda world, d, _: world.knows_state(owner_of(d)),
    "field_names": lambda world, d, _: tuple(world.facts(owner_of(d))),
    "has_template": lambda world, _, name: bool(world.templates(name)),
    "template_names": lambda world, _, __: world.template_names,
    "kinds_of": lambda world, _, identity: tuple(found.kind for found in world.find(identity)),
    "identities": lambda world, _, __: world.identities,
    "is_kind": lambda world, _, name: name in world.kinds,
    "foreign_fields": lambda world, _, name: _foreign_fields(world, name),
    "has_kpi": lambda world, _, name: world.kpi(name),
    "kpi_names": lambda world, _, __: world.kpi_names,
    "argument": lambda world, d, about: world.argument(owner_of(d), *about),
    "has_trait": lambda world, d, name: any(
        name in holder.digest.traits for holder in world.lineage(owner_of(d))
    ),
}

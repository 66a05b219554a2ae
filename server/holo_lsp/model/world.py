"""What names mean, seen from one file: its own declarations and those of the workspace's other files."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from holo_lsp.model.file import IMPLICIT_FIELDS, Declaration, Field, FileModel
from holo_lsp.model.shapes import FieldFact, shape_of, unit_of
from holo_lsp.traits import roles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holo_lsp.model.expressions import Expr
    from holo_lsp.model.items import TraitUse

_IMPLICIT = FieldFact("list", None, None)


class World:
    """A file among the files of its workspace. Immutable; what it computes, it keeps."""

    def __init__(self, file: FileModel, others: Sequence[FileModel] = ()) -> None:
        self.file = file
        self.others = others
        self._facts: dict[int, dict[str, FieldFact]] = {}

    # ---- names -----------------------------------------------------------------------------------

    def templates(self, name: str) -> list[Declaration]:
        """The templates of that name, the file's own first."""
        found = self.file.templates.get(name, [])
        return found or [d for other in self.others for d in other.templates.get(name, ())]

    def find(self, identity: str) -> list[Declaration]:
        """The objects with that id or name, the file's own first."""
        found = self.file.ids.get(identity, [])
        return found or [d for other in self.others for d in other.ids.get(identity, ())]

    def kpi(self, name: str) -> bool:
        """Does ``logic.name`` exist?"""
        return any(name in file.kpis for file in self._files())

    @cached_property
    def template_names(self) -> tuple[str, ...]:
        """The names of all templates, sorted."""
        return tuple(sorted({name for file in self._files() for name in file.templates}))

    @cached_property
    def identities(self) -> tuple[str, ...]:
        """The ids and names of all objects, sorted."""
        return tuple(sorted({name for file in self._files() for name in file.ids}))

    @cached_property
    def kpi_names(self) -> tuple[str, ...]:
        """What ``logic`` has, sorted."""
        return tuple(sorted({name for file in self._files() for name in file.kpis}))

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of all objects, such as ``cnc`` and ``sensor``."""
        return frozenset(d.kind for file in self._files() for d in file.declarations if d.block.style == "id")

    def _files(self) -> Iterator[FileModel]:
        yield self.file
        yield from self.others

    # ---- inheritance -----------------------------------------------------------------------------

    def lineage(self, declaration: Declaration) -> list[Declaration]:
        """The declaration and all that it inherits from, nearest first, each once (so cycles end)."""
        found = [declaration]
        for current in found:
            for base in current.block.bases:
                for template in self.templates(base.text)[:1]:
                    if template not in found:
                        found.append(template)
        return found

    def is_complete(self, declaration: Declaration) -> bool:
        """Is everything that it inherits from loaded?"""
        return all(
            self.templates(base.text) for current in self.lineage(declaration) for base in current.block.bases
        )

    def fields(self, declaration: Declaration) -> dict[str, tuple[Declaration, Field]]:
        """All state fields, own and inherited, with who declares them; the nearest declaration wins."""
        found: dict[str, tuple[Declaration, Field]] = {}
        for current in self.lineage(declaration):
            for name, field in current.state.items():
                found.setdefault(name, (current, field))
        return found

    def traits(self, declaration: Declaration, name: str) -> Iterator[tuple[Declaration, int, TraitUse]]:
        """The uses of a trait, own and inherited, nearest first, with who has them and their bases."""
        for current in self.lineage(declaration):
            for base, trait in current.traits():
                if trait.name.text == name:
                    yield current, base, trait

    def argument(self, declaration: Declaration, trait: str, key: str) -> Expr | None:
        """The value that holds for a trait's argument, own or inherited: an instance overrides by key."""
        for _, _, use in self.traits(declaration, trait):
            found = use.argument(key)
            if found:
                return found.value
        return None

    # ---- what rules ask --------------------------------------------------------------------------

    def facts(self, declaration: Declaration) -> dict[str, FieldFact]:
        """What is known of each state field that can be named from within the declaration."""
        found = self._facts.get(id(declaration))
        if found is None:
            found = dict.fromkeys(IMPLICIT_FIELDS, _IMPLICIT)
            for name, (owner, field) in self.fields(declaration).items():
                inherited = None if owner is declaration else owner.label
                found[name] = FieldFact(shape_of(field.value), unit_of(field.comment), inherited)
            for current in self.lineage(declaration):
                for name, (_, member) in current.computed.items():
                    inherited = None if current is declaration else current.label
                    found.setdefault(
                        name, FieldFact(shape_of(member.value), unit_of(member.comment), inherited)
                    )
            self._facts[id(declaration)] = found
        return found

    def knows_state(self, declaration: Declaration) -> bool:
        """Are all its state fields known? Not where none is declared at all, or a template is not loaded."""
        lineage = self.lineage(declaration)
        return any(current.has_state for current in lineage) and self.is_complete(declaration)


def owner_of(declaration: Declaration) -> Declaration:
    """The twin, template or file whose state a path within the declaration means.

    A trait's or block's path belongs to the nearest object around it; plain groups are passed through.
    """
    current = declaration
    while current.parent is not None and not (current.is_template or current.is_twin):
        if current.kind == roles.COMPOSITION or current.has_state:
            break
        current = current.parent
    return current

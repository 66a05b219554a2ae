"""What names mean, seen from one file: its own declarations and those of the workspace's other files."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from holo_lsp.model.file import IMPLICIT_FIELDS, Declaration, Field, FileModel
from holo_lsp.model.shapes import FieldFact
from holo_lsp.traits import roles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from holo_lsp.model.expressions import Expr
    from holo_lsp.model.items import TraitUse

_IMPLICIT = FieldFact("list", None, None)


class Index:
    """What the files of a workspace declare, by name. Built once, and shared by the worlds of all files."""

    def __init__(self, files: Iterable[FileModel] = ()) -> None:
        self.files = tuple(files)
        self.templates: dict[str, list[Declaration]] = {}
        self.ids: dict[str, list[Declaration]] = {}
        self.kpis: set[str] = set()
        self.kinds: set[str] = set()
        for file in self.files:
            for name, found in file.templates.items():
                self.templates.setdefault(name, []).extend(found)
            for name, found in file.ids.items():
                self.ids.setdefault(name, []).extend(found)
            self.kpis.update(file.kpis)
            self.kinds.update(file.kinds)


_ALONE = Index()


class World:
    """A file among the files of its workspace. Immutable; what it computes, it keeps.

    ``index`` may hold the file itself, also in another state: what the file declares goes first.
    """

    def __init__(self, file: FileModel, index: Index = _ALONE) -> None:
        self.file = file
        self.index = index
        self._lineages: dict[int, list[Declaration]] = {}

    # ---- names -----------------------------------------------------------------------------------

    def templates(self, name: str) -> list[Declaration]:
        """The templates of that name, the file's own first."""
        return self.file.templates.get(name) or self.index.templates.get(name, [])

    def find(self, identity: str) -> list[Declaration]:
        """The objects with that id or name, the file's own first."""
        return self.file.ids.get(identity) or self.index.ids.get(identity, [])

    def kpi(self, name: str) -> bool:
        """Does ``logic.name`` exist?"""
        return name in self.file.kpis or name in self.index.kpis

    @cached_property
    def template_names(self) -> tuple[str, ...]:
        """The names of all templates, sorted."""
        return tuple(sorted(self.file.templates.keys() | self.index.templates.keys()))

    @cached_property
    def identities(self) -> tuple[str, ...]:
        """The ids and names of all objects, sorted."""
        return tuple(sorted(self.file.ids.keys() | self.index.ids.keys()))

    @cached_property
    def kpi_names(self) -> tuple[str, ...]:
        """What ``logic`` has, sorted."""
        return tuple(sorted(self.file.kpis.keys() | self.index.kpis))

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of all objects, such as ``cnc`` and ``sensor``."""
        return frozenset(self.file.kinds | self.index.kinds)

    # ---- inheritance -----------------------------------------------------------------------------

    def lineage(self, declaration: Declaration) -> list[Declaration]:
        """The declaration and all that it inherits from, nearest first, each once (so cycles end)."""
        if not declaration.block.bases:
            return [declaration]
        found = self._lineages.get(id(declaration))
        if found is None:
            found = self._lineages[id(declaration)] = [declaration]
            for current in found:
                for base in current.block.bases:
                    found.extend(
                        template for template in self.templates(base.text)[:1] if template not in found
                    )
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

    def fact(self, declaration: Declaration, name: str) -> FieldFact | None:
        """What is known of the state field or computed value of that name, own or inherited."""
        for current in self.lineage(declaration):
            fact = current.digest.fact(name)
            if fact is not None:
                return fact if current is declaration else fact._replace(owner=current.label)
        return _IMPLICIT if name in IMPLICIT_FIELDS else None

    def facts(self, declaration: Declaration) -> dict[str, FieldFact]:
        """What is known of each state field and computed value that can be named from the declaration."""
        found: dict[str, FieldFact] = {}
        for current in self.lineage(declaration):
            for name, fact in (*current.digest.state.items(), *current.digest.computed.items()):
                found.setdefault(name, fact if current is declaration else fact._replace(owner=current.label))
        return dict.fromkeys(IMPLICIT_FIELDS, _IMPLICIT) | found

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

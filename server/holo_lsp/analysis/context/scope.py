"""What a chain of names in an expression is: a twin, the list of them, a state, a text…"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from holo_lsp.model import owner_of
from holo_lsp.traits import roles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from holo_lsp.analysis.context.chunk import Chunk, Link
    from holo_lsp.analysis.context.place import Place, Step
    from holo_lsp.model import Declaration, FieldFact, World
    from holo_lsp.traits import Catalogue
    from holo_lsp.traits.types import TypeName

ThingKind = Literal[
    "unknown", "objects", "object", "named", "state", "logic", "list", "string", "number", "boolean", "record"
]
"""``objects``: a list of objects. ``object``: one of them. ``named``: one that is called by its id or kind,
whose fields follow directly. ``state``: an object's state. ``logic``: the KPIs."""

#: Of as many objects of one kind the fields are looked at; files have thousands that are all alike.
_ALIKE = 12
_LOOKED_AT = 60

_KEEPS_ITEMS = frozenset({"filter", "slice", "concat"})
_YIELDS_ITEM = frozenset({"find", "at"})
_TAKES_ITEM_SECOND = frozenset({"reduce"})
_SHAPES: dict[TypeName, ThingKind] = {
    "boolean": "boolean",
    "number": "number",
    "string": "string",
    "list": "list",
}


@dataclass(frozen=True, slots=True)
class Thing:
    """What an expression is. ``owners`` are the objects that it may be, or whose state it may be."""

    kind: ThingKind
    owners: tuple[Declaration, ...] = ()


UNKNOWN = Thing("unknown")


@dataclass(frozen=True, slots=True)
class Scope:
    """What names mean at a place in an expression."""

    place: Place
    world: World
    catalogue: Catalogue

    def parameters(self) -> dict[str, Thing]:
        """The parameters of the arrow functions around the place, and what they are."""
        return {
            name: self._parameter(step, name, depth)
            for depth, step in enumerate(self.place.steps)
            for name in step.parameters
        }

    def thing(self, chain: Sequence[Link], depth: int | None = None) -> Thing:
        """What a chain is. Of the calls around the place, only those up to ``depth`` give names a meaning."""
        if not chain:
            return UNKNOWN
        first, *rest = chain
        current = Thing("string") if first.kind == "text" else self._root(first.name, depth)
        for number, link in enumerate(rest):
            if link.kind == "name":
                is_called = number + 1 < len(rest) and rest[number + 1].kind == "call"
                current = self._method(current, link.name) if is_called else self._member(current, link.name)
            elif link.kind == "index":
                current = _item_of(current)
            elif number == 0:
                function = self.catalogue.functions.get(first.name)
                current = _typed(function.returns) if function else UNKNOWN
        return current

    def own(self) -> Declaration:
        """The object whose state paths without a root mean."""
        declaration = self.place.declaration
        if declaration.kind == roles.STATE and declaration.parent is not None:
            declaration = declaration.parent
        return owner_of(declaration)

    def listed(self, depth: int) -> tuple[Declaration, ...]:
        """The objects that the call of the step ``depth`` goes over; the place's own where it names none."""
        step = self.place.steps[depth]
        thing = self.thing(first_argument(self.place.chunk, step.open), depth)
        return thing.owners or (self.own(),)

    def objects(self) -> tuple[Declaration, ...]:
        """Objects that stand for all those of the files: some of each kind and template."""
        return alike(self._all_objects())

    def facts(self, thing: Thing) -> dict[str, FieldFact]:
        """The state fields of what a thing may be."""
        found: dict[str, FieldFact] = {}
        for owner in thing.owners:
            for name, fact in self.world.facts(owner).items():
                found.setdefault(name, fact)
        return found

    def named(self, name: str) -> tuple[Declaration, ...]:
        """The objects with that id, or of that kind."""
        found = self.world.find(name)
        if found or name not in self.world.kinds:
            return tuple(found)
        return alike(each for each in self._all_objects() if each.kind == name)

    # ---- names -----------------------------------------------------------------------------------

    def _root(self, name: str, depth: int | None) -> Thing:
        for number, step in reversed(list(enumerate(self.place.steps[:depth]))):
            if name in step.parameters:
                return self._parameter(step, name, number)
        match name:
            case roles.STATE_ROOT:
                return Thing("state", (self.own(),))
            case roles.LOGIC_ROOT:
                return Thing("logic")
            case roles.OBJECTS_ROOT:
                return Thing("objects", self.objects())
            case roles.CHILDREN_ROOT:
                return Thing("objects", self._children(self.own()))
            case _:
                pass
        found = self.named(name)
        if found:
            return Thing("named", found)
        return self._shape(self.world.facts(self.own()).get(name))

    def _parameter(self, step: Step, name: str, depth: int) -> Thing:
        """A parameter of the arrow function in a call: an item of the list that the call goes over."""
        if step.kind != "call" or step.parameters.index(name) != (step.name in _TAKES_ITEM_SECOND):
            return UNKNOWN
        if len(step.chain) > 1:
            return _item_of(self.thing(step.chain[:-1], depth))
        return _item_of(self.thing(first_argument(self.place.chunk, step.open), depth))

    def _member(self, thing: Thing, name: str) -> Thing:
        match thing.kind:
            case "state" | "named":
                if thing.kind == "named" and name == roles.STATE_ROOT:
                    return Thing("state", thing.owners)
                return self._shape(self.facts(thing).get(name))
            case "object":
                if name == roles.STATE_ROOT:
                    return Thing("state", thing.owners)
                if name == roles.CHILDREN_ROOT:
                    return Thing("objects", alike(c for o in thing.owners for c in self._children(o)))
                return self._declared_member(name)
            case _:
                return UNKNOWN

    def _declared_member(self, name: str) -> Thing:
        for value in self.catalogue.members.get(name, ()):
            if value.receiver == "object":
                return _typed(value.type)
        return UNKNOWN

    def _method(self, thing: Thing, name: str) -> Thing:
        if thing.kind == "objects":
            if name in _KEEPS_ITEMS:
                return thing
            if name in _YIELDS_ITEM:
                return Thing("object", thing.owners)
        receiver = receiver_of(thing)
        for function in self.catalogue.methods.get(name, ()):
            if function.receiver == receiver:
                return _typed(function.returns)
        return UNKNOWN

    def _shape(self, fact: FieldFact | None) -> Thing:
        return UNKNOWN if fact is None else Thing(fact.shape)

    def _children(self, owner: Declaration) -> tuple[Declaration, ...]:
        """The objects in ``children``; where it does not tell, any object may be one."""
        found = [
            child
            for current in self.world.lineage(owner)
            for _, reference in current.child_references
            for child in self.world.find(reference.id.text)
        ]
        return alike(found) if found else self.objects()

    def _all_objects(self) -> Iterator[Declaration]:
        file = self.world.file
        yield from (each for each in file.declarations if each.is_twin)
        for label, found in self.world.index.ids.items():
            if label not in file.ids:  # the index may hold the file itself
                yield from (each for each in found if each.is_twin)


def receiver_of(thing: Thing) -> TypeName | None:
    """The type whose methods and members a thing has."""
    match thing.kind:
        case "objects" | "list":
            return "list"
        case "object":
            return "object"
        case "string" | "number":
            return thing.kind
        case _:
            return None


def alike(objects: Iterable[Declaration]) -> tuple[Declaration, ...]:
    """Some of the objects: of those with one kind and template no more than show which fields they have."""
    counts: dict[tuple[str, tuple[str, ...]], int] = {}
    found: list[Declaration] = []
    for each in objects:
        block = each.block
        sort = (block.kind.text, tuple(base.text for base in block.bases))
        counts[sort] = counts.get(sort, 0) + 1
        if counts[sort] <= _ALIKE:
            found.append(each)
            if len(found) == _LOOKED_AT:
                break
    return tuple(found)


def first_argument(chunk: Chunk, opener: int) -> tuple[Link, ...]:
    """The chain that is the first argument of a call."""
    end = opener + 1
    behind = chunk.partner.get(opener, len(chunk.kinds))
    while end < behind and chunk.kinds[end] != ",":
        end = chunk.behind(end)
    return chunk.chain(end - 1, opener + 1)


def _item_of(thing: Thing) -> Thing:
    return Thing("object", thing.owners) if thing.kind == "objects" else UNKNOWN


def _typed(kind: TypeName) -> Thing:
    return Thing(_SHAPES.get(kind, "unknown"))

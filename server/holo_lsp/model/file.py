"""A file as a tree of declarations, and an index of what it declares.

Built anew for each snapshot, which is cheap: the items come from the chunks, where they are made once, and
only the places (``base``) are new.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from holo_lsp.model.expressions import Expr, ListOf, Name, Record, Reference
from holo_lsp.model.items import Block, Call, Item, Property, TraitUse
from holo_lsp.model.lower import lower
from holo_lsp.model.shapes import FieldFact, shape_of, unit_of
from holo_lsp.syntax import Branch, Document, Leaf
from holo_lsp.traits import roles

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Properties that can be read like state fields.
IMPLICIT_FIELDS: tuple[str, ...] = ("position", "rotation", "scale")

_FILE = Block(Name("", 0, 0), Name("", 0, 0), "", (), (), (), 0, 0, 0)


class Field(NamedTuple):
    """A state field, with the absolute offset of the chunk that it stands in."""

    base: int
    name: Name
    value: Expr | None
    comment: str | None


class Run(NamedTuple):
    """Consecutive members and the absolute offset that theirs are relative to."""

    base: int
    items: tuple[Item, ...]


class Digest(NamedTuple):
    """What a declaration says of itself, whatever its place: facts of its own state and computed values."""

    state: dict[str, FieldFact]
    computed: dict[str, FieldFact]
    traits: frozenset[str]
    has_state: bool

    def fact(self, name: str) -> FieldFact | None:
        """What is known of a field."""
        return self.state.get(name) or self.computed.get(name)


Key = Block | Branch

_DIGESTS: WeakKeyDictionary[Key, Digest] = WeakKeyDictionary()


def _fact(value: Expr | None, comment: str | None) -> FieldFact:
    return FieldFact(shape_of(value), unit_of(comment), None)


class Declaration:
    """A block in its place: a composition, template, twin, ``objects``…

    The file itself is one too, with ``parent`` None. ``base`` is the absolute offset of the chunk in which
    the block starts; ``key`` is the object that stays the same as long as nothing within the block changes.
    """

    __slots__ = ("__dict__", "base", "block", "children", "end", "key", "parent", "runs", "start")

    def __init__(self, block: Block, base: int, end: int, key: Key, parent: Declaration | None) -> None:
        self.block = block
        self.base = base
        self.start = base + block.start
        self.end = end
        self.key = key
        self.parent = parent
        self.runs: list[Run] = []
        self.children: list[Declaration] = []

    @property
    def kind(self) -> str:
        """``composition``, ``template``, ``twin``, ``cnc``…; empty for the file."""
        return self.block.kind.text

    @property
    def label(self) -> str:
        """Its id or name."""
        return self.block.label.text

    @property
    def title(self) -> str:
        """As a person refers to it: ``cnc#mill_1``, ``template Mill``."""
        if self.parent is None:
            return "the file"
        if self.block.style == "id":
            return f"{self.kind}#{self.label}"
        return f"{self.kind} {self.label}".strip()

    @property
    def is_template(self) -> bool:
        """Is it a template?"""
        return self.kind == roles.TEMPLATE

    @property
    def is_twin(self) -> bool:
        """Is it an object with an id, or with traits and state of its own?"""
        return self.block.style == "id" and self.kind not in roles.UI_BLOCKS

    @property
    def has_state(self) -> bool:
        """Does it declare state, if only an empty one?"""
        return self.digest.has_state

    def traits(self) -> Iterator[tuple[int, TraitUse]]:
        """Its trait uses with their bases: those in its head, then those among its members."""
        for trait in self.block.traits:
            yield self.base, trait
        for base, item in self.members():
            if isinstance(item, TraitUse):
                yield base, item

    def members(self) -> Iterator[tuple[int, Item]]:
        """Its direct members with their bases."""
        for base, items in self.runs:
            for item in items:
                yield base, item

    def property(self, key: str) -> tuple[int, Property] | None:
        """The property of that name."""
        for base, item in self.members():
            if isinstance(item, Property) and item.key.text == key:
                return base, item
        return None

    @cached_property
    def state(self) -> dict[str, Field]:
        """Its own state fields, from ``@state { }``, ``state { }`` and ``state: { }``."""
        fields: dict[str, Field] = {}
        for field in self._fields():
            fields.setdefault(field.name.text, field)
        return fields

    def state_fields(self) -> Iterator[Field]:
        """Its state fields in order, repeated ones too."""
        return self._fields()

    def _fields(self) -> Iterator[Field]:
        for base, item in self.members():
            if isinstance(item, TraitUse) and item.name.text == roles.STATE and item.body:
                for member in item.body:
                    if isinstance(member, Property):
                        yield Field(base, member.key, member.value, member.comment)
            elif (
                isinstance(item, Property) and item.key.text == roles.STATE and isinstance(item.value, Record)
            ):
                for entry in item.value.entries:
                    yield Field(base, entry.key, entry.value, None)
        for child in self.children:
            if child.kind == roles.STATE and not child.label:
                for base, member in child.members():
                    if isinstance(member, Property):
                        yield Field(base, member.key, member.value, member.comment)

    @cached_property
    def computed(self) -> dict[str, tuple[int, Property]]:
        """Its ``@computed`` values."""
        found: dict[str, tuple[int, Property]] = {}
        for base, trait in self.traits():
            if trait.name.text == roles.COMPUTED and trait.body:
                for member in trait.body:
                    if isinstance(member, Property):
                        found.setdefault(member.key.text, (base, member))
        return found

    @cached_property
    def child_references(self) -> tuple[tuple[int, Reference], ...]:
        """The ``twin#id`` items of its ``children``."""
        found = self.property(roles.CHILDREN)
        if found is None or not isinstance(found[1].value, ListOf):
            return ()
        return tuple((found[0], item) for item in found[1].value.items if isinstance(item, Reference))

    @cached_property
    def digest(self) -> Digest:
        """What it says of itself. Made once for as long as nothing within it changes."""
        found = _DIGESTS.get(self.key)
        if found is None:
            traits = frozenset(trait.name.text for _, trait in self.traits())
            found = _DIGESTS[self.key] = Digest(
                {name: _fact(field.value, field.comment) for name, field in self.state.items()},
                {name: _fact(member.value, member.comment) for name, (_, member) in self.computed.items()},
                traits,
                bool(self.state) or roles.STATE in traits,
            )
        return found

    def walk(self) -> Iterator[Declaration]:
        """Itself and all declarations inside, in the order of the text."""
        stack: list[Declaration] = [self]
        while stack:
            declaration = stack.pop()
            yield declaration
            stack.extend(reversed(declaration.children))

    def __repr__(self) -> str:
        return f"<{self.title} at {self.start}>"


class FileModel:
    """All declarations of a document, and where each name is declared."""

    def __init__(self, document: Document, path: str = "") -> None:
        self.document = document
        self.path = path
        self.root = Declaration(_FILE, 0, len(document.text), document.root, None)
        self.declarations: list[Declaration] = []
        """Without the file itself, in the order of the text."""
        self.templates: dict[str, list[Declaration]] = {}
        self.ids: dict[str, list[Declaration]] = {}
        self._fill(self.root, document.root, 0)

    def _fill(self, owner: Declaration, branch: Branch, base: int) -> None:
        for offset, piece in zip(branch.offsets, branch.children, strict=False):
            at = base + offset
            if isinstance(piece, Leaf):
                self._take(owner, lower(piece), at)
                continue
            blocks = [item for item in lower(piece.head) if isinstance(item, Block)]
            if not blocks:  # a head that could not be parsed: what is inside still counts
                self._fill(owner, piece, at)
                continue
            declaration = self._declare(owner, blocks[-1], at, at + piece.length, piece)
            self._fill(declaration, piece, at)

    def _take(self, owner: Declaration, items: tuple[Item, ...], base: int) -> None:
        if items:
            owner.runs.append(Run(base, items))
        for item in items:
            if isinstance(item, Block):
                inner = self._declare(owner, item, base, base + item.end, item)
                self._take(inner, item.members, base)

    def _declare(self, owner: Declaration, block: Block, base: int, end: int, key: Key) -> Declaration:
        declaration = Declaration(block, base, end, key, owner)
        owner.children.append(declaration)
        self.declarations.append(declaration)
        if block.label.text:
            if block.kind.text == roles.TEMPLATE:
                self.templates.setdefault(block.label.text, []).append(declaration)
            elif block.style in {"id", "string", "name"}:
                self.ids.setdefault(block.label.text, []).append(declaration)
        return declaration

    @cached_property
    def kpis(self) -> dict[str, tuple[int, Property]]:
        """What ``logic.name`` can name: the computed values and properties of ``logic`` blocks."""
        found: dict[str, tuple[int, Property]] = {}
        for declaration in self.declarations:
            if declaration.kind == roles.LOGIC:
                for name, place in declaration.computed.items():
                    found.setdefault(name, place)
                for base, item in declaration.members():
                    if isinstance(item, Property):
                        found.setdefault(item.key.text, (base, item))
        return found

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of the objects with an id."""
        return frozenset(d.kind for d in self.declarations if d.block.style == "id")

    def declaration_at(self, offset: int) -> Declaration:
        """The innermost declaration that holds the offset; the file where there is none."""
        found = self.root
        while True:
            inner = next((c for c in found.children if c.start <= offset <= c.end), None)
            if inner is None:
                return found
            found = inner


def calls(declaration: Declaration) -> Iterator[tuple[int, Call]]:
    """The widget calls among its members and within its traits' bodies."""
    for base, item in declaration.members():
        stack: list[Item] = [item]
        while stack:
            current = stack.pop()
            if isinstance(current, Call):
                yield base, current
            elif isinstance(current, TraitUse) and current.body:
                stack.extend(reversed(current.body))

"""The bindings of a file: which twin takes which values from where.

What a template says of a binding holds for each of its instances, and an instance overrides it argument by
argument; so the mappings of a template with the source of an instance are a binding of the instance.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from holo_lsp.addresses import AddressError, parse_endpoint
from holo_lsp.analysis.paths import steps_of, target_of
from holo_lsp.analysis.protocols import protocol_of
from holo_lsp.analysis.strings import Content, content_of, key_of
from holo_lsp.analysis.uses import value_of
from holo_lsp.model import World
from holo_lsp.model.expressions import Record
from holo_lsp.traits import builtin, roles
from holo_lsp.traits.types import NodeMap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from holo_lsp.model import Declaration, FileModel, TraitUse
    from holo_lsp.model.expressions import Expr


class Place(NamedTuple):
    """A text in a binding, in the file that it stands in; ``owner`` is the object or template there."""

    file: FileModel
    owner: Declaration
    content: Content


class Mapped(NamedTuple):
    """An address at the source and the state field that it feeds, without ``state.``; empty for none."""

    place: Place
    field: str

    @property
    def address(self) -> str:
        """A node id or browse path in OPC UA, a topic or JSON key in MQTT, a metric in Sparkplug."""
        return self.place.content.text


@dataclass(frozen=True, eq=False, kw_only=True)
class Binding:
    """One binding of ``declaration``, with what it inherits.

    ``trait`` is the use that it comes from, in the text of ``owner``, relative to ``base``; a use of the
    declaration itself where it has one. ``protocol`` is None where the text does not tell. The mappings are
    looked at only when they are asked for: most bindings of a file matter to nobody at a time.
    """

    declaration: Declaration
    owner: Declaration
    base: int
    trait: TraitUse
    protocol: str | None
    source: Place | None
    endpoint: str | None
    """The source's URL in its one spelling, without credentials: the key of its facts."""
    node: Place | None
    """The OPC UA node below which names are matched."""
    map: Callable[[], Iterator[Mapped]]

    @cached_property
    def mappings(self) -> tuple[Mapped, ...]:
        """Which addresses feed which fields."""
        return tuple(self.map())

    @property
    def nodes(self) -> tuple[Place, ...]:
        """All OPC UA node ids and browse paths of the binding; none for another protocol."""
        if self.protocol != roles.OPC_UA:
            return ()
        mapped = tuple(mapped.place for mapped in self.mappings)
        return mapped if self.node is None else (*mapped, self.node)


def bindings(world: World | FileModel) -> Iterator[Binding]:
    """All bindings of the objects and templates of a file, in the order of the text."""
    if not isinstance(world, World):
        world = World(world)
    for declaration in (world.file.root, *world.file.declarations):
        yield from bindings_of(declaration, world)


def bindings_of(declaration: Declaration, world: World) -> Iterator[Binding]:
    """The bindings of one object or template of the world's file."""
    lineage = [declaration] if not declaration.block.bases else world.lineage(declaration)
    for number, owner in enumerate(lineage):
        uses = [(base, use) for base, use in owner.traits() if use.name.text == roles.BINDING]
        if uses:
            inherited = [
                _Use(further, base, use)
                for further in lineage[number + 1 :]
                for base, use in further.traits()
                if use.name.text == roles.BINDING
            ]
            for base, use in uses:
                yield _binding(declaration, [_Use(owner, base, use), *inherited], world)
            return


class _Use(NamedTuple):
    owner: Declaration
    base: int
    trait: TraitUse


class _Found(NamedTuple):
    use: _Use
    value: Expr


def _binding(declaration: Declaration, uses: Sequence[_Use], world: World) -> Binding:
    own = uses[0]

    def find(*keys: str) -> _Found | None:
        found = ((use, value_of(use.trait, key)) for use in uses for key in keys)
        return next((_Found(use, value) for use, value in found if value is not None), None)

    def argument(key: str) -> Expr | None:
        found = find(key)
        return found.value if found else None

    source = _place(find(roles.SOURCE), world)
    return Binding(
        declaration=declaration,
        owner=own.owner,
        base=own.base,
        trait=own.trait,
        protocol=protocol_of(argument),
        source=source,
        endpoint=source and _endpoint(source.content.text),
        node=_place(find(roles.NODE), world),
        map=lambda: _mapped(find(*_mapping_names()), world),
    )


def _place(found: _Found | None, world: World) -> Place | None:
    if found is None:
        return None
    file = _file_of(found.use.owner, world)
    content = content_of(file.document.text, found.use.base, found.value)
    return content and Place(file, found.use.owner, content)


def _mapped(found: _Found | None, world: World) -> Iterator[Mapped]:
    if found is None or not isinstance(found.value, Record):
        return
    owner, base, _ = found.use
    file = _file_of(owner, world)
    text = file.document.text
    for entry in found.value.entries:
        key = key_of(text, base, entry)
        if key.text:
            steps = steps_of(text, base, entry.value) if entry.value else []
            yield Mapped(Place(file, owner, key), target_of(steps))


@lru_cache(maxsize=1024)
def _endpoint(text: str) -> str | None:
    try:
        return parse_endpoint(text).url
    except AddressError:  # the text's fault, which the rules for addresses tell
        return None


def _file_of(declaration: Declaration, world: World) -> FileModel:
    root = declaration
    while root.parent is not None:
        root = root.parent
    return next((file for file in (world.file, *world.index.files) if file.root is root), world.file)


@cache
def _mapping_names() -> tuple[str, ...]:
    """The argument with the mappings, and its synonyms."""
    trait = builtin().traits[roles.BINDING]
    return tuple(a.name for a in trait.arguments if isinstance(a.type, NodeMap))

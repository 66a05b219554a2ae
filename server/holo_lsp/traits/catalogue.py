"""The catalogue: every declaration, by name."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from holo_lsp.traits.spec import Argument, Block, Function, Trait, Value, Widget


class _Named(Protocol):
    @property
    def name(self) -> str: ...


T = TypeVar("T", bound=_Named)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Catalogue:
    """What the language knows. Immutable, and compared by identity, so that caches can hang on it.

    The name of a method or member can mean different things on different receivers (``slice`` of a list, of a
    string), so each name has a tuple of them.
    """

    traits: Mapping[str, Trait]
    blocks: Mapping[str, Block]
    properties: Mapping[str, Argument]
    """Properties of twins and templates; other blocks have theirs in ``Block.properties``."""
    widgets: Mapping[str, Widget]
    functions: Mapping[str, Function]
    methods: Mapping[str, tuple[Function, ...]]
    values: Mapping[str, Value]
    members: Mapping[str, tuple[Value, ...]]

    def with_traits(self, more: Iterable[Trait]) -> Catalogue:
        """This catalogue with ``more`` traits. A name that is taken stays with the trait that has it."""
        traits = dict(self.traits)
        for trait in more:
            traits.setdefault(trait.name, trait)
        return replace(self, traits=MappingProxyType(traits))


@cache
def builtin() -> Catalogue:
    """The catalogue of what is built in, always the same object.

    The declarations are imported at the first call.
    """
    from holo_lsp.traits import declared

    return Catalogue(
        traits=_by_name(declared.TRAITS),
        blocks=MappingProxyType({block.keyword: block for block in declared.BLOCKS}),
        properties=_by_name(declared.PROPERTIES),
        widgets=_by_name(declared.WIDGETS),
        functions=_by_name(declared.FUNCTIONS),
        methods=_all_by_name(declared.METHODS),
        values=_by_name(declared.VALUES),
        members=_all_by_name(declared.MEMBERS),
    )


def _by_name(declarations: Iterable[T]) -> Mapping[str, T]:
    return MappingProxyType({declaration.name: declaration for declaration in declarations})


def _all_by_name(declarations: Iterable[T]) -> Mapping[str, tuple[T, ...]]:
    found: defaultdict[str, tuple[T, ...]] = defaultdict(tuple)
    for declaration in declarations:
        found[declaration.name] += (declaration,)
    return MappingProxyType(dict(found))

"""What is known of the thing at a place (LSP 3.17, ``textDocument/hover``)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from holo_lsp.analysis.context import (
    Place,
    Scope,
    endpoint_at,
    expected,
    options,
    place_at,
    receiver_of,
    where,
)
from holo_lsp.analysis.context.chunk import TRAITS, WORDS
from holo_lsp.analysis.hover.addresses import dtmi_markdown, duration_markdown, url_markdown
from holo_lsp.analysis.hover.fields import field_markdown, kpi_markdown
from holo_lsp.analysis.hover.markdown import code
from holo_lsp.analysis.hover.nodes import node_id_markdown
from holo_lsp.analysis.hover.objects import object_markdown
from holo_lsp.analysis.protocols import looks_like_node_id
from holo_lsp.traits import (
    argument_markdown,
    block_markdown,
    choice_markdown,
    function_markdown,
    roles,
    trait_markdown,
    value_markdown,
    widget_markdown,
)
from holo_lsp.traits.types import (
    Dtmi,
    Duration,
    Enumeration,
    NodeId,
    NodeMap,
    Number,
    StatePath,
    Url,
)
from holo_lsp.units import milliseconds_in_words

if TYPE_CHECKING:
    from holo_lsp.analysis.context import Expected, Thing
    from holo_lsp.facts import PlantFacts
    from holo_lsp.model import Declaration, FileModel, World
    from holo_lsp.settings import Settings
    from holo_lsp.traits import Catalogue
    from holo_lsp.traits.types import ValueType

_NUMBER = re.compile(r"(\d[\d_]*(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?")
_MILLISECONDS = "ms"


class Hover(NamedTuple):
    """Markdown, and the characters ``start:end`` that it is about."""

    markdown: str
    start: int
    end: int


def hover(
    world: World, offset: int, catalogue: Catalogue, plant: PlantFacts, settings: Settings
) -> Hover | None:
    """What is known of the thing at ``offset``; None where there is nothing to say. Never raises."""
    place = _place(world.file, offset)
    if place is None:
        return None
    markdown = _Teller(place, world, catalogue, plant, settings).tell()
    return Hover(markdown, place.start, place.end) if markdown else None


def _place(file: FileModel, offset: int) -> Place | None:
    """The place at the end of the word, or within the string, that holds the offset or ends there."""
    for probe in (offset + 1, offset):
        base, leaf = file.document.leaf_at(probe)
        at = probe - base
        for number, (start, end) in enumerate(zip(leaf.starts, leaf.ends, strict=True)):
            if start < at <= end:
                kind = leaf.kinds[number]
                if kind == "STRING":
                    inside = max(start + 1, min(at, end - 1))
                    return place_at(file, base + inside)
                if kind in WORDS and leaf.kinds[number + 1 : number + 2] == ["ID"]:
                    return place_at(file, base + leaf.ends[number + 1])
                if kind in WORDS | TRAITS or kind in {"ID", "NUMBER"}:
                    return place_at(file, base + end)
    return None


class _Teller:
    def __init__(
        self, place: Place, world: World, catalogue: Catalogue, plant: PlantFacts, settings: Settings
    ) -> None:
        self.place = place
        self.world = world
        self.catalogue = catalogue
        self.plant = plant
        self.settings = settings
        self.at: Expected = expected(place, catalogue)
        self.scope = Scope(place, world, catalogue)

    def tell(self) -> str:
        match self.place.role:
            case "trait":
                trait = self.catalogue.traits.get(self.place.text[1:])
                return trait_markdown(trait) if trait else ""
            case "member":
                return self.member()
            case "label":
                return self.label()
            case "base":
                return self.template(self.place.text)
            case "reference":
                return self.object(self.place.text.partition("#")[2])
            case "entry" if self.place.follow == ":":
                return self.key()
            case "entry" | "value" | "operand" | "access":
                return self.value()
            case _:
                return ""

    # ---- what is declared ------------------------------------------------------------------------

    def member(self) -> str:
        name = self.place.text
        match self.at.body:
            case "fields" | "computed":
                return field_markdown(self.world, self.scope.own(), name, self.catalogue) or self.kpi(name)
            case "widgets":
                widget = self.catalogue.widgets.get(name)
                return widget_markdown(widget) if widget else ""
            case None if self.place.steps or self.place.follow == ":":
                return self.key()
            case None:
                block = self.catalogue.blocks.get(name)
                return block_markdown(block) if block else ""

    def kpi(self, name: str) -> str:
        return kpi_markdown(self.world, name) if where(self.place, self.catalogue) == "logic" else ""

    def label(self) -> str:
        place = self.place
        children = place.declaration.children
        found = next((c for c in children if c.start <= place.start <= c.base + c.block.body_start), None)
        if found is not None and (found.is_template or found.is_twin):
            return object_markdown(self.world, found, self.catalogue)
        block = self.catalogue.blocks.get(place.kind)
        return block_markdown(block) if block else ""

    def template(self, name: str) -> str:
        found = self.world.templates(name)
        return object_markdown(self.world, found[0], self.catalogue) if found else ""

    def object(self, identity: str) -> str:
        found = self.world.find(identity)
        return object_markdown(self.world, found[0], self.catalogue) if found else ""

    # ---- keys and values -------------------------------------------------------------------------

    def key(self) -> str:
        """An argument, property or record key."""
        at, name = self.at, self.place.text
        if isinstance(at.type, NodeMap):
            return self.node()
        if at.body == "fields":
            return field_markdown(self.world, self.scope.own(), name, self.catalogue)
        if at.function is not None:
            return function_markdown(at.function)
        argument = next((argument for argument in at.arguments if argument.name == name), None)
        return argument_markdown(at.owner, argument) if argument and at.owner else ""

    def value(self) -> str:
        place = self.place
        if place.terminal == "NUMBER":
            return self.number()
        if place.role == "value":
            for kind in options(self.at.type):
                found = self.typed(kind)
                if found:
                    return found
        if place.quote:
            return self.text()
        return self.access() if place.role == "access" else self.name()

    def typed(self, kind: ValueType) -> str:
        """The value by its type; empty where the type alone does not tell."""
        at, place, text = self.at, self.place, self.place.text
        match kind:
            case Enumeration():
                choice = next((choice for choice in kind.choices if choice.name == text), None)
                return (
                    choice_markdown(at.owner, at.argument, choice)
                    if choice and at.argument and at.owner
                    else ""
                )
            case Duration() if place.quote:
                return duration_markdown(text)
            case Url() if place.quote:
                return url_markdown(text, kind, self.plant, self.settings.mqtt.broker)
            case Dtmi() if place.quote:
                return dtmi_markdown(text)
            case NodeId() if place.quote:
                return self.node()
            case StatePath():
                return self.path(text)
            case _:
                return ""

    def number(self) -> str:
        found = _NUMBER.match(self.place.text)
        for kind in options(self.at.type):
            if found and isinstance(kind, Number) and kind.unit == _MILLISECONDS:
                return milliseconds_in_words(float(found[0].replace("_", "")))
        return ""

    def node(self) -> str:
        endpoint = endpoint_at(self.place, self.world)
        if endpoint is None and not looks_like_node_id(self.place.text):
            return ""
        known = self.plant.endpoints.get(endpoint or "")
        return node_id_markdown(self.place.text, known, live_values=self.settings.hover.live_values)

    # ---- names -----------------------------------------------------------------------------------

    def path(self, text: str) -> str:
        """The path of a state field: ``x``, ``state.x``, ``id.x``, ``kind.x``."""
        root, dot, rest = text.partition(".")
        if not dot or root == roles.STATE_ROOT:
            return field_markdown(self.world, self.scope.own(), rest or root, self.catalogue)
        return self.field(self.scope.named(root), rest)

    def field(self, owners: tuple[Declaration, ...], name: str) -> str:
        """The field of the first of the objects that has it."""
        owner = next((owner for owner in owners if name in self.world.facts(owner)), None)
        return field_markdown(self.world, owner, name, self.catalogue) if owner is not None else ""

    def text(self) -> str:
        """A text in an expression: the path of a field for a function, or what a member is compared with."""
        place, parameter = self.place, self.at.parameter
        if parameter is not None and parameter.path:
            path = place.text.removeprefix(f"{roles.STATE_ROOT}.")
            return self.field(self.scope.listed(len(place.steps) - 1), path)
        match place.chain[-1].name if len(place.chain) > 1 else "":
            case roles.TEMPLATE_OF:
                return self.template(place.text)
            case roles.ID:
                return self.object(place.text)
            case _:
                return ""

    def name(self) -> str:
        """A name at the start of an operand."""
        name = self.place.text
        function = self.catalogue.functions.get(name)
        if function is not None and self.place.follow == "(":
            return function_markdown(function)
        parameter = self.scope.parameters().get(name)
        if parameter is not None:
            return self.parameter(parameter)
        value = self.catalogue.values.get(name)
        if value is not None:
            return value_markdown(value)
        own = field_markdown(self.world, self.scope.own(), name, self.catalogue)
        return own or self.object(name) or self.template(name)

    def parameter(self, thing: Thing) -> str:
        kinds = sorted({owner.kind for owner in thing.owners})
        if thing.kind != "object" or not kinds:
            return ""
        return f"{code(self.place.text)}: one object of {', '.join(map(code, kinds))}"

    def access(self) -> str:
        """A name behind a dot."""
        name = self.place.text
        thing = self.scope.thing(self.place.chain, len(self.place.steps))
        match thing.kind:
            case "state" | "named":
                return self.field(thing.owners, name)
            case "logic":
                return kpi_markdown(self.world, name)
            case _:
                return self.declared_member(receiver_of(thing), name)

    def declared_member(self, receiver: str | None, name: str) -> str:
        for value in self.catalogue.members.get(name, ()):
            if value.receiver == receiver:
                return value_markdown(value)
        for function in self.catalogue.methods.get(name, ()):
            if function.receiver == receiver:
                return function_markdown(function)
        argument = self.catalogue.properties.get(name) if receiver == "object" else None
        return argument_markdown(self.catalogue.blocks[roles.TWIN], argument) if argument else ""

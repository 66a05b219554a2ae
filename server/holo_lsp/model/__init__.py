"""What a text means: declarations, traits, state, expressions, names. Pure, and made from the tree alone."""

from holo_lsp.model.file import Declaration, Field, FileModel, calls
from holo_lsp.model.items import Block, Broken, Call, Code, Item, Property, TraitUse
from holo_lsp.model.shapes import FieldFact, Shape, shape_of, unit_of
from holo_lsp.model.world import Index, World, owner_of

__all__ = [
    "Block",
    "Broken",
    "Call",
    "Code",
    "Declaration",
    "Field",
    "FieldFact",
    "FileModel",
    "Index",
    "Item",
    "Property",
    "Shape",
    "TraitUse",
    "World",
    "calls",
    "owner_of",
    "shape_of",
    "unit_of",
]

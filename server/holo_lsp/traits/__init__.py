"""The catalogue of the language: traits, blocks, properties, widgets and functions, each declared once."""

from holo_lsp.traits.catalogue import Catalogue, builtin
from holo_lsp.traits.render import (
    argument_markdown,
    block_markdown,
    choice_markdown,
    function_markdown,
    trait_markdown,
    value_markdown,
    widget_markdown,
)
from holo_lsp.traits.schema import catalogue_json, traits_schema
from holo_lsp.traits.snippets import argument_snippet, plain, value_snippet
from holo_lsp.traits.value_schema import argument_schema
from holo_lsp.traits.words import argument_signature, signature, type_words
from holo_lsp.traits.workspace import FILE_NAME, TraitFileProblem, load_traits

__all__ = [
    "FILE_NAME",
    "Catalogue",
    "TraitFileProblem",
    "argument_markdown",
    "argument_schema",
    "argument_signature",
    "argument_snippet",
    "block_markdown",
    "builtin",
    "catalogue_json",
    "choice_markdown",
    "function_markdown",
    "load_traits",
    "plain",
    "signature",
    "trait_markdown",
    "traits_schema",
    "type_words",
    "value_markdown",
    "value_snippet",
    "widget_markdown",
]

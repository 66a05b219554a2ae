"""The declarations that are built in, by family."""

from holo_lsp.traits.declared import (
    alerts,
    binding,
    blocks,
    dtdl,
    functions,
    history,
    methods,
    properties,
    twin,
    ui,
    values,
    visual,
)

TRAITS = (
    *twin.TRAITS,
    *binding.TRAITS,
    *history.TRAITS,
    *dtdl.TRAITS,
    *alerts.TRAITS,
    *visual.TRAITS,
    *ui.TRAITS,
)
BLOCKS = blocks.BLOCKS
PROPERTIES = properties.TWIN_PROPERTIES
WIDGETS = ui.WIDGETS
FUNCTIONS = functions.FUNCTIONS
METHODS = methods.METHODS
VALUES = values.VALUES
MEMBERS = values.MEMBERS

__all__ = ["BLOCKS", "FUNCTIONS", "MEMBERS", "METHODS", "PROPERTIES", "TRAITS", "VALUES", "WIDGETS"]

"""What can be put at a place in a file, also while it is half typed."""

from holo_lsp.analysis.completion.complete import complete
from holo_lsp.analysis.completion.documentation import resolve
from holo_lsp.analysis.completion.item import MAX_ITEMS, Item, Kind
from holo_lsp.analysis.completion.nodes import NodeQuery, node_query

__all__ = ["MAX_ITEMS", "Item", "Kind", "NodeQuery", "complete", "node_query", "resolve"]

"""Text to a lossless tree, incrementally. Never raises on any text, and knows nothing of meaning or editors."""

from holo_lsp.syntax.document import CHUNKS, Branch, Document, Piece, length_of
from holo_lsp.syntax.lines import Encoding, LineIndex
from holo_lsp.syntax.tree import Child, Fault, Leaf, Node, Related

__all__ = [
    "CHUNKS",
    "Branch",
    "Child",
    "Document",
    "Encoding",
    "Fault",
    "Leaf",
    "LineIndex",
    "Node",
    "Piece",
    "Related",
    "length_of",
]

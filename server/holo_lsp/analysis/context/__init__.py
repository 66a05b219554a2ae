"""What a place in a file is for, and what may stand there."""

from holo_lsp.analysis.context.binding import endpoint_at
from holo_lsp.analysis.context.chunk import Chunk, Entry, Link
from holo_lsp.analysis.context.expected import Expected, expected, given, options, siblings, where
from holo_lsp.analysis.context.place import Place, Role, Step
from holo_lsp.analysis.context.reader import place_at
from holo_lsp.analysis.context.scope import Scope, Thing, receiver_of

__all__ = [
    "Chunk",
    "Entry",
    "Expected",
    "Link",
    "Place",
    "Role",
    "Scope",
    "Step",
    "Thing",
    "endpoint_at",
    "expected",
    "given",
    "options",
    "place_at",
    "receiver_of",
    "siblings",
    "where",
]

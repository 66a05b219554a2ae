"""What is known of the thing at a place, in Markdown."""

from holo_lsp.analysis.hover.hover import Hover, hover

__all__ = ["Hover", "hover"]

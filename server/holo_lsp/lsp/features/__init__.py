"""One module for each method of LSP: asks the analysis, and puts the answer into the client's terms."""

from __future__ import annotations

from importlib import import_module


def prepare() -> None:
    """Import what answers, and make ready what parses, so that the first request need not wait for it."""
    from holo_lsp.syntax import Document

    for method in ("code_action", "completion", "did_change", "hover"):
        import_module(f"{__name__}.{method}")
    Document.parse("")
    Document.parse("twin#a {}")

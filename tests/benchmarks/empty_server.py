"""A pygls server without a single feature: what starting costs before we do anything."""

from __future__ import annotations

from pygls.cli import start_server
from pygls.lsp.server import LanguageServer

if __name__ == "__main__":
    start_server(LanguageServer("empty", "0"))

"""holo-lsp: language server, twin runtime and tooling for HoloScript digital twins."""

__version__ = "0.1.0"

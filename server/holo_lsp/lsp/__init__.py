"""The language server: the protocol of editors around the analysis. The only room that knows lsprotocol."""

"""One module for each editor feature, named as LSP names it: pure functions of a snapshot and an offset."""

"""How the garbage collector is kept out of the way of keys.

A pass over all that a large document is made of takes tens of milliseconds. What is open or imported stays for
long and is frozen; what a key leaves behind is freed without the collector (``documents.take_apart``).
"""

from __future__ import annotations

import gc

#: New objects before a pass over the youngest. The little that comes in cycles can wait.
_YOUNG = 50_000


def begin() -> None:
    """Let the collector in, after a start that made much and freed nothing."""
    gc.set_threshold(_YOUNG, 10, 10)
    gc.enable()
    gc.freeze()


def settle() -> None:
    """Take what is there, such as a document that was opened, out of the collector's sight."""
    gc.freeze()

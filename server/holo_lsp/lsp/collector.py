"""When the garbage collector may work: when nobody waits for an answer.

A pass over a large document's objects takes tens of milliseconds, more than a key may. Each key leaves cycles
behind (the declarations of the text before it), so the collector cannot be switched off either.
"""

from __future__ import annotations

import gc

#: So many new objects are collected when the user rests,
_SOME = 20_000

#: so many when no message waits,
_MANY = 80_000

#: and so many at once: there is no quiet moment.
_TOO_MANY = 400_000


def begin() -> None:
    """Let the collector in, after a start that made much and freed nothing."""
    gc.set_threshold(_TOO_MANY, 5, 5)
    gc.enable()
    gc.freeze()


def settle() -> None:
    """Take what is there, such as a document that was opened, out of the collector's sight."""
    gc.freeze()


def release() -> None:
    """Free what was taken out of sight and is used no more, such as a document that was closed."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def tidy(*, resting: bool) -> None:
    """Collect in a quiet moment, if there is something worth it."""
    if gc.get_count()[0] > (_SOME if resting else _MANY):
        gc.collect()

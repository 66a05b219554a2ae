"""Notice that the editor is gone (LSP 3.17, ``InitializeParams.processId``) where its pipes do not tell.

They do not when another process of the editor holds them open, too.
"""

from __future__ import annotations

import asyncio
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_INTERVAL = 2.0
"""Seconds between two looks, where the system cannot tell by itself."""


def watch_parent(pid: int, gone: Callable[[], None]) -> None:
    """Call ``gone`` in the running loop once the process ``pid`` has ended.

    Where there is no such process from the start, as for a server in a container whose editor is outside,
    its absence says nothing and ``gone`` is never called.
    """
    if sys.platform == "linux":
        _watch_descriptor(pid, gone)
    else:
        _look_again_and_again(pid, gone)


if sys.platform == "linux":

    def _watch_descriptor(pid: int, gone: Callable[[], None]) -> None:
        try:
            descriptor = os.pidfd_open(pid)
        except ProcessLookupError:
            return
        except OSError:  # a kernel before 5.3, or a sandbox that knows no such call
            _look_again_and_again(pid, gone)
            return
        loop = asyncio.get_running_loop()

        def ended() -> None:
            loop.remove_reader(descriptor)
            os.close(descriptor)
            gone()

        loop.add_reader(descriptor, ended)


def _look_again_and_again(pid: int, gone: Callable[[], None]) -> None:
    import psutil

    try:
        process = psutil.Process(pid)
    except psutil.Error:
        return
    loop = asyncio.get_running_loop()

    def look() -> None:
        if process.is_running():  # not deceived by another process with the same id
            loop.call_later(_INTERVAL, look)
        else:
            gone()

    look()

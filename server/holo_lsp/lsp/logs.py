"""Where the log goes: standard error, which editors keep, or a file."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

LEVELS = ("debug", "info", "warning", "error")

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def start_logging(level: str, file: Path | None) -> None:
    """Log from ``level`` on. Raises OSError when the file cannot be written.

    The libraries below log the messages themselves, with the user's text and secrets in them, so they are
    held to warnings whatever the level.
    """
    handler = (
        logging.StreamHandler(sys.stderr) if file is None else logging.FileHandler(file, encoding="utf-8")
    )
    logging.basicConfig(level=level.upper(), format=_FORMAT, handlers=[handler])
    for name in ("pygls", "asyncio", "websockets"):
        logging.getLogger(name).setLevel(logging.WARNING)

"""How a command can end."""

from __future__ import annotations

EXIT_CLEAN = 0
EXIT_FINDINGS = 1
EXIT_TROUBLE = 2


class UserError(Exception):
    """Something that the user can put right: it ends the command with its text and exit code 2."""

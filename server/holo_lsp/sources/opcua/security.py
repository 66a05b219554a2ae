"""What a file asks for in ``security:`` and ``auth:``, and what of it this client can keep."""

from __future__ import annotations

from dataclasses import dataclass

from holo_lsp.sources.opcua.errors import PlantError


@dataclass(frozen=True, slots=True)
class Access:
    """How a session is to be opened. ``None`` is what the file leaves out."""

    security: str | None = None
    auth_type: str | None = None


OPEN = Access()
"""No security, and anonymous: no credential is ever sent."""


def require_open(access: Access, where: str) -> None:
    """Raise PlantError unless an anonymous session without security is all that is asked for.

    There is no falling back: a file that asks for more gets no connection with less.
    """
    if (access.security or "none").lower() != "none":
        raise _unsupported(where, f'security: "{access.security}"', "signed or encrypted channels")
    if (access.auth_type or "anonymous").lower() != "anonymous":
        raise _unsupported(where, f'auth type "{access.auth_type}"', "logins")


def _unsupported(where: str, asked: str, what: str) -> PlantError:
    message = f"{where} is not contacted: the file asks for {asked}, and live checks have no {what} yet."
    return PlantError("refused", message, lasting=True)

"""Who may be contacted, which environment variables may be read for them, and what may be written.

A ``.holo`` file names hosts and credentials but has no say here: every permission is the user's own word.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holo_lsp.addresses.authority import printed_host
from holo_lsp.settings.kinds import plain
from holo_lsp.settings.patterns import EndpointPattern, plain_host

if TYPE_CHECKING:
    from holo_lsp.addresses.endpoint import Endpoint
    from holo_lsp.settings.store import TrustEntry


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether an endpoint may be contacted. ``how`` tells what the user can do to change a refusal."""

    allowed: bool
    reason: str
    how: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The user's permissions, in one immutable value that every connect and every write asks.

    ``allow`` comes from ``initializationOptions`` or the command line, ``entries`` from the user's trust
    file. An editor's policy has no ``write``: that is for a person who runs twins and names what they may
    move.
    """

    allow: tuple[EndpointPattern, ...] = ()
    entries: tuple[TrustEntry, ...] = ()
    enabled: bool = True
    workspace_trusted: bool = True
    write: tuple[EndpointPattern, ...] = ()

    def decide(self, endpoint: Endpoint) -> Decision:
        """Tell whether ``endpoint`` may be contacted, and why."""
        address = _address(endpoint)
        if not self.enabled:
            reason = f"{address} is not contacted: live checks are switched off."
            return Decision(allowed=False, reason=reason, how="Set holo.live.enabled to true.")
        if not self.workspace_trusted:
            reason = f"{address} is not contacted: this workspace is not trusted."
            return Decision(allowed=False, reason=reason, how="Trust the workspace in the editor.")
        for pattern in self.allow:
            if pattern.matches(endpoint):
                return Decision(allowed=True, reason=f"{address} is allowed by {pattern} in your settings.")
        for entry in self.entries:
            if entry.pattern.matches(endpoint):
                reason = f"{address} is allowed by {entry.pattern} in your trust file."
                return Decision(allowed=True, reason=reason)
        return _refusal(endpoint, address)

    def allows_env(self, endpoint: Endpoint, name: str) -> bool:
        """Tell whether the user approved that environment variable ``name`` is read for ``endpoint``."""
        return self.decide(endpoint).allowed and any(
            name in entry.env_names and entry.pattern.matches(endpoint) for entry in self.entries
        )

    def allows_write(self, endpoint: Endpoint) -> bool:
        """Tell whether values may be written to ``endpoint``."""
        return self.decide(endpoint).allowed and any(pattern.matches(endpoint) for pattern in self.write)


def _refusal(endpoint: Endpoint, address: str) -> Decision:
    if plain_host(endpoint.host) is None:
        return Decision(
            allowed=False,
            reason=f"{address} is not contacted: no pattern covers a host that is not in its plain form.",
            how="Write an address as four decimal numbers, a name in ASCII (xn--…) and without a final dot.",
        )
    return Decision(
        allowed=False,
        reason=f"{address} is not contacted: you have not allowed it.",
        how=f'Run "holo trust add {address}", or add it to live.allow in initializationOptions.',
    )


def _address(endpoint: Endpoint) -> str:
    """Print the endpoint without user, password and path, as a pattern that covers it alone."""
    labels = plain_host(endpoint.host)
    host = plain(endpoint.host) if labels is None else ".".join(labels)
    return f"{endpoint.scheme}://{printed_host(host)}:{endpoint.port}"

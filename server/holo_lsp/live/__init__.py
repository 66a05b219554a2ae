"""Live facts for the editor: a worker process that talks to the plant, and the client to it."""

from holo_lsp.live.client import LiveClient
from holo_lsp.live.pace import Pace
from holo_lsp.live.wanted import WantedEndpoint

__all__ = ["LiveClient", "Pace", "WantedEndpoint"]

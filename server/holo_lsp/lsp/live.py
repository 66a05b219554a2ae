"""The session's live side: what the open files want to know, as far as the user allowed it to be asked.

The worker process starts at the first wish that the policy allows, and never before.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from holo_lsp.facts import EMPTY_PLANT, PlantFacts
from holo_lsp.settings import Policy, TrustStore, TrustStoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from holo_lsp.facts import Node
    from holo_lsp.live import LiveClient, WantedEndpoint
    from holo_lsp.settings import EndpointPattern, Settings, TrustEntry

logger = logging.getLogger(__name__)

_LOOK = 3.0
"""Seconds between two looks at the trust file."""


class Live:
    """Facts about the plant.

    ``changed`` is called when they are others, ``warn`` with what the user must know.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        workspace_trusted: bool,
        changed: Callable[[], None],
        warn: Callable[[str], None],
    ) -> None:
        self._settings = settings.live
        self._workspace_trusted = workspace_trusted
        self._changed = changed
        self._warn = warn
        self._store = TrustStore.of_user()
        self._stamp: object = None
        """By what it is known that the trust file is still the one that was read."""
        self._entries: tuple[TrustEntry, ...] = ()
        self._wanted: dict[str, list[WantedEndpoint]] = {}
        self._client: LiveClient | None = None
        self._looking: asyncio.TimerHandle | None = None

    @property
    def facts(self) -> PlantFacts:
        """What is known now."""
        return EMPTY_PLANT if self._client is None else self._client.facts

    @property
    def policy(self) -> Policy:
        """What the user allows now."""
        return Policy(
            allow=self._settings.allow,
            entries=self._entries,
            enabled=self._settings.enabled,
            workspace_trusted=self._workspace_trusted,
        )

    def wanted(self, url: str) -> list[WantedEndpoint]:
        """What the open files want of an endpoint."""
        return self._wanted.get(url, [])

    def urls(self) -> list[str]:
        """All endpoints that the open files want, in the order of the files."""
        return list(self._wanted)

    def watch(self, wanted: Iterable[WantedEndpoint]) -> None:
        """Want exactly this from now on."""
        self._wanted = {}
        for each in wanted:
            self._wanted.setdefault(each.url, []).append(each)
        self._trust_again()
        if self._client is None:
            if not self._wanted:
                return
            self._client = self._start()
        self._client.watch(each for wishes in self._wanted.values() for each in wishes)
        self._look_later()

    def allow(self, pattern: EndpointPattern, env_names: Iterable[str]) -> None:
        """Remember that the user allowed endpoints, and these environment variables for them.

        Raises TrustStoreError.
        """
        self._store.add(pattern, env_names=env_names, note="allowed in the editor")
        self._trust_again()

    def refresh(self, url: str) -> None:
        """Ask an endpoint everything again, and try at once what failed."""
        if self._client is not None:
            self._client.refresh(url)

    async def browse(self, url: str, text: str, limit: int) -> list[Node]:
        """The nodes of an endpoint that ``text`` may mean, best first; none while it is not online."""
        facts = self.facts.endpoints.get(url)
        if self._client is None or facts is None or facts.state != "online":
            return []
        return await self._client.browse(url, text, limit)

    async def close(self) -> None:
        """End the worker and all its sessions, within a second."""
        if self._looking is not None:
            self._looking.cancel()
        if self._client is not None:
            await self._client.stop()

    def _start(self) -> LiveClient:
        from holo_lsp.live import LiveClient, Pace

        pace = Pace(timeout=self._settings.timeout / 1000, index_nodes=self._settings.index_limit)
        return LiveClient(self.policy, lambda _: self._changed(), pace=pace)

    def _look_later(self) -> None:
        """Look at the trust file again in a while: another program may allow an endpoint, or take that back."""
        if self._looking is not None:
            self._looking.cancel()
            self._looking = None
        if self._wanted:
            self._looking = asyncio.get_running_loop().call_later(_LOOK, self._trust_again)

    def _trust_again(self) -> None:
        if self._read_trust() and self._client is not None:
            self._client.set_policy(self.policy)
        self._look_later()

    def _read_trust(self) -> bool:
        """Read the trust file if it is another than before, and tell whether it was."""
        stamp = self._stamp_of_store()
        if stamp == self._stamp:
            return False
        self._stamp = stamp
        try:
            self._entries = self._store.entries()
        except TrustStoreError as error:
            self._entries = ()
            self._warn(str(error))
        return True

    def _stamp_of_store(self) -> object:
        try:
            status = self._store.path.stat()
        except OSError as error:
            return error.errno
        return status.st_mtime_ns, status.st_size, status.st_ino

"""Settings from what an editor sends, with each problem told once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from holo_lsp.settings import SECTION, Settings, parse_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from holo_lsp.settings import SettingProblem

_TRUSTED = "workspaceTrusted"
"""Stands beside the settings in ``initializationOptions``; false where the user trusts the workspace not."""


class Configuration:
    """What the user said, and what the workspace may add to it. ``warn`` shows a message to the user.

    ``options`` are the ``initializationOptions``: the user's own word. But for some editors a workspace can
    have its say in them: with ``trust_file_only`` they allow no plant.
    """

    def __init__(
        self, options: object, warn: Callable[[str], None], *, trust_file_only: bool = False
    ) -> None:
        self._warn = warn
        self._told: set[str] = set()
        self.workspace_trusted = True
        if isinstance(options, dict):
            members = dict(cast("dict[str, Any]", options))
            self.workspace_trusted = members.pop(_TRUSTED, True) is not False
            options = members
        self.base, problems = parse_settings(options, trusted=True)
        self._tell(problems)
        if trust_file_only and self.base.live.allow:
            self.base = replace(self.base, live=replace(self.base.live, allow=()))
            self._warn("Plants are allowed by `holo trust add` alone: holo-lsp was started so.")

    def settings(self, sent: object) -> Settings:
        """The user's settings with those on top that ``workspace/configuration`` or a change sent."""
        members = cast("dict[str, Any]", sent) if isinstance(sent, dict) else {}
        settings, problems = parse_settings(members.get(SECTION, sent), self.base, trusted=False)
        self._tell(problems)
        return settings

    def _tell(self, problems: Iterable[SettingProblem]) -> None:
        fresh = dict.fromkeys(problem.message for problem in problems if problem.message not in self._told)
        self._told.update(fresh)
        if fresh:
            self._warn("\n".join(fresh))

"""Ask the plants that files name, once."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

from holo_lsp.addresses import AddressError
from holo_lsp.cli.outcome import UserError
from holo_lsp.live.once import check_once
from holo_lsp.lsp.live_wanted import wanted
from holo_lsp.settings import Policy, TrustStore, TrustStoreError, parse_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from holo_lsp.facts import PlantFacts
    from holo_lsp.model import World


def ask_allowed_plants(worlds: Iterable[World], allow: Sequence[str], timeout: float) -> PlantFacts:
    """Facts from the endpoints that ``allow`` or the user's trust file covers.

    Says on stderr which endpoints could not be asked, and what to do.
    """
    try:
        patterns = tuple(parse_pattern(text) for text in allow)
        policy = Policy(allow=patterns, entries=TrustStore.of_user().entries())
    except AddressError as error:
        raise UserError(f"--allow: {error.message}") from error
    except TrustStoreError as error:
        raise UserError(str(error)) from error
    plant = asyncio.run(ask_plants(worlds, policy, timeout))
    for endpoint in plant.endpoints.values():
        if endpoint.state != "online" and endpoint.message:
            print(f"holo: {endpoint.message}", file=sys.stderr)
    return plant


async def ask_plants(worlds: Iterable[World], policy: Policy, timeout: float) -> PlantFacts:  # noqa: ASYNC109 - shared out, not a deadline
    """Facts about all that the files want to know, within ``timeout`` seconds."""
    return await check_once([wish for world in worlds for wish in wanted(world)], policy, timeout)

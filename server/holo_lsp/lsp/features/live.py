"""The commands ``holo.live.connect`` and ``holo.live.status`` of ``workspace/executeCommand``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from pygls.exceptions import JsonRpcInvalidParams

from holo_lsp.addresses import AddressError, Endpoint, parse_endpoint
from holo_lsp.settings import TrustStoreError, parse_pattern

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from holo_lsp.lsp.live import Live

    Choose = Callable[[str, tuple[str, ...]], Awaitable[str | None]]

CONNECT = "holo.live.connect"

_YES = "Connect"
_NO = "Do Not Connect"
_SCHEMES = ("opc.tcp",)


async def connect(
    live: Live, arguments: Sequence[object], choose: Choose, warn: Callable[[str], None]
) -> dict[str, Any]:
    """Ask the user whether an endpoint may be contacted, remember a yes, and return the endpoint's status.

    The argument is ``{"url": …}`` or the URL. What is allowed already is not asked again, but tried again.
    """
    try:
        endpoint = parse_endpoint(_url(arguments), _SCHEMES)
    except AddressError as error:
        raise JsonRpcInvalidParams(str(error)) from error
    decision = live.policy.decide(endpoint)
    names = unasked(live, endpoint)
    if names is None:
        live.refresh(endpoint.url)
    elif not live.policy.enabled or not live.policy.workspace_trusted:
        warn(" ".join(filter(None, (decision.reason, decision.how))))
    elif await choose(_question(endpoint, names), (_YES, _NO)) == _YES:
        address = Endpoint(endpoint.scheme, endpoint.host, endpoint.port)
        try:
            live.allow(parse_pattern(address.url), names)
        except (AddressError, TrustStoreError) as error:
            warn(f"{address.url} is not contacted: {error}")
    return _status(live, endpoint.url)


def status(live: Live, arguments: Sequence[object]) -> list[dict[str, Any]]:
    """The status of an endpoint, or of all that the open files name."""
    urls = [_url(arguments)] if arguments else live.urls()
    return [_status(live, url) for url in urls]


def unasked(live: Live, endpoint: Endpoint) -> list[str] | None:
    """The environment variables that the user would be asked about; None where there is nothing to ask."""
    policy = live.policy
    wanted = {name for each in live.wanted(endpoint.url) for name in each.env_names}
    names = sorted(name for name in wanted if not policy.allows_env(endpoint, name))
    return None if policy.decide(endpoint).allowed and not names else names


def _question(endpoint: Endpoint, env_names: Sequence[str]) -> str:
    question = f"Connect to {endpoint.url}?"
    if not env_names:
        return question
    return f"{question} To log in, it reads from your environment: {', '.join(env_names)}."


def _url(arguments: Sequence[object]) -> str:
    first = arguments[0] if arguments else None
    url = cast("dict[str, object]", first).get("url") if isinstance(first, dict) else first
    if not isinstance(url, str):
        raise JsonRpcInvalidParams("The argument is the URL of an endpoint.")
    return url


def _status(live: Live, url: str) -> dict[str, Any]:
    facts = live.facts.endpoints.get(url)
    if facts is None:
        return {"url": url, "state": "unknown"}
    return {
        "url": facts.url,
        "state": facts.state,
        "message": facts.message,
        "nodes": len(facts.nodes),
        "indexed": facts.indexed,
        "checkedAt": facts.checked_at,
    }

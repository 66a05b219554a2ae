"""What the open files want to know of the plant now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class WantedEndpoint:
    """One endpoint with all that is asked of it.

    ``url`` is normalised (``addresses.parse_endpoint(text).url``). ``security`` and ``auth_type`` are as the
    file writes them, ``None`` when it does not. ``env_names`` are the environment variables that ``auth:``
    names. ``node_ids`` are as the file writes them. ``browse_root`` is the node id below which a binding
    without mappings looks.
    """

    url: str
    security: str | None = None
    auth_type: str | None = None
    env_names: frozenset[str] = frozenset()
    node_ids: frozenset[str] = frozenset()
    browse_root: str | None = None


_WEAKEST_FIRST = ("none", "sign", "signandencrypt")


def merged(wanted: Iterable[WantedEndpoint]) -> dict[str, WantedEndpoint]:
    """One wish for each URL, for an endpoint has one session.

    Where files differ the strictest security holds for all, and a login comes before none: what a file asks
    for is never undercut by another file.
    """
    by_url: dict[str, WantedEndpoint] = {}
    for each in wanted:
        other = by_url.get(each.url)
        by_url[each.url] = each if other is None else _joined(other, each)
    return by_url


def _joined(left: WantedEndpoint, right: WantedEndpoint) -> WantedEndpoint:
    return replace(
        left,
        security=max(left.security, right.security, key=_strictness),
        auth_type=max(left.auth_type, right.auth_type, key=_login),
        env_names=left.env_names | right.env_names,
        node_ids=left.node_ids | right.node_ids,
        browse_root=left.browse_root or right.browse_root,
    )


def _strictness(security: str | None) -> tuple[int, str]:
    name = (security or "none").lower()
    # What is not known may be stricter than what is.
    return _WEAKEST_FIRST.index(name) if name in _WEAKEST_FIRST else len(_WEAKEST_FIRST), name


def _login(auth_type: str | None) -> tuple[bool, str]:
    name = (auth_type or "anonymous").lower()
    return name != "anonymous", name

"""What the language server and the live worker say to each other: one JSON object a line, typed at both ends.

The worker speaks first, with ``Hello``. Both ends come from the same installation, so that a version that
differs means that it was replaced underneath a running editor.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from holo_lsp.addresses import AddressError
from holo_lsp.facts import Endpoint, Node  # noqa: TC001 - the codec reads annotations
from holo_lsp.live.codec import CodecError, from_plain, to_plain
from holo_lsp.live.pace import Pace  # noqa: TC001 - as above
from holo_lsp.live.wanted import WantedEndpoint  # noqa: TC001 - as above
from holo_lsp.settings import Policy, TrustEntry, parse_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Message = TypeVar("Message")

VERSION = 1
LONGEST_LINE = 32 << 20
"""Bytes. A list of wishes grows with the files; replies are cut into small pieces."""

_NODES_PER_REPORT = 100
"""So many are decoded at once in the language server, well within a key's budget."""


class ProtocolError(Exception):
    """A line that is no message of this version."""


@dataclass(frozen=True, slots=True)
class PlainEntry:
    """An entry of the trust file."""

    pattern: str
    added: str
    env_names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PlainPolicy:
    """The user's permissions, as text. Permission to write stays behind: the worker only reads."""

    allow: tuple[str, ...] = ()
    entries: tuple[PlainEntry, ...] = ()
    enabled: bool = True
    workspace_trusted: bool = True

    @classmethod
    def of(cls, policy: Policy) -> PlainPolicy:
        """The text of ``policy``."""
        return cls(
            tuple(map(str, policy.allow)),
            tuple(
                PlainEntry(str(entry.pattern), entry.added.isoformat(), entry.env_names)
                for entry in policy.entries
            ),
            policy.enabled,
            policy.workspace_trusted,
        )

    def policy(self) -> Policy:
        """The policy that this is the text of. Raises ProtocolError."""
        try:
            return Policy(
                allow=tuple(map(parse_pattern, self.allow)),
                entries=tuple(
                    TrustEntry(
                        pattern=parse_pattern(entry.pattern),
                        env_names=entry.env_names,
                        added=date.fromisoformat(entry.added),
                    )
                    for entry in self.entries
                ),
                enabled=self.enabled,
                workspace_trusted=self.workspace_trusted,
            )
        except (AddressError, ValueError) as error:
            raise ProtocolError(f"policy: {error}") from error


@dataclass(frozen=True, slots=True)
class Watch:
    """All endpoints that are wanted now, in place of those before."""

    endpoints: tuple[WantedEndpoint, ...]
    policy: PlainPolicy
    pace: Pace


@dataclass(frozen=True, slots=True)
class Browse:
    """Ask for the nodes that ``query`` may mean; ``Nodes`` with the same ``id`` answers."""

    id: int
    url: str
    query: str
    limit: int


@dataclass(frozen=True, slots=True)
class Describe:
    """Ask for all about one node, fresh; ``Nodes`` with the same ``id`` answers with one node or none."""

    id: int
    url: str
    node_id: str


@dataclass(frozen=True, slots=True)
class Refresh:
    """Ask everything again, and try at once what failed: at ``url``, or everywhere."""

    url: str | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """Close all sessions and end."""


@dataclass(frozen=True, slots=True)
class Hello:
    """The worker is there."""

    version: int
    pid: int


@dataclass(frozen=True, slots=True)
class Report:
    """What changed at an endpoint. ``endpoint`` has those of its nodes that are new or changed.

    ``gone`` are ids that are asked for no longer. ``more``: the rest follows in the next report.
    """

    endpoint: Endpoint
    gone: tuple[str, ...] = ()
    more: bool = False


@dataclass(frozen=True, slots=True)
class Nodes:
    """The answer to the request ``id``."""

    id: int
    nodes: tuple[Node, ...] = ()


Request = Watch | Browse | Describe | Refresh | Stop
Reply = Hello | Report | Nodes

_REQUESTS = {type_.__name__: type_ for type_ in (Watch, Browse, Describe, Refresh, Stop)}
_REPLIES = {type_.__name__: type_ for type_ in (Hello, Report, Nodes)}


def encode(message: Request | Reply) -> bytes:
    """``message`` as a line, in ASCII."""
    return (
        json.dumps({type(message).__name__: to_plain(message)}, separators=(",", ":")).encode("ascii") + b"\n"
    )


def decode_request(line: bytes) -> Request:
    """The request in ``line``. Raises ProtocolError."""
    name, plain = _opened(line)
    if name not in _REQUESTS:
        raise ProtocolError(f"{name!r} is no request")
    return _read(_REQUESTS[name], plain)


def decode_reply(line: bytes) -> Reply:
    """The reply in ``line``. Raises ProtocolError."""
    name, plain = _opened(line)
    if name not in _REPLIES:
        raise ProtocolError(f"{name!r} is no reply")
    return _read(_REPLIES[name], plain)


def reports(before: Endpoint | None, after: Endpoint) -> Iterator[Report]:
    """The reports that make ``after`` of ``before``, in pieces of a size that is quick to decode."""
    old: Mapping[str, Node] = {} if before is None else before.nodes
    changed = iter([(key, node) for key, node in after.nodes.items() if old.get(key) != node])
    gone = tuple(key for key in old if key not in after.nodes)
    piece = dict(islice(changed, _NODES_PER_REPORT))
    while True:
        following = dict(islice(changed, _NODES_PER_REPORT))
        head = replace(after, nodes=MappingProxyType(piece))
        yield Report(head, gone, more=bool(following))
        if not following:
            return
        piece, gone = following, ()


def applied(before: Endpoint | None, report: Report) -> Endpoint:
    """The endpoint after ``report``."""
    nodes = {} if before is None else dict(before.nodes)
    for key in report.gone:
        nodes.pop(key, None)
    nodes.update(report.endpoint.nodes)
    return replace(report.endpoint, nodes=MappingProxyType(nodes))


def _opened(line: bytes) -> tuple[str, object]:
    try:
        message = json.loads(line)
        ((name, plain),) = message.items()
    except (ValueError, AttributeError, RecursionError) as error:
        raise ProtocolError(f"line is no message: {error}") from error
    return name, plain


def _read(type_: type[Message], plain: object) -> Message:
    try:
        return from_plain(type_, plain)
    except CodecError as error:
        raise ProtocolError(str(error)) from error

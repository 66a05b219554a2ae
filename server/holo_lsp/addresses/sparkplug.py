"""Sparkplug B names and topics (Eclipse Sparkplug 3.0.0 §4.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from holo_lsp.addresses.characters import is_surrogate, quoted
from holo_lsp.addresses.errors import AddressError
from holo_lsp.addresses.mending import parse_or_suggest

if TYPE_CHECKING:
    from collections.abc import Mapping

NodeMessage = Literal["NBIRTH", "NDEATH", "NDATA", "NCMD"]
DeviceMessage = Literal["DBIRTH", "DDEATH", "DDATA", "DCMD"]
IdRole = Literal["Group", "Edge node", "Device", "Host"]

NAMESPACE = "spBv1.0"
STATE = "STATE"

_NODE_MESSAGES: Mapping[str, NodeMessage] = {kind: kind for kind in get_args(NodeMessage)}
_DEVICE_MESSAGES: Mapping[str, DeviceMessage] = {kind: kind for kind in get_args(DeviceMessage)}
_FORBIDDEN = "+/#\0"


@dataclass(frozen=True, slots=True)
class NodeTopic:
    """The topic of a message of or to an edge node: ``spBv1.0/group/NDATA/edge``."""

    group: str
    message: NodeMessage
    edge_node: str

    def __str__(self) -> str:
        return f"{NAMESPACE}/{self.group}/{self.message}/{self.edge_node}"


@dataclass(frozen=True, slots=True)
class DeviceTopic:
    """The topic of a message of or to a device: ``spBv1.0/group/DDATA/edge/device``."""

    group: str
    message: DeviceMessage
    edge_node: str
    device: str

    def __str__(self) -> str:
        return f"{NAMESPACE}/{self.group}/{self.message}/{self.edge_node}/{self.device}"


@dataclass(frozen=True, slots=True)
class HostStateTopic:
    """The topic where a host application says that it is there: ``spBv1.0/STATE/host``."""

    host: str

    def __str__(self) -> str:
        return f"{NAMESPACE}/{STATE}/{self.host}"


SparkplugTopic = NodeTopic | DeviceTopic | HostStateTopic


def check_sparkplug_id(text: str, role: IdRole) -> None:
    """Raise ``AddressError`` unless ``text`` can be the id of a group, edge node, device or host."""
    if not text:
        raise AddressError(f"{role} id is empty: write a name", 0, 0)
    for at, char in enumerate(text):
        if char in _FORBIDDEN or is_surrogate(char):
            shown = quoted(char) if char in "+/#" else f"U+{ord(char):04X}"
            raise AddressError(f"{role} id cannot hold {shown}", at, at + 1)
    if role == "Group" and text == STATE:
        raise AddressError(
            f"Group id '{STATE}' is reserved for the state of hosts: use another", 0, len(text)
        )


def parse_sparkplug_topic(text: str) -> SparkplugTopic:
    """The Sparkplug topic that ``text`` is. Raises ``AddressError``."""
    return parse_or_suggest(_read, text)


def _read(text: str) -> SparkplugTopic:
    parts = text.split("/")
    starts = [0]
    for part in parts:
        starts.append(starts[-1] + len(part) + 1)
    if parts[0] != NAMESPACE:
        same = parts[0].lower() == NAMESPACE.lower()
        suggestion = NAMESPACE + text[len(parts[0]) :] if same else None
        raise AddressError(f"Sparkplug topic must start with '{NAMESPACE}/'", 0, len(parts[0]), suggestion)

    def id_at(index: int, role: IdRole) -> str:
        start = starts[index]
        try:
            check_sparkplug_id(parts[index], role)
        except AddressError as error:
            raise AddressError(error.message, start + error.start, start + error.end) from None
        return parts[index]

    def expect(count: int, form: str) -> None:
        if len(parts) != count:
            message = f"Sparkplug topic must be '{NAMESPACE}/{form}'"
            start = starts[count] - 1 if len(parts) > count else 0
            raise AddressError(message, start, len(text))

    if parts[1:2] == [STATE]:
        expect(3, f"{STATE}/host")
        return HostStateTopic(id_at(2, "Host"))
    message = parts[2] if len(parts) > 2 else ""  # noqa: PLR2004 - namespace, group, message
    if message in _NODE_MESSAGES:
        expect(4, f"group/{message}/edge node")
        return NodeTopic(id_at(1, "Group"), _NODE_MESSAGES[message], id_at(3, "Edge node"))
    if message in _DEVICE_MESSAGES:
        expect(5, f"group/{message}/edge node/device")
        edge_node, device = id_at(3, "Edge node"), id_at(4, "Device")
        return DeviceTopic(id_at(1, "Group"), _DEVICE_MESSAGES[message], edge_node, device)
    raise _bad_message(text, message, starts)


def _bad_message(text: str, message: str, starts: list[int]) -> AddressError:
    known = (*_NODE_MESSAGES, *_DEVICE_MESSAGES)
    if not message:
        return AddressError(f"Sparkplug topic must be '{NAMESPACE}/group/message/edge node'", 0, len(text))
    start = starts[2]
    end = start + len(message)
    suggestion = f"{text[:start]}{message.upper()}{text[end:]}" if message.upper() in known else None
    return AddressError(
        f"Message type {quoted(message)} is not one of {', '.join(known)}", start, end, suggestion
    )

"""MQTT topic names and topic filters (MQTT 5.0 §4.7 and §4.8)."""

from __future__ import annotations

from dataclasses import dataclass

from holo_lsp.addresses.characters import is_surrogate, quoted
from holo_lsp.addresses.errors import AddressError
from holo_lsp.addresses.mending import parse_or_suggest

_LONGEST = 65_535  # bytes of UTF-8 (§1.5.4)
_SHARE = "$share/"


@dataclass(frozen=True, slots=True)
class TopicFilter:
    """What to subscribe to: levels, of which ``+`` is any one and a last ``#`` any number.

    ``share`` names the group of a shared subscription (``$share/group/…``).
    """

    levels: tuple[str, ...]
    share: str | None = None

    def __str__(self) -> str:
        prefix = "" if self.share is None else f"{_SHARE}{self.share}/"
        return prefix + "/".join(self.levels)

    @property
    def has_wildcard(self) -> bool:
        """Whether more than one topic can match."""
        return "+" in self.levels or self.levels[-1] == "#"

    def matches(self, topic: str) -> bool:
        """Whether the topic name ``topic`` matches (§4.7.1 and §4.7.2)."""
        names = topic.split("/")
        if topic.startswith("$") and self.levels[0] in {"+", "#"}:
            return False
        for index, level in enumerate(self.levels):
            if level == "#":
                return True
            if index == len(names) or level not in {"+", names[index]}:
                return False
        return len(names) == len(self.levels)


def check_topic_name(text: str) -> None:
    """Raise ``AddressError`` unless ``text`` is a topic name, as a message carries it."""
    parse_or_suggest(_read_name, text)


def parse_topic_filter(text: str) -> TopicFilter:
    """The topic filter that ``text`` is. Raises ``AddressError``."""
    return parse_or_suggest(_read_filter, text)


def topic_matches(topic_filter: str, topic: str) -> bool:
    """Whether ``topic`` matches ``topic_filter``. Raises ``AddressError`` when the filter is not one."""
    return parse_topic_filter(topic_filter).matches(topic)


def _check(text: str, what: str) -> None:
    if not text:
        raise AddressError(f"{what} is empty", 0, 0)
    for at, char in enumerate(text):
        if char == "\0" or is_surrogate(char):
            message = f"{what} cannot hold U+{ord(char):04X}: remove it"
            raise AddressError(message, at, at + 1, text[:at] + text[at + 1 :])
    if len(text.encode()) > _LONGEST:
        raise AddressError(f"{what} is longer than {_LONGEST} bytes", 0, len(text))


def _read_name(text: str) -> None:
    _check(text, "Topic")
    for at, char in enumerate(text):
        if char in "+#":
            raise AddressError(f"Topic cannot hold the wildcard '{char}': name one topic", at, at + 1)


def _read_filter(text: str) -> TopicFilter:
    _check(text, "Topic filter")
    share: str | None = None
    start = 0
    if text.startswith(_SHARE):
        share, start = _read_share(text)
    levels = text[start:].split("/")
    at = start
    for index, level in enumerate(levels):
        _check_level(text, at, level, last=index == len(levels) - 1)
        at += len(level) + 1
    return TopicFilter(tuple(levels), share)


def _check_level(text: str, start: int, level: str, *, last: bool) -> None:
    end = start + len(level)
    if level == "#" and not last:
        message = "'#' must be the last level: '+' stands for one level"
        raise AddressError(message, start, end, f"{text[:start]}+{text[end:]}")
    if level in {"+", "#"}:
        return
    for at, char in enumerate(level, start):
        if char == "#" and at == end - 1 and last:
            message = "'#' must be a level of its own: write '/#'"
            raise AddressError(message, at, end, f"{text[:at]}/{text[at:]}")
        if char in "+#":
            raise AddressError(f"'{char}' must be a whole level and not part of {quoted(level)}", at, at + 1)


def _read_share(text: str) -> tuple[str, int]:
    """The share name of ``$share/name/filter`` and where the filter starts (§4.8.2)."""
    start = len(_SHARE)
    end = text.find("/", start)
    if end < 0 or end + 1 == len(text):
        raise AddressError("Shared subscription must be '$share/group/filter'", 0, len(text))
    if end == start:
        raise AddressError("Shared subscription has no group: write '$share/group/filter'", 0, end + 1)
    for at in range(start, end):
        if text[at] in "+#":
            raise AddressError(f"Group of a shared subscription cannot hold '{text[at]}'", at, at + 1)
    return text[start:end], end + 1

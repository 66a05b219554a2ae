"""Kafka addresses: ``kafka://host:9092,host:9092/topic``."""

from __future__ import annotations

from dataclasses import dataclass, field

from holo_lsp.addresses.authority import (
    authority_end,
    printed_host,
    read_host_port,
    read_userinfo,
    userinfo_end,
)
from holo_lsp.addresses.characters import quoted
from holo_lsp.addresses.errors import AddressError
from holo_lsp.addresses.mending import parse_or_suggest
from holo_lsp.addresses.schemes import read_scheme

_DEFAULT_PORT = 9092
_LONGEST_TOPIC = 249  # org.apache.kafka.common.internals.Topic


@dataclass(frozen=True, slots=True)
class Broker:
    """One bootstrap broker."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"{printed_host(self.host)}:{self.port}"


@dataclass(frozen=True, slots=True)
class KafkaAddress:
    """A cluster by its bootstrap brokers (at least one) and, where the URL names one, a topic."""

    brokers: tuple[Broker, ...]
    topic: str | None = None
    user: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)

    @property
    def bootstrap_servers(self) -> str:
        """The brokers as Kafka clients take them: ``host:port,host:port``."""
        return ",".join(map(str, self.brokers))

    @property
    def url(self) -> str:
        """The one spelling of this address, without credentials."""
        return f"kafka://{self.bootstrap_servers}{'' if self.topic is None else f'/{self.topic}'}"

    def __str__(self) -> str:
        return self.url


def parse_kafka(text: str) -> KafkaAddress:
    """The Kafka address that ``text`` is. Raises ``AddressError``."""
    return parse_or_suggest(_read, text)


def _read(text: str) -> KafkaAddress:
    _, start = read_scheme(text, ("kafka",))
    end = authority_end(text, start)
    host_start = userinfo_end(text, start, end)
    user, password = read_userinfo(text, start, host_start)
    brokers = _read_brokers(text, host_start, end)
    return KafkaAddress(brokers, _read_topic(text, end), user, password)


def _read_brokers(text: str, start: int, end: int) -> tuple[Broker, ...]:
    brokers: list[Broker] = []
    while True:
        comma = text.find(",", start, end)
        stop = end if comma < 0 else comma
        if start == stop and (comma >= 0 or brokers):
            at = start - 1 if brokers else start
            suggestion = text[:at] + text[at + 1 :]
            raise AddressError("Broker is missing beside ',': remove the ','", at, at + 1, suggestion)
        brokers.append(Broker(*read_host_port(text, start, stop, _DEFAULT_PORT)))
        if comma < 0:
            return tuple(brokers)
        start = comma + 1


def _read_topic(text: str, start: int) -> str | None:
    """The topic after the brokers (Kafka's legal names: letters, digits, ``.``, ``_`` and ``-``)."""
    if start == len(text) or text[start:] == "/":
        return None
    if text[start] != "/":
        raise AddressError("Only '/' and a topic may follow the brokers", start, len(text))
    topic = text[start + 1 :]
    for at, char in enumerate(topic, start + 1):
        if not (char.isascii() and (char.isalnum() or char in "._-")):
            message = f"Kafka topic cannot hold {quoted(char)}: use letters, digits, '.', '_' and '-'"
            raise AddressError(message, at, at + 1)
    if topic in {".", ".."}:
        raise AddressError(f"Kafka topic cannot be '{topic}'", start + 1, len(text))
    if len(topic) > _LONGEST_TOPIC:
        message = f"Kafka topic is longer than {_LONGEST_TOPIC} characters"
        raise AddressError(message, start + 1 + _LONGEST_TOPIC, len(text))
    return topic

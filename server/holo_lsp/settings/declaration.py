"""The settings of section ``holo``, declared once: parser, JSON Schema and docs derive from this module."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from holo_lsp.addresses.endpoint import Endpoint, parse_endpoint
from holo_lsp.addresses.mqtt_source import MQTT_SCHEMES
from holo_lsp.settings.kinds import Kind, choice, flag, list_of, table_of, text, whole
from holo_lsp.settings.patterns import EndpointPattern, parse_pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

SECTION = "holo"

Scope = Literal["application", "window", "resource"]
"""``application``: the user's own word, never a workspace's. ``resource``: may differ between folders."""

Severity = Literal["error", "warning", "information", "hint", "off"]

T = TypeVar("T")

_KEY = "setting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting. ``name`` is dotted and without the section (``live.enabled``); ``doc`` is Markdown.

    ``group`` and ``field`` say where its value stands in Settings.
    """

    name: str
    group: str
    field: str
    kind: Kind[object]
    default: object
    doc: str
    scope: Scope


def _setting(kind: Kind[T], *, default: T, doc: str, scope: Scope, hashed: bool = True) -> T:
    # Typed as the value, like dataclasses.field() itself, so that a checker sees what the field holds.
    declared: Any = dataclasses.field(
        default_factory=lambda: default,
        hash=hashed,
        metadata={_KEY: {"kind": kind, "doc": doc, "scope": scope}},
    )
    return declared


def _file_name(value: str) -> str:
    if not value or "\0" in value:
        raise ValueError("a file needs a name")
    return value


def _broker(value: str) -> Endpoint | None:
    if not value:
        return None
    broker = parse_endpoint(value, MQTT_SCHEMES)
    if broker.path or broker.user is not None:
        raise ValueError("Broker takes no topic and no user here")
    return broker


_SEVERITY: Kind[Severity] = choice("error", "warning", "information", "hint", "off")
_UNKNOWN_TRAITS: Kind[Literal["off", "hint"]] = choice("off", "hint")
_PATTERN = text('a pattern such as "opc.tcp://10.0.1.*:4840"', parse_pattern)


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """What completion offers."""

    snippets: bool = _setting(
        flag(),
        default=True,
        doc="Whether completion offers whole traits and twins with tab stops, where the editor takes them.",
        scope="window",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostics:
    """What is reported, and how loudly."""

    severity: Mapping[str, Severity] = _setting(
        table_of('diagnostic codes such as "HS203", each with its severity', r"HS\d+", _SEVERITY),
        default=MappingProxyType({}),
        doc='Severity by diagnostic code, such as `{"HS203": "hint"}`; `"off"` silences a code.',
        scope="resource",
        hashed=False,  # a mapping has no hash
    )
    best_practices: bool = _setting(
        flag(),
        default=True,
        doc="Whether hints say where a file leaves best practice: equal twins without a template, a bound "
        "twin without an alert, a model id without a version…",
        scope="resource",
    )
    unknown_traits: Literal["off", "hint"] = _setting(
        _UNKNOWN_TRAITS,
        default="off",
        doc="Whether a trait that is not known gets a hint. A likely misspelling is always reported.",
        scope="resource",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Hover:
    """What a hover shows."""

    live_values: bool = _setting(
        flag(),
        default=True,
        doc="Whether a hover on a node id shows the value that an allowed endpoint last gave.",
        scope="window",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """Whom the live worker may contact, and how much it may ask."""

    enabled: bool = _setting(
        flag(),
        default=True,
        doc="Whether allowed endpoints are contacted at all.",
        scope="application",
    )
    allow: tuple[EndpointPattern, ...] = _setting(
        list_of('a list of endpoint patterns such as "opc.tcp://10.0.1.*:4840"', _PATTERN),
        default=(),
        doc="Endpoints that may be contacted, such as `opc.tcp://10.0.1.*:4840`. `*` stands for characters "
        "inside one part of the host, `**` for one part or more, `:*` for every port. `holo trust add` "
        "allows an endpoint in every editor.",
        scope="application",
    )
    timeout: int = _setting(
        whole("milliseconds", 100, 60_000),
        default=4000,
        doc="How long an endpoint may take to answer, in milliseconds.",
        scope="application",
    )
    index_limit: int = _setting(
        whole("nodes", 0, 5_000_000),
        default=200_000,
        doc="How many nodes of an endpoint are browsed for completion and near misses; 0 is none.",
        scope="application",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Mqtt:
    """How MQTT sources are read."""

    broker: Endpoint | None = _setting(  # noqa: RUF009 - it makes a field
        text('a broker such as "mqtt://10.0.1.5:1883", or "" for none', _broker),
        default=None,
        doc="The broker of sources that name only a topic. Where it is set, all of `sensors/temp/zone1` in "
        "`mqtt://sensors/temp/zone1` is the topic; otherwise `sensors` is the host.",
        scope="resource",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """Traits that a workspace adds."""

    files: tuple[str, ...] = _setting(
        list_of("a list of file names", text("a file name", _file_name)),
        default=("holo.traits.json",),
        doc="Files that declare more traits, relative to the workspace folder. A file that does not exist is "
        "passed over.",
        scope="resource",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings of section ``holo``. ``Settings()`` is what holds when nobody set anything."""

    completion: Completion = Completion()
    diagnostics: Diagnostics = Diagnostics()
    hover: Hover = Hover()
    live: Live = Live()
    mqtt: Mqtt = Mqtt()
    traits: Traits = Traits()


def _camel_case(name: str) -> str:
    head, *tail = name.split("_")
    return head + "".join(word.capitalize() for word in tail)


def _declared() -> tuple[Setting, ...]:
    groups: dict[str, Any] = {group.name: group.default for group in dataclasses.fields(Settings)}
    return tuple(
        Setting(
            name=f"{group}.{_camel_case(field.name)}",
            group=group,
            field=field.name,
            default=getattr(values, field.name),
            **field.metadata[_KEY],
        )
        for group, values in groups.items()
        for field in dataclasses.fields(values)
    )


SETTINGS: tuple[Setting, ...] = _declared()
"""Every setting, in the order of declaration."""

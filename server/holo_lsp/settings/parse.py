"""Settings out of the JSON that an editor sends. Nothing is ever refused as a whole."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from holo_lsp.addresses.nearest import nearest_name
from holo_lsp.settings.declaration import SECTION, SETTINGS, Setting, Settings
from holo_lsp.settings.kinds import Invalid, Json, as_object, plain, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

_BY_NAME = {setting.name: setting for setting in SETTINGS}
_GROUPS = {setting.group for setting in SETTINGS}
_DEFAULTS = Settings()


@dataclass(frozen=True, slots=True)
class SettingProblem:
    """A setting that could not be taken as it was sent. ``name`` is dotted and begins with the section."""

    name: str
    message: str


def parse_settings(
    json_value: Json, base: Settings = _DEFAULTS, *, trusted: bool
) -> tuple[Settings, tuple[SettingProblem, ...]]:
    """Lay the settings in ``json_value`` over ``base``.

    Keys may be nested (``{"live": {"timeout": 500}}``) or dotted (``{"live.timeout": 500}``), with or
    without the section ``holo`` in front; ``null`` stands for a setting that is not given. An invalid value
    leaves what was in force.

    ``trusted`` tells whether the values are the user's own word, as ``initializationOptions`` are. Those of
    ``workspace/configuration`` are not, for editors merge a workspace's files into them: they change no
    setting of application scope.
    """
    changes: defaultdict[str, dict[str, object]] = defaultdict(dict)
    problems: list[SettingProblem] = []
    for name, value in _flattened(json_value, ""):
        setting = _BY_NAME.get(name)
        if setting is None:
            problems.append(SettingProblem(_full(plain(name)), _stray(name, value)))
            continue
        read, fault = _read(setting, value, _value_of(base, setting))
        if trusted or setting.scope != "application":
            changes[setting.group][setting.field] = read
        else:
            fault = _ignored(setting, fault, read, _value_of(base, setting))
        if fault is not None:
            problems.append(SettingProblem(_full(name), fault))
    groups = {group: replace(getattr(base, group), **fields) for group, fields in changes.items()}
    return replace(base, **groups), tuple(problems)


def _flattened(value: Json, path: str) -> Iterator[tuple[str, Json]]:
    """Yield dotted names without the section, down to settings and to what no setting is called."""
    if value is None:
        return
    members = as_object(value) if not path or path in _GROUPS else None
    if members is None:
        yield path, value
        return
    for key, member in members.items():
        name = f"{path}.{key}" if path else key.removeprefix(f"{SECTION}.")
        yield from _flattened(member, "" if name == SECTION else name)


def _read(setting: Setting, value: Json, current: object) -> tuple[object, str | None]:
    name, takes = _full(setting.name), setting.kind.takes
    try:
        reading = setting.kind.read(value)
    except Invalid as error:
        return current, f"{name}: {error}. It takes {takes}; {_stays(current)}."
    if not reading.left_out:
        return reading.value, None
    faults = "; ".join(reading.left_out)
    return reading.value, f"{name}: {faults}. It takes {takes}; the other entries are in force."


def _ignored(setting: Setting, fault: str | None, read: object, current: object) -> str | None:
    # Editors send every setting: a value that changes nothing is no news.
    if fault is None and read == current:
        return None
    return (
        f"{_full(setting.name)} is ignored here, where a workspace could have set it. "
        f"Give it in initializationOptions; {_stays(current)}."
    )


def _stray(name: str, value: Json) -> str:
    if not name or name in _GROUPS:
        return f"{_full(name)} takes an object of settings, not {shown(value)}; they stay as they were."
    near = nearest_name(name, _BY_NAME)
    offer = f" Did you mean {_full(near)}?" if near else ""
    return f"{_full(plain(name))} is not a setting.{offer}"


def _value_of(settings: Settings, setting: Setting) -> object:
    return getattr(getattr(settings, setting.group), setting.field)


def _stays(current: object) -> str:
    match current:
        case None:
            return "it stays unset"
        case bool() | int() | str():
            return f"{shown(current)} stays in force"
        case _:
            return "what was in force stays so"


def _full(name: str) -> str:
    return f"{SECTION}.{name}" if name else SECTION

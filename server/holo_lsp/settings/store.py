"""The user's trust file: endpoints that were allowed once, for every editor and every command."""

from __future__ import annotations

import json
import os
import re
import sys
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from holo_lsp.settings.kinds import Json, as_list, as_object, shown
from holo_lsp.settings.patterns import EndpointPattern, parse_pattern

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

TRUST_FILE_VARIABLE = "HOLO_TRUST_FILE"
"""Names the trust file in place of the one in the user's configuration folder."""

_VERSION = 1
_LONGEST_NAME = 128
_ENV_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_KEYS = ("pattern", "env", "added", "note")


class TrustStoreError(Exception):
    """The trust file cannot be read or written; the text says what to do. The file is left as it was."""


def is_env_name(text: str) -> bool:
    """Can an environment variable have this name?"""
    return len(text) <= _LONGEST_NAME and _ENV_NAME.fullmatch(text) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustEntry:
    """Endpoints the user allowed, and the environment variables that may be read for them."""

    pattern: EndpointPattern
    env_names: frozenset[str] = frozenset()
    added: date
    note: str = ""

    def __post_init__(self) -> None:
        for name in self.env_names:
            if not is_env_name(name):
                raise ValueError(f"{shown(name)} is not the name of an environment variable")


@dataclass(frozen=True, slots=True)
class TrustStore:
    """The trust file at ``path``. A file that does not exist holds no entries.

    Every method raises TrustStoreError when the file is broken or out of reach.
    """

    path: Path

    @classmethod
    def of_user(cls) -> TrustStore:
        """The file named by ``HOLO_TRUST_FILE``, or ``trust.json`` in the user's configuration folder."""
        if override := os.environ.get(TRUST_FILE_VARIABLE):
            return cls(Path(override))
        import platformdirs

        return cls(platformdirs.user_config_path("holo-lsp", appauthor=False) / "trust.json")

    def entries(self) -> tuple[TrustEntry, ...]:
        """Read all entries, in the order in which they were added."""
        try:
            text = self.path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise TrustStoreError(f"{self.path} cannot be read: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise _broken(self.path, "it is not UTF-8") from error
        return _parse(text, self.path)

    def add(self, pattern: EndpointPattern, *, env_names: Iterable[str] = (), note: str = "") -> TrustEntry:
        """Allow ``pattern`` and return its entry.

        What an earlier entry of the same pattern holds is kept: its date, its environment variables, and
        its note unless another is given. Raises ValueError for what cannot name an environment variable.
        """
        with self._locked():
            entries = {entry.pattern: entry for entry in self.entries()}
            earlier = entries.get(pattern) or TrustEntry(pattern=pattern, added=datetime.now(UTC).date())
            entry = replace(earlier, env_names=earlier.env_names.union(env_names), note=note or earlier.note)
            entries[pattern] = entry
            self._write(entries.values())
        return entry

    def remove(self, pattern: EndpointPattern) -> bool:
        """Take ``pattern`` out and tell whether it was there."""
        with self._locked():
            entries = self.entries()
            kept = [entry for entry in entries if entry.pattern != pattern]
            if len(kept) == len(entries):
                return False
            self._write(kept)
        return True

    @contextmanager
    def _locked(self) -> Generator[None]:
        """Keep other processes from writing between our read and our write."""
        with self._reporting():
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            descriptor = os.open(self.path.with_name(f"{self.path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            with self._reporting():
                _lock(descriptor)
            yield
        finally:
            os.close(descriptor)  # which also unlocks

    def _write(self, entries: Iterable[TrustEntry]) -> None:
        import tempfile

        document = {"version": _VERSION, "entries": [_to_json(entry) for entry in entries]}
        target = self.path.resolve()  # the file may be a link into the user's own versioned configuration
        with self._reporting():
            # mkstemp makes a file that only its owner can read
            descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
            try:
                with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                    json.dump(document, file, indent=2)
                    file.write("\n")
                    file.flush()
                    os.fsync(file.fileno())
                Path(name).replace(target)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise

    @contextmanager
    def _reporting(self) -> Generator[None]:
        try:
            yield
        except OSError as error:
            raise TrustStoreError(f"{self.path} cannot be written: {error.strerror}.") from error


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)


def _to_json(entry: TrustEntry) -> Json:
    return {
        "pattern": str(entry.pattern),
        "env": sorted(entry.env_names),
        "added": entry.added.isoformat(),
        "note": entry.note,
    }


def _parse(text: str, path: Path) -> tuple[TrustEntry, ...]:
    try:
        document = as_object(cast("Json", json.loads(text)))
    except (ValueError, RecursionError) as error:
        raise _broken(path, f"it is not JSON ({error})") from error
    version = document.get("version") if document else None
    if isinstance(version, int) and version > _VERSION:
        raise TrustStoreError(f"{path} was written by a newer holo (version {version}): update this one.")
    entries = as_list(document.get("entries")) if document else None
    if version != _VERSION or entries is None:
        raise _broken(path, f'it does not hold "version": {_VERSION} and a list of "entries"')
    return tuple(_entry(item, number, path) for number, item in enumerate(entries, start=1))


def _entry(item: Json, number: int, path: Path) -> TrustEntry:
    members = as_object(item)
    if members is None or set(members) != set(_KEYS):
        raise _broken(path, f"entry {number} does not hold exactly {', '.join(_KEYS)}")
    pattern, env, added, note = (members[key] for key in _KEYS)
    try:
        return TrustEntry(
            pattern=parse_pattern(_string(pattern)),
            env_names=frozenset(map(_string, _list(env))),
            added=date.fromisoformat(_string(added)),
            note=_string(note),
        )
    except ValueError as error:
        raise _broken(path, f"entry {number}: {error}") from error


def _string(value: Json) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{shown(value)} is not a string")  # noqa: TRY004 - wrong data, not a wrong call
    return value


def _list(value: Json) -> list[Json]:
    items = as_list(value)
    if items is None:
        raise ValueError(f"{shown(value)} is not a list")
    return items


def _broken(path: Path, fault: str) -> TrustStoreError:
    return TrustStoreError(
        f"{path} is broken: {fault}. Mend it or move it away; until then nothing in it holds."
    )

"""The address of an SQLite file: ``sqlite:///events.db`` (relative) or ``sqlite:////var/lib/events.db``.

Three slashes and a path is how SQLAlchemy and most tools write it; ``sqlite:events.db`` is taken as well.
"""

from __future__ import annotations

from dataclasses import dataclass

from holo_lsp.addresses.characters import quoted, reject_unsendable
from holo_lsp.addresses.errors import AddressError
from holo_lsp.addresses.mending import parse_or_suggest
from holo_lsp.addresses.schemes import read_scheme, scheme_of

_PREFIX = "sqlite:"


@dataclass(frozen=True, slots=True)
class SqliteAddress:
    """A database file. ``path`` is as written and not resolved; a relative one has no leading slash."""

    path: str

    @property
    def url(self) -> str:
        """The one spelling of this address."""
        return f"sqlite:///{self.path}"

    def __str__(self) -> str:
        return self.url


def parse_sqlite(text: str) -> SqliteAddress:
    """The file that ``text`` names. Raises ``AddressError``."""
    return parse_or_suggest(_read, text)


def _read(text: str) -> SqliteAddress:
    reject_unsendable(text, "URL")
    if scheme_of(text) != "sqlite":
        read_scheme(text, ("sqlite",))
    rest = text[len(_PREFIX) :]
    if rest.startswith("//") and not rest.startswith("///"):
        host = rest[2:].partition("/")[0]
        suggestion = f"sqlite:///{rest[2:]}" if rest[2:] else None
        message = f"SQLite has no host {quoted(host)}: write 'sqlite:///' and the path of a file"
        raise AddressError(message, len(_PREFIX), len(_PREFIX) + 2 + len(host), suggestion)
    path = rest.removeprefix("///")
    if path.strip() != path:
        raise AddressError(
            "File path has a blank around it: remove it", 0, len(text), f"sqlite:///{path.strip()}"
        )
    if not path or path.endswith("/"):
        raise AddressError(
            "SQLite needs the path of a file: write one such as sqlite:///events.db", 0, len(text)
        )
    return SqliteAddress(path)

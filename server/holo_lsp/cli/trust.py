"""``holo trust``: which plants may be contacted, and which environment variables may be sent to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holo_lsp.addresses import AddressError
from holo_lsp.cli.outcome import EXIT_CLEAN, UserError
from holo_lsp.settings import EndpointPattern, TrustStore, TrustStoreError, parse_pattern

if TYPE_CHECKING:
    import argparse


def trust(options: argparse.Namespace) -> int:
    """Change or print the user's trust file."""
    store = TrustStore.of_user()
    try:
        match options.action:
            case "add":
                entry = store.add(_pattern(options.pattern), env_names=options.env, note=options.note)
                print(f"{entry.pattern} may be contacted from now on.")
            case "remove":
                pattern = _pattern(options.pattern)
                if not store.remove(pattern):
                    raise UserError(f"{pattern} was not allowed: `holo trust list` prints what is")
                print(f"{pattern} is no longer allowed.")
            case _:
                _list(store)
    except TrustStoreError as error:
        raise UserError(str(error)) from error
    return EXIT_CLEAN


def _pattern(text: str) -> EndpointPattern:
    try:
        return parse_pattern(text)
    except AddressError as error:
        raise UserError(f"{text}: {error.message}") from error


def _list(store: TrustStore) -> None:
    entries = store.entries()
    if not entries:
        print("No plant is allowed yet: `holo trust add PATTERN` allows one.")
    for entry in entries:
        parts = [str(entry.pattern), f"since {entry.added}"]
        if entry.env_names:
            parts.append(f"env: {', '.join(sorted(entry.env_names))}")
        if entry.note:
            parts.append(entry.note)
        print("  ".join(parts))

"""``holo explain``: the page of a diagnostic code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holo_lsp.analysis.codes import CODES
from holo_lsp.analysis.pages import page
from holo_lsp.cli.outcome import EXIT_CLEAN, UserError

if TYPE_CHECKING:
    import argparse


def explain(options: argparse.Namespace) -> int:
    """Print the page of one code, or all codes with a line each."""
    code: str | None = options.code
    if code is None:
        for known in CODES.values():
            print(f"{known.code}  {known.severity:<11}  {known.name:<26}  {known.summary}")
        return EXIT_CLEAN
    wanted = code.upper()
    by_name = {known.name: known.code for known in CODES.values()}
    wanted = by_name.get(code.lower(), wanted)
    if wanted not in CODES:
        raise UserError(f"there is no diagnostic code {code}: `holo explain` lists them all")
    print(page(wanted))
    return EXIT_CLEAN

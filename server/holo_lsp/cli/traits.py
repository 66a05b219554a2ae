"""``holo traits``: the catalogue, in words or as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from holo_lsp.addresses.nearest import nearest_name
from holo_lsp.cli.outcome import EXIT_CLEAN, UserError
from holo_lsp.traits import builtin, catalogue_json, trait_markdown, traits_schema

if TYPE_CHECKING:
    import argparse


def traits(options: argparse.Namespace) -> int:
    """Print all traits with a line each, one in full, the catalogue as JSON, or the trait file's schema."""
    catalogue = builtin()
    name: str | None = options.name
    if options.schema:
        print(json.dumps(traits_schema(), indent=2))
    elif options.json:
        print(json.dumps(catalogue_json(catalogue), indent=2))
    elif name is None:
        width = max(map(len, catalogue.traits))
        for trait in sorted(catalogue.traits.values(), key=lambda trait: trait.name):
            print(f"@{trait.name:<{width}}  {trait.summary}")
    else:
        found = catalogue.traits.get(name.removeprefix("@"))
        if found is None:
            near = nearest_name(name.removeprefix("@"), catalogue.traits)
            raise UserError(f"there is no trait {name}" + (f": did you mean @{near}?" if near else ""))
        print(trait_markdown(found))
    return EXIT_CLEAN

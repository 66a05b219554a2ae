"""Texts with a ``$0`` where the cursor stands, and completions taken in them as an editor would."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from holo_lsp.facts import EMPTY_PLANT
from holo_lsp.settings import Settings
from holo_lsp.traits import builtin, plain
from support.checking import world_of

from holo_lsp.analysis.completion import Item, complete

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from holo_lsp.facts import Node, PlantFacts
    from holo_lsp.model import World

CURSOR = "$0"


class Fixture(NamedTuple):
    """A text without its mark, and where the mark was."""

    text: str
    offset: int


def cursor(marked: str) -> Fixture:
    """Read a text that has one ``$0``."""
    before, mark, behind = marked.partition(CURSOR)
    assert mark, "the text has no $0"
    assert CURSOR not in behind, "the text has two $0"
    return Fixture(before + behind, len(before))


def world_at(marked: str, others: Iterable[str] = ()) -> tuple[World, int]:
    """The file among ``others``, and where its mark is."""
    fixture = cursor(marked)
    return world_of(fixture.text, others), fixture.offset


def items(
    marked: str,
    *,
    others: Iterable[str] = (),
    nodes: Sequence[Node] = (),
    plant: PlantFacts = EMPTY_PLANT,
    snippets: bool = True,
) -> list[Item]:
    """The completions at the mark."""
    world, offset = world_at(marked, others)
    return complete(world, offset, builtin(), plant, Settings(), nodes=nodes, snippets=snippets)


def shown(found: Iterable[Item], typed: str) -> list[str]:
    """The labels that an editor shows once ``typed`` stands in the range: its letters in order, case ignored."""
    pattern = re.compile(".*".join(map(re.escape, typed)), re.IGNORECASE | re.DOTALL)
    fitting = [item for item in found if pattern.search(item.filter_text)]
    return [item.label for item in sorted(fitting, key=lambda item: item.sort_text)]


def taken(text: str, item: Item) -> str:
    """The text after an item is taken. The tab stops of a snippet are left as they are offered."""
    inserted = item.text
    if item.is_snippet:
        line = 1 + max(text.rfind("\n", 0, item.start), text.rfind("\r", 0, item.start))
        margin = re.match(r"[ \t]*", text[line : item.start])
        found = re.search(r"\r\n|\r|\n", text)
        inserted = plain(inserted).replace("\t", "  ")
        inserted = inserted.replace("\n", (found[0] if found else "\n") + (margin[0] if margin else ""))
    for start, end, added in sorted([*item.edits, (item.start, item.end, inserted)], reverse=True):
        text = text[:start] + added + text[end:]
    return text

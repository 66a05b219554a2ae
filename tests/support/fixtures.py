"""Texts with a ``$0`` where the cursor stands, and completions taken in them as an editor would."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from support.checking import world_of

from holo_lsp.analysis.completion import Item, complete
from holo_lsp.facts import EMPTY_PLANT
from holo_lsp.settings import Settings
from holo_lsp.traits import builtin, plain

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


def shown(found: Sequence[Item], typed: str) -> list[str]:
    """The labels that an editor shows for what is typed: those with its letters in order, case ignored."""
    pattern = re.compile(".*".join(map(re.escape, typed)), re.IGNORECASE | re.DOTALL)
    fitting = [item for item in found if pattern.search(item.filter_text)]
    return [item.label for item in sorted(fitting, key=lambda item: item.sort_text)]


#: Ways to write a text that leave its meaning: what goes before it, and its line breaks.
DRESSES = (("", "\n"), ("// CRLF\r\n", "\r\n"), ("/* \U0001f3ed: two UTF-16 units */\n", "\n"))


def check_taken(
    before: str,
    label: str,
    text: str | None = None,
    *,
    after: str | None = None,
    never: Iterable[str] = (),
    others: Iterable[str] = (),
    nodes: Sequence[Node] = (),
    snippets: bool = True,
) -> None:
    """Take the item ``label`` at the mark of ``before``, and compare the whole text, in any dress.

    What stands between ``«`` and ``»`` gives way to ``text`` (the label, if not given), or the text reads
    ``after`` as a whole. An editor shows the item for what is typed; none in ``never`` is offered.
    """
    text = label if text is None else text
    whole = re.sub("«.*»", lambda _: text, before, flags=re.DOTALL) if after is None else after
    for start, line_break in DRESSES:
        marked = start + re.sub("[«»]", "", before).replace("\n", line_break)
        plain_text, offset = cursor(marked)
        found = items(marked, others=others, nodes=nodes, snippets=snippets)
        labels = [item.label for item in found]
        assert label in labels, labels
        item = found[labels.index(label)]
        assert label in shown(found, plain_text[item.start : offset])
        assert taken(plain_text, item) == start + whole.replace("\n", line_break)
        assert not set(never) & set(labels)


def taken(text: str, item: Item) -> str:
    """The text after an item is taken. The tab stops of a snippet are left as they are offered."""
    inserted = _expanded(text, item) if item.is_snippet else item.text
    for start, end, added in sorted([*item.edits, (item.start, item.end, inserted)], reverse=True):
        text = text[:start] + added + text[end:]
    return text


def _expanded(text: str, item: Item) -> str:
    """A snippet as editors expand it: below the indentation of its line, with the document's line breaks."""
    line = 1 + max(text.rfind("\n", 0, item.start), text.rfind("\r", 0, item.start))
    margin = text[line : item.start]
    margin = margin[: len(margin) - len(margin.lstrip(" \t"))]
    inserted = re.sub("\n(?!\n)", "\n" + margin, plain(item.text).replace("\t", "  "))
    found = re.search(r"\r\n|\r|\n", text)
    return inserted.replace("\n", found[0]) if found else inserted

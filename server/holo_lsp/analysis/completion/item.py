"""A completion, in terms of offsets into the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from holo_lsp.analysis.finding import Edit
from holo_lsp.analysis.strings import escaped
from holo_lsp.traits import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holo_lsp.analysis.completion.offer import Offer
    from holo_lsp.analysis.context import Place

#: More are never offered: no editor shows them, and whoever asks narrows them down by typing.
MAX_ITEMS = 200

Kind = Literal[
    "class",
    "constant",
    "enum_member",
    "field",
    "function",
    "interface",
    "keyword",
    "method",
    "property",
    "reference",
    "snippet",
    "struct",
    "value",
    "variable",
]
"""LSP 3.17's ``CompletionItemKind``, in snake case."""

_BREAK = re.compile(r"\r\n|\r|\n")
_INNER_BREAK = re.compile(r"\n(?!\n)")
_MARGIN = re.compile(r"[ \t]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """``text`` takes the place of the characters ``start:end``, which hold the offset that was asked about.

    A snippet (LSP 3.17, "Snippet Syntax") has LF and a tab for each level, as every editor adjusts them.
    Plain text has the line breaks and the indentation of its document and goes in as it is.

    ``filter_text`` is what the typed text is compared with. ``data`` is for ``resolve``, empty where there is
    no more to say than ``documentation`` does. ``edits`` are made elsewhere in the text at the same time.
    """

    label: str
    kind: Kind
    start: int
    end: int
    text: str
    is_snippet: bool
    detail: str
    filter_text: str
    sort_text: str
    data: tuple[str, ...]
    documentation: str
    edits: tuple[Edit, ...]


def items_of(offers: Iterable[Offer], place: Place, document: str, *, snippets: bool) -> list[Item]:
    """The completions that make the offers at the place, each label once."""
    comma = place.comma_at
    edits = () if comma is None else (Edit(comma, comma, ","),)
    found: dict[str, Item] = {}
    for offer in offers:
        if offer.label in found:
            continue
        text, is_snippet = _text_of(offer, place, snippets=snippets)
        if not is_snippet and "\n" in text:
            text = _indented(text, document, place.start)
        if place.comma_behind:
            text += ","
        typed = escaped(offer.label, place.quote) if offer.is_string and place.quote else offer.label
        found[offer.label] = Item(
            label=offer.label,
            kind=offer.kind,
            start=place.start,
            end=place.end,
            text=text,
            is_snippet=is_snippet,
            detail=offer.detail,
            filter_text=offer.filter_text or typed,
            sort_text=f"{offer.rank}{len(found):03}",
            data=offer.data,
            documentation=offer.documentation,
            edits=edits,
        )
        if len(found) == MAX_ITEMS:
            break
    return sorted(found.values(), key=lambda item: item.sort_text)


def _text_of(offer: Offer, place: Place, *, snippets: bool) -> tuple[str, bool]:
    """What goes in, and whether it is a snippet."""
    is_snippet = snippets and bool(offer.snippet)
    if is_snippet:
        text = offer.snippet
    elif offer.text is not None:
        text = offer.text
    else:
        text = plain(offer.snippet) if offer.snippet else offer.label
    if not offer.is_string:
        return text, is_snippet
    if not is_snippet:
        text = escaped(text, place.quote or '"')
    if not place.quote:
        return f'"{text}"', is_snippet
    return text if place.closed else text + place.quote, is_snippet


def _indented(text: str, document: str, start: int) -> str:
    """Plain text of several lines, with the document's line breaks, below the indentation of its own line."""
    line = 1 + max(document.rfind("\n", 0, start), document.rfind("\r", 0, start))
    found = _MARGIN.match(document, line, start)
    margin = found[0] if found else ""
    unit = "\t" if margin.startswith("\t") else "  "
    first = _BREAK.search(document)
    line_break = first[0] if first else "\n"
    return _INNER_BREAK.sub("\n" + margin, text.replace("\t", unit)).replace("\n", line_break)

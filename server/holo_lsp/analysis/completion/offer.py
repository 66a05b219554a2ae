"""What may be put at a place, before it is told what exactly of the text gives way to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holo_lsp.analysis.strings import escaped

if TYPE_CHECKING:
    from holo_lsp.analysis.completion.item import Kind

_KEYWORDS = frozenset({"action", "function", "extends", "using", "import", "export"})
_ACTIVE = re.compile(r"([\\$}])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """``text`` is what goes in, ``snippet`` the same with tab stops where the editor takes them.

    Without ``text`` it is what the snippet says without its tab stops, and without either the label. With
    ``is_string`` both are the content of a string. ``rank`` orders groups of offers, smaller ones first.
    """

    label: str
    kind: Kind
    text: str | None = None
    snippet: str = ""
    is_string: bool = False
    rank: int = 5
    detail: str = ""
    filter_text: str = ""
    data: tuple[str, ...] = ()
    documentation: str = ""


def literal(text: str) -> str:
    """``text`` within a snippet."""
    return _ACTIVE.sub(r"\\\1", text)


def as_name(text: str) -> str:
    """``text`` as a name in source text: in quotes where it is no word, or one with a meaning."""
    return text if text.isidentifier() and text not in _KEYWORDS else '"' + escaped(text, '"') + '"'

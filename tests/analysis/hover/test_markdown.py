"""Texts that somebody else wrote show what they say and do nothing."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holo_lsp.analysis.hover.markdown import bullets, code, escape, fence

TEXTS = st.text(st.characters() | st.sampled_from(string.punctuation + "\n\r\t \x00\u202e\u2028`"))

HOSTILE = [
    "[click](http://evil.example)",
    "![](http://evil.example/track.png)",
    "<img src=x onerror=alert(1)>",
    "<http://evil.example>",
    "https://evil.example",
    "www.evil.example",
    "&lt;script&gt;",
    "```\nfence",
    "# heading",
    "1. list",
    "- list",
    "> quote",
    "    code",
    "a | b\n--|--",
    "**bold** _it_ ~~gone~~",
    "line\n\n<script>",
    "command:workbench.action.terminal.new",
    "\\[escaped](x)",
]


@given(TEXTS)
def test_escaped_text_has_no_active_character(text: str):
    written = escape(text)
    assert not re.search(
        r"(?<!\\)(?:\\\\)*[!-/:-@\[^-`{-~]", written
    )  # all punctuation but the backslash itself
    assert written.isprintable() or written == ""
    assert not written.startswith(" ")


@given(TEXTS)
def test_escaping_loses_nothing_but_white_space_and_what_is_not_seen(text: str):
    shown = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", escape(text, 10_000))
    line = " ".join(text.split())
    assert shown == "".join(char if char.isprintable() else "\ufffd" for char in line)


@given(TEXTS, st.integers(1, 20))
def test_long_text_is_cut(text: str, limit: int):
    assert len(re.sub(r"\\(.)", r"\1", escape(text, limit))) <= limit


@given(TEXTS)
def test_code_span_ends_where_it_should(text: str):
    written = code(text)
    if not written:
        assert not text.strip()
        return
    ticks = re.match("`+", written)
    assert ticks
    inside = written[ticks.end() : -ticks.end()]
    assert written.endswith(ticks[0])
    assert ticks[0] not in re.findall("`+", inside)
    assert "\n" not in written


@given(TEXTS)
def test_fence_ends_where_it_should(text: str):
    opening, *inside, closing = fence(text).split("\n")
    assert opening == closing + "holoscript"
    assert not any(re.match(rf" {{0,3}}{closing}", line) for line in inside)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_text(text: str):
    written = escape(text)
    assert not re.search(r"(?<!\\)[\[\]()<>:.&`*~#|-]|\n", written)
    assert not re.match(r"\s*(?:[#>|-]|\d+\.)", written)


def test_list_tells_how_many_more_there_are():
    assert bullets(["a", "b", "c"], 2) == "- a\n- b\n- … and 1 more"
    assert bullets(["a", "b"], 2) == "- a\n- b"
    assert bullets(["a"], 1, 5) == "- a\n- … and 4 more"

"""Markdown for those who do not show it."""

from __future__ import annotations

import pytest

from holo_lsp.lsp.convert import plain_text


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("```holoscript\n@alert(a: 1)\n```\n\nRaises it.", "@alert(a: 1)\n\nRaises it."),
        ("````\na ``` b\n````", "a ``` b"),
        ("Takes `x` or ``a`b``.", "Takes x or a`b."),
        (r"A \*star\* and \<b\>", "A *star* and <b>"),
        (r"`a\*b` and \`", r"a\*b and `"),
        ("**Bold** and 2 ** 3", "Bold and 2 ** 3"),
        ("# Title\ntext # no title", "Title\ntext # no title"),
        ("", ""),
    ],
)
def test_marks_are_left_out_and_the_text_stays(markdown: str, text: str):
    assert plain_text(markdown) == text

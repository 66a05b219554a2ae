"""Texts for property tests: arbitrary ones, soups of the language's own pieces, and real texts taken apart."""

from __future__ import annotations

from hypothesis import strategies as st
from syntax.trees import CORPUS, read

PIECES = (
    *(
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        ",",
        ":",
        ";",
        ".",
        "?.",
        "...",
        "=>",
        "=",
        "+=",
        "==",
        "<",
        "?",
        "??",
        "||",
        "&&",
    ),
    *(
        "!",
        "-",
        "+",
        "*",
        "/",
        "%",
        '"',
        "'",
        "`",
        "//",
        "/*",
        "*/",
        "\\",
        "@",
        "#",
        "^",
        "$",
        "${",
        "\ufeff",
    ),
    *("\n", "\r", "\r\n", "\n  ", "\n    ", " ", "\t", "\u2028", "\x00", "\ud800", "é", "😀"),
    *(
        "x",
        "a.b",
        "twin",
        "twin#a",
        "template",
        "extends",
        "using",
        "import",
        "export",
        "action",
        "on_x",
        "onX",
        "on",
    ),
    *(
        "true",
        "0.5",
        "10ms",
        "5%",
        "1e3",
        "#f00",
        '"s"',
        "'s'",
        "`t`",
        "// c\n",
        "/* c */",
        "@t",
        "@on_x",
        "@t(",
    ),
    *(
        "twin#a {\n",
        "template T extends B {\n",
        "@state {\n",
        "key: 1\n",
        '  "k": "v",\n',
        "}\n",
        "f(x) {\n",
        "[1, 2]\n",
    ),
)

ANY_TEXT = st.text(st.characters(exclude_categories=()))
SOUP = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)
SAMPLES = st.sampled_from(CORPUS).map(read)


@st.composite
def spoiled(draw: st.DrawFn) -> str:
    """A real text, cut off, with spans deleted or doubled and pieces put in."""
    text = draw(SAMPLES)
    for _ in range(draw(st.integers(1, 4))):
        start, end = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
        match draw(st.sampled_from(("cut", "delete", "double", "insert"))):
            case "cut":
                text = text[:end]
            case "delete":
                text = text[:start] + text[min(end, start + 40) :]
            case "double":
                text = text[:end] + text[start:]
            case _:
                text = text[:start] + draw(SOUP) + text[start:]
    return text


TEXTS = st.one_of(ANY_TEXT, SOUP, spoiled())


@st.composite
def edits(draw: st.DrawFn, size: int) -> tuple[int, int, str]:
    """An edit of a text of ``size`` characters: mostly of a few characters, sometimes of many."""
    start = draw(st.integers(0, size))
    length = draw(st.sampled_from((0, 0, 0, 1, 1, 2, 5, 40, 400)))
    return start, min(size, start + length), draw(st.one_of(st.sampled_from(PIECES), st.just(""), SOUP))

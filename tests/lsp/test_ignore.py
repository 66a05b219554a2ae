"""Where the comment goes that silences a finding, and that it does."""

from __future__ import annotations

import pytest

from holo_lsp.analysis.finding import Finding
from holo_lsp.analysis.suppress import suppress
from holo_lsp.lsp.ignore import ignore_fix
from holo_lsp.syntax import Document


def ignored(text: str, code: str = "HS203") -> str | None:
    """``text`` after the finding at its mark ``$0`` is silenced; None where that cannot be."""
    offset = text.index("$0")
    text = text.replace("$0", "")
    document = Document.parse(text)
    fix = ignore_fix(document, Finding(code, offset, offset + 1, "x"))
    if fix is None:
        return None
    (edit,) = fix.edits
    after = text[: edit.start] + edit.text + text[edit.end :]
    moved = offset + (len(edit.text) if edit.start <= offset else 0)
    left = suppress(Document.parse(after), [Finding(code, moved, moved + 1, "x")])
    assert code not in {finding.code for finding in left}, after
    return after


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("twin#a {\n  $0x: 1\n}", "twin#a {\n  x: 1 // holo: ignore[HS203]\n}"),
        ("twin#a {\r\n  $0x: 1\r\n}", "twin#a {\r\n  x: 1 // holo: ignore[HS203]\r\n}"),
        ("$0x: 1", "x: 1 // holo: ignore[HS203]"),
        # Behind a comment there is no room; above there is.
        ("twin#a {\n  $0x: 1  // m/s\n}", "twin#a {\n  // holo: ignore[HS203]\n  x: 1  // m/s\n}"),
        ("twin#a {\r\t$0x: 1  // m/s\r}", "twin#a {\r\t// holo: ignore[HS203]\r\tx: 1  // m/s\r}"),
        ("$0x: 1 /* a\n b */", "// holo: ignore[HS203]\nx: 1 /* a\n b */"),
        ("$0x: 1 /* a */", "x: 1 /* a */ // holo: ignore[HS203]"),
        ("a: $0`x\ny`", "// holo: ignore[HS203]\na: `x\ny`"),
        # One comment holds several codes.
        ("$0x: 1 // holo: ignore[HS301]", "x: 1 // holo: ignore[HS301, HS203]"),
        ("// holo: ignore[HS301]\n$0x: 1", "// holo: ignore[HS301, HS203]\nx: 1"),
        ("y: 2 // holo: ignore[HS301]\n$0x: 1", "y: 2 // holo: ignore[HS301]\nx: 1 // holo: ignore[HS203]"),
    ],
)
def test_the_comment_goes_where_it_silences(text: str, after: str):
    assert ignored(text) == after


def test_where_no_comment_can_stand_there_is_no_fix():
    assert ignored("a: `x\n$0y\nz`") is None


@pytest.mark.parametrize("code", ["HS101", "HS102", "HS110"])
def test_what_is_wrong_with_the_text_itself_is_not_silenced(code: str):
    assert ignored("$0x: 1", code) is None

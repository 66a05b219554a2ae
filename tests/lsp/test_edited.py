"""What is said of a document after any edits is what is said of a fresh one."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from holo_lsp.lsp.folders import Folders
from holo_lsp.lsp.workspace import Workspace
from holo_lsp.settings import Settings

TEMPLATE = 'template "Mill" {\n  @state { speed: 0 }\n}\n'
TEXT = """\
composition Plant {
  mill#m extends Mill {
    @digital_twin(sync_mode: "realtime")
    @alert(condition: state.speed > 1, message: "fast")  // holo: ignore[HS301]
    @data_binding(
      source: "opc.tcp://plant:4840",
      mappings: { "ns=2;s=Speed": "state.speed" }
    )
  }
  twin#hall { children: [mill#m, mill#n] }
}
"""

PIECES = st.sampled_from(
    [
        "",
        "x",
        '"',
        "{",
        "}",
        "(",
        ")",
        "\n",
        "@",
        "@alert",
        "// holo: ignore\n",
        "twin#m {}\n",
        "Mill",
        "speed",
        ": 1 ",
        "/*",
    ]
)
EDITS = st.lists(
    st.tuples(st.booleans(), st.floats(0, 1), st.integers(0, 12), PIECES), min_size=1, max_size=8
)


def workspace(*texts: str) -> Workspace:
    """A workspace without files on disk, in which the texts are open."""
    library: Any = SimpleNamespace(complete=True, revision=0, models=lambda _: [])
    made = Workspace(Folders([], Settings()), library)
    for number, text in enumerate(texts):
        made.open(f"untitled:{number}", 1, text)
    return made


@settings(max_examples=60)
@given(EDITS)
def test_edited_is_fresh(edits: list[tuple[bool, float, int, str]]):
    texts = [TEXT, TEMPLATE]
    edited = workspace(*texts)
    for in_template, share, length, inserted in edits:
        text = texts[in_template]
        start = round(share * len(text))
        end = min(len(text), start + length)
        texts[in_template] = text[:start] + inserted + text[end:]
        file = edited.files[f"untitled:{int(in_template)}"]
        file.edit(start, end, inserted)
        fresh = workspace(*texts)
        for uri in edited.files:
            assert edited.reports(edited.files[uri]) == fresh.reports(fresh.files[uri])


def test_a_file_that_is_closed_declares_nothing_any_more():
    opened = workspace(TEXT, TEMPLATE)
    file = opened.files["untitled:0"]
    codes = {report.finding.code for report in opened.reports(file)}
    assert "HS302" not in codes
    opened.close("untitled:1")
    assert "HS302" in {report.finding.code for report in opened.reports(file)}

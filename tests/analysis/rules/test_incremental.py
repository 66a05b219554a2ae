"""The findings after edits are those of the text as it then is, whatever was known before."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from support.checking import apply

from holo_lsp.analysis.diagnostics import Checker
from holo_lsp.model import FileModel, World
from holo_lsp.settings import Settings
from holo_lsp.syntax import Document
from holo_lsp.traits import builtin

TEXT = """\
template Press {
  @state { force: 0, status: "idle" }
  @data_binding(mappings: { "ns=2;s=Force": "state.force", "ns=2;s=Status": "status" })
}
composition Hall {
  objects {
    press#p1 extends Press { @data_binding(source: "opc.tcp://a:4840") @heatmap_3d(field: "force") }
    press#p2 extends Press { @state { strokes: 0 } @time_series(fields: ["strokes", "p1.force"]) }
    robot#r1 { @state { load: 0 } @replay_mode @digital_twin(sync_mode: "realtime") }
    twin#line { children: [press#p1, press#p2, robot#r1] @computed { all: sum(children, "state.force") } }
  }
  logic { @computed { total: sum(objects, "state.strokes") } }
  ui { dashboard#main { @panel(title: "Hall") { metric(label: "All", value: logic.total) } } }
}
"""

#: What an edit puts in: names that resolve, names that do not, and what changes the shape of things.
PIECES = [
    *(
        "Press",
        "Pres",
        "force",
        "forse",
        "p1",
        "p2",
        "r1",
        "total",
        "@alert(condition: true)",
        "@time_series",
    ),
    *(
        "",
        " ",
        "\n",
        "{",
        "}",
        '"',
        "x",
        "state.",
        "extends Press",
        "// holo: ignore[HS301]",
        "template T { }",
    ),
]


EDITS = st.lists(
    st.tuples(
        st.floats(0, 1),  # where, as a part of the text
        st.sampled_from((0, 0, 1, 4, 9)),  # how much goes
        st.sampled_from(PIECES),
    ),
    min_size=1,
    max_size=12,
)


def edited(document: Document, edit: tuple[float, int, str]) -> Document:
    at, length, piece = edit
    start = int(at * len(document.text))
    return document.edit(start, min(len(document.text), start + length), piece)


@given(EDITS)
def test_edited_is_fresh(edits: list[tuple[float, int, str]]):
    catalogue, settings = builtin(), Settings()
    checker = Checker(catalogue, settings)
    document = Document.parse(TEXT)
    for edit in edits:
        document = edited(document, edit)
        world = World(FileModel(document))
        assert checker.check(world) == Checker(catalogue, settings).check(world)


@given(EDITS)
def test_every_fix_applies(edits: list[tuple[float, int, str]]):
    """No finding or fix reaches beyond the text, and no fix overlaps itself, in broken texts too."""
    document = Document.parse(TEXT)
    for edit in edits:
        document = edited(document, edit)
    size = len(document.text)
    for finding in Checker(builtin(), Settings()).check(World(FileModel(document))):
        assert 0 <= finding.start <= finding.end <= size
        assert all(0 <= related.start <= related.end <= size for related in finding.related)
        for fix in finding.fixes:
            assert all(0 <= edit.start <= edit.end <= size for edit in fix.edits)
            apply(document.text, fix)


def test_an_edit_elsewhere_is_seen_where_it_matters():
    """A field of the template is renamed, and each use of it is found; then it is named back."""
    catalogue, settings = builtin(), Settings()
    checker = Checker(catalogue, settings)
    document = Document.parse(TEXT)
    before = checker.check(World(FileModel(document)))
    at = TEXT.index("force: 0")
    renamed = document.edit(at, at + 5, "power")
    codes = [finding.code for finding in checker.check(World(FileModel(renamed)))]
    assert codes.count("HS301") == 4
    assert checker.check(World(FileModel(renamed.edit(at, at + 5, "force")))) == before

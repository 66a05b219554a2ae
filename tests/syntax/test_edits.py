"""An edited document is what a fresh one of the same text is, and an edit costs what it touches."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support import texts
from syntax.strategies import SAMPLES, SOUP, edits
from syntax.trees import shape

from holo_lsp.syntax import CHUNKS, Document
from holo_lsp.syntax import document as documents
from holo_lsp.syntax.skeleton import Scanned, scan

LONG = st.sampled_from((texts.many_twins(80), texts.one_composition(150), texts.one_template(60)))
BASES = st.one_of(SAMPLES, SOUP, LONG)


def assert_fresh(document: Document):
    fresh = Document.parse(document.text)
    assert shape(document.root) == shape(fresh.root)
    assert document.whole == fresh.whole
    assert document.lines.starts == fresh.lines.starts
    assert document.faults() == fresh.faults()


@settings(max_examples=300)
@given(BASES, st.data())
def test_edited_is_fresh(text: str, data: st.DataObject):
    document = Document.parse(text)
    for _ in range(data.draw(st.integers(1, 5))):
        start, end, inserted = data.draw(edits(len(document.text)))
        expected = document.text[:start] + inserted + document.text[end:]
        document = document.edit(start, end, inserted)
        assert document.text == expected
        assert_fresh(document)


#: Texts and edits that once came out differently.
KEPT: dict[str, tuple[str, list[tuple[int, int, str]]]] = {
    "a comment that is closed behind another that is not": ("/*\n@s/*", [(7, 7, "}\n"), (0, 1, "\u2028")]),
    "the first of two open comments is removed": (
        "\n\n  @da }\n  )\n",
        [(0, 0, "/*"), (12, 12, "\r/*"), (0, 7, "")],
    ),
    "a template string around an open comment": ("`\n/*", [(1, 1, ""), (1, 1, "a: `"), (1, 1, "`")]),
    "the brace behind a head on a line of its own": (
        "key: 1\ntwin#b\n{\n  x: 1\n}\n",
        [(14, 15, ""), (14, 14, "{"), (13, 14, "")],
    ),
    "a large block that becomes small": (
        "a {}\n\ntwin#b {\n" + "  key: 12345678\n" * 130 + "}\n",
        [(100, 1500, ""), (100, 100, "  key: 1\n" * 150)],
    ),
    "a CR that becomes a CRLF": ("a: 1\r@t\r", [(5, 5, "\n"), (8, 8, "\n"), (5, 6, "")]),
    "a line break before a trait that is removed": ("a: 1\n@t {\n}\nb: 2", [(4, 5, ""), (4, 4, "\n")]),
    "a quote and a comment's end": (
        "on_x() {-((\n,x}\n,}\nx=>'*/a.b(@state {\n\r)  template T {\n",
        [(10, 30, "")],
    ),
}


@pytest.mark.parametrize("name", KEPT)
def test_a_kept_failure(name):
    text, changes = KEPT[name]
    document = Document.parse(text)
    for start, end, inserted in changes:
        document = document.edit(start, end, inserted)
        assert_fresh(document)


@settings(max_examples=300)
@given(BASES, st.data())
@example("`", None)
def test_a_patched_skeleton_is_a_fresh_one(text: str, data: st.DataObject | None):
    """Also when several edits are looked at together."""
    scanned = Scanned(scan(text, 0, len(text)))
    for _ in range(data.draw(st.integers(1, 5)) if data else 0):
        start, end, inserted = data.draw(edits(len(text)))
        text = text[:start] + inserted + text[end:]
        scanned = scanned.edited(start, end, len(inserted))
        if data.draw(st.booleans()):
            scanned = Scanned(scanned.current(text))
    assert scanned.current(text) == scan(text, 0, len(text))


@given(BASES, st.data())
def test_an_edit_and_its_undoing(text: str, data: st.DataObject):
    start, end, inserted = data.draw(edits(len(text)))
    document = Document.parse(text)
    back = document.edit(start, end, inserted).edit(start, start + len(inserted), text[start:end])
    assert back.text == text
    assert shape(back.root) == shape(document.root)


# ---- what an edit costs ----------------------------------------------------------------------------------------

LINES = 10_000
FILES = {
    "many twins": texts.many_twins,
    "one composition": texts.one_composition,
    "one template": texts.one_template,
}


@pytest.fixture(scope="module", params=FILES)
def long(request):
    """A file of 10,000 lines."""
    return Document.parse(FILES[request.param](LINES))


@pytest.fixture
def work(monkeypatch):
    """What is done from now on: chunks parsed, characters scanned for cuts."""

    class Work:
        before = CHUNKS.parsed
        scanned = 0

        @property
        def parsed(self):
            return CHUNKS.parsed - self.before

    done = Work()

    def counted(text: str, start: int, end: int, indent: int = 0):
        done.scanned += end - start
        return scan(text, start, end, indent)

    monkeypatch.setattr(documents, "scan", counted)
    monkeypatch.setattr("holo_lsp.syntax.skeleton.scan", counted)
    return done


PLACES = {
    "in a string": ('asset_id: "PRS-', "9"),
    "a quote in a string": ('asset_id: "PRS-', '"'),
    "at a quote": ('asset_id: "', "x"),
    "a quote before a trait": ("\n\n  @data_binding(", ' "'),
    "in a number": ("sync_interval: 25", "5"),
    "in a comment": ("// What the con", "x"),
    "in a trait's name": ("@dat", "x"),
    "in a condition": ("condition: state.oil", "."),
    "behind a head": ("@state {", " "),
    "a new line": ('program: "plate_a"', "\n    "),
    "a new property": ('program: "plate_a"', "\n    speed: 3"),
    "a new trait": ('program: "plate_a"\n', "@alert()\n"),
    "a parenthesis": ("@digital_twin", "("),
    "a closing parenthesis": ("@digital_twin(", ")"),
    "a list": ("alerts: [", "["),
    "a twin": ("\n\npress#", "x {}\ntwin#"),
}


@pytest.mark.parametrize("long", ["many twins", "one composition"], indirect=True)
@pytest.mark.parametrize("name", PLACES)
def test_typing_parses_a_few_chunks(long: Document, name, work):
    anchor, typed = PLACES[name]
    if anchor not in long.text:  # in the composition all is indented by four more
        anchor = anchor.replace("\n\n", "\n\n    ")
    document = long
    for at in range(len(typed)):
        place = long.text.index(anchor, len(long.text) // 2) + len(anchor) + at
        document = document.edit(place, place, typed[at])
    assert work.parsed <= 3 * len(typed)
    assert work.scanned <= 12_000 * len(typed)
    assert_fresh(document)


@pytest.mark.parametrize("typed", ["{", "}", "`", "/*", "*/"])
def test_what_changes_the_nesting_parses_a_few_chunks(long: Document, typed, work):
    """The cuts are made anew for the whole file then, but hardly any chunk is parsed that was parsed before."""
    at = long.text.find("@alert(", len(long.text) // 2)
    if at < 0:
        at = long.text.find("@data_binding(", len(long.text) // 2)
    document = long.edit(at, at, typed)
    assert work.parsed <= 8
    document = document.edit(at + len(typed), at + len(typed), "x")
    assert work.parsed <= 12
    assert_fresh(document)
    work.before = CHUNKS.parsed
    again = document.edit(at, at + len(typed) + 1, "")
    assert work.parsed <= 4
    assert shape(again.root) == shape(long.root)


def test_while_braces_do_not_match_the_skeleton_is_patched(long: Document, work):
    at = long.text.find("@data_binding(", len(long.text) // 2)
    document = long.edit(at, at, "{")
    work.scanned = 0
    for number in range(20):
        document = document.edit(at + 1 + number, at + 1 + number, "x")
    assert not document.whole
    assert work.scanned <= 20 * 2_000

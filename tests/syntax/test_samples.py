"""Good text has no fault, a half-typed one has one at the right place, and a fault stays in its member."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from syntax.trees import CORPUS, guide_blocks, outline, read

from holo_lsp.syntax import Document

if TYPE_CHECKING:
    from pathlib import Path

BLOCKS = guide_blocks()


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_corpus_has_no_fault(path: Path) -> None:
    assert Document.parse(read(path)).faults() == []


@pytest.mark.parametrize("number", range(len(BLOCKS)))
def test_the_guide_has_no_fault_as_it_stands_and_in_a_twin(number: int) -> None:
    assert Document.parse(BLOCKS[number]).faults() == []
    assert Document.parse(f"twin#around {{\n{BLOCKS[number]}\n}}\n").faults() == []


#: A half-typed text with `«…»` around what is marked, and the message.
HALF_TYPED = [
    ("«@»", "The name of a trait is missing after `@`."),
    ("twin«#» {\n}", "An id is missing after `#`."),
    ("twin#a «{»", "`}` is missing here."),
    ("@digital_twin(syn«c»", "`)` is missing here."),
    ("@digital_twin(sync_mode«:»", "A value is missing after `:`."),
    ('@digital_twin(sync_mode: «"real»\n@state {\n}', 'This string is never closed: `"` is missing.'),
    ("twin#a {\n  status«:»\n  speed: 1\n}", "A value is missing after `:`."),
    ("twin#a {\n  «stat»\n  speed: 1\n}", "`:` is missing after `stat`."),
    ('«a» "idle"\nb: 2', "`:` is missing after `a`."),
    ('@d(a: "x«"» b: 1)', '`,` is missing after `"x"`.'),
    ("x: state«.»\ny: 1", "A name is missing after `.`."),
    ("x: 1 «+»\ny: 1", "A value is missing after `+`."),
    ("template T «extends» {\n  a: 1\n}", "A name is missing after `extends`."),
    ("«}»\n", "`}` closes nothing: remove it, or open it before."),
    ("«/*» never closed\ntwin#a {}", "This comment is never closed: `*/` is missing."),
]


@pytest.mark.parametrize(("marked", "message"), HALF_TYPED)
def test_a_half_typed_text_has_one_fault(marked: str, message: str) -> None:
    start = marked.index("«")
    end = marked.index("»") - 1
    text = marked.replace("«", "").replace("»", "")
    assert [(f.start, f.end, f.message) for f in Document.parse(text).faults()] == [(start, end, message)]


@pytest.mark.parametrize("path", [p for p in CORPUS if p.parent.name == "guide"], ids=lambda path: path.stem)
def test_a_text_cut_anywhere_keeps_what_stands_before(path: Path) -> None:
    text = read(path)
    whole = outline(Document.parse(text))
    chance = random.Random(path.stem)  # noqa: S311 - the same places in each run
    for cut in sorted(chance.sample(range(len(text)), min(60, len(text)))):
        found = outline(Document.parse(text[:cut]))
        done = [entry for entry in whole if 0 <= entry.opened <= cut]
        assert [entry for entry in found if entry in done] == done, text[:cut][-80:]


@pytest.mark.parametrize("path", [p for p in CORPUS if p.parent.name == "guide"], ids=lambda path: path.stem)
def test_one_character_less_costs_its_member_and_no_other(path: Path) -> None:
    text = read(path)
    whole = [entry.path for entry in outline(Document.parse(text))]
    places = [at for at, character in enumerate(text) if character in '{}()[]":,']
    chance = random.Random(path.stem)  # noqa: S311 - the same places in each run
    for at in chance.sample(places, min(40, len(places))):
        document = Document.parse(text[:at] + text[at + 1 :])
        assert len(document.faults()) <= 3, text[max(0, at - 40) : at + 40]
        found = [entry.path for entry in outline(document)]
        lost = len([path for path in whole if path not in found])
        assert lost <= 2 + len(whole[-1]), text[max(0, at - 40) : at + 40]

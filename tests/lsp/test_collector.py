"""The collector is kept out of the way, and not needed."""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING

import pytest

from holo_lsp.lsp import collector
from holo_lsp.lsp.documents import OpenFile

if TYPE_CHECKING:
    from holo_lsp.model import Declaration

TEXT = "composition Plant {\n  objects {\n    mill#m {\n      @state { speed: 0 }\n    }\n  }\n}\n"


@pytest.fixture(autouse=True)
def _collector_as_it_was():
    threshold, enabled = gc.get_threshold(), gc.isenabled()
    yield
    gc.unfreeze()
    gc.set_threshold(*threshold)
    (gc.enable if enabled else gc.disable)()


class Witness:
    """Lives as long as the declaration that it is given to."""


def witness(declaration: Declaration) -> weakref.ref[Witness]:
    found = declaration.__dict__["witness"] = Witness()
    return weakref.ref(found)


def test_the_collector_is_let_in():
    gc.disable()
    collector.begin()
    assert gc.isenabled()


def test_what_an_edit_leaves_behind_is_freed_without_the_collector():
    gc.disable()
    file = OpenFile("untitled:x", None, 1, TEXT)
    collector.settle()
    for edit in range(3):
        freed = [weakref.ref(file.model), *map(witness, file.model.declarations)]
        assert len(freed) == 4
        file.edit(len(TEXT) - 1, len(TEXT) - 1, str(edit))
        assert file.model.document.text == file.lines.text
        assert [each() for each in freed] == [None] * 4


def test_what_is_known_of_a_closed_document_is_freed_without_the_collector():
    gc.disable()
    file = OpenFile("untitled:x", None, 1, TEXT)
    freed = weakref.ref(file.model)
    file.forget_model()
    assert freed() is None

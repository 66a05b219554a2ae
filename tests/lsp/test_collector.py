"""What is out of the collector's sight is freed all the same, once it is used no more."""

from __future__ import annotations

import gc
import weakref

import pytest

from holo_lsp.lsp import collector


class Cycle:
    """An object that only the collector can free."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def _collector_as_it_was():
    threshold, enabled = gc.get_threshold(), gc.isenabled()
    yield
    gc.unfreeze()
    gc.set_threshold(*threshold)
    (gc.enable if enabled else gc.disable)()


def test_the_collector_is_let_in():
    gc.disable()
    collector.begin()
    assert gc.isenabled()


def test_what_was_settled_is_freed_by_a_release_and_not_before():
    cycle = Cycle()
    freed = weakref.ref(cycle)
    collector.settle()
    del cycle
    gc.collect()
    assert freed() is not None
    collector.release()
    assert freed() is None


@pytest.mark.parametrize("resting", [False, True])
def test_little_is_left_alone_and_much_is_collected(resting: bool):
    collector.begin()
    gc.collect()
    cycle = Cycle()
    freed = weakref.ref(cycle)
    del cycle
    collector.tidy(resting=resting)
    assert freed() is not None
    kept = [[] for _ in range(100_000)]
    collector.tidy(resting=resting)
    assert freed() is None
    assert kept

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holo_lsp.addresses import nearest_name, quoted

MODES = ("realtime", "optimistic", "event_sourced", "batch")


@pytest.mark.parametrize(
    ("word", "known", "name"),
    [
        ("realtme", MODES, "realtime"),
        ("raeltime", MODES, "realtime"),
        ("batchh", MODES, "batch"),
        ("eventsourced", MODES, "event_sourced"),
        ("relatmie", MODES, "realtime"),
        ("rltm", MODES, None),
        ("btc", MODES, None),
        ("mqttz", ("mqtt", "mqtts"), None),
        ("kafak", ("kafka",), "kafka"),
        ("x" * 33, ("x" * 33,), None),
        ("kafka", (), None),
        ("", ("a",), None),
    ],
)
def test_the_nearest_name(word, known, name):
    """Two slips at most, in less than half of the word, and no second name as near."""
    assert nearest_name(word, known) == name


@given(st.text("abc", max_size=6), st.lists(st.text("abc", max_size=6), max_size=4, unique=True))
def test_the_order_of_the_names_does_not_matter(word, known):
    assert nearest_name(word, known) == nearest_name(word, reversed(known))


@given(st.text())
def test_a_quoted_text_is_short_and_on_one_line(text):
    shown = quoted(text)
    assert len(shown) <= 43
    assert shown.isprintable()

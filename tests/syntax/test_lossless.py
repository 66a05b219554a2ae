"""Every character of a text is in exactly one token, comment, skipped span or white space, and every token in the
tree once.
"""

from __future__ import annotations

import re

from hypothesis import example, given, settings
from syntax.strategies import TEXTS

from holo_lsp.syntax import Document, Leaf, Node

BLANK = re.compile(r"[\s\ufeff]*")


@settings(max_examples=300)
@given(TEXTS)
@example("twin#a { x: (1 } )")
@example("twin#a {\n  } }\n]")
@example("(" * 200 + "x" + ")" * 200)
@example("({" * 200)
@example("(}" * 200)
@example('x: "a\n`b\n/* c')
def test_a_text_is_all_in_its_leaves(text: str):
    document = Document.parse(text)
    assert document.text == text
    at = 0
    for start, leaf in document.leaves():
        assert start == at
        assert_covered(leaf)
        assert_numbered(leaf)
        at += len(leaf.text)
    assert at == len(text)
    assert "".join(leaf.text for _, leaf in document.leaves()) == text
    assert_placed(document)


def assert_covered(leaf: Leaf):
    assert len(leaf.kinds) == len(leaf.starts) == len(leaf.ends)
    tokens = list(zip(leaf.starts, leaf.ends, strict=True))
    assert tokens == sorted(tokens)
    at = 0
    for start, end in sorted(
        [span for span in tokens if span[0] < span[1]] + [*leaf.comments, *leaf.skipped]
    ):
        assert at <= start < end
        assert BLANK.fullmatch(leaf.text, at, start)
        at = end
    assert BLANK.fullmatch(leaf.text, at)


def assert_numbered(leaf: Leaf):
    numbers: list[int] = []
    stack: list[int | Node] = [leaf.root]
    while stack:
        child = stack.pop()
        if isinstance(child, int):
            numbers.append(child)
            continue
        if child.children:
            first, last = child.children[0], child.children[-1]
            assert child.first == (first if isinstance(first, int) else first.first)
            assert child.last == (last if isinstance(last, int) else last.last)
        else:
            assert child.last == child.first - 1
        start, end = leaf.span(child)
        assert 0 <= start <= end <= len(leaf.text)
        stack.extend(reversed(child.children))
    assert numbers == list(range(len(leaf.kinds)))


def assert_placed(document: Document):
    faults = document.faults()
    assert [fault.start for fault in faults] == sorted(fault.start for fault in faults)
    for fault in faults:
        assert 0 <= fault.start <= fault.end <= len(document.text)
        assert fault.message.endswith(".")
        if fault.related:
            assert 0 <= fault.related.start <= fault.related.end <= len(document.text)


@given(TEXTS)
def test_the_leaf_at_an_offset_holds_it(text: str):
    document = Document.parse(text)
    leaves = list(document.leaves())
    for offset in range(0, len(text) + 1, max(1, len(text) // 50)):
        at, leaf = document.leaf_at(offset)
        assert not text or (at, leaf) in leaves
        assert at < offset <= at + len(leaf.text) or (offset == at == 0)

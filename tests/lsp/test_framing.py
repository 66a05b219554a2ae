"""Messages cut out of a stream, however it arrives."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holo_lsp.lsp.framing import Frames, NotAMessage, frame


def cut(data: bytes, places: list[float]) -> list[bytes]:
    edges = sorted({0, len(data), *(round(place * len(data)) for place in places)})
    return [data[low:high] for low, high in pairwise(edges)]


@given(st.lists(st.binary()), st.lists(st.floats(0, 1)))
def test_the_bodies_come_out_as_they_went_in(bodies: list[bytes], places: list[float]):
    frames = Frames()
    found = [body for piece in cut(b"".join(map(frame, bodies)), places) for body in frames.feed(piece)]
    assert found == bodies


@pytest.mark.parametrize(
    "header",
    [
        b"Content-Length: 2\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8",
        b"content-type: x\r\ncontent-length:2",
        b"Content-Length:   2  ",
    ],
)
def test_headers_are_read_as_the_protocol_allows(header: bytes):
    assert Frames().feed(header + b"\r\n\r\n{}") == [b"{}"]


@pytest.mark.parametrize(
    "data",
    [
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}",
        b"Content-Type: x\r\n\r\n{}",
        b"Content-Length: -2\r\n\r\n{}",
        b"Content-Length: two\r\n\r\n{}",
        b"\r\n\r\n",
        b"\0" * 100_000,
    ],
)
def test_what_is_no_message_is_refused(data: bytes):
    with pytest.raises(NotAMessage):
        Frames().feed(data)

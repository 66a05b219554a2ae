"""Messages out of a stream of bytes, and into one (LSP 3.17, "Base Protocol")."""

from __future__ import annotations

import re

_END = b"\r\n\r\n"
_FIELD = re.compile(rb"([A-Za-z][A-Za-z-]*):[ \t]*(.*?)[ \t]*")

#: No header is longer.
_LONGEST_HEADER = 64 * 1024


class NotAMessage(ValueError):  # noqa: N818 - it says what was read
    """The stream holds something else, so nothing behind it can be trusted either.

    An HTTP request is one such thing: were its header passed over, any web page could talk to a server that
    listens on this machine.
    """


class Frames:
    """Cuts a stream into the bodies of its messages."""

    def __init__(self) -> None:
        self._rest = bytearray()
        self._wanted: int | None = None
        """Length of the body that is being awaited."""

    def feed(self, data: bytes) -> list[bytes]:
        """Take the next bytes of the stream and return the bodies that are complete now.

        Raises NotAMessage.
        """
        self._rest += data
        bodies: list[bytes] = []
        at = 0
        while True:
            if self._wanted is None:
                end = self._rest.find(_END, at)
                if end < 0:
                    break
                self._wanted = _length(bytes(self._rest[at:end]))
                at = end + len(_END)
            elif len(self._rest) - at >= self._wanted:
                bodies.append(bytes(self._rest[at : at + self._wanted]))
                at += self._wanted
                self._wanted = None
            else:
                break
        del self._rest[:at]
        if self._wanted is None and len(self._rest) > _LONGEST_HEADER:
            raise NotAMessage("a header does not end")
        return bodies


def frame(body: bytes) -> bytes:
    """``body`` as a message."""
    return b"Content-Length: %d\r\n\r\n%b" % (len(body), body)


def _length(header: bytes) -> int:
    length = None
    for line in header.split(b"\r\n"):
        field = _FIELD.fullmatch(line)
        if field is None:
            raise NotAMessage("a header holds a line that is none of a message")
        if field[1].lower() == b"content-length":
            length = field[2]
    if length is None or not length.isdigit():
        raise NotAMessage("a header has no Content-Length")
    return int(length)

"""Servers that several tests share, for a start takes longer than most of them."""

from __future__ import annotations

from itertools import count

import pytest
from lsp.rpc import CAPABILITIES, RawClient, started

_NUMBERS = count(1)


@pytest.fixture(scope="module")
def server():
    """A server for a client that can do everything but answer for its configuration."""
    with started() as client:
        client.initialize(capabilities=CAPABILITIES)
        yield client
        assert client.shut_down() == 0


@pytest.fixture
def uri(server: RawClient):
    """A document that no other test opens."""
    name = f"untitled:test-{next(_NUMBERS)}"
    yield name
    server.notify("textDocument/didClose", {"textDocument": {"uri": name}})

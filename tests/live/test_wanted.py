from __future__ import annotations

import random
from itertools import permutations

import pytest

from holo_lsp.live.pace import Backoff
from holo_lsp.live.wanted import WantedEndpoint, merged

URL = "opc.tcp://127.0.0.1:4840"


def test_wishes_for_one_endpoint_are_one_wish():
    wishes = [
        WantedEndpoint(URL, node_ids=frozenset({"i=1"}), env_names=frozenset({"A"})),
        WantedEndpoint(URL, node_ids=frozenset({"i=2"}), browse_root="i=85"),
        WantedEndpoint("opc.tcp://127.0.0.1:4841"),
    ]
    wanted = merged(wishes)
    assert list(wanted) == [URL, "opc.tcp://127.0.0.1:4841"]
    assert wanted[URL] == WantedEndpoint(
        URL, node_ids=frozenset({"i=1", "i=2"}), env_names=frozenset({"A"}), browse_root="i=85"
    )


@pytest.mark.parametrize(
    "weakest_first", [[None, "None", "Sign", "SignAndEncrypt"], ["none", "sign", "SomethingNew"]]
)
def test_the_strictest_security_holds_for_all(weakest_first: list[str | None]):
    for order in permutations(weakest_first):
        wanted = merged(WantedEndpoint(URL, security) for security in order)
        assert wanted[URL].security == weakest_first[-1]


def test_a_login_comes_before_none():
    for order in permutations([None, "anonymous", "username"]):
        wanted = merged(WantedEndpoint(URL, auth_type=auth_type) for auth_type in order)
        assert wanted[URL].auth_type == "username"


def test_waits_double_up_to_the_longest_and_start_over():
    backoff = Backoff(1, 60, random.Random(7))  # noqa: S311 - a fixed course for the test
    waits = [backoff.next() for _ in range(9)]
    for wait, full in zip(waits, [1, 2, 4, 8, 16, 32, 60, 60, 60], strict=True):
        assert full / 2 <= wait <= full
    backoff.reset()
    assert backoff.next() <= 1


def test_clients_do_not_come_in_step():
    assert len({Backoff(1, 60).next() for _ in range(20)}) > 1

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from asyncua import ua

from holo_lsp.sources.opcua.values import LONGEST, print_time, print_value, quality_of


@dataclass
class Tool:
    name: str
    wear: float


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (None, "null"),
        (True, "true"),
        (8500.0, "8500.0"),
        (2**63, "9223372036854775808"),
        ("ok", "ok"),
        (b"\x00\xff", "00 ff"),
        (bytes(33), " ".join(["00"] * 32) + " …"),
        ([1, 2.5, "x"], "[1, 2.5, x]"),
        ([[1], [2]], "[[1], [2]]"),
        (datetime(2026, 11, 24, 8, tzinfo=UTC), "2026-11-24T08:00:00Z"),
        (ua.LocalizedText("Halt"), "Halt"),
        (ua.QualifiedName("Speed", 2), "2:Speed"),
        (ua.NodeId("x", 2), "ns=2;s=x"),
        (ua.StatusCode(ua.StatusCodes.BadTimeout), "BadTimeout"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (ua.Range(0.0, 5.0), "{Low: 0.0, High: 5.0}"),
        (Tool("drill", 0.5), "{name: drill, wear: 0.5}"),
        (ua.Variant([True]), "[true]"),
    ],
)
def test_a_value_is_printed(value: object, printed: str):
    assert print_value(value) == printed


@pytest.mark.parametrize("value", ["x" * 10_000, ["long text"] * 10_000, [["x" * 500] * 500] * 500])
def test_no_value_is_long(value: object):
    assert len(print_value(value)) <= LONGEST
    assert print_value(value).endswith(("…", "…]"))


def test_depth_has_an_end():
    value: list[object] = []
    for _ in range(5_000):
        value = [value]
    assert print_value(value).strip("[]") == "…"


def test_a_time_is_utc():
    local = datetime(2026, 1, 1, 2, tzinfo=timezone(timedelta(hours=2)))
    assert print_time(local) == print_time(datetime(2026, 1, 1)) == "2026-01-01T00:00:00Z"  # noqa: DTZ001 - a server's may lack it
    assert print_time(None) is None


@pytest.mark.parametrize(
    ("code", "quality"),
    [
        (ua.StatusCodes.Good, "good"),
        (ua.StatusCodes.GoodClamped, "good"),
        (ua.StatusCodes.UncertainLastUsableValue, "uncertain"),
        (ua.StatusCodes.BadSensorFailure, "bad"),
        (0xC000_0000, "bad"),
    ],
)
def test_quality_is_the_severity_of_the_status(code: int, quality: str):
    assert quality_of(ua.StatusCode(code)) == quality

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from holo_lsp.units import (
    Duration,
    UnitError,
    in_words,
    milliseconds_in_words,
    parse_duration,
    print_duration,
)

SECONDS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800, "y": 31536000}


def fault_in(text) -> UnitError | None:
    try:
        parse_duration(text)
    except UnitError as error:
        return error
    return None


# fmt: off
FRAGMENTS = [
    "1", "30", "1.5", ",", ".", "-", "+", " ", "P", "PT", "T", "H", "M", "e3", "ms", "s", "m", "h", "days",
    "mo", "dayz", "months", "x", "\0", "\u2028", "٣", "1e400", "9" * 30, "_",
]
# fmt: on


@given(st.text() | st.lists(st.sampled_from(FRAGMENTS), max_size=8).map("".join))
@example("+" * 5000)
@example("5" + " dayz 5" * 5000)
@example("9" * 5000 + "s")
@example("9" * 5000 + "mo")
@example("P" + "9" * 5000 + "D")
@example("1e" + "9" * 5000 + "s")
@example("1," + "9" * 400 + "y")
def test_any_text_parses_or_raises_an_error_inside_it_with_a_suggestion_that_parses(text):
    fault = fault_in(text)
    if fault is None:
        duration = parse_duration(text)
        assert duration.seconds >= 0
        assert parse_duration(str(duration)) == duration
        return
    assert 0 <= fault.start <= fault.end <= len(text)
    assert fault.message.isprintable()
    if fault.suggestion is not None:
        assert fault.suggestion != text
        assert fault_in(fault.suggestion) is None


@given(st.integers(0, 10_000 * 365 * 86_400_000).map(lambda ms: ms / 1000) | st.floats(0, 1e9))
def test_a_duration_prints_to_itself(seconds):
    assert parse_duration(print_duration(Duration(seconds))) == Duration(seconds)


@given(st.dictionaries(st.sampled_from(list(SECONDS)), st.integers(0, 99), min_size=1))
def test_parts_add_up(parts):
    text = " ".join(f"{count}{unit}" for unit, count in parts.items())
    total = sum(count * round(SECONDS[unit] * 1000) for unit, count in parts.items())
    assert parse_duration(text).seconds == total / 1000


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("30d", 2_592_000),
        ("1s", 1),
        ("500ms", 0.5),
        ("1h30m", 5400),
        ("1h 30m", 5400),
        ("1.5h", 5400),
        ("30 days", 2_592_000),
        ("1 Day", 86400),
        ("2 hours 5 minutes", 7500),
        ("10min", 600),
        ("10 mins", 600),
        ("45 sec", 45),
        ("2w", 1_209_600),
        ("1 year", 31_536_000),
        ("30D", 2_592_000),
        (" 5s ", 5),
        ("1e3s", 1000),
        ("0s", 0),
        ("PT1H", 3600),
        ("PT1H30M", 5400),
        ("P30D", 2_592_000),
        ("P1W", 604_800),
        ("P1Y", 31_536_000),
        ("P1DT12H", 129_600),
        ("pt0.5s", 0.5),
        ("PT1,5H", 5400),
    ],
)
def test_a_duration(text, seconds):
    assert parse_duration(text) == Duration(seconds)


@pytest.mark.parametrize(
    ("text", "fault", "suggestion"),
    [
        ("30x", "x", None),
        ("30", "30", None),
        ("1h30", "30", None),
        ("days", "days", None),
        ("h30", "h", None),
        ("30 dayz", "dayz", "30 days"),
        ("1 houre", "houre", "1 hour"),
        ("5 secnods", "secnods", "5 seconds"),
        ("5M", "M", None),
        ("2 months", "2 months", "60d"),
        ("1mo", "1mo", "30d"),
        ("1.5 months", "1.5 months", None),
        ("P2M", "2M", "P60D"),
        ("P1Y2M3D", "2M", None),
        ("1,5h", ",", "1.5h"),
        ("1h, 30m", ",", "1h 30m"),
        ("+5s", "+", "5s"),
        ("-5s", "-", None),
        ("1h1h", "h", None),
        ("1h60min5min", "min", None),
        ("٣s", "٣", None),
        ("P", "P", None),
        ("PT", "PT", None),
        ("P1DT", "P1DT", None),
        ("P1H", "P1H", None),
        ("10001y", "10001y", None),
        ("", "", None),
        ("  ", "  ", None),
    ],
)
def test_a_slip(text, fault, suggestion):
    error = fault_in(text)
    assert error is not None
    assert (text[error.start : error.end], error.suggestion) == (fault, suggestion)


@pytest.mark.parametrize(
    ("seconds", "printed", "words"),
    [
        (2_592_000, "30d", "30 days"),
        (5400, "1h30m", "1 hour 30 minutes"),
        (0.1, "100ms", "100 milliseconds"),
        (0.001, "1ms", "1 millisecond"),
        (1.5, "1s500ms", "1 second 500 milliseconds"),
        (0.00025, "0.00025s", "0.25 milliseconds"),
        (90061, "1d1h1m1s", "1 day 1 hour 1 minute 1 second"),
        (63_072_000, "2y", "2 years"),
        (34_560_000, "400d", "400 days"),
        (0, "0s", "0 seconds"),
    ],
)
def test_a_duration_printed_and_in_words(seconds, printed, words):
    assert (print_duration(Duration(seconds)), in_words(seconds)) == (printed, words)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-90, "minus 1 minute 30 seconds"),
        (float("inf"), "more than 10,000 years"),
        (-(10**400), "minus more than 10,000 years"),
        (float("nan"), "nan seconds"),
        (12.3456789, "12.3457 seconds"),
    ],
)
def test_any_number_has_words(seconds, words):
    assert in_words(seconds) == words


@pytest.mark.parametrize(
    ("milliseconds", "words"),
    [
        (100, "100 milliseconds"),
        (5000, "5 seconds"),
        (0.5, "0.5 milliseconds"),
        (10**400, "more than 10,000 years"),
    ],
)
def test_milliseconds_in_words(milliseconds, words):
    assert milliseconds_in_words(milliseconds) == words


def test_durations_compare_by_length():
    assert parse_duration("60s") == parse_duration("1m") < parse_duration("61 s") < parse_duration("P1D")
    assert parse_duration("1m").milliseconds == 60_000

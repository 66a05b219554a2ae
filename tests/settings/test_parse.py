"""Settings out of what editors send."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holo_lsp.addresses.endpoint import parse_endpoint
from holo_lsp.settings import SETTINGS, Settings, parse_pattern, parse_settings


def parsed(value, base=None, *, trusted=True):
    settings, problems = parse_settings(value, base or Settings(), trusted=trusted)
    assert problems == ()
    return settings


def problem(value, *, trusted=True):
    """Return the one problem of ``value``, which must change nothing."""
    settings, problems = parse_settings(value, trusted=trusted)
    assert settings == Settings()
    (only,) = problems
    assert only.message.startswith(only.name)
    return only


@pytest.mark.parametrize(
    "value",
    [
        {"live": {"timeout": 500}},
        {"live.timeout": 500},
        {"holo": {"live": {"timeout": 500}}},
        {"holo": {"live.timeout": 500}},
        {"holo.live.timeout": 500},
        {"holo.live": {"timeout": 500}},
        {"live": {"timeout": 500.0}},
    ],
)
def test_keys_may_be_nested_or_dotted_with_or_without_the_section(value):
    assert parsed(value).live.timeout == 500


def test_every_setting_is_read():
    settings = parsed(
        {
            "completion": {"snippets": False},
            "diagnostics": {
                "severity": {"HS203": "hint", "HS7": "off"},
                "bestPractices": False,
                "unknownTraits": "hint",
            },
            "hover": {"liveValues": False},
            "live": {
                "enabled": False,
                "allow": ["opcua://PLC1", "opc.tcp://plc1:4840"],
                "timeout": 100,
                "indexLimit": 0,
            },
            "mqtt": {"broker": "mqtt://10.0.1.5/"},
            "traits": {"files": ["a.json", "b/c.json"]},
        }
    )
    assert settings.completion.snippets is False
    assert settings.diagnostics.severity == {"HS203": "hint", "HS7": "off"}
    assert settings.diagnostics.best_practices is False
    assert settings.diagnostics.unknown_traits == "hint"
    assert settings.hover.live_values is False
    assert settings.live.enabled is False
    assert settings.live.allow == (parse_pattern("opc.tcp://plc1:4840"),)
    assert settings.live.timeout == 100
    assert settings.live.index_limit == 0
    assert settings.mqtt.broker == parse_endpoint("mqtt://10.0.1.5:1883")
    assert settings.traits.files == ("a.json", "b/c.json")


@pytest.mark.parametrize("value", [None, {}, {"live": None}, {"live": {"timeout": None}}, {"holo": None}])
def test_null_is_a_setting_that_is_not_given(value):
    base = parsed({"live.timeout": 500})
    assert parsed(value, base) == base


def test_what_is_not_mentioned_stays_as_the_base_has_it():
    base = parsed({"live": {"timeout": 500, "enabled": False}, "completion.snippets": False})
    assert parsed({"live.enabled": True}, base) == parsed({"live.timeout": 500, "completion.snippets": False})


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        (
            "live.timeout",
            "4s",
            '"4s" is not a whole number. It takes a whole number of milliseconds from 100',
        ),
        ("live.timeout", 99, "99 is out of range"),
        ("live.timeout", 4000.5, "4000.5 is not a whole number"),
        ("live.timeout", True, "true is not a whole number"),
        ("live.timeout", 10**400, "is out of range"),
        ("live.timeout", float("nan"), "nan is not a whole number"),
        ("live.timeout", [], "a list is not a whole number"),
        ("live.timeout", 99, "4000 stays in force"),
        ("live.enabled", 0, "0 is neither true nor false. It takes true or false; true stays in force"),
        ("live.allow", "opc.tcp://plc1", '"opc.tcp://plc1" is not a list'),
        ("diagnostics.severity", ["HS203"], "a list is not an object"),
        (
            "diagnostics.unknownTraits",
            "error",
            '"error" is none of its words. It takes "off" or "hint"; "off" stays',
        ),
        ("mqtt.broker", "opc.tcp://plc1", "Scheme 'opc.tcp' does not fit here"),
        ("mqtt.broker", "mqtt://me:secret@b", "no user"),
        ("mqtt.broker", "mqtt://b/topic", "no topic"),
        ("mqtt.broker", 1883, "1883 is not a string. It takes a broker such as"),
        ("mqtt.broker", 1883, "it stays unset"),
    ],
)
def test_an_invalid_value_is_named_with_what_the_setting_takes_and_what_stays(name, value, message):
    found = problem({name: value})
    assert found.name == f"holo.{name}"
    assert message in found.message


def test_a_faulty_entry_does_not_cost_the_others():
    settings, problems = parse_settings(
        {
            "live.allow": ["opc.tcp://plc1", "opc.tcp://me@plc2", 7],
            "diagnostics.severity": {"HS1": "loud", "HS2": "off", "spelling": "off"},
        },
        trusted=True,
    )
    assert settings.live.allow == (parse_pattern("opc.tcp://plc1"),)
    assert settings.diagnostics.severity == {"HS2": "off"}
    allow, severity = problems
    assert '"opc.tcp://me@plc2": Pattern names a host and a port, no user; 7 is not a string' in allow.message
    assert 'HS1: "loud" is none of its words; "spelling" is not such a key' in severity.message
    assert severity.message.endswith("the other entries are in force.")


@pytest.mark.parametrize(
    ("value", "name", "near"),
    [
        ({"live": {"timeuot": 1}}, "holo.live.timeuot", "holo.live.timeout"),
        ({"live": {"index_limit": 1}}, "holo.live.index_limit", "holo.live.indexLimit"),
        ({"hover.livevalues": True}, "holo.hover.livevalues", "holo.hover.liveValues"),
        ({"liv": {"timeout": 1}}, "holo.liv", None),
        ({"wholly": {"else": 1}}, "holo.wholly", None),
    ],
)
def test_an_unknown_key_is_a_problem_with_the_near_name(value, name, near):
    found = problem(value)
    assert found.name == name
    assert found.message == f"{name} is not a setting." + (f" Did you mean {near}?" if near else "")


@pytest.mark.parametrize(
    ("value", "name"), [([], "holo"), ("x", "holo"), ({"live": 3}, "holo.live"), ({"holo": []}, "holo")]
)
def test_a_group_takes_an_object(value, name):
    assert "takes an object of settings" in problem(value).message
    assert problem(value).name == name


def test_a_key_is_shown_harmlessly():
    found = problem({"a\nb\u202ec" + "x" * 1000: 1})
    assert found.name.isprintable()
    assert len(found.message) < 200


@pytest.mark.parametrize(
    "value",
    [
        {"live": {"allow": ["opc.tcp://**:*"]}},
        {"live": {"enabled": False}},
        {"live": {"timeout": 100}},
        {"live": {"timeout": "x"}},
        {"live": {"indexLimit": 5}},
    ],
)
def test_a_workspace_changes_no_setting_of_application_scope(value):
    found = problem(value, trusted=False)
    assert "is ignored here, where a workspace could have set it" in found.message


def test_an_editor_that_sends_every_setting_as_it_is_hears_nothing():
    base = parsed({"live": {"timeout": 500, "allow": ["opc.tcp://plc1"]}})
    sent = {"live": {"timeout": 500, "allow": ["opc.tcp://plc1:4840/"], "enabled": True}}
    assert parsed(sent, base, trusted=False) == base


def test_a_workspace_sets_the_rest():
    assert parsed({"completion.snippets": False}, trusted=False).completion.snippets is False


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["holo", *(part for setting in SETTINGS for part in setting.name.split("."))])
            | st.text(),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(JSON | st.dictionaries(st.sampled_from([setting.name for setting in SETTINGS]), JSON), st.booleans())
def test_no_json_is_refused_as_a_whole(value, trusted):
    settings, problems = parse_settings(value, trusted=trusted)
    hash(settings)
    assert all(found.message.isprintable() for found in problems)
    if not trusted:
        assert settings.live == Settings().live

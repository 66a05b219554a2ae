"""The policy: nobody is contacted, told a secret or written to without the user's word."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from holo_lsp.addresses.endpoint import Endpoint, parse_endpoint
from holo_lsp.settings import Decision, Policy, TrustEntry, parse_pattern

PLC1 = parse_endpoint("opc.tcp://user:secret@plc1:4840/path")
PLC2 = parse_endpoint("opc.tcp://plc2")
EVIL = parse_endpoint("opc.tcp://10.0.1.5:4840@evil")


def entry(pattern, *env_names):
    return TrustEntry(pattern=parse_pattern(pattern), env_names=frozenset(env_names), added=date(2026, 1, 31))


POLICY = Policy(
    allow=(parse_pattern("opc.tcp://plc1"), parse_pattern("opc.tcp://10.0.1.*:*")),
    entries=(entry("opc.tcp://plc2:*", "CERT"), entry("opc.tcp://plc*:4840", "KEY")),
)


def test_what_the_settings_allow():
    assert POLICY.decide(PLC1) == Decision(
        allowed=True, reason="opc.tcp://plc1:4840 is allowed by opc.tcp://plc1:4840 in your settings."
    )


def test_what_the_trust_file_allows():
    assert POLICY.decide(PLC2) == Decision(
        allowed=True, reason="opc.tcp://plc2:4840 is allowed by opc.tcp://plc2:* in your trust file."
    )


def test_nobody_is_allowed_without_a_word():
    assert Policy().decide(PLC1) == Decision(
        allowed=False,
        reason="opc.tcp://plc1:4840 is not contacted: you have not allowed it.",
        how='Run "holo trust add opc.tcp://plc1:4840", or add it to live.allow in initializationOptions.',
    )


def test_the_host_counts_and_not_the_user_in_front_of_it():
    decision = POLICY.decide(EVIL)
    assert not decision.allowed
    assert decision.reason.startswith("opc.tcp://evil:4840 ")


@pytest.mark.parametrize("url", ["opc.tcp://plc3:4841", "opc.tcp://[fd00::5]:1", "mqtt://broker"])
def test_the_advice_allows_just_that_endpoint(url):
    endpoint = parse_endpoint(url)
    advice = Policy().decide(endpoint).how
    advised = parse_pattern(advice.split('"')[1].removeprefix("holo trust add "))
    assert Policy(allow=(advised,)).decide(endpoint).allowed
    assert not Policy(allow=(advised,)).decide(replace(endpoint, port=9)).allowed


@pytest.mark.parametrize(
    ("change", "reason", "how"),
    [
        ({"enabled": False}, "live checks are switched off", "holo.live.enabled"),
        ({"workspace_trusted": False}, "this workspace is not trusted", "Trust the workspace"),
    ],
)
def test_one_switch_turns_all_of_it_off(change, reason, how):
    policy = replace(POLICY, write=(parse_pattern("opc.tcp://**:*"),), **change)
    for endpoint in (PLC1, PLC2, EVIL):
        decision = policy.decide(endpoint)
        assert not decision.allowed
        assert reason in decision.reason
        assert how in decision.how
        assert not policy.allows_env(endpoint, "CERT")
        assert not policy.allows_write(endpoint)


def test_a_host_in_disguise_is_refused_with_advice_and_shown_harmlessly():
    decision = Policy(allow=(parse_pattern("opc.tcp://**:*"),)).decide(
        Endpoint("opc.tcp", "10.0.1.5\n[x](command:y)\u202e" + "a" * 500, 4840)
    )
    assert not decision.allowed
    assert decision.reason.isprintable()
    assert len(decision.reason) < 200
    assert "four decimal numbers" in decision.how


def test_no_credential_is_shown():
    for policy in (Policy(), POLICY, replace(POLICY, enabled=False)):
        assert "secret" not in str(policy.decide(PLC1))


def test_environment_variables_are_read_where_an_entry_names_them():
    assert POLICY.allows_env(PLC2, "CERT")
    assert POLICY.allows_env(PLC2, "KEY")
    assert POLICY.allows_env(PLC1, "KEY")
    assert not POLICY.allows_env(PLC1, "CERT")
    assert not POLICY.allows_env(PLC2, "AWS_SECRET")
    assert not POLICY.allows_env(EVIL, "KEY")
    assert not replace(POLICY, entries=()).allows_env(PLC1, "KEY")


def test_an_editor_writes_nothing():
    assert not any(POLICY.allows_write(endpoint) for endpoint in (PLC1, PLC2, EVIL))


def test_a_person_who_runs_twins_names_what_is_written():
    policy = replace(POLICY, write=(parse_pattern("opc.tcp://plc1"), parse_pattern("opc.tcp://evil")))
    assert policy.allows_write(PLC1)
    assert not policy.allows_write(PLC2)
    assert not policy.allows_write(EVIL), "what may not be contacted may not be written to either"

"""The trust file: nothing in it is lost, and a broken one trusts nobody."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from datetime import date

import pytest

from holo_lsp.settings import TRUST_FILE_VARIABLE, TrustEntry, TrustStore, TrustStoreError, parse_pattern

PLC1 = parse_pattern("opc.tcp://plc1")
PLC2 = parse_pattern("opc.tcp://plc2:*")


@pytest.fixture
def store(tmp_path):
    return TrustStore(tmp_path / "config" / "trust.json")


def test_a_file_that_does_not_exist_trusts_nobody(store):
    assert store.entries() == ()
    assert not store.path.parent.exists()


def test_what_was_added_is_read_back_in_order(store):
    second = store.add(PLC2, env_names=["OPCUA_CERT", "OPCUA_KEY"], note="line 2")
    first = store.add(PLC1)
    assert second.env_names == {"OPCUA_CERT", "OPCUA_KEY"}
    assert second.note == "line 2"
    assert store.entries() == (second, first)


def test_adding_again_keeps_what_the_entry_had(store):
    store.add(PLC1, env_names=["A"], note="first")
    written = json.loads(store.path.read_text())
    written["entries"][0]["added"] = "2020-02-29"
    store.path.write_text(json.dumps(written))
    assert store.add(PLC1, env_names=["B"]) == TrustEntry(
        pattern=PLC1, env_names=frozenset({"A", "B"}), added=date(2020, 2, 29), note="first"
    )
    assert store.add(PLC1, note="second").note == "second"
    assert len(store.entries()) == 1


def test_removing(store):
    store.add(PLC1)
    kept = store.add(PLC2)
    assert store.remove(PLC1)
    assert not store.remove(PLC1)
    assert store.entries() == (kept,)


@pytest.mark.parametrize("name", ["", "1A", "A B", "A=B", "A\n", "\u00c4"])
def test_an_environment_variable_has_a_proper_name(store, name):
    kept = store.add(PLC1)
    with pytest.raises(ValueError, match="is not the name of an environment variable"):
        store.add(PLC2, env_names=[name])
    assert store.entries() == (kept,)


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_only_the_user_reads_it(store):
    store.add(PLC1)
    store.path.chmod(0o644)
    store.add(PLC2)
    assert stat.S_IMODE(store.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(store.path.parent.stat().st_mode) == 0o700


@pytest.mark.skipif(os.name != "posix", reason="symbolic links need no privilege on POSIX")
def test_a_link_stays_a_link(store, tmp_path):
    target = tmp_path / "dotfiles.json"
    store.path.parent.mkdir()
    store.path.symlink_to(target)
    entry = store.add(PLC1)
    assert store.path.is_symlink()
    assert TrustStore(target).entries() == (entry,)


GOOD_ENTRY = {"pattern": "opc.tcp://plc1:4840", "env": [], "added": "2026-01-31", "note": ""}


def document(**change):
    return json.dumps({"version": 1, "entries": [GOOD_ENTRY, {**GOOD_ENTRY, **change}]}).encode()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is not JSON"),
        (b"{", "is not JSON"),
        (b"\xff", "is not UTF-8"),
        (b"[" * 100_000, "is not JSON"),
        (b"[]", 'does not hold "version": 1'),
        (b'{"version": 1}', 'and a list of "entries"'),
        (b'{"version": "1", "entries": []}', 'does not hold "version": 1'),
        (b'{"version": 2, "entries": []}', "was written by a newer holo (version 2)"),
        (b'{"version": 1, "entries": [7]}', "entry 1 does not hold exactly pattern, env, added, note"),
        (document(extra=1), "entry 2 does not hold exactly"),
        (document(pattern="opc.tcp://me@plc1"), "entry 2: Pattern names a host and a port, no user"),
        (document(pattern=7), "entry 2: 7 is not a string"),
        (document(env="A"), 'entry 2: "A" is not a list'),
        (document(env=[7]), "entry 2: 7 is not a string"),
        (document(env=["A B"]), '"A B" is not the name of an environment variable'),
        (document(added="yesterday"), "entry 2: "),
        (document(note=None), "entry 2: null is not a string"),
    ],
)
def test_a_broken_file_is_an_error_and_is_left_alone(store, content, message):
    store.path.parent.mkdir()
    store.path.write_bytes(content)
    for act in (store.entries, lambda: store.add(PLC2), lambda: store.remove(PLC1)):
        with pytest.raises(TrustStoreError) as caught:
            act()
        assert str(caught.value).startswith(str(store.path))
        assert message in str(caught.value)
    assert store.path.read_bytes() == content


def test_a_file_that_cannot_be_read_or_written_is_an_error(store):
    store.path.mkdir(parents=True)
    with pytest.raises(TrustStoreError, match=r"cannot be read: .*directory"):
        store.entries()
    blocked = TrustStore(store.path.parent / "file" / "trust.json")
    blocked.path.parent.write_text("")
    with pytest.raises(TrustStoreError, match="cannot be written"):
        blocked.add(PLC1)


def test_a_write_that_fails_leaves_the_old_file_and_no_rest(store, monkeypatch):
    kept = store.add(PLC1)

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(TrustStoreError, match="No space left on device"):
        store.add(PLC2)
    assert store.entries() == (kept,)
    assert sorted(path.name for path in store.path.parent.iterdir()) == ["trust.json", "trust.json.lock"]


PYTHONPATH = {"PYTHONPATH": os.pathsep.join(sys.path)}
ADD_MANY = """
import sys
from pathlib import Path
from holo_lsp.settings import TrustStore, parse_pattern
store = TrustStore(Path(sys.argv[1]))
for number in range(15):
    store.add(parse_pattern(f"opc.tcp://{sys.argv[2]}-{number}"))
"""


def test_processes_that_write_at_once_lose_nothing(store):
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", ADD_MANY, str(store.path), name], env={**os.environ, **PYTHONPATH}
        )
        for name in ("a", "b", "c")
    ]
    assert [writer.wait(timeout=60) for writer in writers] == [0, 0, 0]
    assert len(store.entries()) == 45


def test_the_users_own_file(monkeypatch, tmp_path):
    monkeypatch.setenv(TRUST_FILE_VARIABLE, str(tmp_path / "elsewhere.json"))
    assert TrustStore.of_user().path == tmp_path / "elsewhere.json"
    monkeypatch.delenv(TRUST_FILE_VARIABLE)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    path = TrustStore.of_user().path
    assert path.name == "trust.json"
    assert "holo-lsp" in path.parts

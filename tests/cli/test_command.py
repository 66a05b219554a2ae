"""The `holo` command as a process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from holo_lsp.analysis.codes import CODES

if TYPE_CHECKING:
    from pathlib import Path

FAULTY = """\
twin#mill {
  @digital_twin(sync_mode: "realtme")
  @alart(condition: true)
}
"""


def holo(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "holo_lsp.cli.main", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, check=False, timeout=60)


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    path = tmp_path / "mill.holo"
    path.write_text(FAULTY, encoding="utf-8")
    return path


def test_findings_are_printed_for_people(faulty: Path) -> None:
    result = holo("check", faulty.name, cwd=faulty.parent)
    assert result.returncode == 1
    assert result.stdout == (
        'mill.holo:2:28: error HS204 "realtme" is not a value of `sync_mode`: did you mean "realtime"?\n'
        '  2 |   @digital_twin(sync_mode: "realtme")\n'
        "    |                            ^^^^^^^^^\n"
        '    = fix: Change to "realtime"\n'
        "\n"
        "mill.holo:3:3: warning HS201 `@alart` is not a trait: did you mean `@alert`?\n"
        "  3 |   @alart(condition: true)\n"
        "    |   ^^^^^^\n"
        "    = fix: Change to `@alert`\n"
        "\n"
        "1 file checked: 1 error, 1 warning.\n"
    )
    assert result.stderr == ""


def test_findings_are_json(faulty: Path) -> None:
    found = json.loads(holo("check", "--format", "json", str(faulty)).stdout)
    assert [(f["code"], f["severity"], f["line"], f["column"]) for f in found] == [
        ("HS204", "error", 2, 28),
        ("HS201", "warning", 3, 3),
    ]
    assert found[0]["fixes"] == [
        {
            "title": 'Change to "realtime"',
            "edits": [{"line": 2, "column": 28, "endLine": 2, "endColumn": 37, "text": '"realtime"'}],
        }
    ]


def test_findings_are_sarif(faulty: Path) -> None:
    log = json.loads(holo("check", "--format", "sarif", faulty.name, cwd=faulty.parent).stdout)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        location = result["locations"][0]["physicalLocation"]
        assert location["artifactLocation"]["uri"] == "mill.holo"
        assert location["region"]["startLine"] >= 1
        assert location["region"]["startColumn"] >= 1
    assert [result["level"] for result in run["results"]] == ["error", "warning"]


def test_the_exit_code_tells_errors_from_warnings(tmp_path: Path) -> None:
    path = tmp_path / "a.holo"
    path.write_text("twin#a {\n  @alart(condition: true)\n}\n", encoding="utf-8")
    assert holo("check", str(path)).returncode == 0
    assert holo("check", "--strict", str(path)).returncode == 1
    assert holo("check", "--strict", "--off", "hs201", str(path)).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["check", "nowhere.holo"], "holo: nowhere.holo: there is no such file\n"),
        (["check", "."], "holo: no .holo or .hsplus file in .\n"),
        (
            ["check", "--off", "HS999", "."],
            "holo: there is no diagnostic code HS999: `holo explain` lists them all\n",
        ),
        (["explain", "HS999"], "holo: there is no diagnostic code HS999: `holo explain` lists them all\n"),
        (["traits", "@alart"], "holo: there is no trait @alart: did you mean @alert?\n"),
        (
            ["trust", "remove", "opc.tcp://a:1"],
            "holo: opc.tcp://a:1 was not allowed: `holo trust list` prints what is\n",
        ),
    ],
)
def test_trouble_is_one_clear_message(tmp_path: Path, arguments: list[str], message: str) -> None:
    result = holo(*arguments, cwd=tmp_path)
    assert (result.returncode, result.stderr) == (2, message)


def test_one_bad_file_does_not_hide_the_others(faulty: Path) -> None:
    (faulty.parent / "bad.holo").write_bytes(b"\xff\xfe")
    result = holo("check", ".", cwd=faulty.parent)
    assert result.returncode == 2
    assert result.stderr == "holo: bad.holo: line 1 is not UTF-8: save the file as UTF-8\n"
    assert "HS204" in result.stdout


def test_traits_of_the_workspace_are_known_and_their_faults_told(tmp_path: Path) -> None:
    (tmp_path / "a.holo").write_text("twin#a {\n  @coolnt(level: 3)\n}\n", encoding="utf-8")
    declared = {"traits": [{"name": "coolant", "summary": "Coolant.", "arguments": []}]}
    (tmp_path / "holo.traits.json").write_text(json.dumps(declared), encoding="utf-8")
    result = holo("check", ".", cwd=tmp_path)
    assert "did you mean `@coolant`?" in result.stdout
    (tmp_path / "holo.traits.json").write_text('{"traits": [', encoding="utf-8")
    result = holo("check", ".", cwd=tmp_path)
    assert result.returncode == 2
    assert "holo.traits.json:1:" in result.stderr


def test_files_see_each_others_declarations(tmp_path: Path) -> None:
    (tmp_path / "a.holo").write_text("template Mill {\n  @state { speed: 0 }\n}\n", encoding="utf-8")
    (tmp_path / "b.holo").write_text(
        "twin#m extends Mill {\n  @alert(condition: state.sped > 3)\n}\n", encoding="utf-8"
    )
    result = holo("check", ".", cwd=tmp_path)
    assert "did you mean `speed`?" in result.stdout
    assert "HS302" not in result.stdout


def test_the_catalogue_and_the_codes_are_printed() -> None:
    assert json.loads(holo("traits", "--json").stdout)["traits"]
    assert json.loads(holo("traits", "--schema").stdout)["$schema"]
    assert "`condition`" in holo("traits", "alert").stdout
    listed = holo("explain").stdout
    assert all(code in listed for code in CODES)
    assert holo("explain", "hs203").stdout.startswith("# HS203")
    assert holo("explain", "unknown-argument").stdout.startswith("# HS203")


def test_a_reader_that_leaves_early_is_no_trouble() -> None:
    command = f'"{sys.executable}" -m holo_lsp.cli.main explain | head -1'
    result = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False, timeout=60
    )
    assert (result.returncode, result.stderr) == (0, "")


def test_a_report_shows_no_credential(tmp_path: Path) -> None:
    path = tmp_path / "a.holo"
    path.write_text(
        'twin#a {\n  @data_binding(source: "opc.tcp://us:hunter2@h:4840",'
        ' auth: { type: "username", username: "x", password: "hunter3" })\n}\n',
        encoding="utf-8",
    )
    for form in ("human", "json", "sarif"):
        result = holo("check", "--format", form, str(path))
        assert "HS407" in result.stdout
        assert "hunter" not in result.stdout


def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.holo")
    result = holo("check", str(tmp_path / "a.holo"))
    assert (result.returncode, result.stderr) == (2, f"holo: {tmp_path / 'a.holo'}: is no file\n")

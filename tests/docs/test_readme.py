"""What README.md says holds: its configurations can be read, its commands and files exist."""

from __future__ import annotations

import json
import re
import shlex
import tomllib
from pathlib import Path

import pytest

from holo_lsp.cli.main import main
from holo_lsp.settings import Settings, parse_settings

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_configurations_can_be_read() -> None:
    (helix,) = (tomllib.loads(text) for text in blocks("toml"))
    (language,) = helix["language"]
    assert language["language-servers"] == list(helix["language-server"])
    assert "--trust-file-only" in helix["language-server"]["holo"]["args"]
    for text in blocks("json"):
        assert json.loads(text)


@pytest.mark.parametrize("text", re.findall(r"`(\{[^`]*\})`", README.replace("\n", " ")))
def test_settings_are_settings(text: str) -> None:
    if "…" not in text:
        settings, problems = parse_settings(json.loads(text.replace('"live":', '"live":')), trusted=True)
        assert not problems
        assert settings != Settings()


@pytest.mark.parametrize("command", re.findall(r"`(holo [a-z]+)", README))
def test_verbs_exist(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main([*shlex.split(command)[1:], "--help"])
    assert end.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: {command}")


@pytest.mark.parametrize("target", re.findall(r"\]\(([^)#:]+)\)|`(docs/[^`]+)`", README))
def test_links_lead_somewhere(target: tuple[str, str]) -> None:
    assert (ROOT / "".join(target)).exists()

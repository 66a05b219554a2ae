"""Each diagnostic code has a page, whose bad example gives the code and whose good one gives nothing."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.checking import findings
from support.plants import endpoint, missing, plant, variable

from holo_lsp.analysis.codes import CODES
from holo_lsp.facts import Node
from holo_lsp.settings import Settings
from holo_lsp.syntax.document import MAX_TEXT
from holo_lsp.traits import builtin, load_traits

if TYPE_CHECKING:
    from holo_lsp.analysis.finding import Finding

PAGES = Path(__file__).parents[3] / "docs" / "diagnostics"

_BLOCK = re.compile(r"^```holoscript (bad|good)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

PLANT = plant(
    endpoint(
        [
            variable("ns=2;s=Press.Force"),
            variable("ns=2;s=Press.Setpoint", access=frozenset({"write"}), user_access=frozenset({"write"})),
            variable("ns=2;s=Press.Status", kind="string", data_type="String"),
            variable("ns=2;s=Press.Forces", kind="list", value_rank=1),
            missing("ns=2;s=Press.Forse", "ns=2;s=Press.Force"),
            Node(node_id="ns=2;s=Press", state="known", node_class="Object"),
            Node(node_id="ns=9;s=Press.Force", state="bad_namespace"),
        ]
    ),
    endpoint(url="opc.tcp://offline:4840", state="offline"),
    endpoint(url="opc.tcp://refusing:4840", state="refused"),
)

#: A workspace's own trait: none that is built in has arguments that exclude each other.
VALVE = {
    "name": "valve",
    "summary": "A valve.",
    "arguments": [
        {"name": "open", "type": "boolean"},
        {"name": "closed", "type": "boolean"},
    ],
    "rules": [
        {"rule": "exclusive", "arguments": ["open", "closed"], "reason": "A valve is open or closed."},
    ],
}


def examples(code: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"bad": [], "good": []}
    for kind, text in _BLOCK.findall((PAGES / f"{code}.md").read_text("utf-8")):
        found[kind].append(text)
    return found


def found_in(text: str) -> list[Finding]:
    """All findings, with the hints that are off by default, a plant, and a trait of the workspace."""
    settings = Settings()
    diagnostics = dataclasses.replace(settings.diagnostics, unknown_traits="hint")
    traits, problems = load_traits(json.dumps({"traits": [VALVE]}), "holo.traits.json")
    assert not problems
    return findings(
        text,
        settings=dataclasses.replace(settings, diagnostics=diagnostics),
        catalogue=builtin().with_traits(traits),
        plant=PLANT,
    )


def grave(found: list[Finding]) -> set[str]:
    """The codes that are more than a hint."""
    return {f.code for f in found if (f.severity or CODES[f.code].severity) in {"error", "warning"}}


def test_each_code_has_a_page_and_each_page_a_code():
    assert {path.stem for path in PAGES.glob("HS*.md")} == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_a_page_has_all_its_parts(code: str):
    text = (PAGES / f"{code}.md").read_text("utf-8")
    assert text.startswith(f"# {code} {CODES[code].name}\n\n")
    assert examples(code)["bad"]
    assert examples(code)["good"]
    assert f'"{code}": "off"' in text
    assert code == "HS102" or f"// holo: ignore[{code}]" in text


@pytest.mark.parametrize("code", CODES)
def test_the_bad_example_gives_the_code_and_nothing_else_of_weight(code: str):
    for text in examples(code)["bad"]:
        found = found_in(text + "\n" * MAX_TEXT if code == "HS102" else text)
        assert code in {f.code for f in found}
        assert grave(found) <= {code}


@pytest.mark.parametrize("code", CODES)
def test_the_good_example_gives_nothing_of_weight(code: str):
    for text in examples(code)["good"]:
        found = found_in(text)
        assert code not in {f.code for f in found}
        assert not grave(found)

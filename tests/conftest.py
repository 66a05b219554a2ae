"""What holds for every test: how hypothesis draws, and a home that is not the user's."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis.configuration import set_hypothesis_home_dir

import holo_lsp

ROOT = Path(__file__).parent.parent

set_hypothesis_home_dir(ROOT / ".cache" / "hypothesis")
settings.register_profile("dev", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


def pytest_report_header():
    """Tell the source tree from an installed wheel."""
    return f"holo_lsp: {Path(holo_lsp.__file__).parent}"


@pytest.fixture(scope="session", autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory):
    """The user's settings and trust steer no test and no process that a test starts, and stay as they are."""
    home = str(tmp_path_factory.mktemp("home"))
    with pytest.MonkeyPatch.context() as patch:
        for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
            patch.setenv(name, home)
        for name in ("CONFIG_HOME", "DATA_HOME", "STATE_HOME", "CACHE_HOME", "RUNTIME_DIR"):
            patch.delenv(f"XDG_{name}", raising=False)
        yield

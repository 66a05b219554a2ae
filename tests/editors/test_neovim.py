"""The set-up that README.md gives for Neovim, run in a real Neovim."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

README = Path(__file__).parents[2] / "README.md"
TWIN = """\
twin#mill {
  @heatmap_3d(field: "position", colormap: "thermall")
}
"""
DRIVER = """
local function out(name, value) io.stdout:write(name .. "\\t" .. vim.json.encode(value) .. "\\n") end
local attached = vim.wait(20000, function() return #vim.lsp.get_clients({ bufnr = 0 }) > 0 end, 20)
local told = vim.wait(20000, function() return #vim.diagnostic.get(0) > 0 end, 20)
out("attached", attached)
out("told", told)
out("filetype", vim.bo.filetype)
for _, found in ipairs(vim.diagnostic.get(0)) do
  out("finding", { found.code, found.lnum, found.col, found.end_col, found.message })
end
local client = vim.lsp.get_clients({ bufnr = 0 })[1]
local function ask(method, line, column)
  local params = { textDocument = vim.lsp.util.make_text_document_params(0) }
  params.position = { line = line, character = column }
  local answer = client:request_sync(method, params, 10000, 0)
  return answer and answer.result
end
out("hover", ask("textDocument/hover", 1, 5).contents.value)
local items = ask("textDocument/completion", 1, 14)
local labels = {}
for _, item in ipairs(items.items or items) do labels[#labels + 1] = item.label end
out("labels", labels)
local range = { start = { line = 1, character = 46 }, ["end"] = { line = 1, character = 46 } }
local params = { textDocument = vim.lsp.util.make_text_document_params(0), range = range }
params.context = { diagnostics = {} }
local actions = client:request_sync("textDocument/codeAction", params, 10000, 0).result
vim.lsp.util.apply_workspace_edit(actions[1].edit, client.offset_encoding)
out("fixed", vim.api.nvim_buf_get_lines(0, 1, 2, true)[1])
out("clean", vim.wait(20000, function() return #vim.diagnostic.get(0) == 0 end, 20))
client:stop()
out("stopped", vim.wait(5000, function() return #vim.lsp.get_clients() == 0 end, 20))
vim.cmd("qall!")
"""


def nvim() -> str:
    found = shutil.which("nvim", path=os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])))
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("CI tests in Neovim, and there is none")
        pytest.skip("there is no nvim on this machine, and its wheel is for Linux on x86-64")
    return found


def test_the_readme_sets_up_neovim(tmp_path: Path) -> None:
    block = re.search(r"```lua\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert block
    (tmp_path / "init.lua").write_text(block[1], encoding="utf-8")
    (tmp_path / "driver.lua").write_text(DRIVER, encoding="utf-8")
    (tmp_path / "mill.holo").write_text(TWIN, encoding="utf-8")
    command = [nvim(), "--clean", "--headless", "-u", "init.lua", "mill.holo", "-c", "luafile driver.lua"]
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    result = subprocess.run(
        command,
        cwd=tmp_path,
        env={**os.environ, "PATH": path, "XDG_STATE_HOME": str(tmp_path / "state")},
        capture_output=True,
        text=True,
        timeout=90,
        check=True,
    )
    told = [line.split("\t", 1) for line in result.stdout.splitlines() if "\t" in line]
    said = dict(told)
    assert said["attached"] == "true", result.stderr
    assert said["filetype"] == '"holoscript"'
    assert '["HS204",1,43,53,' in said["finding"]
    assert "@heatmap_3d(" in said["hover"]
    assert '"range"' in said["labels"]
    assert '"field"' not in said["labels"]
    assert 'colormap: \\"thermal\\")' in said["fixed"]
    assert said["clean"] == "true"
    assert said["stopped"] == "true"

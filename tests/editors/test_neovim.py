"""The set-up that README.md gives for Neovim, run in a real Neovim."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import sys
from pathlib import Path

import pytest

from holo_lsp.demo.plant import DEMO_PORT, DemoPlant

EXAMPLE = Path(__file__).parents[2] / "examples" / "factory"
PATH = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
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


LIVE_DRIVER = """
local function out(name, value) io.stdout:write(name .. "\\t" .. vim.json.encode(value) .. "\\n") end
local function found(code, text)
  for _, each in ipairs(vim.diagnostic.get(0)) do
    if each.code == code and each.message:find(text, 1, true) then return each end
  end
end
local function line_with(text)
  for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, true)) do
    local column = line:find(text, 1, true)
    if column then return number - 1, column end
  end
end
out("marked", vim.wait(30000, function() return found("HS701", "did you mean") ~= nil end, 20))
out("type", vim.wait(10000, function() return found("HS705", "") ~= nil end, 20))
local client = vim.lsp.get_clients({ bufnr = 0 })[1]
local document = vim.lsp.util.make_text_document_params(0)
local line, column = line_with("CNC1.Spindle.RPM")
local hover = client:request_sync("textDocument/hover",
  { textDocument = document, position = { line = line, character = column } }, 10000, 0)
out("hover", hover.result.contents.value)
line, column = line_with("Spindel")
local range = { start = { line = line, character = column }, ["end"] = { line = line, character = column } }
local actions = client:request_sync("textDocument/codeAction",
  { textDocument = document, range = range, context = { diagnostics = {} } }, 10000, 0).result
out("action", actions[1].title)
vim.lsp.util.apply_workspace_edit(actions[1].edit, client.offset_encoding)
out("mended", vim.wait(20000, function() return found("HS701", "") == nil end, 20))
client:stop()
vim.cmd("qall!")
"""


def nvim() -> str:
    found = shutil.which("nvim", path=PATH)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("CI tests in Neovim, and there is none")
        pytest.skip("there is no nvim on this machine, and its wheel is for Linux on x86-64")
    return found


def setup() -> str:
    block = re.search(r"```lua\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert block
    return block[1]


async def run(folder: Path, init: str, driver: str, file: str) -> dict[str, str]:
    """What the driver says, by name, after it ran in an editor with ``file`` open."""
    (folder / "init.lua").write_text(init, encoding="utf-8")
    (folder / "driver.lua").write_text(driver, encoding="utf-8")
    process = await asyncio.create_subprocess_exec(
        *(nvim(), "--clean", "--headless", "-u", "init.lua", file, "-c", "luafile driver.lua"),
        cwd=folder,
        env={**os.environ, "PATH": PATH, "XDG_STATE_HOME": str(folder / "state")},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(90):
        output, errors = await process.communicate()
    assert process.returncode == 0, errors.decode()
    told = dict(line.split("\t", 1) for line in output.decode().splitlines() if "\t" in line)
    assert told, errors.decode()
    return told


async def test_the_readme_sets_up_neovim(tmp_path: Path) -> None:
    (tmp_path / "mill.holo").write_text(TWIN, encoding="utf-8")
    said = await run(tmp_path, setup(), DRIVER, "mill.holo")
    assert said["attached"] == "true"
    assert said["filetype"] == '"holoscript"'
    assert '["HS204",1,43,53,' in said["finding"]
    assert "@heatmap_3d(" in said["hover"]
    assert '"range"' in said["labels"]
    assert '"field"' not in said["labels"]
    assert 'colormap: \\"thermal\\")' in said["fixed"]
    assert said["clean"] == "true"
    assert said["stopped"] == "true"


async def test_a_wrong_node_is_marked_and_mended(tmp_path: Path) -> None:
    async with DemoPlant() as plant:
        example = (EXAMPLE / "factory.holo").read_text(encoding="utf-8")
        demo = f"opc.tcp://127.0.0.1:{DEMO_PORT}"
        (tmp_path / "factory.holo").write_text(example.replace(demo, plant.url), encoding="utf-8")
        said = await run(tmp_path, setup().replace(demo, plant.url), LIVE_DRIVER, "factory.holo")
    assert said["marked"] == "true"
    assert said["type"] == "true"
    assert "Actual speed of the spindle" in said["hover"]
    assert "Value: " in said["hover"]
    assert "CNC2.Spindle.RPM" in said["action"]
    assert said["mended"] == "true"

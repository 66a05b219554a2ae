from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holo_lsp.cli.files import collect
from holo_lsp.lsp.disk import SourceFile, Unreadable, read

if TYPE_CHECKING:
    from pathlib import Path


def test_a_folder_gives_its_sources_in_order_and_skips_what_nobody_wrote(tmp_path: Path) -> None:
    for name in ("b.holo", "a.hsplus", "c.txt", ".git/x.holo", "node_modules/y.holo", "inner/d.holo"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("twin#a {}", encoding="utf-8")
    files, trouble = collect([str(tmp_path), str(tmp_path / "b.holo")])
    assert [file.path.relative_to(tmp_path).as_posix() for file in files] == [
        "a.hsplus",
        "b.holo",
        "inner/d.holo",
    ]
    assert trouble == []


def test_a_file_named_by_hand_is_read_whatever_its_suffix(tmp_path: Path) -> None:
    path = tmp_path / "twin.txt"
    path.write_text("twin#a {}", encoding="utf-8")
    files, _ = collect([str(path)])
    assert [file.path for file in files] == [path]


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "a.holo"
    path.write_bytes(b"\xef\xbb\xbftwin#a {}")
    assert read(path) == SourceFile(path, "twin#a {}")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"twin#a {}\0", "this is a binary file"),
        (b'twin#a {\n  name: "\xe4"\n}', "line 2 is not UTF-8: save the file as UTF-8"),
    ],
)
def test_what_is_no_text_is_said(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "a.holo"
    path.write_bytes(content)
    assert read(path) == Unreadable(path, reason)


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    path = tmp_path / "none.holo"
    assert collect([str(path)]) == ([], [Unreadable(path, "there is no such file")])
    assert read(tmp_path) == Unreadable(tmp_path, "is a directory")

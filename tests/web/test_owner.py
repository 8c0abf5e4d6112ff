from __future__ import annotations

import os
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.folder import find_sources
from index.readers import read as read_module
from web import owner as owner_module
from web.owner import OwnerError, add_source, checked_name, remove_source

TEXT = "The bridge was shut in June.\n"

HOSTILE = [
    "",
    ".",
    "..",
    ".txt",
    ".hidden.txt",
    "../evil.txt",
    "..\\evil.txt",
    "a/../../evil.txt",
    "/etc/evil.txt",
    "C:\\evil.txt",
    "C:evil.txt",
    "\\\\server\\share\\evil.txt",
    "evil.txt\0.png",
    "evil\n.txt",
    "evil\u202etxt.exe.txt",
    "evil\u200b.txt",
    "evil\ud800.txt",
    "evil.txt:stream.txt",
    " evil.txt",
    "evil.txt ",
    "evil.txt.",
    "con.txt",
    "CON.txt",
    "nul.md",
    "com1.txt",
    "LPT9.tar.md",
    "a" * 1000 + ".txt",
    "ع" * 120 + ".txt",
    "evil.exe",
    "evil",
    "evil.txt.exe",
    "what?.txt",
    "a*.txt",
    "<script>.txt",
    '"quoted".txt',
    "pipe|.txt",
]


@pytest.fixture
def upload(tmp_path: Path) -> Path:
    path = tmp_path / "upload"
    path.write_text(TEXT, "utf-8")
    return path


def tree(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


@pytest.mark.parametrize("name", HOSTILE, ids=lambda name: repr(name)[:40])
def test_a_hostile_name_is_refused(name: str, sources: Path, upload: Path, tmp_path: Path) -> None:
    before = tree(tmp_path)
    with pytest.raises(OwnerError) as refused:
        add_source(sources, upload, name)
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 250
    assert tree(tmp_path) == before


@given(st.text(max_size=300).map(lambda name: name + ".txt") | st.text(alphabet=string.printable))
def test_a_name_that_is_taken_is_one_plain_part_of_a_path(name: str) -> None:
    try:
        checked = checked_name(name)
    except OwnerError:
        return
    assert Path(checked).name == checked
    assert Path(checked).suffix.lower() in read_module.ENDINGS
    assert checked.isprintable()
    assert "\\" not in checked


@pytest.mark.parametrize(
    "name", ["bridge.txt", "الجسر القديم.md", "Brücke (2).TXT", "桥.txt", "a.b.md"]
)
def test_a_good_name_is_kept(name: str, sources: Path, upload: Path) -> None:
    added = add_source(sources, upload, name)
    assert (sources / added).read_text("utf-8") == TEXT
    assert set(find_sources(sources)) == {"harbour.txt", added}
    assert tree(sources) == {"harbour.txt", added}


@pytest.mark.parametrize("name", ["harbour.txt", "HARBOUR.txt", "harbour.TXT"])
def test_no_source_is_replaced(name: str, sources: Path, upload: Path) -> None:
    before = (sources / "harbour.txt").read_bytes()
    with pytest.raises(OwnerError, match="already"):
        add_source(sources, upload, name)
    assert (sources / "harbour.txt").read_bytes() == before
    assert tree(sources) == {"harbour.txt"}


def test_a_link_that_stands_at_the_name_is_not_written_through(
    sources: Path, upload: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside.txt"
    (sources / "link.txt").symlink_to(outside)
    with pytest.raises(OwnerError, match="already"):
        add_source(sources, upload, "link.txt")
    assert not outside.exists()


def test_a_name_that_is_taken_meanwhile_is_not_replaced(
    sources: Path, upload: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(owner_module, "_is_taken", lambda home, name: False)
    with pytest.raises(OwnerError, match="already"):
        add_source(sources, upload, "harbour.txt")
    assert tree(sources) == {"harbour.txt"}


def test_no_link_pipe_or_folder_is_copied(sources: Path, upload: Path, tmp_path: Path) -> None:
    link, pipe = tmp_path / "link", tmp_path / "pipe"
    link.symlink_to(upload)
    os.mkfifo(pipe)
    for path in (link, pipe, tmp_path, tmp_path / "none"):
        with pytest.raises(OwnerError):
            add_source(sources, path, "bridge.txt")
    assert tree(sources) == {"harbour.txt"}


def test_no_more_is_copied_than_a_source_may_have(
    sources: Path, upload: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(owner_module, "MAX_BYTES", len(TEXT) - 1)
    with pytest.raises(OwnerError, match="larger"):
        add_source(sources, upload, "bridge.txt")
    assert tree(sources) == {"harbour.txt"}


@pytest.mark.parametrize(
    "name",
    ["", "none.txt", "../outside.txt", "/etc/passwd", ".hidden.txt", "folder", "notes.xyz", "\0"],
)
def test_only_a_source_is_removed(name: str, sources: Path, tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text(TEXT, "utf-8")
    (sources / ".hidden.txt").write_text(TEXT, "utf-8")
    (sources / "notes.xyz").write_text(TEXT, "utf-8")
    (sources / "folder").mkdir()
    before = tree(tmp_path)
    with pytest.raises(OwnerError, match="There is no source"):
        remove_source(sources, name)
    assert tree(tmp_path) == before


def test_a_source_in_a_folder_is_removed(sources: Path) -> None:
    (sources / "folder").mkdir()
    (sources / "folder" / "bridge.md").write_text(TEXT, "utf-8")
    remove_source(sources, "folder/bridge.md")
    assert tree(sources) == {"harbour.txt", "folder"}


def test_of_a_link_only_the_link_is_removed(sources: Path) -> None:
    (sources / "link.txt").symlink_to(sources / "harbour.txt")
    remove_source(sources, "link.txt")
    assert tree(sources) == {"harbour.txt"}

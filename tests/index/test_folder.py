from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.errors import SourceError
from index.folder import find_sources, index_folder, source_state


def _touch(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x", "utf-8")


def test_sources_are_the_files_with_a_reader_in_order(tmp_path: Path) -> None:
    _touch(tmp_path, "b.txt", "a.md", "sub/deep/c.TXT", "خبر.txt", "photo.png")
    _touch(tmp_path, ".hidden.txt", ".git/d.txt", "sub/.cache/e.md")
    found = find_sources(tmp_path)
    assert list(found) == ["a.md", "b.txt", "خبر.txt", "sub/deep/c.TXT"]
    assert found["sub/deep/c.TXT"] == tmp_path.resolve() / "sub/deep/c.TXT"


def test_a_folder_without_sources_has_none(tmp_path: Path) -> None:
    assert find_sources(tmp_path) == {}


def test_no_folder_is_an_error(tmp_path: Path) -> None:
    _touch(tmp_path, "a.txt")
    for place in (tmp_path / "nowhere", tmp_path / "a.txt"):
        with pytest.raises(SourceError, match=f"There is no folder of sources at {place}"):
            find_sources(place)


def test_links_are_followed_inside_the_folder_only(tmp_path: Path) -> None:
    _touch(tmp_path, "sources/a.txt", "secret.txt", "outside/b.txt")
    sources = tmp_path / "sources"
    (sources / "inside.txt").symlink_to("a.txt")
    (sources / "leads-out.txt").symlink_to(tmp_path / "secret.txt")
    (sources / "folder").symlink_to(tmp_path / "outside")
    assert list(find_sources(sources)) == ["a.txt", "inside.txt"]
    (tmp_path / "link").symlink_to(sources)
    assert list(find_sources(tmp_path / "link")) == ["a.txt", "inside.txt"]


def test_a_link_to_itself_or_to_nothing_is_found_but_has_no_state(tmp_path: Path) -> None:
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    (tmp_path / "nothing.txt").symlink_to("gone.txt")
    found = find_sources(tmp_path)
    assert list(found) == ["loop.txt", "nothing.txt"]
    for path in found.values():
        with pytest.raises(SourceError, match="cannot be opened"):
            source_state(path)


def test_a_name_that_is_not_utf_8_is_written_so_that_it_can_be_saved(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text("x", "utf-8")
    ((source, path),) = find_sources(tmp_path).items()
    assert source == "caf\\xe9.txt"
    assert path.read_text("utf-8") == "x"


def test_the_state_is_of_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"one\r\n")
    state = source_state(path)
    assert state.content_hash == hashlib.sha256(b"one\r\n").hexdigest()
    assert (state.size, state.modified_ns) == (5, path.stat().st_mtime_ns)


def test_each_folder_has_its_own_index(tmp_path: Path) -> None:
    one, other = tmp_path / "a" / "news", tmp_path / "b" / "news"
    assert index_folder(one) != index_folder(other)
    assert index_folder(one) == index_folder(tmp_path / "a" / "x" / ".." / "news")
    assert index_folder(one).name.startswith("news-")
    assert index_folder(Path("/")).name.startswith("root-")


def test_a_file_that_looks_as_it_did_is_not_read_again(tmp_path: Path) -> None:
    """Unless it was written in the second in which it was indexed, or after."""
    path = tmp_path / "a.txt"
    path.write_text("One.", "utf-8")
    written = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())
    os.utime(path, (written, written))
    first = source_state(path)
    path.write_text("Two.", "utf-8")
    os.utime(path, (written, written))
    for second, is_read in (("00:00:01", False), ("00:00:00", True)):
        known = replace(first, indexed=f"2026-01-01T{second}+00:00")
        assert (source_state(path, known) != first) is is_read
    assert source_state(path, first) != first  # nobody says when it was indexed
    os.utime(path, (written, written + 1))
    assert source_state(path, replace(first, indexed="2027-01-01T00:00:00+00:00")) != first

"""Archives of sources: each member a source with a place of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from index.build import build
from index.encoders.encoder import Encoder
from index.errors import SourceError
from index.folder import find_sources, source_state
from index.freshness import freshness
from index.readers.read import read
from index.storage.store import load
from tests.index.readers.good import GOOD
from tests.index.readers.made import zipped


def test_members_are_sources_with_their_own_place(tmp_path: Path) -> None:
    parts = {f"inner/good{suffix}": raw for suffix, raw in GOOD.items() if suffix != ".zip"}
    (tmp_path / "all.ZIP").write_bytes(zipped({**parts, "photo.png": b"x"}))
    found = find_sources(tmp_path)
    assert list(found) == sorted(f"all.ZIP/{name}" for name in parts)
    for source, path in found.items():
        document = read(path, source)
        assert document.source == source
        assert "ambassador" in document.text
        assert source_state(path).content_hash == document.content_hash


def test_a_folder_that_is_called_like_an_archive_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "old.zip").mkdir()
    (tmp_path / "old.zip" / "a.txt").write_text("He left.", "utf-8")
    ((source, path),) = find_sources(tmp_path).items()
    assert (source, read(path, source).text) == ("old.zip/a.txt", "He left.")


def test_a_member_that_leads_out_is_never_opened(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "a.zip").write_bytes(zipped({"../../secret.txt": "x", "../secret.txt": "y"}))
    ((source, path),) = find_sources(sources).items()
    assert source == "a.zip"
    with pytest.raises(SourceError, match="lead out of it"):
        read(path, source)
    with pytest.raises(SourceError, match="not in the archive"):
        read(sources / "a.zip" / "b" / "secret.txt", "x")


def test_only_changed_members_are_read_again(tmp_path: Path, encoder: Encoder) -> None:
    sources, folder = tmp_path / "sources", tmp_path / "index"
    sources.mkdir()
    archive = sources / "news.zip"
    archive.write_bytes(zipped({"a.txt": "He left.", "b.html": "<p>She stayed.", "c.zip": b"x"}))
    report = build(sources, folder, encoder)
    assert report.added == ["news.zip/a.txt", "news.zip/b.html"]
    assert list(report.unreadable) == ["news.zip"]
    assert freshness(load(folder).manifest, sources).changed_sources == ()
    archive.write_bytes(zipped({"a.txt": "He left.", "b.html": "<p>She came.", "d.txt": "New."}))
    fresh = freshness(load(folder).manifest, sources)
    assert (fresh.added, fresh.changed) == (("news.zip/d.txt",), ("news.zip/b.html",))
    assert fresh.removed == ("news.zip",)
    report = build(sources, folder, encoder)
    assert (report.added, report.changed) == (["news.zip/d.txt"], ["news.zip/b.html"])
    assert (report.unchanged, report.encoded) == (["news.zip/a.txt"], 2)
    archive.unlink()
    shutil.copy(Path(__file__), sources / "note.txt")
    assert len(build(sources, folder, encoder).removed) == 3


def test_the_limits_of_an_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"a.txt": "words " * 10, "b.txt": "words"}))
    monkeypatch.setattr("index.readers.zipped.MOST_BYTES_TOGETHER", 20)
    with pytest.raises(SourceError, match="unpacked it is larger"):
        read(path, "a.zip")
    with path.open("wb") as file:
        file.truncate(500_000_001)
    with pytest.raises(SourceError, match="larger than 500 MB"):
        read(path, "a.zip")

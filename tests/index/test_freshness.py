from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.build import build
from index.encoders.encoder import Encoder
from index.freshness import freshness
from index.storage.manifest import Manifest
from index.storage.store import load
from tests.index.corpus import write_sources


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = write_sources(tmp_path / "sources")
    (folder / "binary.txt").write_bytes(b"\0")
    return folder


@pytest.fixture
def manifest(sources: Path, tmp_path: Path, encoder: Encoder) -> Manifest:
    build(sources, tmp_path / "index", encoder)
    return load(tmp_path / "index").manifest


def test_just_after_a_build_nothing_has_changed(manifest: Manifest, sources: Path) -> None:
    fresh = freshness(manifest, sources)
    assert fresh.changed_sources == ()
    built = datetime.fromisoformat(fresh.built)
    assert built.utcoffset() is not None
    assert built <= datetime.now(UTC)


def test_every_change_is_told_by_its_kind(manifest: Manifest, sources: Path) -> None:
    (sources / "new.md").write_text("New.", "utf-8")
    (sources / "visit.md").write_text("Other.", "utf-8")
    (sources / "guerre.txt").unlink()
    fresh = freshness(manifest, sources)
    assert (fresh.added, fresh.changed, fresh.removed) == (
        ("new.md",),
        ("visit.md",),
        ("guerre.txt",),
    )
    assert fresh.changed_sources == ("guerre.txt", "new.md", "visit.md")


def test_a_change_of_the_same_size_is_one(manifest: Manifest, sources: Path) -> None:
    path = sources / "visit.md"
    path.write_bytes(path.read_bytes().replace(b"prime", b"first"))
    assert freshness(manifest, sources).changed == ("visit.md",)


def test_a_file_that_was_only_touched_is_the_same(manifest: Manifest, sources: Path) -> None:
    os.utime(sources / "visit.md", (0, 0))
    assert freshness(manifest, sources).changed_sources == ()


def test_a_file_that_cannot_be_read_any_more_has_changed(manifest: Manifest, sources: Path) -> None:
    (sources / "visit.md").unlink()
    (sources / "visit.md").symlink_to("nowhere.md")
    assert freshness(manifest, sources).changed == ("visit.md",)


def test_an_unreadable_file_has_changed_when_it_is_written_later(
    manifest: Manifest, sources: Path
) -> None:
    later = datetime.fromisoformat(manifest.built).timestamp() + 2
    os.utime(sources / "binary.txt", (later, later))
    assert freshness(manifest, sources).changed == ("binary.txt",)
    (sources / "binary.txt").unlink()
    assert freshness(manifest, sources).removed == ("binary.txt",)


def test_a_folder_that_is_gone_has_lost_everything(manifest: Manifest, sources: Path) -> None:
    shutil.rmtree(sources)
    fresh = freshness(manifest, sources)
    assert fresh.removed == ("binary.txt", "guerre.txt", "news/libya.ar.txt", "visit.md")
    assert fresh.added == fresh.changed == ()

"""What a build makes of the sources, and what it does again."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from index.build import BuildReport, build, open_index
from index.documents import encoded_text
from index.encoders.encoder import Encoder
from index.errors import IndexDamagedError, IsnadError, SourceError
from index.folder import source_state
from index.storage.contents import Index
from index.storage.store import current_generation, load
from tests.index.corpus import (
    ARABIC,
    CHINESE,
    ENGLISH,
    FRENCH,
    assert_same,
    assert_whole,
    texts_of,
)

_SOURCES = ["guerre.txt", "news/libya.ar.txt", "visit.md"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "index"


def test_the_first_build_has_everything(sources: Path, folder: Path, encoder: Encoder) -> None:
    report = build(sources, folder, encoder)
    assert report == BuildReport(
        added=_SOURCES,
        changed=[],
        removed=[],
        unchanged=[],
        unreadable={},
        passages=5,
        encoded=5,
    )
    index = load(folder)
    assert_whole(index)
    texts = {source: document.text for source, document in index.documents.items()}
    assert texts == dict(zip(_SOURCES, [FRENCH, ARABIC, ENGLISH], strict=True))
    assert [document.language for document in index.documents.values()] == ["fr", "ar", "en"]
    assert texts_of(index) == [
        FRENCH,
        *ARABIC.split("\r\n\r\n")[1:],
        "The ambassador met the prime minister.",
        "They spoke of the ceasefire.",
    ]
    assert index.manifest.sources == str(sources.resolve())
    assert index.manifest.encoder == "bundled"
    assert index.manifest.encoder_identity == encoder.identity
    assert index.manifest.files["visit.md"] == source_state(sources / "visit.md")


def test_the_vectors_are_those_of_the_passages_under_their_headings(
    sources: Path, folder: Path, encoder: Encoder
) -> None:
    build(sources, folder, encoder)
    index = load(folder)
    last = len(index.passages) - 1
    text = encoded_text(index.documents["visit.md"], index.passages[last])
    assert text == "The visit\nThey spoke of the ceasefire."
    (encoding,) = encoder.encode_passages([text])
    assert np.array_equal(index.vectors[last], encoding.vector)
    similar = np.einsum("ij,ij->i", index.token_vectors.vectors(last), encoding.tokens)
    assert (similar > 0.999).all()
    assert "ceasefir" in index.tokens[last]
    assert "visit" in index.tokens[last]


def test_only_what_changed_is_encoded_again(sources: Path, folder: Path, encoder: Encoder) -> None:
    build(sources, folder, encoder)
    (sources / "visit.md").write_text("# The visit\n\nIt was called off.\n", "utf-8")
    (sources / "guerre.txt").unlink()
    (sources / "a.txt").write_text(CHINESE, "utf-8")
    os.utime(sources / "news" / "libya.ar.txt")
    told: list[tuple[int, int]] = []
    report = build(sources, folder, encoder, progress=lambda *numbers: told.append(numbers))
    assert report == BuildReport(
        added=["a.txt"],
        changed=["visit.md"],
        removed=["guerre.txt"],
        unchanged=["news/libya.ar.txt"],
        unreadable={},
        passages=4,
        encoded=2,
    )
    assert told == [(0, 2), (2, 2)]
    build(sources, folder.with_name("anew"), encoder)
    assert_same(load(folder), load(folder.with_name("anew")))


def test_a_build_without_a_change_encodes_nothing(
    sources: Path, folder: Path, encoder: Encoder
) -> None:
    build(sources, folder, encoder)
    first = load(folder)
    report = build(sources, folder, encoder)
    assert (report.unchanged, report.encoded) == (_SOURCES, 0)
    assert_same(load(folder), first)


def test_more_passages_than_a_batch_are_all_encoded(
    sources: Path, folder: Path, encoder: Encoder
) -> None:
    lines = [f"Sentence number {number} is here." for number in range(150)]
    (sources / "many.txt").write_text("\n".join(lines), "utf-8")
    told: list[int] = []
    report = build(sources, folder, encoder, progress=lambda done, _: told.append(done))
    assert report.encoded == 155
    assert told == sorted(set(told))
    assert told[0] == 0
    assert told[-1] == 155
    assert len(told) > 2
    index = load(folder)
    assert_whole(index)
    row = texts_of(index).index(lines[99])
    (encoding,) = encoder.encode_passages([lines[99]])
    assert np.array_equal(index.vectors[row], encoding.vector)


def test_one_unreadable_source_never_stops_the_others(
    sources: Path, folder: Path, encoder: Encoder
) -> None:
    (sources / "empty.txt").touch()
    (sources / "binary.txt").write_bytes(b"\x7fELF\0\0")
    (sources / "latin.md").write_bytes("L'élève était à l'école.".encode("latin-1"))
    (sources / "gone.txt").symlink_to("nowhere.txt")
    (sources / "loop.txt").symlink_to("loop.txt")
    os.mkfifo(sources / "pipe.txt")
    report = build(sources, folder, encoder)
    assert report.added == _SOURCES
    assert list(report.unreadable) == [
        "binary.txt",
        "empty.txt",
        "gone.txt",
        "latin.md",
        "loop.txt",
        "pipe.txt",
    ]
    assert load(folder).manifest.unreadable == report.unreadable


def test_a_source_that_becomes_unreadable_leaves_the_index(
    sources: Path, folder: Path, encoder: Encoder
) -> None:
    build(sources, folder, encoder)
    (sources / "visit.md").write_bytes(b"\0")
    report = build(sources, folder, encoder)
    assert (report.removed, list(report.unreadable)) == (["visit.md"], ["visit.md"])
    assert_whole(load(folder))
    (sources / "visit.md").write_text(ENGLISH, "utf-8")
    assert build(sources, folder, encoder).added == ["visit.md"]


def test_a_file_that_vanishes_or_grows_during_the_build(
    sources: Path, folder: Path, encoder: Encoder
) -> None:
    """The progress is told after reading: what was read is indexed, and known to be old."""
    (sources / "grows.txt").write_text("It was short.", "utf-8")

    def change(done: int, total: int) -> None:
        (sources / "visit.md").unlink(missing_ok=True)
        (sources / "grows.txt").write_text("It was short. It is longer.", "utf-8")

    build(sources, folder, encoder, progress=change)
    assert load(folder).documents["grows.txt"].text == "It was short."
    report = build(sources, folder, encoder)
    assert (report.changed, report.removed) == (["grows.txt"], ["visit.md"])


def test_a_name_that_is_not_utf_8_is_indexed(sources: Path, folder: Path, encoder: Encoder) -> None:
    (sources / os.fsdecode(b"caf\xe9.txt")).write_text(FRENCH, "utf-8")
    assert build(sources, folder, encoder).added[0] == "caf\\xe9.txt"
    assert load(folder).documents["caf\\xe9.txt"].title == "caf\\xe9.txt"
    assert build(sources, folder, encoder).encoded == 0


def test_nothing_to_index_is_an_error_and_the_old_index_stays(
    sources: Path, folder: Path, encoder: Encoder, tmp_path: Path
) -> None:
    build(sources, folder, encoder)
    old = load(folder)
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(SourceError, match=r"holds no file that can be read; put a source there"):
        build(empty, folder, encoder)
    (empty / "nul.txt").write_bytes(b"\0")
    with pytest.raises(SourceError, match=r"No source in .* nul\.txt: it is a binary file"):
        build(empty, folder, encoder)
    with pytest.raises(SourceError, match="There is no folder of sources at"):
        build(tmp_path / "nowhere", folder, encoder)
    assert_same(load(folder), old)
    assert load(folder).manifest == old.manifest


def test_a_paragraph_that_is_moved_copied_or_brought_back_is_not_encoded_again(
    sources: Path, folder: Path, encoder: Encoder
) -> None:
    build(sources, folder, encoder)
    (sources / "news" / "libya.ar.txt").rename(sources / "moved.txt")
    (sources / "copy.md").write_text(f"# News\n\n{FRENCH}\n\n{ENGLISH}", "utf-8")
    (sources / "guerre.txt").unlink()
    report = build(sources, folder, encoder)
    assert (report.passages, report.encoded) == (7, 1)  # under "News" the French text is new
    (sources / "guerre.txt").write_text(FRENCH, "utf-8")
    assert build(sources, folder, encoder).encoded == 0
    index = load(folder)
    assert_whole(index)
    build(sources, folder.with_name("anew"), encoder)
    assert_same(index, load(folder.with_name("anew")))


def test_what_stands_in_two_sources_is_encoded_and_stored_once(
    sources: Path, folder: Path, encoder: Encoder
) -> None:
    shutil.copy(sources / "visit.md", sources / "reprint.md")
    report = build(sources, folder, encoder)
    assert (report.passages, report.encoded) == (7, 5)
    index = load(folder)
    assert_whole(index)
    assert len(index.segments[0].token_vectors.starts) == 6
    places = [[index.passages[row].source for row in rows] for rows in index.identical]
    assert places == [["reprint.md", "visit.md"]] * 2


def test_processes_encode_the_same(sources: Path, folder: Path, encoder: Encoder) -> None:
    assert build(sources, folder, encoder, workers=2).encoded == 5
    build(sources, folder.with_name("here"), encoder)
    assert_same(load(folder), load(folder.with_name("here")))


def test_an_index_that_cannot_be_written_is_a_sentence(
    sources: Path, tmp_path: Path, encoder: Encoder
) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(IsnadError, match="cannot be written"):
        build(sources, tmp_path / "file" / "index", encoder)


def test_open_index_builds_only_where_there_is_none(sources: Path, folder: Path) -> None:
    first, _ = open_index(sources, folder)
    assert isinstance(first, Index)
    assert_whole(first)
    (sources / "visit.md").unlink()
    assert open_index(sources, folder)[0].manifest == first.manifest
    assert open_index(sources, folder, "bundled")[0].manifest == first.manifest


def test_open_index_never_serves_nor_replaces_a_damaged_index(
    sources: Path, folder: Path, encoder: Encoder
) -> None:
    build(sources, folder, encoder)
    shutil.rmtree(current_generation(folder))
    with pytest.raises(IndexDamagedError):
        open_index(sources, folder)

"""Builds over what is damaged, after one that was stopped, and beside another."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from index.build import build
from index.encoders.encoder import Encoder
from index.errors import BuildRunningError, IndexDamagedError
from index.storage.store import current_generation, generations, load
from tests.index.corpus import (
    assert_same,
    assert_whole,
)

_SOURCES = ["guerre.txt", "news/libya.ar.txt", "visit.md"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "index"


def _spoil(path: Path) -> None:
    """Put another file there: to cut off one that is mapped would end this process."""
    path.unlink()
    path.write_bytes(b"\xff")


@pytest.mark.parametrize("damage", ["manifest.json", "dense.npy"])
def test_a_build_mends_a_damaged_index(
    sources: Path, folder: Path, encoder: Encoder, damage: str
) -> None:
    build(sources, folder, encoder)
    whole = load(folder)
    _spoil(current_generation(folder) / damage)
    with pytest.raises(IndexDamagedError):
        load(folder)
    assert build(sources, folder, encoder).encoded == 5
    assert_same(load(folder), whole)


def test_a_build_after_a_damage_takes_the_vectors_of_the_generation_before(
    sources: Path, folder: Path, encoder: Encoder
) -> None:
    build(sources, folder, encoder)
    before = current_generation(folder)
    (sources / "guerre.txt").unlink()
    build(sources, folder, encoder)
    whole, damaged = load(folder), current_generation(folder)
    _spoil(damaged / "dense.npy")
    assert build(sources, folder, encoder).encoded == 0
    assert_same(load(folder), whole)
    assert generations(folder) == [before, current_generation(folder)]


def test_a_damaged_pointer_costs_nothing(sources: Path, folder: Path, encoder: Encoder) -> None:
    build(sources, folder, encoder)
    whole = load(folder)
    (folder / "CURRENT").write_bytes(b"\xff")
    assert build(sources, folder, encoder).encoded == 0
    assert_same(load(folder), whole)


def test_what_a_stopped_build_encoded_is_not_encoded_again(
    sources: Path, folder: Path, encoder: Encoder
) -> None:
    lines = [f"Sentence number {number} is here." for number in range(95)]
    (sources / "many.txt").write_text("\n".join(lines), "utf-8")

    told = [0]

    def stop(done: int, total: int) -> None:
        told.append(done)
        if done >= 50:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(sources, folder, encoder, progress=stop)
    (segment,) = (folder / "vectors").iterdir()
    with segment.open("r+b") as file:
        file.truncate(segment.stat().st_size - 1)  # the last record is lost
    report = build(sources, folder, encoder)
    assert (report.passages, report.encoded) == (100, 100 - told[-1] + 1)
    assert list((folder / "vectors").iterdir()) == []
    build(sources, folder.with_name("anew"), encoder)
    assert_same(load(folder), load(folder.with_name("anew")))


def test_of_two_builds_at_once_the_second_waits(
    sources: Path, folder: Path, encoder: Encoder, caplog: pytest.LogCaptureFixture
) -> None:
    started, go_on = threading.Event(), threading.Event()

    def wait(done: int, total: int) -> None:
        started.set()
        assert go_on.wait(60)

    arguments = (sources, folder, encoder)
    first = threading.Thread(target=build, args=arguments, kwargs={"progress": wait})
    first.start()
    assert started.wait(60)
    with pytest.raises(BuildRunningError, match=r"is running \(process \d+\); try again"):
        build(sources, folder, encoder, patience=0)
    second = threading.Thread(target=build, args=arguments)
    second.start()
    while "this one waits for it" not in caplog.text:
        threading.Event().wait(0.01)
    go_on.set()
    first.join(60)
    second.join(60)
    assert_whole(load(folder))
    assert len(generations(folder)) == 2

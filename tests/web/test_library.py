from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from index.build import build
from index.encoders.encoder import Encoder
from index.errors import BuildRunningError, QuestionError, SourceError
from index.storage.locks import build_lock
from index.storage.store import current_generation
from tests.conftest import Run
from web import library as library_module
from web.glance import SECONDS, Glance
from web.library import SEATS, BusyError, Library

QUESTION = "What did Maria Lind say?"


def add(sources: Path) -> None:
    (sources / "bridge.txt").write_text("The bridge was closed by a storm.\n", "utf-8")


def nothing(done: int, total: int) -> None:
    pass


def test_answers_while_a_rebuild_runs(library: Library, sources: Path) -> None:
    add(sources)
    halfway, go_on = threading.Event(), threading.Event()

    def wait(done: int, total: int) -> None:
        halfway.set()
        assert go_on.wait(60)

    builder = threading.Thread(target=library.rebuild, args=(wait,))
    builder.start()
    assert halfway.wait(60)
    assert library.ask(QUESTION).citations
    assert set(library.documents) == {"harbour.txt"}
    with pytest.raises(BusyError):
        library.rebuild(nothing)
    go_on.set()
    builder.join(60)
    assert set(library.documents) == {"bridge.txt", "harbour.txt"}


def test_a_rebuild_makes_the_index_fresh(library: Library, sources: Path) -> None:
    add(sources)
    assert library.rebuild(nothing).added == ["bridge.txt"]
    assert not library.freshness().changed_sources


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the library look at the disk whenever it is asked."""
    monkeypatch.setattr(library_module, "_LOOK_SECONDS", 0.0)


@pytest.mark.usefixtures("eager")
def test_the_index_that_another_process_builds_is_taken_up(
    library: Library,
    sources: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    run_module: Run,
) -> None:
    monkeypatch.setattr(library_module, "_LOOK_SECONDS", 0.0)
    add(sources)
    assert library.freshness().added == ("bridge.txt",)
    built = run_module("index", "build", "--sources", sources, "--index", tmp_path / "index")
    assert built.returncode == 0, built.stderr
    while set(library.documents) != {"bridge.txt", "harbour.txt"}:
        assert library.ask(QUESTION).citations
        threading.Event().wait(0.02)
    assert not library.freshness().changed_sources


@pytest.mark.usefixtures("eager")
def test_a_newer_index_that_is_damaged_is_not_taken_up(
    library: Library,
    sources: Path,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    encoder: Encoder,
) -> None:
    add(sources)
    with library._building:  # so long nothing is taken up
        build(sources, tmp_path / "index", encoder)
        (current_generation(tmp_path / "index") / "dense.npy").write_bytes(b"")
    while "is damaged (dense.npy)" not in caplog.text:
        assert library.ask(QUESTION).citations
        threading.Event().wait(0.02)
    assert set(library.documents) == {"harbour.txt"}
    library.rebuild(nothing)
    assert set(library.documents) == {"bridge.txt", "harbour.txt"}


def test_one_look_at_the_sources_serves_all_who_ask_at_once(
    library: Library, sources: Path
) -> None:
    now = 0.0
    look = Glance(library.index.manifest, sources, lambda: now)
    first = look()
    add(sources)
    now = SECONDS / 2
    assert look() is first
    now = SECONDS
    assert look().added == ("bridge.txt",)


def test_answers_and_pages_share_their_looks(library: Library, sources: Path) -> None:
    assert library.ask(QUESTION).freshness is library.freshness()
    add(sources)
    while library.freshness().added != ("bridge.txt",):
        threading.Event().wait(0.02)
    assert library.ask(QUESTION).freshness.added == ("bridge.txt",)


def test_a_watched_library_follows_its_sources(library: Library, sources: Path) -> None:
    library.watch()
    add(sources)
    while set(library.documents) != {"bridge.txt", "harbour.txt"}:
        threading.Event().wait(0.02)
    assert library.ask("What closed the bridge?").citations


def test_a_build_of_another_process_is_said(library: Library, tmp_path: Path) -> None:
    with build_lock(tmp_path / "index"), pytest.raises(BuildRunningError, match="is running"):
        library.rebuild(nothing)


def test_a_failed_rebuild_keeps_the_old_index(library: Library, sources: Path) -> None:
    (sources / "harbour.txt").unlink()
    with pytest.raises(SourceError):
        library.rebuild(nothing)
    assert library.ask(QUESTION).citations
    add(sources)
    library.rebuild(nothing)
    assert set(library.documents) == {"bridge.txt"}


def test_a_long_question_is_refused_before_any_work(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library._answerer, "answer", pytest.fail)
    with pytest.raises(QuestionError):
        library.ask("x" * 1_000_000)


def test_no_more_than_the_seats_are_asked_at_once(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library_module, "_PATIENCE", 0.01)
    let_go = threading.Event()
    taken = threading.Semaphore(0)

    def slow(question: str, turns: object, likely: object) -> None:
        taken.release()
        let_go.wait(60)

    monkeypatch.setattr(library._answerer, "answer", slow)
    ask: Callable[[str], object] = library.ask
    askers = [threading.Thread(target=ask, args=(QUESTION,)) for _ in range(SEATS)]
    for asker in askers:
        asker.start()
    for _ in askers:
        assert taken.acquire(timeout=60)
    with pytest.raises(BusyError):
        library.ask(QUESTION)
    let_go.set()
    for asker in askers:
        asker.join(60)

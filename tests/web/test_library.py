from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from index.errors import QuestionError, SourceError
from web import library as library_module
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
    assert library.freshness().added == ("bridge.txt",)
    assert library.rebuild(nothing).added == ["bridge.txt"]
    assert not library.freshness().changed_sources


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

    def slow(question: str, turns: object) -> None:
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

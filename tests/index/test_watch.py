from __future__ import annotations

import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import watch as watch_module
from index.build import BuildReport, build
from index.encoders.encoder import Encoder
from index.storage.store import current_generation, load
from index.watch import watch
from tests.conftest import REPOSITORY
from tests.index.corpus import FRENCH, assert_whole, write_sources

_LONG = 120.0


class _Watched:
    """A folder that is watched in a thread, and what the watching says."""

    def __init__(self, home: Path, encoder: Encoder) -> None:
        self.sources, self.folder = home / "sources", home / "index"
        self.said: queue.Queue[str] = queue.Queue()
        self._encoder = encoder
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        watch(self.sources, self.folder, self._rebuild, self.said.put, self._stop)

    def _rebuild(self) -> BuildReport:
        return build(self.sources, self.folder, self._encoder)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(_LONG)
        assert not self._thread.is_alive()

    def wait_for(self, sentence: str) -> str:
        while sentence not in (said := self.said.get(timeout=_LONG)):
            pass
        return said

    def wait_until(self, *sources: str) -> None:
        """Until the index is of these sources."""
        while set(load(self.folder).documents) != set(sources):
            self.said.get(timeout=_LONG)
        assert_whole(load(self.folder))


@pytest.fixture
def watched(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> Iterator[_Watched]:
    for name, quick in (("_LOOK_MS", 300), ("_QUIET_MS", 100), ("_PAUSE", 0.05)):
        monkeypatch.setattr(watch_module, name, quick)
    watched = _Watched(tmp_path, encoder)
    yield watched
    watched.stop()


def test_creations_changes_renames_and_deletions(watched: _Watched) -> None:
    sources = write_sources(watched.sources)
    watched.start()
    watched.wait_for("3 added")
    (sources / "new").mkdir()
    (sources / "new" / "a.txt").write_text("It is new.", "utf-8")
    watched.wait_until("guerre.txt", "news/libya.ar.txt", "visit.md", "new/a.txt")
    (sources / ".visit").write_text("# Visit\n\nIt was called off.", "utf-8")
    (sources / ".visit").replace(sources / "visit.md")  # as editors do
    watched.wait_for("1 changed")
    (sources / "news").rename(sources / "old")
    watched.wait_until("guerre.txt", "old/libya.ar.txt", "visit.md", "new/a.txt")
    (sources / "guerre.txt").unlink()
    watched.wait_until("old/libya.ar.txt", "visit.md", "new/a.txt")


def test_a_file_that_was_unreadable_is_read_when_it_is_mended(watched: _Watched) -> None:
    sources = write_sources(watched.sources)
    (sources / "half.txt").write_bytes(b"\0")
    watched.start()
    watched.wait_for("Not read: half.txt")
    (sources / "half.txt").write_text(FRENCH, "utf-8")
    watched.wait_for("1 added")


def test_a_folder_that_vanishes_and_comes_back_wipes_nothing(watched: _Watched) -> None:
    sources = write_sources(watched.sources)
    watched.start()
    watched.wait_for("3 added")
    generation = current_generation(watched.folder)
    away = sources.rename(sources.with_name("away"))
    watched.wait_for("There is no folder of sources at")
    sources.mkdir()  # as of a drive that is not mounted
    watched.wait_for("holds no source now. The index stays as it is; the folder is waited for.")
    assert current_generation(watched.folder) == generation
    sources.rmdir()
    (away / "a.txt").write_text("It is new.", "utf-8")
    away.rename(sources)
    watched.wait_until("a.txt", "guerre.txt", "news/libya.ar.txt", "visit.md")


def test_a_folder_that_is_not_there_yet_is_waited_for(watched: _Watched) -> None:
    watched.start()
    watched.wait_for("There is no folder of sources at")
    write_sources(watched.sources)
    watched.wait_for(" passages, ")
    watched.wait_until("guerre.txt", "news/libya.ar.txt", "visit.md")


def test_a_build_that_fails_is_said_once_and_tried_again(watched: _Watched) -> None:
    write_sources(watched.sources)
    watched.folder.touch()
    watched.start()
    watched.wait_for("The index could not be brought up to date: The index in")
    watched.folder.unlink()
    watched.wait_for("3 added")
    assert watched.said.empty()


def test_a_damaged_index_is_said_and_mended(watched: _Watched) -> None:
    write_sources(watched.sources)
    watched.start()
    watched.wait_for("3 added")
    (current_generation(watched.folder) / "manifest.json").write_text("?", "utf-8")
    watched.wait_for("The manifest of the index in")
    watched.wait_for("added")
    assert_whole(load(watched.folder))


def test_the_command_watches_until_it_is_interrupted(tmp_path: Path) -> None:
    sources = write_sources(tmp_path / "sources")
    command = [sys.executable, "-m", "index", "watch", "--sources", str(sources)]
    with subprocess.Popen(
        [*command, "--index", str(tmp_path / "index")],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith("3 added")
        (sources / "visit.md").unlink()
        assert process.stdout.readline().startswith("0 added, 0 changed, 1 removed")
        process.send_signal(signal.SIGINT)
        assert process.wait(_LONG) == 130
        assert process.stderr.read() == ""

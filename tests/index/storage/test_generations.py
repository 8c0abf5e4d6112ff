"""Generations that follow each other, while others read, write or are killed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from index.errors import IsnadError
from index.storage.store import current_generation, generations, load, save, sweep
from tests.conftest import REPOSITORY
from tests.index.corpus import assert_same, assert_whole, texts_of, without


def test_old_generations_are_deleted_but_the_last_and_what_is_read(folder: Path) -> None:
    read = load(folder)
    first = current_generation(folder)
    second, third = save(read.contents(), folder), save(read.contents(), folder)
    assert set(generations(folder)) == {first, second, third}
    assert current_generation(folder) == third
    del read
    fourth = save(load(folder).contents(), folder)
    assert {path.name for path in folder.iterdir()} == {"CURRENT", third.name, fourth.name}


_READ = """
import sys
from pathlib import Path
from index.storage.store import load
index = load(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.read()
"""


def test_what_another_process_reads_is_not_deleted(folder: Path) -> None:
    first = current_generation(folder)
    with subprocess.Popen(
        [sys.executable, "-c", _READ, str(folder)],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == b"ready\n"
        for _ in range(3):
            save(load(folder).contents(), folder)
        assert first in generations(folder)
        reader.kill()
    save(load(folder).contents(), folder)
    assert first not in generations(folder)


def test_a_clock_that_was_put_back_makes_no_older_name(folder: Path) -> None:
    future = folder / "99999999999999999998"
    current_generation(folder).rename(future)
    (folder / "CURRENT").write_text(future.name, "utf-8")
    assert save(load(folder).contents(), folder).name == "99999999999999999999"
    assert current_generation(folder).name == "99999999999999999999"


def test_the_pointer_is_replaced_and_never_written_over(folder: Path, tmp_path: Path) -> None:
    """Whoever has opened the old pointer goes on reading the old name, whole."""
    old = (folder / "CURRENT").read_text("utf-8")
    os.link(folder / "CURRENT", tmp_path / "opened")
    new = save(load(folder).contents(), folder).name
    assert (tmp_path / "opened").read_text("utf-8") == old != new
    assert (folder / "CURRENT").read_text("utf-8") == new


def test_what_killed_builds_left_is_swept_away(folder: Path) -> None:
    used = load(folder)
    (folder / "unfinished-1").mkdir()
    (folder / "unfinished-1" / "documents.jsonl").touch()
    (folder / "unfinished-1.pointer").touch()
    shutil.copytree(current_generation(folder), folder / "99999999999999999999")
    sweep(folder, used)
    assert {path.name for path in folder.iterdir()} == {
        "CURRENT",
        current_generation(folder).name,
    }


def test_a_folder_that_cannot_be_written_is_a_sentence(folder: Path, tmp_path: Path) -> None:
    index = load(folder).contents()
    (tmp_path / "file").touch()
    for place in (tmp_path / "file", tmp_path / "file" / "index", Path("/proc/isnad")):
        with pytest.raises(IsnadError, match=f"The index in {place} cannot be written"):
            save(index, place)


def test_a_reader_has_one_generation_or_the_other_while_builds_go_on(folder: Path) -> None:
    both = load(folder).contents()
    one = without(both, "visit.md")
    done = threading.Event()

    def write() -> None:
        for place in range(60):
            save(one if place % 2 else both, folder)
        done.set()

    writer = threading.Thread(target=write)
    writer.start()
    seen = set()
    while not done.is_set():
        index = load(folder)
        assert_whole(index)
        seen.add(len(index.documents))
    writer.join()
    assert seen == {3, 4}


_SAVE_FOR_EVER = """
import sys
from pathlib import Path
from index.storage.store import load, save
one, other, folder = map(Path, sys.argv[1:])
indexes = [load(one).contents(), load(other).contents()]
print("ready", flush=True)
while True:
    for index in indexes:
        save(index, folder)
"""


@pytest.mark.parametrize("moment", [0.001, 0.013, 0.029, 0.041, 0.067, 0.083])
def test_a_writer_that_is_killed_leaves_a_whole_index(
    folder: Path, tmp_path: Path, moment: float
) -> None:
    save(without(load(folder).contents(), "visit.md"), tmp_path / "other")
    expected = [texts_of(load(folder)), texts_of(load(tmp_path / "other"))]
    arguments = [folder, tmp_path / "other", folder]
    with subprocess.Popen(
        [sys.executable, "-c", _SAVE_FOR_EVER, *map(str, arguments)],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"ready\n"
        threading.Event().wait(moment)
        writer.send_signal(signal.SIGKILL)
    assert writer.returncode == -signal.SIGKILL
    index = load(folder)
    assert_whole(index)
    assert texts_of(index) in expected
    save(index.contents(), folder)
    assert_same(load(folder), index)

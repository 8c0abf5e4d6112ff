from __future__ import annotations

import ctypes
import json
import resource
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from index.build import build
from index.command import progress_line
from index.encoders.encoder import Encoder
from index.storage.checksums import write_checksums
from index.storage.store import current_generation, load
from tests.conftest import REPOSITORY, Run
from tests.index.corpus import assert_same, assert_whole, texts_of

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def command(run_module: Run, sources: Path, folder: Path) -> Command:
    """``python -m index`` over the sources and the index of the test."""

    def run(name: str, *flags: str, **options: object) -> subprocess.CompletedProcess[str]:
        own = ["--sources", sources, "--index", folder]
        return run_module("index", name, *own, *flags, **options)

    return run


def _assert_fails(result: subprocess.CompletedProcess[str], *parts: str) -> None:
    """One sentence on stderr with all *parts*, and status 1."""
    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr.startswith("isnad: ")
    assert result.stderr.count("\n") == 1
    assert all(part in result.stderr for part in parts), result.stderr


def test_build_then_status_then_changes(command: Command, sources: Path) -> None:
    result = command("build")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == (
        "3 added, 0 changed, 0 removed, 0 unchanged: 5 passages, 5 of them encoded now.\n"
    )
    status = command("status")
    assert (status.returncode, status.stderr) == (0, "")
    assert f"3 sources, 5 passages from {sources.resolve()}\nbuilt 20" in status.stdout
    assert status.stdout.endswith("nothing has changed since\n")
    (sources / "bad.txt").write_bytes(b"\0")
    (sources / "visit.md").unlink()
    status = command("status")
    assert status.stdout.endswith("added since: bad.txt\nremoved since: visit.md\n")
    result = command("build")
    assert result.returncode == 0
    assert result.stdout == (
        "0 added, 0 changed, 1 removed, 2 unchanged: 3 passages, 0 of them encoded now.\n"
        "Not read: bad.txt: it is a binary file, not text\n"
    )
    assert "not read: bad.txt: it is a binary" in command("status").stdout


def test_json_is_one_object(command: Command) -> None:
    built = json.loads(command("build", "--json").stdout)
    assert built["added"] == ["guerre.txt", "news/libya.ar.txt", "visit.md"]
    status = json.loads(command("status", "--json").stdout)
    assert (status["documents"], status["passages"], status["changed"]) == (3, 5, [])
    assert sorted(status["files"]) == built["added"]


def test_build_fails_with_a_sentence(command: Command, sources: Path, folder: Path) -> None:
    for path in sorted(sources.rglob("*.*")):
        path.unlink()
    _assert_fails(command("build"), str(sources), "holds no file that can be read")
    (sources / "empty.txt").touch()
    _assert_fails(command("build"), "empty.txt: it holds no text")
    shutil.rmtree(sources)
    _assert_fails(command("build"), f"There is no folder of sources at {sources}.")
    assert list(folder.glob("[0-9]*")) == []


def test_status_fails_with_a_sentence(
    command: Command, sources: Path, folder: Path, encoder: Encoder
) -> None:
    _assert_fails(command("status"), "There is no index in", "run: python -m index build")
    build(sources, folder, encoder)
    generation = current_generation(folder)
    manifest = (generation / "manifest.json").read_text("utf-8")
    (generation / "manifest.json").write_text(
        manifest.replace('"format": ', '"format": 9'), "utf-8"
    )
    _assert_fails(command("status"), "is damaged (manifest.json)", "run: python -m index build")
    (generation / "checksums.json").unlink()
    write_checksums(generation)
    _assert_fails(command("status"), "has format 9", "run: python -m index build")


def test_a_path_in_the_way_is_a_sentence(run_module: Run, sources: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = run_module("index", "build", "--sources", sources, "--index", tmp_path / "file")
    _assert_fails(result, f"The index in {tmp_path / 'file'} cannot be written")


def _mind_permissions() -> None:
    """Take from root, too, the right to write where it may not (PR_CAPBSET_DROP of Linux)."""
    ctypes.CDLL(None).prctl(24, 1, 0, 0, 0)


def test_a_read_only_folder_is_a_sentence(
    command: Command, sources: Path, folder: Path, encoder: Encoder
) -> None:
    build(sources, folder, encoder)
    folder.chmod(0o500)
    result = command("build", preexec_fn=_mind_permissions)
    folder.chmod(0o700)
    _assert_fails(result, "cannot be written (Permission denied)")
    assert_whole(load(folder))


def _limit_files() -> None:
    """No file may grow over a kilobyte: writing fails as it does on a full disk."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, 1024))


def test_a_full_disk_is_a_sentence_and_leaves_nothing_behind(
    command: Command, sources: Path, folder: Path, encoder: Encoder
) -> None:
    build(sources, folder, encoder)
    before = {path.name for path in folder.iterdir()}
    old = load(folder)
    (sources / "visit.md").unlink()
    result = command("build", preexec_fn=_limit_files)
    _assert_fails(result, "cannot be written", "the old one, if there is one, stays in use")
    assert {path.name for path in folder.iterdir()} == before
    assert_same(load(folder), old)


def test_a_full_disk_keeps_what_fits_and_the_next_build_goes_on(
    command: Command, sources: Path, folder: Path, encoder: Encoder
) -> None:
    """The limit lets the cache grow to a part of what is encoded."""
    lines = [f"Sentence number {number} is here." for number in range(300)]
    (sources / "many.txt").write_text("\n".join(lines), "utf-8")

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000))

    _assert_fails(command("build", preexec_fn=limit), "cannot be written")
    _assert_fails(command("status"), "There is no index in")
    report = build(sources, folder, encoder)
    assert report.passages == 305
    assert 0 < report.encoded < 240
    assert_whole(load(folder))


def test_progress_has_rate_and_time_left() -> None:
    assert progress_line(0, 9, 0.0) == "Encoding passages: 0/9"
    line = progress_line(3000, 9000, 600.0)
    assert line == "Encoding passages: 3000/9000, 5.0 a second, 20 min left"
    assert progress_line(9, 9, 0.5) == "Encoding passages: 9/9, 18 a second"


def test_workers_are_a_number(command: Command) -> None:
    for wrong in ("0", "-1", "many", "1000"):
        result = command("build", "--index-workers", wrong)
        assert result.returncode == 2
        assert "write a number from 1 to 64" in result.stderr
    assert command("build", "--index-workers", "2").returncode == 0


def test_a_wrong_flag_is_explained(run_module: Run) -> None:
    result = run_module("index", "bulid")
    assert result.returncode == 2
    assert "invalid choice: 'bulid'" in result.stderr
    assert "--sources DIR" in run_module("index", "build", "--help").stdout


_MOMENTS: dict[str, Callable[[Path, set[str]], bool]] = {
    "before it writes": lambda folder, before: True,
    "when its folder is there": lambda folder, before: bool(list(folder.glob("unfinished-*"))),
    "when its manifest is there": lambda folder, before: bool(
        list(folder.glob("unfinished-*/manifest.json"))
    ),
    "when its generation is there": lambda folder, before: bool(
        {path.name for path in folder.glob("[0-9]*")} - before
    ),
}


@pytest.mark.parametrize("moment", _MOMENTS)
def test_a_build_that_is_killed_leaves_a_whole_index_and_the_next_recovers(
    sources: Path, folder: Path, encoder: Encoder, command: Command, moment: str
) -> None:
    build(sources, folder, encoder)
    old = texts_of(load(folder))
    before = {path.name for path in folder.glob("[0-9]*")}
    (sources / "visit.md").write_text("# Later\n\nThe visit was called off.", "utf-8")
    arguments = ["build", "--sources", str(sources), "--index", str(folder)]
    with subprocess.Popen([sys.executable, "-m", "index", *arguments], cwd=REPOSITORY) as process:
        while not _MOMENTS[moment](folder, before) and process.poll() is None:
            threading.Event().wait(0.0005)
        process.send_signal(signal.SIGKILL)
    after = load(folder)
    assert_whole(after)
    assert texts_of(after) in (old, [*old[:3], "The visit was called off."])
    result = command("build")
    assert (result.returncode, result.stderr) == (0, "")
    assert texts_of(load(folder)) == [*old[:3], "The visit was called off."]

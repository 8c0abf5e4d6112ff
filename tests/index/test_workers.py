"""Encoding in processes, when one of them or the build itself is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.build import build
from index.encoders.encoder import Encoder
from index.storage.store import load
from tests.conftest import REPOSITORY
from tests.index.corpus import assert_whole

_WORKER = b"spawn_main"


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """So many passages that the build is not done before it is killed."""
    sources = tmp_path / "sources"
    sources.mkdir()
    lines = [f"Sentence number {number} is here, for one." for number in range(300)]
    (sources / "many.txt").write_text("\n".join(lines), "utf-8")
    return sources


@pytest.fixture
def process(sources: Path, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A build with two workers that has encoded something."""
    flags = ["--sources", str(sources), "--index", str(tmp_path / "index"), "--index-workers", "2"]
    with subprocess.Popen(
        [sys.executable, "-m", "index", "build", *flags],
        cwd=REPOSITORY,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        while not list(tmp_path.glob("index/vectors/*")):
            assert process.poll() is None
            threading.Event().wait(0.01)
        yield process
        process.kill()


def _workers(process: subprocess.Popen[str]) -> list[int]:
    """The processes of the build that encode; another of its children only counts semaphores."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text("utf-8").split()
    return [int(pid) for pid in children if _WORKER in Path(f"/proc/{pid}/cmdline").read_bytes()]


def _is_running(pid: int) -> bool:
    try:
        return _WORKER in Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_workers_end_with_a_build_that_is_killed_and_what_they_encoded_is_kept(
    process: subprocess.Popen[str], sources: Path, tmp_path: Path, encoder: Encoder
) -> None:
    workers = _workers(process)
    assert len(workers) == 2
    process.kill()
    process.wait()
    while any(map(_is_running, workers)):
        threading.Event().wait(0.01)
    report = build(sources, tmp_path / "index", encoder)
    assert 0 < report.encoded < report.passages
    assert_whole(load(tmp_path / "index"))


def test_a_worker_that_is_killed_ends_the_build_with_a_sentence(
    process: subprocess.Popen[str],
) -> None:
    os.kill(_workers(process)[0], signal.SIGKILL)
    assert process.wait(120) == 1
    assert process.stderr is not None
    said = process.stderr.read()
    assert said.startswith("isnad: A process that encodes ended")
    assert said.count("\n") == 1

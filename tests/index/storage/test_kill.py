"""A build that is killed at many moments: what serves is whole, and the next build recovers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path
from typing import Any

import pytest

from index.build import build
from index.encoders.encoder import Encoder
from index.place import Folder
from index.storage.additions import APART, Apart
from index.storage.contents import Index
from index.storage.store import load
from index.storage.verify import verify
from tests.conftest import REPOSITORY
from tests.index.corpus import assert_same, assert_whole

_KILLS = int(os.environ.get("ISNAD_KILLS", "30"))
"""How many moments; ``ISNAD_KILLS=200`` is the long form of this test."""

_BUILDER = """
import json, os, random, signal, sys, time
from pathlib import Path
from index.build import build
from index.encoders.load import load_encoder
from index.place import Folder
from index.storage.additions import Apart

encoder = load_encoder()
encoder.encode_passages(["Warm."])
events = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.truncate"}

def hook(left, folder):
    def count(event, arguments):
        if event in events and folder in str(arguments[0]):
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
    return count

def build_and_die(order):
    if order["calls"]:
        sys.addaudithook(hook([order["calls"]], order["folder"]))
    try:
        place = Folder(Path(order["folder"]), Apart(*order["apart"]))
        build(Path(order["sources"]), place, encoder)
    except BaseException:
        os._exit(1)
    os._exit(0)

print(flush=True)
for line in sys.stdin:
    order = json.loads(line)
    started = time.monotonic()
    child = os.fork()
    if not child:
        build_and_die(order)
    if order["seconds"]:
        time.sleep(order["seconds"])
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    took = time.monotonic() - started
    print(json.dumps({"killed": os.WIFSIGNALED(status), "took": took}), flush=True)
"""
"""Loads the encoder once; each build is a process of its own, and is killed in earnest."""


class _Builder:
    """Runs builds that are killed after some calls to the system, or after some seconds."""

    def __init__(self, process: subprocess.Popen[str], sources: Path, folder: Path) -> None:
        self._process = process
        self._places = {"sources": str(sources), "folder": str(folder)}

    def build(self, *, calls: int = 0, seconds: float = 0, apart: Apart = APART) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        order = {**self._places, "calls": calls, "seconds": seconds, "apart": astuple(apart)}
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        done: dict[str, Any] = json.loads(self._process.stdout.readline())
        return done


@pytest.fixture
def builder(sources: Path, folder: Path) -> Iterator[_Builder]:
    with subprocess.Popen(
        [sys.executable, "-c", _BUILDER],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield _Builder(process, sources, folder)
        process.kill()


def _write(sources: Path, number: int) -> None:
    """A state of the sources in which some passages are old and some are new."""
    text = f"# Visit {number}\n\nThe visit number {number} was called off.\n"
    (sources / "visit.md").write_text(text, "utf-8")


def _expected(sources: Path, folder: Path, encoder: Encoder) -> Index:
    build(sources, folder, encoder)
    return load(folder)


@pytest.mark.parametrize(
    ("apart", "kills"), [(APART, _KILLS), (Apart(0, 99.0), _KILLS // 2)], ids=["whole", "apart"]
)
def test_a_build_killed_at_any_moment_leaves_a_whole_index_and_the_next_recovers(
    sources: Path,
    folder: Path,
    builder: _Builder,
    encoder: Encoder,
    tmp_path: Path,
    *,
    apart: Apart,
    kills: int,
) -> None:
    """Whether a build writes everything, or beside the old files what was added."""
    old = _expected(sources, folder, encoder)
    took = builder.build(apart=apart)["took"]
    killed = 0
    for number in range(kills):
        _write(sources, number)
        new = _expected(sources, tmp_path / "anew", encoder)
        if number % 2:
            result = builder.build(calls=1 + number // 2 * (_KILLS // kills), apart=apart)
        else:
            result = builder.build(seconds=took * (number * 0.618 % 1), apart=apart)
        killed += result["killed"]
        index = load(folder)
        assert_whole(index)
        current = new if index.manifest.files == new.manifest.files else old
        assert_same(index, current)
        assert [what for what in verify(folder) if "vectors/" not in what] == []
        build(sources, Folder(folder, apart), encoder)
        assert_same(load(folder), new)
        assert verify(folder) == []
        assert list(folder.glob("unfinished-*")) == []
        old = new
    assert killed >= kills // 3


def test_a_first_build_killed_again_and_again_gets_done(
    sources: Path, folder: Path, builder: _Builder, encoder: Encoder
) -> None:
    """Every time it comes a little further, as what it encoded is kept."""
    lines = [f"Sentence number {number} is here." for number in range(100)]
    (sources / "many.txt").write_text("\n".join(lines), "utf-8")
    calls = 4
    while builder.build(calls=calls)["killed"]:
        calls += 2
    assert build(sources, folder, encoder).encoded == 0
    assert_whole(load(folder))
    assert verify(folder) == []

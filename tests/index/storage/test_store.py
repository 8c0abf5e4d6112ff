from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from index.build import build
from index.encoders.encoder import Encoder
from index.errors import IndexDamagedError, IndexMissingError, IndexVersionError, IsnadError
from index.storage.checksums import write_checksums
from index.storage.contents import Contents
from index.storage.manifest import FORMAT
from index.storage.store import current_generation, generations, load, save, sweep
from tests.conftest import REPOSITORY
from tests.index.corpus import assert_same, assert_whole, texts_of, write_sources

_FILES = (
    "all_names.bin",
    "checksums.json",
    "dense.npy",
    "documents.jsonl",
    "identical.jsonl",
    "keys.npy",
    "last_names.bin",
    "manifest.json",
    "names.bin",
    "passages.jsonl",
    "places.bin",
    "speakers.bin",
    "speakers.jsonl",
    "text_keys.npy",
    "token_places.npy",
    "token_rows.npy",
    "token_scales.npy",
    "token_starts.npy",
    "words.bin",
)


@pytest.fixture(scope="module")
def built(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index that no test writes to; a passage of it stands in two sources."""
    home = tmp_path_factory.mktemp("store")
    sources = write_sources(home / "sources")
    (sources / "again.md").write_text("# The visit\n\nThey spoke of the ceasefire.\n", "utf-8")
    build(sources, home / "index", encoder)
    return home / "index"


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    """A copy of it to spoil."""
    save(load(built).contents(), tmp_path / "index")
    return tmp_path / "index"


def test_what_is_saved_is_loaded(built: Path, folder: Path) -> None:
    assert_whole(load(folder))
    assert_same(load(folder), load(built))
    assert load(folder).manifest == load(built).manifest


def test_entries_put_together_again_are_the_index(built: Path, tmp_path: Path) -> None:
    index = load(built)
    assert index.identical == [[0, 5]]
    assert len(index.segments[0].token_vectors.starts) - 1 == len(index.passages) - 1
    save(index.contents(), tmp_path)
    assert_same(load(tmp_path), index)


def test_a_generation_has_these_files_and_no_other(folder: Path) -> None:
    assert tuple(sorted(path.name for path in current_generation(folder).iterdir())) == _FILES


@pytest.mark.parametrize("name", _FILES)
def test_a_flipped_byte_anywhere_is_noticed(folder: Path, name: str) -> None:
    path = current_generation(folder) / name
    whole = path.read_bytes()
    for place in {0, len(whole) // 3, len(whole) // 2, len(whole) - 1}:
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        with pytest.raises(IndexDamagedError, match="damaged") as caught:
            load(folder)
        assert "python -m index build" in str(caught.value)
        if name != "checksums.json":
            assert name in str(caught.value)


@pytest.mark.parametrize("name", _FILES)
@pytest.mark.parametrize("keep", [0, -1, None], ids=["emptied", "cut off", "deleted"])
def test_a_file_that_is_cut_off_or_gone_is_noticed(
    folder: Path, name: str, keep: int | None
) -> None:
    path = current_generation(folder) / name
    whole = path.read_bytes()
    path.unlink()
    if keep is not None:
        path.write_bytes(whole[:keep])
    with pytest.raises(IndexDamagedError, match=name if name != "checksums.json" else "damaged"):
        load(folder)


def test_a_pointer_with_a_flipped_bit_leads_nowhere(folder: Path) -> None:
    pointer = folder / "CURRENT"
    whole = pointer.read_bytes()
    for place in range(len(whole)):
        for flip in (0x01, 0xFF):
            pointer.write_bytes(whole[:place] + bytes([whole[place] ^ flip]) + whole[place + 1 :])
            with pytest.raises(IndexDamagedError, match="its file CURRENT"):
                current_generation(folder)


@pytest.mark.parametrize("pointer", ["", ".", "..", "/", "../index", "1\n2", "٣", "\0", None])
def test_without_its_pointer_the_last_whole_generation_serves_and_the_damage_is_named(
    folder: Path, built: Path, caplog: pytest.LogCaptureFixture, pointer: str | None
) -> None:
    (folder / "CURRENT").unlink()
    if pointer is not None:
        (folder / "CURRENT").write_text(pointer, "utf-8")
    with pytest.raises(IndexDamagedError):
        current_generation(folder)
    assert_same(load(folder), load(built))
    assert "is damaged (its file CURRENT" in caplog.text
    assert "Until then the index built 20" in caplog.text


@pytest.mark.parametrize("name", _FILES)
def test_where_the_current_generation_is_damaged_the_one_before_serves(
    folder: Path, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    whole = load(folder).contents()
    save(_without(whole, "visit.md"), folder)
    before = load(folder)
    path = save(whole, folder) / name
    path.write_bytes(path.read_bytes()[:-1])
    assert_same(load(folder), before)
    assert (name if name != "checksums.json" else "is damaged") in caplog.text


def test_a_damaged_pointer_and_no_whole_generation_is_an_error(folder: Path) -> None:
    (current_generation(folder) / "dense.npy").unlink()
    (folder / "CURRENT").unlink()
    with pytest.raises(IndexDamagedError):
        load(folder)


def test_no_index_is_missing_not_damaged(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match=r"There is no index in .* run: python -m index"):
        load(tmp_path / "nowhere")
    with pytest.raises(IndexMissingError):
        load(tmp_path)


def _with_manifest(folder: Path, data: object) -> None:
    """Another manifest with checksums that fit."""
    generation = current_generation(folder)
    (generation / "manifest.json").write_text(json.dumps(data), "utf-8")
    (generation / "checksums.json").unlink()
    write_checksums(generation)


def test_an_index_of_another_version_is_called_that(folder: Path) -> None:
    manifest = json.loads((current_generation(folder) / "manifest.json").read_text("utf-8"))
    _with_manifest(folder, {**manifest, "format": FORMAT + 1, "new": "field"})
    with pytest.raises(IndexVersionError, match=f"format {FORMAT + 1}.*run: python -m index build"):
        load(folder)


@pytest.mark.parametrize("data", [[], {}, {"format": FORMAT}, {"format": FORMAT, "files": []}])
def test_a_manifest_without_its_fields_is_damage(folder: Path, data: object) -> None:
    _with_manifest(folder, data)
    with pytest.raises(IndexDamagedError):
        load(folder)


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
    one = _without(both, "visit.md")
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


def _without(contents: Contents, source: str) -> Contents:
    files = {name: state for name, state in contents.manifest.files.items() if name != source}
    entries = [entry for entry in contents.entries if entry.document.source != source]
    return Contents(replace(contents.manifest, files=files), entries, contents.encoded)


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
    save(_without(load(folder).contents(), "visit.md"), tmp_path / "other")
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

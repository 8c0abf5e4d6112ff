"""An index on disk: what is saved is loaded, and every damage is noticed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.errors import IndexDamagedError, IndexMissingError, IndexVersionError
from index.storage.checksums import write_checksums
from index.storage.manifest import FORMAT
from index.storage.store import current_generation, load, save
from tests.index.corpus import assert_same, assert_whole, without

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
    save(without(whole, "visit.md"), folder)
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

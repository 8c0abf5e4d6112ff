from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from index.build import build
from index.encoders.encoder import Encoder
from index.errors import IndexMissingError
from index.storage.checksums import write_checksums
from index.storage.generation import FILES, PLACES
from index.storage.store import current_generation, load, save
from index.storage.verify import verify
from index.tables.arrays import read_arrays, write_arrays
from index.tables.name_table import KINDS as _NAMES
from index.tables.word_table import KINDS as _WORDS
from tests.conftest import Run
from tests.index.corpus import write_sources


@pytest.fixture(scope="module")
def built(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("verify")
    sources = write_sources(home / "sources")
    (sources / "again.md").write_text("# The visit\n\nThey spoke of the ceasefire.\n", "utf-8")
    said = "Norland said that the ceasefire holds.\n"
    (sources / "said.txt").write_text(said, "utf-8")
    build(sources, home / "index", encoder)
    return home / "index"


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    save(load(built).contents(), tmp_path / "index")
    return tmp_path / "index"


def test_a_whole_index_has_no_damage(folder: Path) -> None:
    assert load(folder).statements["said.txt"]
    assert verify(folder) == []


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", ["flipped", "cut off", "gone"])
def test_damage_to_any_file_is_named(folder: Path, name: str, damage: str) -> None:
    path = current_generation(folder) / name
    whole = path.read_bytes()
    path.unlink()
    if damage == "flipped":
        path.write_bytes(bytes([whole[0] ^ 1]) + whole[1:])
    elif damage == "cut off":
        path.write_bytes(whole[: len(whole) // 2])
    found = verify(folder)
    assert found
    assert any(name in what or name == "checksums.json" for what in found)
    assert all(path.parent.name in what for what in found)


def _only_generation(folder: Path) -> Path:
    (generation,) = folder.glob("[0-9]*")
    return generation


def test_damage_beside_the_generation_is_named(folder: Path) -> None:
    (folder / "CURRENT").write_text("17", "utf-8")
    (folder / "vectors").mkdir()
    (folder / "vectors" / "1").write_bytes(b"?")
    (_only_generation(folder) / "more.txt").touch()
    found = verify(folder)
    assert ["CURRENT" in found[0], "more.txt" in found[1], "vectors/1" in found[2]] == [True] * 3


def test_no_index_is_not_a_damaged_one(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError):
        verify(tmp_path)


def _spoil_lines(name: str, spoil: Callable[[list[Any]], object]) -> Callable[[Path], None]:
    def change(generation: Path) -> None:
        path = generation / name
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        spoil(rows)
        lines = [json.dumps(row).encode() + b"\n" for row in rows]
        path.write_bytes(b"".join(lines))
        starts = [0, *accumulate(map(len, lines))]
        sums = [*map(zlib.crc32, lines), 0]
        places = read_arrays(generation / "places.bin", PLACES)
        places[path.stem] = np.array(list(zip(starts, sums, strict=True)), np.int64).reshape(-1)
        write_arrays(generation / "places.bin", {k: v.copy() for k, v in places.items()})

    return change


def _spoil_array(
    name: str, spoil: Callable[[NDArray[Any]], NDArray[Any] | None]
) -> Callable[[Path], None]:
    def change(generation: Path) -> None:
        array = np.load(generation / name)
        changed = spoil(array)
        np.save(generation / name, array if changed is None else changed)

    return change


def _spoil_table(name: str, kinds: dict[str, type], part: str) -> Callable[[Path], None]:
    def change(generation: Path) -> None:
        arrays = {k: v.copy() for k, v in read_arrays(generation / name, kinds).items()}
        arrays[part][0] += 1
        write_arrays(generation / name, arrays)

    return change


def _set(place: Any, value: object) -> Callable[[Any], None]:
    def change(container: Any) -> None:
        container[place] = value

    return change


def _set_in(place: int, field: int, value: object) -> Callable[[list[Any]], None]:
    def change(rows: list[Any]) -> None:
        rows[place][field] = value

    return change


_LIES: dict[str, tuple[Callable[[Path], None], str]] = {
    "a passage beyond its document": (
        _spoil_lines("passages.jsonl", _set_in(1, 2, 10**6)),
        "is not a piece of its document",
    ),
    "a passage of another place": (
        _spoil_lines("passages.jsonl", _set_in(1, 2, 3)),
        "the passage is not what was encoded",
    ),
    "a passage of no document": (
        _spoil_lines("passages.jsonl", _set_in(0, 0, "none.txt")),
        "not in the order of its documents",
    ),
    "a number that is a text": (
        _spoil_lines("passages.jsonl", _set_in(0, 1, "0")),
        "neither text nor number",
    ),
    "a lost passage": (
        _spoil_lines("passages.jsonl", lambda rows: rows.pop()),
        "There are 7 vectors and 6 passages",
    ),
    "a changed text": (
        _spoil_lines("documents.jsonl", _set_in(0, 3, "Other.")),
        "is not a piece of its document",
    ),
    "another hash": (
        _spoil_lines("documents.jsonl", _set_in(0, 4, "0" * 64)),
        "it is not the source that the manifest lists",
    ),
    "a statement beyond its document": (
        _spoil_lines("documents.jsonl", lambda rows: rows[3][-1][0].__setitem__(1, 10**6)),
        "a statement at 0 is not inside its document",
    ),
    "half of a pair of characters": (
        _spoil_lines("documents.jsonl", _set_in(0, 3, "\ud800" * 400)),
        "It makes no sense",
    ),
    "unlike passages": (
        _spoil_lines("identical.jsonl", _set(0, [0, 1])),
        "are listed as identical and are not",
    ),
    "a row that is not there": (
        _spoil_lines("identical.jsonl", _set(0, [0, 99])),
        "are listed as identical and are not",
    ),
    "a long vector": (
        _spoil_array("dense.npy", lambda array: array.__imul__(2)),
        "The vectors of 7 passages are not of unit length",
    ),
    "a vector that is no number": (
        _spoil_array("dense.npy", _set((0, 0), np.nan)),
        "The vectors of 1 passages are not of unit length",
    ),
    "other scales": (
        _spoil_array("token_scales.npy", lambda array: array.__imul__(2)),
        "token vectors are not of unit length",
    ),
    "starts that go backwards": (
        _spoil_array("token_starts.npy", _set(1, 10**6)),
        "go backwards",
    ),
    "places beyond the texts": (
        _spoil_array("token_places.npy", _set(0, 99)),
        "token vectors that are not there",
    ),
    "other counts of words": (
        _spoil_table("words.bin", _WORDS, "counts"),
        "What it counts of words, words.bin, is not what its passages have",
    ),
    "other speakers": (
        _spoil_lines("speakers.jsonl", _set_in(0, 1, "xx")),
        "Its speakers, speakers.jsonl, are not those of its statements",
    ),
    "other keys of speakers": (
        _spoil_table("all_names.bin", _NAMES, "form_cuts"),
        "The keys of its speakers, all_names.bin, are not those of its statements",
    ),
    "other names": (
        _spoil_table("names.bin", _NAMES, "form_cuts"),
        "Its names, names.bin, are not what its passages have",
    ),
    "a list of rows that is not there": (
        lambda generation: write_arrays(generation / "words.bin", {}),
        "words.bin has other arrays",
    ),
    "an array of another type": (
        _spoil_array("token_rows.npy", lambda array: array.astype(np.float64)),
        "token_rows.npy has another type",
    ),
    "narrow vectors": (
        _spoil_array("dense.npy", lambda array: array[:, :7].copy()),
        "damaged",
    ),
    "objects": (
        lambda generation: np.save(generation / "keys.npy", np.array([{}]), allow_pickle=True),
        "Python objects in dtype",
    ),
}


@pytest.mark.parametrize("lie", _LIES)
def test_what_fits_its_checksum_and_is_wrong_is_named(folder: Path, lie: str) -> None:
    change, sentence = _LIES[lie]
    generation = current_generation(folder)
    change(generation)
    (generation / "checksums.json").unlink()
    write_checksums(generation)
    found = verify(folder)
    assert any(sentence in what for what in found), found


def test_the_generation_before_is_checked_too(folder: Path) -> None:
    first = current_generation(folder)
    save(load(folder).contents(), folder)
    (first / "dense.npy").unlink()
    found = verify(folder)
    assert all(first.name in what for what in found)
    assert len(found) == 2


def test_the_command_says_it_and_its_status_tells(folder: Path, run_module: Run) -> None:
    result = run_module("index", "verify", "--index", folder)
    assert (result.returncode, result.stdout) == (0, "The index is whole.\n")
    (current_generation(folder) / "keys.npy").write_bytes(b"")
    result = run_module("index", "verify", "--index", folder, "--json")
    assert result.returncode == 1
    assert "keys.npy" in json.loads(result.stdout)["damages"][0]

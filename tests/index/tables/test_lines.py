"""Lines, texts and arrays as they are read back from files, and what is wrong with these."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from index.errors import IndexDamagedError
from index.tables.arrays import read_arrays, write_arrays
from index.tables.lines import Cached, Lines, LineWriter
from index.tables.texts import Texts

ROWS: list[list[Any]] = [["نورلاند", 1], [], [None, ["a\n", 2.5]]]


def _written(path: Path) -> Lines[list[Any]]:
    with path.open("wb") as file:
        writer = LineWriter(file)
        for row in ROWS:
            writer.add(row)
    return Lines(path, writer.places(), list)


def test_lines_are_read_one_by_one_and_in_pieces(tmp_path: Path) -> None:
    lines = _written(tmp_path / "rows.jsonl")
    assert lines == ROWS
    assert (lines[-1], lines[1:], lines[5:]) == (ROWS[-1], ROWS[1:], [])
    with pytest.raises(IndexError):
        lines[3]


def test_a_line_that_has_changed_is_named_when_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "generation" / "rows.jsonl"
    path.parent.mkdir()
    places = _written(path)._places
    path.write_bytes(path.read_bytes().replace(b"1", b"2"))
    spoilt = Lines(path, places, list)
    assert spoilt[1:] == ROWS[1:]
    with pytest.raises(IndexDamagedError, match=r"rows\.jsonl of an index is damaged \(line 1\)"):
        spoilt[0]


def test_what_was_asked_for_is_at_hand_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    kept = Cached(_written(path), 1)
    assert kept[1] == ROWS[1]
    path.write_bytes(bytes(path.stat().st_size))
    assert kept[1] == ROWS[1]
    with pytest.raises(IndexDamagedError):
        kept[0]
    with pytest.raises(IndexDamagedError):
        kept[0:2]


@pytest.mark.parametrize("place", [-1, 2**62, 3])
def test_a_line_that_lies_elsewhere_is_named_too(tmp_path: Path, place: int) -> None:
    path = tmp_path / "rows.jsonl"
    places = _written(path)._places.copy()
    places[1, 0] = place
    with pytest.raises(IndexDamagedError, match=r"rows\.jsonl of an index is damaged \(line 1\)"):
        Lines(path, places, list)[0]


@given(texts=st.sets(st.text(max_size=4), max_size=20), other=st.text(max_size=4))
def test_every_text_is_found_and_no_other(texts: set[str], other: str) -> None:
    written = Texts.of(texts)
    assert list(written) == sorted(texts)
    assert all(written[written.find(text) or 0] == text for text in texts)
    assert (written.find(other) is None) == (other not in texts)
    assert written.find("\ud800") is None


def test_arrays_come_back_as_they_were(tmp_path: Path) -> None:
    arrays: dict[str, NDArray[Any]] = {
        "a": np.arange(5),
        "none": np.zeros(0, np.float32),
        "z": np.ones(70, np.uint8),
    }
    write_arrays(tmp_path / "file", arrays)
    kinds = {"a": np.int64, "none": np.float32, "z": np.uint8}
    read = read_arrays(tmp_path / "file", kinds)
    assert all(np.array_equal(read[name], array) for name, array in arrays.items())
    for wrong in ({"a": np.int64}, {**kinds, "a": np.int32}):
        with pytest.raises(ValueError, match="file"):
            read_arrays(tmp_path / "file", wrong)


@pytest.mark.parametrize(
    "table",
    ['{"a":["<i8",9,0]}', '{"a":["<i8",1,64]}', '{"a":["<i8",1,1]}', '{"a":["<i8",-1,0]}',
     '{"a":["|O",1,0]}', '{"a":[]}', "[]", "", "{", '{"a":["<i8",1,-64]}', '{"a":["<i8",1.5,0]}'],
)  # fmt: skip
def test_a_file_that_lies_about_its_arrays_is_refused(tmp_path: Path, table: str) -> None:
    (tmp_path / "file").write_bytes(table.encode() + b"\n" + bytes(64))
    with pytest.raises((ValueError, TypeError, LookupError)):
        read_arrays(tmp_path / "file", {"a": np.int64})

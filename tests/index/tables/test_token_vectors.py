from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from index.tables.token_vectors import RowFile, TokenVectors

_DIMENSION = 32


def _unit_rows(count: int, seed: int) -> NDArray[np.float32]:
    rows = np.random.default_rng(seed).normal(size=(count, _DIMENSION)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


@given(st.lists(st.integers(0, 5), max_size=6), st.integers(0, 2**32))
def test_vectors_come_back_close_and_of_unit_length(counts: list[int], seed: int) -> None:
    passages = [_unit_rows(count, seed + place) for place, count in enumerate(counts)]
    kept = TokenVectors.quantize(passages, _DIMENSION)
    assert kept.rows[:].dtype == np.int8
    assert kept.starts.tolist() == [0, *np.cumsum(counts, dtype=int).tolist()]
    for place, vectors in enumerate(passages):
        again = kept.vectors(place)
        assert again.shape == vectors.shape
        assert np.allclose(np.linalg.norm(again, axis=1), 1, atol=1e-5)
        assert (np.einsum("ij,ij->i", again, vectors) > 0.999).all()


@given(st.lists(st.integers(0, 4), min_size=1, max_size=6), st.data())
def test_rows_in_a_file_are_those_in_memory(
    tmp_path_factory: pytest.TempPathFactory, counts: list[int], data: st.DataObject
) -> None:
    whole = TokenVectors.quantize([_unit_rows(count, 1) for count in counts], _DIMENSION)
    path = tmp_path_factory.mktemp("rows") / "rows.npy"
    np.save(path, whole.rows[:])
    places = np.array(data.draw(st.lists(st.integers(0, len(counts) - 1), min_size=1)))
    np.save(path.with_name("scales.npy"), whole.scales[:])
    rows = RowFile(path, np.int8, 2)
    scales = RowFile(path.with_name("scales.npy"), np.float32, 1)
    kept = TokenVectors(rows, scales, whole.starts, places)
    for passage, place in enumerate(places.tolist()):
        assert np.array_equal(kept.vectors(passage), whole.vectors(place))
        assert np.array_equal(kept.only(passage).vectors(0), whole.vectors(place))


def test_a_file_of_rows_that_is_cut_off_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "rows.npy"
    np.save(path, np.ones((9, _DIMENSION), np.int8))
    rows = RowFile(path, np.int8, 2)
    os.truncate(path, path.stat().st_size - 1)
    assert rows[:8].shape == (8, _DIMENSION)
    with pytest.raises(ValueError, match="reshape"):
        rows[8:9]
    with pytest.raises(ValueError, match="not as long as it says"):
        RowFile(path, np.int8, 2)
    np.save(path, np.ones((9, _DIMENSION), np.float32))
    with pytest.raises(ValueError, match="another type"):
        RowFile(path, np.int8, 2)


def test_a_zero_vector_stays_zero() -> None:
    kept = TokenVectors.quantize([np.zeros((1, _DIMENSION), np.float32)], _DIMENSION)
    assert not kept.vectors(0).any()


def test_nothing_has_no_passage() -> None:
    with pytest.raises(IndexError):
        TokenVectors.quantize([], _DIMENSION).vectors(0)

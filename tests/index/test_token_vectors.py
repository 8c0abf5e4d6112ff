from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from index.token_vectors import TokenVectors

_DIMENSION = 32


def _unit_rows(count: int, seed: int) -> NDArray[np.float32]:
    rows = np.random.default_rng(seed).normal(size=(count, _DIMENSION)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


@settings(deadline=None)
@given(st.lists(st.integers(0, 5), max_size=6), st.integers(0, 2**32))
def test_vectors_come_back_close_and_of_unit_length(counts: list[int], seed: int) -> None:
    passages = [_unit_rows(count, seed + place) for place, count in enumerate(counts)]
    kept = TokenVectors.quantize(passages, _DIMENSION)
    assert kept.rows.dtype == np.int8
    assert kept.starts.tolist() == [0, *np.cumsum(counts, dtype=int).tolist()]
    for place, vectors in enumerate(passages):
        again = kept.vectors(place)
        assert again.shape == vectors.shape
        assert np.allclose(np.linalg.norm(again, axis=1), 1, atol=1e-5)
        assert (np.einsum("ij,ij->i", again, vectors) > 0.999).all()


@settings(deadline=None)
@given(st.lists(st.integers(0, 4), min_size=1, max_size=6))
def test_single_passages_join_to_the_whole(counts: list[int]) -> None:
    whole = TokenVectors.quantize([_unit_rows(count, 1) for count in counts], _DIMENSION)
    joined = TokenVectors.join([whole.only(passage) for passage in range(len(counts))])
    assert np.array_equal(joined.rows, whole.rows)
    assert np.array_equal(joined.scales, whole.scales)
    assert np.array_equal(joined.starts, whole.starts)
    assert np.array_equal(joined.places, whole.places)


@settings(deadline=None)
@given(st.lists(st.integers(0, 4), min_size=1, max_size=4), st.data())
def test_passages_of_one_text_share_its_vectors(counts: list[int], data: st.DataObject) -> None:
    whole = TokenVectors.quantize([_unit_rows(count, 1) for count in counts], _DIMENSION)
    drawn = data.draw(st.lists(st.integers(0, len(counts) - 1), min_size=1, max_size=8))
    shared = whole.placed(np.array(drawn))
    for passage, place in enumerate(drawn):
        assert np.array_equal(shared.vectors(passage), whole.vectors(place))
    twice = TokenVectors.join([shared, shared])
    assert np.array_equal(twice.vectors(len(drawn)), shared.vectors(0))


def test_a_zero_vector_stays_zero() -> None:
    kept = TokenVectors.quantize([np.zeros((1, _DIMENSION), np.float32)], _DIMENSION)
    assert not kept.vectors(0).any()


def test_nothing_is_a_part_too() -> None:
    empty = TokenVectors.quantize([], _DIMENSION)
    one = TokenVectors.quantize([_unit_rows(2, 0)], _DIMENSION)
    assert np.array_equal(TokenVectors.join([empty, one]).vectors(0), one.vectors(0))
    with pytest.raises(IndexError):
        empty.vectors(0)

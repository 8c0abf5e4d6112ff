"""Late interaction: what is asked for, near together, in a passage of any length."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.late_interaction import Matrix, late_interaction


def _passage(length: int, *places: int) -> Matrix:
    """A passage that has the question's first token at the first place, and so on."""
    matrix = np.zeros((len(places), length), np.float32)
    matrix[np.arange(len(places)), places] = 1
    return matrix


def test_what_stands_in_one_place_is_better_than_what_stands_apart() -> None:
    near, apart = late_interaction([_passage(64, 3, 9), _passage(64, 3, 60)])
    assert near == pytest.approx(1)
    assert apart == pytest.approx(0.75)  # all of it in the passage, half of it in a row


def test_sixteen_tokens_in_a_row_begin_at_every_eighth() -> None:
    within, across = late_interaction([_passage(64, 8, 23), _passage(64, 7, 22)])
    assert within == pytest.approx(1)
    assert across == pytest.approx(0.75)


def test_a_long_passage_has_no_advantage() -> None:
    short, long, short_too = late_interaction([_passage(n, 3, 9) for n in (64, 128, 10)])
    assert short - long == pytest.approx(0.01 * math.log(2))
    assert short_too == pytest.approx(short)


def test_a_token_that_all_have_counts_for_less() -> None:
    has_both, has_common, has_rare = (
        np.array([[common], [rare]], np.float32)
        for common, rare in ((0.9, 0.9), (0.9, 0.1), (0.8, 0.9))
    )
    scores = late_interaction([has_both, has_common, has_rare, has_common])
    assert scores[0] > scores[2] > scores[1]


def test_a_passage_without_tokens_is_the_worst() -> None:
    scores = late_interaction([np.zeros((2, 0), np.float32), _passage(5, 0, 1)])
    assert scores[0] == pytest.approx(-1)
    assert late_interaction([np.zeros((0, 0), np.float32)]) == pytest.approx(-1)


@given(st.lists(st.integers(1, 90), min_size=1, max_size=6), st.integers(1, 5), st.integers(0, 99))
def test_it_is_what_its_description_says(lengths: list[int], tokens: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    matrices = [random.uniform(-1, 1, (tokens, n)).astype(np.float32) for n in lengths]
    best = np.array([matrix.max(axis=1) for matrix in matrices])
    weights = np.sqrt(np.maximum(best.max(axis=0) - best.mean(axis=0), 1e-3))
    weights /= weights.sum()
    for matrix, score in zip(matrices, late_interaction(matrices), strict=True):
        n = matrix.shape[1]
        rows = [matrix[:, at : at + 16].max(axis=1) @ weights for at in range(0, n, 8)]
        expected = (matrix.max(axis=1) @ weights + max(rows)) / 2 - 0.01 * math.log(max(n, 64) / 64)
        assert score == pytest.approx(expected, abs=1e-5)

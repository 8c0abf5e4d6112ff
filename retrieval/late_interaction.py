"""Late interaction: every token of a question looks for its best token in a passage.

MaxSim of ColBERT (Khattab and Zaharia 2020), in three ways made sharper: half of it is taken over
the best few tokens in a row, tokens that few passages have count for more, and long passages have
no advantage. What each gave stands in ``docs/encoder.md``.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.searched import TokensOf

Matrix = NDArray[np.float32]
"""(q, n): cosine of each question token with each passage token, as ``similarities`` gives it."""

_STEP = 8
"""Tokens of a block; what answers is looked for in two blocks in a row."""

_SHORTEST = 64
"""Of shorter passages length tells nothing: headings are no better than paragraphs."""

_LENGTH_WEIGHT = 0.01
_LEAST_LEAD = 1e-3


def similarities(question: Matrix, passages: TokensOf, row: int) -> Matrix:
    """Cosine of every question token with every token of passage *row*: (q, n) float32."""
    rows, scales = passages.of(row)
    # One passage at a time stays in the processor's cache, few columns on the right side are what
    # BLAS is quickest with, and scaling last spares a copy.
    matrix = rows.astype(np.float32) @ np.ascontiguousarray(question.T)
    matrix *= scales[:, None]
    return matrix.T


def late_interaction(matrices: Sequence[Matrix]) -> NDArray[np.float64]:
    """How well each of the passages that may answer matches a question: (passages,), -1 to 1.

    The mean of MaxSim over the whole passage and of MaxSim over its best 16 tokens in a row, less
    a hundredth of the logarithm of the passage's length.

    Args:
        matrices: of each passage; at least one. Where a token is missing all similarities are -1.
    """
    matrices = [matrix if matrix.size else _nothing(matrix) for matrix in matrices]
    lengths = np.array([matrix.shape[1] for matrix in matrices])
    blocks, firsts = _blocks(matrices, lengths)
    best = np.maximum.reduceat(blocks, firsts)
    weights = _weights(best)
    in_one_place = np.maximum.reduceat(_windows(blocks, firsts) @ weights, firsts)
    scores = (best @ weights + in_one_place) / 2
    lost = _LENGTH_WEIGHT * np.log(np.maximum(lengths, _SHORTEST) / _SHORTEST)
    return np.asarray(scores - lost)


def _nothing(matrix: Matrix) -> Matrix:
    return np.full((max(1, len(matrix)), 1), -1, np.float32)


def _blocks(
    matrices: Sequence[Matrix], lengths: NDArray[np.intp]
) -> tuple[Matrix, NDArray[np.intp]]:
    """The best similarities within each ``_STEP`` tokens, and the first block of each passage."""
    starts = np.cumsum(lengths) - lengths
    within = [
        np.arange(start, start + length, _STEP)
        for start, length in zip(starts.tolist(), lengths.tolist(), strict=True)
    ]
    counts = -(-lengths // _STEP)
    tokens = np.concatenate([matrix.T for matrix in matrices])
    return np.maximum.reduceat(tokens, np.concatenate(within)), np.cumsum(counts) - counts


def _windows(blocks: Matrix, firsts: NDArray[np.intp]) -> Matrix:
    """The best similarities within each block and the next one of its passage: (blocks, q)."""
    windows = blocks.copy()
    np.maximum(blocks[:-1], blocks[1:], out=windows[:-1])
    lasts = firsts[1:] - 1
    windows[lasts] = blocks[lasts]
    return windows


def _weights(best: Matrix) -> NDArray[np.float64]:
    """What each token of the question counts, 1 together: (q,).

    One that some passage has much better than passages have it on average tells which is right; one
    that all have alike does not.

    Args:
        best: (passages, q), the best similarity of each token in each passage.
    """
    leads = np.maximum(best.max(axis=0) - best.mean(axis=0), _LEAST_LEAD).astype(np.float64)
    weights = np.sqrt(leads)
    return np.asarray(weights / weights.sum())

"""The formula of BM25, as rank_bm25's ``BM25Okapi`` has it: what a token is worth to a passage."""

from __future__ import annotations

from typing import Any, TypeVar

from numpy.typing import NDArray

Numbers = TypeVar("Numbers", float, NDArray[Any])

K1, B = 1.5, 0.75
"""As rank_bm25 has them; a test compares the scores, to the last bit."""


def norms(lengths: Numbers, average: float) -> Numbers:
    """What passages of these lengths, in tokens, are normed by; *average* is that of all."""
    # A lone passage without a token must not make the average 0.
    normed: Numbers = K1 * (1 - B + B * lengths / (average or 1.0))
    return normed


def impacts(counts: Numbers, normed: Numbers) -> Numbers:
    """What a token is worth, but for its idf, to passages that have it *counts* times."""
    worth: Numbers = counts * (K1 + 1) / (counts + normed)
    return worth

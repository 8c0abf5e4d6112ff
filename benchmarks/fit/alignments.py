"""All alignments of two words at once, by units of a few letters, over many pairs of words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.sounds import LATIN_UNIT, OTHER_UNIT

Pair = tuple[str, str]
Places = dict[tuple[int, int, int, int], NDArray[np.int32]]
"""By start in either word and length in either: the number of the unit there, for each pair."""

Floats = NDArray[np.float64]

_LEAST = 1e-300
_SIZES = [(0, 1), (1, 0)] + [
    (a, b) for a in range(1, LATIN_UNIT + 1) for b in range(1, OTHER_UNIT + 1)
]


def unit_places(pairs: Sequence[Pair], number: Callable[[Pair], int]) -> Places:
    """The numbers of the units that pairs of equal lengths may be aligned by."""
    m, n = map(len, pairs[0])
    return {
        (i, j, a, b): np.array([number((x[i : i + a], y[j : j + b])) for x, y in pairs], np.int32)
        for i in range(m + 1)
        for j in range(n + 1)
        for a, b in _SIZES
        if i + a <= m and j + b <= n
    }


def likelihoods(m: int, n: int, places: Places, weight: Floats) -> Floats:
    """(pairs,) The sum over the alignments of each pair of the product of their weights."""
    whole: Floats = np.maximum(_forward(m, n, places, weight)[m, n], _LEAST)
    return whole


def expected_counts(m: int, n: int, places: Places, weight: Floats, times: Floats) -> Floats:
    """How often each unit is in the alignments of all pairs, each pair counted *times* over."""
    forward = _forward(m, n, places, weight)
    backward = np.zeros_like(forward)
    backward[m, n] = times / np.maximum(forward[m, n], _LEAST)
    at, of = [], []
    for (i, j, a, b), unit in reversed(places.items()):
        tail = weight[unit] * backward[i + a, j + b]
        backward[i, j] += tail
        at.append(unit)
        of.append(forward[i, j] * tail)
    numbers, values = np.concatenate(at), np.concatenate(of)
    return np.bincount(numbers, values, len(weight)).astype(np.float64)


def _forward(m: int, n: int, places: Places, weight: Floats) -> Floats:
    forward = np.zeros((m + 1, n + 1, len(next(iter(places.values())))))
    forward[0, 0] = 1
    for (i, j, a, b), unit in places.items():
        forward[i + a, j + b] += forward[i, j] * weight[unit]
    return forward

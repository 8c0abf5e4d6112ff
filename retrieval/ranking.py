"""The one form in which every channel answers."""

from __future__ import annotations

from collections.abc import Iterable

Ranking = list[tuple[int, float]]
"""``(row, score)`` pairs: best first, higher is better, whatever the channel."""


def best(scores: Iterable[tuple[int, float]], k: int) -> Ranking:
    """The *k* best of *scores*; of equal ones the lower row first.

    >>> best([(4, 0.5), (2, 0.9), (1, 0.5)], 2)
    [(2, 0.9), (1, 0.5)]
    """
    return sorted(scores, key=lambda pair: (-pair[1], pair[0]))[:k]

"""The one form in which every channel answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

Ranking = list[tuple[int, float]]
"""``(row, score)`` pairs: best first, higher is better, whatever the channel."""


class Scores(Mapping[int, float]):
    """The scores of the rows that a channel has found.

    >>> scores = Scores(np.array([1, 2, 4]), np.array([0.5, 0.9, 0.5]))
    >>> scores.best(2), scores[4], 3 in scores
    ([(2, 0.9), (1, 0.5)], 0.5, False)
    """

    def __init__(self, rows: NDArray[np.integer], scores: NDArray[np.float64]) -> None:
        """Take (n,) distinct rows in ascending order, and their scores."""
        self.rows = rows
        self.scores = scores

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[int]:
        return iter(self.rows.tolist())

    def __getitem__(self, row: int) -> float:
        place = int(np.searchsorted(self.rows, row))
        if place == len(self.rows) or self.rows[place] != row:
            raise KeyError(row)
        return float(self.scores[place])

    def best(self, k: int) -> Ranking:
        """The *k* best; of equal ones the lower row first. Only the found are looked at."""
        rows, scores = self.rows, self.scores
        if len(scores) > k:
            least = np.partition(scores, len(scores) - k)[len(scores) - k]
            rows, scores = rows[scores >= least], scores[scores >= least]
        order = np.lexsort((rows, -scores))[:k]
        return list(zip(rows[order].tolist(), scores[order].tolist(), strict=True))

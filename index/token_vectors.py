"""Token vectors of many passages in a quarter of their size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """The token vectors of n passages, each vector as int8 and a scale.

    Attributes:
        rows: (t, d) int8, the vectors of all passages one after the other.
        scales: (t,) float32; ``rows * scales[:, None]`` are the vectors, of unit length.
        starts: (n + 1,) int64; passage i has the rows ``starts[i]:starts[i + 1]``.
    """

    rows: NDArray[np.int8]
    scales: NDArray[np.float32]
    starts: NDArray[np.int64]

    @classmethod
    def quantize(cls, vectors: Sequence[NDArray[np.float32]], dimension: int) -> TokenVectors:
        """Keep one array of (tokens, d) unit rows for each passage; an array may have no row."""
        starts = np.cumsum([0, *map(len, vectors)], dtype=np.int64)
        joined = np.concatenate([np.zeros((0, dimension), np.float32), *vectors])
        largest = np.abs(joined).max(axis=1, initial=1e-12, keepdims=True)
        rows = np.rint(joined * (127 / largest)).astype(np.int8)
        norms = np.linalg.norm(rows.astype(np.float32), axis=1)
        return cls(rows, (1 / np.maximum(norms, 1)).astype(np.float32), starts)

    @classmethod
    def join(cls, parts: Sequence[TokenVectors]) -> TokenVectors:
        """The passages of all parts, in order; at least one part."""
        counts = np.concatenate([np.diff(part.starts) for part in parts])
        return cls(
            np.concatenate([part.rows for part in parts]),
            np.concatenate([part.scales for part in parts]),
            np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        )

    def slice(self, first: int, after: int) -> TokenVectors:
        """The passages from *first* up to *after*."""
        start, end = self.starts[first], self.starts[after]
        return TokenVectors(
            self.rows[start:end],
            self.scales[start:end],
            self.starts[first : after + 1] - start,
        )

    def vectors(self, passage: int) -> NDArray[np.float32]:
        """The (tokens, d) float32 unit rows of one passage."""
        start, end = self.starts[passage], self.starts[passage + 1]
        return self.rows[start:end].astype(np.float32) * self.scales[start:end, None]

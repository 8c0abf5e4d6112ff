"""Token vectors of many passages in a quarter of their size, those of a repeated one once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """The token vectors of n passages of m texts, each vector as int8 and a scale.

    Attributes:
        rows: (t, d) int8, the vectors of all texts one after the other.
        scales: (t,) float32; ``rows * scales[:, None]`` are the vectors, of unit length.
        starts: (m + 1,) int64; text j has the rows ``starts[j]:starts[j + 1]``.
        places: (n,) int64; passage i has the text ``places[i]``.
    """

    rows: NDArray[np.int8]
    scales: NDArray[np.float32]
    starts: NDArray[np.int64]
    places: NDArray[np.int64]

    @classmethod
    def quantize(cls, vectors: Sequence[NDArray[np.float32]], dimension: int) -> TokenVectors:
        """Keep one array of (tokens, d) unit rows for each passage; an array may have no row."""
        starts = np.cumsum([0, *map(len, vectors)], dtype=np.int64)
        joined = np.concatenate([np.zeros((0, dimension), np.float32), *vectors])
        largest = np.abs(joined).max(axis=1, initial=1e-12, keepdims=True)
        rows = np.rint(joined * (127 / largest)).astype(np.int8)
        norms = np.linalg.norm(rows.astype(np.float32), axis=1)
        scales = (1 / np.maximum(norms, 1)).astype(np.float32)
        return cls(rows, scales, starts, np.arange(len(vectors)))

    @classmethod
    def join(cls, parts: Sequence[TokenVectors]) -> TokenVectors:
        """The passages of all parts, in order; at least one part."""
        counts = np.concatenate([np.diff(part.starts) for part in parts])
        before = np.cumsum([0, *(len(part.starts) - 1 for part in parts)])
        places = [part.places + first for part, first in zip(parts, before[:-1], strict=True)]
        return cls(
            np.concatenate([part.rows for part in parts]),
            np.concatenate([part.scales for part in parts]),
            np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
            np.concatenate(places).astype(np.int64),
        )

    def only(self, passage: int) -> TokenVectors:
        """One passage alone; a view, nothing is copied."""
        start, end = self.span(passage)
        starts, places = np.array([0, end - start], np.int64), np.zeros(1, np.int64)
        return TokenVectors(self.rows[start:end], self.scales[start:end], starts, places)

    def placed(self, places: NDArray[np.int64]) -> TokenVectors:
        """The same texts for other passages: passage i has the text ``places[i]``."""
        return replace(self, places=places)

    def span(self, passage: int) -> tuple[int, int]:
        """Where the rows of one passage start and end."""
        place = self.places[passage]
        return int(self.starts[place]), int(self.starts[place + 1])

    def vectors(self, passage: int) -> NDArray[np.float32]:
        """The (tokens, d) float32 unit rows of one passage."""
        start, end = self.span(passage)
        return self.rows[start:end].astype(np.float32) * self.scales[start:end, None]

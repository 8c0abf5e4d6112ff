"""Late interaction: every token of a question looks for its best token in a passage.

MaxSim of ColBERT (Khattab and Zaharia 2020), on the untrained token vectors of the encoder.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.searched import TokensOf


def similarities(
    question: NDArray[np.float32], passages: TokensOf, row: int
) -> NDArray[np.float32]:
    """Cosine of every question token with every token of passage *row*: (q, n) float32."""
    rows, scales = passages.of(row)
    # One passage at a time stays in the processor's cache, few columns on the right side are what
    # BLAS is quickest with, and scaling last spares a copy.
    matrix = rows.astype(np.float32) @ np.ascontiguousarray(question.T)
    matrix *= scales[:, None]
    return matrix.T


def max_sim(matrix: NDArray[np.float32]) -> float:
    """The mean over the question's tokens of their best similarity; -1 without any token.

    Args:
        matrix: (q, n), as ``similarities`` gives it.
    """
    return float(matrix.max(axis=1).mean()) if matrix.size else -1.0

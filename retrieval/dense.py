"""The dense channel: FAISS over the pooled vectors."""

from __future__ import annotations

import faiss
import numpy as np
from numpy.typing import NDArray

from index.searched import Dense
from retrieval.ranking import Ranking


class DenseChannel:
    """Finds the passages whose pooled vector is nearest to the question's."""

    def __init__(self, dense: Dense) -> None:
        """Search in *dense*, an inner-product index with one row for each passage."""
        self._dense = dense

    def search(self, vector: NDArray[np.float32], k: int) -> Ranking:
        """The *k* nearest passages of a (d,) unit vector, scored by cosine."""
        # For one vector a second thread is no help, and where the cores are busy it is waited for.
        faiss.omp_set_num_threads(1)
        scores, rows = self._dense.search(vector[None, :], min(k, self._dense.ntotal))
        found = zip(rows[0], scores[0], strict=True)
        return [(int(row), float(score)) for row, score in found if row >= 0]

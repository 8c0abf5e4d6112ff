"""The nearest of many vectors, by FAISS: all compared while they are few, by a graph beyond."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from index.tables.order import JoinedArray, Order

GRAPH = "graph.faiss"
"""Made from ``dense.npy`` where it is needed, and never taken from another machine: FAISS reads its
own files without looking twice at them."""

MOST_COMPARED = 100_000
_KIND = "HNSW32_SQ8"
_DEPTH = 128
_TRAINED_ON = 100_000
_ADDED = 20_000
_PIECE = 1 << 22


def write_graph(generation: Path) -> None:
    """Write a graph of the vectors of a generation, if they are too many to compare them all.

    Raises:
        OSError: it cannot be written.
    """
    vectors = np.load(generation / "dense.npy", "r")
    if len(vectors) <= MOST_COMPARED:
        return
    graph = faiss.index_factory(vectors.shape[1], _KIND, faiss.METRIC_INNER_PRODUCT)
    faiss.omp_set_num_threads(os.cpu_count() or 1)
    graph.train(vectors[:: -(-len(vectors) // _TRAINED_ON)])
    for first in range(0, len(vectors), _ADDED):
        graph.add(vectors[first : first + _ADDED])
    try:
        faiss.write_index(graph, str(generation / GRAPH))
    except RuntimeError as error:
        raise OSError(str(error)) from error


def open_dense(generation: Path, vectors: NDArray[np.float32]) -> faiss.Index:
    """The index of a generation's vectors: its graph, mapped, or where it has none a copy."""
    return _open_graph(generation) or flat(vectors)


def open_joined(generation: Path, vectors: JoinedArray, order: Order) -> faiss.Index | JoinedDense:
    """The index of the vectors of two tables, of which the first is in *generation*."""
    graph = _open_graph(generation)
    return JoinedDense(graph, vectors, order) if graph else flat(vectors)


class JoinedDense:
    """Finds the nearest vectors by a graph of the first table's and by comparing the second's.

    Attributes:
        ntotal: how many there are.
    """

    def __init__(self, graph: faiss.Index, vectors: JoinedArray, order: Order) -> None:
        """Search *vectors*, of which those of the first table are in *graph*."""
        self.ntotal = len(order)
        self._graph = graph
        self._places = order.places
        self._rows = np.concatenate(order.rows)
        self._added_rows = np.flatnonzero(order.places >= graph.ntotal)
        self._added = faiss.IndexFlatIP(graph.d)
        for first in range(0, len(self._added_rows), _ADDED):
            some = self._added_rows[first : first + _ADDED]
            self._added.add(vectors.take(some))
        alive = order.alive()
        self._parameters = _parameters(alive)

    def search(
        self, vectors: NDArray[np.float32], k: int
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Scores and rows of the *k* nearest of (q, d) vectors, both (q, k); row -1 is none."""
        scores, places = self._graph.search(vectors, k, params=self._parameters)
        added, which = self._added.search(vectors, min(k, max(1, self._added.ntotal)))
        rows = np.where(places < 0, -1, self._rows[places])
        rows_added = np.append(self._added_rows, -1)[which]
        scores, rows = np.hstack([scores, added]), np.hstack([rows, rows_added])
        scores[rows < 0] = -np.inf
        best = np.argsort(-scores, axis=1, kind="stable")[:, :k]
        return np.take_along_axis(scores, best, 1), np.take_along_axis(rows, best, 1)


def _parameters(alive: NDArray[np.bool_] | None) -> Any:
    """How the graph is searched: only for what is *alive*, where that is told."""
    faiss_untyped: Any = faiss  # its stubs know neither of these
    chosen = None
    if alive is not None:
        chosen = faiss_untyped.IDSelectorBitmap(np.packbits(alive, bitorder="little"))
    return faiss_untyped.SearchParametersHNSW(efSearch=_DEPTH, sel=chosen)


def flat(vectors: NDArray[np.float32] | JoinedArray) -> faiss.Index:
    """An index that compares all of *vectors*, copied."""
    index = faiss.IndexFlatIP(vectors.shape[1])
    for first in range(0, len(vectors), _ADDED):
        index.add(vectors[first : first + _ADDED])
    return index


def _open_graph(generation: Path) -> faiss.Index | None:
    path = generation / GRAPH
    if not path.exists():
        return None
    _read_ahead(path)
    graph = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
    faiss.ParameterSpace().set_index_parameter(graph, "efSearch", _DEPTH)
    return graph


def _read_ahead(path: Path) -> None:
    """Have the system bring a file into its memory, from the first byte to the last.

    FAISS looks at every link when it opens a graph, page by page where they are mapped: of a file
    that is still on the disk that takes several times as long.
    """
    piece = bytearray(_PIECE)
    with path.open("rb", buffering=0) as file:
        while file.readinto(piece):
            pass

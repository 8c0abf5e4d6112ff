"""The nearest of many vectors, by FAISS: all compared while they are few, by a graph beyond."""

from __future__ import annotations

import os
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

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
    path = generation / GRAPH
    if not path.exists():
        flat = faiss.IndexFlatIP(vectors.shape[1])
        flat.add(vectors)
        return flat
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

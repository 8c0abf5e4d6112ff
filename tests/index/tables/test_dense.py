"""Vectors that are too many to compare them all, and few of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.tables.dense import GRAPH, MOST_COMPARED, open_dense, write_graph


def _write(folder: Path, count: int) -> NDArray[np.float32]:
    vectors = np.random.default_rng(3).standard_normal((count, 8), np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    np.save(folder / "dense.npy", vectors)
    write_graph(folder)
    return vectors


def test_few_vectors_are_all_compared(tmp_path: Path) -> None:
    vectors = _write(tmp_path, 9)
    assert not (tmp_path / GRAPH).exists()
    assert open_dense(tmp_path, vectors).search(vectors[:3], 1)[1].tolist() == [[0], [1], [2]]


def test_beyond_that_a_graph_finds_nearly_all_of_the_nearest(tmp_path: Path) -> None:
    vectors = _write(tmp_path, MOST_COMPARED + 1)
    graph = open_dense(tmp_path, vectors)
    assert (tmp_path / GRAPH).exists()
    assert graph.ntotal == len(vectors)
    asked = vectors[::1000]
    nearest = np.argsort(-asked @ vectors.T, axis=1)[:, :10]
    scores, found = graph.search(asked, 10)
    shared = [len({*one} & {*other}) for one, other in zip(nearest, found, strict=True)]
    assert np.mean(shared) > 9
    assert np.allclose(scores[:, 0], 1, atol=0.02)

"""Vectors that are too many to compare them all, and few of them."""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
import pytest
from numpy.typing import NDArray

from index.tables.dense import (
    GRAPH,
    MOST_COMPARED,
    JoinedDense,
    flat,
    open_dense,
    open_joined,
    write_graph,
)
from index.tables.order import JoinedArray, Order


def _unit(count: int, seed: int) -> NDArray[np.float32]:
    vectors = np.random.default_rng(seed).standard_normal((count, 8), np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


def _write(folder: Path, count: int) -> NDArray[np.float32]:
    vectors = _unit(count, 3)
    np.save(folder / "dense.npy", vectors)
    write_graph(folder)
    return vectors


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with more vectors than are compared."""
    folder = tmp_path_factory.mktemp("large")
    _write(folder, MOST_COMPARED + 1)
    return folder


def _shared(found: NDArray[np.int64], nearest: NDArray[np.int64]) -> float:
    """How many of the nearest are found, on the average."""
    pairs = zip(nearest.tolist(), found.tolist(), strict=True)
    return float(np.mean([len({*one} & {*other}) for one, other in pairs]))


def test_few_vectors_are_all_compared(tmp_path: Path) -> None:
    vectors = _write(tmp_path, 9)
    assert not (tmp_path / GRAPH).exists()
    assert open_dense(tmp_path, vectors).search(vectors[:3], 1)[1].tolist() == [[0], [1], [2]]


def test_beyond_that_a_graph_finds_nearly_all_of_the_nearest(large: Path) -> None:
    vectors = np.load(large / "dense.npy")
    graph = open_dense(large, vectors)
    assert (large / GRAPH).exists()
    assert graph.ntotal == len(vectors)
    asked = vectors[::1000]
    nearest = np.argsort(-asked @ vectors.T, axis=1)[:, :10]
    scores, found = graph.search(asked, 10)
    assert _shared(found, nearest) > 9
    assert np.allclose(scores[:, 0], 1, atol=0.02)


def test_of_a_graph_and_what_was_added_the_nearest_are_found_and_none_that_is_left_out(
    large: Path,
) -> None:
    first, second = np.load(large / "dense.npy"), _unit(500, 4)
    alive = np.arange(len(first))[np.arange(len(first)) % 20 > 0]
    places = np.concatenate([alive[:1000], len(first) + np.arange(500), alive[1000:]])
    order = Order.of(places.astype(np.int64), (len(first), len(second)))
    vectors = JoinedArray((first, second), order)
    dense = open_joined(large, vectors, order)
    assert isinstance(dense, JoinedDense)
    asked = np.concatenate([first[::2000], second[:50]])
    scores, found = dense.search(asked, 10)
    assert _shared(found, flat(vectors).search(asked, 10)[1]) > 9
    assert (np.diff(scores, axis=1) <= 0).all()
    assert found[-50:, 0].tolist() == list(range(1000, 1050))
    assert dense.ntotal == len(places)


def test_a_graph_of_which_all_is_left_out_finds_what_was_added(large: Path) -> None:
    first, second = np.load(large / "dense.npy"), _unit(2, 4)
    order = Order.of(len(first) + np.arange(2), (len(first), 2))
    dense = open_joined(large, JoinedArray((first, second), order), order)
    assert dense.search(second, 2)[1].tolist() == [[0, 1], [1, 0]]


def test_without_a_graph_all_are_compared(tmp_path: Path) -> None:
    first, second = _unit(30, 5), _unit(3, 6)
    order = Order.of(np.array([30, 0, 2, 31, 32, 7], np.int64), (30, 3))
    dense = open_joined(tmp_path, JoinedArray((first, second), order), order)
    assert isinstance(dense, faiss.IndexFlatIP)
    rows = [second[0], first[0], first[2], second[1], second[2], first[7]]
    assert np.array_equal(dense.reconstruct_n(0, 6), np.array(rows))

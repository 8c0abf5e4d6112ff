"""Token vectors of many passages in a quarter of their size, those of a repeated one once."""

from __future__ import annotations

import math
import os
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from index.tables.order import Order

Number = TypeVar("Number", np.int8, np.float32)

TokenRows = tuple[NDArray[np.int8], NDArray[np.float32]]
"""The token vectors of one passage: (n, d) rows, and their (n,) scales."""


class RowFile(Generic[Number]):
    """The rows of an array in a file, read when they are asked for.

    They are read and not mapped: what a process has mapped counts as its own as long as there is
    room, and after some hundred questions that would be most of a large file. Reading beyond the
    end of one that was cut off is an error; of a mapped file it would be the end of the process.

    Attributes:
        shape: (t, d) or (t,).
    """

    def __init__(self, path: Path, kind: type[Number], dimensions: int) -> None:
        """Open a file that ``np.save`` could have written; raises ValueError if it is another."""
        with path.open("rb") as file:
            np.lib.format.read_magic(file)
            shape, by_column, written = np.lib.format.read_array_header_1_0(file)
            self._first = file.tell()
        if written != kind or by_column or len(shape) != dimensions:
            raise ValueError(f"{path.name} has another type")
        self.shape: tuple[int, ...] = shape
        self._kind: np.dtype[Number] = np.dtype(kind)
        self._width: int = self._kind.itemsize * math.prod(shape[1:])
        if path.stat().st_size != self._first + shape[0] * self._width:
            raise ValueError(f"{path.name} is not as long as it says")
        self._file = os.open(path, os.O_RDONLY)
        weakref.finalize(self, os.close, self._file)

    def __len__(self) -> int:
        return self.shape[0]

    def __getitem__(self, rows: slice) -> NDArray[Number]:
        first, after, _ = rows.indices(len(self))
        size, place = (after - first) * self._width, self._first + first * self._width
        data = os.pread(self._file, size, place)
        return np.frombuffer(data, self._kind).reshape(after - first, *self.shape[1:])


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """The token vectors of n passages of m texts, each vector as int8 and a scale.

    Attributes:
        rows: (t, d) int8, the vectors of all texts one after the other.
        scales: (t,) float32; ``rows * scales[:, None]`` are the vectors, of unit length.
        starts: (m + 1,) int64; text j has the rows ``starts[j]:starts[j + 1]``.
        places: (n,) int64; passage i has the text ``places[i]``.
    """

    rows: NDArray[np.int8] | RowFile[np.int8]
    scales: NDArray[np.float32] | RowFile[np.float32]
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

    def only(self, passage: int) -> TokenVectors:
        """One passage alone."""
        start, end = self.span(passage)
        starts, places = np.array([0, end - start], np.int64), np.zeros(1, np.int64)
        return TokenVectors(self.rows[start:end], self.scales[start:end], starts, places)

    def span(self, passage: int) -> tuple[int, int]:
        """Where the rows of one passage start and end."""
        place = self.places[passage]
        return int(self.starts[place]), int(self.starts[place + 1])

    def of(self, passage: int) -> TokenRows:
        """The int8 rows of one passage, and their scales."""
        start, end = self.span(passage)
        return self.rows[start:end], self.scales[start:end]

    def vectors(self, passage: int) -> NDArray[np.float32]:
        """The (tokens, d) float32 unit rows of one passage."""
        start, end = self.span(passage)
        return self.rows[start:end].astype(np.float32) * self.scales[start:end][:, None]


class JoinedTokens:
    """The token vectors of the passages of two tables, as ``TokenVectors`` has those of one."""

    def __init__(self, tables: tuple[TokenVectors, TokenVectors], order: Order) -> None:
        """Read *tables* in *order*."""
        self._tables = tables
        self._order = order

    def of(self, passage: int) -> TokenRows:
        """The int8 rows of one passage, and their scales."""
        table, row = self._at(passage)
        return table.of(row)

    def only(self, passage: int) -> TokenVectors:
        """One passage alone."""
        table, row = self._at(passage)
        return table.only(row)

    def vectors(self, passage: int) -> NDArray[np.float32]:
        """The (tokens, d) float32 unit rows of one passage."""
        table, row = self._at(passage)
        return table.vectors(row)

    def _at(self, passage: int) -> tuple[TokenVectors, int]:
        place, first = int(self._order.places[passage]), len(self._tables[0].places)
        return (self._tables[0], place) if place < first else (self._tables[1], place - first)

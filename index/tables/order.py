"""Two tables read as one: the rows of both in one order, some of the first's left out.

The second has what was added to the first since that was written. Where a row lies is told by its
*place*: those of the first table, then those of the second.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T")

Integers = NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True)
class Order:
    """In which order the rows of two tables come.

    Attributes:
        places: (n,) int64, the place of each row; those of either table ascend.
        rows: of each table, (its rows,) int32: the row of each here, or -1 where it is left out.
    """

    places: NDArray[np.int64]
    rows: tuple[NDArray[np.int32], NDArray[np.int32]]

    @classmethod
    def of(cls, places: NDArray[np.int64], sizes: tuple[int, int]) -> Order:
        """The order of *places*, of tables with so many rows.

        >>> order = Order.of(np.array([0, 3, 2]), (3, 1))
        >>> [rows.tolist() for rows in order.rows]
        [[0, -1, 2], [1]]
        """
        rows = np.full(sum(sizes), -1, np.int32)
        rows[places] = np.arange(len(places), dtype=np.int32)
        return cls(places, (rows[: sizes[0]], rows[sizes[0] :]))

    @classmethod
    def of_runs(cls, documents: NDArray[np.int64], firsts: Sequence[Integers]) -> Order:
        """The order of rows that belong to documents.

        Args:
            documents: the place of each document.
            firsts: of each table the row of each document's first, and how many there are at last.
        """
        starts = np.concatenate([firsts[0][:-1], firsts[1][:-1] + firsts[0][-1]]).astype(np.int64)
        sizes = np.concatenate([np.diff(own) for own in firsts])[documents]
        ends = np.cumsum(sizes)
        before = starts[documents] - (ends - sizes)
        places = np.repeat(before, sizes) + np.arange(int(sizes.sum()))
        return cls.of(places, (int(firsts[0][-1]), int(firsts[1][-1])))

    def __len__(self) -> int:
        return len(self.places)

    def here(self, table: int, rows: Integers) -> NDArray[np.int32]:
        """The rows here of rows of a table, in their order, without those that are left out."""
        found = self.rows[table][rows]
        return found[found >= 0]

    def alive(self) -> NDArray[np.bool_] | None:
        """Which rows of the first table are here; None where all are."""
        alive = self.rows[0] >= 0
        return None if alive.all() else alive

    def gather(self, first: NDArray[Any], second: NDArray[Any]) -> NDArray[Any]:
        """What arrays of the two tables have, in this order."""
        gathered: NDArray[Any] = np.concatenate([first, second])[self.places]
        return gathered


class Joined(Sequence[T], Generic[T]):
    """What two sequences have, in an order, read when it is asked for."""

    def __init__(self, parts: tuple[Sequence[T], Sequence[T]], order: Order) -> None:
        """Read *parts* in *order*."""
        self._parts = parts
        self._order = order

    def __len__(self) -> int:
        return len(self._order)

    @overload
    def __getitem__(self, row: int) -> T: ...
    @overload
    def __getitem__(self, row: slice) -> list[T]: ...
    def __getitem__(self, row: int | slice) -> T | list[T]:
        if isinstance(row, slice):
            return [self[one] for one in range(*row.indices(len(self)))]
        place, first = int(self._order.places[row]), len(self._parts[0])
        return self._parts[0][place] if place < first else self._parts[1][place - first]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # as a list


class JoinedArray:
    """The rows of two arrays, in an order, copied when they are asked for.

    Attributes:
        shape: as of an array.
    """

    def __init__(self, parts: tuple[NDArray[Any], NDArray[Any]], order: Order) -> None:
        """Read *parts*, of equal width, in *order*."""
        self._parts = parts
        self._order = order
        self.shape = (len(order), *parts[0].shape[1:])

    def __len__(self) -> int:
        return len(self._order)

    def __getitem__(self, row: int | slice) -> NDArray[Any]:
        if isinstance(row, slice):
            return self.take(np.arange(len(self))[row])
        return np.asarray(self.take(np.array([row]))[0])

    def take(self, rows: Integers) -> NDArray[Any]:
        """Some rows."""
        places, first = self._order.places[rows], len(self._parts[0])
        gathered = np.empty((len(places), *self.shape[1:]), self._parts[0].dtype)
        added = places >= first
        gathered[~added] = self._parts[0][places[~added]]
        gathered[added] = self._parts[1][places[added] - first]
        return gathered

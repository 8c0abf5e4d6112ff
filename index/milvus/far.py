"""What lies on a server, row by row: fetched in blocks or ahead, and kept for a while."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, TypeVar, overload

from index.errors import IndexDamagedError
from index.tables.token_vectors import TokenRows

T = TypeVar("T")
Fetch = Callable[[Sequence[int]], Iterable[tuple[int, T]]]
"""Gives what there is in these rows, each after its row, in any order."""


class Far(Sequence[T], Generic[T]):
    """The rows of one kind; safe to use from several threads."""

    def __init__(self, count: int, fetch: Fetch[T], block: int, kept: int) -> None:
        """Take what fetches.

        Args:
            count: how many rows there are.
            fetch: fetches them.
            block: so many, side by side, are fetched when one is asked for.
            kept: so many stay here, those used last.
        """
        self._count = count
        self._fetch = fetch
        self._block = block
        self._most = kept
        self._kept: OrderedDict[int, T] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, row: int) -> T: ...
    @overload
    def __getitem__(self, row: slice) -> list[T]: ...
    def __getitem__(self, row: int | slice) -> T | list[T]:
        if isinstance(row, slice):
            return self.rows(range(*row.indices(len(self))))
        if not 0 <= row < len(self):
            raise IndexError(row)
        first = row // self._block * self._block
        return self._have([row], range(first, min(first + self._block, len(self))))[0]

    def rows(self, rows: Sequence[int]) -> list[T]:
        """What there is in *rows*, fetched all at once where it is not here."""
        return self._have(rows, rows)

    def _have(self, rows: Sequence[int], near: Sequence[int]) -> list[T]:
        """The rows; if one of them is missing, all *near* that are missing are fetched."""
        with self._lock:
            found = {row: self._kept[row] for row in rows if row in self._kept}
            wanted = (
                [] if len(found) == len(set(rows)) else [r for r in near if r not in self._kept]
            )
            for row in found:
                self._kept.move_to_end(row)
        if wanted:
            fetched = dict(self._fetch(wanted))
            found |= fetched
            self._keep(fetched)
        try:
            return [found[row] for row in rows]
        except KeyError as error:
            raise IndexDamagedError(
                f"The index in Milvus is not whole (row {error}); run: python -m index build"
            ) from error

    def _keep(self, fetched: dict[int, T]) -> None:
        with self._lock:
            self._kept.update(fetched)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)


class Part(Sequence[T], Generic[T]):
    """One part of what lies in each row."""

    def __init__(self, rows: Far[Any], place: int) -> None:
        """Take the rows, and the place of the part in each."""
        self._rows = rows
        self._place = place

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, row: int) -> T: ...
    @overload
    def __getitem__(self, row: slice) -> list[T]: ...
    def __getitem__(self, row: int | slice) -> T | list[T]:
        found = self._rows[row]
        place = self._place
        return [one[place] for one in found] if isinstance(row, slice) else found[place]

    def rows(self, rows: Sequence[int]) -> list[T]:
        """The part in *rows*, fetched all at once where it is not here."""
        return [one[self._place] for one in self._rows.rows(rows)]


class FarTokenVectors:
    """The token vectors of passages, as ``TokenVectors`` gives them."""

    def __init__(self, rows: Far[TokenRows]) -> None:
        """Take those of each passage."""
        self._rows = rows

    def of(self, passage: int) -> TokenRows:
        """The int8 rows of one passage, and their scales."""
        return self._rows[passage]

    def read(self, passages: Sequence[int]) -> None:
        """Have those of *passages* at hand."""
        self._rows.rows(passages)

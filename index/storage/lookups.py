"""What an index keeps in its order, found by source or by key and read when asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Generic, Protocol, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

_HEAD = 8
_KEPT = 16
"""Documents that stay in memory once they were read; an answer cites ten passages."""

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class HasEncoded(Protocol[T_co]):
    """What has something encoded for each of its passages."""

    def encoded(self, row: int) -> T_co:
        """What was encoded for passage *row*."""


class Rows(Mapping[bytes, T], Generic[T]):
    """What an index has encoded, by its key, read when it is asked for."""

    def __init__(self, rows: Mapping[bytes, int], index: HasEncoded[T]) -> None:
        """Take the row of each key."""
        self._rows = rows
        self._index = index

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._rows)

    def __getitem__(self, key: bytes) -> T:
        return self._index.encoded(self._rows[key])


class Either(Mapping[bytes, T], Generic[T]):
    """What is in the one place, or else in the other."""

    def __init__(self, first: Mapping[bytes, T], second: Mapping[bytes, T]) -> None:
        """Look into *first*, then into *second*."""
        self._first = first
        self._second = second

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __iter__(self) -> Iterator[bytes]:
        return iter({**dict.fromkeys(self._first), **dict.fromkeys(self._second)})

    def __getitem__(self, key: bytes) -> T:
        return self._first[key] if key in self._first else self._second[key]


class BySource(Mapping[str, T], Generic[T]):
    """What there is of each document, by its source."""

    def __init__(self, numbers: Mapping[str, int], values: Sequence[T]) -> None:
        """Take the number of each source, and a value for each number."""
        self._numbers = numbers
        self._value = lru_cache(maxsize=_KEPT)(values.__getitem__)

    def __len__(self) -> int:
        return len(self._numbers)

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __getitem__(self, source: str) -> T:
        return self._value(self._numbers[source])


class Keys(Sequence[bytes]):
    """The keys of texts, out of an array."""

    def __init__(self, rows: NDArray[np.uint8]) -> None:
        """Take (n, 16) uint8."""
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> bytes: ...
    @overload
    def __getitem__(self, place: slice) -> list[bytes]: ...
    def __getitem__(self, place: int | slice) -> bytes | list[bytes]:
        if isinstance(place, slice):
            return [row.tobytes() for row in self._rows[place]]
        return bytes(self._rows[place])

    def find(self, wanted: Collection[bytes]) -> dict[bytes, int]:
        """The first row of each key of *wanted* that is here; few are found quickly."""
        asked = set(wanted)
        heads = np.frombuffer(b"".join(key[:_HEAD] for key in asked), np.int64)
        own = self._rows.view(np.int64)[:, 0]
        rows = np.flatnonzero(np.isin(own, heads)).tolist() if asked else []
        found: dict[bytes, int] = {}
        for row in rows:
            key = self[row]
            if key in asked:
                found.setdefault(key, row)
        return found

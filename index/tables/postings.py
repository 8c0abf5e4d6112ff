"""Which rows have a word, a key, ...: lists of rows, mapped into memory."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.tables.texts import Texts

NO_ROWS = np.zeros(0, np.int32)


@dataclass(frozen=True, slots=True)
class Postings:
    """The rows of each of n keys, in ascending order.

    Attributes:
        keys: the keys.
        starts: (n + 1,) int64; key i has the rows ``rows[starts[i]:starts[i + 1]]``.
        rows: (p,) int32.
    """

    keys: Texts
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]

    def of(self, key: str) -> NDArray[np.int32]:
        """The rows of a key, of an unknown one none."""
        number = self.keys.find(key)
        return NO_ROWS if number is None else self.at(number)

    def at(self, number: int) -> NDArray[np.int32]:
        """The rows of the key of this number."""
        return self.rows[self.starts[number] : self.starts[number + 1]]

    def counts(self, alive: NDArray[np.bool_] | None = None) -> NDArray[np.int64]:
        """(n,) how many rows each key has; of those only that are *alive*, where that is told."""
        if alive is None or not len(self.keys):
            return np.diff(self.starts)
        counts: NDArray[np.int64] = np.add.reduceat(
            alive[self.rows], self.starts[:-1], dtype=np.int64
        )
        return counts

    def arrays(self, prefix: str) -> dict[str, NDArray[Any]]:
        """What is written into a file."""
        parts = (self.keys.letters, self.keys.starts, self.starts, self.rows)
        return dict(zip(kinds(prefix), parts, strict=True))

    @classmethod
    def from_arrays(cls, prefix: str, arrays: Mapping[str, NDArray[Any]]) -> Postings:
        """The opposite of ``arrays``."""
        letters, key_starts, starts, rows = (arrays[name] for name in kinds(prefix))
        return cls(Texts(letters, key_starts), starts, rows)


def kinds(prefix: str) -> dict[str, type]:
    """The arrays of postings, by their names in a file."""
    names = {"letters": np.uint8, "key_starts": np.int64, "starts": np.int64, "rows": np.int32}
    return {f"{prefix}_{name}": kind for name, kind in names.items()}


class Gathering:
    """Postings in the making: keys are told row by row."""

    def __init__(self) -> None:
        """Know no key yet."""
        self.numbers: dict[str, int] = {}
        self._numbers, self._rows = array("i"), array("i")

    def add(self, row: int, keys: Iterable[str]) -> list[int]:
        """Note that *row* has each of *keys*, which are distinct; rows come in order.

        Returns:
            The keys' numbers, in the order in which keys were met.
        """
        numbers = [self.numbers.setdefault(key, len(self.numbers)) for key in keys]
        self._numbers.extend(numbers)
        self._rows.extend([row] * len(numbers))
        return numbers

    def postings(self) -> tuple[Postings, NDArray[np.intp]]:
        """The postings, and (p,) where each of their rows stood in the order of telling."""
        keys = sorted(self.numbers)
        place = np.zeros(len(keys), np.int32)
        place[[self.numbers[key] for key in keys]] = np.arange(len(keys), dtype=np.int32)
        numbers = place[np.frombuffer(self._numbers, np.int32)] if keys else NO_ROWS
        order = np.argsort(numbers, kind="stable")
        starts = np.zeros(len(keys) + 1, np.int64)
        np.cumsum(np.bincount(numbers, minlength=len(keys)), out=starts[1:])
        rows = np.frombuffer(self._rows, np.int32)[order] if keys else NO_ROWS
        return Postings(Texts.of(keys), starts, rows), order

"""How much two spellings in different scripts speak for being one name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.romanize import letters

TABLE = Path(__file__).parent / "sounds.tsv"
"""Rows of script, Latin letters, letters of the script, weight in nats; learned by
``python -m benchmarks.fit_names``."""

LATIN_UNIT = 3
OTHER_UNIT = 2
_OWN_TABLE = ("ARABIC", "HEBREW", "CJK")
_NEVER = -1e4

Weights = NDArray[np.float32]
Table = dict[tuple[str, str], float]


class Sounds:
    """Weighs alignments of one word with many, by units of a few letters.

    A weight is the log of how much likelier a unit is in a pair of names than by chance. The best
    alignment's sum is the evidence for one name (Ristad and Yianilos 1998, with the best
    alignment in place of all).
    """

    def __init__(self, table: Table) -> None:
        """Number the units of the words compared with, and keep a row of weights for each asked."""
        self._numbers = {"": 0}
        for _, other in table:
            self._numbers.setdefault(other, len(self._numbers))
        self._unknown = len(self._numbers)
        self._longest = max(map(len, self._numbers))
        self._rows: dict[str, Weights] = {}
        for (asked, other), weight in table.items():
            if asked not in self._rows:
                self._rows[asked] = np.full(self._unknown + 1, _NEVER, np.float32)
            self._rows[asked][self._numbers[other]] = weight
        self._longest_asked = max(map(len, self._rows))
        self._numbered = lru_cache(maxsize=100_000)(self._number)

    def evidence(self, asked: str, others: Sequence[str]) -> Weights:
        """The weight of the best alignment of *asked* with each of *others*.

        Args:
            asked: letters of one side, as of ``letters``.
            others: letters of the other side; at least one word.

        Returns:
            (n,) float32 nats: above 0, likelier as one name than as two words by chance.
        """
        units = self._units(others)
        left_out = np.cumsum(self._rows[""][units[0]], axis=1)
        left_out -= left_out[:, :1]
        rows: list[Weights] = [left_out]
        for end in range(1, len(asked) + 1):
            row = np.full_like(left_out, end * _NEVER)
            for size in range(1, min(end, self._longest_asked) + 1):
                weights = self._rows.get(asked[end - size : end])
                if weights is not None:
                    self._extend(row, rows[end - size], weights, units)
            # The letters of the others that are left out, all at once: a running maximum.
            rows.append(np.maximum.accumulate(row - left_out, axis=1) + left_out)
        return rows[-1][np.arange(len(others)), [len(other) for other in others]]

    def _extend(
        self, row: Weights, before: Weights, weights: Weights, units: NDArray[np.intp]
    ) -> None:
        """Raise *row* to what the alignments *before* come to with one more unit."""
        np.maximum(row, before + weights[0], out=row)
        for size in range(1, min(self._longest, row.shape[1] - 1) + 1):
            step = before[:, :-size] + weights[units[size - 1, :, size:]]
            np.maximum(row[:, size:], step, out=row[:, size:])

    def _units(self, others: Sequence[str]) -> NDArray[np.intp]:
        """(sizes, n, letters + 1): the number of the unit of each size that ends at each place."""
        width = max(map(len, others)) + 1
        units = np.full((self._longest, len(others), width), self._unknown)
        for place, other in enumerate(others):
            units[:, place, : len(other) + 1] = self._numbered(other)
        return units

    def _number(self, other: str) -> NDArray[np.intp]:
        numbers = np.full((self._longest, len(other) + 1), self._unknown)
        for size in range(1, self._longest + 1):
            for end in range(size, len(other) + 1):
                numbers[size - 1, end] = self._numbers.get(other[end - size : end], self._unknown)
        return numbers


def evidence(asked: str, own: str, others: Sequence[str], script: str) -> Weights:
    """How much a word and each of *others* speak for being one name.

    Args:
        asked: a word.
        own: its script.
        others: words of one script; at least one.
        script: theirs.

    Returns:
        (n,) float32 nats, as of ``Sounds.evidence``.
    """
    reverse = script not in _OWN_TABLE and own in _OWN_TABLE
    table = _sounds(own if reverse else script, reverse)
    theirs = "LATIN" if reverse else script
    read = letters(asked, own if reverse else "LATIN")
    return table.evidence(read, [letters(other, theirs) for other in others])


@cache
def _sounds(script: str, reverse: bool) -> Sounds:
    """The table of a script against Latin letters; of all romanised ones where it has none."""
    tables = _tables()
    table = tables[script if script in _OWN_TABLE else "LATIN"]
    return Sounds({(b, a): w for (a, b), w in table.items()} if reverse else table)


@cache
def _tables() -> dict[str, Table]:
    tables: dict[str, Table] = defaultdict(dict)
    for line in TABLE.read_text("utf-8").splitlines():
        script, latin, other, weight = line.split("\t")
        tables[script][latin, other] = float(weight)
    return dict(tables)

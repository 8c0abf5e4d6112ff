"""How much two spellings, in one script or in two, speak for being one name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.text.romanize import letters
from index.text.tokenize import fold, words

TABLE = Path(__file__).parent / "sounds.tsv"
"""Rows of script, Latin letters, letters of the script, weight in nats; learned by
``python -m benchmarks.fit.names``."""

LATIN_UNIT = 3
OTHER_UNIT = 2
_OWN_TABLE = ("ARABIC", "HEBREW", "CJK")
_LEAST = -14.0
"""Nats of a letter that is left out, at worst."""

_TINY = 1e-300
_ARTICLE = re.compile("^ال(?=...)")
_MOST_DIFFERENT = 0.5

Odds = NDArray[np.float64]
Table = dict[tuple[str, str], float]


class Sounds:
    """Weighs the alignments of one word with many, by units of a few letters.

    A weight is the log of how much likelier a unit is in a pair of names than by chance. The log of
    the sum over all alignments is the evidence for one name (Ristad and Yianilos 1998).
    """

    def __init__(self, table: Table) -> None:
        """Number the units of the words compared with, and keep a row of odds for each asked."""
        self._numbers = {"": 0}
        for _, other in table:
            self._numbers.setdefault(other, len(self._numbers))
        self._unknown = len(self._numbers)
        self._longest = max(map(len, self._numbers))
        self._rows: dict[str, Odds] = {}
        for (asked, other), weight in table.items():
            if asked not in self._rows:
                self._rows[asked] = np.zeros(self._unknown + 1)
            self._rows[asked][self._numbers[other]] = np.exp(weight)
        self._rows[""] = np.maximum(self._rows[""], np.exp(_LEAST))
        self._longest_asked = max(map(len, self._rows))
        self._numbered = lru_cache(maxsize=100_000)(self._number)

    def evidence(self, asked: str, others: Sequence[str]) -> Odds:
        """What all alignments of *asked* with each of *others* come to.

        Args:
            asked: letters of one side, as of ``letters``.
            others: letters of the other side; at least one word.

        Returns:
            (n,) float64 nats: above 0, likelier as one name than as two words by chance.
        """
        units = self._units(others)
        left_out = np.cumprod(self._rows[""][units[0]], axis=1)
        left_out /= left_out[:, :1].copy()
        rows: list[Odds] = [left_out]
        for end in range(1, len(asked) + 1):
            row = np.zeros_like(left_out)
            for size in range(1, min(end, self._longest_asked) + 1):
                odds = self._rows.get(asked[end - size : end])
                if odds is not None:
                    self._extend(row, rows[end - size], odds, units)
            # The letters of the others that are left out, all at once: a running sum.
            rows.append(np.cumsum(row / left_out, axis=1) * left_out)
        whole = rows[-1][np.arange(len(others)), [len(other) for other in others]]
        return np.log(np.maximum(whole, _TINY))

    def _extend(self, row: Odds, before: Odds, odds: Odds, units: NDArray[np.intp]) -> None:
        """Add to *row* what the alignments *before* come to with one more unit."""
        row += before * odds[0]
        for size in range(1, min(self._longest, row.shape[1] - 1) + 1):
            row[:, size:] += before[:, :-size] * odds[units[size - 1, :, size:]]

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


def evidence(asked: str, own: str, others: Sequence[str], script: str) -> Odds:
    """How much a word and each of *others* speak for being one name.

    Args:
        asked: a word.
        own: its script.
        others: words of one script; at least one.
        script: theirs.

    Returns:
        (n,) float64 nats, as of ``Sounds.evidence``.
    """
    reverse = script not in _OWN_TABLE and own in _OWN_TABLE
    table = _sounds(own if reverse else script, reverse)
    theirs = "LATIN" if reverse else script
    read = letters(asked, own if reverse else "LATIN")
    return table.evidence(read, [letters(other, theirs) for other in others])


def spelling_similarity(first: str, second: str) -> float:
    """1 less the share of the letters that differ, within one script; 0 where the first one does.

    >>> spelling_similarity("Norland", "Norlund") == 1 - 1 / 7
    True
    """
    one, other = _folded(first), _folded(second)
    if one[:1] != other[:1]:
        return 0.0
    longest = max(len(one), len(other))
    if abs(len(one) - len(other)) > _MOST_DIFFERENT * longest:
        return 0.0
    return 1 - _distance(one, other) / longest


@lru_cache(maxsize=100_000)
def _folded(word: str) -> str:
    """Without the Arabic article: else it makes up for a difference of what follows it."""
    whole = fold("".join(word[start:end] for start, end in words(word)))
    return _ARTICLE.sub("", whole)


def _distance(first: str, second: str) -> int:
    """Edit distance (Wagner and Fischer 1974)."""
    row = list(range(len(second) + 1))
    for one in first:
        above, row = row, [row[0] + 1]
        for place, other in enumerate(second):
            change = above[place] + (one != other)
            row.append(min(change, above[place + 1] + 1, row[place] + 1))
    return row[-1]


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

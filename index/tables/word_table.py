"""What the words channel counts, for all passages: BM25's numbers, mapped into memory."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Okapi

from index.tables.arrays import read_arrays
from index.tables.postings import Gathering, Postings, kinds

KINDS = {
    **kinds("token"),
    "counts": np.int32,
    "idf": np.float64,
    "lengths": np.int32,
    "places": np.int32,
}
"""The arrays of a file of it."""


@dataclass(frozen=True, slots=True)
class Having:
    """The passages that have a token.

    Attributes:
        idf: of the token.
        parts: their rows, in ascending order, and how often each has it; in two parts where some
            of the passages are kept apart from the others.
    """

    idf: float
    parts: tuple[tuple[NDArray[np.int32], NDArray[np.int32]], ...]

    @property
    def frequency(self) -> int:
        """How many they are."""
        return sum(len(rows) for rows, _ in self.parts)


NOWHERE = Having(0.0, ())
"""What there is of a token that no passage has."""


@dataclass(frozen=True, slots=True)
class WordTable:
    """The tokens of n passages.

    Attributes:
        tokens: the rows of the passages that have each token.
        counts: (p,) int32, beside ``tokens.rows``: how often the passage has the token.
        idf: (t,) float64, of each token, by rank_bm25 with its floor for common ones.
        lengths: (n,) int32, how many tokens each passage has.
        places: (t,) int32, how many others the first passage that has a token has before it.
    """

    tokens: Postings
    counts: NDArray[np.int32]
    idf: NDArray[np.float64]
    lengths: NDArray[np.int32]
    places: NDArray[np.int32]

    def having(self, token: str) -> Having:
        """The passages that have a token."""
        number = self.tokens.keys.find(token)
        if number is None:
            return NOWHERE
        return Having(float(self.idf[number]), (self.at(number),))

    def at(self, number: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """The rows of the token of this number, and how often each passage has it."""
        start, end = self.tokens.starts[number : number + 2].tolist()
        return self.tokens.rows[start:end], self.counts[start:end]

    def arrays(self) -> dict[str, NDArray[Any]]:
        """What is written into a file, for ``read_word_table``."""
        own = (self.counts, self.idf, self.lengths, self.places)
        names = ("counts", "idf", "lengths", "places")
        return {**self.tokens.arrays("token"), **dict(zip(names, own, strict=True))}


class WordCounter:
    """A table in the making: passages are told one after the other."""

    def __init__(self) -> None:
        """Know no passage yet."""
        self._gathering = Gathering()
        self._counts, self._lengths, self._places = array("i"), array("i"), array("i")

    def add(self, tokens: Iterable[str]) -> None:
        """Count the tokens of the next passage."""
        own = Counter(tokens)
        numbers = self._gathering.add(len(self._lengths), own)
        known = len(self._places)
        self._places.extend(place for place, number in enumerate(numbers) if number >= known)
        self._counts.extend(own.values())
        self._lengths.append(own.total())

    def table(self) -> WordTable:
        """The table of all passages told."""
        postings, order = self._gathering.postings()
        met = np.array([self._gathering.numbers[token] for token in postings.keys], np.int64)
        frequencies, idf = np.diff(postings.starts), np.zeros(len(met))
        in_order = np.argsort(met)
        idf[in_order], _ = idf_of(frequencies[in_order].tolist(), len(self._lengths))
        return WordTable(
            tokens=postings,
            counts=np.array(self._counts, np.int32)[order],
            idf=idf,
            lengths=np.array(self._lengths, np.int32),
            places=np.array(self._places, np.int32)[met],
        )


def count_words(passages: Iterable[Iterable[str]]) -> WordTable:
    """The table of the tokens of passages.

    >>> table = count_words([["oil", "price", "oil"], ["rain"], ["snow"]])
    >>> list(table.tokens.keys), table.counts.tolist(), table.lengths.tolist()
    (['oil', 'price', 'rain', 'snow'], [2, 1, 1, 1], [3, 1, 1])
    """
    counter = WordCounter()
    for tokens in passages:
        counter.add(tokens)
    return counter.table()


def read_word_table(path: Path) -> WordTable:
    """The table in a file, mapped; raises as ``read_arrays``."""
    arrays = read_arrays(path, KINDS)
    parts = (arrays[name] for name in ("counts", "idf", "lengths", "places"))
    return WordTable(Postings.from_arrays("token", arrays), *parts)


def idf_of(frequencies: Sequence[int], passages: int) -> tuple[list[float], float]:
    """The idf of tokens by rank_bm25, and what it gives to those that most passages have.

    Args:
        frequencies: how many passages have each token; the tokens in the order in which rank_bm25
            itself would have met them, for so it sums, and the last bit may hang on it.
        passages: how many there are.
    """
    okapi = BM25Okapi([["of a passage that is not counted"]])
    okapi.corpus_size, okapi.idf = passages, {}
    if frequencies:
        okapi._calc_idf(dict(enumerate(frequencies)))  # its public door takes all into memory
    return list(okapi.idf.values()), float(okapi.epsilon * okapi.average_idf)

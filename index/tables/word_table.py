"""What the words channel counts, for all passages: BM25's numbers, mapped into memory."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Okapi

from index.tables.arrays import read_arrays
from index.tables.postings import Gathering, Postings, kinds

KINDS = {**kinds("token"), "counts": np.int32, "idf": np.float64, "lengths": np.int32}
"""The arrays of a file of it."""


@dataclass(frozen=True, slots=True)
class WordTable:
    """The tokens of n passages.

    Attributes:
        tokens: the rows of the passages that have each token.
        counts: (p,) int32, beside ``tokens.rows``: how often the passage has the token.
        idf: (t,) float64, of each token, by rank_bm25 with its floor for common ones.
        lengths: (n,) int32, how many tokens each passage has.
    """

    tokens: Postings
    counts: NDArray[np.int32]
    idf: NDArray[np.float64]
    lengths: NDArray[np.int32]

    def arrays(self) -> dict[str, NDArray[Any]]:
        """What is written into a file, for ``read_word_table``."""
        parts: dict[str, NDArray[Any]] = self.tokens.arrays("token")
        return {**parts, "counts": self.counts, "idf": self.idf, "lengths": self.lengths}


class WordCounter:
    """A table in the making: passages are told one after the other."""

    def __init__(self) -> None:
        """Know no passage yet."""
        self._gathering = Gathering()
        self._counts, self._lengths = array("i"), array("i")

    def add(self, tokens: Iterable[str]) -> None:
        """Count the tokens of the next passage."""
        own = Counter(tokens)
        self._gathering.add(len(self._lengths), own)
        self._counts.extend(own.values())
        self._lengths.append(own.total())

    def table(self) -> WordTable:
        """The table of all passages told."""
        postings, order = self._gathering.postings()
        frequencies = dict(zip(postings.keys, np.diff(postings.starts).tolist(), strict=True))
        in_order = {token: frequencies[token] for token in self._gathering.numbers}
        idf = _idf(in_order, len(self._lengths))
        return WordTable(
            tokens=postings,
            counts=np.array(self._counts, np.int32)[order],
            idf=np.array([idf[token] for token in postings.keys], np.float64),
            lengths=np.array(self._lengths, np.int32),
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
    parts = (arrays[name] for name in ("counts", "idf", "lengths"))
    return WordTable(Postings.from_arrays("token", arrays), *parts)


def _idf(frequencies: dict[str, int], passages: int) -> dict[str, float]:
    """Of each token, in the order in which rank_bm25 itself would have met and summed them."""
    if not frequencies:
        return {}
    okapi = BM25Okapi([["of a passage that is not counted"]])
    okapi.corpus_size, okapi.idf = passages, {}
    okapi._calc_idf(frequencies)  # its public door takes all passages into memory
    idf: dict[str, float] = okapi.idf
    return idf

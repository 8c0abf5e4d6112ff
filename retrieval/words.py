"""The words channel: BM25 over folded, stemmed tokens."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from index.tables.okapi import K1, impacts, norms
from index.tables.word_table import WordTable, count_words
from retrieval.ranking import Scores


class WordsChannel:
    """Finds the passages that share tokens with the question (Robertson and Zaragoza 2009).

    The formula is that of rank_bm25's ``BM25Okapi``, of which the table has the idf. That class
    looks at every passage for every token; here only those are touched that have it.
    """

    def __init__(self, table: WordTable) -> None:
        """Search the passages that *table* tells of."""
        self._table = table
        average = int(table.lengths.sum()) / max(1, len(table.lengths))
        self._norms = norms(table.lengths, average)

    @classmethod
    def over(cls, passages: Iterable[Iterable[str]]) -> WordsChannel:
        """Search passages that are given by their tokens."""
        return cls(count_words(passages))

    def __contains__(self, token: object) -> bool:
        """Whether any passage has the token."""
        return isinstance(token, str) and self._table.tokens.keys.find(token) is not None

    def okapi(self, tokens: Sequence[str]) -> Scores:
        """BM25 of the passages that have any of the tokens: ``BM25Okapi.get_scores`` of these."""
        scores = np.zeros(len(self._norms))
        touched = np.zeros(len(self._norms), np.bool_)
        for token in tokens:
            number = self._table.tokens.keys.find(token)
            if number is not None:
                self._add(number, scores, touched)
        rows = np.flatnonzero(touched)
        return Scores(rows, scores[rows])

    def score(self, tokens: Sequence[str]) -> Scores:
        """BM25 of the passages that have any of the tokens, by row, as a share: 0 to about 1.

        The share is of what a passage could get by having all the question's tokens, so that a
        question in another language, of which a passage has a number at the most, moves little.
        """
        most = (K1 + 1) * sum(map(self.rarity, tokens))
        found = self.okapi(tokens)
        return Scores(found.rows, np.maximum(0.0, found.scores / most))

    def matched(self, tokens: Sequence[str], rows: NDArray[np.integer]) -> list[tuple[str, ...]]:
        """The question's tokens that each of these passages has, in the question's order."""
        own = {token: self._table.tokens.of(token) for token in tokens}
        have = [_have(found, rows).tolist() for found in own.values()]
        return [
            tuple(token for token, has in zip(own, column, strict=True) if has)
            for column in zip(*have, strict=True)
        ] or [()] * len(rows)

    def rarity(self, token: str) -> float:
        """Inverse document frequency, never negative."""
        frequency = len(self._table.tokens.of(token))
        return math.log(1 + (len(self._norms) - frequency + 0.5) / (frequency + 0.5))

    def _add(self, number: int, scores: NDArray[np.float64], touched: NDArray[np.bool_]) -> None:
        """Add what the token of this number is worth to the passages that have it."""
        start, end = self._table.tokens.starts[number : number + 2].tolist()
        rows, counts = self._table.tokens.rows[start:end], self._table.counts[start:end]
        scores[rows] += self._table.idf[number] * impacts(counts, self._norms[rows])
        touched[rows] = True


def _have(found: NDArray[np.int32], rows: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Which of *rows* are among those *found*, which are in ascending order and may be many."""
    places = np.searchsorted(found, rows)
    have = places < len(found)
    have[have] = found[places[have]] == rows[have]
    return have

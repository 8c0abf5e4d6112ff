"""The words channel: BM25 over folded, stemmed tokens."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from index.tables.joined_words import JoinedWords
from index.tables.okapi import K1, impacts, norms
from index.tables.word_table import Having, WordTable, count_words
from retrieval.ranking import Scores


class WordsChannel:
    """Finds the passages that share tokens with the question (Robertson and Zaragoza 2009).

    The formula is that of rank_bm25's ``BM25Okapi``, of which the table has the idf. That class
    looks at every passage for every token; here only those are touched that have it.
    """

    def __init__(self, table: WordTable | JoinedWords) -> None:
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
        return isinstance(token, str) and self._table.having(token).frequency > 0

    def okapi(self, tokens: Sequence[str]) -> Scores:
        """BM25 of the passages that have any of the tokens: ``BM25Okapi.get_scores`` of these."""
        return self._okapi([self._table.having(token) for token in tokens])

    def score(self, tokens: Sequence[str]) -> Scores:
        """BM25 of the passages that have any of the tokens, by row, as a share: 0 to about 1.

        The share is of what a passage could get by having all the question's tokens, so that a
        question in another language, of which a passage has a number at the most, moves little.
        """
        found = {token: self._table.having(token) for token in tokens}
        having = [found[token] for token in tokens]
        most = (K1 + 1) * sum(self._rarity(own.frequency) for own in having)
        scores = self._okapi(having)
        return Scores(scores.rows, np.maximum(0.0, scores.scores / most))

    def matched(self, tokens: Sequence[str], rows: NDArray[np.integer]) -> list[tuple[str, ...]]:
        """The question's tokens that each of these passages has, in the question's order."""
        own = {token: self._table.having(token) for token in tokens}
        have = [_have(found, rows).tolist() for found in own.values()]
        return [
            tuple(token for token, has in zip(own, column, strict=True) if has)
            for column in zip(*have, strict=True)
        ] or [()] * len(rows)

    def rarity(self, token: str) -> float:
        """Inverse document frequency, never negative."""
        return self._rarity(self._table.having(token).frequency)

    def _rarity(self, frequency: int) -> float:
        return math.log(1 + (len(self._norms) - frequency + 0.5) / (frequency + 0.5))

    def _okapi(self, tokens: Iterable[Having]) -> Scores:
        """Of the question's tokens, in its order."""
        scores = np.zeros(len(self._norms))
        touched = np.zeros(len(self._norms), np.bool_)
        for token in tokens:
            for rows, counts in token.parts:
                scores[rows] += token.idf * impacts(counts, self._norms[rows])
                touched[rows] = True
        found = np.flatnonzero(touched)
        return Scores(found, scores[found])


def _have(token: Having, rows: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Which of *rows* have a token, which many may have."""
    have = np.zeros(len(rows), np.bool_)
    for found, _ in token.parts:
        places = np.searchsorted(found, rows)
        there = places < len(found)
        there[there] = found[places[there]] == rows[there]
        have |= there
    return have

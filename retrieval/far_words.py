"""The words channel over a server, which finds the passages; their scores are reckoned here."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.milvus.tables import FarWordTable, Term
from index.tables.joined_words import JoinedWords
from index.tables.okapi import K1, impacts, norms
from index.tables.word_table import WordTable
from retrieval.ranking import Ranking
from retrieval.words import WordsChannel

_NO_TERM = Term(0, 0.0)


class Found(Protocol):
    """What the words channel gives for a question."""

    def best(self, k: int) -> Ranking:
        """The *k* best passages."""

    def get(self, row: int, default: float, /) -> float:
        """The score of a passage, or *default* where it has no word of the question."""


class Words(Protocol):
    """The words channel, wherever its table is."""

    def __contains__(self, token: object) -> bool: ...

    def score(self, tokens: Sequence[str]) -> Found:
        """BM25 of passages as a share, 0 to about 1."""

    def matched(self, tokens: Sequence[str], rows: NDArray[np.integer]) -> list[tuple[str, ...]]:
        """The question's tokens that each of these passages has, in the question's order."""


def words_channel(table: WordTable | JoinedWords | FarWordTable) -> Words:
    """The channel over a table."""
    return FarWordsChannel(table) if isinstance(table, FarWordTable) else WordsChannel(table)


class FarWordsChannel:
    """Finds the passages that share tokens with the question, as ``WordsChannel`` does."""

    def __init__(self, table: FarWordTable) -> None:
        """Search the passages that *table* tells of."""
        self._table = table

    def __contains__(self, token: object) -> bool:
        """Whether any passage has the token."""
        return isinstance(token, str) and token in self._table.terms([token])

    def score(self, tokens: Sequence[str]) -> FarScores:
        """BM25 as a share, of any passage that is asked for."""
        return FarScores(self._table, tokens)

    def matched(self, tokens: Sequence[str], rows: NDArray[np.integer]) -> list[tuple[str, ...]]:
        """The question's tokens that each of these passages has, in the question's order."""
        own = [set(self._table.tokens[row]) for row in rows.tolist()]
        return [tuple(t for t in dict.fromkeys(tokens) if t in passage) for passage in own]


class FarScores:
    """The scores of one question, of any passage."""

    def __init__(self, table: FarWordTable, tokens: Sequence[str]) -> None:
        """Take the question's tokens."""
        self._table = table
        self._tokens = tokens
        self._terms = table.terms(tokens)
        self._most = (K1 + 1) * sum(map(self._rarity, tokens))

    def best(self, k: int) -> Ranking:
        """The *k* best passages; of equal ones the lower row first."""
        rows = self._table.search(self._tokens, k)
        scores = dict(zip(rows, map(self._score, self._table.tokens_of(rows)), strict=True))
        return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))

    def get(self, row: int, default: float) -> float:
        """The score of a passage, or *default* where it has no word of the question."""
        own = self._table.tokens[row]
        return default if set(self._tokens).isdisjoint(own) else self._score(own)

    def _score(self, own: Sequence[str]) -> float:
        """As ``WordsChannel.score`` of a passage with these tokens, to the last bit."""
        counts, normed, score = Counter(own), norms(float(len(own)), self._table.average), 0.0
        for token in self._tokens:
            if token in counts:
                score += self._terms[token].idf * impacts(float(counts[token]), normed)
        return max(0.0, score / self._most)

    def _rarity(self, token: str) -> float:
        """Inverse document frequency, never negative."""
        frequency = self._terms.get(token, _NO_TERM).frequency
        passages = len(self._table.tokens)
        return math.log(1 + (passages - frequency + 0.5) / (frequency + 0.5))

"""The words channel: BM25 over folded, stemmed tokens."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from rank_bm25 import BM25Okapi


class WordsChannel:
    """Finds the passages that share tokens with the question (Robertson and Zaragoza 2009)."""

    def __init__(self, passages: Sequence[Sequence[str]]) -> None:
        """Count the tokens of every passage."""
        self._passages = [frozenset(tokens) for tokens in passages]
        self._frequencies = Counter(token for tokens in self._passages for token in tokens)
        # BM25Okapi divides by the average length: a lone empty passage must not make it 0.
        counted = any(map(len, passages))
        self._okapi = BM25Okapi([list(tokens) for tokens in passages]) if counted else None

    def __contains__(self, token: object) -> bool:
        """Whether any passage has the token."""
        return token in self._frequencies

    def score(self, tokens: Sequence[str]) -> dict[int, float]:
        """BM25 of the passages that have any of the tokens, by row, as a share: 0 to about 1.

        The share is of what a passage could get by having all the question's tokens, so that a
        question in another language, of which a passage has a number at the most, moves little.
        """
        known = [token for token in tokens if token in self]
        if self._okapi is None or not known:
            return {}
        most = (self._okapi.k1 + 1) * sum(map(self.rarity, tokens))
        scores = self._okapi.get_scores(known)
        rows = (row for row, own in enumerate(self._passages) if not own.isdisjoint(known))
        return {row: max(0.0, float(scores[row]) / most) for row in rows}

    def matched(self, tokens: Sequence[str], row: int) -> list[str]:
        """The question's tokens that passage *row* has, in the question's order."""
        return [token for token in dict.fromkeys(tokens) if token in self._passages[row]]

    def rarity(self, token: str) -> float:
        """Inverse document frequency, never negative."""
        frequency = self._frequencies[token]
        return math.log(1 + (len(self._passages) - frequency + 0.5) / (frequency + 0.5))

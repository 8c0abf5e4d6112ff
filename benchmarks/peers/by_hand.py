"""The forty lines that most people write: pooled vectors, BM25 and reciprocal rank fusion."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import faiss
import numpy as np
from rank_bm25 import BM25Okapi

from benchmarks.peers.corpus import Corpus
from benchmarks.peers.vectors import encoder

if TYPE_CHECKING:
    from numpy.typing import NDArray

_RRF = 60


class Search:
    """See ``Peer``."""

    def __init__(self, model: str, language: str) -> None:
        """Load *model*."""
        self.encoder = encoder(model)

    def index(self, corpus: Corpus) -> None:
        """See ``Peer``."""
        vectors = self.encoder.passages(corpus.texts)
        self._index: faiss.Index = faiss.IndexFlatIP(vectors.shape[1])
        self._index.add(vectors)
        self._count_words(corpus)

    def search(self, question: str, k: int) -> list[int]:
        """See ``Peer``."""
        words: NDArray[np.int64] = np.argsort(-self._words.get_scores(question.split()))
        scores = np.zeros(self._index.ntotal)
        for ranking in (self._ranked(question, self._index.ntotal), words):
            scores[ranking] += 1 / (_RRF + np.arange(1, len(ranking) + 1))
        return [int(row) for row in np.argsort(-scores)[:k]]

    def usual(self, question: str, k: int) -> list[int]:
        """See ``Peer``; there is one setting."""
        return self.search(question, k)

    def dense(self, question: str, k: int) -> list[int]:
        """See ``Peer``."""
        return [int(row) for row in self._ranked(question, k)]

    def save(self, folder: Path) -> None:
        """See ``Peer``; the words are so quickly counted that nobody saves them."""
        faiss.write_index(self._index, str(folder / "vectors.faiss"))

    def load(self, folder: Path, corpus: Corpus) -> None:
        """See ``Peer``."""
        self._index = faiss.read_index(str(folder / "vectors.faiss"))
        self._count_words(corpus)

    def _count_words(self, corpus: Corpus) -> None:
        self._words = BM25Okapi([text.split() for text in corpus.texts])

    def _ranked(self, question: str, k: int) -> NDArray[np.int64]:
        found: NDArray[np.int64] = self._index.search(self.encoder.questions([question]), k)[1][0]
        return found

"""txtai: an embeddings index with ``hybrid=True``, its BM25 and cosines half and half.

``hybrid=True`` alone scales BM25 by its highest score; with ``"normalize": "bayes"`` in the
settings of the words, which is documented too, it finds more here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from txtai import Embeddings
from txtai.scoring import Normalize

from benchmarks.peers.corpus import Corpus
from benchmarks.peers.vectors import BUNDLED, Vectors, bundled

_PROMPTS = {"query": "query: ", "data": "passage: "}


def _transform(vectors: Vectors) -> Callable[[Sequence[str]], NDArray[np.float32]]:
    """Isnad's encoder as txtai takes one; it tells questions by the prompt before them."""

    def transform(texts: Sequence[str]) -> NDArray[np.float32]:
        if texts[0].startswith(_PROMPTS["query"]):
            return vectors.questions([text.removeprefix(_PROMPTS["query"]) for text in texts])
        return vectors.passages([text.removeprefix(_PROMPTS["data"]) for text in texts])

    return transform


class Search:
    """See ``Peer``."""

    def __init__(self, model: str, language: str) -> None:
        """Load *model*."""
        self._own: dict[str, Any] = {}
        if model == BUNDLED:
            self._own = {"method": "external", "transform": _transform(bundled())}
        else:
            self._own = {"path": model}
        words = {"method": "bm25", "terms": True, "normalize": "bayes"}
        self._settings = {"hybrid": True, "scoring": words, "instructions": _PROMPTS, **self._own}

    def index(self, corpus: Corpus) -> None:
        """See ``Peer``."""
        self._embeddings = Embeddings(self._settings)
        self._embeddings.index(enumerate(corpus.texts))

    def search(self, question: str, k: int) -> list[int]:
        """See ``Peer``; txtai takes ten times as many candidates from each side."""
        return [row for row, _ in self._embeddings.search(question, k)]

    def usual(self, question: str, k: int) -> list[int]:
        """See ``Peer``; the scale is exchanged in the index that there is."""
        words = self._embeddings.scoring
        kept, words.normalizer = words.normalizer, Normalize(True)
        try:
            return self.search(question, k)
        finally:
            words.normalizer = kept

    def dense(self, question: str, k: int) -> list[int]:
        """See ``Peer``; the words get no weight."""
        return [row for row, _ in self._embeddings.search(question, k, weights=1.0)]

    def save(self, folder: Path) -> None:
        """See ``Peer``."""
        self._embeddings.save(str(folder))

    def load(self, folder: Path, corpus: Corpus) -> None:
        """See ``Peer``."""
        self._embeddings = Embeddings()
        self._embeddings.load(str(folder), config=self._own)

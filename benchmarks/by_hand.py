"""The forty lines that most people write: pooled vectors, BM25 and reciprocal rank fusion.

    python -m benchmarks.by_hand MODEL_FOLDER "What did Norland say?" [--save FILE | --load FILE]

MODEL_FOLDER holds multilingual-e5-small for sentence-transformers. The passages are the lines of
``seeds/*.txt``; FILE keeps their vectors.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import faiss
import numpy as np
from rank_bm25 import BM25Okapi
from sentence_transformers import SentenceTransformer

SEEDS = Path("seeds")
_RRF = 60


class Search:
    """Searches the article's paragraphs."""

    def __init__(self, model: str, load: str | None = None) -> None:
        """Load *model*, and encode the paragraphs unless the file *load* has their vectors."""
        lines = (
            line for path in sorted(SEEDS.glob("*.txt")) for line in path.open("r", -1, "utf-8")
        )
        self.paragraphs = [line.strip() for line in lines if line.strip()]
        self.model = SentenceTransformer(model)
        self.words = BM25Okapi([paragraph.split() for paragraph in self.paragraphs])
        self.index = faiss.read_index(load) if load else self._encode()

    def ask(self, question: str, k: int = 3) -> list[str]:
        """The *k* best paragraphs, best first."""
        vector = self.model.encode([question], prompt="query: ", normalize_embeddings=True)
        dense = self.index.search(vector, len(self.paragraphs))[1][0]
        words = np.argsort(-self.words.get_scores(question.split()))
        scores = np.zeros(len(self.paragraphs))
        for ranking in (dense, words):
            scores[ranking] += 1 / (_RRF + np.arange(1, len(ranking) + 1))
        return [self.paragraphs[row] for row in np.argsort(-scores)[:k]]

    def _encode(self) -> faiss.IndexFlatIP:
        vectors = self.model.encode(self.paragraphs, prompt="passage: ", normalize_embeddings=True)
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(vectors)
        return index


def main() -> None:
    """Print the three best paragraphs."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.by_hand", description=__doc__)
    parser.add_argument("model", metavar="MODEL_FOLDER")
    parser.add_argument("question")
    parser.add_argument("--save", metavar="FILE")
    parser.add_argument("--load", metavar="FILE")
    arguments = parser.parse_args()
    search = Search(arguments.model, arguments.load)
    if arguments.save:
        faiss.write_index(search.index, arguments.save)
    print("\n\n".join(search.ask(arguments.question)))


if __name__ == "__main__":
    main()

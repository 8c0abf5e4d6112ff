"""Haystack: a pipeline of BM25 and embedding retrievers, and a joiner.

As its tutorial on hybrid retrieval has it, without the ranker at the end: a cross-encoder is
another model, and every one of these programs could be given one. Of the joiner's documented ways
that by reciprocal ranks is the usual one; that by the distribution of scores finds more here.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from haystack import Document, Pipeline, component
from haystack.components.joiners import DocumentJoiner
from haystack.components.retrievers.in_memory import (
    InMemoryBM25Retriever,
    InMemoryEmbeddingRetriever,
)
from haystack.document_stores.in_memory import InMemoryDocumentStore

from benchmarks.peers.corpus import Corpus
from benchmarks.peers.vectors import BUNDLED, BundledVectors, bundled

_JOINERS = {
    "by scores": "distribution_based_rank_fusion",
    "by ranks": "reciprocal_rank_fusion",
}


@component
class BundledTextEmbedder:
    """Isnad's encoder for questions, as a component of Haystack."""

    def __init__(self, vectors: BundledVectors) -> None:
        """Encode with *vectors*."""
        self._vectors = vectors

    @component.output_types(embedding=list[float])
    def run(self, text: str) -> dict[str, Any]:
        """See Haystack."""
        return {"embedding": self._vectors.questions([text])[0].tolist()}


class BundledDocumentEmbedder:
    """Isnad's encoder for passages, with the method of Haystack's embedders."""

    def __init__(self, vectors: BundledVectors) -> None:
        """Encode with *vectors*."""
        self._vectors = vectors

    def warm_up(self) -> None:
        """See Haystack; there is nothing left to load."""

    def run(self, documents: list[Document]) -> dict[str, Any]:
        """See Haystack."""
        vectors = self._vectors.passages([document.content for document in documents])
        pairs = zip(documents, vectors.tolist(), strict=True)
        return {"documents": [replace(document, embedding=vector) for document, vector in pairs]}


def _embedders(model: str) -> tuple[Any, Any]:
    """For questions and for passages."""
    if model == BUNDLED:
        vectors = bundled()
        return BundledTextEmbedder(vectors), BundledDocumentEmbedder(vectors)
    from haystack_integrations.components.embedders.sentence_transformers import (
        SentenceTransformersDocumentEmbedder,
        SentenceTransformersTextEmbedder,
    )

    settings: dict[str, Any] = {
        "model": model,
        "normalize_embeddings": True,
        "progress_bar": False,
        "local_files_only": True,
    }
    return (
        SentenceTransformersTextEmbedder(prefix="query: ", **settings),
        SentenceTransformersDocumentEmbedder(prefix="passage: ", **settings),
    )


class Search:
    """See ``Peer``."""

    def __init__(self, model: str, language: str) -> None:
        """Set up what loads *model*; Haystack shares one between questions and passages."""
        self._questions, self._passages = _embedders(model)

    def index(self, corpus: Corpus) -> None:
        """See ``Peer``."""
        documents = [Document(id=str(row), content=text) for row, text in enumerate(corpus.texts)]
        self._passages.warm_up()
        self._store = InMemoryDocumentStore(embedding_similarity_function="cosine")
        self._store.write_documents(self._passages.run(documents)["documents"])
        self._connect()

    def search(self, question: str, k: int) -> list[int]:
        """See ``Peer``; scores are scaled by their distribution."""
        return self._joined(question, k)["by scores"]

    def usual(self, question: str, k: int) -> list[int]:
        """See ``Peer``; reciprocal ranks."""
        return self._joined(question, k)["by ranks"]

    def dense(self, question: str, k: int) -> list[int]:
        """See ``Peer``."""
        embedding = self._questions.run(text=question)["embedding"]
        return _rows(self._dense.run(query_embedding=embedding, top_k=k)["documents"])

    def save(self, folder: Path) -> None:
        """See ``Peer``."""
        self._store.save_to_disk(str(folder / "documents.json"))

    def load(self, folder: Path, corpus: Corpus) -> None:
        """See ``Peer``."""
        self._store = InMemoryDocumentStore.load_from_disk(str(folder / "documents.json"))
        self._connect()

    def _connect(self) -> None:
        """One pipeline with both ways to join: next to the rest, joining costs nothing."""
        self._dense = InMemoryEmbeddingRetriever(self._store)
        self._pipeline = Pipeline()
        self._pipeline.add_component("embedder", self._questions)
        self._pipeline.add_component("dense", self._dense)
        self._pipeline.add_component("words", InMemoryBM25Retriever(self._store))
        self._pipeline.connect("embedder.embedding", "dense.query_embedding")
        for name, mode in _JOINERS.items():
            self._pipeline.add_component(name, DocumentJoiner(mode))
            self._pipeline.connect("dense", name)
            self._pipeline.connect("words", name)
        self._pipeline.warm_up()

    def _joined(self, question: str, k: int) -> dict[str, list[int]]:
        found = self._pipeline.run(
            {
                "embedder": {"text": question},
                "dense": {"top_k": k},
                "words": {"query": question, "top_k": k},
            }
        )
        return {name: _rows(found[name]["documents"])[:k] for name in _JOINERS}


def _rows(documents: list[Document]) -> list[int]:
    return [int(document.id) for document in documents]

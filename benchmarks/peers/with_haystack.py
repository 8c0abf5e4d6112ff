"""Haystack: a pipeline of BM25 and embedding retrievers, joined by reciprocal ranks.

As its tutorial on hybrid retrieval has it, without the ranker at the end: a cross-encoder of 1 GB
and more that is another model, and that every one of these programs could be given.
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
        """See ``Peer``."""
        found = self._pipeline.run(
            {
                "embedder": {"text": question},
                "dense": {"top_k": k},
                "words": {"query": question, "top_k": k},
                "joiner": {"top_k": k},
            }
        )
        return _rows(found["joiner"]["documents"])

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
        self._dense = InMemoryEmbeddingRetriever(self._store)
        self._pipeline = Pipeline()
        self._pipeline.add_component("embedder", self._questions)
        self._pipeline.add_component("dense", self._dense)
        self._pipeline.add_component("words", InMemoryBM25Retriever(self._store))
        self._pipeline.add_component("joiner", DocumentJoiner("reciprocal_rank_fusion"))
        self._pipeline.connect("embedder.embedding", "dense.query_embedding")
        self._pipeline.connect("dense", "joiner")
        self._pipeline.connect("words", "joiner")
        self._pipeline.warm_up()


def _rows(documents: list[Document]) -> list[int]:
    return [int(document.id) for document in documents]

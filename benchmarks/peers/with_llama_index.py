"""LlamaIndex: QueryFusionRetriever over a vector index and its BM25 retriever.

As its documentation has it: by reciprocal ranks in the page on these, and better here by relative
scores, the page on which weighs vectors and words 0.6 : 0.4; ``num_queries=1`` leaves out the
questions that a language model would add. The stemmer is that of the passages' language, as the
documentation shows for English; bm25s has no Arabic stop words.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import Stemmer
from llama_index.core import StorageContext, VectorStoreIndex, load_index_from_storage
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.llms import MockLLM
from llama_index.core.retrievers import QueryFusionRetriever
from llama_index.core.schema import NodeWithScore, TextNode
from llama_index.retrievers.bm25 import BM25Retriever
from pydantic import PrivateAttr

from benchmarks.peers.corpus import Corpus
from benchmarks.peers.vectors import BUNDLED, Vectors, bundled

_STEMMERS = {"ar": "arabic", "en": "english"}


class BundledEmbedding(BaseEmbedding):
    """Isnad's encoder, through LlamaIndex's interface."""

    _vectors: Vectors = PrivateAttr(default_factory=bundled)

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        rows: list[list[float]] = self._vectors.passages(texts).tolist()
        return rows

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        row: list[float] = self._vectors.questions([query])[0].tolist()
        return row

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)


def _embedding(model: str) -> BaseEmbedding:
    if model == BUNDLED:
        return BundledEmbedding()
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding

    return HuggingFaceEmbedding(model, query_instruction="query: ", text_instruction="passage: ")


class Search:
    """See ``Peer``."""

    def __init__(self, model: str, language: str) -> None:
        """Load *model*, and choose the stemmer of *language*."""
        self._embedding = _embedding(model)
        self._stemmer = Stemmer.Stemmer(_STEMMERS[language])
        self._stop_words = language if language == "en" else []
        self._llm = MockLLM()  # never asked; without it one of OpenAI's would be set up

    def index(self, corpus: Corpus) -> None:
        """See ``Peer``."""
        nodes = [TextNode(id_=str(row), text=text) for row, text in enumerate(corpus.texts)]
        self._index = VectorStoreIndex(nodes, embed_model=self._embedding)
        self._words = BM25Retriever.from_defaults(
            nodes=nodes, stemmer=self._stemmer, language=self._stop_words
        )

    def search(self, question: str, k: int) -> list[int]:
        """See ``Peer``; the scores of each side are scaled, and weighted as in an example of it."""
        return self._fused(question, k, "relative_score", [0.6, 0.4])

    def usual(self, question: str, k: int) -> list[int]:
        """See ``Peer``."""
        return self._fused(question, k, "reciprocal_rerank")

    def dense(self, question: str, k: int) -> list[int]:
        """See ``Peer``."""
        return _rows(self._index.as_retriever(similarity_top_k=k).retrieve(question))

    def save(self, folder: Path) -> None:
        """See ``Peer``."""
        self._index.storage_context.persist(str(folder / "vectors"))
        self._words.persist(str(folder / "words"))

    def load(self, folder: Path, corpus: Corpus) -> None:
        """See ``Peer``."""
        storage = StorageContext.from_defaults(persist_dir=str(folder / "vectors"))
        self._index = load_index_from_storage(storage, embed_model=self._embedding)
        self._words = BM25Retriever.from_persist_dir(str(folder / "words"))
        self._words.stemmer = self._stemmer  # else it is the English one, whatever was saved

    def _fused(
        self, question: str, k: int, mode: str, weights: list[float] | None = None
    ) -> list[int]:
        self._words.similarity_top_k = k = min(k, len(self._words.corpus))
        retriever = QueryFusionRetriever(
            [self._index.as_retriever(similarity_top_k=k), self._words],
            llm=self._llm,
            similarity_top_k=k,
            num_queries=1,
            mode=mode,
            retriever_weights=weights,
            use_async=False,
        )
        return _rows(retriever.retrieve(question))


def _rows(found: Sequence[NodeWithScore]) -> list[int]:
    return [int(one.node.node_id) for one in found]

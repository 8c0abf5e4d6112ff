"""LangChain: EnsembleRetriever over FAISS and BM25Retriever, its documentation's hybrid search.

BM25Retriever splits at white space, its default; the tokenizer of NLTK that the documentation also
shows needs a download and is for English. The words are counted anew when an index is loaded:
BM25Retriever has no form on disk.
"""

from __future__ import annotations

from pathlib import Path

from langchain_classic.retrievers import EnsembleRetriever
from langchain_community.retrievers import BM25Retriever
from langchain_community.vectorstores import FAISS
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from langchain_huggingface import HuggingFaceEmbeddings

from benchmarks.peers.corpus import Corpus
from benchmarks.peers.vectors import BUNDLED, bundled


class BundledEmbeddings(Embeddings):
    """Isnad's encoder, through LangChain's interface."""

    def __init__(self) -> None:
        """Load it."""
        self._vectors = bundled()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """See LangChain."""
        rows: list[list[float]] = self._vectors.passages(texts).tolist()
        return rows

    def embed_query(self, text: str) -> list[float]:
        """See LangChain."""
        row: list[float] = self._vectors.questions([text])[0].tolist()
        return row


def _embeddings(model: str) -> Embeddings:
    if model == BUNDLED:
        return BundledEmbeddings()
    return HuggingFaceEmbeddings(
        model_name=model,
        encode_kwargs={"prompt_name": "passage", "normalize_embeddings": True},
        query_encode_kwargs={"prompt_name": "query", "normalize_embeddings": True},
    )


class Search:
    """See ``Peer``."""

    def __init__(self, model: str, language: str) -> None:
        """Load *model*."""
        self._embeddings = _embeddings(model)

    def index(self, corpus: Corpus) -> None:
        """See ``Peer``."""
        self._store = FAISS.from_documents(_documents(corpus), self._embeddings)
        self._words = BM25Retriever.from_documents(_documents(corpus))

    def search(self, question: str, k: int) -> list[int]:
        """See ``Peer``; where ranks tie, what is listed first wins: here the vectors."""
        self._words.k = k
        vectors = self._store.as_retriever(search_kwargs={"k": k})
        return _fused([vectors, self._words], question, k)

    def usual(self, question: str, k: int) -> list[int]:
        """See ``Peer``; the documentation lists the words first."""
        self._words.k = k
        vectors = self._store.as_retriever(search_kwargs={"k": k})
        return _fused([self._words, vectors], question, k)

    def dense(self, question: str, k: int) -> list[int]:
        """See ``Peer``."""
        return _rows(self._store.similarity_search(question, k=k), k)

    def save(self, folder: Path) -> None:
        """See ``Peer``."""
        self._store.save_local(str(folder))

    def load(self, folder: Path, corpus: Corpus) -> None:
        """See ``Peer``; LangChain keeps the documents as a pickle, which has to be allowed."""
        self._store = FAISS.load_local(
            str(folder), self._embeddings, allow_dangerous_deserialization=True
        )
        self._words = BM25Retriever.from_documents(_documents(corpus))


def _documents(corpus: Corpus) -> list[Document]:
    return [
        Document(page_content=text, metadata={"row": row}) for row, text in enumerate(corpus.texts)
    ]


def _fused(retrievers: list[BaseRetriever], question: str, k: int) -> list[int]:
    return _rows(EnsembleRetriever(retrievers=retrievers, weights=[0.5, 0.5]).invoke(question), k)


def _rows(documents: list[Document], k: int) -> list[int]:
    return [document.metadata["row"] for document in documents[:k]]

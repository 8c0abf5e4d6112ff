"""What an index holds, in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import faiss
import numpy as np
from numpy.typing import NDArray

from index.documents import Document, Passage
from index.manifest import Manifest
from index.statements import Statement
from index.token_vectors import TokenVectors


@dataclass(frozen=True, slots=True)
class Entry:
    """One document with everything that the index keeps of it.

    Attributes:
        document: the source as it was read.
        statements: who said what in it, in order.
        passages: its passages, in order.
        tokens: for each passage, the tokens that the words channel counts.
        vectors: (passages, d) float32, rows of unit length.
        token_vectors: the token vectors of the passages.
    """

    document: Document
    statements: list[Statement]
    passages: list[Passage]
    tokens: list[list[str]]
    vectors: NDArray[np.float32]
    token_vectors: TokenVectors


@dataclass(frozen=True, slots=True)
class Index:
    """A generation, loaded. Row i of all that follows them belongs to ``passages[i]``."""

    manifest: Manifest
    documents: dict[str, Document]
    statements: dict[str, list[Statement]]
    passages: list[Passage]
    tokens: list[list[str]]
    dense: faiss.IndexFlatIP
    token_vectors: TokenVectors

    @classmethod
    def from_entries(cls, manifest: Manifest, entries: Sequence[Entry]) -> Index:
        """Put the documents' parts one after the other; at least one entry."""
        dense = faiss.IndexFlatIP(manifest.dimension)
        dense.add(np.concatenate([entry.vectors for entry in entries]))
        return cls(
            manifest=manifest,
            documents={entry.document.source: entry.document for entry in entries},
            statements={entry.document.source: entry.statements for entry in entries},
            passages=[passage for entry in entries for passage in entry.passages],
            tokens=[tokens for entry in entries for tokens in entry.tokens],
            dense=dense,
            token_vectors=TokenVectors.join([entry.token_vectors for entry in entries]),
        )

    def entries(self) -> Iterator[Entry]:
        """The documents' parts again, for the next build to reuse."""
        first = 0
        for source, document in self.documents.items():
            after = first
            while after < len(self.passages) and self.passages[after].source == source:
                after += 1
            yield Entry(
                document,
                self.statements[source],
                self.passages[first:after],
                self.tokens[first:after],
                self.dense.reconstruct_n(first, after - first),
                self.token_vectors.slice(first, after),
            )
            first = after

    def text(self, passage: Passage) -> str:
        """The passage as it stands in its source."""
        return self.documents[passage.source].text[passage.start : passage.end]

"""What an index holds, in memory."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import faiss
import numpy as np
from numpy.typing import NDArray

from index.documents import Document, Passage
from index.locks import Lease
from index.manifest import Manifest
from index.statements import Statement
from index.token_vectors import TokenVectors

KEY_BYTES = 16


def text_key(text: str) -> bytes:
    """What a text is known by among encoded ones: equal texts have equal keys."""
    return hashlib.sha256(text.encode("utf-8")).digest()[:KEY_BYTES]


@dataclass(frozen=True, slots=True)
class Encoded:
    """One text, encoded, as an index keeps it.

    Attributes:
        vector: (d,) float32 of unit length.
        tokens: its token vectors, a single passage's.
    """

    vector: NDArray[np.float32]
    tokens: TokenVectors


@dataclass(frozen=True, slots=True)
class Entry:
    """One document with what the index keeps of it beside the vectors.

    Attributes:
        document: the source as it was read.
        statements: who said what in it, in order.
        passages: its passages, in order.
        tokens: for each passage, the tokens that the words channel counts.
        keys: for each passage, the ``text_key`` of what is encoded of it.
    """

    document: Document
    statements: list[Statement]
    passages: list[Passage]
    tokens: list[list[str]]
    keys: list[bytes]


@dataclass(frozen=True, slots=True)
class Index:
    """A generation, loaded. Row i of all that follows them belongs to ``passages[i]``.

    Attributes:
        keys: ``text_key`` of what was encoded; passages with equal ones share token vectors.
        identical: the rows of passages whose text stands in several places, one list a text.
        lease: keeps the generation's files from being cleaned away; None before it is saved.
    """

    manifest: Manifest
    documents: dict[str, Document]
    statements: dict[str, list[Statement]]
    passages: list[Passage]
    tokens: list[list[str]]
    keys: list[bytes]
    identical: list[list[int]]
    dense: faiss.IndexFlatIP
    token_vectors: TokenVectors
    lease: Lease | None = None

    @classmethod
    def from_entries(
        cls, manifest: Manifest, entries: Sequence[Entry], encoded: Mapping[bytes, Encoded]
    ) -> Index:
        """Put the documents' parts one after the other; at least one entry.

        Args:
            manifest: what the index is made of.
            entries: the documents, in order.
            encoded: what was encoded, by its key.
        """
        keys = [key for entry in entries for key in entry.keys]
        place = {key: number for number, key in enumerate(dict.fromkeys(keys))}
        dense = faiss.IndexFlatIP(manifest.dimension)
        dense.add(np.stack([encoded[key].vector for key in keys]))
        tokens = TokenVectors.join([encoded[key].tokens for key in place])
        return cls(
            manifest=manifest,
            documents={entry.document.source: entry.document for entry in entries},
            statements={entry.document.source: entry.statements for entry in entries},
            passages=[passage for entry in entries for passage in entry.passages],
            tokens=[tokens for entry in entries for tokens in entry.tokens],
            keys=keys,
            identical=_identical(entries),
            dense=dense,
            token_vectors=tokens.placed(np.array([place[key] for key in keys], np.int64)),
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
                self.keys[first:after],
            )
            first = after

    def encoded(self, row: int) -> Encoded:
        """What was encoded for passage *row*."""
        vector = np.asarray(self.dense.reconstruct(row), np.float32)
        return Encoded(vector, self.token_vectors.only(row))

    def text(self, passage: Passage) -> str:
        """The passage as it stands in its source."""
        return self.documents[passage.source].text[passage.start : passage.end]


def _identical(entries: Sequence[Entry]) -> list[list[int]]:
    """Rows of equal text, wherever and under whatever heading; a text with one row is left out."""
    rows: dict[bytes, list[int]] = defaultdict(list)
    row = 0
    for entry in entries:
        for passage in entry.passages:
            rows[text_key(entry.document.text[passage.start : passage.end])].append(row)
            row += 1
    return [same for same in rows.values() if len(same) > 1]

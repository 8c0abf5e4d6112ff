"""What an index holds: as a build puts it together, and as it is read back."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, overload

import faiss
import numpy as np
from numpy.typing import NDArray

from index.documents import Document, Passage
from index.reporting.statements import Statement
from index.storage.locks import Lease
from index.storage.lookups import Either, Keys, Rows
from index.storage.manifest import Manifest
from index.tables.dense import JoinedDense
from index.tables.joined_names import JoinedNames
from index.tables.joined_speakers import JoinedSpeakers
from index.tables.joined_words import JoinedWords
from index.tables.name_table import NameTable
from index.tables.order import JoinedArray
from index.tables.speaker_table import SpeakerTable, Voice
from index.tables.token_vectors import JoinedTokens, TokenVectors
from index.tables.word_table import WordTable

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
class Contents:
    """What a generation is written from.

    Attributes:
        manifest: what the index is made of; its files in the order of the entries.
        entries: the documents; at least one.
        encoded: what was encoded, by its key.
        kept: the index from which the entries come that are not new, if there is one.
        fresh: the entries that are new, by source.
    """

    manifest: Manifest
    entries: Sequence[Entry]
    encoded: Mapping[bytes, Encoded]
    kept: Kept | None = None
    fresh: Mapping[str, Entry] = field(default_factory=dict)


class Kept(Protocol):
    """An index that goes on in another one."""

    def entry(self, source: str) -> Entry:
        """One document's parts again."""


class Entries(Sequence[Entry]):
    """The documents of a build, those that an index has read from it one by one."""

    def __init__(
        self, sources: Sequence[str], fresh: Mapping[str, Entry], kept: Kept | None = None
    ) -> None:
        """Take the *sources* in order, the entries that are *fresh*, and what has the others."""
        self._sources = sources
        self._fresh = fresh
        self._kept = kept

    def __len__(self) -> int:
        return len(self._sources)

    @overload
    def __getitem__(self, number: int) -> Entry: ...
    @overload
    def __getitem__(self, number: slice) -> list[Entry]: ...
    def __getitem__(self, number: int | slice) -> Entry | list[Entry]:
        if isinstance(number, slice):
            return [self._of(source) for source in self._sources[number]]
        return self._of(self._sources[number])

    def _of(self, source: str) -> Entry:
        fresh = self._fresh.get(source)
        if fresh is not None or self._kept is None:
            return self._fresh[source]
        return self._kept.entry(source)


@dataclass(frozen=True, slots=True)
class Segment:
    """Documents whose files were written together, as they lie in one folder.

    Row i of all that follows the passages belongs to ``passages[i]``; ``Index`` tells more.

    Attributes:
        text_keys: (n, ``KEY_BYTES``) uint8, ``text_key`` of the text of each passage.
    """

    documents: Sequence[Document]
    statements: Sequence[list[Statement]]
    passages: Sequence[Passage]
    firsts: NDArray[np.int64]
    tokens: Sequence[list[str]]
    keys: Keys
    text_keys: Keys
    identical: Sequence[list[int]]
    vectors: NDArray[np.float32]
    token_vectors: TokenVectors
    word_table: WordTable
    name_table: NameTable
    voices: Sequence[Voice]
    speaker_table: SpeakerTable

    def encoded(self, row: int) -> Encoded:
        """What was encoded for passage *row*."""
        return Encoded(self.vectors[row], self.token_vectors.only(row))


@dataclass(frozen=True, slots=True)
class Index:
    """A generation, loaded: what is large is read from its files when it is asked for.

    Row i of all that follows the passages belongs to ``passages[i]``.

    What was added to a large index since it was written is a segment of its own. Here both are
    one: documents are in the order of the manifest, and rows in that of the documents.

    Attributes:
        numbers: the place of each document among them, by its source.
        firsts: (documents + 1,) int64, the row of each document's first passage.
        keys: ``text_key`` of what was encoded; passages with equal ones share token vectors.
        identical: the rows of passages whose text stands in several places, one list a text.
        vectors: (n, d) float32, as they were encoded.
        dense: finds the nearest of them.
        word_table: what the words channel counts.
        name_table: the words that may be names.
        voices: who speaks in the documents, in the order of these.
        speaker_table: finds them.
        lease: keeps the generation's files from being cleaned away.
        segments: what was written together: one, or two of which the second was added.
        places: (documents,) int64, the place of each among those of the segments, one after the
            other; those that are left out were changed or removed.
    """

    manifest: Manifest
    numbers: Mapping[str, int]
    documents: Mapping[str, Document]
    statements: Mapping[str, list[Statement]]
    passages: Sequence[Passage]
    firsts: NDArray[np.int64]
    tokens: Sequence[list[str]]
    keys: Sequence[bytes]
    identical: Sequence[list[int]]
    vectors: NDArray[np.float32] | JoinedArray
    dense: faiss.Index | JoinedDense
    token_vectors: TokenVectors | JoinedTokens
    word_table: WordTable | JoinedWords
    name_table: NameTable | JoinedNames
    voices: Sequence[Voice]
    speaker_table: SpeakerTable | JoinedSpeakers
    lease: Lease
    segments: tuple[Segment, ...]
    places: NDArray[np.int64]

    def entry(self, source: str) -> Entry:
        """One document's parts again, for the next build to reuse."""
        rows = slice(*self.span(source))
        return Entry(
            self.documents[source],
            self.statements[source],
            list(self.passages[rows]),
            list(self.tokens[rows]),
            list(self.keys[rows]),
        )

    def span(self, source: str) -> tuple[int, int]:
        """The rows of a document's passages: the first, and the one after the last."""
        number = self.numbers[source]
        return int(self.firsts[number]), int(self.firsts[number + 1])

    def language(self, source: str) -> str:
        """A document's language."""
        return self.documents[source].language

    def read(self, rows: Sequence[int]) -> None:
        """Have at hand what is asked next of these passages; on disk it is."""

    def encoded(self, row: int) -> Encoded:
        """What was encoded for passage *row*."""
        return Encoded(self.vectors[row], self.token_vectors.only(row))

    def known(self, keys: Collection[bytes]) -> Mapping[bytes, Encoded]:
        """What was encoded of these texts, as far as it is here, left out or not."""
        found = [Rows(own.keys.find(keys), own) for own in self.segments]
        return Either(found[0], found[-1])

    def contents(self) -> Contents:
        """All of it, to be written again."""
        entries = Entries(list(self.numbers), {}, self)
        return Contents(self.manifest, entries, self.known(list(self.keys)))

    def text(self, passage: Passage) -> str:
        """The passage as it stands in its source."""
        return self.documents[passage.source].text[passage.start : passage.end]

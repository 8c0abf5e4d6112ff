"""What questions need of an index, wherever it is kept: on disk or on a server.

``index.storage.contents.Index`` and ``index.milvus.reader.MilvusIndex`` are such indexes. What is
far away is fetched ahead where a caller knows what it will ask for: ``read``. On disk that does
nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.documents import Document, Passage
from index.milvus.tables import FarWordTable
from index.reporting.statements import Statement
from index.storage.contents import Encoded, Entry
from index.storage.manifest import Manifest
from index.tables.joined_words import JoinedWords
from index.tables.name_table import Form
from index.tables.speaker_table import Voice
from index.tables.token_vectors import TokenRows
from index.tables.word_table import WordTable


class Named(Protocol):
    """A generation; a later one has a higher name."""

    @property
    def name(self) -> str:
        """Its name."""


class Dense(Protocol):
    """Finds the nearest vectors."""

    @property
    def ntotal(self) -> int:
        """How many there are."""

    def search(self, vectors: NDArray[np.float32], k: int) -> tuple[Any, Any]:
        """Scores and rows of the *k* with the largest inner product, both (1, k) or less."""


class TokensOf(Protocol):
    """Token vectors by passage."""

    def of(self, passage: int) -> TokenRows:
        """The int8 rows of one passage, and their scales."""


class Names(Protocol):
    """Words that may be names, their forms, and the rows, passages or speakers, that have them."""

    @property
    def passages(self) -> int:
        """How many rows there are."""

    @property
    def vocabulary(self) -> int:
        """How many different words."""

    @property
    def form_count(self) -> int:
        """How many forms the words have."""

    def sharing(self, keys: Iterable[str]) -> Sequence[NDArray[np.integer[Any]]]:
        """The forms that have each key, of those keys that any form has."""

    def sizes(self, numbers: NDArray[np.integer[Any]]) -> NDArray[np.int32]:
        """How many keys each form has."""

    def read(self, numbers: Sequence[int]) -> None:
        """Have these forms at hand."""

    def form(self, number: int) -> tuple[str, Form]:
        """A form, after its word."""

    def having(self, words: Sequence[str]) -> list[NDArray[np.int32]]:
        """The rows that have each word."""


class Speakers(Protocol):
    """How the speakers are found."""

    @property
    def last_names(self) -> Names:
        """The last words of their names."""

    @property
    def all_names(self) -> Names:
        """All words of their names."""

    def with_key(self, key: str) -> set[int]:
        """The speakers that have a token or the key of a name."""

    def of_document(self, number: int) -> range:
        """The speakers of a document."""


class Searched(Protocol):
    """An index; ``index.storage.contents.Index`` tells more of the attributes."""

    @property
    def manifest(self) -> Manifest:
        """What it is made of."""

    @property
    def lease(self) -> Named:
        """Keeps its generation from being cleaned away."""

    @property
    def numbers(self) -> Mapping[str, int]:
        """The place of each document among them, by its source."""

    @property
    def documents(self) -> Mapping[str, Document]:
        """By source."""

    @property
    def statements(self) -> Mapping[str, list[Statement]]:
        """Who said what, by source."""

    @property
    def passages(self) -> Sequence[Passage]:
        """In the order of the documents."""

    @property
    def keys(self) -> Sequence[bytes]:
        """``text_key`` of what was encoded, by row."""

    @property
    def identical(self) -> Sequence[list[int]]:
        """The rows of passages whose text stands in several places, one list a text."""

    @property
    def dense(self) -> Dense:
        """The vectors of the passages."""

    @property
    def word_table(self) -> WordTable | JoinedWords | FarWordTable:
        """Their tokens."""

    @property
    def name_table(self) -> Names:
        """Their words that may be names."""

    @property
    def speaker_table(self) -> Speakers:
        """Finds the speakers."""

    @property
    def voices(self) -> Sequence[Voice]:
        """Who speaks in the documents, in the order of these."""

    @property
    def token_vectors(self) -> TokensOf:
        """The token vectors, by row."""

    def entry(self, source: str) -> Entry:
        """One document's parts again, for the next build to reuse."""

    def span(self, source: str) -> tuple[int, int]:
        """The rows of a document's passages: the first, and the one after the last."""

    def language(self, source: str) -> str:
        """A document's language."""

    def encoded(self, row: int) -> Encoded:
        """What was encoded for passage *row*."""

    def known(self, keys: Collection[bytes]) -> Mapping[bytes, Encoded]:
        """What was encoded of these texts, as far as it is here."""

    def text(self, passage: Passage) -> str:
        """The passage as it stands in its source."""

    def read(self, rows: Sequence[int]) -> None:
        """Have at hand what is asked next of these passages."""

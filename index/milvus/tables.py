"""What the channels search, in Milvus: vectors, words, names, speakers."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.milvus import schema
from index.milvus.connection import MOST, Connection
from index.milvus.far import Far, Part
from index.tables.name_table import Form
from index.text.language import letter_script

_MOST_FORMS = 4096
"""Forms of one key: those with commoner keys are found by others or not at all."""

_TOGETHER = 64
_KEPT_TERMS = 50_000


class Term(NamedTuple):
    """How many passages have a token, and its idf."""

    frequency: int
    idf: float


class DenseTable:
    """Finds the nearest vectors, as FAISS does."""

    def __init__(self, connection: Connection, collection: str, count: int) -> None:
        """Search *collection*, which has *count* of them."""
        self._connection = connection
        self._collection = collection
        self.ntotal = count

    def search(
        self, vectors: NDArray[np.float32], k: int
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Scores and rows of the *k* nearest of (1, d) vectors, both (1, k) or less."""
        found = self._connection.search(self._collection, "dense", list(vectors), k)
        rows, scores = found[0]
        return np.array([scores], np.float32), np.array([rows], np.int64)


class FarWordTable:
    """The tokens of all passages.

    Attributes:
        tokens: of each passage.
        average: how many a passage has.
    """

    def __init__(
        self, connection: Connection, prefix: str, tokens: Part[list[str]], average: float
    ) -> None:
        """Search the collections that *prefix* begins."""
        self._connection = connection
        self._prefix = prefix
        self.tokens = tokens
        self.average = average
        self._known: dict[int, Term | None] = {}
        self._lock = threading.Lock()

    def terms(self, tokens: Sequence[str]) -> dict[str, Term]:
        """What is known of these tokens, but for those that no passage has."""
        asked = {token: schema.number_of(token) for token in tokens}
        with self._lock:
            known = {n: self._known[n] for n in asked.values() if n in self._known}
        missing = [number for number in asked.values() if number not in known]
        if missing:
            found = dict(self._fetch(missing))
            known |= {number: found.get(number) for number in missing}
            with self._lock:
                if len(self._known) > _KEPT_TERMS:
                    self._known.clear()
                self._known.update(known)
        return {token: term for token, number in asked.items() if (term := known[number])}

    def tokens_of(self, rows: Sequence[int]) -> list[list[str]]:
        """The tokens of these passages, fetched at once."""
        return self.tokens.rows(rows)

    def search(self, tokens: Sequence[str], k: int) -> list[int]:
        """The *k* passages with the highest BM25, in no order."""
        asked = {schema.dimension_of(token): float(n) for token, n in Counter(tokens).items()}
        if not asked:
            return []
        found = self._connection.search(f"{self._prefix}_passages", "words", [asked], k)
        return found[0][0]

    def _fetch(self, numbers: Sequence[int]) -> Iterable[tuple[int, Term | None]]:
        for row in self._connection.get(f"{self._prefix}_terms", numbers, ["record0"]):
            yield row["id"], Term(*json.loads(row["record0"]))


class FarNameTable:
    """The words of one kind of rows, passages or speakers, as ``NameTable`` has them.

    Attributes:
        passages: how many rows there are.
        vocabulary: how many different words.
        form_count: how many forms these have.
    """

    def __init__(
        self,
        connection: Connection,
        prefix: str,
        kind: str,
        *,
        rows: tuple[str, int],
        vocabulary: int,
        forms: range,
        seen: Callable[[Sequence[int]], object] = lambda rows: None,
    ) -> None:
        """Search the collections that *prefix* begins.

        Args:
            connection: the server.
            prefix: what the names of collections begin with.
            kind: of names; the field of the rows that has them.
            rows: the collection of the rows, and how many these are.
            vocabulary: how many words there are.
            forms: the keys of the forms' entities.
            seen: is told which rows were found.
        """
        self._connection = connection
        self._collection = f"{prefix}_{rows[0]}"
        self._forms_collection = f"{prefix}_forms"
        self._kind = kind
        self._first = forms.start
        self._seen = seen
        self.passages = rows[1]
        self.vocabulary = vocabulary
        self.form_count = len(forms)
        self._forms = Far(len(forms), self._fetch, 1, 50_000)
        self._sizes: dict[int, float] = {}

    def sharing(self, keys: Iterable[str]) -> list[NDArray[np.int32]]:
        """The forms that have each key, of those keys that any form has."""
        asked = [{schema.form_dimension(self._kind, key): 1.0} for key in keys]
        lists, sizes = [], dict[int, float]()
        for numbers, found in self._search(self._forms_collection, "keys", asked, _MOST_FORMS):
            own = [number - self._first for number in numbers]
            sizes.update(zip(own, found, strict=True))
            if own:
                lists.append(np.array(sorted(own), np.int32))
        self._sizes = sizes
        return lists

    def sizes(self, numbers: NDArray[np.integer[Any]]) -> NDArray[np.int32]:
        """How many keys each form has; known after ``sharing``."""
        known = self._sizes
        asked = numbers.tolist()
        missing = [number for number in asked if number not in known]
        if missing:  # another thread has asked for others meanwhile
            known = known | {n: float(form[2]) for n, form in self._fetch_all(missing)}
        return np.array([known[number] for number in asked], np.int32)

    def read(self, numbers: Sequence[int]) -> None:
        """Have these forms at hand."""
        self._forms.rows(numbers)

    def form(self, number: int) -> tuple[str, Form]:
        """A form, after its word."""
        word, form, _ = self._forms[number]
        return word, form

    def having(self, words: Sequence[str]) -> list[NDArray[np.int32]]:
        """The rows that have each word, no more than ``MOST``."""
        asked = [{schema.dimension_of(word): 1.0} for word in words]
        found = self._search(self._collection, self._kind, asked, MOST)
        lists = [np.array(sorted(rows), np.int32) for rows, _ in found]
        self._seen([row for rows in lists for row in rows.tolist()])
        return lists

    def _search(
        self, collection: str, field: str, asked: Sequence[dict[int, float]], most: int
    ) -> list[tuple[list[int], list[float]]]:
        found = []
        for first in range(0, len(asked), _TOGETHER):
            some = asked[first : first + _TOGETHER]
            found += self._connection.search(collection, field, some, most)
        return found

    def _fetch(self, numbers: Sequence[int]) -> Iterable[tuple[int, tuple[str, Form, int]]]:
        return self._fetch_all(numbers)

    def _fetch_all(self, numbers: Sequence[int]) -> list[tuple[int, tuple[str, Form, int]]]:
        ids = [self._first + number for number in numbers]
        rows = self._connection.get(self._forms_collection, ids, ["record0"])
        return [(row["id"] - self._first, _form(row["record0"])) for row in rows]


def _form(record: str) -> tuple[str, Form, int]:
    word, cut, doubt, size = json.loads(record)
    return word, Form(word[cut:], letter_script(word[0]), doubt), size


class FarSpeakerTable:
    """How the speakers are found."""

    def __init__(
        self,
        connection: Connection,
        prefix: str,
        *,
        last_names: FarNameTable,
        all_names: FarNameTable,
        of_document: Callable[[int], range],
        seen: Callable[[Sequence[int]], object],
    ) -> None:
        """Search the collections that *prefix* begins; *seen* is told which were found."""
        self._connection = connection
        self._collection = f"{prefix}_voices"
        self._seen = seen
        self.last_names = last_names
        self.all_names = all_names
        self.of_document = of_document

    def with_key(self, key: str) -> set[int]:
        """The speakers that have a token or the key of a name."""
        asked = [{schema.dimension_of(key): 1.0}]
        numbers, _ = self._connection.search(self._collection, "keys", asked, MOST)[0]
        self._seen(numbers)
        return set(numbers)

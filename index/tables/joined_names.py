"""The words of two tables that may be names, as those of one.

A form's number is such that the forms of both tables are in the order of their words, which is
that of one table: an added one lies between two of the first. So a question that finds more
candidates than are compared takes the same of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.tables.name_table import Form, NameTable, attesting, may_be_name, name_forms, weighed
from index.tables.order import Order

_SHIFT = 32
_OF_FIRST = 1 << (_SHIFT - 1)
_KEPT = 50_000

Tables = tuple[NameTable, NameTable]


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two tables of words have in common, and what of the first is left out.

    Attributes:
        places: (forms of the second,) int32, before which form of the first each would stand; -1
            where the first has the word.
        left_out: the forms of the first, ascending int32, whose words neither has any more.
        counts: (2,) int64, how many words there are, and how many forms.
    """

    places: NDArray[np.int32]
    left_out: NDArray[np.int32]
    counts: NDArray[np.int64]

    @classmethod
    def of(cls, tables: Tables, order: Order) -> Overlap:
        """The overlap of *tables*, whose rows have this order."""
        first, second = tables
        places, known = first.words.keys.places(second.words.keys)
        gone = first.words.counts(order.alive()) == 0
        gone[places[known]] = False
        before = np.searchsorted(first.form_words, places[second.form_words]).astype(np.int32)
        before[known[second.form_words]] = -1
        left_out = np.flatnonzero(gone[first.form_words]).astype(np.int32)
        vocabulary = first.vocabulary - int(gone.sum()) + int((~known).sum())
        forms = first.form_count - len(left_out) + int((before >= 0).sum())
        return cls(before, left_out, np.array([vocabulary, forms], np.int64))


class JoinedNames:
    """The words of the rows of two tables, as ``NameTable`` has those of one.

    Attributes:
        passages: how many rows there are.
        vocabulary: how many different words.
        form_count: how many forms these have.
    """

    def __init__(self, tables: Tables, order: Order, overlap: Overlap) -> None:
        """Read *tables*, whose rows have this order."""
        self._tables = tables
        self._order = order
        self._overlap = overlap
        self.passages = len(order)
        self.vocabulary, self.form_count = overlap.counts.tolist()
        self._is_name = lru_cache(maxsize=_KEPT)(self._has_name)

    def sharing(self, keys: Iterable[str]) -> list[NDArray[np.int64]]:
        """The forms that have each key, of those keys that any form has."""
        return [numbers for key in keys if len(numbers := self._with_key(key))]

    def sizes(self, numbers: NDArray[np.integer[Any]]) -> NDArray[np.int32]:
        """How many keys each form has."""
        of_first, first, second = _parted(numbers)
        sizes = np.empty(len(numbers), np.int32)
        sizes[of_first] = self._tables[0].form_sizes[first]
        sizes[~of_first] = self._tables[1].form_sizes[second]
        return sizes

    def read(self, numbers: Sequence[int]) -> None:
        """Have these forms at hand; in memory they are."""

    def form(self, number: int) -> tuple[str, Form]:
        """A form, after its word."""
        of_first, first, second = _parted(np.array([number]))
        table, own = (self._tables[0], first) if of_first[0] else (self._tables[1], second)
        word, form = table.form(int(own[0]))
        if form.bare == word:
            return word, form
        raw = next(one for one in name_forms(word) if one.bare == form.bare)
        return word, weighed(word, replace(form, doubt=raw.doubt), self._is_attested)

    def having(self, words: Sequence[str]) -> list[NDArray[np.int32]]:
        """The rows that have each word."""
        return [self._rows(word) for word in words]

    def _rows(self, word: str) -> NDArray[np.int32]:
        parts = [self._order.here(which, self._tables[which].words.of(word)) for which in (0, 1)]
        return np.sort(np.concatenate(parts)) if all(map(len, parts)) else max(parts, key=len)

    def _with_key(self, key: str) -> NDArray[np.int64]:
        first, second = (table.keys.of(key) for table in self._tables)
        if len(self._overlap.left_out):
            first = first[~np.isin(first, self._overlap.left_out)]
        places = self._overlap.places[second].astype(np.int64)
        added = (places[places >= 0] << _SHIFT) + second[places >= 0]
        own = (first.astype(np.int64) << _SHIFT) + _OF_FIRST
        return np.sort(np.concatenate([own, added])) if len(added) else own

    def _is_attested(self, bare: str) -> bool:
        return any(map(self._is_name, attesting(bare)))

    def _has_name(self, word: str) -> bool:
        return may_be_name(word) and len(self._rows(word)) > 0


def _parted(
    numbers: NDArray[np.integer[Any]],
) -> tuple[NDArray[np.bool_], NDArray[np.int64], NDArray[np.int64]]:
    """Which numbers are of the first table; the forms there, and those of the second."""
    wide = numbers.astype(np.int64, copy=False)
    low = wide & ((1 << _SHIFT) - 1)
    of_first = (low & _OF_FIRST) != 0
    return of_first, wide[of_first] >> _SHIFT, low[~of_first]

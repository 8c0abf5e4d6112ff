"""The speakers of two tables as those of one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.tables.joined_names import JoinedNames, Overlap
from index.tables.order import Order
from index.tables.speaker_table import SpeakerTable

NAMES = ("last_names", "all_names")
"""The two kinds of names that speakers have."""

Tables = tuple[SpeakerTable, SpeakerTable]


class JoinedSpeakers:
    """How the speakers of two tables are found.

    Attributes:
        last_names, all_names: as ``SpeakerTable`` has them.
    """

    def __init__(
        self, tables: Tables, documents: NDArray[np.int64], order: Order, *overlaps: Overlap
    ) -> None:
        """Read *tables*.

        Args:
            tables: of the speakers.
            documents: the place of each document.
            order: of the speakers.
            overlaps: of their ``NAMES``.
        """
        first, second = tables
        self._tables = tables
        self._order = order
        sizes = np.concatenate([np.diff(first.firsts), np.diff(second.firsts)])[documents]
        self._firsts = np.concatenate([[0], np.cumsum(sizes)])
        self.last_names = JoinedNames((first.last_names, second.last_names), order, overlaps[0])
        self.all_names = JoinedNames((first.all_names, second.all_names), order, overlaps[1])

    def with_key(self, key: str) -> set[int]:
        """The speakers that have a token or the key of a name."""
        parts = (self._order.here(n, self._tables[n].keys.of(key)).tolist() for n in (0, 1))
        return set().union(*parts)

    def of_document(self, number: int) -> range:
        """The speakers of a document."""
        return range(*self._firsts[number : number + 2].tolist())

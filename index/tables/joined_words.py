"""The tokens of two tables as those of one: BM25's numbers over the passages of both."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from index.tables.order import Order
from index.tables.word_table import NOWHERE, Having, WordTable, idf_of

Tables = tuple[WordTable, WordTable]


class JoinedWords:
    """The tokens of the passages of two tables, as ``WordTable`` has those of one.

    Attributes:
        lengths: (n,) int32, how many tokens each passage has.
    """

    def __init__(self, tables: Tables, order: Order, floor: float) -> None:
        """Read *tables* in *order*; *floor* is the idf of tokens that most passages have."""
        self._tables = tables
        self._order = order
        self._floor = floor
        self.lengths = order.gather(tables[0].lengths, tables[1].lengths)

    def having(self, token: str) -> Having:
        """The passages that have a token."""
        parts = tuple(filter(None, (self._part(number, token) for number in (0, 1))))
        frequency = sum(len(rows) for rows, _ in parts)
        return Having(self._idf(frequency), parts) if frequency else NOWHERE

    def _part(self, which: int, token: str) -> tuple[NDArray[np.int32], NDArray[np.int32]] | None:
        table = self._tables[which]
        number = table.tokens.keys.find(token)
        if number is None:
            return None
        own, counts = table.at(number)
        rows = self._order.rows[which][own]
        here = rows >= 0
        return (rows, counts) if here.all() else (rows[here], counts[here])

    def _idf(self, frequency: int) -> float:
        """As rank_bm25 reckons it."""
        idf = math.log(len(self._order) - frequency + 0.5) - math.log(frequency + 0.5)
        return self._floor if idf < 0 else idf


def joined_floor(tables: Tables, order: Order, tokens_of: Callable[[int], Sequence[str]]) -> float:
    """The idf of tokens that most passages have, as rank_bm25 reckons it over all passages.

    It is a share of the average idf, whose last bit hangs on the order in which the tokens are
    summed: that in which they are met, passage by passage.

    Args:
        tables: of the passages.
        order: of these.
        tokens_of: the tokens of a passage of the first table; asked for few.
    """
    (first, second), alive = tables, order.alive()
    known, is_known = first.tokens.keys.places(second.tokens.keys)
    frequencies = first.tokens.counts(alive)
    met, places = _met(first, order, 0)
    for number in np.flatnonzero((met < 0) & (frequencies > 0)).tolist():
        own, _ = first.at(number)
        row = own[order.rows[0][own] >= 0][0]
        met[number] = order.rows[0][row]
    _place_anew(first, met, places, order, tokens_of)
    met_added, places_added = _met(second, order, 1)
    both, added = known[is_known], second.tokens.counts()
    frequencies[both] += added[is_known]
    earlier = (met[both] < 0) | (met_added[is_known] < met[both])
    places[both] = np.where(earlier, places_added[is_known], places[both])
    met[both] = np.where(earlier, met_added[is_known], met[both])
    frequencies = np.concatenate([frequencies, added[~is_known]])
    met = np.concatenate([met, met_added[~is_known]])
    places = np.concatenate([places, places_added[~is_known]])
    in_order = np.lexsort((places, met))
    counted = frequencies[in_order]
    return idf_of(counted[counted > 0].tolist(), len(order))[1]


def _met(table: WordTable, order: Order, which: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Of each token the row here of the first passage that has it, -1 if left out; its place."""
    return order.rows[which][table.tokens.rows[table.tokens.starts[:-1]]], table.places.copy()


def _place_anew(
    table: WordTable,
    met: NDArray[np.int32],
    places: NDArray[np.int32],
    order: Order,
    tokens_of: Callable[[int], Sequence[str]],
) -> None:
    """Tell the *places* of tokens whose first passage is left out, in the first that is not."""
    firsts = table.tokens.rows[table.tokens.starts[:-1]]
    moved = np.flatnonzero((order.rows[0][firsts] < 0) & (met >= 0))
    for number in moved.tolist():
        row = int(order.places[met[number]])
        own = list(dict.fromkeys(tokens_of(row)))
        places[number] = own.index(table.tokens.keys[number])

"""Two segments as one index: what was added to a large one since it was written, and that.

The first segment's files never change: generations share them. The second is written anew by
every build, with a file that tells how the two are read as one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from index.storage.contents import Index, Segment
from index.storage.locks import Lease
from index.storage.lookups import BySource
from index.storage.manifest import Manifest
from index.tables.arrays import read_arrays
from index.tables.dense import open_joined
from index.tables.joined_names import JoinedNames, Overlap
from index.tables.joined_speakers import NAMES, JoinedSpeakers
from index.tables.joined_words import JoinedWords, joined_floor
from index.tables.name_table import NameTable
from index.tables.order import Joined, JoinedArray, Order
from index.tables.token_vectors import JoinedTokens

ADDED = "added"
"""The folder of the second segment, in that of the generation, whose own files are the first."""

JOINT = "joint.bin"

_OVERLAPS = ("names", *NAMES)
_PARTS = {"places": np.int32, "left_out": np.int32, "counts": np.int64}
KINDS = {
    "documents": np.int64,
    "floor": np.float64,
    "same": np.int32,
    **{f"{name}_{part}": kind for name in _OVERLAPS for part, kind in _PARTS.items()},
}
"""The arrays of ``JOINT``: the place of each document, the idf of common tokens, for each passage
of the second segment the first of the first one with its text or -1, and the overlaps of names."""

Segments = tuple[Segment, Segment]


def join(
    generation: Path,
    segments: Segments,
    manifest: Manifest,
    numbers: Mapping[str, int],
    lease: Lease,
) -> Index:
    """The index of two segments; raises as ``read_arrays``."""
    arrays = read_arrays(generation / ADDED / JOINT, KINDS)
    first, second = segments
    documents, rows, voices = _orders(segments, arrays["documents"])
    overlaps = [Overlap(*(arrays[f"{name}_{part}"] for part in _PARTS)) for name in _OVERLAPS]
    vectors = JoinedArray((first.vectors, second.vectors), rows)
    speakers = (first.speaker_table, second.speaker_table)
    return Index(
        manifest=manifest,
        numbers=numbers,
        documents=BySource(numbers, Joined((first.documents, second.documents), documents)),
        statements=BySource(numbers, Joined((first.statements, second.statements), documents)),
        passages=Joined((first.passages, second.passages), rows),
        firsts=_firsts(segments, documents),
        tokens=Joined((first.tokens, second.tokens), rows),
        keys=Joined((first.keys, second.keys), rows),
        identical=_Identical(segments, rows, arrays["same"]),
        vectors=vectors,
        dense=open_joined(generation, vectors, rows),
        token_vectors=JoinedTokens((first.token_vectors, second.token_vectors), rows),
        word_table=JoinedWords(
            (first.word_table, second.word_table), rows, float(arrays["floor"][0])
        ),
        name_table=JoinedNames((first.name_table, second.name_table), rows, overlaps[0]),
        voices=Joined((first.voices, second.voices), voices),
        speaker_table=JoinedSpeakers(speakers, documents.places, voices, *overlaps[1:]),
        lease=lease,
        segments=segments,
        places=documents.places,
    )


def joint_arrays(segments: Segments, documents: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
    """What ``JOINT`` holds for two segments.

    Args:
        segments: the first, and what was added.
        documents: the place of each document, in the order of the manifest.
    """
    first, second = segments
    _, rows, voices = _orders(segments, documents)
    tables = (first.word_table, second.word_table)
    names: list[tuple[tuple[NameTable, NameTable], Order]] = [
        ((first.name_table, second.name_table), rows)
    ]
    for name in NAMES:
        pair = getattr(first.speaker_table, name), getattr(second.speaker_table, name)
        names.append((pair, voices))
    same = first.text_keys.find(second.text_keys)
    arrays: dict[str, NDArray[Any]] = {
        "documents": documents,
        "floor": np.array([joined_floor(tables, rows, first.tokens.__getitem__)]),
        "same": np.array([same.get(key, -1) for key in second.text_keys], np.int32),
    }
    for name, (pair, order) in zip(_OVERLAPS, names, strict=True):
        overlap = Overlap.of(pair, order)
        arrays |= {f"{name}_{part}": getattr(overlap, part) for part in _PARTS}
    return arrays


def _orders(segments: Segments, documents: NDArray[np.int64]) -> tuple[Order, Order, Order]:
    """The orders of the documents, of their passages and of their speakers."""
    first, second = segments
    return (
        Order.of(documents, (len(first.documents), len(second.documents))),
        Order.of_runs(documents, [one.firsts for one in segments]),
        Order.of_runs(documents, [one.speaker_table.firsts for one in segments]),
    )


def _firsts(segments: Segments, documents: Order) -> NDArray[np.int64]:
    sizes = documents.gather(*(np.diff(one.firsts) for one in segments))
    return np.concatenate([[0], np.cumsum(sizes)])


class _Identical(Sequence[list[int]]):
    """The rows of passages whose text stands in several places, of both segments."""

    def __init__(self, segments: Segments, order: Order, same: NDArray[np.int32]) -> None:
        """Read nothing yet."""
        self._segments = segments
        self._order = order
        self._same = same

    def __len__(self) -> int:
        return len(self._lists)

    @overload
    def __getitem__(self, number: int) -> list[int]: ...
    @overload
    def __getitem__(self, number: slice) -> list[list[int]]: ...
    def __getitem__(self, number: int | slice) -> list[int] | list[list[int]]:
        return self._lists[number]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._lists == list(other)

    __hash__ = None  # type: ignore[assignment]  # as a list

    @cached_property
    def _lists(self) -> list[list[int]]:
        """In the order of their first rows, as one segment has them."""
        first, second = self._segments
        places: dict[int, list[int]] = {rows[0]: list(rows) for rows in first.identical}
        count, apart = len(first.passages), list[list[int]]()
        firsts = {rows[0]: rows for rows in second.identical}
        for row, known in enumerate(self._same.tolist()):
            if known >= 0:
                places.setdefault(known, [known]).append(count + row)
            elif row in firsts:
                apart.append([count + one for one in firsts[row]])
        rows = np.concatenate(self._order.rows)
        found = [self._here(rows, own) for own in (*places.values(), *apart)]
        return sorted(own for own in found if len(own) > 1)

    @staticmethod
    def _here(rows: NDArray[np.int32], places: Sequence[int]) -> list[int]:
        return sorted(row for place in places if (row := int(rows[place])) >= 0)

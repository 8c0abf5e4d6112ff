"""JSON lines, read one at a time where they lie; each is checked when it is read."""

from __future__ import annotations

import json
import os
import weakref
import zlib
from array import array
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO, Generic, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDamagedError

T = TypeVar("T")


class Lines(Sequence[T], Generic[T]):
    """What the lines of a file stand for, read when it is asked for and kept by nobody."""

    def __init__(
        self, path: Path, places: NDArray[np.int64], parse: Callable[[list[Any]], T]
    ) -> None:
        """Read *path*, of which *places* tells as ``LineWriter.places`` does, by *parse*."""
        self._path = path
        self._size = path.stat().st_size
        self._file = os.open(path, os.O_RDONLY)
        weakref.finalize(self, os.close, self._file)
        self._places = places.reshape(-1, 2)
        self._parse = parse
        if not len(places) or self._places[-1, 0] != self._size:
            raise ValueError(f"{path.name} is not as long as it was")

    def __len__(self) -> int:
        return len(self._places) - 1

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> list[T]: ...
    def __getitem__(self, place: int | slice) -> T | list[T]:
        if isinstance(place, slice):
            return [self[number] for number in range(*place.indices(len(self)))]
        if place < 0:
            place += len(self)
        if not 0 <= place < len(self):
            raise IndexError(place)
        (start, digest), end = self._places[place].tolist(), int(self._places[place + 1, 0])
        there = 0 <= start <= end <= self._size
        line = os.pread(self._file, end - start, start) if there else b""
        if not there or zlib.crc32(line) != digest:
            raise IndexDamagedError(
                f"The file {self._path} of an index is damaged (line {place + 1});"
                " run: python -m index verify"
            )
        return self._parse(json.loads(line))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # as a list


class Cached(Sequence[T], Generic[T]):
    """Values of which the last ones that were asked for, one at a time, are at hand."""

    def __init__(self, values: Sequence[T], most: int) -> None:
        """Keep *most* of *values*."""
        self._values = values
        self._value = lru_cache(maxsize=most)(values.__getitem__)

    def __len__(self) -> int:
        return len(self._values)

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[T]: ...
    def __getitem__(self, place: int | slice) -> T | Sequence[T]:
        return self._values[place] if isinstance(place, slice) else self._value(place)

    def __eq__(self, other: object) -> bool:
        return self._values == other

    __hash__ = None  # type: ignore[assignment]  # as a list


class LineWriter:
    """Writes JSON lines, and keeps where each lies."""

    def __init__(self, file: BinaryIO) -> None:
        """Write into *file*."""
        self._file = file
        self._places = array("q")
        self._size = 0

    def add(self, row: list[Any]) -> None:
        """Write one line."""
        line = json.dumps(row, ensure_ascii=False).encode("utf-8") + b"\n"
        self._file.write(line)
        self._places.extend((self._size, zlib.crc32(line)))
        self._size += len(line)

    def places(self) -> NDArray[np.int64]:
        """(2 (n + 1),) int64: of each line where it starts and its CRC-32, and the file's size."""
        return np.array([*self._places, self._size, 0], np.int64)

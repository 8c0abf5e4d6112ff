"""What was encoded and is in no generation yet, so that a killed build resumes where it stopped.

A generation holds the vectors of its own passages, and the next build takes them from there. The
cache has only what a build has encoded since: each build adds a file of its own, record after
record, and a build that ends well deletes them all, because its generation has them now.

A file is a header, then records. A record is its key and its size, a checksum of these two, the
vector, the token vectors, and a checksum of those two. Reading stops at the first record that
does not check: a kill or a power cut leaves a file cut off, and what follows damage is encoded
again.
"""

from __future__ import annotations

import hashlib
import os
import struct
import time
import weakref
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import accumulate
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import numpy as np

from index.storage.contents import KEY_BYTES, Encoded
from index.storage.locks import cannot_write
from index.tables.token_vectors import TokenVectors

_FOLDER = "vectors"
_HEADER = struct.Struct("<8s16sI")
_MAGIC = b"isnadve1"
_HEAD = struct.Struct(f"<{KEY_BYTES}sI")
_SUM = struct.Struct("<I")
_DIGEST_BYTES = 16


class VectorCache:
    """The cache of one index for one encoder; used by the build that has the index's lock."""

    def __init__(self, folder: Path, identity: str, dimension: int) -> None:
        """Read what builds before left in the index *folder* for the encoder *identity*."""
        self._home = folder / _FOLDER
        self._header = _HEADER.pack(_MAGIC, _digest(identity), dimension)
        self._opened: tuple[BinaryIO, _Segment] | None = None
        self._places: dict[bytes, _Place] = {}
        self.encoded: Mapping[bytes, Encoded] = _Kept(self._places, dimension)
        for path in _segments(folder):
            self._places.update(self._read(path))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._opened:
            with suppress(OSError):  # a full disk, which ``add`` has told of
                self._opened[0].close()

    def add(self, keys: Sequence[bytes], encoded: Sequence[Encoded]) -> None:
        """Keep what was encoded, on the disk; raises IsnadError if that is full."""
        records = list(map(_record, keys, encoded))
        try:
            file, segment = self._opened or self._open()
            first = file.tell()
            file.write(b"".join(records))
            file.flush()  # to the system: a kill loses nothing, a power cut the last seconds
        except OSError as error:
            raise cannot_write(self._home.parent, error) from error
        for key, record, end in zip(keys, records, accumulate(map(len, records)), strict=True):
            size = len(record) - _HEAD.size - _SUM.size - _DIGEST_BYTES
            self._places[key] = (segment, first + end - _DIGEST_BYTES - size, size)

    def _open(self) -> tuple[BinaryIO, _Segment]:
        self._home.mkdir(exist_ok=True)
        path = self._home / f"{time.time_ns():020d}"
        file = path.open("xb")
        self._opened = file, _Segment(path)
        file.write(self._header)
        return self._opened

    def _read(self, path: Path) -> Iterator[tuple[bytes, _Place]]:
        with suppress(OSError), path.open("rb") as file:
            if file.read(_HEADER.size) != self._header:
                return
            segment = _Segment(path)
            for key, payload in _records(file):
                yield key, (segment, file.tell() - _DIGEST_BYTES - len(payload), len(payload))


class _Segment:
    """A file of the cache, open to be read; closed with its last reference."""

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDONLY)
        weakref.finalize(self, os.close, self._descriptor)

    def read(self, start: int, size: int) -> bytes:
        return os.pread(self._descriptor, size, start)


_Place = tuple[_Segment, int, int]
"""Where a record's payload lies: its file, where it starts, its size."""


class _Kept(Mapping[bytes, Encoded]):
    """What is kept, read from the disk when it is asked for: it may be larger than memory."""

    def __init__(self, places: Mapping[bytes, _Place], dimension: int) -> None:
        self._places = places
        self._dimension = dimension

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._places)

    def __getitem__(self, key: bytes) -> Encoded:
        segment, start, size = self._places[key]
        return _unpack(segment.read(start, size), self._dimension)


def damaged_segments(folder: Path) -> list[str]:
    """The cache files of the index *folder* that end in, or are, something else than records."""
    return [f"{_FOLDER}/{path.name}" for path in _segments(folder) if not _is_whole(path)]


def clear(folder: Path) -> None:
    """Delete the cache: the generation that a build has just written holds all of it."""
    for path in _segments(folder):
        with suppress(OSError):
            path.unlink()


def _segments(folder: Path) -> list[Path]:
    home = folder / _FOLDER
    return sorted(path for path in home.iterdir() if path.is_file()) if home.is_dir() else []


def _is_whole(path: Path) -> bool:
    with suppress(FileNotFoundError), path.open("rb") as file:
        if file.read(_HEADER.size)[: len(_MAGIC)] != _MAGIC:
            return False
        for _ in _records(file):
            pass
        return file.tell() == os.fstat(file.fileno()).st_size
    return True  # the build that wrote it has ended just now


def _records(file: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    """Keys and payloads up to the first record that does not check; the file then stands there."""
    while True:
        start = file.tell()
        head = file.read(_HEAD.size + _SUM.size)
        if len(head) < _HEAD.size + _SUM.size or not _checks(head):
            break
        key, size = _HEAD.unpack_from(head)
        payload, digest = file.read(size), file.read(_DIGEST_BYTES)
        if len(payload) < size or _hash(payload) != digest:
            break
        yield key, payload
    file.seek(start)


def _checks(head: bytes) -> bool:
    (expected,) = _SUM.unpack_from(head, _HEAD.size)
    return bool(zlib.crc32(head[: _HEAD.size]) == expected)


def _record(key: bytes, encoded: Encoded) -> bytes:
    parts = (encoded.vector, encoded.tokens.scales[:], encoded.tokens.rows[:])
    payload = b"".join(part.tobytes() for part in parts)
    head = _HEAD.pack(key, len(payload))
    return head + _SUM.pack(zlib.crc32(head)) + payload + _hash(payload)


def _unpack(payload: bytes, dimension: int) -> Encoded:
    """The opposite of ``_record``: d floats, then for each of n tokens a float and d bytes."""
    count = (len(payload) - 4 * dimension) // (4 + dimension)
    floats = np.frombuffer(payload, np.float32, dimension + count)
    rows = np.frombuffer(payload, np.int8, offset=4 * (dimension + count))
    starts, places = np.array([0, count], np.int64), np.zeros(1, np.int64)
    tokens = TokenVectors(rows.reshape(count, dimension), floats[dimension:], starts, places)
    return Encoded(floats[:dimension], tokens)


def _hash(payload: bytes) -> bytes:
    return hashlib.blake2b(payload, digest_size=_DIGEST_BYTES).digest()


def _digest(identity: str) -> bytes:
    return hashlib.sha256(identity.encode("utf-8", "surrogateescape")).digest()[:16]

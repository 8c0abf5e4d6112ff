"""One generation of an index, as a folder of files; large ones are mapped, and read when asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from index.documents import Document, Passage
from index.errors import IndexDamagedError
from index.reporting.statements import Statement
from index.storage.checksums import check_files
from index.storage.contents import BySource, Index, Keys
from index.storage.locks import Lease
from index.storage.manifest import Manifest, read_manifest
from index.tables.arrays import read_arrays
from index.tables.dense import GRAPH, open_dense
from index.tables.lines import Kept, Lines
from index.tables.name_table import read_name_table
from index.tables.speaker_table import Voice, read_speaker_table
from index.tables.token_vectors import RowFile, TokenVectors
from index.tables.word_table import read_word_table

T = TypeVar("T")

ARRAYS = {
    "keys": (np.uint8, 2),
    "dense": (np.float32, 2),
    "token_starts": (np.int64, 1),
    "token_places": (np.int64, 1),
}
"""The arrays of a generation that are mapped, with their types and dimensions."""

ROWS_FILE = "token_rows.npy"
SCALES_FILE = "token_scales.npy"
"""The token vectors, (t, d) int8, and their scales, (t,) float32: read a passage at a time."""

PLACES = {
    "documents": np.int64,
    "passages": np.int64,
    "identical": np.int64,
    "firsts": np.int64,
    "speakers": np.int64,
}
"""What ``places.bin`` holds: where the lines lie, and each document's first passage."""

FILES = (
    "manifest.json",
    "documents.jsonl",
    "passages.jsonl",
    "identical.jsonl",
    "speakers.jsonl",
    "places.bin",
    "words.bin",
    "names.bin",
    "speakers.bin",
    "last_names.bin",
    "all_names.bin",
    *(f"{name}.npy" for name in ARRAYS),
    ROWS_FILE,
    SCALES_FILE,
    "checksums.json",
)
"""The files of a generation; a large one has ``GRAPH`` too, and nothing else lies in its folder."""

OPTIONAL = (GRAPH,)

_KEPT_PASSAGES = 5000
"""A question asks for a hundred passages, some of them many times; they are small."""

UNREADABLE = (OSError, ValueError, LookupError, TypeError, RuntimeError, EOFError, AssertionError)
"""What files that make no sense raise; an index may come from anywhere."""


def read_generation(generation: Path, *, thorough: bool = False) -> Index:
    """Read an index back.

    Args:
        generation: its folder.
        thorough: compare every byte with its checksum, of large files too.

    Raises:
        IndexVersionError: it was written by another version of the program.
        IndexDamagedError: a file is missing, cut off or changed.
    """
    try:
        lease = Lease(generation)
        check_files(generation, thorough=thorough)
        return _read_parts(generation, read_manifest(generation), lease)
    except UNREADABLE as error:
        raise IndexDamagedError(
            f"The index in {generation.parent} is damaged ({error}); run: python -m index build"
        ) from error


def _read_parts(generation: Path, manifest: Manifest, lease: Lease) -> Index:
    places = read_arrays(generation / "places.bin", PLACES)
    numbers = {source: number for number, source in enumerate(manifest.files)}
    keys, vectors, starts, token_places = [_read_array(generation, name) for name in ARRAYS]
    token_rows = RowFile(generation / ROWS_FILE, np.int8, 2)
    scales = RowFile(generation / SCALES_FILE, np.float32, 1)

    def lines(name: str, parse: Callable[[list[Any]], T]) -> Lines[T]:
        return Lines(generation / f"{name}.jsonl", places[name], parse)

    documents = lines("documents", parse_document)
    if vectors.shape[1] != manifest.dimension:
        raise ValueError(f"its vectors are not {manifest.dimension} wide")
    if not len(numbers) == len(documents) == len(places["firsts"]) - 1:
        raise ValueError("its documents are not the sources that its manifest lists")
    return Index(
        manifest=manifest,
        numbers=numbers,
        documents=BySource(numbers, documents),
        statements=BySource(numbers, lines("documents", parse_statements)),
        passages=Kept(lines("passages", parse_passage), _KEPT_PASSAGES),
        firsts=places["firsts"],
        tokens=lines("passages", _tokens),
        keys=Keys(keys),
        identical=lines("identical", list),
        vectors=vectors,
        dense=open_dense(generation, vectors),
        token_vectors=TokenVectors(token_rows, scales, starts, token_places),
        word_table=read_word_table(generation / "words.bin"),
        name_table=read_name_table(generation / "names.bin"),
        voices=lines("speakers", parse_voice),
        speaker_table=read_speaker_table(generation),
        lease=lease,
    )


def parse_document(row: list[Any]) -> Document:
    """A document out of a line of ``documents.jsonl``."""
    return Document(*[*row[:5], (), *row[5:-1]])


def parse_statements(row: list[Any]) -> list[Statement]:
    """Who said what in it."""
    return [_statement(one) for one in row[-1]]


def _statement(row: list[Any]) -> Statement:
    """A statement out of a row, whose spans and lists of words are tuples again."""
    start, end, speaker, mentions, names, quote = row
    span = (quote[0], quote[1]) if quote else None
    return Statement(start, end, (speaker[0], speaker[1]), tuple(mentions), tuple(names), span)


def parse_voice(row: list[Any]) -> Voice:
    """A speaker out of a line of ``speakers.jsonl``."""
    source, language, rows = row
    return Voice(source, language, [_statement(one) for one in rows])


def parse_passage(row: list[Any]) -> Passage:
    """A passage out of a line of ``passages.jsonl``."""
    return Passage(*row[:-1])


def _tokens(row: list[Any]) -> list[str]:
    tokens: list[str] = row[-1]
    return tokens


def _read_array(generation: Path, name: str) -> NDArray[Any]:
    array: NDArray[Any] = np.load(generation / f"{name}.npy", "r", allow_pickle=False)
    kind, dimensions = ARRAYS[name]
    if array.dtype != kind or array.ndim != dimensions:
        raise ValueError(f"{name}.npy has another type")
    return np.asarray(array)  # a plain view of what is mapped: quicker to slice than a memmap

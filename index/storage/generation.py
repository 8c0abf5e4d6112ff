"""One generation of an index, as a folder of files; large ones are mapped, and read when asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from index.documents import Document, Passage
from index.errors import IndexDamagedError
from index.reporting.statements import Statement
from index.storage.checksums import check_files
from index.storage.contents import Index, Segment
from index.storage.joint import ADDED, JOINT, join
from index.storage.locks import Lease
from index.storage.lookups import BySource, Keys
from index.storage.manifest import Manifest, read_manifest
from index.tables.arrays import read_arrays
from index.tables.dense import GRAPH, open_dense
from index.tables.lines import Cached, Lines
from index.tables.name_table import read_name_table
from index.tables.speaker_table import Voice, read_speaker_table
from index.tables.token_vectors import RowFile, TokenVectors
from index.tables.word_table import read_word_table

T = TypeVar("T")

ARRAYS = {
    "keys": (np.uint8, 2),
    "text_keys": (np.uint8, 2),
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

SEGMENT_FILES = (
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
)
"""What documents that are written together make."""

FILES = ("manifest.json", *SEGMENT_FILES, "checksums.json")
"""The files of a generation; a large one has ``GRAPH`` too."""

ADDED_FILES = tuple(f"{ADDED}/{name}" for name in (*SEGMENT_FILES, JOINT))
"""Those that it has all of, or none: what was added to a large one. Nothing else lies there."""

OPTIONAL = (GRAPH,)

_CACHED_PASSAGES = 5000
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
    first = read_segment(generation, manifest.dimension)
    numbers = {source: number for number, source in enumerate(manifest.files)}
    if (generation / ADDED).exists():
        second = read_segment(generation / ADDED, manifest.dimension)
        index = join(generation, (first, second), manifest, numbers, lease)
    else:
        index = _alone(generation, first, manifest, numbers, lease)
    if not len(numbers) == len(index.places):
        raise ValueError("its documents are not the sources that its manifest lists")
    return index


def read_segment(folder: Path, dimension: int) -> Segment:
    """Read what lies in a folder; vectors have *dimension* numbers. Raises ``UNREADABLE``."""
    places = read_arrays(folder / "places.bin", PLACES)
    keys, text_keys, vectors, starts, token_places = [_read_array(folder, n) for n in ARRAYS]
    token_rows = RowFile(folder / ROWS_FILE, np.int8, 2)
    scales = RowFile(folder / SCALES_FILE, np.float32, 1)

    def lines(name: str, parse: Callable[[list[Any]], T]) -> Lines[T]:
        return Lines(folder / f"{name}.jsonl", places[name], parse)

    documents = lines("documents", parse_document)
    if vectors.shape[1] != dimension:
        raise ValueError(f"its vectors are not {dimension} wide")
    if len(documents) != len(places["firsts"]) - 1:
        raise ValueError("its documents are not those that its passages have")
    return Segment(
        documents=documents,
        statements=lines("documents", parse_statements),
        passages=Cached(lines("passages", parse_passage), _CACHED_PASSAGES),
        firsts=places["firsts"],
        tokens=lines("passages", _tokens),
        keys=Keys(keys),
        text_keys=Keys(text_keys),
        identical=lines("identical", list),
        vectors=vectors,
        token_vectors=TokenVectors(token_rows, scales, starts, token_places),
        word_table=read_word_table(folder / "words.bin"),
        name_table=read_name_table(folder / "names.bin"),
        voices=lines("speakers", parse_voice),
        speaker_table=read_speaker_table(folder),
    )


def _alone(
    generation: Path,
    segment: Segment,
    manifest: Manifest,
    numbers: Mapping[str, int],
    lease: Lease,
) -> Index:
    """An index of one segment: as its files have it."""
    return Index(
        manifest=manifest,
        numbers=numbers,
        documents=BySource(numbers, segment.documents),
        statements=BySource(numbers, segment.statements),
        passages=segment.passages,
        firsts=segment.firsts,
        tokens=segment.tokens,
        keys=segment.keys,
        identical=segment.identical,
        vectors=segment.vectors,
        dense=open_dense(generation, segment.vectors),
        token_vectors=segment.token_vectors,
        word_table=segment.word_table,
        name_table=segment.name_table,
        voices=segment.voices,
        speaker_table=segment.speaker_table,
        lease=lease,
        segments=(segment,),
        places=np.arange(len(segment.documents)),
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

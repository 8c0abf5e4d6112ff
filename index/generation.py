"""One generation of an index, as a folder of files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from index.checksums import check_files, write_checksums
from index.contents import KEY_BYTES, Index
from index.documents import Document, Passage
from index.errors import IndexDamagedError
from index.locks import Lease
from index.manifest import Manifest, read_manifest, write_manifest
from index.statements import Statement
from index.token_vectors import TokenVectors

_ARRAYS = {
    "keys": (np.uint8, 2),
    "dense": (np.float32, 2),
    "token_rows": (np.int8, 2),
    "token_scales": (np.float32, 1),
    "token_starts": (np.int64, 1),
    "token_places": (np.int64, 1),
}
"""The arrays of a generation, with their types and dimensions."""

FILES = (
    "manifest.json",
    "documents.jsonl",
    "passages.jsonl",
    "identical.jsonl",
    *(f"{name}.npy" for name in _ARRAYS),
    "checksums.json",
)
"""All files of a generation; nothing else lies in its folder."""

UNREADABLE = (OSError, ValueError, LookupError, TypeError, RuntimeError, EOFError, AssertionError)
"""What files that make no sense raise; an index may come from anywhere."""


def write_generation(index: Index, generation: Path) -> None:
    """Write *index* into an empty folder, and last its checksums; raises OSError."""
    rows = zip(index.passages, index.tokens, strict=True)
    documents = (_document_row(d, index.statements[d.source]) for d in index.documents.values())
    _write_lines(generation / "documents.jsonl", documents)
    _write_lines(generation / "passages.jsonl", ([*astuple(p), tokens] for p, tokens in rows))
    _write_lines(generation / "identical.jsonl", iter(index.identical))
    vectors = index.token_vectors
    keys = np.frombuffer(b"".join(index.keys), np.uint8).reshape(-1, KEY_BYTES)
    dense = index.dense.reconstruct_n(0, index.dense.ntotal)
    arrays = (keys, dense, vectors.rows, vectors.scales, vectors.starts, vectors.places)
    for name, array in zip(_ARRAYS, arrays, strict=True):
        np.save(generation / f"{name}.npy", array)
    write_manifest(index.manifest, generation)
    write_checksums(generation)


def read_generation(generation: Path) -> Index:
    """Read an index back; large arrays are memory-mapped.

    Raises:
        IndexVersionError: it was written by another version of the program.
        IndexDamagedError: a file is missing, cut off or changed.
    """
    try:
        lease = Lease(generation)
        check_files(generation)
        return _read_parts(generation, read_manifest(generation), lease)
    except UNREADABLE as error:
        raise IndexDamagedError(
            f"The index in {generation.parent} is damaged ({error}); run: python -m index build"
        ) from error


def _read_parts(generation: Path, manifest: Manifest, lease: Lease) -> Index:
    lines = list(_read_lines(generation / "documents.jsonl"))
    documents = [Document(*[*row[:5], (), *row[5:-1]]) for row in lines]
    rows = list(_read_lines(generation / "passages.jsonl"))
    keys, vectors, *token_vectors = [_read_array(generation, name) for name in _ARRAYS]
    dense = faiss.IndexFlatIP(manifest.dimension)
    dense.add(vectors)
    return Index(
        manifest=manifest,
        documents={document.source: document for document in documents},
        statements={row[0]: [_statement(of) for of in row[-1]] for row in lines},
        passages=[Passage(*row[:-1]) for row in rows],
        tokens=[row[-1] for row in rows],
        keys=[key.tobytes() for key in keys],
        identical=list(_read_lines(generation / "identical.jsonl")),
        dense=dense,
        token_vectors=TokenVectors(*token_vectors),
        lease=lease,
    )


def _read_array(generation: Path, name: str) -> NDArray[Any]:
    array: NDArray[Any] = np.load(generation / f"{name}.npy", "r", allow_pickle=False)
    kind, dimensions = _ARRAYS[name]
    if array.dtype != kind or array.ndim != dimensions:
        raise ValueError(f"{name}.npy has another type")
    return array


def _document_row(document: Document, statements: list[Statement]) -> list[Any]:
    return [
        document.source,
        document.title,
        document.language,
        document.text,
        document.content_hash,
        document.address,
        document.fetched,
        [astuple(statement) for statement in statements],
    ]


def _statement(row: list[Any]) -> Statement:
    """A statement out of a row, whose spans and lists of words are tuples again."""
    start, end, speaker, mentions, names, quote = row
    span = (quote[0], quote[1]) if quote else None
    return Statement(start, end, (speaker[0], speaker[1]), tuple(mentions), tuple(names), span)


def _write_lines(path: Path, rows: Iterator[list[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _read_lines(path: Path) -> Iterator[list[Any]]:
    with path.open(encoding="utf-8", newline="\n") as file:
        yield from map(json.loads, file)

"""One generation of an index, as a folder of files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path
from typing import Any, cast

import faiss
import numpy as np

from index.checksums import check_files, write_checksums
from index.contents import Index
from index.documents import Document, Passage
from index.errors import IndexDamagedError
from index.manifest import Manifest, read_manifest, write_manifest
from index.statements import Statement
from index.token_vectors import TokenVectors


def write_generation(index: Index, generation: Path) -> None:
    """Write *index* into an empty folder, and last its checksums; raises OSError."""
    rows = zip(index.passages, index.tokens, strict=True)
    documents = (_document_row(d, index.statements[d.source]) for d in index.documents.values())
    _write_lines(generation / "documents.jsonl", documents)
    _write_lines(generation / "passages.jsonl", ([*astuple(p), tokens] for p, tokens in rows))
    (generation / "dense.faiss").write_bytes(faiss.serialize_index(index.dense).tobytes())
    np.save(generation / "token_rows.npy", index.token_vectors.rows)
    np.save(generation / "token_scales.npy", index.token_vectors.scales)
    np.save(generation / "token_starts.npy", index.token_vectors.starts)
    write_manifest(index.manifest, generation)
    write_checksums(generation)


def read_generation(generation: Path) -> Index:
    """Read an index back; large arrays are memory-mapped.

    Raises:
        IndexVersionError: it was written by another version of the program.
        IndexDamagedError: a file is missing, cut off or changed.
    """
    check_files(generation)
    manifest = read_manifest(generation)
    try:
        return _read_parts(generation, manifest)
    except (OSError, ValueError, KeyError, TypeError, RuntimeError) as error:
        raise IndexDamagedError(
            f"The index in {generation.parent} cannot be read: {error}"
        ) from error


def _read_parts(generation: Path, manifest: Manifest) -> Index:
    lines = list(_read_lines(generation / "documents.jsonl"))
    documents = [Document(*[*row[:5], (), *row[5:-1]]) for row in lines]
    rows = list(_read_lines(generation / "passages.jsonl"))
    names = ("token_rows", "token_scales", "token_starts")
    arrays = [np.load(generation / f"{name}.npy", "r", allow_pickle=False) for name in names]
    dense = np.fromfile(generation / "dense.faiss", np.uint8)
    return Index(
        manifest=manifest,
        documents={document.source: document for document in documents},
        statements={row[0]: [_statement(of) for of in row[-1]] for row in lines},
        passages=[Passage(*row[:-1]) for row in rows],
        tokens=[row[-1] for row in rows],
        dense=cast(faiss.IndexFlatIP, faiss.deserialize_index(dense)),
        token_vectors=TokenVectors(*arrays),
    )


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

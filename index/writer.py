"""Writes a generation: documents come one after the other, and no large part is held whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import astuple, fields
from itertools import count
from operator import attrgetter
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.arrays import write_arrays
from index.checksums import write_checksums
from index.contents import KEY_BYTES, Contents, Encoded, Entry, text_key
from index.dense import write_graph
from index.documents import Document, Passage, encoded_text
from index.generation import ARRAYS
from index.lines import LineWriter
from index.manifest import write_manifest
from index.name_table import NameGatherer, passage_words
from index.statements import Statement
from index.word_table import WordCounter

_FIELDS = attrgetter(*(field.name for field in fields(Passage)))
"""A passage's fields; ``astuple`` looks into each of them, which takes longer than to write it."""


def write_generation(contents: Contents, generation: Path) -> None:
    """Write *contents* into an empty folder, and last its checksums; raises OSError."""
    keys = _write_entries(contents.entries, generation)
    _write_vectors(contents, keys, generation)
    write_manifest(contents.manifest, generation)
    write_graph(generation)
    write_checksums(generation)


def _write_entries(entries: Iterable[Entry], generation: Path) -> list[bytes]:
    """Write all but the vectors; gives the keys of what is encoded."""
    with ExitStack() as files:

        def lines(name: str) -> LineWriter:
            return LineWriter(files.enter_context((generation / f"{name}.jsonl").open("wb")))

        writer = _EntryWriter(lines("documents"), lines("passages"))
        for entry in entries:
            writer.add(entry)
        identical = lines("identical")
        for rows in writer.identical():
            identical.add(rows)
    write_arrays(generation / "words.bin", writer.words.table().arrays())
    write_arrays(generation / "names.bin", writer.names.table().arrays())
    places = (writer.documents.places(), writer.passages.places(), identical.places())
    firsts = np.array(writer.firsts, np.int64)
    names = ("documents", "passages", "identical")
    arrays = {**dict(zip(names, places, strict=True)), "firsts": firsts}
    write_arrays(generation / "places.bin", arrays)
    return writer.keys


class _EntryWriter:
    """Takes documents in, and gathers what is told of all of them."""

    def __init__(self, documents: LineWriter, passages: LineWriter) -> None:
        self.documents = documents
        self.passages = passages
        self.words = WordCounter()
        self.names = NameGatherer()
        self.keys: list[bytes] = []
        self.firsts = [0]
        self._rows: dict[bytes, list[int]] = defaultdict(list)

    def add(self, entry: Entry) -> None:
        self.documents.add(_document_row(entry.document, entry.statements))
        rows = zip(count(len(self.keys)), entry.passages, entry.tokens, strict=False)
        for row, passage, tokens in rows:
            text = entry.document.text[passage.start : passage.end]
            self._rows[text_key(text)].append(row)
            self.passages.add([*_FIELDS(passage), tokens])
            self.words.add(tokens)
            self.names.add(passage_words(encoded_text(entry.document, passage)))
        self.keys += entry.keys
        self.firsts.append(len(self.keys))

    def identical(self) -> Iterable[list[int]]:
        """Rows of equal text, wherever and under whatever heading; not a text with one row."""
        return (rows for rows in self._rows.values() if len(rows) > 1)


def _write_vectors(contents: Contents, keys: list[bytes], generation: Path) -> None:
    encoded, dimension = contents.encoded, contents.manifest.dimension
    place = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    counts = [len(encoded[key].tokens.scales) for key in place]
    total = sum(counts)

    def write(name: str, shape: tuple[int, ...], parts: Iterable[NDArray[Any]]) -> None:
        _write_array(generation / f"{name}.npy", np.dtype(ARRAYS[name][0]), shape, parts)

    def texts() -> Iterable[Encoded]:
        return (encoded[key] for key in place)

    joined = np.frombuffer(b"".join(keys), np.uint8)
    write("keys", (len(keys), KEY_BYTES), [joined])
    write("dense", (len(keys), dimension), (encoded[key].vector for key in keys))
    write("token_rows", (total, dimension), (text.tokens.rows for text in texts()))
    write("token_scales", (total,), (text.tokens.scales for text in texts()))
    starts = np.cumsum([0, *counts], dtype=np.int64)
    write("token_starts", starts.shape, [starts])
    write("token_places", (len(keys),), [np.array([place[key] for key in keys], np.int64)])


def _write_array(
    path: Path, kind: np.dtype[Any], shape: tuple[int, ...], parts: Iterable[NDArray[Any]]
) -> None:
    """Write an array as ``np.save`` does, but part after part: it may be larger than memory."""
    header = {"descr": kind.str, "fortran_order": False, "shape": shape}
    with path.open("wb") as file:
        np.lib.format.write_array_header_1_0(file, header)
        for part in parts:
            file.write(part.astype(kind, copy=False).tobytes())


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

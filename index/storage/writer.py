"""Writes a generation: documents come one after the other, and no large part is held whole."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import astuple, fields
from operator import attrgetter
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from index.documents import Document, Passage, encoded_text
from index.reporting.statements import Statement
from index.storage.checksums import write_checksums
from index.storage.contents import KEY_BYTES, Contents, Encoded, Entry, text_key
from index.storage.generation import ROWS_FILE, SCALES_FILE
from index.storage.manifest import write_manifest
from index.tables.arrays import write_arrays
from index.tables.dense import write_graph
from index.tables.lines import LineWriter
from index.tables.name_table import NameGatherer, passage_words
from index.tables.speaker_table import SpeakerGatherer, Voice, voices
from index.tables.word_table import WordCounter

_FIELDS = attrgetter(*(field.name for field in fields(Passage)))
"""A passage's fields; ``astuple`` looks into each of them, which takes longer than to write it."""


def write_generation(contents: Contents, generation: Path) -> None:
    """Write *contents* into an empty folder, and last its checksums; raises OSError."""
    write_segment(contents.entries, contents.encoded, contents.manifest.dimension, generation)
    write_manifest(contents.manifest, generation)
    write_graph(generation)
    write_checksums(generation)


def write_segment(
    entries: Iterable[Entry], encoded: Mapping[bytes, Encoded], dimension: int, folder: Path
) -> None:
    """Write documents, and what was *encoded* of them, into a folder; raises OSError."""
    keys = _write_entries(entries, folder)
    _write_vectors(encoded, keys, dimension, folder)


def _write_entries(entries: Iterable[Entry], generation: Path) -> list[bytes]:
    """Write all but the vectors; gives the keys of what is encoded."""
    with ExitStack() as files:

        def lines(name: str) -> LineWriter:
            return LineWriter(files.enter_context((generation / f"{name}.jsonl").open("wb")))

        writer = _EntryWriter(lines("documents"), lines("passages"), lines("speakers"))
        for entry in entries:
            writer.add(entry)
        identical = lines("identical")
        for rows in writer.identical():
            identical.add(rows)
    write_arrays(generation / "words.bin", writer.words.table().arrays())
    write_arrays(generation / "names.bin", writer.names.table().arrays())
    for name, arrays in writer.who.table().files().items():
        write_arrays(generation / f"{name}.bin", arrays)
    places = {
        "documents": writer.documents.places(),
        "passages": writer.passages.places(),
        "identical": identical.places(),
        "firsts": np.array(writer.firsts, np.int64),
        "speakers": writer.speakers.places(),
    }
    write_arrays(generation / "places.bin", places)
    _write_keys(writer.keys, generation / "keys.npy")
    _write_keys(writer.text_keys, generation / "text_keys.npy")
    return writer.keys


def _write_keys(keys: list[bytes], path: Path) -> None:
    np.save(path, np.frombuffer(b"".join(keys), np.uint8).reshape(-1, KEY_BYTES))


class _EntryWriter:
    """Takes documents in, and gathers what is told of all of them."""

    def __init__(self, documents: LineWriter, passages: LineWriter, speakers: LineWriter) -> None:
        self.documents = documents
        self.passages = passages
        self.speakers = speakers
        self.who = SpeakerGatherer()
        self.words = WordCounter()
        self.names = NameGatherer()
        self.keys: list[bytes] = []
        self.text_keys: list[bytes] = []
        self.firsts = [0]

    def add(self, entry: Entry) -> None:
        self.documents.add(document_row(entry.document, entry.statements))
        for passage, tokens in zip(entry.passages, entry.tokens, strict=True):
            text = entry.document.text[passage.start : passage.end]
            self.text_keys.append(text_key(text))
            self.passages.add(passage_row(passage, tokens))
            self.words.add(tokens)
            self.names.add(passage_words(encoded_text(entry.document, passage)))
        speakers = voices(entry.document, entry.statements)
        for one in speakers:
            self.speakers.add(voice_row(one))
        self.who.add(speakers)
        self.keys += entry.keys
        self.firsts.append(len(self.keys))

    def identical(self) -> Iterable[list[int]]:
        """Rows of equal text, wherever and under whatever heading; not a text with one row."""
        found: dict[bytes, list[int]] = defaultdict(list)
        for row, key in enumerate(self.text_keys):
            found[key].append(row)
        return (rows for rows in found.values() if len(rows) > 1)


def _write_vectors(
    encoded_of: Mapping[bytes, Encoded], keys: list[bytes], dimension: int, generation: Path
) -> None:
    """Write what was encoded: a vector for each passage, token vectors for each text."""
    place = dict[bytes, int]()
    starts, places, scales = array("q", [0]), array("q"), array("f")
    with (
        (generation / "dense.npy").open("wb") as dense,
        (generation / ROWS_FILE).open("wb") as rows,
    ):
        _write_header(dense, np.float32, (len(keys), dimension))
        _write_header(rows, np.int8, (0, dimension))
        for key in keys:
            encoded = encoded_of[key]
            dense.write(encoded.vector.astype(np.float32, copy=False).tobytes())
            if key not in place:
                place[key] = len(place)
                rows.write(encoded.tokens.rows[:].tobytes())
                scales.frombytes(encoded.tokens.scales[:].tobytes())
                starts.append(len(scales))
            places.append(place[key])
        rows.seek(0)
        _write_header(rows, np.int8, (len(scales), dimension))  # numpy leaves room for any number
    np.save(generation / SCALES_FILE, np.frombuffer(scales, np.float32))
    np.save(generation / "token_starts.npy", np.frombuffer(starts, np.int64))
    np.save(generation / "token_places.npy", np.frombuffer(places, np.int64))


def _write_header(file: BinaryIO, kind: type, shape: tuple[int, int]) -> None:
    """Begin an array as ``np.save`` does; the parts follow, for it may be larger than memory."""
    descr = np.dtype(kind).str
    header = {"descr": descr, "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_1_0(file, header)


def passage_row(passage: Passage, tokens: list[str]) -> list[Any]:
    """A line of ``passages.jsonl``."""
    return [*_FIELDS(passage), tokens]


def voice_row(voice: Voice) -> list[Any]:
    """A line of ``speakers.jsonl``."""
    return [voice.source, voice.language, [astuple(one) for one in voice.statements]]


def document_row(document: Document, statements: list[Statement]) -> list[Any]:
    """A line of ``documents.jsonl``."""
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

"""Writes a generation into Milvus: once over the documents to count, once to send."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from itertools import groupby
from typing import Any

import numpy as np

from index.documents import encoded_text
from index.errors import StoreError
from index.milvus import schema
from index.milvus.connection import Connection, Row
from index.milvus.counted import Counted, Tables, as_json, pack, passage_record
from index.storage.contents import Contents, Entry
from index.storage.writer import document_row, voice_row
from index.tables.name_table import passage_words
from index.tables.okapi import impacts, norms
from index.tables.speaker_table import Voice, voices
from index.tables.word_table import WordTable

_MOST_ROWS = 1000
_MOST_SENT = 4_000_000
"""Code points of text and numbers that are sent at once, about."""


def write_generation(contents: Contents, connection: Connection, prefix: str) -> None:
    """Write *contents* into new collections whose names begin with *prefix*; raises StoreError."""
    counted = Counted()
    for entry in contents.entries:
        counted.add(entry, contents.encoded)
    tables = counted.tables()
    schema.create(
        connection, prefix, tables.passages, contents.manifest.dimension, tables.text_fields
    )
    rows = {
        "passages": _passages(contents, tables),
        "forms": _forms(tables),
        "terms": _terms(tables.words),
        "voices": _voices(contents.entries, tables.text_fields["voices"]),
        "texts": _texts(contents, tables),
    }
    for part in schema.PARTS:
        sent = _send(connection, f"{prefix}_{part}", rows[part])
        connection.load(f"{prefix}_{part}")
        if connection.count(f"{prefix}_{part}") != sent:
            raise StoreError(f"The server has not kept all of {prefix}_{part}; build once more.")


def _passages(contents: Contents, tables: Tables) -> Iterator[Row]:
    names = tables.text_fields["passages"]
    record = [name for name in names if name.startswith("record")]
    row = 0
    for entry in contents.entries:
        for place, passage in enumerate(entry.passages):
            encoded = contents.encoded[entry.keys[place]]
            text = encoded_text(entry.document, passage)
            yield {
                "id": row,
                "dense": encoded.vector,
                "words": _impacts(entry.tokens[place], tables),
                "names": schema.ones(passage_words(text)),
                **schema.cut(passage_record(entry, place), record),
                **schema.cut(pack(encoded), names[len(record) :], schema.ASCII_PIECE),
            }
            row += 1


def _impacts(tokens: list[str], tables: Tables) -> dict[int, float]:
    """What each token of a passage is worth to a question that has it."""
    normed, found = norms(float(len(tokens)), tables.average), {}
    for token, count in Counter(tokens).items():
        number = tables.words.tokens.keys.find(token)
        idf = float(tables.words.idf[number]) if number is not None else 0.0
        found[schema.dimension_of(token)] = idf * impacts(float(count), normed)
    return found or schema.NOTHING


def _forms(tables: Tables) -> Iterator[Row]:
    names, first = tables.text_fields["forms"], 0
    for kind, table in tables.name_tables:
        for number, size in enumerate(table.form_sizes.tolist()):
            word, form = table.form(number)
            cut = int(table.form_cuts[number])
            keys = dict.fromkeys(
                (schema.form_dimension(kind, key) for key in form.keys), float(size)
            )
            record = as_json([word, cut, form.doubt, size])
            yield {"id": first + number, "keys": keys, **schema.cut(record, names)}
        first += len(table.form_sizes)


def _terms(table: WordTable) -> Iterator[Row]:
    frequencies = np.diff(table.tokens.starts).tolist()
    rows = zip(table.tokens.keys, frequencies, table.idf.tolist(), strict=True)
    for token, frequency, idf in rows:
        record = as_json([frequency, idf])
        yield {
            "id": schema.number_of(token),
            "none": schema.NOTHING,
            "record0": schema.quoted(record),
        }


def _voices(entries: Iterable[Entry], names: list[str]) -> Iterator[Row]:
    speakers = (one for entry in entries for one in voices(entry.document, entry.statements))
    for number, voice in enumerate(speakers):
        yield {"id": number, **_findable(voice), **schema.cut(as_json(voice_row(voice)), names)}


def _findable(voice: Voice) -> Row:
    return {
        "keys": schema.ones(voice.tokens | voice.name_keys),
        "last_names": schema.ones(voice.last_names),
        "all_names": schema.ones(word for name in voice.named for word in name),
    }


def _texts(contents: Contents, tables: Tables) -> Iterator[Row]:
    facts = {
        "manifest": asdict(contents.manifest),
        "passages": tables.passages,
        "average": tables.average,
        "voices": int(tables.speakers.firsts[-1]),
        "vocabularies": {kind: len(table.words.keys) for kind, table in tables.name_tables},
        "forms": {kind: len(table.form_sizes) for kind, table in tables.name_tables},
        "text_fields": tables.text_fields,
    }
    yield from _pieces(schema.MANIFEST, [], as_json(facts))
    yield from _pieces(schema.IDENTICAL, [], as_json(tables.identical))
    speakers = tables.speakers.firsts.tolist()
    for number, entry in enumerate(contents.entries):
        document = entry.document
        head = [*tables.spans[number], *speakers[number : number + 2], document.language]
        row = as_json(document_row(document, entry.statements))
        yield from _pieces(schema.FIRST_DOCUMENT + number, head, row)


def _pieces(number: int, head: list[Any], text: str) -> Iterator[Row]:
    """A long text, an entity a piece; the first one says how many there are."""
    count = -(-len(text) // schema.PIECE)
    for place, start in enumerate(range(0, len(text), schema.PIECE)):
        yield {
            "id": number * schema.PIECES + place,
            "none": schema.NOTHING,
            "head": schema.quoted(as_json([count, *head]) if place == 0 else ""),
            "record0": schema.quoted(text[start : start + schema.PIECE]),
        }


def _send(connection: Connection, collection: str, rows: Iterator[Row]) -> int:
    """Insert rows, many at once; how many there were."""
    sent = 0
    for _, batch in groupby(rows, key=_batches()):
        found = list(batch)
        connection.call("insert", collection, data=found)
        sent += len(found)
    return sent


def _batches() -> Callable[[Row], int]:
    """The number of the batch that each row is sent with."""
    number = count = size = 0

    def batch(row: Row) -> int:
        nonlocal number, count, size
        own = sum(len(value) * (1 if isinstance(value, str) else 12) for value in _sized(row))
        if count == _MOST_ROWS or (count and size + own > _MOST_SENT):
            number, count, size = number + 1, 0, 0
        count, size = count + 1, size + own
        return number

    return batch


def _sized(row: Row) -> Iterable[Any]:
    return (value for value in row.values() if not isinstance(value, int))

"""What a generation of an index is in Milvus: five collections, and their fields.

======== =========================== ===============================================================
name     an entity is                fields
======== =========================== ===============================================================
passages a passage, by its row       its vector; its words as a sparse vector of BM25's impacts;
                                     its words as names, a sparse vector of ones; its record; its
                                     token vectors
forms    a word that may be a name   its record; its keys, a sparse vector
terms    a token, by its number      its record: how many passages have it, its idf
voices   one who speaks in one       its record; the keys, the last names and all names by which a
         document                    question finds them, sparse vectors
texts    a piece of a document, of   the piece
         the manifest, ...
======== =========================== ===============================================================

A sparse vector has a dimension for each text, by a hash of it: nothing has to be looked up first.
A record is JSON, in as many fields of text as the longest of the collection needs.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from index.milvus.connection import Connection
from index.tables.dense import MOST_COMPARED

if TYPE_CHECKING:
    from pymilvus import CollectionSchema
    from pymilvus.milvus_client import IndexParams

PARTS = ("passages", "forms", "terms", "voices", "texts")
PIECE = 16_000
"""Code points of one piece of a long text: whatever they are, a field of text holds so many."""

ASCII_PIECE = 65_000
"""The same where they are all ASCII, and none has to be escaped."""

PIECES = 1 << 20
"""Text number n has the keys from ``n * PIECES`` on, one a piece."""

MANIFEST, IDENTICAL, FIRST_DOCUMENT = 0, 1, 2
"""The numbers of texts."""

_OF_SHARD = 2_000_000
"""Passages: with their token vectors about 100 GB, for which Milvus advises a shard."""

_MOST_SHARDS = 16
_DIMENSIONS = (1 << 32) - 2
NOTHING = {_DIMENSIONS: 1.0}
"""A sparse vector that nothing finds; not every version takes one that is empty."""

_SPARSE = {
    "passages": ("words", "names"),
    "forms": ("keys",),
    "terms": ("none",),
    "voices": ("keys", "last_names", "all_names"),
    "texts": ("none",),
}
"""The sparse vectors of each collection; one without any vector Milvus does not take."""


def dimension_of(text: str) -> int:
    """The dimension of a sparse vector that stands for *text*; hardly ever also for another one."""
    return _hash(text, 4) % _DIMENSIONS


def form_dimension(kind: str, key: str) -> int:
    """The dimension that stands for a key of a table of names."""
    return dimension_of(f"{kind} {key}")


def number_of(text: str) -> int:
    """The key of the entity that stands for *text*: a positive int64."""
    return _hash(text, 8) >> 1


def ones(texts: Iterable[str]) -> dict[int, float]:
    """A sparse vector of *texts*, each as much worth."""
    return dict.fromkeys(map(dimension_of, texts), 1.0) or NOTHING


def create(
    connection: Connection, prefix: str, passages: int, dimension: int, texts: dict[str, list[str]]
) -> None:
    """Make the collections of a generation, empty.

    Args:
        connection: the server.
        prefix: what their names begin with.
        passages: how many there will be.
        dimension: of their vectors.
        texts: the fields of text of each collection.
    """
    for part in PARTS:
        schema, indexes = _schema(part, dimension, texts[part]), _indexes()
        for name in _SPARSE[part]:
            indexes.add_index(name, index_type="SPARSE_INVERTED_INDEX", metric_type="IP")
        if part == "passages":
            kind = "FLAT" if passages <= MOST_COMPARED else "AUTOINDEX"
            indexes.add_index("dense", index_type=kind, metric_type="IP")
        shards = min(_MOST_SHARDS, 1 + passages // _OF_SHARD) if part == "passages" else 1
        connection.create(f"{prefix}_{part}", schema, indexes, num_shards=shards)


def create_pointer(connection: Connection, name: str) -> None:
    """Make the collection that says which generation is in use."""
    indexes = _indexes()
    indexes.add_index("none", index_type="SPARSE_INVERTED_INDEX", metric_type="IP")
    schema = _schema("texts", 0, ["record0"])
    connection.create(name, schema, indexes, consistency_level="Strong")
    connection.load(name)


def text_fields(name: str, longest: int, piece: int = PIECE) -> list[str]:
    """The fields in which texts of up to *longest* code points fit, *piece* of them in each.

    >>> text_fields("record", 40_000)
    ['record0', 'record1', 'record2']
    """
    return [f"{name}{number}" for number in range(max(1, -(-longest // piece)))]


def cut(text: str, names: Sequence[str], piece: int = PIECE) -> dict[str, str]:
    """A text in these fields, of which the last ones may be empty."""
    pieces = (text[a : a + piece] for a in range(0, len(names) * piece, piece))
    return {name: quoted(one) for name, one in zip(names, pieces, strict=True)}


def quoted(text: str) -> str:
    """A text as fields have it, which hold JSON."""
    return json.dumps(text, ensure_ascii=False)


def _schema(part: str, dimension: int, texts: Sequence[str]) -> CollectionSchema:
    from pymilvus import DataType, MilvusClient

    schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("id", DataType.INT64, is_primary=True)
    for name in _SPARSE[part]:
        schema.add_field(name, DataType.SPARSE_FLOAT_VECTOR)
    if part == "passages":
        schema.add_field("dense", DataType.FLOAT_VECTOR, dim=dimension)
    for name in texts:  # pymilvus looks at every letter of the other type of text
        schema.add_field(name, DataType.JSON, mmap_enabled=True)
    return schema


def _indexes() -> IndexParams:
    from pymilvus import MilvusClient

    return MilvusClient.prepare_index_params()


def _hash(text: str, size: int) -> int:
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=size).digest()
    return int.from_bytes(digest, "big")

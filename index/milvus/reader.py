"""An index in Milvus, opened: what a question needs is fetched when it is asked for."""

from __future__ import annotations

import base64
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from index.documents import Document, Passage
from index.errors import IndexDamagedError, IndexVersionError
from index.folder import SourceState
from index.milvus import schema
from index.milvus.connection import Connection, Row
from index.milvus.counted import NAME_TABLES
from index.milvus.far import Far, FarTokenVectors, Part
from index.milvus.tables import DenseTable, FarNameTable, FarSpeakerTable, FarWordTable
from index.reporting.statements import Statement
from index.storage.contents import Encoded, Entry
from index.storage.generation import parse_document, parse_passage, parse_statements, parse_voice
from index.storage.lookups import BySource, Rows
from index.storage.manifest import FORMAT, Manifest
from index.tables.speaker_table import Voice
from index.tables.token_vectors import TokenRows, TokenVectors

_BLOCK = 64
_MOST_AHEAD = 2000


@dataclass(frozen=True, slots=True)
class Generation:
    """The collections of one build, by what their names begin with."""

    name: str


class _Head(NamedTuple):
    """What is known of a document without its text: its rows, its speakers, its language."""

    pieces: int
    first: int
    after: int
    first_voice: int
    after_voice: int
    language: str


class MilvusIndex:
    """One generation, as ``contents.Index`` is one on disk; the attributes mean the same."""

    def __init__(self, connection: Connection, prefix: str) -> None:
        """Open the collections whose names *prefix* begins.

        Raises:
            StoreError: the server does not answer, or they are gone.
            IndexVersionError: they were written by another version of the program.
            IndexDamagedError: they make no sense.
        """
        self._connection = connection
        self._prefix = prefix
        self.lease = Generation(prefix)
        try:
            facts = json.loads(self._text(schema.MANIFEST))
            self.manifest = _manifest(facts["manifest"], prefix)
            self._open(facts)
        except (ValueError, LookupError, TypeError) as error:
            raise IndexDamagedError(
                f"The index {prefix} in Milvus is damaged ({error}); run: python -m index build"
            ) from error

    def _open(self, facts: dict[str, Any]) -> None:
        count, names = facts["passages"], facts["text_fields"]
        self._counts = {
            "passages": count,
            "voices": facts["voices"],
            "forms": sum(facts["forms"].values()),
        }
        self._record_fields = [name for name in names["passages"] if name.startswith("record")]
        self._token_fields = [name for name in names["passages"] if name.startswith("tokens")]
        self._voice_fields = names["voices"]
        self.numbers = {source: number for number, source in enumerate(self.manifest.files)}
        documents = len(self.numbers)
        self._heads = Far(documents, self._fetch_heads, 1, 10_000)
        self._rows = Far(documents, self._fetch_documents, 1, 64)
        self.documents: Mapping[str, Document] = BySource(self.numbers, Part(self._rows, 0))
        self.statements: Mapping[str, list[Statement]] = BySource(self.numbers, Part(self._rows, 1))
        self._records = Far(count, self._fetch_records, _BLOCK, 8192)
        self.passages: Sequence[Passage] = Part(self._records, 0)
        self.tokens: Part[list[str]] = Part(self._records, 1)
        self.keys: Sequence[bytes] = Part(self._records, 2)
        self.token_vectors = FarTokenVectors(Far(count, self._fetch_tokens, 1, 1024))
        self._encoded = Far(count, self._fetch_encoded, _BLOCK, 256)
        self.voices: Far[Voice] = Far(facts["voices"], self._fetch_voices, _BLOCK, 8192)
        self.dense = DenseTable(self._connection, f"{self._prefix}_passages", count)
        self.word_table = FarWordTable(
            self._connection, self._prefix, self.tokens, facts["average"]
        )
        tables = self._name_tables(facts)
        self.name_table = tables["names"]
        self.speaker_table = FarSpeakerTable(
            self._connection,
            self._prefix,
            last_names=tables["last_names"],
            all_names=tables["all_names"],
            of_document=self._speakers_of,
            seen=self._read_voices,
        )

    def _name_tables(self, facts: dict[str, Any]) -> dict[str, FarNameTable]:
        tables, first = {}, 0
        for kind in NAME_TABLES:
            forms = range(first, first + facts["forms"][kind])
            first = forms.stop
            of_passages = kind == "names"
            part = "passages" if of_passages else "voices"
            tables[kind] = FarNameTable(
                self._connection,
                self._prefix,
                kind,
                rows=(part, facts[part]),
                vocabulary=facts["vocabularies"][kind],
                forms=forms,
                seen=(lambda rows: None) if of_passages else self._read_voices,
            )
        return tables

    def check(self) -> None:
        """Compare what is there with what was written; raises IndexDamagedError."""
        for part, count in self._counts.items():
            found = self._connection.count(f"{self._prefix}_{part}")
            if found != count:
                raise IndexDamagedError(
                    f"The index {self._prefix} in Milvus is damaged ({part}: {found} of {count});"
                    " run: python -m index build"
                )

    @cached_property
    def identical(self) -> Sequence[list[int]]:
        """The rows of passages whose text stands in several places, one list a text."""
        found: list[list[int]] = json.loads(self._text(schema.IDENTICAL))
        return found

    def entry(self, source: str) -> Entry:
        """One document's parts again, for the next build to reuse."""
        document, statements = self._rows[self.numbers[source]]
        rows = self._records.rows(range(*self.span(source)))
        passages, tokens, keys = zip(*rows, strict=True) if rows else ((), (), ())
        return Entry(document, statements, list(passages), list(tokens), list(keys))

    def span(self, source: str) -> tuple[int, int]:
        """The rows of a document's passages: the first, and the one after the last."""
        head = self._heads[self.numbers[source]]
        return head.first, head.after

    def language(self, source: str) -> str:
        """A document's language."""
        return self._heads[self.numbers[source]].language

    def encoded(self, row: int) -> Encoded:
        """What was encoded for passage *row*."""
        return self._encoded[row]

    def known(self, keys: Collection[bytes]) -> Mapping[bytes, Encoded]:
        """What was encoded of these texts, as far as it is here."""
        wanted = set(keys)
        return Rows({key: row for row, key in enumerate(self.keys) if key in wanted}, self)

    def text(self, passage: Passage) -> str:
        """The passage as it stands in its source."""
        return self.documents[passage.source].text[passage.start : passage.end]

    def read(self, rows: Sequence[int]) -> None:
        """Have at hand what is asked next of these passages."""
        records = self._records.rows(rows)
        self.token_vectors.read(rows)
        self._heads.rows(list({self.numbers[passage.source] for passage, _, _ in records}))

    def _speakers_of(self, number: int) -> range:
        head = self._heads[number]
        return range(head.first_voice, head.after_voice)

    def _read_voices(self, numbers: Sequence[int]) -> None:
        self.voices.rows(list(dict.fromkeys(numbers))[:_MOST_AHEAD])

    def _get(self, part: str, ids: Sequence[int], fields: Sequence[str]) -> list[Row]:
        return self._connection.get(f"{self._prefix}_{part}", ids, fields)

    def _fetch_heads(self, numbers: Sequence[int]) -> Iterable[tuple[int, _Head]]:
        ids = [(schema.FIRST_DOCUMENT + number) * schema.PIECES for number in numbers]
        for row in self._get("texts", ids, ["head"]):
            number = row["id"] // schema.PIECES - schema.FIRST_DOCUMENT
            yield number, _Head(*json.loads(row["head"]))

    def _fetch_documents(
        self, numbers: Sequence[int]
    ) -> Iterable[tuple[int, tuple[Document, list[Statement]]]]:
        for number in numbers:
            row = json.loads(self._text(schema.FIRST_DOCUMENT + number))
            yield number, (parse_document(row), parse_statements(row))

    def _text(self, number: int) -> str:
        """A long text, of however many pieces."""
        first = number * schema.PIECES
        rows = self._get("texts", [first], ["head", "record0"])
        if not rows:
            raise LookupError(f"text {number} is not there")
        count = json.loads(rows[0]["head"])[0]
        rows += self._get("texts", range(first + 1, first + count), ["record0"])
        if len(rows) != count:
            raise LookupError(f"a piece of text {number} is not there")
        return "".join(row["record0"] for row in sorted(rows, key=lambda row: row["id"]))

    def _fetch_records(
        self, rows: Sequence[int]
    ) -> Iterable[tuple[int, tuple[Passage, list[str], bytes]]]:
        for row in self._get("passages", rows, self._record_fields):
            *parts, key = json.loads(_joined(row, self._record_fields))
            yield row["id"], (parse_passage(parts), parts[-1], bytes.fromhex(key))

    def _fetch_tokens(self, rows: Sequence[int]) -> Iterable[tuple[int, TokenRows]]:
        for row in self._get("passages", rows, self._token_fields):
            yield row["id"], self._unpack(row)

    def _fetch_encoded(self, rows: Sequence[int]) -> Iterable[tuple[int, Encoded]]:
        for row in self._get("passages", rows, ["dense", *self._token_fields]):
            tokens, scales = self._unpack(row)
            starts, places = np.array([0, len(scales)], np.int64), np.zeros(1, np.int64)
            vectors = TokenVectors(tokens, scales, starts, places)
            yield row["id"], Encoded(np.array(row["dense"], np.float32), vectors)

    def _unpack(self, row: Row) -> TokenRows:
        """The opposite of ``writer.pack``."""
        data, width = base64.b64decode(_joined(row, self._token_fields)), self.manifest.dimension
        count = len(data) // (4 + width)
        scales = np.frombuffer(data, np.float32, count)
        return np.frombuffer(data, np.int8, offset=4 * count).reshape(count, width), scales

    def _fetch_voices(self, numbers: Sequence[int]) -> Iterable[tuple[int, Voice]]:
        for row in self._get("voices", numbers, self._voice_fields):
            yield row["id"], parse_voice(json.loads(_joined(row, self._voice_fields)))


def _joined(row: Row, fields: Sequence[str]) -> str:
    return "".join(row[name] for name in fields)


def _manifest(data: dict[str, Any], prefix: str) -> Manifest:
    if data["format"] != FORMAT:
        raise IndexVersionError(
            f"The index {prefix} in Milvus has format {data['format']}, and this version of Isnad"
            f" reads format {FORMAT}; run: python -m index build"
        )
    files = {name: SourceState(**state) for name, state in data["files"].items()}
    return Manifest(**{**data, "files": files})

"""What a first look at the documents finds, before anything of them is sent to Milvus."""

from __future__ import annotations

import base64
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from index.documents import encoded_text
from index.errors import StoreError
from index.milvus import schema
from index.storage.contents import Encoded, Entry, text_key
from index.storage.writer import passage_row, voice_row
from index.tables.name_table import NameGatherer, NameTable, passage_words
from index.tables.speaker_table import SpeakerGatherer, SpeakerTable, voices
from index.tables.word_table import WordCounter, WordTable

_MOST_FIELDS = 50
NAME_TABLES = ("names", "last_names", "all_names")
"""The kinds of names, and the fields that have them."""


@dataclass(frozen=True, slots=True)
class Tables:
    """What the first look at the documents has found."""

    words: WordTable
    names: NameTable
    speakers: SpeakerTable
    identical: list[list[int]]
    spans: list[tuple[int, int]]
    passages: int
    text_fields: dict[str, list[str]]

    @property
    def name_tables(self) -> Iterable[tuple[str, NameTable]]:
        """The three tables of names, after their kinds."""
        tables = (self.names, self.speakers.last_names, self.speakers.all_names)
        return zip(NAME_TABLES, tables, strict=True)

    @property
    def average(self) -> float:
        """Tokens of a passage."""
        return int(self.words.lengths.sum()) / max(1, self.passages)


@dataclass(slots=True)
class Counted:
    """Takes documents in, and gathers what is told of all of them."""

    words: WordCounter = field(default_factory=WordCounter)
    names: NameGatherer = field(default_factory=NameGatherer)
    who: SpeakerGatherer = field(default_factory=SpeakerGatherer)
    rows: dict[bytes, list[int]] = field(default_factory=dict)
    firsts: list[int] = field(default_factory=lambda: [0])
    longest: Counter[str] = field(default_factory=Counter)

    def add(self, entry: Entry, encoded: Mapping[bytes, Encoded]) -> None:
        """Count the next document."""
        first = self.firsts[-1]
        for place, (passage, tokens) in enumerate(zip(entry.passages, entry.tokens, strict=True)):
            text = entry.document.text[passage.start : passage.end]
            self.rows.setdefault(text_key(text), []).append(first + place)
            self.words.add(tokens)
            self.names.add(passage_words(encoded_text(entry.document, passage)))
            self._measure("passages", passage_record(entry, place))
            self._measure("tokens", pack(encoded[entry.keys[place]]))
        speakers = voices(entry.document, entry.statements)
        for one in speakers:
            self._measure("voices", as_json(voice_row(one)))
        self.who.add(speakers)
        self.firsts.append(first + len(entry.passages))

    def tables(self) -> Tables:
        """What was found; raises StoreError where something is too long for Milvus."""
        names = self.names.table()
        record = {part: schema.text_fields("record", self.longest[part]) for part in schema.PARTS}
        record["passages"] += schema.text_fields(
            "tokens", self.longest["tokens"], schema.ASCII_PIECE
        )
        record["texts"] = ["head", "record0"]
        if max(map(len, record.values())) > _MOST_FIELDS:
            raise StoreError("A passage or speaker is too long to be kept in Milvus.")
        return Tables(
            words=self.words.table(),
            names=names,
            speakers=self.who.table(),
            identical=[rows for rows in self.rows.values() if len(rows) > 1],
            spans=list(zip(self.firsts, self.firsts[1:], strict=False)),
            passages=self.firsts[-1],
            text_fields=record,
        )

    def _measure(self, part: str, text: str) -> None:
        self.longest[part] = max(self.longest[part], len(text))


def passage_record(entry: Entry, place: int) -> str:
    """What is kept of a passage beside its vectors, as JSON."""
    tokens, key = entry.tokens[place], entry.keys[place]
    return as_json([*passage_row(entry.passages[place], tokens), key.hex()])


def pack(encoded: Encoded) -> str:
    """Token vectors as text: n scales, then n rows, in base 64."""
    tokens = encoded.tokens
    return base64.b64encode(tokens.scales[:].tobytes() + tokens.rows[:].tobytes()).decode("ascii")


def as_json(row: Any) -> str:
    """JSON as it is kept."""
    return json.dumps(row, ensure_ascii=False)

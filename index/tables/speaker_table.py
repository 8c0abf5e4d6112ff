"""All who speak in the documents, and the keys by which a question finds them: mapped into memory.

One who speaks in two documents is two speakers here: documents are read one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.documents import Document
from index.reporting.grammar import bare
from index.reporting.statements import Statement
from index.tables.arrays import read_arrays
from index.tables.name_table import NameGatherer, NameTable, read_name_table
from index.tables.postings import Gathering, Postings, kinds
from index.text.romanize import last_name
from index.text.tokenize import fold, tokenize, words

_LONG_TITLE = 4
"""Words; "the foreign ministry" has none of a name."""

KINDS = {**kinds("key"), "firsts": np.int64}
"""The arrays of ``speakers.bin``."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One who speaks in one document.

    Attributes:
        source: the document's.
        language: the document's.
        statements: what it reports of them, in order; all have the same mentions and names.
    """

    source: str
    language: str
    statements: list[Statement]

    @property
    def named(self) -> list[list[str]]:
        """The words of each of their names, as they stand."""
        names = self.statements[0].names
        return [found for name in names if (found := [name[a:b] for a, b in words(name)])]

    @property
    def last_names(self) -> frozenset[str]:
        """The last words of their names, and last names of several words, as they stand.

        Where no name was told from a long title, its last word may be one.
        """
        whole = (last_name(name) for name in self.statements[0].names)
        found = frozenset(name[-1] for name in self.named) | frozenset(filter(None, whole))
        return found or frozenset(title[-1] for title in self._long_titles)

    @property
    def _long_titles(self) -> list[list[str]]:
        titles = ([m[a:b] for a, b in words(m)] for m in self.statements[0].mentions)
        return [title for title in titles if len(title) >= _LONG_TITLE]

    @property
    def name_keys(self) -> frozenset[str]:
        """The words of their names, folded."""
        return frozenset(bare(fold(word)) for name in self.named for word in name)

    @property
    def tokens(self) -> frozenset[str]:
        """The tokens of all that they are called."""
        mentions = self.statements[0].mentions
        return frozenset(token for m in mentions for token in tokenize(m, self.language))


@dataclass(frozen=True, slots=True)
class SpeakerTable:
    """How n speakers are found.

    Attributes:
        keys: the speakers that have each token or key of a name.
        last_names: the last names of each, a "passage" each: "Salem" and "Ben Salem".
        all_names: all words of their names, likewise.
        firsts: (documents + 1,) int64, the number of each document's first speaker.
    """

    keys: Postings
    last_names: NameTable
    all_names: NameTable
    firsts: NDArray[np.int64]

    def with_key(self, key: str) -> set[int]:
        """The speakers that have a token or the key of a name."""
        return set(self.keys.of(key).tolist())

    def of_document(self, number: int) -> range:
        """The speakers of a document."""
        return range(*self.firsts[number : number + 2].tolist())

    def files(self) -> dict[str, dict[str, NDArray[Any]]]:
        """The arrays of each file, by its name."""
        return {
            "speakers": {**self.keys.arrays("key"), "firsts": self.firsts},
            "last_names": self.last_names.arrays(),
            "all_names": self.all_names.arrays(),
        }


class SpeakerGatherer:
    """A table in the making: speakers are told document by document."""

    def __init__(self) -> None:
        """Know nobody yet."""
        self._keys = Gathering()
        self._last_names, self._all_names = NameGatherer(), NameGatherer()
        self._count, self._firsts = 0, [0]

    def add(self, speakers: Iterable[Voice]) -> None:
        """Note the speakers of the next document."""
        for voice in speakers:
            self._keys.add(self._count, voice.tokens | voice.name_keys)
            self._last_names.add(voice.last_names)
            self._all_names.add(word for name in voice.named for word in name)
            self._count += 1
        self._firsts.append(self._count)

    def table(self) -> SpeakerTable:
        """The table of all documents told."""
        keys, _ = self._keys.postings()
        names = self._last_names.table(), self._all_names.table()
        return SpeakerTable(keys, *names, np.array(self._firsts, np.int64))


def voices(document: Document, statements: Sequence[Statement]) -> list[Voice]:
    """The speakers of one document; all statements of one have the same mentions."""
    found: dict[tuple[str, ...], Voice] = {}
    for statement in statements:
        new = Voice(document.source, document.language, [])
        found.setdefault(statement.mentions, new).statements.append(statement)
    return list(found.values())


def read_speaker_table(generation: Path) -> SpeakerTable:
    """The table of a generation, mapped; raises as ``read_arrays``."""
    arrays = read_arrays(generation / "speakers.bin", KINDS)
    return SpeakerTable(
        keys=Postings.from_arrays("key", arrays),
        last_names=read_name_table(generation / "last_names.bin"),
        all_names=read_name_table(generation / "all_names.bin"),
        firsts=arrays["firsts"],
    )

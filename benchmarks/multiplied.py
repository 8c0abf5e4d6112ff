"""A corpus of any size: passages of real texts, multiplied with changes.

Each passage is a real one in which some words stand for others, among them names that are made up,
so that the vocabulary grows with the corpus. Its vector lies between those of two real passages,
with noise; its token vectors are those of its first, with their low bits changed. The encoder works
on the real passages alone.
"""

from __future__ import annotations

import gzip
import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import overload

import numpy as np
from numpy.typing import NDArray

from index.documents import Document, Passage
from index.encoders.encoder import Encoder
from index.folder import SourceState, source_state
from index.storage.contents import KEY_BYTES, Encoded, Entry
from index.tables.token_vectors import TokenVectors
from index.text.language import detect_language
from index.text.tokenize import tokenize

REAL = 300
OF_DOCUMENT = 50
_WORDS = 30
_LONG_AGO = 1_600_000_000
_BLOCK = 4096
_MASKS = 1009
_CHANGED = 0.3
_MADE_UP = 0.05
_SYLLABLES = ("ba", "nor", "li", "sa", "mir", "ha", "tun", "ke", "ro", "zan", "du", "vel", "shi")
_ARABIC = ("با", "نور", "لي", "سا", "مير", "حا", "تون", "كي", "رو", "زان", "دو", "فيل", "شي")


@dataclass(frozen=True, slots=True)
class Real:
    """What is multiplied.

    Attributes:
        passages: n texts, as lists of words.
        languages: theirs.
        vectors: (n, d) float32.
        tokens: their token vectors, an array each.
        rate: how many passages the encoder took a second.
    """

    passages: list[list[str]]
    languages: list[str]
    vectors: NDArray[np.float32]
    tokens: list[TokenVectors]
    rate: float


def read_real(paths: Sequence[Path], encoder: Encoder) -> Real:
    """The first passages of files of questions, some of each."""
    contexts = dict.fromkeys(row["context"] for row in _some(paths))
    texts = [" ".join(context.split()[:_WORDS]) for context in contexts]
    started = time.perf_counter()
    encoded = encoder.encode_passages(texts)
    seconds = time.perf_counter() - started
    return Real(
        passages=[text.split() for text in texts],
        languages=[detect_language(text) for text in texts],
        vectors=np.stack([one.vector for one in encoded]),
        tokens=[TokenVectors.quantize([one.tokens], encoder.dimension) for one in encoded],
        rate=len(texts) / seconds,
    )


class Clock:
    """How long something has taken, over many times.

    Attributes:
        wall, cpu: seconds that passed, and of CPU time.
    """

    def __init__(self) -> None:
        """Start at nothing."""
        self.wall = self.cpu = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        """Count what passes meanwhile."""
        started = time.perf_counter(), time.process_time()
        yield
        self.wall += time.perf_counter() - started[0]
        self.cpu += time.process_time() - started[1]


class Multiplied(Sequence[Entry]):
    """The documents of *count* passages, each made when it is asked for.

    Attributes:
        files: the state of each source; known when its document was made.
    """

    def __init__(self, real: Real, count: int, clock: Clock, sources: Path) -> None:
        """Multiply *real*.

        Args:
            real: what is multiplied.
            count: of passages, a multiple of ``OF_DOCUMENT``.
            clock: counts the making.
            sources: the folder in which each document becomes a file.
        """
        self._clock = clock
        self._real = real
        self._count = count
        self._words = list(chain.from_iterable(real.passages))
        self._sources = sources
        self._moment = datetime.now(UTC).isoformat(timespec="seconds")
        unknown = SourceState("", 0, 0)
        self.files = {self.source(number): unknown for number in range(len(self))}

    def __len__(self) -> int:
        return self._count // OF_DOCUMENT

    @overload
    def __getitem__(self, number: int) -> Entry: ...
    @overload
    def __getitem__(self, number: slice) -> list[Entry]: ...
    def __getitem__(self, number: int | slice) -> Entry | list[Entry]:
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        if not 0 <= number < len(self):
            raise IndexError(number)
        with self._clock.running():
            return self._entry(number)

    def source(self, number: int) -> str:
        """The name of a document; they are in order."""
        return f"{number:08d}.txt"

    def _entry(self, number: int) -> Entry:
        rows = range(number * OF_DOCUMENT, (number + 1) * OF_DOCUMENT)
        random = np.random.default_rng(number)
        texts = [self._text(row, random) for row in rows]
        source, text = self.source(number), "\n".join(" ".join(words) for words in texts)
        state = self.files[source] = self._written(source, text)
        passages: list[Passage] = []
        place = 0
        for row, words in zip(rows, texts, strict=True):
            size = len(" ".join(words))
            language = self._real.languages[row % len(self._real.languages)]
            passage = Passage(source, place, place + size, "", len(passages) + 1, language)
            passages.append(passage)
            place += size + 1
        pairs = zip(texts, passages, strict=True)
        return Entry(
            document=Document(source, source, "und", text, state.content_hash, ()),
            statements=[],
            passages=passages,
            tokens=[[t for w in words for t in _tokens(w, p.language)] for words, p in pairs],
            keys=[row.to_bytes(KEY_BYTES, "big") for row in rows],
        )

    def _written(self, source: str, text: str) -> SourceState:
        """The state of a source, written as if it had been there for a day."""
        path = self._sources / source
        path.write_text(text, "utf-8")
        os.utime(path, (_LONG_AGO, _LONG_AGO))
        return replace(source_state(path), indexed=self._moment)

    def _text(self, row: int, random: np.random.Generator) -> list[str]:
        """A real passage, some of whose words are others', and some made up."""
        words = list(self._real.passages[row % len(self._real.passages)])
        chances = random.random(len(words))
        for place in np.flatnonzero(chances < _CHANGED).tolist():
            if chances[place] < _MADE_UP:
                words[place] = _made_up(words[place], int(random.integers(1 << 40)))
            else:
                words[place] = self._words[int(random.integers(len(self._words)))]
        return words


class MultipliedVectors(Mapping[bytes, Encoded]):
    """What the passages of a ``Multiplied`` would be encoded as."""

    def __init__(self, real: Real, count: int, clock: Clock) -> None:
        """Multiply *real*; *clock* counts the making."""
        self._clock = clock
        self._real = real
        self._count = count
        self._masks = np.random.default_rng(5).integers(
            0, 8, (_MASKS, real.vectors.shape[1]), np.int8
        )
        self._block = lru_cache(maxsize=2)(self._make_block)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[bytes]:
        return (row.to_bytes(KEY_BYTES, "big") for row in range(self._count))

    def __getitem__(self, key: bytes) -> Encoded:
        with self._clock.running():
            row = int.from_bytes(key, "big")
            tokens = self._real.tokens[row % len(self._real.tokens)]
            rows = tokens.rows[:] ^ self._masks[row % _MASKS]
            own = TokenVectors(rows, tokens.scales, tokens.starts, tokens.places)
            return Encoded(self._block(row // _BLOCK)[row % _BLOCK], own)

    def _make_block(self, number: int) -> NDArray[np.float32]:
        random = np.random.default_rng(number)
        first = np.arange(number * _BLOCK, (number + 1) * _BLOCK) % len(self._real.vectors)
        second = random.integers(0, len(self._real.vectors), _BLOCK)
        share = random.uniform(0.3, 0.7, (_BLOCK, 1)).astype(np.float32)
        noise = random.standard_normal((_BLOCK, self._real.vectors.shape[1]), np.float32)
        noise *= 0.5 / np.sqrt(self._real.vectors.shape[1])
        vectors = (1 - share) * self._real.vectors[first] + share * self._real.vectors[second]
        vectors += noise
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors


@lru_cache(maxsize=200_000)
def _tokens(word: str, language: str) -> tuple[str, ...]:
    return tuple(tokenize(word, language))


def _made_up(word: str, number: int) -> str:
    """A name of three syllables or four, in the script of *word*, one of about thirty thousand."""
    arabic = "\u0600" <= word[0] <= "\u06ff"
    syllables, name = _ARABIC if arabic else _SYLLABLES, ""
    for _ in range(3 + number % 2):
        name += syllables[number % len(syllables)]
        number //= len(syllables)
    return name if arabic else name.capitalize()


def read_questions(paths: Sequence[Path]) -> list[str]:
    """The questions of these passages, of different files after each other."""
    return [row["question"] for row in _some(paths) if row["question"].strip()]


def _some(paths: Sequence[Path]) -> Iterator[dict[str, str]]:
    rows = [islice(_rows(path), -(-REAL // len(paths))) for path in paths]
    return chain.from_iterable(zip(*rows, strict=False))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    yield from map(json.loads, data.splitlines())

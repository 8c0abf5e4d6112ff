"""What of a sentence is found in the passages that it cites: numbers, words, names, tokens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from answers.numbers import asserted, present
from index.documents import Block, Document
from index.encoders.encoder import Encoder, Encoding
from index.language import detect_language, stop_words
from index.statements import statements
from index.tokenize import fold, tokenize, words
from retrieval.names import NamesChannel

Span = tuple[int, int]

_CAPITALISED_NOUNS = frozenset({"de"})


class Kind(StrEnum):
    """How surely a word is a name."""

    SPEAKER = "speaker"
    """Of the name of whoever the sentence says has said something."""
    NAME = "name"
    """Capitalised inside a sentence."""
    OPENING = "opening"
    """Capitalised where other words are too: at the beginning, and the nouns of German."""
    WORD = "word"
    """Any other but the commonest of its language; in scripts without capitals, names too."""


@dataclass(frozen=True, slots=True)
class FoundWord:
    """A word of a sentence and its place in the passages.

    Attributes:
        word: as the sentence has it.
        kind: how surely it is a name.
        matched: whether the passages have it, in whatever spelling or script.
        similarity: the mean over its tokens of their best cosine with the passages' tokens.
    """

    word: str
    kind: Kind
    matched: bool
    similarity: float


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence in the passages.

    Attributes:
        numbers: whether every number is in the passages.
        meaning: MaxSim of the sentence over the passages, -1 to 1.
        words: its words but the commonest.
    """

    numbers: bool
    meaning: float
    words: tuple[FoundWord, ...]


class Evidence:
    """Passages that a sentence cites, prepared to be searched for it."""

    def __init__(self, texts: Sequence[str], tokens: Sequence[NDArray[np.float32]]) -> None:
        """Prepare *texts*, at least one; *tokens* are their (n, d) token vectors."""
        languages = [detect_language(text) for text in texts]
        both = list(zip(texts, languages, strict=True))
        self._tokens = np.concatenate(list(tokens))
        self._numbers = frozenset().union(*(present(text, own) for text, own in both))
        self._stems = {stem for text, own in both for stem in tokenize(text, own)}
        self._folded = {fold(text[a:b]) for text in texts for a, b in words(text)}
        self._names = NamesChannel([{text[a:b] for text in texts for a, b in words(text)}])

    def find(self, sentence: str, encoding: Encoding) -> Found:
        """*sentence*, which is encoded as a question, in the passages."""
        language = detect_language(sentence)
        likeness = self._likeness(encoding)
        found = (
            FoundWord(
                sentence[start:end],
                kind,
                self._has(sentence[start:end], language),
                _mean_inside(likeness, encoding.spans, (start, end)),
            )
            for (start, end), kind in _kinds(sentence, language)
        )
        return Found(
            numbers=all(reading & self._numbers for reading in asserted(sentence, language)),
            meaning=float(likeness.mean()) if len(likeness) else -1.0,
            words=tuple(found),
        )

    def _likeness(self, encoding: Encoding) -> NDArray[np.float32]:
        """(q,) float32: the best cosine of each token of the sentence."""
        if not len(self._tokens) or not len(encoding.tokens):
            return np.zeros(0, np.float32)
        return np.asarray((encoding.tokens @ self._tokens.T).max(axis=1), np.float32)

    def _has(self, word: str, language: str) -> bool:
        stems = tokenize(word, language)
        known = fold(word) in self._folded or (bool(stems) and self._stems.issuperset(stems))
        return known or bool(self._names.matches(word))


def encode_sentence(sentence: str, encoder: Encoder) -> Encoding:
    """*sentence* as what looks for its place in passages."""
    return encoder.encode_questions([sentence])[0]


def _mean_inside(values: NDArray[np.float32], spans: NDArray[np.int32], word: Span) -> float:
    """The mean of the values whose token lies in *word*; 1 where none does."""
    inside = (spans[:, 0] < word[1]) & (spans[:, 1] > word[0])
    return float(values[inside].mean()) if len(values) and inside.any() else 1.0


def _kinds(sentence: str, language: str) -> Iterator[tuple[Span, Kind]]:
    """The words of *sentence* but numbers and the commonest, each with its kind."""
    stops = {fold(word) for word in stop_words(language)}
    speakers = _speakers(sentence, language)
    for place, (start, end) in enumerate(words(sentence)):
        word = sentence[start:end]
        if fold(word) in stops or any(map(str.isdecimal, word)):
            continue
        capital = word[0].isupper() or not word[0].islower()  # or a script without them
        if capital and any(a <= start < b for a, b in speakers):
            yield (start, end), Kind.SPEAKER
        elif word[0].isupper():
            opening = place == 0 or language in _CAPITALISED_NOUNS
            yield (start, end), Kind.OPENING if opening else Kind.NAME
        else:
            yield (start, end), Kind.WORD


def _speakers(sentence: str, language: str) -> list[Span]:
    """Where *sentence* names whose words it reports, in languages that have word lists for it."""
    block = Block(0, len(sentence), "", 1)
    document = Document("", "", language, sentence, "", (block,))
    return [statement.speaker for statement in statements(document)]

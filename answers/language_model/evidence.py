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
from index.reporting.statements import Statement, statements
from index.text.language import detect_language, stop_words
from index.text.tokenize import fold, tokenize, words
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
        speaker: whether those whom it says to have spoken do speak in the passages, not merely are
            named there; true where there is no telling.
        meaning: MaxSim of the sentence over the passages, -1 to 1.
        words: its words but the commonest.
    """

    numbers: bool
    speaker: bool
    meaning: float
    words: tuple[FoundWord, ...]


class Evidence:
    """Passages that a sentence cites, prepared to be searched for it."""

    def __init__(self, texts: Sequence[str], tokens: Sequence[NDArray[np.float32]]) -> None:
        """Prepare *texts*, at least one; *tokens* are their (n, d) token vectors."""
        both = [(text, detect_language(text)) for text in texts]
        mentions = [
            (mention, own)
            for text, own in both
            for statement in _statements(text, own)
            for mention in statement.mentions
        ]
        self._tokens = np.concatenate(list(tokens))
        self._numbers = frozenset().union(*(present(text, own) for text, own in both))
        self._words = _Words(both)
        self._speakers = _Words(mentions) if mentions else None

    def find(self, sentence: str, encoding: Encoding) -> Found:
        """*sentence*, which is encoded as a question, in the passages."""
        language = detect_language(sentence)
        likeness = self._likeness(encoding)
        found = tuple(
            FoundWord(
                sentence[start:end],
                kind,
                self._words.have(sentence[start:end], language),
                _mean_inside(likeness, encoding.spans, (start, end)),
            )
            for (start, end), kind in _kinds(sentence, language)
        )
        return Found(
            numbers=all(reading & self._numbers for reading in asserted(sentence, language)),
            speaker=self._speaks(found, language),
            meaning=float(likeness.mean()) if len(likeness) else -1.0,
            words=found,
        )

    def _likeness(self, encoding: Encoding) -> NDArray[np.float32]:
        """(q,) float32: the best cosine of each token of the sentence."""
        if not len(self._tokens) or not len(encoding.tokens):
            return np.zeros(0, np.float32)
        return np.asarray((encoding.tokens @ self._tokens.T).max(axis=1), np.float32)

    def _speaks(self, found: Sequence[FoundWord], language: str) -> bool:
        """Whether a name that the passages have and the sentence has speak is a speaker's there."""
        named = [one.word for one in found if one.kind == Kind.SPEAKER and one.matched]
        if not named or self._speakers is None:
            return True
        return any(self._speakers.have(word, language) for word in named)


class _Words:
    """The words of texts, found in whatever form, spelling or script."""

    def __init__(self, texts: Sequence[tuple[str, str]]) -> None:
        """Take the words of *texts*, each with its language."""
        self._stems = {stem for text, language in texts for stem in tokenize(text, language)}
        as_written = {text[start:end] for text, _ in texts for start, end in words(text)}
        self._folded = set(map(fold, as_written))
        self._names = NamesChannel.over([as_written])

    def have(self, word: str, language: str) -> bool:
        """Whether *word* is among them."""
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
    speakers = [statement.speaker for statement in _statements(sentence, language)]
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


def _statements(text: str, language: str) -> list[Statement]:
    """Whose words *text* reports, in languages that have word lists for it."""
    document = Document("", "", language, text, "", (Block(0, len(text), "", 1),))
    return statements(document)

"""What a passage says, so far that a reprint of it can be told from a correction of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from re import compile as pattern

from answers.numbers import asserted
from index.text.language import CASED, letter_script, stop_words
from index.text.sentences import sentences
from index.text.tokenize import fold, tokenize, words

_TELLING = Path(__file__).parent / "telling_words.txt"
_DASH = pattern(r"\s[-–—]\s")
_CONJUNCTIONS = ("و", "ف")
_LEAST_SHARED = 0.9
_LEAST_TOKENS = 8


@dataclass(frozen=True, slots=True)
class Part:
    """A sentence, or what a dash parts of one: the place and agency before it.

    Attributes:
        numbers: the values that it states, in order.
        facts: its names and telling words, in order; where names have no capitals, every
            stretch of words that may be one.
        tokens: its words but the commonest, as the words channel counts them.
    """

    numbers: tuple[str, ...]
    facts: tuple[str, ...]
    tokens: frozenset[str]

    def is_like(self, other: Part) -> bool:
        """Whether the two say the same in nearly the same words."""
        if (self.numbers, self.facts) != (other.numbers, other.facts):
            return False
        most = max(len(self.tokens), len(other.tokens))
        return len(self.tokens & other.tokens) >= _LEAST_SHARED * most


Gist = tuple[Part, ...]


def gist(text: str, language: str) -> Gist:
    """What *text*, in *language*, says, sentence by sentence."""
    parts = (_part(sentence, language) for sentence in _cut(text, language))
    return tuple(part for part in parts if part.tokens or part.facts or part.numbers)


def covers(one: Gist, other: Gist) -> bool:
    """Whether all that *other* says stands in *one*, in its order and in nearly the same words.

    Numbers, names and negations are the same ones; *one* may have sentences more. Of a few words
    ("She denied it.") nothing tells whether they are about the same.

    >>> bread = "The council fixed the price of bread in the old harbour at 2 dinars."
    >>> long = gist(f"TUNIS - {bread} It rained.", "en")
    >>> covers(long, gist(bread, "en")), covers(long, gist(bread.replace("2", "3"), "en"))
    (True, False)
    """
    if sum(len(part.tokens) for part in other) < _LEAST_TOKENS:
        return False
    remaining = iter(one)
    return all(any(part.is_like(own) for own in remaining) for part in other)


def _cut(text: str, language: str) -> Iterator[str]:
    """The sentences, cut at dashes: what others put before one, as "TRIPOLI (Reuters) - "."""
    for start, end in sentences(text, 0, len(text), language):
        yield from _DASH.split(text[start:end])


def _part(sentence: str, language: str) -> Part:
    numbers = tuple(min(reading) for reading in asserted(sentence, language))
    tokens = frozenset(tokenize(sentence, language)) - _small_words(language)
    return Part(numbers, tuple(_facts(sentence, language)), tokens)


def _facts(sentence: str, language: str) -> Iterator[str]:
    """Names of one or more words, and telling words; without capitals any word may be a name."""
    read = [_read(sentence[start:end], language) for start, end in words(sentence)]
    for telling, run in groupby(read, key=itemgetter(0)):
        keys = [key for _, key in run if key]
        if keys and telling is not None:
            yield from keys if telling else [" ".join(keys)]


@lru_cache(maxsize=50_000)
def _read(word: str, language: str) -> tuple[bool | None, str]:
    """Whether a word is telling (True), of a name (False) or neither (None), and its key."""
    key, small, telling = fold(word), _small_words(language), _telling_words(language)
    if key[:1] in _CONJUNCTIONS and (key[1:] in small or key[1:] in telling):
        key = key[1:]
    if key in telling:
        return True, key
    has_case = letter_script(word[0]) in CASED
    if key in small or word.isdecimal() or (has_case and not word[0].isupper()):
        return None, key
    return False, key if has_case else " ".join(tokenize(word, language))


@cache
def _small_words(language: str) -> frozenset[str]:
    return frozenset(fold(word) for word in stop_words(language))


@cache
def _telling_words(language: str) -> frozenset[str]:
    """Those of a language, or of all where the file has none of it."""
    lines = [line.split(":") for line in _TELLING.read_text("utf-8").splitlines()]
    rows = {line[0]: line[1].split() for line in lines if line[0][0] != "#"}
    found = [rows[language]] if language in rows else rows.values()
    return frozenset(fold(word) for row in found for word in row)

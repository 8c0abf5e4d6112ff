"""The names channel: a name in the question, found in the passages however it is spelt."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.searched import Names
from index.tables.name_table import gather_names, name_forms
from index.tables.postings import NO_ROWS
from index.text.language import stop_words
from index.text.romanize import joined
from index.text.tokenize import fold, words
from retrieval.candidates import Candidates
from retrieval.ranking import Scores

_SHORTEST_ASKED = 3
_LEAST_CONFIDENCE = 0.5
_KEPT_WORDS = 500
"""A name is looked up by each part of the program that asks whose it is, and asked for again."""


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A word of the question and the word of a passage that is taken for the same name.

    Attributes:
        asked: the word as it stands in the question; without its particle if it has one.
        found: the word, or the particle and the word, as it stands in the passage.
        similarity: how surely they are one name: 0.5, as likely as not, to 1.
    """

    asked: str
    found: str
    similarity: float


@dataclass(frozen=True, slots=True)
class _Found:
    """Where a word of the question was found: the best match of each passage.

    Attributes:
        matches: the different matches.
        rows: (n,) int32, the passages, in ascending order.
        which: (n,) of each passage its match.
    """

    matches: list[NameMatch]
    rows: NDArray[np.int32]
    which: NDArray[np.intp]

    @property
    def similarities(self) -> NDArray[np.float64]:
        """(n,) of each passage."""
        return np.array([match.similarity for match in self.matches])[self.which]

    def without(self, rows: NDArray[np.int32]) -> _Found:
        """The same in all passages but these."""
        left = ~np.isin(self.rows, rows)
        return _Found(self.matches, self.rows[left], self.which[left])

    def get(self, row: int) -> NameMatch | None:
        """The match of a passage, if it has one."""
        place = int(np.searchsorted(self.rows, row))
        if place == len(self.rows) or self.rows[place] != row:
            return None
        return self.matches[int(self.which[place])]


class Matches(Mapping[int, list[NameMatch]]):
    """What was found of a question in each passage, in the order of the question."""

    def __init__(self, found: Sequence[_Found], rows: NDArray[np.integer]) -> None:
        """Take what was found, and in which passages."""
        self._found = found
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[int]:
        return iter(self._rows.tolist())

    def __getitem__(self, row: int) -> list[NameMatch]:
        matches = [match for found in self._found if (match := found.get(row))]
        if not matches:
            raise KeyError(row)
        return matches


class NamesChannel:
    """Matches words by their sound, over all scripts and spellings."""

    def __init__(self, table: Names) -> None:
        """Search the passages that *table* tells of."""
        self._table = table
        self._words = Candidates(table)
        self._candidates = lru_cache(maxsize=_KEPT_WORDS)(self._words.of)

    @classmethod
    def over(cls, passages: Iterable[Iterable[str]]) -> NamesChannel:
        """Search passages that are given by their words, as they stand there."""
        return cls(gather_names(passages))

    def matches(self, word: str, least: float = _LEAST_CONFIDENCE) -> dict[int, NameMatch]:
        """The best match of a question's word in each passage that has one, by row."""
        found = self._find(word, least)
        pairs = zip(found.rows.tolist(), found.which.tolist(), strict=True)
        return {row: found.matches[which] for row, which in pairs}

    def ranked(self, word: str) -> list[str]:
        """The words that are candidates for *word*, likeliest first, however unlikely."""
        best: dict[str, float] = defaultdict(lambda: -math.inf)
        for other, similarity in self._candidates(word, 0.0):
            best[other] = max(best[other], similarity)
        return sorted(best, key=lambda other: (-best[other], other))

    def score(self, asked: Sequence[str], words: int) -> tuple[Scores, Matches]:
        """How much of a question each passage has by name, and the matches, both by row.

        Args:
            asked: the words of the question that may be names; those joined, of two words, last.
            words: how many words the question has in all.

        Returns:
            Scores from 0 to 1: 1 if every word were a name that this passage alone has.
        """
        matches: list[_Found] = []
        weights: list[tuple[float, int]] = []
        for word in asked:
            found = self._find(word)
            weight = self.rarity(len(found.rows)) / self.rarity(1) / words
            parts = _parts(word)
            if len(parts) > 1:  # what the parts have found is not counted again
                found = found.without(_rows_of(matches, parts))
            if len(found.rows):
                matches.append(found)
                weights.append((weight, len(parts)))
        rows = np.unique(np.concatenate([NO_ROWS, *(found.rows for found in matches)]))
        scores = np.zeros(len(rows))
        for found, (weight, size) in zip(matches, weights, strict=True):
            scores[np.searchsorted(rows, found.rows)] += found.similarities * weight * size
        return Scores(rows, scores), Matches(matches, rows)

    def rarity(self, frequency: int) -> float:
        """Inverse document frequency of a name that *frequency* passages have."""
        return math.log(1 + (self._table.passages - frequency + 0.5) / (frequency + 0.5))

    def near(self, word: str) -> list[str]:
        """The words that share most keys with *word*, in no order."""
        return list({other for form in name_forms(word) for other, _ in self._words.near(form)})

    def _find(self, word: str, least: float = _LEAST_CONFIDENCE) -> _Found:
        asked = main_part(word)
        matches = [NameMatch(asked, *candidate) for candidate in self._candidates(word, least)]
        if not matches:
            return _Found([], NO_ROWS, np.zeros(0, np.intp))
        lists = self._table.having([match.found for match in matches])
        rows = np.concatenate(lists)
        which = np.repeat(np.arange(len(lists)), [len(own) for own in lists])
        similarities = np.array([match.similarity for match in matches])[which]
        order = np.lexsort((which, -similarities, rows))
        rows, first = np.unique(rows[order], return_index=True)
        return _Found(matches, rows, which[order][first])


def _rows_of(matches: Sequence[_Found], parts: Sequence[str]) -> NDArray[np.int32]:
    """The passages in which any of the parts was found."""
    rows = [found.rows for found in matches if found.matches[0].asked in parts]
    return np.concatenate([NO_ROWS, *rows])


def names_in(text: str, language: str) -> list[str]:
    """The words of a question that may be names, and after them the joined ones, of two words.

    In a script with capitals that the question uses, these are its capitalised words; else all
    words but the commonest of the language.
    """
    stops = _commonest(language)
    found = [text[start:end] for start, end in words(text)]
    capitals = any(word[0].isupper() for word in found[1:])
    names = [
        word
        for word in found
        if len(word) >= _SHORTEST_ASKED
        and fold(word) not in stops
        and (word[0].isupper() if capitals else not word.isdecimal())
    ]
    pairs = [f"{one} {other}" for one, other in pairwise(found) if {one, other} <= set(names)]
    return list(dict.fromkeys([*names, *pairs, *joined(text)]))


@cache
def _commonest(language: str) -> frozenset[str]:
    return frozenset(fold(word) for word in stop_words(language) | stop_words("en"))


def main_part(word: str) -> str:
    """The longer of two joined words; a single word as it is."""
    return max(_parts(word), key=len, default=word)


def _parts(word: str) -> list[str]:
    return [word[start:end] for start, end in words(word)]

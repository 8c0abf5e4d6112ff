"""The names channel: a name in the question, found in the passages however it is spelt."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.searched import Names
from index.tables.name_table import COMMON_DOUBT, Form, gather_names, name_forms, shorter
from index.tables.postings import NO_ROWS
from index.text.language import stop_words
from index.text.romanize import joined
from index.text.tokenize import fold, words
from retrieval.ranking import Scores
from retrieval.sounds import evidence, spelling_similarity

_SHORTEST_ASKED = 3
_TWICE_DELETABLE_SKELETON = 3
_LEAST_SPELLING = 0.8
_LEAST_NAME_SPELLING = 0.65
_MOST_CANDIDATES = 600
_MOST_POSTINGS = 20_000
_LEAST_CONFIDENCE = 0.5
_FEWEST_WORDS = 300
_PRIORS = {False: 0.0, True: -5.5}
"""By whether the asked word is written like a name, with a capital. In nats, to the
logarithm of the number of words compared with: the more there are, the likelier one sounds alike by
chance. Evidence as strong as a prior is as likely chance as not. The first was raised until of
ordinary words, others than ``python -m benchmarks.names`` reports, .8 % found a wrong one."""

_SPREAD = 2.0
"""In nats; it softens the evidence, as letters of a word are not independent."""


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
        self._form = lru_cache(maxsize=50_000)(table.form)

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
        for other, similarity in self._candidates(word, least=0.0):
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
        return list({other for form in name_forms(word) for other, _ in self._near(form)})

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

    def _candidates(
        self, word: str, least: float = _LEAST_CONFIDENCE
    ) -> Iterable[tuple[str, float]]:
        prior = math.log(max(_FEWEST_WORDS, self._table.vocabulary))
        for form in name_forms(word):
            yield from _similar(form, _has_capital(word), self._near(form), least, prior)

    def _near(self, form: Form) -> list[tuple[str, Form]]:
        """The forms that share most keys with *form*, rare ones above all; no more than a few.

        Here keys are short of two consonants too: asked for, they take no room in the table.
        """
        keys = form.keys
        long = [key for key in keys if len(key) >= _TWICE_DELETABLE_SKELETON]
        shared = self._rarest(keys.union(*map(shorter, long)))
        if not shared:
            return []
        sizes = [len(numbers) for numbers in shared]
        weights = np.repeat(np.log(2 * self._table.form_count / np.array(sizes)), sizes)
        numbers, places = np.unique(np.concatenate(shared), return_inverse=True)
        scores = np.bincount(places, weights) / (len(keys) + self._table.sizes(numbers))
        best = np.argpartition(-scores, min(_MOST_CANDIDATES, len(scores)) - 1)[:_MOST_CANDIDATES]
        chosen = numbers[best].tolist()
        self._table.read(chosen)
        return [self._form(number) for number in chosen]

    def _rarest(self, keys: Iterable[str]) -> list[NDArray[np.integer[Any]]]:
        """The forms that have each key, as far as their number stays small."""
        shared = sorted(self._table.sharing(keys), key=len)
        total = np.cumsum([len(numbers) for numbers in shared])
        return shared[: max(1, int(np.searchsorted(total, _MOST_POSTINGS)))]


def _rows_of(matches: Sequence[_Found], parts: Sequence[str]) -> NDArray[np.int32]:
    """The passages in which any of the parts was found."""
    rows = [found.rows for found in matches if found.matches[0].asked in parts]
    return np.concatenate([NO_ROWS, *rows])


def names_in(text: str, language: str) -> list[str]:
    """The words of a question that may be names, and after them the joined ones, of two words.

    In a script with capitals that the question uses, these are its capitalised words; else all
    words but the commonest of the language.
    """
    stops = {fold(word) for word in stop_words(language) | stop_words("en")}
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


def main_part(word: str) -> str:
    """The longer of two joined words; a single word as it is."""
    return max(_parts(word), key=len, default=word)


def _parts(word: str) -> list[str]:
    return [word[start:end] for start, end in words(word)]


def _similar(
    form: Form, is_name: bool, others: Sequence[tuple[str, Form]], least: float, prior: float
) -> Iterable[tuple[str, float]]:
    """The words that are surely enough the same name, and how surely."""
    by_script: dict[str, list[tuple[str, Form]]] = defaultdict(list)
    for word, other in others:
        by_script[other.script].append((word, other))
    yield from _spelt_alike(form, by_script.pop(form.script, []))
    prior += form.doubt
    for script, same in by_script.items():
        sounds = evidence(form.bare, form.script, [other.bare for _, other in same], script)
        doubts = [other.doubt + _PRIORS[is_name] for _, other in same]
        nats = sounds - np.array(doubts) - prior
        sure = _probability(nats)
        for place in np.flatnonzero(sure >= least).tolist():
            yield same[place][0], float(sure[place])


def _spelt_alike(form: Form, others: Sequence[tuple[str, Form]]) -> Iterable[tuple[str, float]]:
    """The words of one script that are spelt enough alike.

    Other words may share all consonants: within a script the spelling counts, and counts less
    between capitalised words, where vowels are often another language's.
    """
    name = _has_capital(form.bare)
    for word, other in others:
        if other.doubt >= COMMON_DOUBT:
            continue
        similarity = spelling_similarity(form.bare, other.bare)
        if similarity >= _LEAST_NAME_SPELLING:
            both = name and _has_capital(other.bare)
            if both or similarity >= _LEAST_SPELLING:
                yield word, similarity


def _has_capital(word: str) -> bool:
    return any(map(str.isupper, word))


def _probability(nats: NDArray[np.float64]) -> NDArray[np.float64]:
    return 1 / (1 + np.exp(np.minimum(50.0, -nats / _SPREAD)))

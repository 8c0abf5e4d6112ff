"""The names channel: a name in the question, found in the passages however it is spelt."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.language import letter_script, stop_words
from index.tokenize import fold
from retrieval.romanize import bare_forms, romanize, skeleton

_SHORTEST = 3
_SHORTEST_SKELETON = 2
_LEAST_SIMILARITY = 0.8
_CLOSE = {frozenset(pair): 0.3 for pair in ("KG", "GJ", "KH", "GH", "XS", "XK", "BF", "DT", "XJ")}


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A word of the question and the word of a passage that is taken for the same name.

    Attributes:
        asked: the word as it stands in the question.
        found: the word as it stands in the passage.
        similarity: 1 for the same consonants, less for each that differs.
    """

    asked: str
    found: str
    similarity: float


class NamesChannel:
    """Matches words by their consonants, over all scripts and spellings.

    Candidates come from a table of skeletons and of skeletons short of one consonant, so that
    the cost of a question does not grow with the vocabulary.
    """

    def __init__(self, passages: Sequence[Iterable[str]]) -> None:
        """Index the words of every passage, as they stand there."""
        self._rows: dict[str, set[int]] = defaultdict(set)
        self._passages = len(passages)
        for row, words in enumerate(passages):
            for word in words:
                self._rows[word].add(row)
        self._by_key: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for word in self._rows:
            for form in _name_forms(word):
                for key in _keys(form):
                    self._by_key[key].add((word, form))

    def matches(self, word: str) -> dict[int, NameMatch]:
        """The best match of a question's word in each passage that has one, by row."""
        found: dict[int, NameMatch] = {}
        for other, similarity in self._candidates(word):
            match = NameMatch(word, other, similarity)
            for row in self._rows[other]:
                if row not in found or found[row].similarity < similarity:
                    found[row] = match
        return found

    def score(
        self, asked: Sequence[str], words: int
    ) -> tuple[dict[int, float], dict[int, list[NameMatch]]]:
        """How much of a question each passage has by name, and the matches, both by row.

        Args:
            asked: the words of the question that may be names.
            words: how many words the question has in all.

        Returns:
            Scores from 0 to 1: 1 if every word were a name that this passage alone has.
        """
        matches: dict[int, list[NameMatch]] = defaultdict(list)
        scores: dict[int, float] = defaultdict(float)
        for word in asked:
            found = self.matches(word)
            weight = self.rarity(len(found)) / self.rarity(1) / words
            for row, match in found.items():
                matches[row].append(match)
                scores[row] += match.similarity * weight
        return dict(scores), dict(matches)

    def rarity(self, frequency: int) -> float:
        """Inverse document frequency of a name that *frequency* passages have."""
        return math.log(1 + (self._passages - frequency + 0.5) / (frequency + 0.5))

    def _candidates(self, word: str) -> Iterable[tuple[str, float]]:
        for form in _name_forms(word)[:1]:
            near = {pair for key in _keys(form) for pair in self._by_key.get(key, ())}
            for other, other_form in near:
                similarity = _similarity(form, other_form) if _compare_by_sound(word, other) else (
                    _spelling_similarity(word, other)
                )
                if similarity >= _LEAST_SIMILARITY:
                    yield other, similarity


def names_in(words: Sequence[str], language: str) -> list[str]:
    """The words of a question that may be names.

    In a script with capitals that the question uses, these are its capitalised words; else all
    words but the commonest of the language.
    """
    stops = {fold(word) for word in stop_words(language) | stop_words("en")}
    longer = [w for w in words if len(w) >= _SHORTEST and fold(w) not in stops]
    if any(word[0].isupper() for word in words[1:]):
        return [word for word in longer if word[0].isupper()]
    return [word for word in longer if not word.isdecimal()]


def _name_forms(word: str) -> list[str]:
    """The romanised forms of a word that are long enough to be told apart."""
    if len(word) < _SHORTEST or word[0].isdecimal():
        return []
    forms = [romanize(form) for form in bare_forms(word)]
    return [form for form in forms if len(skeleton(form)) >= _SHORTEST_SKELETON]


def _keys(form: str) -> set[str]:
    """The skeleton of a form, and it short of one consonant where enough are left."""
    key = skeleton(form)
    if len(key) < 4:
        return {key}
    return {key, *(key[:place] + key[place + 1 :] for place in range(len(key)))}


def _similarity(form: str, other: str) -> float:
    """1 less the cost of the edits between two skeletons, as a share of the longer one."""
    first, second = skeleton(form), skeleton(other)
    longest = max(len(first), len(second))
    vowels = 0.0 if longest > 3 else 0.1 * abs(len(form) - len(other))
    return 1 - _distance(first, second) / longest - vowels


def _distance(first: str, second: str) -> float:
    """Edit distance (Wagner and Fischer 1974) in which sounds that scripts confuse are close."""
    row = [float(place) for place in range(len(second) + 1)]
    for one in first:
        above, row = row, [row[0] + 1]
        for place, other in enumerate(second):
            change = 0.0 if one == other else _CLOSE.get(frozenset((one, other)), 1.0)
            row.append(min(above[place] + change, above[place + 1] + 1, row[place] + 1))
    return row[-1]


def _compare_by_sound(word: str, other: str) -> bool:
    """Whether consonants are enough: across scripts, or between two names with capitals."""
    if letter_script(word[0]) != letter_script(other[0]):
        return True
    return word[0].isupper() and other[0].isupper()


def _spelling_similarity(word: str, other: str) -> float:
    """Within a script, other words may share all consonants: every letter counts, and the first."""
    first, second = fold(word), fold(other)
    if first[:1] != second[:1]:
        return 0.0
    return 1 - _distance(first, second) / max(len(first), len(second))

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
_FEW_CONSONANTS = 3
_UNWRITTEN_VOWELS = 3
_VOWEL_COST = 0.1
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
        self._by_key: dict[str, set[tuple[str, _Form]]] = defaultdict(set)
        for word in self._rows:
            for form in _name_forms(word):
                for key in _keys(form.sound):
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
        for form in _name_forms(word):
            near = {pair for key in _keys(form.sound) for pair in self._by_key.get(key, ())}
            for other, other_form in near:
                similarity = _similarity(form, other_form)
                if similarity >= _LEAST_SIMILARITY:
                    yield other, similarity


@dataclass(frozen=True, slots=True)
class _Form:
    """A word, perhaps without what was written onto it, and how it sounds in Latin letters."""

    bare: str
    sound: str


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


def _name_forms(word: str) -> list[_Form]:
    """The forms of a word that are long enough to be told apart."""
    if len(word) < _SHORTEST or word[0].isdecimal():
        return []
    forms = [_Form(bare, romanize(bare)) for bare in bare_forms(word)]
    return [form for form in forms if len(skeleton(form.sound)) >= _SHORTEST_SKELETON]


def _keys(form: str) -> set[str]:
    """The skeleton of a form, and it short of one consonant where enough are left."""
    key = skeleton(form)
    if len(key) < 4:
        return {key}
    return {key, *(key[:place] + key[place + 1 :] for place in range(len(key)))}


def _similarity(form: _Form, other: _Form) -> float:
    """How surely two forms are one name: by sound across scripts and between capitalised words.

    Within a script other words may share all consonants: there every letter counts.
    """
    same_script = letter_script(form.bare[0]) == letter_script(other.bare[0])
    if same_script and not (form.bare[0].isupper() and other.bare[0].isupper()):
        return _spelling_similarity(fold(form.bare), fold(other.bare))
    return _sound_similarity(form.sound, other.sound)


def _sound_similarity(form: str, other: str) -> float:
    """1 less the cost of the edits between two skeletons, as a share of the longer one.

    Two or three consonants are few to go by: there the lengths of the whole words count too, but
    for the short vowels that Arabic and Hebrew do not write.
    """
    first, second = skeleton(form), skeleton(other)
    longest = max(len(first), len(second))
    vowels = 0.0
    if longest <= _FEW_CONSONANTS:
        vowels = max(0, abs(len(form) - len(other)) - _UNWRITTEN_VOWELS) * _VOWEL_COST
    return 1 - _distance(first, second) / longest - vowels


def _spelling_similarity(first: str, second: str) -> float:
    """1 less the share of the letters that differ; 0 where the first one does."""
    if first[:1] != second[:1]:
        return 0.0
    return 1 - _distance(first, second) / max(len(first), len(second))


def _distance(first: str, second: str) -> float:
    """Edit distance (Wagner and Fischer 1974) in which sounds that scripts confuse are close."""
    row = [float(place) for place in range(len(second) + 1)]
    for one in first:
        above, row = row, [row[0] + 1]
        for place, other in enumerate(second):
            change = 0.0 if one == other else _CLOSE.get(frozenset((one, other)), 1.0)
            row.append(min(above[place] + change, above[place + 1] + 1, row[place] + 1))
    return row[-1]

"""The names channel: a name in the question, found in the passages however it is spelt."""

from __future__ import annotations

import math
from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.language import STOP_WORDS, letter_script, stop_words
from index.tokenize import fold, words
from retrieval.romanize import LONGEST, bare_forms, joined, romanize, skeletons
from retrieval.sounds import evidence, spelling_similarity

_SHORTEST = 2
_SHORTEST_ASKED = 3
_ATTESTED_DOUBT = 0.5
_COMMON_DOUBT = 5.0
_DELETABLE_SKELETON = 2
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


class NamesChannel:
    """Matches words by their sound, over all scripts and spellings.

    Candidates come from a table of the consonants that spellings share and of these short of one,
    so that few words of a large vocabulary are compared letter by letter.
    """

    def __init__(self, passages: Sequence[Iterable[str]]) -> None:
        """Index the words of every passage, as they stand there."""
        self._rows: dict[str, set[int]] = defaultdict(set)
        self._passages = len(passages)
        for row, passage in enumerate(passages):
            for word in passage:
                self._rows[word].add(row)
        self._forms = list(_forms_of(self._rows))
        self._sizes = np.array([len(form.keys) for _, form in self._forms])
        self._by_key: dict[str, array[int]] = defaultdict(lambda: array("i"))
        for number, (_, form) in enumerate(self._forms):
            for key in form.keys:
                self._by_key[key].append(number)

    def matches(self, word: str, least: float = _LEAST_CONFIDENCE) -> dict[int, NameMatch]:
        """The best match of a question's word in each passage that has one, by row."""
        found: dict[int, NameMatch] = {}
        for other, similarity in self._candidates(word, least):
            match = NameMatch(main_part(word), other, similarity)
            for row in self._rows[other]:
                if row not in found or found[row].similarity < similarity:
                    found[row] = match
        return found

    def ranked(self, word: str) -> list[str]:
        """The words that are candidates for *word*, likeliest first, however unlikely."""
        best: dict[str, float] = defaultdict(lambda: -math.inf)
        for other, similarity in self._candidates(word, least=0.0):
            best[other] = max(best[other], similarity)
        return sorted(best, key=lambda other: (-best[other], other))

    def score(
        self, asked: Sequence[str], words: int
    ) -> tuple[dict[int, float], dict[int, list[NameMatch]]]:
        """How much of a question each passage has by name, and the matches, both by row.

        Args:
            asked: the words of the question that may be names; those joined, of two words, last.
            words: how many words the question has in all.

        Returns:
            Scores from 0 to 1: 1 if every word were a name that this passage alone has.
        """
        matches: dict[int, list[NameMatch]] = defaultdict(list)
        scores: dict[int, float] = defaultdict(float)
        for word in asked:
            found = self.matches(word)
            weight = self.rarity(len(found)) / self.rarity(1) / words
            parts = _parts(word)
            for row, match in found.items():
                # What the parts have found is not counted again.
                if len(parts) > 1 and any(earlier.asked in parts for earlier in matches[row]):
                    continue
                matches[row].append(match)
                scores[row] += match.similarity * weight * len(parts)
        return dict(scores), dict(matches)

    def rarity(self, frequency: int) -> float:
        """Inverse document frequency of a name that *frequency* passages have."""
        return math.log(1 + (self._passages - frequency + 0.5) / (frequency + 0.5))

    def near(self, word: str) -> list[str]:
        """The words that share most keys with *word*, in no order."""
        return list({other for form in _name_forms(word) for other, _ in self._near(form)})

    def _candidates(
        self, word: str, least: float = _LEAST_CONFIDENCE
    ) -> Iterable[tuple[str, float]]:
        prior = math.log(max(_FEWEST_WORDS, len(self._rows)))
        for form in _name_forms(word):
            yield from _similar(form, self._near(form), least, prior)

    def _near(self, form: _Form) -> list[tuple[str, _Form]]:
        """The forms that share most keys with *form*, rare ones above all; no more than a few.

        Here keys are short of two consonants too: asked for, they take no room in the table.
        """
        long = [key for key in form.keys if len(key) >= _TWICE_DELETABLE_SKELETON]
        shared = self._rarest(form.keys.union(*map(_shorter, long)))
        if not shared:
            return []
        sizes = [len(numbers) for numbers in shared]
        weights = np.repeat(np.log(2 * len(self._forms) / np.array(sizes)), sizes)
        numbers, places = np.unique(np.concatenate(shared), return_inverse=True)
        scores = np.bincount(places, weights) / (len(form.keys) + self._sizes[numbers])
        best = np.argpartition(-scores, min(_MOST_CANDIDATES, len(scores)) - 1)[:_MOST_CANDIDATES]
        return [self._forms[number] for number in numbers[best].tolist()]

    def _rarest(self, keys: Iterable[str]) -> list[array[int]]:
        """The forms that have each key, as far as their number stays small."""
        shared = sorted((self._by_key[key] for key in keys if key in self._by_key), key=len)
        total = np.cumsum([len(numbers) for numbers in shared])
        return shared[: max(1, int(np.searchsorted(total, _MOST_POSTINGS)))]


@dataclass(frozen=True, slots=True)
class _Form:
    """A word, perhaps without what was written onto it."""

    bare: str
    script: str
    keys: frozenset[str]
    doubt: float
    is_name: bool


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


def _forms_of(vocabulary: Iterable[str]) -> Iterable[tuple[str, _Form]]:
    """The forms of the words: the commonest of a language are hardly names.

    What is left without a particle is less in doubt where it is a word of its own too.
    """
    written = {word for word in vocabulary if word}
    names = written - _all_stop_words()
    attested = {form for word in names for form in bare_forms(word, articles_only=True)}
    for word in vocabulary:
        common = 0.0 if word in names else _COMMON_DOUBT
        for form in _name_forms(word):
            doubt = min(form.doubt, _ATTESTED_DOUBT) if form.bare in attested else form.doubt
            yield word, replace(form, doubt=doubt + common)


@cache
def _all_stop_words() -> frozenset[str]:
    return frozenset().union(*(stop_words(path.stem) for path in STOP_WORDS.glob("*.txt")))


def _name_forms(word: str) -> list[_Form]:
    """The forms of a word that are long enough to be told apart."""
    if not _SHORTEST <= len(word) <= LONGEST or not word[0].isalpha():
        return []
    script = letter_script(word[0])
    forms = [
        _Form(bare, script, _keys(romanize(bare), script), doubt, _has_capital(word))
        for bare, doubt in bare_forms(word).items()
    ]
    return [form for form in forms if romanize(form.bare)]


def _keys(romanized: str, script: str) -> frozenset[str]:
    """The skeletons of a word, and they short of one consonant where enough are left.

    A name of vowels alone has the empty key.
    """
    keys = frozenset(skeletons(romanized, script))
    return keys.union(*(_shorter(key) for key in keys if len(key) >= _DELETABLE_SKELETON))


def _shorter(key: str) -> set[str]:
    return {key[:i] + key[i + 1 :] for i in range(len(key))}


def _similar(
    form: _Form, others: Sequence[tuple[str, _Form]], least: float, prior: float
) -> Iterable[tuple[str, float]]:
    """The words that are surely enough the same name, and how surely."""
    by_script: dict[str, list[tuple[str, _Form]]] = defaultdict(list)
    for word, other in others:
        by_script[other.script].append((word, other))
    yield from _spelt_alike(form, by_script.pop(form.script, []))
    prior += form.doubt
    for script, same in by_script.items():
        sounds = evidence(form.bare, form.script, [other.bare for _, other in same], script)
        doubts = [other.doubt + _PRIORS[form.is_name] for _, other in same]
        nats = sounds - np.array(doubts) - prior
        sure = _probability(nats)
        for place in np.flatnonzero(sure >= least).tolist():
            yield same[place][0], float(sure[place])


def _spelt_alike(form: _Form, others: Sequence[tuple[str, _Form]]) -> Iterable[tuple[str, float]]:
    """The words of one script that are spelt enough alike.

    Other words may share all consonants: within a script the spelling counts, and counts less
    between capitalised words, where vowels are often another language's.
    """
    name = _has_capital(form.bare)
    for word, other in others:
        if other.doubt >= _COMMON_DOUBT:
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

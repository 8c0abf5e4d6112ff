"""The names channel: a name in the question, found in the passages however it is spelt."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest

from index.language import letter_script, stop_words
from index.tokenize import fold
from retrieval.romanize import LONGEST, bare_forms, romanize, skeletons
from retrieval.sounds import evidence

_SHORTEST = 3
_DELETABLE_SKELETON = 2
_LEAST_SPELLING = 0.8
_LEAST_NAME_SPELLING = 0.65
_MOST_CANDIDATES = 400
_LEAST_CONFIDENCE = 0.5
_WORD_PRIOR = 7.6
_NAME_PRIOR = 3.0
_SPREAD = 2.0
"""In nats. Evidence as strong as a prior is as likely chance as not. The first was raised until of
2,000 ordinary words less than 1 % found a wrong one among 5,000 (``python -m benchmarks.names``); a
capital lets less be enough. The spread softens them, as letters of a word are not independent."""


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A word of the question and the word of a passage that is taken for the same name.

    Attributes:
        asked: the word as it stands in the question.
        found: the word as it stands in the passage.
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
        for row, words in enumerate(passages):
            for word in words:
                self._rows[word].add(row)
        self._forms = [(word, form) for word in self._rows for form in _name_forms(word)]
        self._by_key: dict[str, list[int]] = defaultdict(list)
        for number, (_, form) in enumerate(self._forms):
            for key in form.keys:
                self._by_key[key].append(number)

    def matches(self, word: str, least: float = _LEAST_CONFIDENCE) -> dict[int, NameMatch]:
        """The best match of a question's word in each passage that has one, by row."""
        found: dict[int, NameMatch] = {}
        for other, similarity in self._candidates(word, least):
            match = NameMatch(word, other, similarity)
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

    def _candidates(
        self, word: str, least: float = _LEAST_CONFIDENCE
    ) -> Iterable[tuple[str, float]]:
        for form in _name_forms(word):
            yield from _similar(form, self._near(form), least)

    def _near(self, form: _Form) -> list[tuple[str, _Form]]:
        """The forms that share most keys with *form*; no more than a few, however many share."""
        shared: Counter[int] = Counter()
        for key in form.keys:
            shared.update(self._by_key.get(key, ()))
        forms, own = self._forms, len(form.keys)
        close = nlargest(
            _MOST_CANDIDATES,
            shared,
            lambda number: shared[number] / (own + len(forms[number][1].keys)),
        )
        return [forms[number] for number in close]


@dataclass(frozen=True, slots=True)
class _Form:
    """A word, perhaps without what was written onto it."""

    bare: str
    script: str
    keys: frozenset[str]


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
    if not _SHORTEST <= len(word) <= LONGEST or not word[0].isalpha():
        return []
    script = letter_script(word[0])
    forms = [_Form(bare, script, _keys(romanize(bare))) for bare in bare_forms(word)]
    return [form for form in forms if form.keys]


def _keys(romanized: str) -> frozenset[str]:
    """The skeletons of a word, and they short of one consonant where enough are left."""
    keys = {key for key in skeletons(romanized) if key}
    long = [key for key in keys if len(key) >= _DELETABLE_SKELETON]
    return frozenset(keys.union(k[:i] + k[i + 1 :] for k in long for i in range(len(k))))


def _similar(
    form: _Form, others: Sequence[tuple[str, _Form]], least: float
) -> Iterable[tuple[str, float]]:
    """The words that are surely enough the same name, and how surely.

    Other words of a script may share all consonants: within it the spelling counts, and counts
    less between capitalised words, where vowels are often another language's.
    """
    by_script: dict[str, list[tuple[str, _Form]]] = defaultdict(list)
    for word, other in others:
        if other.script != form.script:
            by_script[other.script].append((word, other))
            continue
        both = form.bare[0].isupper() and other.bare[0].isupper()
        similarity = _spelling_similarity(_folded(form.bare), _folded(other.bare))
        if similarity >= (_LEAST_NAME_SPELLING if both else _LEAST_SPELLING):
            yield word, similarity
    for script, same in by_script.items():
        sounds = evidence(form.bare, form.script, [other.bare for _, other in same], script)
        for (word, _), nats in zip(same, sounds.tolist(), strict=True):
            confidence = _confidence(nats, form.bare[0].isupper())
            if confidence >= least:
                yield word, confidence


def _confidence(nats: float, capitalised: bool) -> float:
    """The probability of one name, out of the evidence and of how likely names are at all."""
    prior = _NAME_PRIOR if capitalised else _WORD_PRIOR
    return 1 / (1 + math.exp(min(50.0, (prior - nats) / _SPREAD)))


@lru_cache(maxsize=100_000)
def _folded(word: str) -> str:
    return fold(word)


def _spelling_similarity(first: str, second: str) -> float:
    """1 less the share of the letters that differ; 0 where the first one does."""
    if first[:1] != second[:1]:
        return 0.0
    return 1 - _distance(first, second) / max(len(first), len(second))


def _distance(first: str, second: str) -> int:
    """Edit distance (Wagner and Fischer 1974)."""
    row = list(range(len(second) + 1))
    for one in first:
        above, row = row, [row[0] + 1]
        for place, other in enumerate(second):
            change = above[place] + (one != other)
            row.append(min(change, above[place + 1] + 1, row[place] + 1))
    return row[-1]

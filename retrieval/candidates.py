"""The words of the passages that a word asked for may be, compared letter by letter."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.searched import Names
from index.tables.name_table import COMMON_DOUBT, Form, name_forms, shorter
from retrieval.sounds import evidence, spelling_similarity

_TWICE_DELETABLE_SKELETON = 3
_LEAST_SPELLING = 0.8
_LEAST_NAME_SPELLING = 0.65
_MOST_CANDIDATES = 600
_MOST_POSTINGS = 20_000
_FEWEST_WORDS = 300
_PRIORS = {False: 0.0, True: -5.5}
"""By whether the asked word is written like a name, with a capital. In nats, to the
logarithm of the number of words compared with: the more there are, the likelier one sounds alike by
chance. Evidence as strong as a prior is as likely chance as not. The first was raised until of
ordinary words, others than ``python -m benchmarks.names`` reports, .8 % found a wrong one."""

_SPREAD = 2.0
"""In nats; it softens the evidence, as letters of a word are not independent."""


class Candidates:
    """The words of one table that are candidates for a name."""

    def __init__(self, table: Names) -> None:
        """Look for them in *table*."""
        self._table = table
        self._form = lru_cache(maxsize=50_000)(table.form)

    def of(self, word: str, least: float) -> tuple[tuple[str, float], ...]:
        """The words that are with a probability of *least* the same name, and how likely.

        A word with several forms may be there more than once.
        """
        prior = math.log(max(_FEWEST_WORDS, self._table.vocabulary))
        forms = name_forms(word)
        found = (_similar(f, _has_capital(word), self.near(f), least, prior) for f in forms)
        return tuple(candidate for candidates in found for candidate in candidates)

    def near(self, form: Form) -> list[tuple[str, Form]]:
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

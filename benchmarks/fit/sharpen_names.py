"""Sharpen the worth of sounds: a name has to outrank the names that sound most like it.

The weights of ``benchmarks.fit.names`` say how pairs of names are written, not what tells a name
from its like. Here each name is asked among the words that share most keys with it, and the
weights are moved until the right word is the likeliest (a conditional log-linear model, summed
over alignments as in McCallum, Bellare and Pereira 2005), held near to where they were.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.fit.alignments import Pair, Places, expected_counts, likelihoods, unit_places
from index.text.romanize import letters
from retrieval.names import NamesChannel
from retrieval.sounds import Sounds, Table

_STEPS = 12
_RATE = 0.15
_MOMENTUM = 0.8
_SPREAD_MOMENTUM = 0.95
_PULL = 0.5
_MOST_ASKED = 4000
_VOCABULARY = 10_000
_RIVALS = 8
_LONGEST = 15
_NOISE = 6.0
"""Nats by which the best rival may beat the right word; beyond, the pair is no one name."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Groups:
    """Questions with the words they are asked among.

    Attributes:
        pairs: Latin and other letters, those of one question in a row.
        question: (n,) the number of each pair's question.
        right: (n,) 1 for the pair that is one name, else 0.
    """

    pairs: list[Pair]
    question: NDArray[np.intp]
    right: Floats


def sharpen(table: Table, pairs: list[Pair], script: str) -> Table:
    """The table with weights that tell the names of *pairs* from their likes.

    Args:
        table: weights in nats by Latin and other unit.
        pairs: names in Latin and the other script, as they stand.
        script: the other script.
    """
    units = list(table)
    start = np.array([table[unit] for unit in units])
    groups = _join([_asked(table, pairs, script, back) for back in (False, True)])
    batches = _batches(groups.pairs, {unit: number for number, unit in enumerate(units)})
    weights, mean, square = start.copy(), np.zeros(len(units)), np.zeros(len(units))
    for step in range(1, _STEPS + 1):  # Adam (Kingma and Ba 2015), its steps bounded
        gradient = _gradient(groups, batches, weights) - _PULL * (weights - start)
        mean = _MOMENTUM * mean + (1 - _MOMENTUM) * gradient
        square = _SPREAD_MOMENTUM * square + (1 - _SPREAD_MOMENTUM) * gradient**2
        size = np.sqrt(square / (1 - _SPREAD_MOMENTUM**step)) + 1
        weights += _RATE * mean / (1 - _MOMENTUM**step) / size
    return dict(zip(units, weights.tolist(), strict=True))


def _gradient(groups: _Groups, batches: list[_Batch], weights: Floats) -> Floats:
    """Of the log probability of the right words, among those they are asked among."""
    odds = np.append(np.exp(weights), 0.0)
    likely = np.empty(len(groups.pairs))
    for batch in batches:
        likely[batch.which] = likelihoods(*batch.shape, batch.places, odds)
    share = likely / np.bincount(groups.question, likely)[groups.question]
    counts = np.zeros(len(odds))
    for batch in batches:
        pull = (groups.right - share)[batch.which]
        counts += expected_counts(*batch.shape, batch.places, odds, pull)
    return counts[:-1]


@dataclass(frozen=True, slots=True)
class _Batch:
    """Pairs of equal lengths, and the units at their places; the last unit is in no table."""

    shape: tuple[int, int]
    which: NDArray[np.intp]
    places: Places


def _batches(pairs: list[Pair], numbers: dict[Pair, int]) -> list[_Batch]:
    shapes: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, (latin, other) in enumerate(pairs):
        shapes[len(latin), len(other)].append(number)
    return [
        _Batch(
            shape,
            np.array(which),
            unit_places([pairs[n] for n in which], lambda unit: numbers.get(unit, len(numbers))),
        )
        for shape, which in shapes.items()
    ]


def _asked(table: Table, pairs: list[Pair], script: str, back: bool) -> _Groups:
    """Names of one script, each with its like in the other and the rivals of that."""
    if back:
        pairs = [(other, latin) for latin, other in pairs]
    of_asked, of_found = (script, "LATIN") if back else ("LATIN", script)
    vocabulary = list(dict.fromkeys(found for _, found in pairs))[:_VOCABULARY]
    gold: dict[str, set[str]] = defaultdict(set)
    for asked, found in pairs:
        gold[asked].add(letters(found, of_found))
    channel, known = NamesChannel.over([[word] for word in vocabulary]), set(vocabulary)
    sounds = Sounds({(b, a): w for (a, b), w in table.items()} if back else table)
    rows: list[list[Pair]] = []
    for asked, found in [pair for pair in pairs if pair[1] in known][:_MOST_ASKED]:
        near = {letters(word, of_found) for word in channel.near(asked)} - gold[asked]
        right, read = letters(found, of_found), letters(asked, of_asked)
        rivals = _rivals(sounds, read, right, sorted(w for w in near if 3 <= len(w) <= _LONGEST))
        rows.append([(other, read) if back else (read, other) for other in rivals])
    return _numbered(row for row in rows if row)


def _rivals(sounds: Sounds, asked: str, right: str, others: list[str]) -> list[str]:
    """The right word and the likeliest others; none where the right one is not one name."""
    if not others or not (3 <= len(asked) <= _LONGEST and 3 <= len(right) <= _LONGEST):
        return []
    own, *theirs = sounds.evidence(asked, [right, *others]).tolist()
    if own < max(0.0, max(theirs) - _NOISE):
        return []
    order = sorted(range(len(others)), key=lambda place: -theirs[place])
    return [right, *(others[place] for place in order[:_RIVALS])]


def _numbered(rows: Iterator[list[Pair]]) -> _Groups:
    kept = list(rows)
    question = np.repeat(np.arange(len(kept)), [len(row) for row in kept])
    right = [float(place == 0) for row in kept for place in range(len(row))]
    return _Groups([pair for row in kept for pair in row], question, np.array(right))


def _join(parts: list[_Groups]) -> _Groups:
    first, second = parts
    question = np.concatenate([first.question, second.question + first.question[-1] + 1])
    right = np.concatenate([first.right, second.right])
    return _Groups(first.pairs + second.pairs, question, right)

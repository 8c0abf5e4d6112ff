"""Learn what a letter of one script is worth against a letter of another, from pairs of names.

    python -m benchmarks.fit_names --data DIR

DIR holds ``lexicon/en-LANGUAGE.tsv.gz``: English, foreign, source. The pairs of names in it, but
for the fifth that ``benchmarks.names`` asks about, are aligned in units of up to three Latin and
two other letters by expectation maximisation (Ristad and Yianilos 1998; Jiampojamarn et al. 2007),
and ``retrieval/sounds.tsv`` is written anew. The same data gives the same table.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.romanize import ENDS, letters
from retrieval.sounds import LATIN_UNIT, OTHER_UNIT, TABLE

LANGUAGES = {"ARABIC": "ar", "HEBREW": "he", "LATIN": "ru", "CJK": "zh"}
"""Script of a table to the language whose names teach it; Cyrillic is romanised, and its table
serves all scripts that are."""

_ROUNDS = 6
_MOST_PAIRS = 40_000
_LONGEST = 15
_DISCOUNT = 1.0
_PENALTY = 0.3
_LEAST_COUNT = 3.0
_UNSEEN = -12.0

Pair = tuple[str, str]
Places = dict[tuple[int, int, int, int], NDArray[np.intp]]


def name_pairs(data: Path, language: str, held_out: bool) -> list[Pair]:
    """Latin and foreign spellings of single names, in the order of their hashes.

    Args:
        data: the folder that holds ``lexicon``.
        language: ISO 639-1 code.
        held_out: the fifth to test with, or else the four fifths to learn from.
    """
    rows = [(en, xx) for en, xx, source in lexicon(data, language) if source == "names-wd"]
    whole = [pair for pair in rows if " " not in pair[0] and len(pair[0]) > 2 and len(pair[1]) > 1]
    return sorted((p for p in whole if (_digest(p[0])[0] % 5 == 0) == held_out), key=_pair_digest)


def lexicon(data: Path, language: str) -> Iterator[tuple[str, str, str]]:
    """The rows of a lexicon: English, foreign, source."""
    with gzip.open(data / "lexicon" / f"en-{language}.tsv.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            english, foreign, source = line.rstrip("\n").split("\t")
            yield english, foreign, source


def fit(pairs: list[Pair]) -> dict[Pair, float]:
    """Expected counts of the units by which the pairs are aligned.

    Long units are discounted: left alone, likelihood learns rare words by heart.
    """
    units: dict[Pair, int] = {}
    batches = _batches(pairs, units)
    extra = np.array([max(0, len((a + b).strip(ENDS)) - 2) for a, b in units])
    weight = np.array([_first_guess(a, b) for a, b in units])
    for _ in range(_ROUNDS):
        weight /= weight.sum()
        counts = np.zeros(len(units))
        for shape, places in batches.items():
            counts += _expected_counts(*shape, places, weight)
        weight = np.maximum(counts - _DISCOUNT * (extra > 0), 0) * _PENALTY**extra
    return {unit: counts[place] for unit, place in units.items() if counts[place] >= _LEAST_COUNT}


def weights(counts: dict[Pair, float]) -> dict[Pair, float]:
    """Nats that a unit speaks for two words being one name: log P(a, b) / (P(a) P(b)).

    Every single pair of letters, and every letter left out, has a weight.
    """
    total = sum(counts.values())
    latin = _log_shares(Counter(), ((a, count) for (a, _), count in counts.items()))
    other = _log_shares(Counter(), ((b, count) for (_, b), count in counts.items()))
    seen = {unit: math.log(count / total) for unit, count in counts.items()}
    unseen = {(a, b): _UNSEEN for a in ["", *latin] for b in ["", *other] if a or b}
    return {
        (a, b): value - sum(latin.get(x, 0) for x in a) - sum(other.get(x, 0) for x in b)
        for (a, b), value in sorted({**unseen, **seen}.items())
    }


def _batches(pairs: list[Pair], units: dict[Pair, int]) -> dict[tuple[int, int], Places]:
    """Pairs of equal lengths together, as the number of the unit at each place of each pair."""
    shapes: dict[tuple[int, int], list[Pair]] = defaultdict(list)
    for latin, other in pairs:
        shapes[len(latin), len(other)].append((latin, other))
    batches: dict[tuple[int, int], Places] = {}
    for (m, n), same in shapes.items():
        batches[m, n] = {
            (i, j, a, b): np.array(
                [units.setdefault((x[i : i + a], y[j : j + b]), len(units)) for x, y in same]
            )
            for a, b in _sizes()
            for i in range(m - a + 1)
            for j in range(n - b + 1)
        }
    return batches


def _sizes() -> list[tuple[int, int]]:
    many = [(a, b) for a in range(1, LATIN_UNIT + 1) for b in range(1, OTHER_UNIT + 1)]
    return [(0, 1), (1, 0), *many]


def _first_guess(latin: str, other: str) -> float:
    """One letter for one, and the ends of words together."""
    if any((end in latin) != (end in other) for end in ENDS):
        return 0.0
    return {1: 1e-2, 2: 1.0, 3: 2e-2, 4: 2e-3, 5: 5e-4}[len(latin) + len(other)]


def _expected_counts(
    m: int, n: int, places: Places, weight: NDArray[np.float64]
) -> NDArray[np.float64]:
    """How often each unit is in the alignments of one batch: forward, then backward."""
    size = len(next(iter(places.values())))
    forward, backward = np.zeros((2, m + 1, n + 1, size))
    forward[0, 0] = backward[m, n] = 1
    for (i, j, a, b), unit in sorted(places.items(), key=lambda p: p[0]):
        forward[i + a, j + b] += forward[i, j] * weight[unit]
    whole = np.maximum(forward[m, n], 1e-300)
    counts = np.zeros_like(weight)
    at, of = [], []
    for (i, j, a, b), unit in sorted(places.items(), key=lambda p: p[0], reverse=True):
        tail = weight[unit] * backward[i + a, j + b]
        backward[i, j] += tail
        at.append(unit)
        of.append(forward[i, j] * tail / whole)
    return counts + np.bincount(np.concatenate(at), np.concatenate(of), len(weight))


def _log_shares(shares: Counter[str], parts: Iterator[tuple[str, float]]) -> dict[str, float]:
    for part, count in parts:
        for letter in part.strip(ENDS):
            shares[letter] += count  # type: ignore[assignment]
    total = sum(shares.values())
    return {letter: math.log(count / total) for letter, count in sorted(shares.items())}


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _pair_digest(pair: Pair) -> bytes:
    return _digest("\t".join(pair))


def _training_pairs(data: Path, language: str, script: str) -> list[Pair]:
    names = name_pairs(data, language, False)
    read = [(letters(a, "LATIN"), letters(b, script)) for a, b in names]
    pairs = [p for p in read if all(3 <= len(side) <= _LONGEST for side in p)][:_MOST_PAIRS]
    # Latin spellings are compared among themselves too: that a letter is itself has to be seen.
    same = [(latin, latin) for latin, _ in pairs[: len(pairs) // 3]]
    return pairs + same if script == "LATIN" else pairs


def main() -> None:
    """Fit the tables of all scripts and write them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    data = parser.parse_args().data
    lines = []
    for script, language in LANGUAGES.items():
        pairs = _training_pairs(data, language, script)
        table = weights(fit(pairs))
        lines += [f"{script}\t{a}\t{b}\t{value:.1f}\n" for (a, b), value in table.items()]
        print(f"{script}: {len(table)} units from {len(pairs)} pairs of {language}")
    TABLE.write_text("".join(lines), "utf-8")


if __name__ == "__main__":
    main()

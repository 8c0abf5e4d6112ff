"""Learn what a letter of one script is worth against a letter of another, from pairs of names.

    python -m benchmarks.fit.names --data DIR

DIR holds ``lexicon/en-LANGUAGE.tsv.gz``: English, foreign, source. The pairs of names in it, but
for the fifth that ``benchmarks.names`` asks about, are aligned in units of up to three Latin and
two other letters by expectation maximisation (Ristad and Yianilos 1998; Jiampojamarn et al. 2007).
The weights are sharpened by ``benchmarks.fit.sharpen_names``, and ``retrieval/sounds.tsv`` is
written anew. The same data gives the same table.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.fit.alignments import Pair, Places, expected_counts, unit_places
from benchmarks.fit.sharpen_names import sharpen
from index.text.romanize import ENDS, letters
from index.text.tokenize import fold
from retrieval.sounds import TABLE, Table

LANGUAGES = {"ARABIC": "ar", "HEBREW": "he", "LATIN": "ru", "CJK": "zh"}
"""Script of a table to the language whose names teach it; Cyrillic is romanised, and its table
serves all scripts that are."""

_ASKING = {"ARABIC": ("ru", "he"), "HEBREW": ("ru", "ar")}
"""Scripts whose names, romanised, are asked of another's table: some write no vowels."""

_PROCESSES = 2
_ROUNDS = 6
_MOST_PAIRS = 40_000
_MOST_BRIDGED = 10_000
_CARELESS = 6
_LONGEST = 15
_DISCOUNT = 1.0
_PENALTY = 0.3
_LEAST_COUNT = 3.0
_UNSEEN = -12.0


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
            counts += expected_counts(*shape, places, weight, np.array(1.0))
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
    return {
        shape: unit_places(same, lambda unit: units.setdefault(unit, len(units)))
        for shape, same in shapes.items()
    }


def _first_guess(latin: str, other: str) -> float:
    """One letter for one, and the ends of words together."""
    if any((end in latin) != (end in other) for end in ENDS):
        return 0.0
    return {1: 1e-2, 2: 1.0, 3: 2e-2, 4: 2e-3, 5: 5e-4}[len(latin) + len(other)]


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
    pairs = [p for p in read if _are_short(p)][:_MOST_PAIRS]
    # Latin spellings are compared among themselves too: that a letter is itself has to be seen.
    same = [(latin, latin) for latin, _ in pairs[: len(pairs) // 3]]
    if script == "LATIN":
        return pairs + same
    for other in _ASKING.get(script, ()):
        pairs += _bridged(data, names, script, other)
    return pairs + [pair for pair in _careless(names, script) if _are_short(pair)]


def _bridged(data: Path, names: list[Pair], script: str, other: str) -> list[Pair]:
    """Pairs with romanised names of a third script, by way of the Latin form that both have."""
    known = dict(name_pairs(data, other, False))
    read = [(letters(known[a], "LATIN"), letters(b, script)) for a, b in names if a in known]
    return [pair for pair in read if _are_short(pair)][:_MOST_BRIDGED]


def _careless(names: list[Pair], script: str) -> list[Pair]:
    """A part of the names as many write them: without hamza, final letters confused."""
    return [(letters(a, "LATIN"), letters(fold(b), script)) for a, b in names[::_CARELESS]]


def _are_short(pair: Pair) -> bool:
    return all(3 <= len(side) <= _LONGEST for side in pair)


def learn(data: Path, script: str) -> Table:
    """The table of one script."""
    language = LANGUAGES[script]
    table = weights(fit(_training_pairs(data, language, script)))
    return sharpen(table, name_pairs(data, language, False), script)


def main() -> None:
    """Fit the tables of all scripts and write them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    data = parser.parse_args().data
    with ProcessPoolExecutor(_PROCESSES) as pool:
        tables = dict(zip(LANGUAGES, pool.map(partial(learn, data), LANGUAGES), strict=True))
    lines = [
        f"{script}\t{latin}\t{other}\t{value:.1f}\n"
        for script, table in tables.items()
        for (latin, other), value in table.items()
    ]
    TABLE.write_text("".join(lines), "utf-8")


if __name__ == "__main__":
    main()

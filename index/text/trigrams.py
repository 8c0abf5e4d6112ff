"""How much the letters of a Latin text sound like each language: three at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

TABLE = Path(__file__).parent / "trigrams.tsv"
"""First line: the languages. Then a trigram, and for each language one letter: ``a`` where a
hundred-thousandth of the language's trigrams are this one or fewer, and ``STEPS`` letters on for
ten times as many. Written by ``benchmarks.fit.languages``."""

STEPS = 6
NAME_WEIGHT = 0.3
"""What a word counts that is likely a name: it says little about the language it is named in."""

_WORD = re.compile(r"[^\W\d_]+")


def trigrams(word: str) -> Iterator[str]:
    """The trigrams of a word, its ends among them.

    >>> list(trigrams("Und"))
    [' un', 'und', 'nd ']
    """
    padded = f" {word.lower()} "
    return (padded[place : place + 3] for place in range(len(padded) - 2))


def weighed_words(text: str) -> Iterator[tuple[str, float]]:
    """The words of *text*, each with how much it tells of the language: little if a name.

    >>> list(weighed_words("Und Harris?"))
    [('Und', 1.0), ('Harris', 0.3)]
    """
    for number, match in enumerate(_WORD.finditer(text)):
        word = match[0]
        name = word[0].isupper() and (number > 0 or (word.isupper() and len(word) > 1))
        yield word, NAME_WEIGHT if name else 1.0


def likeness(text: str) -> dict[str, float]:
    """For each language the decimal logarithm of how likely the text's trigrams are in it.

    All are zero where no trigram is known.
    """
    names, rows, values = _table()
    found = [
        (rows[trigram], weight)
        for word, weight in weighed_words(text)
        for trigram in trigrams(word)
        if trigram in rows
    ]
    if not found:
        return dict.fromkeys(names, 0.0)
    places = np.array([place for place, _ in found])
    weights = np.array([weight for _, weight in found], np.float32)
    return dict(zip(names, map(float, weights @ values[places]), strict=True))


@cache
def _table() -> tuple[tuple[str, ...], dict[str, int], NDArray[np.float32]]:
    first, *lines = TABLE.read_text("utf-8").split("\n")[:-1]
    pairs = [line.split("\t") for line in lines]
    codes = np.frombuffer("".join(code for _, code in pairs).encode("ascii"), np.uint8)
    values = (codes.astype(np.float32) - np.float32(ord("a"))) / np.float32(STEPS)
    rows = {trigram: number for number, (trigram, _) in enumerate(pairs)}
    return tuple(first.split()), rows, values.reshape(len(rows), -1)

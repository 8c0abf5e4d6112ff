"""Questions of how many, and whether a text has a number to answer them with."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from index.text.tokenize import fold, words

_TABLE = Path(__file__).parent / "amounts.tsv"


def asks_amount(question: str, language: str) -> bool:
    """Whether *question* asks how many or how much.

    >>> asks_amount("How many came?", "en"), asks_amount("Who came?", "en")
    (True, False)
    """
    asking, _ = _lists().get(language, (frozenset(), frozenset()))
    folded = f" {' '.join(_folded(question))} "
    return any(f" {phrase} " in folded for phrase in asking)


def has_amount(text: str, language: str) -> bool:
    """Whether *text* has a number, in digits of any script or in words of its language.

    True where the words of the language are not known.

    >>> has_amount("Three came.", "en"), has_amount("Many came.", "en")
    (True, False)
    """
    if any(mark.isdecimal() for mark in text):
        return True
    if language not in _lists():
        return True
    _, numbers = _lists()[language]
    return not numbers.isdisjoint(_folded(text))


def _folded(text: str) -> list[str]:
    return [fold(text[start:end]) for start, end in words(text)]


@cache
def _lists() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """For each language, folded: the phrases that ask, and the words that are numbers."""
    rows = (line.split("\t") for line in _TABLE.read_text("utf-8").splitlines())
    return {
        language: (
            frozenset(" ".join(_folded(phrase)) for phrase in asking.split(",")),
            frozenset(fold(number) for number in numbers.split(",")),
        )
        for language, asking, numbers in rows
    }

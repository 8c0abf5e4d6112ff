"""The numbers of a text as values, whatever digits, separators or words they are written with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from index.text.tokenize import fold, words

TABLE = Path(__file__).parent / "number_words.tsv"
"""Rows of language, value, words. A value that begins with x multiplies the number before it.

"One", "two" and what means something else besides are left out: a word here has to be in the
passage too.
"""

Reading = frozenset[str]
"""The values that one number may have, as plain decimals; more than one where it is ambiguous."""

_SPACES = "\u00a0\u202f\u2009 "
_NUMBER = re.compile(rf"(?:\d{{1,3}}(?:[.,٬'’{_SPACES}]\d{{3}}(?!\d))+|\d+)(?:[.,٫]\d+)?")
_GAP = 4
"""Letters between the words of one number: "-", " ", " y "."""

_DECIMAL_COMMA = frozenset({"cs", "da", "de", "el", "es", "fr", "id", "it", "nl", "pl"}) | {
    "pt", "ro", "ru", "sv", "tr", "uk", "vi",
}  # fmt: skip
_DECIMAL_POINT = frozenset({"en", "he", "hi", "ja", "ko", "th", "zh"})


def asserted(text: str, language: str) -> list[Reading]:
    """The numbers that *text* states; a source must have one value of each.

    >>> [min(reading) for reading in asserted("Twelve paid 25 thousand on 3.5.2024", "en")]
    ['12', '25000', '3', '5', '2024']
    """
    return [reading for _, reading in _found(text, language)]


def present(text: str, language: str) -> frozenset[str]:
    """All values that *text* can be said to have.

    >>> sorted(present("٢٥ ألف دولار", "ar"))
    ['25', '25000']
    """
    values: set[str] = set()
    for plain, reading in _found(text, language):
        values |= plain | reading
    return frozenset(values)


def _found(text: str, language: str) -> Iterator[tuple[Reading, Reading]]:
    """Each number as it stands, and with the word after it that multiplies it."""
    factors = _factors_of(language) or _factors()
    for end, number in sorted([*_written(text), *_spelt(text, language)]):
        reading = frozenset(_values(number, language))
        after = text[end : end + 24]
        span = next(iter(words(after)), None)
        factor = factors.get(fold(after[slice(*span)])) if span and span[0] <= 1 else None
        yield reading, _times(reading, factor) if factor else reading


def _written(text: str) -> Iterator[tuple[int, str]]:
    """The ends of numbers in digits, and the numbers."""
    for match in _NUMBER.finditer(text):
        for part in _dates(match):
            yield part.end(), part[0]


def _spelt(text: str, language: str) -> Iterator[tuple[int, str]]:
    """The ends of numbers in words, and the numbers; twenty and five are one."""
    spelt = _words_of(language)
    last: tuple[int, int] | None = None
    for start, end in words(text):
        word = fold(text[start:end])
        value = spelt.get(word) or spelt.get(word.removeprefix("و"))
        if value is None:
            continue
        number = int(value)
        if last and start - last[0] <= _GAP and {len(str(last[1])), len(value)} == {1, 2}:
            last = end, last[1] + number
        else:
            if last:
                yield last[0], str(last[1])
            last = end, number
    if last:
        yield last[0], str(last[1])


def _dates(match: re.Match[str]) -> Iterator[re.Match[str]]:
    """The number itself, or its parts where points part more than thousands: 3.5.2024."""
    string, start, end = match.string, match.start(), match.end()
    dotted = string[end : end + 1] in (".", ",") and string[end + 1 : end + 2].isdecimal()
    before = start >= 2 and string[start - 1] in ".," and string[start - 2].isdecimal()
    parted = dotted or before
    yield from re.compile(r"\d+").finditer(string, start, end) if parted else iter([match])


def _values(number: str, language: str) -> Iterator[str]:
    """The values of a number in digits, by how the language writes decimals."""
    plain = fold(re.sub(rf"[{_SPACES}'’٬]", "", number)).replace("٫", "!")
    if re.fullmatch(r"\d+[.,]\d{3}", plain):
        mark = plain[-4]
        decimal = _DECIMAL_COMMA if mark == "," else _DECIMAL_POINT
        thousands = _DECIMAL_COMMA if mark == "." else _DECIMAL_POINT | {"ar", "fa"}
        if language not in thousands:
            yield _decimal(plain.replace(mark, "!"))
        if language not in decimal:
            yield _decimal(plain.replace(mark, ""))
        return
    marks = re.findall(r"[.,]", plain)
    if "!" not in plain and (len(set(marks)) == 2 or not re.search(r"[.,]\d{3}$", plain)):
        head, mark, tail = plain.rpartition(marks[-1]) if marks else ("", "", plain)
        plain = f"{head}!{tail}" if mark else tail
    yield _decimal(re.sub("[.,]", "", plain))


def _decimal(plain: str) -> str:
    """The plainest way to write it: no zeros that say nothing."""
    whole, _, rest = plain.partition("!")
    rest = rest.rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{rest}" if rest else "")


def _times(reading: Reading, factor: int) -> Reading:
    """The values with their point moved as many places as the factor has zeros."""
    zeros = len(str(factor)) - 1
    values = set()
    for value in reading:
        whole, _, rest = value.partition(".")
        moved = rest[:zeros].ljust(zeros, "0")
        values.add(_decimal(f"{whole}{moved}!{rest[zeros:]}"))
    return frozenset(values)


@cache
def _rows() -> tuple[tuple[str, str, str], ...]:
    lines = (line.split("\t") for line in TABLE.read_text("utf-8").splitlines())
    return tuple(
        (language, value, fold(word)) for language, value, all_ in lines for word in all_.split()
    )


@cache
def _words_of(language: str) -> dict[str, str]:
    return {word: value for own, value, word in _rows() if own == language and value[0] != "x"}


@cache
def _factors_of(language: str) -> dict[str, int]:
    return {
        word: int(value[1:]) for own, value, word in _rows() if own == language and value[0] == "x"
    }


@cache
def _factors() -> dict[str, int]:
    """The multipliers of every language, for a text in one that has no words here."""
    return {word: int(value[1:]) for _, value, word in _rows() if value[0] == "x"}

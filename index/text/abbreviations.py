"""Words that are written with a full stop, and whether that ends a sentence too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from index.text.language import CASED, letter_script, stop_words

_TABLE = Path(__file__).parent / "abbreviations.txt"

OPENING = "\"'“«„‘‹([¿¡"
"""Marks that may stand before a word."""

_BEGINS = rf"(?<![^\s{re.escape(OPENING)}–—-])"
_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0dff"
_WORD = re.compile(rf"{_BEGINS}[^\W\d_][\w.'’{_MARKS}-]*$")
_ORDINAL = re.compile(rf"{_BEGINS}(?:\d{{1,3}}|[IVXLC]+)$")
_NUMERAL = re.compile(r"\d|[IVX]+$|[IVXLC]{2,}$")
_MEASURED = re.compile(r"\d\s$")
_LONGEST = 40
_ORDINALS = frozenset({"de", "pl", "tr"})
"""Languages that write a full stop behind an ordinal: "am 3. April", "II. Dünya Savaşı"."""

_ALPHABETS = (*CASED, "ARABIC", "HEBREW")


def belongs_to_word(text: str, last: int, stop: int, following: str, language: str) -> bool:
    """Whether the full stop at *stop* is a word's or number's own, and ends no sentence.

    Args:
        text: any text.
        last: where the sentence begins.
        stop: where the full stop is.
        following: the next word with what is opened before it, or the empty string.
        language: ISO 639-1 code of the text, or ``und``.

    >>> belongs_to_word("No. 5", 0, 2, "5", "en"), belongs_to_word("No. He", 0, 2, "He", "en")
    (True, False)
    """
    first, after = max(last, stop - _LONGEST), following.lstrip(OPENING)
    if language in _ORDINALS and _ORDINAL.search(text, first, stop):
        return bool(after) and not _starts_sentence(after, language)
    word = _last_word(text, first, stop)
    match _kind(*word, language) if word else "":
        case "name":
            return True
        case "number":
            return bool(_NUMERAL.match(following))
        case "any":
            return not _starts_sentence(after, language)
        case "last":
            return not after[:1].isupper()
    return False


def _last_word(text: str, first: int, stop: int) -> tuple[str, bool] | None:
    """The word before *stop*, and whether it stands behind a number; None where none does."""
    word = _WORD.search(text, first, stop)
    if word is None:
        return None
    inside = text[stop + 1 : stop + 2].isalpha()  # the first full stop of "300 ق.م"
    return word[0], not inside and bool(_MEASURED.search(text, first, word.start()))


def _kind(word: str, measures: bool, language: str) -> str:
    """What follows an abbreviation, as the table says; empty for another word.

    Args:
        word: the word before the full stop.
        measures: whether it stands behind a number: "10 g", "300 هـ".
        language: of the text.
    """
    table = _abbreviations(language)
    elided = re.split("['’]", word)[-1]  # "l’art. 5"
    for form in (word, elided) if len(elided) > 1 else (word,):
        if form in table:
            return table[form]
    if _is_letter(word, language):
        return _kind_of_letter(word, measures)
    parts = word.split(".")
    known = all(part in table or _is_letter(part, language) for part in parts)
    return "any" if len(parts) > 1 and known else ""


def _is_letter(word: str, language: str) -> bool:
    """A single letter, as in ``J. Harris`` and ``أ.د``; not an "I" that may be the pronoun."""
    pronoun = word == "I" and language not in _ORDINALS
    return len(word) == 1 and letter_script(word) in _ALPHABETS and not pronoun


def _kind_of_letter(letter: str, measures: bool) -> str:
    """An initial goes before a name, a unit or an era after a number."""
    if letter.isupper():
        return "name"
    if letter.islower():
        return "number"  # "c. 1500", "b. 1871"
    return "" if measures else "name"


def _starts_sentence(word: str, language: str) -> bool:
    """Whether a word has a capital that it only has where a sentence starts."""
    common = stop_words(language) or stop_words("en")
    return word[:1].isupper() and word.lower() in common


@cache
def _abbreviations(language: str) -> dict[str, str]:
    """The abbreviations of a language; of all where the table has none of its own."""
    rows = list(_rows())
    own = [row for row in rows if row[0] == language] or rows
    own += [row for row in rows if row[0] == "*"]
    names = {w: "name" for _, kind, w in rows if kind == "name" and w[0].isupper()}
    capital = {w[0].upper() + w[1:]: kind for _, kind, w in own if len(w) > 1}
    return names | capital | {word: kind for _, kind, word in own}


def _rows() -> Iterator[tuple[str, str, str]]:
    for line in _TABLE.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            head, _, words = line.partition(":")
            language, kind = head.split()
            yield from ((language, kind, word) for word in words.split())

"""Which language a text is in: by its script, its letters, its trigrams, its commonest words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache, lru_cache
from pathlib import Path

from index.text.trigrams import likeness, weighed_words

STOP_WORDS = Path(__file__).parent / "stop_words"
UNKNOWN = "und"
_SAMPLE = 4000
_WORD = re.compile(r"[^\W\d_]+")

CASED = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN")
"""Scripts in which names and sentences begin with a capital."""

_SCRIPT_LANGUAGES = {
    "ARABIC": "ar",
    "CYRILLIC": "ru",
    "HEBREW": "he",
    "GREEK": "el",
    "DEVANAGARI": "hi",
    "BENGALI": "bn",
    "TAMIL": "ta",
    "TELUGU": "te",
    "THAI": "th",
    "GEORGIAN": "ka",
    "ARMENIAN": "hy",
    "HANGUL": "ko",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "CJK": "zh",
}
"""The language most written in a script, where nothing tells another."""

_TELLING_LETTERS = {
    "ur": "ٹڈڑںےہھ",
    "fa": "پچژگکی",
    "uk": "іїєґ",
    "ja": "のはをがでと",
    "vi": "ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđơư",
    "tr": "ığİ",
    "pl": "ąęłńśźż",
    "ro": "țșăţ",
}
"""Letters that tell a language from the others of its script."""

_TELLING_MARKS = {"es": "¿¡"}
"""Marks that no other language of the script writes."""

_TELLING_SHARE = 0.05
_IDEOGRAPH_WEIGHT = 3
_STOP_WORD = 2.0
"""What a stop word speaks for its language, in decimal logarithms of likelihood."""
_TIE = 1.0
"""By how much, on the same scale, the language of the page may be less likely than another."""


def detect_language(text: str, likely: str | None = None) -> str:
    """The ISO 639-1 code of *text*'s language, or ``und``.

    Args:
        text: any text; a few words are enough, if they are not all names.
        likely: the language to take where the text does not tell: that of the page, or of the
            question before.

    >>> detect_language("What did the ambassador say?")
    'en'
    >>> detect_language("ماذا قال السفير؟")
    'ar'
    >>> detect_language("E Harris?", "it")
    'it'
    """
    return _detect(text[:_SAMPLE], likely)


@lru_cache(maxsize=256)
def _detect(text: str, likely: str | None) -> str:
    """Kept for a while: a question's language is asked for by each room."""
    letters = [character for character in text if character.isalpha()]
    for language, telling in _TELLING_LETTERS.items():
        if sum(map(telling.count, letters)) > _TELLING_SHARE * len(letters):
            return language
    script = _script_without_names(text)
    scores = _scores(text, script)
    best = max(scores, key=scores.__getitem__, default=_SCRIPT_LANGUAGES.get(script, UNKNOWN))
    if likely in scores and scores[likely] >= scores.get(best, 0.0) - _TIE:
        return likely
    return best if scores.get(best) != 0 else _SCRIPT_LANGUAGES.get(script, UNKNOWN)


def detect_script(text: str) -> str:
    """The Unicode name of the script that most letters of *text* are in, or the empty string.

    >>> detect_script("ولهاريس and")
    'ARABIC'
    """
    counts = Counter(letter_script(letter) for letter in text if letter.isalpha())
    counts["CJK"] *= _IDEOGRAPH_WEIGHT  # one ideograph says as much as a few letters
    return counts.most_common(1)[0][0] if counts.total() else ""


@cache
def letter_script(letter: str) -> str:
    """The first word of the letter's Unicode name: ``LATIN``, ``ARABIC``, ``CJK``, ...

    >>> letter_script("ن")
    'ARABIC'
    """
    return unicodedata.name(letter, "UNKNOWN").split(maxsplit=1)[0]


@cache
def stop_words(language: str) -> frozenset[str]:
    """The commonest words of a language, lower case; empty where the repository has no list."""
    path = STOP_WORDS / f"{language}.txt"
    return frozenset(path.read_text("utf-8").split()) if path.exists() else frozenset()


@cache
def _languages_of(script: str) -> tuple[str, ...]:
    languages = sorted(path.stem for path in STOP_WORDS.glob("*.txt"))
    return tuple(
        language for language in languages if detect_script("".join(stop_words(language))) == script
    )


def _script_without_names(text: str) -> str:
    """The script of most words; a capitalised Latin one counts little, it is often a name."""
    weights = Counter[str]()
    for word, weight in weighed_words(text):
        weights[_word_script(word)] += round(10 * weight * len(word))
    weights["CJK"] *= _IDEOGRAPH_WEIGHT
    return weights.most_common(1)[0][0] if weights.total() else ""


@lru_cache(maxsize=100_000)
def _word_script(word: str) -> str:
    return detect_script(word)


def _scores(text: str, script: str) -> dict[str, float]:
    """How much the text speaks for each language of its script; all zero if it does not tell."""
    scores = dict.fromkeys(_languages_of(script), 0.0)
    if script == "LATIN":
        scores |= likeness(text)
    for word in _WORD.findall(text):
        for language in scores:
            scores[language] += _STOP_WORD * (word.lower() in stop_words(language))
    for language, marks in _TELLING_MARKS.items():
        if language in scores:
            scores[language] += _STOP_WORD * sum(map(text.count, marks))
    return scores

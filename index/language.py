"""Which language a text is in: by its script, then by its letters or its commonest words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path

STOP_WORDS = Path(__file__).parent / "stop_words"
UNKNOWN = "und"
_SAMPLE = 4000
_WORD = re.compile(r"[^\W\d_]+")

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

_TELLING_SHARE = 0.05
_IDEOGRAPH_WEIGHT = 3


def detect_language(text: str) -> str:
    """The ISO 639-1 code of *text*'s language, or ``und``.

    >>> detect_language("What did the ambassador say?")
    'en'
    >>> detect_language("ماذا قال السفير؟")
    'ar'
    """
    text = text[:_SAMPLE]
    letters = [character for character in text if character.isalpha()]
    for language, telling in _TELLING_LETTERS.items():
        if sum(map(telling.count, letters)) > _TELLING_SHARE * len(letters):
            return language
    script = detect_script(text)
    return _by_stop_words(text, script) or _SCRIPT_LANGUAGES.get(script, UNKNOWN)


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


def _by_stop_words(text: str, script: str) -> str:
    """The language of *script* whose stop words cover most of the text, or the empty string."""
    words = [word.lower() for word in _WORD.findall(text)]
    counts = {
        language: sum(word in stop_words(language) for word in words)
        for language in _languages_of(script)
    }
    best = max(counts, key=counts.__getitem__, default="")
    return best if counts.get(best) else ""

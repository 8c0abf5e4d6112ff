"""Text to the tokens that the words channel counts: a search key, never shown."""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import cache, lru_cache

import snowballstemmer

from index.text.language import letter_script, stop_words

_MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0903"
_MARKS += "\u093a-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc-\u09cd\u0e31\u0e34-\u0e4e"
_JOINERS = "\u0640\u200c\u200d"
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_MARKS}{_JOINERS}])*")
_UNSPACED = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")

_ARABIC_FOLDS = str.maketrans(
    {**dict.fromkeys("أإآٱ", "ا"), "ى": "ي", "ی": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ک": "ك"}
    | {"ء": None, "\u0640": None, "\u200c": None, "\u200d": None}
)
_ARABIC_ARTICLES = ("وال", "بال", "كال", "فال", "ال", "ولل", "لل")
_ARABIC_SUFFIXES = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")

_STEMMERS = {
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "nl": "dutch",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "tr": "turkish",
}


def words(text: str) -> list[tuple[int, int]]:
    """The spans of the words of *text*, with the marks inside them; an apostrophe parts two.

    >>> [text[a:b] for text in ["قال: «نَعَم»"] for a, b in words(text)]
    ['قال', 'نَعَم']
    """
    return [match.span() for match in _WORD.finditer(text)]


def tokenize(text: str, language: str) -> list[str]:
    """The tokens of *text*: words that are folded, stemmed, and not among the stop words.

    Args:
        text: any text.
        language: ISO 639-1 code; it picks the stop words and, in Latin and Cyrillic, the stemmer.

    >>> tokenize("وأكَّد السفيرُ أنّ ١٢ دولة", "ar")
    ['اكد', 'سفير', '12', 'دول']
    >>> tokenize("The embassies' warnings", "en")
    ['embassi', 'warn']
    """
    stops = _folded_stop_words(language)
    tokens: list[str] = []
    for start, end in words(text):
        word = fold(text[start:end])
        if word in stops:
            continue
        if _UNSPACED.match(word):
            tokens += _bigrams(word)
        elif word:
            tokens.append(_stem(word, language))
    return tokens


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """The word without case, marks, elongation and spelling variants; digits are Latin.

    >>> fold("الأمَـم"), fold("Élysée"), fold("٢٠٢٤")
    ('الامم', 'elysee', '2024')
    """
    decomposed = unicodedata.normalize("NFKC", word).translate(_ARABIC_FOLDS).casefold()
    decomposed = unicodedata.normalize("NFD", decomposed)
    plain = "".join(c for c in decomposed if unicodedata.category(c) not in ("Mn", "Cf"))
    return "".join(map(_latin_digit, plain))


def _latin_digit(character: str) -> str:
    return str(unicodedata.digit(character)) if character.isdecimal() else character


def _bigrams(word: str) -> list[str]:
    return [word[place : place + 2] for place in range(max(1, len(word) - 1))]


_STEMMING = threading.Lock()
"""A stemmer keeps the word that it is at: two at once spoil each other's."""


@lru_cache(maxsize=50_000)
def _stem(word: str, language: str) -> str:
    if letter_script(word[0]) == "ARABIC":
        return _stem_arabic(word)
    stemmer = _stemmer(language)
    if stemmer is None:
        return word
    with _STEMMING:
        return str(stemmer.stemWord(word))


@cache
def _stemmer(language: str) -> snowballstemmer.stemmer | None:
    name = _STEMMERS.get(language)
    return snowballstemmer.stemmer(name) if name else None


def _stem_arabic(word: str) -> str:
    """Light stemming: conjunction, article and the commonest suffixes (Larkey et al. 2002)."""
    if word[0] in "وف" and len(word) > 3 and not word.startswith(_ARABIC_ARTICLES):
        word = word[1:]
    for article in _ARABIC_ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= 2:
            word = word.removeprefix(article)
            break
    for suffix in _ARABIC_SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            word = word.removesuffix(suffix)
    return word


@cache
def _folded_stop_words(language: str) -> frozenset[str]:
    return frozenset(map(fold, stop_words(language)))

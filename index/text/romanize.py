"""Names in any script to the letters that are compared, and to keys that spellings share."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import islice, pairwise, product
from pathlib import Path
from unicodedata import normalize

from anyascii import anyascii

from index.text.language import letter_script
from index.text.tokenize import fold, words

PARTICLES = Path(__file__).parent / "particles.txt"
"""Rows of ``before:`` or ``after:`` and the words that elsewhere are written onto a name."""

ENDS = "^$"
"""Mark the beginning and the end of a word: letters sound otherwise there."""

LONGEST = 32
"""Letters of a word that are read; no name of one word is longer."""

_READ = str.maketrans(
    dict.fromkeys("šşșŠŞȘ", "sh")
    | dict.fromkeys("čćçČĆÇ", "ch")
    | {"ž": "zh", "Ž": "zh", "ł": "l", "Ł": "l", "х": "h", "Х": "h", "ו": "w"}
    | {"χ": "h", "Χ": "h", "ं": "n", "ँ": "n", "़": "", "फ": "f"}
)
"""Letters whose sound is lost, or is too sure, where ``anyascii`` reads them."""

_PERSIAN = str.maketrans("پچژگڤیہےکٱ", "بشجغفيهيكا")
_FINALS = str.maketrans("םןץףך", "מנצפכ")
_UNMARKED = str.maketrans(dict.fromkeys("اعאע", "a") | dict.fromkeys("ضظ", "dh"))
_PINYIN_NG = re.compile("ng(?![aeiou])")
_PINYIN = str.maketrans({"x": "sh", "q": "ch"})
_NOT_LETTERS = {"ARABIC": "[^ء-غف-ي]", "HEBREW": "[^א-ת]"}
_SOUNDS = (
    ("(?<=s)ch|sch(?=[aeiou])", ("S", "K", "SK")),
    ("t?z?sch|t[cs]h|dzh|sh|zh|s?cz|sz|ts|tz|dz|[sz]", ("S",)),
    ("ch|c(?=[eiy])|g(?=[eiy])", ("S", "K")),
    ("dj", ("S", "T")),
    ("gn", ("KN", "N")),
    ("j", ("S", "K", "")),
    ("kh|gh", ("K", "")),
    ("ck|[cgkq]", ("K",)),
    ("x", ("KS", "S")),
    ("v", ("P", "")),
    ("ph|[bfp]", ("P",)),
    ("th|dh", ("T", "S")),
    ("[dt]", ("T",)),
    ("l", ("L",)),
    ("r", ("R",)),
    ("m", ("M",)),
    ("n", ("N",)),
)
"""What consonants are written alike somewhere; a few are read in more than one way."""

_SOUND = re.compile("|".join(f"({written})" for written, _ in _SOUNDS))
_MOST_READINGS = 8
_GAP = re.compile("[ \u200c'’-]")
_DOUBLES = re.compile(r"(.)\1+")
_HEBREW_CLITICS = "ובלמהשכ"
ARTICLES = ("ال", "لل")
"""The Arabic article as it is written onto a word, alone and after "to"."""

_PARTICLES = [
    (re.compile(f"^{written}(?=...)"), doubt)
    for written, doubt in (("[وف]", 2.0), ("[بكل]", 2.0), (f"(?:{'|'.join(ARTICLES)})", 0.25))
]
_ARTICLES = frozenset({"al", "el", "ul", "as", "an", "ar", "ash", "at", "az", "ad", "ال"})
_HEBREW_DOUBT = 3.0


@lru_cache(maxsize=200_000)
def romanize(word: str) -> str:
    """The word in lower-case Latin letters; Arabic is read without its marks.

    >>> romanize("نورلاند"), romanize("Нурланд"), romanize("Šimić")
    ('nwrland', 'nurland', 'shimich')
    """
    read = word[:LONGEST].translate(_READ)
    # Folding takes marks away: to Arabic and Hebrew they are optional, elsewhere they are vowels.
    # Their long vowels part two consonants that are else one doubled.
    unmarked = bool(word) and letter_script(word[0]) in _NOT_LETTERS
    plain = fold(read).translate(_UNMARKED) if unmarked else read
    # "дж", "דז׳" are how their scripts write j.
    return re.sub("[^a-z]", "", anyascii(plain).lower()).replace("dzh", "j")


@lru_cache(maxsize=200_000)
def letters(word: str, script: str) -> str:
    """The letters that a word is compared by, between marks of its ends.

    Args:
        word: any word.
        script: ``ARABIC`` and ``HEBREW`` have letters of their own, all others are romanised.

    >>> letters("پوتین", "ARABIC"), letters("Hélène", "LATIN")
    ('^بوتين$', '^helene$')
    """
    if script not in _NOT_LETTERS:
        return f"^{romanize(word)}$"
    plain = normalize("NFKC", word[:LONGEST]).translate(_PERSIAN).translate(_FINALS)
    return f"^{re.sub(_NOT_LETTERS[script], '', plain)}$"


def skeletons(romanized: str, script: str = "LATIN") -> list[str]:
    """The consonants of a romanised word, by the classes that scripts confuse, in every reading.

    Chinese has one letter for l and r, and ng for n.

    >>> skeletons("norland") == skeletons("nwrlnd") == skeletons("nourlund")
    True
    >>> skeletons("george")
    ['SRS', 'SRK', 'KRS', 'KRK']
    """
    if script == "CJK":
        romanized = _PINYIN_NG.sub("n", romanized).translate(_PINYIN)
    found = _SOUND.finditer(_DOUBLES.sub(r"\1", romanized))
    readings = [_SOUNDS[(sound.lastindex or 1) - 1][1] for sound in found]
    if script == "CJK":
        readings = [("L", "R") if reading == ("L",) else reading for reading in readings]
    return ["".join(sounds) for sounds in islice(product(*readings), _MOST_READINGS)]


def bare_forms(word: str, articles_only: bool = False) -> dict[str, float]:
    """The word, and what may be left of it without the particles that are written onto it.

    Args:
        word: any word.
        articles_only: take nothing off but the Arabic article.

    Returns:
        Each form, and the doubt in nats whether what was taken off is no part of the name.

    >>> bare_forms("ولهاريس")
    {'ولهاريس': 0.0, 'لهاريس': 2.0, 'هاريس': 4.0}
    """
    forms = {word: 0.0}
    script = letter_script(word[0])
    if script == "HEBREW" and not articles_only and word[0] in _HEBREW_CLITICS and len(word) > 3:
        forms[word[1:]] = _HEBREW_DOUBT
    if script == "ARABIC":
        for particle, doubt in _PARTICLES[-1:] if articles_only else _PARTICLES:
            for form, before in list(forms.items()):
                forms.setdefault(particle.sub("", form), before + doubt)
    return forms


def joined(text: str) -> list[str]:
    """The names of two words that are one elsewhere: a particle, and what it belongs to.

    In a script with capitals the name has one.

    >>> joined("sagte Abu Bakr al-Baghdadi in dem Haus")
    ['Abu Bakr', 'al-Baghdadi']
    >>> joined("قال بن سالم لعبد الفتاح")
    ['بن سالم', 'لعبد الفتاح']
    """
    return [
        text[start:end]
        for (start, middle), (after, end) in pairwise(words(text))
        if _GAP.fullmatch(text, middle, after) and _are_one(text[start:middle], text[after:end])
    ]


def _are_one(first: str, second: str) -> bool:
    if _goes_before(first):
        return len(second) >= 3 and second[0].isalpha() and not second[0].islower()
    return _goes_after(second) and len(first) >= 3 and not first[0].islower()


def last_name(text: str) -> str:
    """The last name of a person's whole name: the last word, and the particles before it.

    An article alone is none: it says nothing of who it is, and is often left out.

    >>> last_name("Idir Ben Khelifa"), last_name("Abd al-Rahman"), last_name("Ali al-Roe")
    ('Ben Khelifa', 'Abd al-Rahman', 'Roe')
    >>> last_name("محمد صلاح الدين")
    'صلاح الدين'
    """
    spans = words(text)
    first = len(spans) - 1
    while first > 0 and _goes_with_next(text, spans, first - 1):
        first -= 1
    while first < len(spans) - 1 and fold(text[slice(*spans[first])]) in _ARTICLES:
        first += 1
    return text[spans[first][0] : spans[-1][1]] if spans else ""


def _goes_with_next(text: str, spans: list[tuple[int, int]], place: int) -> bool:
    """Whether a word is a particle of the next, or the next, a name's last, is one of it."""
    (start, middle), (after, end) = spans[place : place + 2]
    if not _GAP.fullmatch(text, middle, after):
        return False
    is_last = place + 2 == len(spans)
    return _goes_before(text[start:middle]) or (is_last and _goes_after(text[after:end]))


@lru_cache(maxsize=200_000)
def _goes_before(word: str) -> bool:
    return not _particles("before").isdisjoint(map(fold, bare_forms(word)))


@lru_cache(maxsize=200_000)
def _goes_after(word: str) -> bool:
    return fold(word) in _particles("after")


@cache
def _particles(place: str) -> frozenset[str]:
    rows = [line.split(":") for line in PARTICLES.read_text("utf-8").splitlines()]
    return frozenset(fold(word) for name, found in rows if name == place for word in found.split())

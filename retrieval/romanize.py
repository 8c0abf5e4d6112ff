"""Names in any script to the letters that are compared, and to keys that spellings share."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice, product

from anyascii import anyascii

from index.language import letter_script
from index.tokenize import fold

ENDS = "^$"
"""Mark the beginning and the end of a word: letters sound otherwise there."""

LONGEST = 32
"""Letters of a word that are read; no name of one word is longer."""

_READ = str.maketrans(
    dict.fromkeys("šşșŠŞȘ", "sh")
    | dict.fromkeys("čćČĆ", "ch")
    | {"ž": "zh", "Ž": "zh", "ł": "l", "Ł": "l", "х": "h", "Х": "h", "ו": "w"}
)
"""Letters whose sound is lost, or is too sure, where ``anyascii`` reads them."""

_PERSIAN = str.maketrans("پچژگڤیہے", "بشجغفيهي")
_FINALS = str.maketrans("םןץףך", "מנצפכ")
_NOT_LETTERS = {"ARABIC": "[^ء-ي]", "HEBREW": "[^א-ת]"}
_SOUNDS = (
    ("tsch|tch|sch|dzh|dj|sh|zh|ts|tz|dz|[sz]", ("S",)),
    ("ch|c(?=[eiy])|g(?=[eiy])", ("S", "K")),
    ("j", ("S", "K", "")),
    ("kh|gh", ("K", "")),
    ("ck|[cgkq]", ("K",)),
    ("x", ("KS", "S")),
    ("v", ("P", "")),
    ("ph|[bfp]", ("P",)),
    ("th|dh|[dt]", ("T",)),
    ("l", ("L",)),
    ("r", ("R",)),
    ("m", ("M",)),
    ("n", ("N",)),
)
"""What consonants are written alike somewhere; a few are read in more than one way."""

_SOUND = re.compile("|".join(f"({written})" for written, _ in _SOUNDS))
_MOST_READINGS = 8
_DOUBLES = re.compile(r"(.)\1+")
_HEBREW_CLITICS = "ובלמהשכ"
_CLITICS = re.compile("^(?:[وف]?(?:ال|[بكل]ال|لل)|[وف][بكل]|[وفبكل])(?=..)")


@lru_cache(maxsize=200_000)
def romanize(word: str) -> str:
    """The word in lower-case Latin letters; Arabic is read without its marks.

    >>> romanize("نورلاند"), romanize("Нурланд"), romanize("Šimić")
    ('nwrlnd', 'nurland', 'shimich')
    """
    read = word[:LONGEST].translate(_READ)
    # Folding takes marks away: to Arabic and Hebrew they are optional, elsewhere they are vowels.
    plain = fold(read) if word and letter_script(word[0]) in _NOT_LETTERS else read
    return re.sub("[^a-z]", "", anyascii(plain).lower())


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
    folded = fold(word[:LONGEST].translate(_PERSIAN)).translate(_FINALS)
    return f"^{re.sub(_NOT_LETTERS[script], '', folded)}$"


def skeletons(romanized: str) -> list[str]:
    """The consonants of a romanised word, by the classes that scripts confuse, in every reading.

    >>> skeletons("norland") == skeletons("nwrlnd") == skeletons("nourlund")
    True
    >>> skeletons("george")
    ['SRS', 'SRK', 'KRS', 'KRK']
    """
    found = _SOUND.finditer(_DOUBLES.sub(r"\1", romanized))
    readings = [_SOUNDS[(sound.lastindex or 1) - 1][1] for sound in found]
    return ["".join(sounds) for sounds in islice(product(*readings), _MOST_READINGS)]


def bare_forms(word: str) -> list[str]:
    """The word, and what may be left of it without the particles that are written onto it.

    >>> bare_forms("ولهاريس")
    ['ولهاريس', 'هاريس', 'لهاريس']
    """
    script = letter_script(word[0])
    if script == "HEBREW" and word[0] in _HEBREW_CLITICS and len(word) > 3:
        return [word, word[1:]]
    if script != "ARABIC":
        return [word]
    forms = [word]
    for _ in range(2):
        forms += [_CLITICS.sub("", form) for form in forms]
        forms += [form[1:] for form in forms if form[0] in "وف" and len(form) > 3]
    return list(dict.fromkeys(forms))

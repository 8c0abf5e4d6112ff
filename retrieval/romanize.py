"""Names in any script to Latin letters, and to the skeleton that spellings have in common."""

from __future__ import annotations

import re
from functools import lru_cache

from anyascii import anyascii

from index.language import letter_script
from index.tokenize import fold

_DIGRAPHS = (
    ("tsch", "X"),
    ("tch", "X"),
    ("sch", "X"),
    ("dsch", "J"),
    ("dzh", "J"),
    ("dj", "J"),
    ("sh", "X"),
    ("ch", "X"),
    ("zh", "J"),
    ("kh", "K"),
    ("gh", "G"),
    ("ph", "F"),
    ("th", "T"),
    ("dh", "D"),
    ("ck", "K"),
    ("qu", "K"),
    ("x", "KS"),
)
_SOFT_C = re.compile(r"c(?=[eiy])")
_CLASSES = str.maketrans("bpfvdtszkqcgjxlmnrh", "BBFFDTSSKKKGJXLMNRH")
_ARABIC_VOWELS = str.maketrans({"ع": "a", "ى": "a", "ة": "a", "ه": "h", "أ": "a", "إ": "i"})
_VOWELS = re.compile(r"[^A-Z]+")
_DOUBLES = re.compile(r"(.)\1+")
_CLITICS = re.compile("^(?:[وف]?(?:ال|[بكل]ال|لل)|[وف][بكل]|[وفبكل])(?=..)")


@lru_cache(maxsize=200_000)
def romanize(word: str) -> str:
    """The word in lower-case Latin letters; Arabic is read without its marks.

    >>> romanize("نورلاند"), romanize("Нурланд")
    ('nwrlnd', 'nurland')
    """
    folded = word.translate(_ARABIC_VOWELS) if letter_script(word[0]) == "ARABIC" else word
    return re.sub("[^a-z]", "", anyascii(fold(folded)).lower())


@lru_cache(maxsize=200_000)
def skeleton(romanized: str) -> str:
    """The consonants of a romanised word, by the classes that scripts confuse.

    >>> skeleton("norland") == skeleton("nwrlnd") == skeleton("nourlund")
    True
    """
    for letters, sound in _DIGRAPHS:
        romanized = romanized.replace(letters, sound)
    romanized = _SOFT_C.sub("s", romanized).translate(_CLASSES)
    return _DOUBLES.sub(r"\1", _VOWELS.sub("", romanized))


def bare_forms(word: str) -> list[str]:
    """The word, and what may be left of it without the particles that Arabic writes onto it.

    >>> bare_forms("ولهاريس")
    ['ولهاريس', 'هاريس', 'لهاريس']
    """
    if letter_script(word[0]) != "ARABIC":
        return [word]
    forms = [word]
    for _ in range(2):
        forms += [_CLITICS.sub("", form) for form in forms]
        forms += [form[1:] for form in forms if form[0] in "وف" and len(form) > 3]
    return list(dict.fromkeys(forms))

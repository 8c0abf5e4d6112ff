"""Countries that a question asks for: who speaks for one, by what the sources call them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from answers.reporting.forms import REPORTING
from answers.reporting.speech import SpeechQuestion
from answers.reporting.titles import title_kinds
from index.reporting.countries import Names, country_languages, country_names, country_words
from index.reporting.grammar import bare, grammar
from index.text.tokenize import fold, tokenize, words

_OFFICES = (
    *("ambassador", "embassy", "minister", "ministry", "president", "government", "spokesman"),
    *("commander", "envoy", "adviser", "secretary", "parliament", "army", "king", "mission"),
    *("official", "delegation", "premier", "crown_prince"),
)
_MOST_WORDS = 5
_OF = "ل"
"""What Arabic writes onto a name: "الأمين العام لجامعة الدول العربية"."""
_ORGANISATIONS = REPORTING / "organisations.tsv"
"""Organisations that have names of their own in each language, as countries have."""


def asked_country(speech: SpeechQuestion) -> str:
    """The code of the country that is asked for, by its name or its capital's; "" for another.

    >>> from answers.reporting.speech import speech_question
    >>> asked_country(speech_question("What does the US reject?", "en"))
    'US'
    """
    known = _keyed(speech.language, wide=False)
    return known.get(tuple(country_key(word, speech.language) for word in speech.needed), "")


def country_of(mention: str, language: str) -> str:
    """The country that somebody is of who is called so, not the one that he is sent to.

    >>> country_of("US ambassador to Libya", "en"), country_of("وزير الخارجية المصري", "ar")
    ('US', 'EG')
    """
    keys = list(_before_place(mention, language))
    known = _keyed(language, wide=True)
    for start, first in enumerate(keys):
        for end in range(min(len(keys), start + _MOST_WORDS), start, -1):
            rest = keys[start + 1 : end]
            found = (known.get((key, *rest)) for key in (first, first.removeprefix(_OF)))
            if code := next(filter(None, found), ""):
                return code
    return ""


def is_country(mention: str, language: str) -> str:
    """The country that the mention names, and nothing else; "" for another."""
    return _keyed(language, wide=False).get(tuple(_keys(mention, language)), "")


def is_office(kinds: frozenset[int]) -> bool:
    """Whether one of the titles is of those who speak for a country."""
    return bool(kinds & _offices())


def is_part(code: str, whole: str) -> bool:
    """Whether a code is another's or of a part of it.

    >>> is_part("US.WH", "US"), is_part("US", "US.WH"), is_part("UA", "U")
    (True, False, False)
    """
    return code == whole or code.startswith(f"{whole}.")


def tokens_of(code: str) -> set[str]:
    """Tokens of which all have one who are called by a word of the country, in any language."""
    found: set[str] = set()
    for language in country_languages():
        for name, own in _all_words(language).items():
            if is_part(own, code):
                forms = (name[0], f"ال{name[0]}") if language == "ar" else name[:1]
                found.update(
                    token for form in forms for token in tokenize(form, language) or [form]
                )
    return found


@cache
def words_of(code: str, language: str) -> frozenset[str]:
    """The keys of all words by which the language tells of the country."""
    found = _keyed(language, wide=True)
    return frozenset(key for keys, own in found.items() if own == code for key in keys)


@cache
def _offices() -> frozenset[int]:
    return title_kinds(_OFFICES)


def _all_names(language: str) -> Names:
    return country_names(language) | country_names(language, _ORGANISATIONS)


def _all_words(language: str) -> Names:
    return country_words(language) | country_names(language, _ORGANISATIONS)


@cache
def _keyed(language: str, *, wide: bool) -> Names:
    """What countries are called, or all words that tell of them, by the keys of the words."""
    names = _all_words(language) if wide else _all_names(language)
    return {tuple(country_key(word, language) for word in name): c for name, c in names.items()}


def country_key(word: str, language: str) -> str:
    """What a word of a country's name is compared by: its stem, or the word without its article."""
    plain = bare(fold(word))
    return plain if language == "ar" else next(iter(tokenize(word, language)), plain)


def _keys(mention: str, language: str) -> Iterator[str]:
    rules = grammar(language)
    for start, end in words(mention):
        word = mention[start:end]
        if not (rules and rules.isa(fold(word), "determiners")):
            yield country_key(word, language)


def _before_place(mention: str, language: str) -> Iterator[str]:
    """The keys up to a preposition that says where: "to Libya", "لدى ليبيا"."""
    rules = grammar(language)
    for start, end in words(mention):
        folded = fold(mention[start:end])
        kinds = ("particles", "determiners", "offices")
        if rules and rules.isa(folded, "inner") and not rules.isa(folded, *kinds):
            return
        yield country_key(mention[start:end], language)

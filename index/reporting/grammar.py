"""The words by which a language reports speech."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from index.reporting.countries import country_names, country_words
from index.text.language import letter_script, stop_words
from index.text.tokenize import fold

REPORTING = Path(__file__).parent / "languages"
KINDS = (
    *("verbs", "feminine", "stances", "doubtful", "participles", "saying", "impersonal"),
    *(
        "calls",
        "homographs",
        "noun-ends",
        "needs",
        "adverbs",
        "prepositions",
        "verb-endings",
        "hypothetical",
        "describing",
        "postings",
        "constructs",
        "doubled",
        "turns",
        "name-parts",
    ),
    *("takes", "transitive", "negations", "auxiliaries", "passive", "by", "silence", "sources"),
    *("postsources", "he-sources", "she-sources", "they-sources", "quoting", "from", "as"),
    *("documents", "reports", "before-nouns", "ages", "titles", "institutions", "spokesmen"),
    *("anonymous", "generic", "honorifics", "title-endings", "vague", "men", "women", "he"),
    *("she", "it", "they", "me", "feminine-endings", "plural-endings", "complements", "links"),
    *("inner", "particles", "determiners", "relatives", "conjunctions", "events", "enders"),
    *("inner-enders", "offices", "prefixes", "attached", "possessives", "times", "openers"),
    *("for", "asks", "answers", "interviews", "first", "inverts", "pro-drop", "stems"),
)
"""What a line of a data file may list: ``verbs: said says``. A phrase is joined by ``_``."""

INTERVIEWS = ("asks", "answers", "interviews")
AFFIXES = (
    *("enders", "inner-enders", "possessives"),
    *("feminine-endings", "plural-endings", "verb-endings"),
)
SOURCES = ("he-sources", "she-sources", "they-sources", "sources")
_NAMES = frozenset({"فان"})
"""Parts of names that look like a conjunction: "فان دايك" is no "فإن"."""
_ALI = "علي"
_DOUBLED = "\u0651"
_ARTICLES = ("وال", "بال", "فال", "كال", "لل", "ال")


@dataclass(frozen=True, slots=True)
class Grammar:
    """The reporting words of one language, by kind."""

    language: str
    lists: dict[str, frozenset[str]]
    phrases: dict[str, dict[str, list[tuple[str, ...]]]]
    affixes: dict[str, tuple[str, ...]]
    capitals: bool
    vocabulary: frozenset[str]
    stops: frozenset[str]

    def isa(self, key: str, *kinds: str) -> bool:
        """Whether the word is of one of the kinds."""
        for kind in kinds:  # noqa: SIM110  asked of every word, a generator is slow
            if key in self.lists[kind]:
                return True
        return False

    def key(self, word: str, text: str = "") -> tuple[str, bool]:
        """What *word* is looked up by, and whether a conjunction was taken off it.

        Where *text* tells the name علي from the preposition على, the name is no word of the lists.
        """
        folded = fold(word)
        if _DOUBLED in word and (verb := self._doubled(folded)):
            return verb + _DOUBLED, verb != folded
        if word == _ALI and _tells_ali(text):
            return f"{folded}{_ALI[-1]}", False
        if folded in self.vocabulary or word in _NAMES:
            return folded, False
        for ending in self.lists["title-endings"]:
            if folded.endswith(ending):
                return ending, False
        for taken_apart in (self._without_suffix, self._without_prefix):
            if found := taken_apart(folded):
                return found
        return folded, False

    def _doubled(self, folded: str) -> str:
        """The verb that a written mark tells from another word: "بيّن" is no "بين"."""
        return next((form for form in self._forms(folded) if self.isa(form, "doubled")), "")

    def _without_suffix(self, folded: str) -> tuple[str, bool] | None:
        """The verb in "رفضته" and the title in "رئيسها"; None for another word."""
        for suffix in self.lists["possessives"]:
            rest = folded.removesuffix(suffix)
            if rest == folded:
                continue
            if verb := self._with_object(rest):
                return verb, rest != verb
            if rest.endswith("ت") and (found := self._fem(rest)):
                return found, rest != found
            if owned := self._owned(rest):
                return owned, False
        return None

    def _without_prefix(self, folded: str) -> tuple[str, bool] | None:
        """The word behind a conjunction, or the title behind a preposition, written onto it."""
        for prefix in self.lists["prefixes"]:
            rest = folded.removeprefix(prefix)
            if rest != folded and (rest in self.vocabulary or rest in self.stops):
                return rest, True
        for prefix in self.lists["attached"]:
            for rest in (folded[len(prefix) :], "ا" + folded[len(prefix) :]):
                if folded.startswith(prefix) and self.isa(rest, "titles", "institutions"):
                    return rest, False
        return None

    def _with_object(self, rest: str) -> str:
        """The verb in "described it", "وصفها" and "ووصفها"; nothing for another word."""
        return self._long(rest, "verbs", "stances") or next(
            (verb for verb in self._forms(rest) if self.isa(verb, "describing")), ""
        )

    def _fem(self, verb: str) -> str:
        """The verb in "rejected it", "رفضته" and "ورفضته"; nothing for another word."""
        return self._long(verb, "feminine")

    def _long(self, word: str, *kinds: str) -> str:
        """The form of the word that is of one of the kinds; short ones look alike."""
        forms = (form for form in self._forms(word) if len(form) > 3)
        return next((form for form in forms if self.isa(form, *kinds)), "")

    def _owned(self, stem: str) -> str:
        """The title in "its president", "رئيسها" and "رئيستها"; nothing for another word."""
        forms = self._forms(stem)
        for title in (*forms, *(form[:-1] + "ه" for form in forms)):
            if len(title) > 2 and self.isa(title, "titles"):
                return title
        return ""

    def _forms(self, word: str) -> tuple[str, ...]:
        """The word, and what it is without a conjunction written onto it."""
        joined = word[:1] in self.lists["prefixes"]
        return (word, word[1:]) if joined else (word,)


@lru_cache(maxsize=2)
def _tells_ali(text: str) -> bool:
    return "على" in text


@cache
def grammar(language: str) -> Grammar | None:
    """The reporting words of *language*, or None where the repository has no list."""
    path = REPORTING / f"{language}.txt"
    if not re.fullmatch("[a-z]{2,3}", language) or not path.exists():
        return None
    rows = dict(line.split(":", 1) for line in path.read_text("utf-8").splitlines() if line)
    lists: dict[str, frozenset[str]] = {}
    phrases: dict[str, dict[str, list[tuple[str, ...]]]] = {}
    for kind in KINDS:
        found = [tuple(map(fold, entry.split("_"))) for entry in rows.get(kind, "").split()]
        lists[kind] = frozenset(entry[0] for entry in found if len(entry) == 1)
        phrases[kind] = _by_first_word(entry for entry in found if all(entry))
    capitals = letter_script(min(lists["verbs"])[0]) in ("LATIN", "CYRILLIC")
    lists["verbs"] |= {verb + _DOUBLED for verb in lists["doubled"]}
    phrases["countries"] = _by_first_word(n for n in country_names(language) if len(n) > 1)
    lists["countries"] = frozenset(n[0] for n in country_names(language) if len(n) == 1)
    wide = country_words(language).keys() - country_names(language).keys()
    lists["nationalities"] = frozenset(n[0] for n in wide if len(n) == 1)
    if not capitals:
        lists["countries"] |= {"_".join(n) for n in country_names(language)}
        lists["institutions"] |= lists["countries"]
    opening = [first for kind in SOURCES for first in phrases[kind]]
    kept = [found for kind, found in lists.items() if kind not in INTERVIEWS]
    vocabulary = frozenset[str]().union(*kept, opening)
    # Without capitals a name may be a common word but for its marks, which folding takes off.
    stops = frozenset(map(fold, stop_words(language))) if capitals else frozenset()
    return Grammar(
        language=language,
        lists=lists,
        phrases=phrases,
        affixes={kind: tuple(lists[kind]) for kind in AFFIXES},
        capitals=capitals,
        vocabulary=vocabulary,
        stops=stops,
    )


def _by_first_word(entries: Iterable[tuple[str, ...]]) -> dict[str, list[tuple[str, ...]]]:
    """The phrases by their first word, the longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for entry in sorted(entries, key=len, reverse=True):
        found.setdefault(entry[0], []).append(entry)
    return found


def bare(key: str) -> str:
    """The key without an Arabic article, so that "the ministry" and "ministry of" meet.

    >>> bare("السفاره"), bare("embassy")
    ('سفاره', 'embassy')
    """
    for article in _ARTICLES:
        if key.startswith(article) and len(key) - len(article) > 2:
            return key[len(article) :]
    return key

"""The words by which a language reports speech, and a sentence read in their light."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from index.language import letter_script, stop_words
from index.readers.headings import Span
from index.tokenize import fold, words

REPORTING = Path(__file__).parent / "reporting"
KINDS = (
    *("verbs", "feminine", "stances", "doubtful", "participles", "saying", "impersonal", "calls"),
    *("sources", "postsources", "quoting", "from", "as", "documents"),
    *("titles", "institutions", "spokesmen", "anonymous", "generic", "honorifics", "title-endings"),
    *("he", "she", "it", "they", "feminine-endings", "plural-endings", "negations"),
    *("auxiliaries", "passive", "by", "complements", "links", "inner", "particles"),
    *(
        "determiners",
        "relatives",
        "conjunctions",
        "events",
        "enders",
        "inner-enders",
        "offices",
        "prefixes",
        "attached",
    ),
    *("he-sources", "she-sources", "they-sources", "silence", "times", "openers", "for"),
    *(
        "possessives",
        "takes",
        "transitive",
        "asks",
        "answers",
        "interviews",
        "first",
        "inverts",
        "pro-drop",
        "stems",
    ),
)
"""What a line of a data file may list: ``verbs: said says``. A phrase is joined by ``_``."""

INTERVIEWS = ("asks", "answers", "interviews")
SOURCES = ("he-sources", "she-sources", "they-sources", "sources")
_MOST_QUOTED_NAME = 4
_ASIDE = re.compile(r"\([^()\n]{0,40}\)")
_MARKS = re.compile('["“”„«»‹›]')
_CLOSES = {"“": "”", "„": "“”", "«": "»", "»": "«", "”": "“”", '"': '"', "‹": "›", "›": "‹"}
_ARTICLES = ("وال", "بال", "فال", "كال", "لل", "ال")


class Word(NamedTuple):
    """A word of a sentence.

    Attributes:
        start, end: code points of the document's text.
        key: what it is looked up by: folded, and without a conjunction written onto it.
        capital: whether it starts with a capital.
        joined: whether a conjunction is written onto it.
        gap: what stands between it and the word before, without spaces and the quotation marks
            of a name.
        quoted: whether it lies in quoted speech.
        marked: whether quotation marks set it off as a name.
    """

    start: int
    end: int
    key: str
    capital: bool
    joined: bool
    gap: str
    quoted: bool
    marked: bool


@dataclass(frozen=True, slots=True)
class Grammar:
    """The reporting words of one language, by kind."""

    language: str
    lists: dict[str, frozenset[str]]
    phrases: dict[str, dict[str, list[tuple[str, ...]]]]
    capitals: bool
    vocabulary: frozenset[str]
    stops: frozenset[str]

    def isa(self, key: str, *kinds: str) -> bool:
        """Whether the word is of one of the kinds."""
        return any(key in self.lists[kind] for kind in kinds)

    def key(self, word: str) -> tuple[str, bool]:
        """What *word* is looked up by, and whether a conjunction was taken off it."""
        folded = fold(word)
        if folded in self.vocabulary:
            return folded, False
        for ending in self.lists["title-endings"]:
            if folded.endswith(ending):
                return ending, False
        for suffix in self.lists["possessives"]:
            verb = folded.removesuffix(suffix)
            if verb != folded and verb.endswith("ت") and (found := self._fem(verb)):
                return found, verb != found
            rest = folded.removesuffix(suffix)
            if rest != folded and (owned := self._owned(rest)):
                return owned, False
        for prefix in self.lists["prefixes"]:
            rest = folded.removeprefix(prefix)
            if rest != folded and (rest in self.vocabulary or rest in self.stops):
                return rest, True
        for prefix in self.lists["attached"]:
            for rest in (folded[len(prefix) :], "ا" + folded[len(prefix) :]):
                if folded.startswith(prefix) and self.isa(rest, "titles", "institutions"):
                    return rest, False
        return folded, False

    def _fem(self, verb: str) -> str:
        """The verb in "rejected it", "رفضته" and "ورفضته"; nothing for another word."""
        return next((v for v in (verb, verb[1:]) if len(v) > 3 and self.isa(v, "feminine")), "")

    def _owned(self, stem: str) -> str:
        """The title in "its president", "رئيسها" and "رئيستها"; nothing for another word."""
        for title in (stem, stem[1:], stem[:-1] + "ه", stem[1:-1] + "ه"):
            if len(title) > 2 and self.isa(title, "titles"):
                return title
        return ""


@cache
def grammar(language: str) -> Grammar | None:
    """The reporting words of *language*, or None where the repository has no list."""
    path = REPORTING / f"{language}.txt"
    if not re.fullmatch("[a-z]{2,3}", language) or not path.exists():
        return None
    rows = dict(line.split(":", 1) for line in path.read_text("utf-8").splitlines() if line)
    lists, phrases = {}, {}
    for kind in KINDS:
        found = [tuple(map(fold, entry.split("_"))) for entry in rows.get(kind, "").split()]
        lists[kind] = frozenset(entry[0] for entry in found if len(entry) == 1)
        phrases[kind] = _by_first_word(entry for entry in found if all(entry))
    opening = [first for kind in SOURCES for first in phrases[kind]]
    kept = [found for kind, found in lists.items() if kind not in INTERVIEWS]
    vocabulary = frozenset[str]().union(*kept, opening)
    capitals = letter_script(min(lists["verbs"])[0]) in ("LATIN", "CYRILLIC")
    # Without capitals a name may be a common word but for its marks, which folding takes off.
    stops = frozenset(map(fold, stop_words(language))) if capitals else frozenset()
    return Grammar(
        language=language,
        lists=lists,
        phrases=phrases,
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


def quotes(text: str, start: int, end: int) -> list[Span]:
    """Stretches between quotation marks of ``text[start:end]``; one left open goes to the end."""
    spans, opened, closing = [], -1, ""
    for match in _MARKS.finditer(text, start, end):
        place, mark = match.start(), match[0]
        if opened >= 0 and mark in closing:
            spans.append((opened, place + 1))
            opened = -1
        elif opened < 0:
            opened, closing = place, _CLOSES[mark]
    if opened >= 0:
        spans.append((opened, end))
    return spans


def read_words(text: str, sentence: Span, quoted: Iterable[Span], rules: Grammar) -> list[Word]:
    """The words of a sentence; suffixes after an apostrophe ("Libya's", "ABD'nin") are dropped."""
    start, end = sentence
    spans = [(start + a, start + b) for a, b in words(text[start:end])]
    asides = [match.span() for match in _ASIDE.finditer(text, start, end)]
    cover, aside = _Cover(text, quoted), _Cover(text, asides)
    found: list[Word] = []
    for first, after in spans:
        gap = _gap(text, found[-1].end if found else start, first)
        suffix = gap in ("'", "’") and text[first:after].islower() and rules.capitals
        suffix = suffix and (text[first:after] == "s" or text[found[-1].start].isupper())
        if aside.at(first) or suffix:
            continue
        gap = _ASIDE.sub("", gap)
        key, joined = rules.key(text[first:after])
        quote = cover.at(first)
        folded = fold(text[first:after])
        attached = not joined and not rules.capitals and not folded.startswith(key[:2])
        name = quote is not None and cover.is_name(quote)
        marks = _MARKS.sub("", gap) if name or (found and found[-1].marked) else gap
        found.append(
            Word(
                start=first + attached,  # less the preposition that is written onto it
                end=after,
                key=key,
                capital=text[first].isupper(),
                joined=joined,
                gap="".join(marks.split()) or "",
                quoted=quote is not None and not name,
                marked=name,
            )
        )
    return found


def _gap(text: str, before: int, first: int) -> str:
    """What stands between two words; nothing inside a number: "2,300"."""
    gap = text[before:first]
    inside = len(gap) == 1 and text[before - 1 : before].isdecimal() and text[first].isdecimal()
    return "" if inside else gap


class _Cover:
    """Which quotation a place lies in; places are asked for in order."""

    def __init__(self, text: str, quoted: Iterable[Span]) -> None:
        self._text, self._spans = text, iter(quoted)
        self._now = next(self._spans, None)
        self._names: dict[Span, bool] = {}

    def at(self, place: int) -> Span | None:
        while self._now and self._now[1] <= place:
            self._now = next(self._spans, None)
        return self._now if self._now and self._now[0] <= place else None

    def is_name(self, span: Span) -> bool:
        """Whether the marks set off a name or a few words and no sentence."""
        if span not in self._names:
            inside = self._text[span[0] + 1 : min(span[1] - 1, span[0] + 80)]
            before = self._text[max(0, span[0] - 2) : span[0]].rstrip()
            self._names[span] = (
                span[1] - span[0] < 60
                and len(inside.split()) <= _MOST_QUOTED_NAME
                and not before.endswith((":", ","))
                and not re.search(r"[.,!?،؟]", inside)
            )
        return self._names[span]

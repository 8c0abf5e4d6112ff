"""The words of a sentence, read in the light of the reporting words of its language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from index.readers.headings import Span
from index.reporting.grammar import Grammar
from index.text.tokenize import fold, words

_MOST_QUOTED_NAME = 4
_MOST_ABBREVIATED = 5
_ASIDE = re.compile(r"\([^()\n]{0,40}\)")
_TANWEEN = re.compile("\u064b[اى]?\\Z|[اى]\u064b\\Z")
_VERBS = ("verbs", "stances", "doubtful")
_HYPHEN = re.compile(r"(?<=\s)-+(?=\s)")
_MARKS = re.compile('["“”„«»‹›]')


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
        common: whether its ending tells that it is part of no name: "كثيرًا", "حارسه".
    """

    start: int
    end: int
    key: str
    capital: bool
    joined: bool
    gap: str
    quoted: bool
    marked: bool
    common: bool


def read_words(text: str, sentence: Span, quoted: Iterable[Span], rules: Grammar) -> list[Word]:
    """The words of a sentence; suffixes after an apostrophe ("Libya's", "ABD'nin") are dropped."""
    start, end = sentence
    spans = [(start + a, start + b) for a, b in words(text[start:end])]
    asides = [match.span() for match in _ASIDE.finditer(text, start, end)]
    cover, aside = _Cover(text, quoted, rules), _Cover(text, asides, rules)
    in_capitals = rules.capitals and _is_in_capitals(text, spans)
    found: list[Word] = []
    for first, after in spans:
        gap = _gap(text, found[-1].end if found else start, first)
        suffix = gap in ("'", "’") and text[first:after].islower() and rules.capitals
        suffix = suffix and (text[first:after] == "s" or text[found[-1].start].isupper())
        if aside.at(first) or suffix:
            continue
        gap = _ASIDE.sub("", gap)
        key, joined = rules.key(text[first:after], text)
        quote = cover.at(first)
        folded = fold(text[first:after])
        prefixed = not joined and not rules.capitals and not folded.startswith(key[:2])
        attached = prefixed + (prefixed and folded.startswith("لل"))
        name = quote is not None and cover.is_name(quote)
        marks = _MARKS.sub("", gap) if name or (found and found[-1].marked) else gap
        found.append(
            Word(
                start=first + attached,  # less the preposition that is written onto it
                end=after,
                key=key,
                capital=text[first].isupper() and not (in_capitals and rules.isa(key, *_VERBS)),
                joined=joined,
                gap="".join(marks.split()) or "",
                quoted=quote is not None and not name,
                marked=name,
                common=_is_common(text[first:after], rules),
            )
        )
    return found if rules.capitals else _with_countries(found, rules)


def _with_countries(found: list[Word], rules: Grammar) -> list[Word]:
    """The words, those of a country's name as one: "أديس أبابا"."""
    joined: list[Word] = []
    place = 0
    while place < len(found):
        count = _country(found, place, rules)
        word = found[place]
        if count > 1:
            key = "_".join(w.key for w in found[place : place + count])
            word = word._replace(key=key, end=found[place + count - 1].end)
        joined.append(word)
        place += count
    return joined


def _country(found: Sequence[Word], place: int, rules: Grammar) -> int:
    """How many words the name of a country has that starts there; 1 where none does."""
    for name in rules.phrases["countries"].get(found[place].key, ()):
        words = found[place : place + len(name)]
        if tuple(w.key for w in words) == name and not any(w.gap for w in words[1:]):
            return len(name)
    return 1


def _is_in_capitals(text: str, spans: Sequence[Span]) -> bool:
    """Whether it is a headline of which each word has a capital: "Mayor Says City Is Broke"."""
    long = [text[start].isupper() for start, end in spans if end - start > 3]
    return len(long) > 3 and all(long) and text[spans[-1][1] :][:1] not in (".", "!", "?")


def _is_common(word: str, rules: Grammar) -> bool:
    """Whether an Arabic ending makes it an adverb, an object or somebody's."""
    if rules.capitals:
        return False
    owned = len(word) > 4 and word.endswith(rules.affixes["possessives"])
    return _TANWEEN.search(word) is not None or (owned and not word.startswith("ال"))


def _gap(text: str, before: int, first: int) -> str:
    """What stands between two words; nothing inside a number, "2,300", or after "Dr."."""
    gap = _HYPHEN.sub("–", text[before:first])
    inside = len(gap) == 1 and text[before - 1 : before].isdecimal() and text[first].isdecimal()
    # A sentence goes on behind no full stop but that of an abbreviation or an initial.
    return "" if inside or (gap.strip() == "." and _is_short(text, before)) else gap


def _is_short(text: str, end: int) -> bool:
    """Whether the word that ends there may be an abbreviation."""
    word = re.search(r"[^\W\d]+\Z", text[max(0, end - 20) : end])
    return word is not None and len(word[0]) <= _MOST_ABBREVIATED


class _Cover:
    """Which quotation a place lies in; places are asked for in order."""

    def __init__(self, text: str, quoted: Iterable[Span], rules: Grammar) -> None:
        self._text, self._spans, self._rules = text, iter(quoted), rules
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
                and not any(self._rules.isa(fold(word), "me") for word in inside.split())
            )
        return self._names[span]

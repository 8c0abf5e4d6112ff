"""The phrases of a sentence: where a name or a title starts, and where it ends."""

from __future__ import annotations

import re

from index.reporting.grammar import Grammar, bare
from index.reporting.marks import POSSESSIVE, Phrase
from index.reporting.phrase_ends import VERBS, PhraseEnds

MOST_WORDS = 14
_MOST_DATELINE = 8
_OWNED = ("ها", "هم", "هما")
_DASH = re.compile("[–—]")
REACH = 40
"""How far a phrase, and what a verb's subject is sought in, may reach: texts may be hostile."""


class Phrases(PhraseEnds):
    """A sentence, searched for where phrases start and end."""

    def before_verb(self, phrase: Phrase) -> Phrase:
        """With capitals a small word that follows a name is its verb: "Norland accepts"."""
        if not self.rules.capitals:
            return phrase
        kinds = ("titles", "institutions", "inner", "determiners")
        opens = self._opens_with_title(phrase)
        for i in range(1 + opens, len(phrase)):
            owned = phrase[i].gap in POSSESSIVE
            small = (
                not owned and not phrase[i].capital and not self.rules.isa(phrase[i].key, *kinds)
            )
            if small and phrase[i - 1].capital and (i > 1 or phrase[0].key not in self.rules.stops):
                return phrase[:i]
        return phrase

    def _opens_with_title(self, phrase: Phrase) -> bool:
        """Whether only its place gives the first word a capital: "Глава делегации Ливии"."""
        inflected = self.rules.lists["stems"] or self.rules.lists["first"]
        title = self.rules.isa(phrase[0].key, "titles", "institutions") if phrase else False
        return bool(inflected) and title and any(word.capital for word in phrase[1:])

    def relative(self, start: int, stop: int) -> int:
        """The place of "who" in "the ambassador who left"; 0 where there is none."""
        places = range(start + 1, stop)
        isa = self.rules.isa
        return next(
            (i for i in places if isa(self.words[i].key, "relatives") or self.is_relative(i)), 0
        )

    def read(self, start: int, stop: int, *, narrow: bool = False) -> Phrase:
        """The phrase that starts at *start* and ends before *stop* at the latest.

        Args:
            start: place of a word.
            stop: place of a word behind it.
            narrow: whether a preposition ends it, even one that stands in titles.
        """
        start = self.of_document(start, stop)
        if start < stop and self.is_the_document(start):
            return (self.words[start],)
        end, titled, inner = start, False, -1
        while end < min(stop, start + MOST_WORDS):
            word = self.words[end]
            if end > start and (self.breaks(end) or self.comma(end)):
                break
            if word.quoted or self.ends_phrase(start, end, titled):
                break
            if end > start and self.words[end - 1].marked and not word.marked and titled is False:
                break
            if self.rules.isa(word.key, "inner") and not self.rules.capitals:
                inner = inner if inner >= 0 else end
            titled = titled or self.rules.isa(word.key, "titles", "institutions")
            end += 1
        if inner >= 0 and self._is_named(start, inner):
            end = inner  # "مدرب المنتخب هيرفي لوبران في المؤتمر"
            inner = -1
        end = self.cut_after_place(inner, end, narrow)
        while end > start and self.rules.isa(self.words[end - 1].key, "inner", "determiners"):
            end -= 1
        return tuple(self.words[start:end])

    def _is_named(self, start: int, inner: int) -> bool:
        """Whether a name behind a title stands before a preposition."""
        before = range(max(start, inner - 2), inner)
        plain = [i for i in before if not self.is_head(i) and not self.words[i].marked]
        bare_name = len(plain) == 2 and not any(map(self.is_definite, plain))
        posted = self.rules.isa(self.words[inner].key, "postings", "offices")
        return bare_name and not posted and any(map(self.is_head, range(start, inner)))

    def cut_after_place(self, inner: int, end: int, narrow: bool) -> int:
        """Without capitals a place after a preposition ends the phrase, unless a name follows it.

        "The ministry in Gaza a rise in ..." and "the envoy to Libya Ghassan Salame that ..."
        look alike up to the word that ends them.
        """
        if inner >= 0 and self.rules.isa(self.words[inner].key, "offices"):
            return end  # "the spokesman of the commission": no place
        if inner >= 0 and narrow and not self.is_place(inner, end):
            return inner
        if inner < 0 or inner + 2 >= end or any(w.marked for w in self.words[inner:end]):
            return end
        if any(self.rules.isa(w.key, "titles") for w in self.words[inner + 1 : end]):
            return end
        if self.rules.isa(self.words[inner].key, "postings"):
            return end  # "the ambassador to Libya Richard Norland"
        hard = self.ends_firmly(end) or self.rules.isa(self.words[end].key, *VERBS)
        return end if hard and end - inner <= 6 else inner + 2

    def is_place(self, inner: int, end: int) -> bool:
        """Whether a place and a name follow "to", and no cause that somebody calls to."""
        rest = self.words[inner + 1 : end]
        closed = end == len(self.words) or self.comma(end)
        owned = rest[-1].key.endswith(_OWNED) if rest else False
        bare_words = all(bare(word.key) == word.key for word in rest)
        return closed and len(rest) > 1 and bare_words and not owned

    def of_document(self, start: int, stop: int) -> int:
        """Where the author stands in "a statement by Norland", "بيان لوزارة"."""
        first = start
        while first < stop and self.rules.isa(self.words[first].key, "determiners"):
            first += 1
        second = first + 1 < stop and self.rules.isa(self.words[first + 1].key, "documents")
        if self.rules.capitals and second and not self.words[first].capital:
            first += 1  # "a news release by the police"
        if first >= stop or not self.rules.isa(self.words[first].key, "documents"):
            return start
        if first + 1 < stop and self.is_head(first + 1):
            return first + 1
        for i in range(first + 1, min(first + 3, stop)):
            if self.rules.isa(self.words[i].key, "by", "from", "inner"):
                return min(i + 1, stop)
        near = range(first + 2, min(first + 4, stop)) if not self.rules.capitals else ()
        heads = (i for i in near if self.rules.isa(self.words[i].key, "institutions"))
        return next(heads, start)  # "دراسة أصدرها معهد"

    def whole(self, start: int, stop: int) -> Phrase:
        """The phrase from *start* if it reaches *stop*, else nothing."""
        found = self.read(start, stop) if start < stop else ()
        return found if found and found[-1] is self.words[stop - 1] else ()

    def chunks(self, end: int) -> list[tuple[int, int]]:
        """What stands before *end* in its clause, cut at commas, the nearest first."""
        chunks: list[tuple[int, int]] = []
        stop = start = end
        while start > max(0, end - REACH) and len(chunks) < 4:
            if start < len(self.words) and start <= stop and self.breaks(start):
                break
            before = self.words[start - 1]
            if before.quoted or self.is_complement(start - 1):
                break
            if start < stop and self.comma(start):
                chunks.append((start, stop))
                stop = start
            start -= 1
        if start < stop:
            chunks.append((start, stop))
        return chunks

    def without_auxiliaries(self, place: int) -> int:
        """Where the verb at *place* starts with its auxiliaries: "has also said"."""
        while place > 0 and self.rules.isa(self.words[place - 1].key, "auxiliaries"):
            if self.breaks(place) or self.comma(place):
                break
            place -= 1
        return place

    def skip_connectors(self, start: int, stop: int) -> int:
        """Past "but", "also", "meanwhile": words that may stand before a subject."""
        isa = self.rules.isa
        while start < stop - 1 and (
            (isa(self.words[start].key, "conjunctions", "auxiliaries") or self.is_age(start))
            and not isa(self.words[start].key, "determiners", "titles", "institutions")
        ):
            start += 1
        return start

    def is_age(self, place: int) -> bool:
        """Whether the word is part of "17-year-old" before a name."""
        ages = self.rules.isa(self.words[min(place + 1, len(self.words) - 1)].key, "ages")
        number = self.words[place].key.isdecimal() and ages
        return number or self.rules.isa(self.words[place].key, "ages")

    def after_introduction(self) -> int:
        """Where the first clause starts: past "On Monday,", "PARIS (Reuters) -" and the like."""
        start = self.skip_connectors(self.after_dateline(), len(self.words))
        word = self.words[start]
        opens = self.rules.isa(word.key, "links", "inner", "events", "participles")
        if opens and not self.rules.isa(word.key, "determiners"):
            near = range(start + 1, min(start + 20, len(self.words)))
            return next((i for i in near if self.comma(i)), start)
        return start

    def after_dateline(self) -> int:
        """Where a text starts behind its place and agency: "رأس الغزال – الوكالة: دخل"."""
        near = range(1, min(_MOST_DATELINE, len(self.words)))
        dashes = [i for i in near if _DASH.search(self.words[i].gap)]
        if len(dashes) != 1 or any(self.rules.isa(w.key, *VERBS) for w in self.words[: dashes[0]]):
            return 0  # "Norland – the ambassador – said"
        colon = (i for i in near if i > dashes[0] and self.words[i].gap.startswith(":"))
        return next(colon, dashes[0])

    def starts_clause(self, place: int) -> bool:
        """Whether the verb at *place* has nothing before it in its clause."""
        start = self.without_auxiliaries(place)
        return start == 0 or self.breaks(start) or self.comma(start) or self.is_turn(start, place)

    def is_turn(self, start: int, place: int) -> bool:
        """Whether words like "for his part" stand there: somebody else speaks now."""
        return any(self.rules.isa(word.key, "turns") for word in self.words[start:place])

    def is_likely(self, phrase: Phrase) -> bool:
        """As the function ``is_likely``, in the language of the sentence."""
        return is_likely(phrase, self.rules)


def is_likely(phrase: Phrase, rules: Grammar) -> bool:
    """Whether the phrase looks like somebody: a title, a name by its capital or its marks."""
    if any(rules.isa(w.key, "titles", "institutions", "he", "she", "it", "they") for w in phrase):
        return True
    return phrase[0].marked or any(w.capital and w.key not in rules.stops for w in phrase)

"""The phrases of a sentence: where a name or a title starts, and where it ends."""

from __future__ import annotations

import re

from index.grammar import Grammar, bare
from index.marks import Marks, Phrase

VERBS = ("verbs", "feminine", "stances", "doubtful")
PRONOUNS = ("he", "she", "it", "they")
MOST_WORDS = 14
_MOST_DATELINE = 8
_OWNED = ("ها", "هم", "هما")
_DASH = re.compile("[–—]")
REACH = 40
"""How far a phrase, and what a verb's subject is sought in, may reach: texts may be hostile."""

_ENDS = ("complements", "relatives", "conjunctions", "participles", "links", "auxiliaries")


class Phrases(Marks):
    """A sentence, searched for where phrases start and end."""

    def before_verb(self, phrase: Phrase) -> Phrase:
        """With capitals a small word that follows a name is its verb: "Norland accepts"."""
        if not self.rules.capitals:
            return phrase
        kinds = ("titles", "institutions", "inner", "determiners")
        for i in range(1, len(phrase)):
            owned = phrase[i].gap in ("'s", "’s")
            small = (
                not owned and not phrase[i].capital and not self.rules.isa(phrase[i].key, *kinds)
            )
            if small and phrase[i - 1].capital and (i > 1 or phrase[0].key not in self.rules.stops):
                return phrase[:i]
        return phrase

    def relative(self, start: int, stop: int) -> int:
        """The place of "who" in "the ambassador who left"; 0 where there is none."""
        places = range(start + 1, stop)
        return next((i for i in places if self.rules.isa(self.words[i].key, "relatives")), 0)

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
        end = self.cut_after_place(inner, end, narrow)
        while end > start and self.rules.isa(self.words[end - 1].key, "inner", "determiners"):
            end -= 1
        return tuple(self.words[start:end])

    def ends_phrase(self, start: int, place: int, titled: bool) -> bool:
        """Whether the phrase from *start* on ends before the word at *place*."""
        key, isa = self.words[place].key, self.rules.isa
        if place > start and key.startswith(tuple(self.rules.lists["enders"])):
            return not titled or not key.startswith(tuple(self.rules.lists["inner-enders"]))
        if place <= start + 1 and isa(self.words[start].key, *PRONOUNS):
            return place > start
        if isa(key, "titles", "institutions"):
            return self.is_another(start, place)
        if isa(key, "determiners"):
            return self.is_determined(start, place)
        if isa(key, "inner"):
            return not self.may_stand_inside(start, place, titled)
        return self.is_common(start, place) and not self.is_capital_name(start, place)

    def is_determined(self, start: int, place: int) -> bool:
        """Whether an article starts another phrase; none does in "Yves Le Goff"."""
        if self.is_capital_name(start, place) and self.rules.isa(
            self.words[place].key, "particles"
        ):
            return False
        before = self.words[place - 1].key
        return place > start and not self.rules.isa(before, "determiners", "inner")

    def is_another(self, start: int, place: int) -> bool:
        """Whether a title behind a name starts the object: "التقى الوزير حيان كريم السفير"."""
        if self.rules.capitals:
            return False
        kinds = ("titles", "institutions", "inner")
        names = [w for w in self.words[start:place] if not self.rules.isa(w.key, *kinds)]
        if bare(self.words[place].key) == self.words[place].key:
            # "واتهم العميد نبيل الطيب قوات الدعم": two words of a name have ended it.
            whole = len(names) > 1 and self.words[place - 1] is names[-1]
            institution = self.rules.isa(self.words[place].key, "institutions")
            return whole and institution and any(bare(w.key) == w.key for w in names)
        if self.rules.isa(self.words[place].key, "honorifics"):
            return False
        plural = self.words[place].key.endswith(tuple(self.rules.lists["plural-endings"]))
        if plural and names and names[0] is self.words[start]:
            return True
        return sum(bare(word.key) == word.key for word in names) > 1

    def is_common(self, start: int, place: int) -> bool:
        """Whether the word is of those that no phrase goes on with."""
        key = self.words[place].key
        if self.is_construct(start, place):
            return False
        if key.isdecimal() and (place == start or not self.rules.capitals):
            return True
        return self.rules.isa(key, *_ENDS, *VERBS) or key in self.rules.stops

    def is_construct(self, start: int, place: int) -> bool:
        """Whether a head takes the word as its second half: "وكالة الأنباء"."""
        if self.rules.capitals or place <= start or not self.is_head(place - 1):
            return False
        head, key = self.words[place - 1].key, self.words[place].key
        return bare(head) == head and bare(key) != key

    def may_stand_inside(self, start: int, place: int, titled: bool) -> bool:
        """Whether a preposition belongs to the phrase: "embassy to Libya", "von der Leyen"."""
        after = self.words[place + 1] if place + 1 < len(self.words) else None
        if after is None or self.rules.isa(after.key, "events") or place == start:
            return self.rules.capitals and place == start and bool(after and after.capital)
        if self.rules.capitals:
            follows = after.capital or self.rules.isa(after.key, "determiners", "inner", "titles")
            follows = follows or self.rules.isa(after.key, "institutions")
            particle = self.rules.isa(self.words[place].key, "particles")
            if titled:
                small = not self.words[place - 1].capital or self.is_head(place - 1)
                return follows or (particle and small and after.key not in self.rules.stops)
            return follows and particle and self.words[place - 1].capital
        return titled

    def is_capital_name(self, start: int, place: int) -> bool:
        """Whether a word that is also a common one is part of a name: "Theresa May"."""
        return self.words[place].capital and place > start and self.words[place - 1].capital

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
        if first >= stop or not self.rules.isa(self.words[first].key, "documents"):
            return start
        for i in range(first + 1, min(first + 3, stop)):
            if self.rules.isa(self.words[i].key, "by", "from", "inner"):
                return min(i + 1, stop)
        follows = first + 1 < stop and self.rules.isa(
            self.words[first + 1].key, "institutions", "titles"
        )
        if follows:
            return first + 1
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
            if before.quoted or self.rules.isa(before.key, "complements"):
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
            isa(self.words[start].key, "conjunctions", "auxiliaries")
            and not isa(self.words[start].key, "determiners", "titles", "institutions")
        ):
            start += 1
        return start

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
        return start == 0 or self.breaks(start) or self.comma(start)

    def is_likely(self, phrase: Phrase) -> bool:
        """As the function ``is_likely``, in the language of the sentence."""
        return is_likely(phrase, self.rules)


def is_likely(phrase: Phrase, rules: Grammar) -> bool:
    """Whether the phrase looks like somebody: a title, a name by its capital or its marks."""
    if any(rules.isa(w.key, "titles", "institutions", "he", "she", "it", "they") for w in phrase):
        return True
    return phrase[0].marked or any(w.capital and w.key not in rules.stops for w in phrase)

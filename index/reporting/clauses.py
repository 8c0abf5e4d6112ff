"""The verbs of a sentence: in what clause they stand, and whether they report."""

from __future__ import annotations

from index.reporting.marks import POSSESSIVE, Phrase
from index.reporting.phrase_ends import VERBS
from index.reporting.phrases import MOST_WORDS, REACH, Phrases

_MOST_APART = 15


class Clauses(Phrases):
    """A sentence, asked about the clauses of its verbs."""

    def is_followed(self, phrase: Phrase) -> bool:
        """Whether "that" follows the phrase: no doubt that it is a report, then."""
        after = next((w for w in self.words if w.start >= phrase[-1].end), None)
        return after is not None and self.rules.isa(after.key, "complements")

    def has_man(self, place: int, phrases: tuple[Phrase, ...]) -> bool:
        """Whether the subject is a title: what else follows a noun is no subject.

        Behind "and" at the start of a sentence an institution is one, too: "وقدرت الهيئة".
        """
        kinds: tuple[str, ...] = ("titles", "documents")
        if place == 0 and self.words[0].joined:
            kinds += ("institutions",)
        return bool(phrases) and self.rules.isa(phrases[0][0].key, *kinds)

    def is_reported(self, place: int) -> bool:
        """Whether the clause is one that depends on another: "that they deny", "who said"."""
        for i in range(place - 1, max(-1, place - REACH), -1):
            if self.is_complement(i) or self.rules.isa(self.words[i].key, "relatives"):
                return not self._opens(i)
            if self.breaks(i + 1) or self.comma(i + 1):
                return False
        return False

    def _opens(self, place: int) -> bool:
        """Whether a word for "that" is part of a conjunction: "إلا أنه", "غير أن"."""
        return 0 < place <= 2 and self.rules.isa(self.words[place - 1].key, "openers")

    def is_passive(self, place: int) -> bool:
        """Whether the verb tells what is done to its subject."""
        before = self.words[max(0, place - 3) : place]
        if not any(self.rules.isa(word.key, "passive") for word in before):
            return False
        nearer = [w for w in before if not self.rules.isa(w.key, "passive", "auxiliaries")]
        return not nearer or not before or self.rules.isa(before[-1].key, "passive")

    def is_joined(self, place: int) -> bool:
        """Whether a conjunction ties the verb to an earlier one of the sentence."""
        start = self.without_auxiliaries(place)
        joined = self.words[place].joined or self.words[start].joined
        if start == 0:
            return False
        return joined or self.rules.isa(self.words[start - 1].key, "conjunctions")

    def may_drop(self, place: int) -> bool:
        """Whether the verb stands where a clause may start without a subject."""
        start = self.without_auxiliaries(place)
        return (
            start == 0
            or self.breaks(start)
            or self.comma(start)
            or self.rules.isa(self.words[start - 1].key, "conjunctions", "complements")
            or self.is_introduced(start)
            or self.is_turn(start, place)
        )

    def is_introduced(self, place: int) -> bool:
        """Whether only an adverbial stands before: "In London, ..." or "وفي لندن أكد"."""
        return place < 8 and self.rules.isa(self.words[0].key, "links", "auxiliaries", "inner")

    def may_start(self, place: int, strict: bool) -> bool:
        """Whether a subject may start at the word, when a clause has more before it."""
        word = self.words[place]
        if strict:
            return True
        return word.capital or self.rules.isa(
            word.key, "determiners", "titles", "institutions", "he", "she", "it", "they"
        )

    def ends_clause(self, place: int) -> bool:
        """Whether a clause ends before the word."""
        if place >= len(self.words) or self.breaks(place) or self.comma(place):
            return True
        return self.rules.isa(self.words[place].key, "links", "inner", "relatives", "participles")

    def ends_at(self, place: int, kind: str) -> int:
        """The place behind the phrase of that kind which starts at *place*; 0 for none."""
        if place < 0 or place >= len(self.words):
            return 0
        for phrase in self.rules.phrases[kind].get(self.words[place].key, ()):
            after = place + len(phrase)
            if tuple(word.key for word in self.words[place:after]) == phrase:
                return after
        return 0

    def is_silent(self, place: int) -> bool:
        """Whether the verb is part of "did not say" and the like."""
        if not self.rules.isa(self.words[place].key, *VERBS):
            return False
        if self._is_asked(place):
            return True
        return any(self.ends_at(start, "silence") > place for start in (place - 1, place))

    def _is_asked(self, place: int) -> bool:
        """Whether the clause only asks: "if the government would reject it"."""
        for i in range(place - 1, max(-1, place - MOST_WORDS), -1):
            if self.breaks(i + 1) or self.comma(i + 1):
                return False
            if self.rules.isa(self.words[i].key, "hypothetical"):
                return True
        return False

    def is_noun(self, place: int) -> bool:
        """Whether the word is none but looks like a verb: "five hours of questions"."""
        if self._is_preposition(place):
            return True
        if place and not self.rules.capitals and self._is_object_of(place - 1):
            return True
        if not place or self.words[place].gap:
            return bool(place) and self.words[place].gap in POSSESSIVE
        if self.rules.isa(self.words[place - 1].key, "before-nouns"):
            return True
        return self._is_homograph(place)

    def _is_object_of(self, place: int) -> bool:
        """Whether a participle stands there, whose object follows: "مؤكدا تمسك حكومته"."""
        follows = not self.words[place + 1].gap and not self.words[place + 1].joined
        return follows and self.rules.isa(self.words[place].key, "participles")

    def _is_homograph(self, place: int) -> bool:
        """Whether what follows tells that it is the noun: "Western claims of", "fears were"."""
        after = self.words[place + 1] if place + 1 < len(self.words) else None
        noun = after is not None and self.rules.isa(after.key, "noun-ends")
        noun = noun or (after is not None and after.gap in ("–", "—"))
        return noun and self.rules.isa(self.words[place].key, "homographs")

    def _is_preposition(self, place: int) -> bool:
        """Whether a verb that needs a preposition lacks it: "عبر البحر" is across, not tells."""
        needed = self.rules.phrases["needs"].get(self.words[place].key, ())
        near = {word.key for word in self.words[place + 1 : place + _MOST_APART]}
        return bool(needed) and all(near.isdisjoint(phrase[1:]) for phrase in needed)

    def closes(self, place: int) -> bool:
        """Whether the verb's clause follows what it reports: "..., she says" or "..., said X"."""
        start = place
        while start > max(0, place - MOST_WORDS) and not (self.comma(start) or self.breaks(start)):
            start -= 1
        after = place + 1
        while after < min(len(self.words), place + MOST_WORDS):
            if self.comma(after) or self.breaks(after) or self.words[after].quoted:
                break
            if self.rules.isa(self.words[after].key, "complements"):
                return False
            after += 1
        return start > 0 and start >= place - 4 and self._is_short(place, after)

    def _is_short(self, place: int, after: int) -> bool:
        """Whether a verb has but a subject behind it, or an addressee: "she told reporters"."""
        rest = [w for w in self.words[place + 1 : after] if not w.capital]
        return len(rest) <= 3 or not self.rules.capitals

    def is_reporting(self, place: int) -> bool:
        """Whether "that" follows the verb, or a preposition and "that": "حذر من أن"."""
        if self.rules.capitals or self.rules.isa(self.words[place].key, "impersonal"):
            return False
        after = range(place + 1, min(place + 3, len(self.words)))
        near = [i for i in after if not self.comma(i) and not self.breaks(i)]
        return any(
            self.rules.isa(self.words[i].key, "complements")
            and (i == place + 1 or self.rules.isa(self.words[i - 1].key, "links", "inner"))
            for i in near
        )

    def is_firm(self, phrase: Phrase) -> bool:
        """Whether a comma or "that" follows the phrase."""
        after = next((i for i, w in enumerate(self.words) if w.start >= phrase[-1].end), 0)
        while after < len(self.words) and self.rules.isa(self.words[after].key, "times"):
            after += 1
        return self.ends_firmly(after)

    def opens_with_name(self) -> bool:
        """Whether a name and a relative clause open the sentence: "جاسر العوكلي، الذي ..."."""
        comma = next((i for i in range(1, min(6, len(self.words))) if self.comma(i)), 0)
        return bool(comma) and self.rules.isa(self.words[comma].key, "relatives")

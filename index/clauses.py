"""The verbs of a sentence: in what clause they stand, and whether they report."""

from __future__ import annotations

from index.phrases import REACH, Phrase, Phrases


class Clauses(Phrases):
    """A sentence, asked about the clauses of its verbs."""

    def is_followed(self, phrase: Phrase) -> bool:
        """Whether "that" follows the phrase: no doubt that it is a report, then."""
        after = next((w for w in self.words if w.start >= phrase[-1].end), None)
        return after is not None and self.rules.isa(after.key, "complements")

    def has_man(self, phrases: tuple[Phrase, ...]) -> bool:
        """Whether the subject is a title: what else follows a noun is no subject."""
        return bool(phrases) and self.rules.isa(phrases[0][0].key, "titles")

    def is_reported(self, place: int) -> bool:
        """Whether the clause is one that depends on another: "that they deny", "who said"."""
        for i in range(place - 1, max(-1, place - REACH), -1):
            if self.rules.isa(self.words[i].key, "complements", "relatives"):
                return True
            if self.breaks(i + 1) or self.comma(i + 1):
                return False
        return False

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

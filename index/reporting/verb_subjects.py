"""Whose verb it is: the subject that a reporting verb or participle has beside it."""

from __future__ import annotations

from index.reporting.attributed import Attributed, Subject, subject_of
from index.reporting.grammar import bare
from index.reporting.marks import Phrase
from index.reporting.sentence_words import Word


class VerbSubjects(Attributed):
    """A sentence, searched for the subjects of its verbs."""

    def of_participle(self, place: int) -> Subject | None:
        """Who speaks in "she is demanding", "..., adding that"."""
        isa = self.rules.isa
        if place and isa(self.words[place - 1].key, "passive"):
            return subject_of(self.before(place, strict=False), sure=False)
        if isa(self.words[place].key, "adverbs") and self._is_adverb(place):
            return None
        parted = self.comma(place) or self.breaks(place) or not self.rules.capitals
        parted = parted or isa(self.words[place - 1].key, "documents")
        weak = not isa(self.words[place].key, "saying")
        return Subject((), joined=True, weak=weak) if parted and place > 1 else None

    def _is_adverb(self, place: int) -> bool:
        """Whether a participle is "again", which has no object: "تجتمع اللجنة مجددا في سبتمبر"."""
        after = place + 1
        if after >= len(self.words) or self.comma(after) or self.breaks(after):
            return True
        return self.rules.isa(self.words[after].key, "prepositions")

    def of_verb(self, place: int, word: Word) -> Subject | None:
        """Who speaks by the verb at *place*; None where it reports nothing."""
        feminine = self.rules.isa(word.key, "feminine")
        sure = not self.rules.isa(word.key, "stances", "doubtful", "quoting")
        if self.is_passive(place) or self.is_reduced(place):
            return subject_of(self.agent(place), sure=False)
        phrases = self.named(place)
        masculine = feminine and self.is_joined(place) and self._is_masculine(phrases)
        if masculine or (not feminine and self._is_feminine(place, phrases)):
            phrases = ()  # the object: "ودعت العمال إلى", "حيث دعا الولايات المتحدة إلى"
        if self.rules.isa(word.key, "doubtful"):
            sure = self.is_report(place, phrases) or self.has_object(place, phrases)
            if not sure and not self.has_man(place, phrases):
                known = place == 0 and bool(phrases) and not self.rules.capitals
                return Subject(phrases, feminine, sure=False, only_known=True) if known else None
        if phrases:
            sure = sure or self.is_followed(phrases[-1])
            definite = bare(phrases[0][0].key) != phrases[0][0].key
            weak = self.rules.isa(word.key, "transitive")
            weak = weak and (definite or not self.is_firm(phrases[-1]))
            return Subject(phrases, feminine, sure, self.is_joined(place), weak=weak)
        if self.is_joined(place):
            return Subject((), feminine, sure, joined=True)
        sure = sure or self.is_reporting(place)
        if self.rules.lists["pro-drop"] and sure and self.may_drop(place):
            return Subject((), feminine)
        return None

    def _is_masculine(self, phrases: tuple[Phrase, ...]) -> bool:
        """Whether "the workers" or the like is named, which no feminine verb has as its subject."""
        if not phrases or self.rules.capitals:
            return False
        key = phrases[0][0].key
        ending = key.endswith(self.rules.affixes["feminine-endings"])
        person = self.rules.isa(key, "titles") and not self.rules.isa(key, "institutions")
        return person and bare(key) != key and not ending

    def _is_feminine(self, place: int, phrases: tuple[Phrase, ...]) -> bool:
        """Whether "the ministry" or the like follows, no subject of a masculine verb."""
        follows = place + 1 < len(self.words) and bool(phrases)
        if not follows or self.rules.capitals or phrases[0][0] is not self.words[place + 1]:
            return False
        key = phrases[0][0].key
        ending = key.endswith(self.rules.affixes["feminine-endings"])
        person = self.rules.isa(key, "titles") or not self.rules.isa(key, "institutions")
        return ending and not person and bare(key) != key

    def _after_turn(self, place: int) -> tuple[Phrase, ...]:
        """Who speaks in "من جهته بيّن الشيخ", whatever a heading before it says."""
        if not self.is_turn(self.without_auxiliaries(place), place):
            return ()
        found = self.after(place)
        person = bool(found) and self.rules.isa(found[0][0].key, "titles")
        return found if person and not self.rules.isa(found[0][0].key, "institutions") else ()

    def _before_joined(self, place: int) -> tuple[Phrase, ...]:
        """What stands before the verb; behind "and" no object of an earlier verb does."""
        found = self.before(place, strict=True)
        if not found or self.rules.capitals or not self.words[place].joined:
            return found
        opens = found[0][0] in self.words[:2]  # "أما كريم فقال"
        return found if opens or any(map(self.has_title, found)) else ()

    def named(self, place: int) -> tuple[Phrase, ...]:
        """The subject beside the verb: before it, after it, or at the head of the clause."""
        if self.rules.lists["first"] and self.rules.capitals:
            leading = self.before_verb(self.read(self.after_introduction(), place))
            if leading and self.is_likely(leading):
                return (leading,)
        if near := self._after_turn(place) or self._before_joined(place):
            return near
        inverted = bool(self.rules.lists["inverts"]) or self.starts_clause(place)
        after = self.after(place) if inverted else ()
        if after:
            return after
        if self.is_joined(place):
            return ()
        if self.rules.lists["first"]:
            leading = self.read(self.after_introduction(), place)
            return (leading,) if leading else ()
        return self.before(place, strict=False)

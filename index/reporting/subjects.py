"""Who speaks in a sentence: the subjects of its reporting verbs, as phrases of words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from index.reporting.attributed import Subject, subject_of
from index.reporting.grammar import SOURCES
from index.reporting.marks import Phrase
from index.reporting.phrase_ends import PRONOUNS, VERBS
from index.reporting.phrases import MOST_WORDS, REACH
from index.reporting.sentence_words import Word
from index.reporting.verb_subjects import VerbSubjects

MOST_LABEL = 5
"""Words that may stand between a speaker and the colon: "Norland in an interview: ..."."""


class Sentence(VerbSubjects):
    """A sentence, searched for those who speak in it."""

    def subjects(self) -> Iterator[Subject]:
        """Whoever speaks, in the order of the words that say so.

        What is reported may report again, "he said that they deny it": that is still his.
        """
        found: list[tuple[int, Subject]] = []
        for place, word in enumerate(self.words):
            named = self.rules.capitals and word.capital and place > 0 and not word.gap
            if word.quoted or named or self.is_silent(place) or self.is_noun(place):
                continue
            if found and self._tells_more(found[-1][0], place):
                continue
            reported = bool(found) and self.is_reported(place) and not self._is_answered(place)
            if reported and not self.rules.isa(word.key, "verbs"):
                continue
            subject = self._at(place, word)
            if subject and (not reported or self._is_second_hand(subject)):
                found.append((place, replace(subject, second_hand=reported)))
        found.sort(key=lambda pair: not pair[1].second_hand)
        closing = [place for place, subject in found if subject.sure and self.closes(place)]
        closing = [place for place in closing if not self._is_answered(place)]
        for place, subject in found:
            firm = subject.sure or (not self.rules.capitals and self.starts_clause(place))
            firm = firm or self._is_told_by_its_own(subject, found, closing)
            if not closing or place in closing or firm:
                yield subject
                yield from self._beside(place, subject)

    def _is_told_by_its_own(
        self, subject: Subject, found: list[tuple[int, Subject]], closing: list[int]
    ) -> bool:
        """Whether a country wants what its own people tell: "China opposes it, an envoy said"."""
        country = any(self.rules.isa(w.key, "countries") for p in subject.phrases[:1] for w in p)
        told = [w for i, s in found if i in closing for phrase in s.phrases for w in phrase]
        officials = any(self.rules.isa(word.key, "titles", "institutions") for word in told)
        others = any(self.rules.isa(word.key, "countries", "nationalities") for word in told)
        return country and officials and not others

    def _tells_more(self, last: int, place: int) -> bool:
        """Whether the verb only says more of the last one's subject: "قال رجل يحمل رغيفا"."""
        word = self.words[place]
        if (
            self.rules.capitals
            or word.joined
            or not self.rules.isa(word.key, "stances", "doubtful")
        ):
            return False
        between = range(max(last + 1, place - REACH), place + 1)
        kinds = ("complements", "relatives", "conjunctions", *SOURCES)
        return not any(
            self.comma(i) or self.breaks(i) or self.rules.isa(self.words[i].key, *kinds)
            for i in between
        )

    def _is_second_hand(self, subject: Subject) -> bool:
        """Whether one of whom somebody tells is named and speaks: "he said Norland told him"."""
        first = subject.phrases[0][0] if subject.phrases else None
        return bool(first and self.rules.capitals and first.capital and subject.sure)

    def _is_answered(self, place: int) -> bool:
        """Whether it is the verb of "..., which she denied": hers, whoever else speaks."""
        before = self.words[max(0, self.without_auxiliaries(place) - 2) : place][:2]
        if len(before) < 2 or not before[0].gap:
            return False
        pronoun = self.rules.isa(before[1].key, *PRONOUNS)
        return pronoun and self.rules.isa(before[0].key, "relatives")

    def _beside(self, place: int, subject: Subject) -> Iterator[Subject]:
        """Who else is a subject of the verb: "Norland and Harris said", or quotes somebody."""
        if self.rules.isa(self.words[place].key, "quoting") and subject.phrases:
            quoter = self.named(place)
            if quoter and quoter[0][0] is not subject.phrases[0][0]:
                yield Subject(quoter, only_known=True)
        elif subject.phrases and (other := self.coordinated(subject.phrases[0])):
            yield Subject((other,), sure=False)

    def leading(self) -> tuple[Phrase, ...]:
        """The phrases that the sentence is about: the subject of its first clause."""
        start = self.after_introduction()
        if self.rules.isa(self.words[0].key, "openers") and len(self.words) > 2:
            start = 2 if self.rules.isa(self.words[1].key, "complements") else start
            return self._phrases_from(start)
        while start + 1 < len(self.words) and self.rules.isa(self.words[start].key, "negations"):
            start += 1
        if not self.rules.capitals and not self.is_head(start) and not self.opens_with_name():
            start += 1  # behind the verb
        return self._phrases_from(start)

    def _phrases_from(self, start: int) -> tuple[Phrase, ...]:
        found = self.before_verb(self.read(start, len(self.words)))
        return (found, *self.appended(found, start + len(found))) if found else ()

    def mentions(self) -> Iterator[Phrase]:
        """The phrases with a title or a kind of institution, and what says which."""
        end = 0
        for place in range(len(self.words)):
            if place < end or not self.is_head(place):
                continue
            start = self._start_of_title(place)
            found = self.read(start, len(self.words))
            end = max(start + len(found), place + 1)
            tells = any(w.capital for w in found) or not self.rules.capitals
            if len(found) > 1 and tells and not found[0].quoted:
                yield found

    def _start_of_title(self, place: int) -> int:
        """Where the capitals before a title start: "Eastern Movement"."""
        start = place
        while start > max(0, place - MOST_WORDS) and self.rules.capitals:
            before = self.words[start - 1]
            if not before.capital or self.words[start].gap or self.is_common(0, start - 1):
                break
            start -= 1
        return start

    def label(self) -> Phrase:
        """The speaker in "Norland: we will stay", or nothing."""
        colon = next((i for i, w in enumerate(self.words[:9]) if i and w.gap.startswith(":")), 0)
        found = self.read(0, colon) if colon else ()
        if not found or any(w.gap for w in found):
            return ()
        place = self.rules.isa(self.words[len(found)].key, "inner", "links")
        told = place and len(found) > 1 and colon - len(found) < MOST_LABEL
        return found if len(found) == colon or told else ()

    def goes_on(self) -> bool:
        """Whether it starts as the rest of a sentence that was cut in two: "and that ..."."""
        first = self.words[0]
        rest = self.rules.isa(first.key, "complements", "participles") and not first.quoted
        return rest and bool(self.rules.lists["pro-drop"])

    def _at(self, place: int, word: Word) -> Subject | None:
        isa = self.rules.isa
        if isa(word.key, "quoting"):
            return self.quoted_by_others(place) or self.of_verb(place, word)
        if isa(word.key, *VERBS):
            return self.of_verb(place, word)
        if source := self.source_at(place):
            return source
        if isa(word.key, "postsources"):
            return subject_of(self.before(place, strict=False), sure=False)
        return self.of_participle(place) if isa(word.key, "participles") else None

"""Which phrases of a document name one speaker: by name, by title, by pronoun."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from index.reporting.attributed import Subject
from index.reporting.descriptions import Description
from index.reporting.grammar import bare
from index.reporting.marks import Phrase
from index.reporting.phrases import is_likely
from index.reporting.references import References
from index.reporting.registry import Speaker, span_of
from index.reporting.sentence_words import Word
from index.text.tokenize import fold, words

_SOON = 3
_LEAD = (2, 8)
"""The last sentence of a lead, and the last one in which whom it means is named."""


class Speakers(References):
    """The speakers of one document, in the order in which it names them."""

    def find(self, subject: Subject, place: int) -> Speaker | None:
        """The speaker that *subject* names; a new one where it names none of the known.

        Args:
            subject: of the sentence.
            place: number of the sentence.
        """
        pronoun = subject.pronoun or self._pronoun(subject.phrases)
        if not subject.phrases or pronoun or self._is_document(subject.phrases):
            return self._last(subject, pronoun, place)
        phrases = self._without_object(subject.phrases)
        described = self._describer.describe(phrases)
        if not described.words or described.words <= self._rules.lists["vague"]:
            return None
        known = self._spoken_for(phrases, described) or self._known(described)
        known = known or self._nameless(described)
        known = known or self._mentioned(described) or self._points_back(subject, described, place)
        if subject.only_known and not (known and known.person):
            self.note(phrases, place)
            return None
        if known is None and subject.weak and self._is_object(phrases):
            return self._last(subject, "", place)
        if known is None and not subject.sure and not self._is_likely(phrases):
            return None
        speaker = known or self._new(described, place)
        speaker.plain |= known is None and not described.titles
        self._learn(speaker, described, place, span_of(phrases))
        speaker.spoke = True
        if subject.feminine:
            speaker.feminine = True
        return speaker

    def known(self, phrases: Sequence[Phrase]) -> Speaker | None:
        """Whom the phrases name, if the text has named them before."""
        return self._known(self._describer.describe(self._without_object(phrases)))

    def note(self, phrases: Sequence[Phrase], place: int) -> None:
        """Remember whom a sentence that reports no words is about: "he" may follow."""
        if self.is_pronoun(phrases):
            return
        described = self._describer.describe(self._without_object(phrases))
        known = self._known(described) or self._nameless(described)
        telling = described.heads or (len(described.words) > 1 and self._is_name(phrases[-1]))
        if known or (telling and self._is_likely(phrases)):
            speaker = known or self._new(described, place)
            self._learn(speaker, described, place, span_of(phrases))

    def hear(self, phrases: Iterable[Phrase]) -> None:
        """Remember who is mentioned, speaking or not: "the movement" may say something later."""
        for phrase in phrases:
            for word in phrase:
                if self._rules.isa(word.key, "titles", "institutions"):
                    self._heard[bare(word.key)] = phrase
            self._heard[self._describer.key(phrase[-1])] = phrase

    def glimpse(self, words: Iterable[Word], place: int) -> None:
        """Note the speakers whom a sentence that reports no words names: "he" may follow."""
        for word in words:
            speaker = self._by_name.get(self._describer.key(word))
            if speaker and speaker.person and (word.capital or not self._rules.capitals):
                speaker.glimpsed = place

    def most_named(self, end: int) -> Speaker | None:
        """The person whose last name stands most often before *end*; None where none is named."""
        for phrase in list(self._heard.values()):
            described = self._describer.describe((phrase,))
            early = phrase[-1].end <= end and described.person and described.name
            if early and not self._known(described):
                self._learn(self._new(described, 0), described, 0, span_of((phrase,)))
        counts = Counter(fold(self._text[a:b]) for a, b in words(self._text[:end]))
        named = [s for s in self._all if s.person and s.name and s.span[1] <= end]
        key = self._rules.key
        often = {
            s: sum(
                n
                for word, n in counts.items()
                if key(word)[0] == s.name[-1] or bare(word) == s.name[-1]
            )
            for s in named
        }
        return max(named, key=lambda s: often[s], default=None)

    def named_later(self) -> dict[Speaker, Speaker]:
        """Whom a lead calls by title alone, by the one whose name the text gives after it.

        "Warehouse owner denies paying for fire ... Ivan Petrasek told the court".
        """
        later: dict[Speaker, Speaker] = {}
        named = [s for s in self._all if s.name and s.person and s.spoke and s.first <= _LEAD[1]]
        for speaker in self._all:
            heads = speaker.heads - self._rules.lists["spokesmen"]
            if (
                not (speaker.spoke and speaker.person)
                or speaker.name
                or speaker.first > _LEAD[0]
                or not self._is_one(heads)
            ):
                continue
            near = speaker.first + _SOON
            fitting = (s for s in named if heads & s.heads or self._may_be(s, near))
            if found := next(fitting, None):
                found.titles |= speaker.titles
                later[speaker] = found
        return later

    def _is_name(self, phrase: Phrase) -> bool:
        """Whether it ends as names do: "Morales's rhetoric", "Bodies of victims" are none."""
        return phrase[-1].capital or phrase[-1].marked or not self._rules.capitals

    def _may_be(self, speaker: Speaker, near: int) -> bool:
        """Whether one who spoke by name alone may be whom the lead called by a title."""
        soon = self._rules.capitals and speaker.plain and speaker.first <= near
        return soon or not self._titled(speaker)

    def _is_one(self, heads: set[str]) -> bool:
        """Whether titles are one person's, whose name may follow: no "officials", no "police"."""
        plural = self._rules.affixes["plural-endings"]
        own = [h for h in heads if not self._rules.isa(h, "institutions", "anonymous")]
        return bool(own) and not any(plural and head.endswith(plural) for head in own)

    def _is_object(self, phrases: Sequence[Phrase]) -> bool:
        """Whether a phrase is no name: no title, and not again in the text as a name would be."""
        if self._is_likely(phrases):
            return False
        if not self._counts:
            found = (fold(self._text[a:b]) for a, b in words(self._text))
            self._counts.update(found)
        first = phrases[0][0]
        return self._counts[fold(self._text[first.start : first.end])] < 2

    def _is_likely(self, phrases: Sequence[Phrase]) -> bool:
        return any(is_likely(phrase, self._rules) for phrase in phrases)

    def _without_object(self, phrases: Sequence[Phrase]) -> Sequence[Phrase]:
        """Without the object that follows a subject in verb-first languages.

        "نفت الجارحي علمها بذلك": the longest start of the phrase that names one who is known.
        """
        if self._rules.capitals or len(phrases) != 1 or len(phrases[0]) < 2:
            return phrases
        phrase = phrases[0]
        for end in range(len(phrase), 0, -1):
            described = self._describer.describe((phrase[:end],))
            ends = end == len(phrase) or self._may_end(phrase, end, described)
            if ends and self._known(described):
                return (phrase[:end],)
        return phrases

    def _may_end(self, phrase: Phrase, end: int, described: Description) -> bool:
        """Whether the rest of a phrase is an object: after a name, or not another's description."""
        article = bare(phrase[end].key) != phrase[end].key
        if described.name and not described.titles:
            return True
        if not described.person:
            return not article
        definite = end == 1 and bare(phrase[0].key) != phrase[0].key
        return definite and not article and self._rules.isa(phrase[1].key, "institutions")

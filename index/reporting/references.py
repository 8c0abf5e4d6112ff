"""Whom a pronoun or a title without a name means, in the light of the text before it."""

from __future__ import annotations

from collections.abc import Sequence

from index.reporting.attributed import Subject
from index.reporting.descriptions import Description
from index.reporting.grammar import bare
from index.reporting.marks import Phrase
from index.reporting.registry import Registry, Speaker, same_name, span_of

_FORGOTTEN_AFTER = 5
_THE = {"en": ("the",)}


class References(Registry):
    """Finds the speakers that a text only points at."""

    def _pronoun(self, phrases: Sequence[Phrase]) -> str:
        if len(phrases) != 1 or len(phrases[0]) != 1:
            return ""
        key = phrases[0][0].key
        return next((k for k in ("he", "she", "it", "they") if self._rules.isa(key, k)), "")

    def _is_document(self, phrases: Sequence[Phrase]) -> bool:
        """Whether it is "the statement" that says: its author does."""
        words = [w for phrase in phrases for w in phrase]
        words = [w for w in words if not self._rules.isa(w.key, "determiners")]
        return len(words) == 1 and bare(words[0].key) in {
            bare(key) for key in self._rules.lists["documents"]
        }

    def is_pronoun(self, phrases: Sequence[Phrase]) -> bool:
        """Whether the subject only points back: "he", "the statement"."""
        return bool(self._pronoun(phrases)) or self._is_document(phrases)

    def _last(self, subject: Subject, pronoun: str, place: int) -> Speaker | None:
        """The speaker before, of the gender that the pronoun or the verb has."""
        latest = place - _FORGOTTEN_AFTER
        near = [s for s in reversed(self._recent) if max(s.place, s.glimpsed) >= latest]
        gendered = bool(self._rules.lists["feminine"])
        for speaker in near:
            if pronoun in ("he", "she") and not speaker.person and not gendered:
                continue
            if pronoun == "it" and speaker.person and speaker.heads:
                continue
            if pronoun in ("he", "she") and self._is_plural(speaker):
                continue
            if self._is_document(subject.phrases) and not speaker.spoke:
                continue
            feminine = pronoun == "she" or subject.feminine
            told = bool(pronoun in ("he", "she")) or gendered
            if (
                told
                and pronoun != "they"
                and not self._is_document(subject.phrases)
                and (speaker.feminine is not None and speaker.feminine != feminine)
            ):
                continue
            if told and pronoun != "they" and not subject.phrases[1:]:
                speaker.feminine = feminine
            self.again(speaker, place)
            return speaker
        return None

    def _is_plural(self, speaker: Speaker) -> bool:
        """Whether several people are meant, "some people", whom no "he" is."""
        plural = self._rules.affixes["plural-endings"]
        heads = [head for head in speaker.heads if self._rules.isa(head, "titles")]
        return (
            not speaker.name and bool(plural and heads) and all(h.endswith(plural) for h in heads)
        )

    def _points_back(self, subject: Subject, described: Description, place: int) -> Speaker | None:
        """Whom a title that nobody has been called means: "the old man", "المتهم"."""
        phrase = subject.phrases[0]
        definite = (
            phrase[0].key in _THE.get(self._rules.language, ())
            if self._rules.capitals
            else all(bare(word.key) != word.key for word in phrase)
        )
        if described.name or not described.heads or not described.person or not definite:
            return None
        plural = self._rules.affixes["plural-endings"]
        head = next(w for w in phrase if self._rules.isa(w.key, "titles"))
        named = [w for w in phrase[1:] if w.capital and not self._rules.isa(w.key, "nationalities")]
        if named or head.key.endswith(plural or "\n"):
            return None
        if not self._rules.capitals and head is not phrase[0]:
            return None
        gendered = bool(self._rules.lists["feminine"])
        near = [s for s in reversed(self._recent) if s.person and s.name]
        near = [s for s in near if place - s.place <= _FORGOTTEN_AFTER]
        fitting = [s for s in near if not gendered or s.feminine == subject.feminine]
        fitting += [s for s in near if s.feminine is None]
        return fitting[0] if fitting else self._person_heard(place)

    def _person_heard(self, place: int) -> Speaker | None:
        """The person with a name and a title whom the text mentioned last."""
        for phrase in reversed(self._heard.values()):
            described = self._describer.describe((phrase,))
            if described.person and described.name and described.titles:
                speaker = self._known(described) or self._new(described, place)
                self._learn(speaker, described, place, span_of((phrase,)))
                return speaker
        return None

    def _mentioned(self, described: Description) -> Speaker | None:
        """Whom "the movement" means where the text has named one that did not speak yet."""
        head = described.heads[0] if len(described.words) == 1 and described.heads else ""
        phrase = self._heard.get(described.name[-1] if described.name else head)
        if phrase is None:
            return None
        mentioned = self._describer.describe((phrase,))
        named = described.name and mentioned.name
        fits = same_name(mentioned.name, described.name) if named else head in mentioned.heads
        if not fits or mentioned.person != described.person:
            return None
        known = self._known(mentioned)
        if known is None:
            known = self._new(mentioned, 0)
            self._learn(known, mentioned, 0, span_of((phrase,)))
        return known

    def _spoken_for(self, phrases: Sequence[Phrase], described: Description) -> Speaker | None:
        """The institution that a nameless spokesman speaks for: "متحدث باسم الشركة".

        The source close to it, too: "a person close to Morwen".
        """
        isa = self._rules.isa
        words = [w for w in phrases[0] if not isa(w.key, "determiners")]
        named = described.name and (not self._rules.capitals or len(phrases) > 1)
        if len(words) == 1 and isa(words[0].key, "spokesmen") and not named:
            return self._institution_speaking(words[0].key)
        if named or len(words) < 2 or not any(isa(w.key, "spokesmen") for w in words):
            return None
        inner = [i for i, w in enumerate(words) if isa(w.key, "inner")]
        kinds = ("spokesmen", "inner", "titles")
        rest = words[inner[0] + 1 :] if inner else [w for w in words if not isa(w.key, *kinds)]
        rest = [w for w in rest if not isa(w.key, *kinds)]
        known = self._known(self._describer.describe((tuple(rest),))) if rest else None
        source = any(isa(w.key, "anonymous") for w in words)
        return known if known and not (known.person and known.name and source) else None

    def _institution_speaking(self, key: str) -> Speaker | None:
        """The institution that spoke last, of "a spokesman"; of "a source" it is nobody."""
        latest = next((speaker for speaker in reversed(self._recent) if speaker.spoke), None)
        told = latest is not None and not latest.person
        return latest if told and not self._rules.isa(key, "anonymous") else None

    def _nameless(self, described: Description) -> Speaker | None:
        """One known by title alone, whose name the text tells only now: "UN envoy urges ..."."""
        for head in described.heads[:2]:
            for speaker in reversed(self._by_head[head]):
                if not speaker.name and speaker.person and speaker.words <= described.words:
                    return speaker
        return None

    def again(self, speaker: Speaker, place: int) -> None:
        """Note that a sentence goes on with the words of *speaker*."""
        speaker.place = place
        self._seen(speaker)

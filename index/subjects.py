"""Who speaks in a sentence: the subjects of its reporting verbs, as phrases of words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from index.grammar import Word
from index.neighbours import Neighbours
from index.phrases import VERBS, Phrase


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is said to speak.

    Attributes:
        phrases: the phrases that name the speaker, two in "Norland, the ambassador"; none where
            the sentence leaves the speaker to the one before.
        feminine: whether the verb or pronoun is a woman's or an institution's.
        sure: whether the words leave no doubt that this is a report.
        joined: whether the verb takes an earlier subject of its sentence: "X met Y and said".
    """

    phrases: tuple[Phrase, ...]
    feminine: bool = False
    sure: bool = True
    joined: bool = False


class Sentence(Neighbours):
    """A sentence, searched for those who speak in it."""

    def subjects(self) -> Iterator[Subject]:
        """Whoever speaks, in the order of the words that say so.

        What is reported may report again, "he said that they deny it": that is still his.
        """
        some = False
        for place, word in enumerate(self.words):
            if word.quoted or (some and self.is_reported(place)):
                continue
            found = self._at(place, word)
            if found is not None:
                some = True
                yield found

    def leading(self) -> tuple[Phrase, ...]:
        """The phrases that the sentence is about: the subject of its first clause."""
        start = self.after_introduction()
        if not self.rules.capitals and not self.is_head(start):
            start += 1  # behind the verb
        found = self.before_verb(self.read(start, len(self.words)))
        return (found, *self.appended(found, start + len(found))) if found else ()

    def label(self) -> Phrase:
        """The speaker in "Norland: we will stay", or nothing."""
        colon = next((i for i, w in enumerate(self.words[:9]) if i and w.gap.startswith(":")), 0)
        end = self.read(0, colon) if colon else ()
        return end if len(end) == colon and not any(w.gap for w in end) else ()

    def goes_on(self) -> bool:
        """Whether it starts as the rest of a sentence that was cut in two: "and that ..."."""
        first = self.words[0]
        rest = self.rules.isa(first.key, "complements", "participles") and not first.quoted
        return rest and bool(self.rules.lists["pro-drop"])

    def _at(self, place: int, word: Word) -> Subject | None:
        isa = self.rules.isa
        if isa(word.key, "quoting"):
            return self._quoted_by_others(place) or self._of_verb(place, word)
        if isa(word.key, *VERBS):
            return self._of_verb(place, word)
        for phrase in self.rules.phrases["sources"]:
            after = place + len(phrase)
            if tuple(w.key for w in self.words[place:after]) == phrase:
                return self._source(after)
        if isa(word.key, "postsources"):
            return _subject(self.before(place, strict=False), sure=False)
        if isa(word.key, "participles") and place > 1:
            parted = self.comma(place) or self.breaks(place) or not self.rules.capitals
            return Subject((), joined=True) if parted else None
        return None

    def _of_verb(self, place: int, word: Word) -> Subject | None:
        feminine = self.rules.isa(word.key, "feminine")
        sure = not self.rules.isa(word.key, "stances", "doubtful", "quoting")
        if self.is_passive(place):
            return _subject(self.agent(place), sure=False)
        phrases = self._named(place)
        if self.rules.isa(word.key, "doubtful"):
            sure = self.is_report(place, phrases)
            if not sure and not self.has_man(phrases):
                return None
        if phrases:
            sure = sure or self.is_followed(phrases[-1])
            return Subject(phrases, feminine, sure, self.is_joined(place))
        if self.is_joined(place):
            return Subject((), feminine, sure, joined=True)
        if self.rules.lists["pro-drop"] and sure and self.may_drop(place):
            return Subject((), feminine)
        return None

    def _named(self, place: int) -> tuple[Phrase, ...]:
        """The subject beside the verb: before it, after it, or at the head of the clause."""
        if self.rules.lists["first"] and self.rules.capitals:
            leading = self.before_verb(self.read(self.after_introduction(), place))
            if leading and self.is_likely(leading):
                return (leading,)
        strict = self.before(place, strict=True)
        if strict:
            return strict
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

    def _source(self, start: int) -> Subject | None:
        found = self.before_verb(self.read(start, len(self.words)))
        end = start + len(found)
        more = self.appended(found, end) if found else ()
        return Subject((found, *more), sure=False) if found else None

    def _quoted_by_others(self, place: int) -> Subject | None:
        """Who is quoted: "Reuters quoted Norland as saying", "Norland was quoted as saying"."""
        if self.is_passive(place):
            return _subject(self.before(place, strict=False), sure=False)
        start = place + 1
        if self.rules.lists["from"]:
            near = range(start, min(start + 10, len(self.words)))
            start = next(
                (i + 1 for i in near if self.rules.isa(self.words[i].key, "from")), len(self.words)
            )
        found = self.read(start, len(self.words))
        after = start + len(found)
        if self.rules.lists["as"] and not (
            after < len(self.words) and self.rules.isa(self.words[after].key, "as")
        ):
            return None
        sure = bool(self.rules.lists["from"])
        return Subject((found,), sure=sure) if found and (sure or self.is_likely(found)) else None


def _subject(phrases: tuple[Phrase, ...], *, sure: bool) -> Subject | None:
    return Subject(phrases, sure=sure) if phrases else None

"""Who speaks in a sentence: the subjects of its reporting verbs, as phrases of words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from index.grammar import Word
from index.phrases import MOST_WORDS, REACH, VERBS, Phrase, Phrases


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


class Sentence(Phrases):
    """A sentence, searched for those who speak in it."""

    def subjects(self) -> Iterator[Subject]:
        """Whoever speaks, in the order of the words that say so.

        What is reported may report again, "he said that they deny it": that is still his.
        """
        some = False
        for place, word in enumerate(self.words):
            if word.quoted or (some and self._is_reported(place)):
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
        return (found, *self._appended(found, start + len(found))) if found else ()

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
            return _subject(self._before(place, strict=False), sure=False)
        if isa(word.key, "participles") and place > 1:
            parted = self.comma(place) or self.breaks(place) or not self.rules.capitals
            return Subject((), joined=True) if parted else None
        return None

    def _of_verb(self, place: int, word: Word) -> Subject | None:
        feminine = self.rules.isa(word.key, "feminine")
        sure = not self.rules.isa(word.key, "stances", "doubtful", "quoting")
        if self._is_passive(place):
            return _subject(self._agent(place), sure=False)
        phrases = self._named(place)
        if self.rules.isa(word.key, "doubtful"):
            sure = self._is_report(place, phrases)
            if not sure and not self._has_man(phrases):
                return None
        if phrases:
            sure = sure or self._is_followed(phrases[-1])
            return Subject(phrases, feminine, sure, self._is_joined(place))
        if self._is_joined(place):
            return Subject((), feminine, sure, joined=True)
        if self.rules.lists["pro-drop"] and sure and self._may_drop(place):
            return Subject((), feminine)
        return None

    def _named(self, place: int) -> tuple[Phrase, ...]:
        """The subject beside the verb: before it, after it, or at the head of the clause."""
        if self.rules.lists["first"] and self.rules.capitals:
            leading = self.before_verb(self.read(self.after_introduction(), place))
            if leading and self.is_likely(leading):
                return (leading,)
        strict = self._before(place, strict=True)
        if strict:
            return strict
        inverted = bool(self.rules.lists["inverts"]) or self.starts_clause(place)
        after = self._after(place) if inverted else ()
        if after:
            return after
        if self._is_joined(place):
            return ()
        if self.rules.lists["first"]:
            leading = self.read(self.after_introduction(), place)
            return (leading,) if leading else ()
        return self._before(place, strict=False)

    def _before(self, place: int, *, strict: bool) -> tuple[Phrase, ...]:
        """The phrases that end where the verb begins.

        Args:
            place: of the verb.
            strict: whether a phrase must be all that its clause has before the verb.
        """
        end = self.without_auxiliaries(place)
        chunks = self.chunks(end)
        if not chunks:
            return ()
        if self.comma(end):
            return self._apposition(chunks)
        start = self.skip_connectors(*chunks[0])
        if relative := self.relative(start, chunks[0][1]):
            found = self.whole(start, relative)
            return (found,) if found and self.is_likely(found) else ()
        starts = [start] if strict else list(range(start, chunks[0][1]))
        for first in starts:
            if self._may_start(first, strict) and (found := self.whole(first, chunks[0][1])):
                title = self._title_before(chunks, found)
                return (*title, found)
        return ()

    def _apposition(self, chunks: list[tuple[int, int]]) -> tuple[Phrase, ...]:
        """The speaker before a comma: "Norland, the ambassador," or "Norland, who left,"."""
        for number, (start, end) in reversed(list(enumerate(chunks))):
            found = self.whole(self.skip_connectors(start, end), end)
            if not found or self.is_aside(start):
                continue
            more = self.read(*chunks[number - 1]) if number else ()
            if not self.is_likely(found) and (self.rules.capitals or not self.has_title(more)):
                continue
            tied = bool(more) and not self.is_aside(chunks[number - 1][0])
            return (found, more) if tied and self._adds(found, more) else (found,)
        return ()

    def _adds(self, found: Phrase, more: Phrase) -> bool:
        """Whether the phrase behind a comma says more of whom the one before it names."""
        if self.has_title(found) != self.has_title(more):
            return self.is_likely(more) or (not self.rules.capitals and len(more) <= 4)
        opens = self.rules.isa(more[0].key, "determiners")
        titled = self.has_title(more) or not self.rules.capitals
        return (titled and not opens) or (opens and not self.has_title(found))

    def _title_before(self, chunks: list[tuple[int, int]], name: Phrase) -> tuple[Phrase, ...]:
        """The title in "the ambassador, Richard Norland said"; nothing where there is none."""
        if len(chunks) < 2 or self.has_title(name) or not self.rules.capitals:
            return ()
        start, end = chunks[1]
        title = self.whole(self.skip_connectors(start, end), end)
        begins = bool(title) and self.rules.isa(title[0].key, "determiners", "titles")
        return (title,) if begins and self.has_title(title) and name[0].capital else ()

    def _after(self, place: int) -> tuple[Phrase, ...]:
        """The subject that follows its verb: "said Norland, the ambassador"."""
        start = place + 1
        while start < len(self.words) and self.skips(start):
            start += 1
        if start >= len(self.words) or self.breaks(start) or self.comma(start):
            return ()
        calls = self.rules.isa(self.words[place].key, "calls")
        found = self.before_verb(self.read(start, len(self.words), narrow=calls))
        if not found or (self.rules.capitals and not self.is_likely(found)):
            return ()
        end = start + len(found)
        if not self.rules.lists["inverts"] and not self._ends_clause(end):
            return ()
        return (found, *self._appended(found, end))

    def _appended(self, found: Phrase, end: int) -> tuple[Phrase, ...]:
        """What a comma adds to the subject: "said Norland, the ambassador"."""
        if end >= len(self.words) or not self.comma(end):
            return ()
        more = self.read(end, len(self.words))
        told = bool(more) and (self.is_likely(more) or not self.rules.capitals)
        tied = told and self._adds(found, more) and self.ends_firmly(end + len(more))
        return (more,) if tied else ()

    def _source(self, start: int) -> Subject | None:
        found = self.before_verb(self.read(start, len(self.words)))
        end = start + len(found)
        more = self._appended(found, end) if found else ()
        return Subject((found, *more), sure=False) if found else None

    def _quoted_by_others(self, place: int) -> Subject | None:
        """Who is quoted: "Reuters quoted Norland as saying", "Norland was quoted as saying"."""
        if self._is_passive(place):
            return _subject(self._before(place, strict=False), sure=False)
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

    def _agent(self, place: int) -> tuple[Phrase, ...]:
        """Who does what the passive verb says: "was accused by Norland"."""
        for i in range(place + 1, min(place + 8, len(self.words))):
            if self.rules.isa(self.words[i].key, "by"):
                found = self.read(i + 1, len(self.words))
                return (found,) if found and self.is_likely(found) else ()
        return ()

    def _is_followed(self, phrase: Phrase) -> bool:
        """Whether "that" follows the phrase: no doubt that it is a report, then."""
        after = next((w for w in self.words if w.start >= phrase[-1].end), None)
        return after is not None and self.rules.isa(after.key, "complements")

    def _is_report(self, place: int, phrases: tuple[Phrase, ...]) -> bool:
        """Whether a word that may also be no verb is one: what is said follows it.

        It starts a clause, or ends one with its subject, and "that" or a colon follows; behind
        a comma, too: "وذكر المعهد، في دراسة نشرها، أن".
        """
        if not self._may_drop(place) and not self._before(place, strict=True):
            return False
        first = place + 1 + (len(phrases[0]) if phrases else 0)
        if first < len(self.words) and self.words[first].gap.startswith(":"):
            return True
        parted = first < len(self.words) and self.comma(first)
        return any(
            self.rules.isa(self.words[i].key, "complements") and self.comma(i) == parted
            for i in range(first, min(first + MOST_WORDS if parted else first + 1, len(self.words)))
        )

    def _has_man(self, phrases: tuple[Phrase, ...]) -> bool:
        """Whether the subject is a title: what else follows a noun is no subject."""
        return bool(phrases) and self.rules.isa(phrases[0][0].key, "titles")

    def _is_reported(self, place: int) -> bool:
        """Whether the clause is one that depends on another: "that they deny", "who said"."""
        for i in range(place - 1, max(-1, place - REACH), -1):
            if self.rules.isa(self.words[i].key, "complements", "relatives"):
                return True
            if self.breaks(i + 1) or self.comma(i + 1):
                return False
        return False

    def _is_passive(self, place: int) -> bool:
        before = self.words[max(0, place - 3) : place]
        if not any(self.rules.isa(word.key, "passive") for word in before):
            return False
        nearer = [w for w in before if not self.rules.isa(w.key, "passive", "auxiliaries")]
        return not nearer or not before or self.rules.isa(before[-1].key, "passive")

    def _is_joined(self, place: int) -> bool:
        """Whether a conjunction ties the verb to an earlier one of the sentence."""
        start = self.without_auxiliaries(place)
        joined = self.words[place].joined or self.words[start].joined
        if start == 0:
            return False
        return joined or self.rules.isa(self.words[start - 1].key, "conjunctions")

    def _may_drop(self, place: int) -> bool:
        """Whether the verb stands where a clause may start without a subject."""
        start = self.without_auxiliaries(place)
        return (
            start == 0
            or self.breaks(start)
            or self.comma(start)
            or self.rules.isa(self.words[start - 1].key, "conjunctions", "complements")
            or self._is_introduced(start)
        )

    def _is_introduced(self, place: int) -> bool:
        """Whether only an adverbial stands before: "In London, ..." or "وفي لندن أكد"."""
        return place < 8 and self.rules.isa(self.words[0].key, "links", "auxiliaries", "inner")

    def _may_start(self, place: int, strict: bool) -> bool:
        word = self.words[place]
        if strict:
            return True
        return word.capital or self.rules.isa(
            word.key, "determiners", "titles", "institutions", "he", "she", "it", "they"
        )

    def _ends_clause(self, place: int) -> bool:
        if place >= len(self.words) or self.breaks(place) or self.comma(place):
            return True
        return self.rules.isa(self.words[place].key, "links", "inner", "relatives", "participles")


def _subject(phrases: tuple[Phrase, ...], *, sure: bool) -> Subject | None:
    return Subject(phrases, sure=sure) if phrases else None

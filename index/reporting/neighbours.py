"""The phrases beside a verb that may be its subject."""

from __future__ import annotations

from index.reporting.clauses import Clauses
from index.reporting.marks import POSSESSIVE, Phrase
from index.reporting.phrase_ends import PRONOUNS, VERBS
from index.reporting.phrases import MOST_WORDS


class Neighbours(Clauses):
    """A sentence, searched for what stands before and behind a verb."""

    def before(self, place: int, *, strict: bool) -> tuple[Phrase, ...]:
        """The phrases that end where the verb begins.

        Args:
            place: of the verb.
            strict: whether a phrase must be all that its clause has before the verb.
        """
        end = self.before_times(self.without_auxiliaries(place))
        if end and not self.rules.capitals and self.rules.isa(self.words[end - 1].key, *PRONOUNS):
            return ((self.words[end - 1],),)
        chunks = self.chunks(end)
        if not chunks:
            return ()
        if self.comma(end):
            return self.apposition(chunks)
        if who := self.before_relative(chunks, end):
            return (who,)
        return self._in_chunk(chunks, strict=strict)

    def _in_chunk(self, chunks: list[tuple[int, int]], *, strict: bool) -> tuple[Phrase, ...]:
        """The phrases that end where the nearest of the chunks does."""
        start, end = self.skip_connectors(*chunks[0]), chunks[0][1]
        if relative := self.relative(start, end):
            found = self.whole(start, relative)
            name = self.name_before(chunks, found) if found else ()
            return (*name, found) if found and self.is_likely(found) else ()
        if not strict and (opening := self.before_place(start, end)):
            return (opening,)
        for first in [start] if strict else range(start, end):
            if self.may_start(first, strict) and (found := self.whole(first, end)):
                return (*self.title_before(chunks, found), found)
        return ()

    def apposition(self, chunks: list[tuple[int, int]]) -> tuple[Phrase, ...]:
        """The speaker before a comma: "Norland, the ambassador," or "Norland, who left,"."""
        clauses = (i for i, chunk in enumerate(chunks) if self._has_verb(*chunk))
        near = chunks[: next(clauses, len(chunks))]
        for number, (start, end) in reversed(list(enumerate(near))):
            first = self.skip_connectors(start, end)
            found = self.whole(first, end) or self._before_who(first, end)
            if not found or self.is_aside(start):
                continue
            more = self.read(*chunks[number - 1]) if number else ()
            told = number > 0 and self.rules.isa(self.words[near[number - 1][0]].key, *PRONOUNS)
            told = told or self.has_title(more)  # "يوهان كراوس، وهو عالم، دعا"
            if not self.is_likely(found) and (self.rules.capitals or not told):
                continue
            tied = bool(more) and not self.is_aside(chunks[number - 1][0])
            return (found, more) if tied and self.adds(found, more) else (found,)
        return ()

    def _before_who(self, start: int, end: int) -> Phrase:
        """Who it is in "the pilot who found her, Anders Lie, said"; nothing elsewhere."""
        relative = self.relative(start, end) if self.rules.capitals else 0
        found = self.whole(start, relative) if relative else ()
        return found if found and self.has_title(found) else ()

    def _has_verb(self, start: int, end: int) -> bool:
        """Whether a part between commas is a clause: "opposes it" in "China, ..., opposes it"."""
        inside = range(start, end)
        return not self.is_aside(start) and any(
            self.rules.isa(self.words[i].key, *VERBS) and not self.words[i].capital for i in inside
        )

    def adds(self, found: Phrase, more: Phrase) -> bool:
        """Whether the phrase behind a comma says more of whom the one before it names."""
        if self.has_title(found) != self.has_title(more):
            return self.is_likely(more) or (not self.rules.capitals and len(more) <= 4)
        opens = self.rules.isa(more[0].key, "determiners")
        titled = self.has_title(more) or not self.rules.capitals
        owned = any(word.gap in POSSESSIVE for word in found)
        owned = owned or self.rules.isa(found[0].key, "determiners")
        if owned and not found[-1].capital and len(more) > 1 and all(w.capital for w in more):
            return True  # "Norland's counterpart, Dale Hutchins", "his predecessor, ..."
        return (titled and not opens) or (opens and not self.has_title(found))

    def title_before(self, chunks: list[tuple[int, int]], name: Phrase) -> tuple[Phrase, ...]:
        """The title in "the ambassador, Richard Norland said"; nothing where there is none."""
        if len(chunks) < 2 or self.has_title(name) or not self.rules.capitals:
            return ()
        start, end = chunks[1]
        title = self.whole(self.skip_connectors(start, end), end)
        begins = bool(title) and self.rules.isa(title[0].key, "determiners", "titles")
        return (title,) if begins and self.has_title(title) and name[0].capital else ()

    def before_place(self, start: int, end: int) -> Phrase:
        """Who it is in "farmers on the hill complain", "Simon Kerr at Oldgate reckons"."""
        found = self.read(start, end) if self.rules.capitals else ()
        after = start + len(found)
        place = after < end and self.rules.isa(self.words[after].key, "links", "inner")
        named = len(found) > 1 and all(word.capital for word in found)
        return found if place and (named or (found and self.has_title(found))) else ()

    def before_relative(self, chunks: list[tuple[int, int]], end: int) -> Phrase:
        """Who it is in "criticism from Senator Whitcombe, who called"; nothing elsewhere."""
        relative = chunks[0][0] == end - 1 and self.rules.isa(self.words[end - 1].key, "relatives")
        if not relative or len(chunks) < 2 or not self.rules.capitals:
            return ()
        start, stop = chunks[1]
        found = (self.whole(first, stop) for first in range(start, stop))
        return next((phrase for phrase in found if phrase and self.is_likely(phrase)), ())

    def name_before(self, chunks: list[tuple[int, int]], title: Phrase) -> tuple[Phrase, ...]:
        """The name in "Omrane, a driver who asked"; nothing where there is none."""
        if len(chunks) < 2 or not self.rules.isa(title[0].key, "determiners"):
            return ()
        start, end = chunks[1]
        name = self.whole(self.skip_connectors(start, end), end)
        return (name,) if name and name[0].capital and not self.has_title(name) else ()

    def after(self, place: int) -> tuple[Phrase, ...]:
        """The subject that follows its verb: "said Norland, the ambassador"."""
        start = place + 1
        while start < len(self.words) and (
            self.skips(start) or self._is_time_behind(start) or self.is_age(start)
        ):
            start += 1
        if start >= len(self.words) or self.breaks(start) or self.comma(start):
            return ()
        calls = self.rules.isa(self.words[place].key, "calls")
        stop = self.object_of(place, start)
        found = self.before_verb(self.read(start, stop, narrow=calls)) if start < stop else ()
        if not found or (self.rules.capitals and not self._may_follow(found)):
            return ()
        end = self.with_attribute(start, start + len(found))
        if not self.rules.lists["inverts"] and not self.ends_clause(end):
            return ()
        return (found, *self.appended(found, end))

    def _may_follow(self, found: Phrase) -> bool:
        """Whether it looks like somebody and does not start as "in May" does."""
        inner = self.rules.isa(found[0].key, "inner") and not found[0].capital
        return self.is_likely(found) and (
            not inner or self.rules.isa(found[0].key, "determiners", "particles")
        )

    def object_of(self, place: int, start: int) -> int:
        """Where a preposition written onto a word starts the object: "أشادت كاستلان بجهود".

        Only behind verbs that take it; where the first word might be the object or a name, a
        second such word tells that it is the name.
        """
        if self.words[start].key.startswith(self.rules.affixes["enders"]):
            return start
        if not self.rules.isa(self.words[place].key, "takes"):
            return len(self.words)
        near = range(start, min(start + MOST_WORDS, len(self.words)))
        places = [i for i in near if self.words[i].key.startswith("ب") and not self.is_head(i)]
        titled = all(map(self.is_head, range(start, places[0]))) if places else False
        construct = titled and places[0] > start + 1
        beside = len(places) > 1 and places[1] == places[0] + 1  # "تعهد المهدي بنسعيد بنشر"
        if len(places) > 1 and (places[0] == start or construct or beside):
            return places[1]
        return places[0] if places else len(self.words)

    def with_attribute(self, start: int, end: int) -> int:
        """Past the one word that a title takes before a comma and a name: "المعنية بالجوع، ..."."""
        one = end + 1 < len(self.words) and self.comma(end + 1) and not self.comma(end)
        ender = one and self.words[end].key.startswith(self.rules.affixes["enders"])
        return end + 1 if ender and start < end and self.is_head(start) else end

    def coordinated(self, phrase: Phrase) -> Phrase:
        """The subject before "and": "Norland and Harris said"."""
        start = next(i for i, w in enumerate(self.words) if w is phrase[0])
        if start < 2 or not self.rules.capitals or self.comma(start) or self.breaks(start):
            return ()
        if not self.rules.isa(self.words[start - 1].key, "conjunctions"):
            return ()
        chunks = self.chunks(start - 1)
        found = self.whole(self.skip_connectors(*chunks[0]), start - 1) if chunks else ()
        return found if found and self.is_likely(found) else ()

    def before_times(self, place: int) -> int:
        """Where the subject ends before "on Tuesday", "late on Monday"."""
        end = place
        while end > 1 and self._is_time(end - 1):
            end -= 1
        prepositions = ("inner", "links")
        if 1 < end < place and self.rules.isa(self.words[end - 1].key, *prepositions):
            end -= 1
        return self.without_auxiliaries(end) if 0 < end < place else place

    def _is_time_behind(self, place: int) -> bool:
        """Whether "Tuesday" stands between a verb and its subject: "a déclaré mardi Morvan"."""
        parted = self.comma(place) or self.breaks(place)
        return self.rules.isa(self.words[place].key, "times") and not parted

    def _is_time(self, place: int) -> bool:
        parted = self.comma(place + 1) or self.breaks(place + 1)
        return self.rules.isa(self.words[place].key, "times") and not parted

    def appended(self, found: Phrase, end: int) -> tuple[Phrase, ...]:
        """What a comma adds to the subject: "said Norland, the ambassador"."""
        if end >= len(self.words) or not self.comma(end):
            return ()
        while end < len(self.words) - 1 and self.is_age(end):
            end += 1
        more = self.read(end, len(self.words))
        told = bool(more) and (self.is_likely(more) or not self.rules.capitals)
        tied = told and self.adds(found, more) and self.ends_firmly(end + len(more))
        return (more,) if tied else ()

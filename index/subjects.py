"""Who speaks in a sentence: the subjects of its reporting verbs, as phrases of words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.grammar import Grammar, Word, bare

Phrase = tuple[Word, ...]

_MOST_WORDS = 14
_REACH = 40
_BREAK = re.compile(r'[:;.!?"“”„«»؛؟—–()\[\]…|]')
_COMMA = re.compile("[,،、]")
_VERBS = ("verbs", "feminine", "stances", "doubtful")


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


class Sentence:
    """The words of one sentence, searched for those who speak in it."""

    def __init__(self, words: Sequence[Word], rules: Grammar) -> None:
        """Search *words* by the rules of their language."""
        self.words = words
        self._rules = rules

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
        start = self._after_introduction()
        if not self._rules.capitals and not self._is_head(start):
            start += 1  # behind the verb
        found = self._before_verb(self._read(start, len(self.words)))
        return (found, *self._appended(found, start + len(found))) if found else ()

    def _before_verb(self, phrase: Phrase) -> Phrase:
        """With capitals a small word that follows a name is its verb: "Norland accepts"."""
        if not self._rules.capitals:
            return phrase
        kinds = ("titles", "institutions", "inner", "determiners")
        for i in range(1, len(phrase)):
            small = not phrase[i].capital and not self._rules.isa(phrase[i].key, *kinds)
            if (
                small
                and phrase[i - 1].capital
                and (i > 1 or phrase[0].key not in self._rules.stops)
            ):
                return phrase[:i]
        return phrase

    def label(self) -> Phrase:
        """The speaker in "Norland: we will stay", or nothing."""
        colon = next((i for i, w in enumerate(self.words[:9]) if i and w.gap.startswith(":")), 0)
        end = self._read(0, colon) if colon else ()
        return end if len(end) == colon and not any(w.gap for w in end) else ()

    def goes_on(self) -> bool:
        """Whether it starts as the rest of a sentence that was cut in two: "and that ..."."""
        first = self.words[0]
        rest = self._rules.isa(first.key, "complements", "participles") and not first.quoted
        return rest and bool(self._rules.lists["pro-drop"])

    def _at(self, place: int, word: Word) -> Subject | None:
        isa = self._rules.isa
        if isa(word.key, "quoting"):
            return self._quoted_by_others(place) or self._of_verb(place, word)
        if isa(word.key, *_VERBS):
            return self._of_verb(place, word)
        for phrase in self._rules.phrases["sources"]:
            after = place + len(phrase)
            if tuple(w.key for w in self.words[place:after]) == phrase:
                return self._source(after)
        if isa(word.key, "postsources"):
            return _subject(self._before(place, strict=False), sure=False)
        if isa(word.key, "participles") and place > 1:
            parted = self._comma(place) or self._breaks(place) or not self._rules.capitals
            return Subject((), joined=True) if parted else None
        return None

    def _of_verb(self, place: int, word: Word) -> Subject | None:
        feminine = self._rules.isa(word.key, "feminine")
        sure = not self._rules.isa(word.key, "stances", "doubtful", "quoting")
        if self._is_passive(place):
            return _subject(self._agent(place), sure=False)
        phrases = self._named(place)
        if self._rules.isa(word.key, "doubtful") and not self._agrees(place, phrases):
            return None
        if phrases:
            sure = sure or self._is_followed(phrases[-1])
            return Subject(phrases, feminine, sure, self._is_joined(place))
        if self._is_joined(place):
            return Subject((), feminine, sure, joined=True)
        if self._rules.lists["pro-drop"] and sure and self._may_drop(place):
            return Subject((), feminine)
        return None

    def _named(self, place: int) -> tuple[Phrase, ...]:
        """The subject beside the verb: before it, after it, or at the head of the clause."""
        strict = self._before(place, strict=True)
        if strict:
            return strict
        inverted = bool(self._rules.lists["inverts"]) or self._starts_clause(place)
        after = self._after(place) if inverted else ()
        if after:
            return after
        if self._is_joined(place):
            return ()
        if self._rules.lists["first"]:
            leading = self._read(self._after_introduction(), place)
            return (leading,) if leading else ()
        return self._before(place, strict=False)

    def _before(self, place: int, *, strict: bool) -> tuple[Phrase, ...]:
        """The phrases that end where the verb begins.

        Args:
            place: of the verb.
            strict: whether a phrase must be all that its clause has before the verb.
        """
        end = self._without_auxiliaries(place)
        chunks = self._chunks(end)
        if not chunks:
            return ()
        if self._comma(end):
            return self._apposition(chunks)
        start = self._skip_connectors(*chunks[0])
        if relative := self._relative(start, chunks[0][1]):
            found = self._whole(start, relative)
            return (found,) if found and self._is_likely(found) else ()
        starts = [start] if strict else list(range(start, chunks[0][1]))
        for first in starts:
            if self._may_start(first, strict) and (found := self._whole(first, chunks[0][1])):
                title = self._title_before(chunks, found)
                return (*title, found)
        return ()

    def _relative(self, start: int, stop: int) -> int:
        """The place of "who" in "the ambassador who left"; 0 where there is none."""
        places = range(start + 1, stop)
        return next((i for i in places if self._rules.isa(self.words[i].key, "relatives")), 0)

    def _apposition(self, chunks: list[tuple[int, int]]) -> tuple[Phrase, ...]:
        """The speaker before a comma: "Norland, the ambassador," or "Norland, who left,"."""
        for number, (start, end) in reversed(list(enumerate(chunks))):
            found = self._whole(self._skip_connectors(start, end), end)
            if not found or not self._is_likely(found) or self._is_aside(start):
                continue
            more = self._read(*chunks[number - 1]) if number else ()
            tied = bool(more) and not self._is_aside(chunks[number - 1][0])
            return (found, more) if tied and self._adds(found, more) else (found,)
        return ()

    def _adds(self, found: Phrase, more: Phrase) -> bool:
        """Whether the phrase behind a comma says more of whom the one before it names."""
        if self._has_title(found) != self._has_title(more):
            return self._is_likely(more) or (not self._rules.capitals and len(more) <= 4)
        opens = self._rules.isa(more[0].key, "determiners")
        titled = self._has_title(more) or not self._rules.capitals
        return (titled and not opens) or (opens and not self._has_title(found))

    def _title_before(self, chunks: list[tuple[int, int]], name: Phrase) -> tuple[Phrase, ...]:
        """The title in "the ambassador, Richard Norland said"; nothing where there is none."""
        if len(chunks) < 2 or self._has_title(name) or not self._rules.capitals:
            return ()
        start, end = chunks[1]
        title = self._whole(self._skip_connectors(start, end), end)
        begins = bool(title) and self._rules.isa(title[0].key, "determiners", "titles")
        return (title,) if begins and self._has_title(title) and name[0].capital else ()

    def _after(self, place: int) -> tuple[Phrase, ...]:
        """The subject that follows its verb: "said Norland, the ambassador"."""
        start = place + 1
        while start < len(self.words) and self._skips(start):
            start += 1
        if start >= len(self.words) or self._breaks(start) or self._comma(start):
            return ()
        calls = self._rules.isa(self.words[place].key, "calls")
        found = self._read(start, len(self.words), narrow=calls)
        if not found or (self._rules.capitals and not self._is_likely(found)):
            return ()
        end = start + len(found)
        if not self._rules.lists["inverts"] and not self._ends_clause(end):
            return ()
        return (found, *self._appended(found, end))

    def _appended(self, found: Phrase, end: int) -> tuple[Phrase, ...]:
        """What a comma adds to the subject: "said Norland, the ambassador"."""
        if end >= len(self.words) or not self._comma(end):
            return ()
        more = self._read(end, len(self.words))
        ends = self._ends_clause if self._rules.capitals else self._ends_firmly
        tied = bool(more) and self._adds(found, more) and ends(end + len(more))
        return (more,) if tied else ()

    def _source(self, start: int) -> Subject | None:
        found = self._read(start, len(self.words))
        end = start + len(found)
        more = self._appended(found, end) if found else ()
        return Subject((found, *more), sure=False) if found else None

    def _quoted_by_others(self, place: int) -> Subject | None:
        """Who is quoted: "Reuters quoted Norland as saying", "Norland was quoted as saying"."""
        if self._is_passive(place):
            return _subject(self._before(place, strict=False), sure=False)
        start = place + 1
        if self._rules.lists["from"]:
            near = range(start, min(start + 10, len(self.words)))
            start = next(
                (i + 1 for i in near if self._rules.isa(self.words[i].key, "from")), len(self.words)
            )
        found = self._read(start, len(self.words))
        after = start + len(found)
        if self._rules.lists["as"] and not (
            after < len(self.words) and self._rules.isa(self.words[after].key, "as")
        ):
            return None
        sure = bool(self._rules.lists["from"])
        return Subject((found,), sure=sure) if found and (sure or self._is_likely(found)) else None

    def _agent(self, place: int) -> tuple[Phrase, ...]:
        """Who does what the passive verb says: "was accused by Norland"."""
        for i in range(place + 1, min(place + 8, len(self.words))):
            if self._rules.isa(self.words[i].key, "by"):
                found = self._read(i + 1, len(self.words))
                return (found,) if found and self._is_likely(found) else ()
        return ()

    def _is_followed(self, phrase: Phrase) -> bool:
        """Whether "that" follows the phrase: no doubt that it is a report, then."""
        after = next((w for w in self.words if w.start >= phrase[-1].end), None)
        return after is not None and self._rules.isa(after.key, "complements")

    def _agrees(self, place: int, phrases: tuple[Phrase, ...]) -> bool:
        """Whether a word that may also be no verb is one: a report or a man's title follows it."""
        after = place + 1 + (len(phrases[0]) if phrases else 0)
        if not self._may_drop(place) and not self._before(place, strict=True):
            return False
        follows = after < len(self.words) and not self._comma(after)
        if follows and self._rules.isa(self.words[after].key, "complements"):
            return True
        if after < len(self.words) and self.words[after].gap.startswith(":"):
            return True
        first = phrases[0][0] if phrases else None
        return first is not None and self._rules.isa(first.key, "titles")

    def _is_reported(self, place: int) -> bool:
        """Whether the clause is one that depends on another: "that they deny", "who said"."""
        for i in range(place - 1, max(-1, place - _REACH), -1):
            if self._rules.isa(self.words[i].key, "complements", "relatives"):
                return True
            if self._breaks(i + 1) or self._comma(i + 1):
                return False
        return False

    def _is_passive(self, place: int) -> bool:
        before = self.words[max(0, place - 3) : place]
        if not any(self._rules.isa(word.key, "passive") for word in before):
            return False
        nearer = [w for w in before if not self._rules.isa(w.key, "passive", "auxiliaries")]
        return not nearer or not before or self._rules.isa(before[-1].key, "passive")

    def _is_joined(self, place: int) -> bool:
        """Whether a conjunction ties the verb to an earlier one of the sentence."""
        start = self._without_auxiliaries(place)
        joined = self.words[place].joined or self.words[start].joined
        if start == 0:
            return False
        return joined or self._rules.isa(self.words[start - 1].key, "conjunctions")

    def _may_drop(self, place: int) -> bool:
        """Whether the verb stands where a clause may start without a subject."""
        start = self._without_auxiliaries(place)
        return (
            start == 0
            or self._breaks(start)
            or self._comma(start)
            or self._rules.isa(self.words[start - 1].key, "conjunctions", "complements")
            or self._is_introduced(start)
        )

    def _is_introduced(self, place: int) -> bool:
        """Whether only an adverbial stands before: "In London, ..." or "وفي لندن أكد"."""
        return place < 8 and self._rules.isa(self.words[0].key, "links", "auxiliaries", "inner")

    # -- Reading phrases -------------------------------------------------------------------

    def _read(self, start: int, stop: int, *, narrow: bool = False) -> Phrase:
        """The phrase that starts at *start* and ends before *stop* at the latest.

        Args:
            start: place of the first word.
            stop: place after the last.
            narrow: whether a preposition ends it, even one that stands in titles.
        """
        start = self._of_document(start, stop)
        end, titled, inner = start, False, -1
        while end < min(stop, start + _MOST_WORDS):
            word = self.words[end]
            if end > start and (self._breaks(end) or self._comma(end)):
                break
            if word.quoted or self._ends_phrase(start, end, titled):
                break
            if end > start and self.words[end - 1].marked and not word.marked and titled is False:
                break
            if self._rules.isa(word.key, "inner") and not self._rules.capitals:
                inner = inner if inner >= 0 else end
            titled = titled or self._rules.isa(word.key, "titles", "institutions")
            end += 1
        end = self._cut_after_place(inner, end, narrow)
        while end > start and self._rules.isa(self.words[end - 1].key, "inner", "determiners"):
            end -= 1
        return tuple(self.words[start:end])

    def _ends_phrase(self, start: int, place: int, titled: bool) -> bool:  # noqa: PLR0911
        word, isa = self.words[place], self._rules.isa
        if place == start and isa(word.key, "he", "she", "it", "they"):
            return False
        if place == start + 1 and isa(self.words[start].key, "he", "she", "it", "they"):
            return True
        if isa(word.key, "titles", "institutions"):
            return False
        if isa(word.key, "complements", "relatives", "conjunctions", "participles", *_VERBS):
            return not self._is_capital_name(start, place)
        if isa(word.key, "determiners"):
            before = self.words[place - 1].key if place > start else ""
            return bool(before) and not isa(before, "determiners", "inner")
        if isa(word.key, "inner"):
            return not self._may_stand_inside(start, place, titled)
        if place > start and word.key.startswith(tuple(self._rules.lists["enders"])):
            return True
        if word.key.isdecimal() and (place == start or not self._rules.capitals):
            return True
        return (isa(word.key, "links", "auxiliaries") or word.key in self._rules.stops) and (
            not self._is_capital_name(start, place)
        )

    def _may_stand_inside(self, start: int, place: int, titled: bool) -> bool:
        """Whether a preposition belongs to the phrase: "envoy to Libya", "Ursula von der Leyen"."""
        after = self.words[place + 1] if place + 1 < len(self.words) else None
        if after is None or self._rules.isa(after.key, "events") or place == start:
            return self._rules.capitals and place == start and bool(after and after.capital)
        if self._rules.capitals:
            follows = after.capital or self._rules.isa(after.key, "determiners", "inner", "titles")
            follows = follows or self._rules.isa(after.key, "institutions")
            return follows and (titled or self.words[place - 1].capital)
        return titled

    def _is_capital_name(self, start: int, place: int) -> bool:
        """Whether a word that is also a common one is part of a name: "Theresa May"."""
        return self.words[place].capital and place > start and self.words[place - 1].capital

    def _cut_after_place(self, inner: int, end: int, narrow: bool) -> int:
        """Without capitals a place after a preposition ends the phrase, unless a name follows it.

        "The ministry in Gaza a rise in ..." and "the envoy to Libya Ghassan Salame that ..."
        look alike up to the word that ends them.
        """
        if inner >= 0 and narrow and not self._is_place(inner, end):
            return inner
        if inner < 0 or inner + 2 >= end or any(w.marked for w in self.words[inner:end]):
            return end
        if any(self._rules.isa(w.key, "titles") for w in self.words[inner + 1 : end]):
            return end
        hard = self._ends_firmly(end) or self._rules.isa(self.words[end].key, *_VERBS)
        return end if hard and end - inner <= 6 else inner + 2

    def _is_place(self, inner: int, end: int) -> bool:
        """Whether a place and a name follow "to", and no cause that somebody calls to."""
        rest = self.words[inner + 1 : end]
        closed = end == len(self.words) or self._comma(end)
        return closed and len(rest) > 1 and all(bare(word.key) == word.key for word in rest)

    def _of_document(self, start: int, stop: int) -> int:
        """Where the author stands in "a statement by Norland", "بيان لوزارة"."""
        first = start
        while first < stop and self._rules.isa(self.words[first].key, "determiners"):
            first += 1
        if first >= stop or not self._rules.isa(self.words[first].key, "documents"):
            return start
        for i in range(first + 1, min(first + 3, stop)):
            if self._rules.isa(self.words[i].key, "by", "from", "inner"):
                return min(i + 1, stop)
        follows = first + 1 < stop and self._rules.isa(
            self.words[first + 1].key, "institutions", "titles"
        )
        return first + 1 if follows else start

    def _whole(self, start: int, stop: int) -> Phrase:
        """The phrase from *start* if it reaches *stop*, else nothing."""
        found = self._read(start, stop) if start < stop else ()
        return found if found and found[-1] is self.words[stop - 1] else ()

    # -- Clauses -----------------------------------------------------------------------------

    def _chunks(self, end: int) -> list[tuple[int, int]]:
        """What stands before *end* in its clause, cut at commas, the nearest first."""
        chunks: list[tuple[int, int]] = []
        stop = start = end
        while start > max(0, end - _REACH) and len(chunks) < 4:
            if start < len(self.words) and start <= stop and self._breaks(start):
                break
            before = self.words[start - 1]
            if before.quoted or self._rules.isa(before.key, "complements"):
                break
            if start < stop and self._comma(start):
                chunks.append((start, stop))
                stop = start
            start -= 1
        if start < stop:
            chunks.append((start, stop))
        return chunks

    def _without_auxiliaries(self, place: int) -> int:
        while place > 0 and self._rules.isa(self.words[place - 1].key, "auxiliaries"):
            if self._breaks(place) or self._comma(place):
                break
            place -= 1
        return place

    def _skip_connectors(self, start: int, stop: int) -> int:
        """Past "but", "also", "meanwhile": words that may stand before a subject."""
        isa = self._rules.isa
        while start < stop - 1 and (
            isa(self.words[start].key, "conjunctions", "auxiliaries")
            and not isa(self.words[start].key, "determiners", "titles", "institutions")
        ):
            start += 1
        return start

    def _after_introduction(self) -> int:
        """Where the first clause starts: past "On Monday," and the like."""
        start = self._skip_connectors(0, len(self.words))
        word = self.words[start]
        opens = self._rules.isa(word.key, "links", "inner", "events", "participles")
        if opens and not self._rules.isa(word.key, "determiners"):
            near = range(start + 1, min(start + 20, len(self.words)))
            return next((i for i in near if self._comma(i)), start)
        return start

    def _may_start(self, place: int, strict: bool) -> bool:
        word = self.words[place]
        if strict:
            return True
        return word.capital or self._rules.isa(
            word.key, "determiners", "titles", "institutions", "he", "she", "it", "they"
        )

    def _starts_clause(self, place: int) -> bool:
        start = self._without_auxiliaries(place)
        return start == 0 or self._breaks(start) or self._comma(start)

    def _ends_clause(self, place: int) -> bool:
        if place >= len(self.words) or self._breaks(place) or self._comma(place):
            return True
        return self._rules.isa(self.words[place].key, "links", "inner", "relatives", "participles")

    def _ends_firmly(self, place: int) -> bool:
        """Whether a comma or "that" stands here."""
        if place >= len(self.words) or self._breaks(place) or self._comma(place):
            return True
        return self._rules.isa(self.words[place].key, "complements")

    def _breaks(self, place: int) -> bool:
        return bool(place < len(self.words) and _BREAK.search(self.words[place].gap))

    def _comma(self, place: int) -> bool:
        return bool(place < len(self.words) and _COMMA.search(self.words[place].gap))

    def _skips(self, place: int) -> bool:
        word = self.words[place]
        return self._rules.isa(word.key, "auxiliaries") and not self._breaks(place)

    def _is_aside(self, start: int) -> bool:
        word = self.words[start]
        return self._rules.isa(word.key, "relatives", "participles", "links", "auxiliaries") or (
            self._rules.isa(word.key, "inner") and not self._rules.isa(word.key, "determiners")
        )

    def _is_head(self, place: int) -> bool:
        return self._rules.isa(self.words[place].key, "titles", "institutions")

    def _has_title(self, phrase: Phrase) -> bool:
        return any(self._rules.isa(word.key, "titles", "institutions") for word in phrase)

    def _is_likely(self, phrase: Phrase) -> bool:
        return is_likely(phrase, self._rules)


def is_likely(phrase: Phrase, rules: Grammar) -> bool:
    """Whether the phrase looks like somebody: a title, a name by its capital or its marks."""
    if any(rules.isa(w.key, "titles", "institutions", "he", "she", "it", "they") for w in phrase):
        return True
    return phrase[0].marked or any(w.capital and w.key not in rules.stops for w in phrase)


def _subject(phrases: tuple[Phrase, ...], *, sure: bool) -> Subject | None:
    return Subject(phrases, sure=sure) if phrases else None

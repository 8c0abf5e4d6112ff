"""The words of questions about what somebody said, and the forms without "what"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from index.readers.headings import Span
from index.text.language import stop_words
from index.text.tokenize import fold

REPORTING = Path(__file__).parent / "languages"
KINDS = (
    *("what", "about", "verbs", "deeds", "nouns", "place", "of", "after"),
    *("sources", "postsources", "asking"),
)
_WITH_PARTICLE = ("tr", "ru")
_VERB_FIRST = ("fr", "es", "de", "it", "pt")
"""Languages that ask for yes or no without a word for it: "¿Negó Norland los hechos?"."""


@dataclass(frozen=True, slots=True)
class Reporting:
    """The words of such questions in one language, folded.

    Attributes:
        what: "what", "how did": they ask.
        about: they start the topic.
        verbs: "say", "position": what is asked for.
        deeds: those of the verbs that are told without anybody's words too: "want", "promise".
        nouns: those of the verbs that need no "what": "Norland's position on Libya".
        place: "in": they start where the speaker is.
        of: they start the topic behind the verb alone: "think of the war", "position of Merkel".
        sources: "according to", before the speaker.
        postsources: the same, behind the speaker: "göre".
        asking: "did", "هل": they open a question that yes or no answers, or stand in it.
        after: whether the words of *about* follow the topic: "Libya hakkında".
    """

    what: frozenset[str]
    about: frozenset[str]
    verbs: frozenset[str]
    deeds: frozenset[str]
    nouns: frozenset[str]
    place: frozenset[str]
    of: frozenset[str]
    after: frozenset[str]
    sources: frozenset[str]
    postsources: frozenset[str]
    asking: frozenset[str]

    def asks(self, folded: Sequence[str]) -> bool:
        """Whether words of a question ask for somebody's words or stance."""
        pairs = {f"{one}_{other}" for one, other in pairwise(folded)}
        if {*folded, *pairs} & self.what:
            return not self.verbs.isdisjoint(folded)
        return not self.nouns.isdisjoint(folded) and not self.about.isdisjoint(folded)


@cache
def reporting(language: str) -> Reporting | None:
    """The words of *language*, or None where the repository has no list."""
    path = REPORTING / f"{language}.txt"
    if not path.exists():
        return None
    lines = dict(line.split(":", 1) for line in path.read_text("utf-8").splitlines() if line)
    return Reporting(**{kind: _folded(lines[kind].split()) for kind in KINDS})


def _folded(found: Iterable[str]) -> frozenset[str]:
    return frozenset(map(fold, found))


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, word by word.

    Attributes:
        question: as it stands.
        language: ISO 639-1 code.
        lists: the words of such questions in that language.
        spans: of its words.
        folded: its words, folded.
    """

    question: str
    language: str
    lists: Reporting
    spans: Sequence[Span]
    folded: Sequence[str]

    def word(self, place: int) -> str:
        """The word as it stands."""
        return self.question[slice(*self.spans[place])]

    def is_capital(self, place: int) -> bool:
        """Whether the word starts with a capital."""
        return place < len(self.spans) and self.word(place)[0].isupper()

    def is_verb(self, place: int) -> bool:
        """Whether a word says what is asked for; not the "State" of "the State Department"."""
        named = place > 0 and self.language != "de" and self.is_capital(place)
        return self.folded[place] in self.lists.verbs and not named

    def verb(self) -> int | None:
        """The place of the first word that says what is asked for."""
        return next((i for i in range(len(self.folded)) if self.is_verb(i)), None)

    def is_tied(self, place: int) -> bool:
        """Whether a hyphen ties the word to a name: "al-Jabiri"."""
        if place + 1 >= len(self.spans):
            return False
        between = self.question[self.spans[place][1] : self.spans[place + 1][0]]
        return between == "-" and self.is_capital(place + 1)

    def kept(self) -> list[int]:
        """The places of the words that may name a speaker or a topic."""
        ignored = {fold(word) for word in stop_words(self.language)}
        ignored |= self.lists.what | self.lists.asking
        return [
            i
            for i, word in enumerate(self.folded)
            if (word not in ignored or self.is_tied(i))
            and not self.is_verb(i)
            and not self._is_suffix(i)
        ]

    def run(self, places: Sequence[int]) -> list[int]:
        """The first of the places and those that go on with its name."""
        found = list(places[:1])
        for place in places[1:]:
            if place != found[-1] + 1 or not self._goes_on(found[-1], place):
                break
            found.append(place)
        return found

    def is_parted(self, place: int) -> bool:
        """Whether a comma or colon stands behind the word."""
        between = self.question[self.spans[place][1] : self.spans[place + 1][0]]
        return any(mark in between for mark in ",،:")

    def _goes_on(self, last: int, place: int) -> bool:
        """Whether a name goes on: a capital behind a capital, or neither with an article."""
        if self.is_capital(last) or self.is_capital(place):
            tied = self.is_tied(place) or self.is_tied(last)
            return tied or (self.is_capital(last) and self.is_capital(place))
        return not any(self.word(i).startswith("ال") for i in (last, place))

    def _is_suffix(self, place: int) -> bool:
        """Whether an apostrophe writes the word onto the one before: "Norland'ın"."""
        start, end = self.spans[place]
        after = self.question[max(0, start - 1) : start] in ("'", "’")
        return after and end - start <= 3 and self.word(place).islower()


def of_source(asked: Asked) -> tuple[list[int], bool] | None:
    """The places of the speaker in "according to Norland, what ...", and that there is a topic."""
    folded, lists, kept = asked.folded, asked.lists, asked.kept()
    post = next((i for i, word in enumerate(folded) if word in lists.postsources), 0)
    if post:
        return [i for i in kept if i < post], True
    after = next((n for n in (3, 2, 1) if "_".join(folded[:n]) in lists.sources), 0)
    if not after:
        return None
    behind = range(after, len(folded))
    what = next((i for i in behind if folded[i] in lists.what), len(folded))
    comma = next((i + 1 for i in behind[:-1] if asked.is_parted(i)), what)
    return [i for i in kept if after <= i < min(what, comma)], True


def asks_whether(asked: Asked, verb: int) -> bool:
    """Whether yes or no answers: "did Norland deny", "Norland a-t-il nié"."""
    if asked.folded[0] in asked.lists.asking:
        return True
    if asked.language in _WITH_PARTICLE:
        return not asked.lists.asking.isdisjoint(asked.folded)
    stops = {fold(word) for word in stop_words(asked.language)}
    return asked.language in _VERB_FIRST and (verb == 0 or asked.folded[0] not in stops)


def of_whether(asked: Asked, verb: int) -> tuple[list[int], bool]:
    """The places of the speaker, before the verb or behind it, and whether there is a topic."""
    kept = asked.kept()
    before, rest = [i for i in kept if i < verb], [i for i in kept if i > verb]
    whole = before and asked.language == "en"  # "did the mayor of Sfax deny"
    speaker = before if whole else asked.run(before or rest)
    return speaker, len(before or rest) > len(speaker) or bool(before and rest)

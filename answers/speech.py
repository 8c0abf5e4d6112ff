"""Questions of the form "what did X say (about Y)": who is X, and is there a Y."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from index.language import stop_words
from index.tokenize import fold, tokenize, words
from retrieval.retriever import Hit

REPORTING = Path(__file__).parent / "reporting"
KINDS = ("what", "about", "verbs", "nouns", "place", "of", "after")
_LEAST_SHARE = 0.6
_LIKENESS_MARGIN = 0.15


@dataclass(frozen=True, slots=True)
class SpeechQuestion:
    """What somebody said.

    Attributes:
        speaker: the words that name the speaker, as they stand in the question.
        phrase: the stretch of the question from the first to the last of them.
        start: where the phrase starts in the question.
        needed: the first of the words; those behind "in" say where, and the sources may not.
        topic: whether the question also says what it was about.
        language: the question's language.
    """

    speaker: tuple[str, ...]
    phrase: str
    start: int
    needed: tuple[str, ...]
    topic: bool
    language: str

    @property
    def is_named(self) -> bool:
        """Whether the speaker is a person by name: "Norland", "ambassador Norland".

        "The mayor of Sfax" is none: there the capital is a place's.
        """
        capitals = [word[0].isupper() for word in self.speaker]
        unbroken = len(words(self.phrase)) == len(self.speaker)
        return capitals[-1] and (all(capitals) or unbroken)


@dataclass(frozen=True, slots=True)
class _Reporting:
    """The words of such questions in one language, folded.

    Attributes:
        what: "what", "how did": they ask.
        about: they start the topic.
        verbs: "say", "position": what is asked for.
        nouns: those of the verbs that need no "what": "Norland's position on Libya".
        place: "in": they start where the speaker is.
        of: they start the topic behind the verb alone: "think of the war", "position of Merkel".
        after: whether the words of *about* follow the topic: "Libya hakkında".
    """

    what: frozenset[str]
    about: frozenset[str]
    verbs: frozenset[str]
    nouns: frozenset[str]
    place: frozenset[str]
    of: frozenset[str]
    after: frozenset[str]

    def asks(self, folded: Sequence[str]) -> bool:
        """Whether words of a question ask for somebody's words or stance."""
        pairs = {f"{one}_{other}" for one, other in pairwise(folded)}
        if {*folded, *pairs} & self.what:
            return not self.verbs.isdisjoint(folded)
        return not self.nouns.isdisjoint(folded) and not self.about.isdisjoint(folded)


def speech_question(question: str, language: str) -> SpeechQuestion | None:
    """The question as one about somebody's words, or None where it is another kind.

    >>> speech_question("What did Norland say about the war?", "en").speaker
    ('Norland',)
    >>> speech_question("When did the war end?", "en") is None
    True
    """
    lists = _reporting(language)
    spans = words(question)
    folded = [fold(question[start:end]) for start, end in spans]
    if lists is None or not lists.asks(folded):
        return None
    verb = next(place for place, word in enumerate(folded) if word in lists.verbs)
    ignored = _stop_words(language) | lists.what | lists.verbs
    kept = [
        i
        for i, word in enumerate(folded)
        if word not in ignored and not _is_suffix(question, spans[i])
    ]
    speaker, topic = _parts(folded, verb, kept, lists)
    if not speaker:
        return None
    start, end = spans[speaker[0]][0], spans[speaker[-1]][1]
    where = next((i for i in range(*_ends(speaker)) if folded[i] in lists.place), len(folded))
    return SpeechQuestion(
        speaker=tuple(question[slice(*spans[i])] for i in speaker),
        phrase=question[start:end],
        start=start,
        needed=tuple(question[slice(*spans[i])] for i in speaker if i < where),
        topic=topic,
        language=language,
    )


def _parts(
    folded: Sequence[str], verb: int, kept: Sequence[int], lists: _Reporting
) -> tuple[list[int], bool]:
    """The places of the speaker's words, and whether there is a topic.

    "What did X say", "X ne dedi": before the verb; "Qu'a dit X", "ماذا قال X": after it.
    """
    before = [i for i in kept if i < verb]
    first = verb + 1 if before else next((i for i in kept if i > verb), len(folded))
    opening = lists.about | lists.of if before else lists.about
    about = next((i for i in range(first, len(folded)) if folded[i] in opening), len(folded))
    speaker = [i for i in before or kept if before or first <= i < about]
    inside = next((i for i in range(1, verb) if folded[i] in lists.about - lists.place), None)
    if before and inside is not None and (own := [i for i in before if i < inside]):
        cut = len(own) - 1 if lists.after and len(own) > 1 else len(own)
        return own[:cut], True
    return speaker, any(i > about for i in kept)


def _is_suffix(question: str, span: tuple[int, int]) -> bool:
    """Whether an apostrophe writes the word onto the one before: "Norland'ın"."""
    start, end = span
    return (
        question[max(0, start - 1) : start] in ("'", "’")
        and end - start <= 3
        and (question[start:end].islower())
    )


def reports(speech: SpeechQuestion, hits: Sequence[Hit]) -> list[Hit]:
    """The hits whose passage has the speaker, by name however spelt or by description.

    A person is known by the last of their names, as it is spelt most nearly; a description by most
    of its words.
    """
    if speech.is_named:
        for word in reversed(speech.speaker):
            likeness = [_likeness(hit, word, speech.language) for hit in hits]
            least = max(likeness, default=0.0) - _LIKENESS_MARGIN
            named = [hit for hit, like in zip(hits, likeness, strict=True) if like > max(0, least)]
            if named:
                return named
        return []
    return [hit for hit in hits if _share(hit, speech) >= _LEAST_SHARE]


def _ends(places: Sequence[int]) -> tuple[int, int]:
    return places[0], places[-1]


def _share(hit: Hit, speech: SpeechQuestion) -> float:
    found = sum(_likeness(hit, word, speech.language) > 0 for word in speech.speaker)
    return found / len(speech.speaker)


def _likeness(hit: Hit, word: str, language: str) -> float:
    """How surely the hit's passage has the word: 1 as it stands, less as a name, else 0."""
    tokens = tokenize(word, language)
    if tokens and all(token in hit.words for token in tokens):
        return 1.0
    return max((match.similarity for match in hit.names if match.asked == word), default=0.0)


@cache
def _stop_words(language: str) -> frozenset[str]:
    return _folded(stop_words(language))


@cache
def _reporting(language: str) -> _Reporting | None:
    path = REPORTING / f"{language}.txt"
    if not path.exists():
        return None
    lines = dict(line.split(":", 1) for line in path.read_text("utf-8").splitlines() if line)
    return _Reporting(**{kind: _folded(lines[kind].split()) for kind in KINDS})


def _folded(found: Iterable[str]) -> frozenset[str]:
    return frozenset(map(fold, found))

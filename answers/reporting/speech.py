"""Questions of the form "what did X say (about Y)": who is X, and is there a Y."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from answers.reporting.forms import (
    Asked,
    asks_whether,
    of_source,
    of_whether,
    reporting,
)
from index.reporting.grammar import grammar
from index.text.tokenize import fold, tokenize, words
from retrieval.retriever import Hit

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
        deed: whether it may be told without the speaker's words: what they want or promise.
        language: the question's language.
    """

    speaker: tuple[str, ...]
    phrase: str
    start: int
    needed: tuple[str, ...]
    topic: bool
    deed: bool
    language: str

    @property
    def is_named(self) -> bool:
        """Whether the speaker is a person by name: "Norland", "ambassador Norland".

        "The mayor of Sfax" is none: there the capital is a place's.
        """
        capitals = [word[0].isupper() for word in self.speaker]
        unbroken = len(words(self.phrase)) == len(self.speaker)
        return capitals[-1] and (all(capitals) or unbroken)

    @property
    def has_capitals(self) -> bool:
        """Whether the question is in a script where names have capitals."""
        return any(word[0].isupper() or word[0].islower() for word in self.speaker)


def speech_question(question: str, language: str) -> SpeechQuestion | None:
    """The question as one about somebody's words, or None where it is another kind.

    >>> speech_question("What did Norland say about the war?", "en").speaker
    ('Norland',)
    >>> speech_question("When did the war end?", "en") is None
    True
    """
    lists = reporting(language)
    spans = words(question)
    folded = [fold(question[start:end]) for start, end in spans]
    if lists is None or not folded:
        return None
    asked = Asked(question, language, lists, spans, folded)
    found, verb = of_source(asked), asked.verb()
    if not found and verb is not None and lists.asks(folded):
        found = _parts(asked, verb)
    elif not found and verb is not None and asks_whether(asked, verb):
        found = of_whether(asked, verb)
    speaker, topic = found or ([], False)
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
        deed=verb is not None and folded[verb] in lists.deeds,
        language=language,
    )


def shortened(speech: SpeechQuestion) -> Iterator[SpeechQuestion]:
    """The question with the last words of its speaker as the topic, one more each time.

    >>> [one.phrase for one in shortened(speech_question("What did Anna Roe say", "en"))]
    ['Anna']
    """
    spans = words(speech.phrase)
    ends: list[int] = []
    for start, end in spans:
        if (
            len(ends) < len(speech.speaker)
            and speech.phrase[start:end] == speech.speaker[len(ends)]
        ):
            ends.append(end)
    for count in range(len(ends) - 1, 0, -1):
        if _is_essential(speech, count):
            return
        speaker = speech.speaker[:count]
        phrase = speech.phrase[: ends[count - 1]]
        yield replace(speech, speaker=speaker, phrase=phrase, needed=speaker, topic=True)


def _is_essential(speech: SpeechQuestion, place: int) -> bool:
    """Whether without the word another would be asked for: "Achebe's agent", "Leith al-Jabiri"."""
    word, rules = speech.speaker[place], grammar(speech.language)
    titled = rules is not None and rules.isa(fold(word), "titles", "institutions")
    named = word[0].isupper() and speech.language != "de"
    return titled or (named and speech.speaker[place - 1][0].isupper())


def _parts(asked: Asked, verb: int) -> tuple[list[int], bool]:
    """The places of the speaker's words, and whether there is a topic.

    "What did X say", "X ne dedi": before the verb; "Qu'a dit X", "ماذا قال X": after it.
    """
    folded, lists, kept = asked.folded, asked.lists, asked.kept()
    before = [i for i in kept if i < verb]
    first = verb + 1 if before else next((i for i in kept if i > verb), len(folded))
    opening = lists.about | lists.of if before or asked.is_capital(first) else lists.about
    rest = (i for i in range(first, len(folded)) if not asked.is_tied(i))
    about = next((i for i in rest if folded[i] in opening), len(folded))
    speaker = [i for i in before or kept if before or first <= i < about]
    if lists.after and len(named := asked.run(before)) < len(before) and asked.is_capital(named[0]):
        return named, True
    inside = next((i for i in range(1, verb) if folded[i] in lists.about - lists.place), None)
    if before and inside is not None and (own := [i for i in before if i < inside]):
        cut = len(own) - 1 if lists.after and len(own) > 1 else len(own)
        return own[:cut], True
    return speaker, any(i > about for i in kept)


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

"""Questions of the form "what did X say (about Y)": who is X, and which passages report them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index.language import stop_words
from index.tokenize import fold, tokenize, words
from retrieval.retriever import Hit

REPORTING = Path(__file__).parent / "reporting"
_LEAST_SHARE = 0.6
_LIKENESS_MARGIN = 0.15


@dataclass(frozen=True, slots=True)
class SpeechQuestion:
    """What somebody said.

    Attributes:
        speaker: the words that name the speaker, as they stand in the question.
        phrase: the stretch of the question from the first to the last of them.
        topic: whether the question also says what it was about.
        language: the question's language.
    """

    speaker: tuple[str, ...]
    phrase: str
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
    what: frozenset[str]
    about: frozenset[str]
    verbs: frozenset[str]


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
    if lists is None or not {*folded} & lists.what or not {*folded} & lists.verbs:
        return None
    verb = next(place for place, word in enumerate(folded) if word in lists.verbs)
    about = next((i for i in range(verb + 1, len(folded)) if folded[i] in lists.about), None)
    ignored = {fold(word) for word in stop_words(language)} | lists.what | lists.verbs
    kept = [i for i in range(len(folded))[:about] if folded[i] not in ignored]
    # "What did X say", "X ne dedi": before the verb; "Qu'a dit X", "ماذا قال X": after it.
    speaker = [i for i in kept if i < verb] or kept
    if not speaker:
        return None
    return SpeechQuestion(
        speaker=tuple(question[slice(*spans[place])] for place in speaker),
        phrase=question[spans[speaker[0]][0] : spans[speaker[-1]][1]],
        topic=about is not None,
        language=language,
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
def _reporting(language: str) -> _Reporting | None:
    path = REPORTING / f"{language}.txt"
    if not path.exists():
        return None
    lines = dict(line.split(":", 1) for line in path.read_text("utf-8").splitlines() if line)
    return _Reporting(*(_folded(lines[name].split()) for name in ("what", "about", "verbs")))


def _folded(found: Iterable[str]) -> frozenset[str]:
    return frozenset(map(fold, found))

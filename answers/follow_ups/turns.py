"""A question that was asked before: whom and what it was about, and where it says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from answers.follow_ups.words import FollowUpWords, at_end, at_start, exact, follow_up_words
from answers.reporting.forms import reporting
from answers.reporting.speech import SpeechQuestion, speech_question
from index.text.language import UNKNOWN, detect_language, letter_script, stop_words
from index.text.tokenize import fold, words

Span = tuple[int, int]


@dataclass(frozen=True)
class Turn:
    """A question with its words.

    Attributes:
        text: the question.
        language: its ISO 639-1 code.
    """

    text: str
    language: str

    @cached_property
    def spans(self) -> list[Span]:
        """Where its words are."""
        return words(self.text)

    @cached_property
    def folded(self) -> list[str]:
        """Its words as they are compared."""
        return [fold(self.text[start:end]) for start, end in self.spans]

    @cached_property
    def speech(self) -> SpeechQuestion | None:
        """The question as one about somebody's words."""
        return speech_question(self.text, self.language)

    @property
    def lists(self) -> FollowUpWords | None:
        """The lists of its language."""
        return follow_up_words(self.language)

    @property
    def end(self) -> int:
        """Where its last word ends: what is added stands before the question mark."""
        return self.spans[-1][1]

    @property
    def speaker(self) -> Span | None:
        """Where it names the speaker."""
        speech = self.speech
        return (speech.start, speech.start + len(speech.phrase)) if speech else None

    @cached_property
    def topic(self) -> Span | None:
        """Where it says what was spoken about, "about" included."""
        lists, speaker = reporting(self.language), self.speaker
        if lists is None or speaker is None:
            return None
        after = [i for i, (start, _) in enumerate(self.spans) if start >= speaker[1]]
        if lists.after:
            ends = [i for i in after if self.folded[i] in lists.about]
            return (self.spans[after[0]][0], self.spans[ends[0]][1]) if ends else None
        verb = next(i for i, word in enumerate(self.folded) if word in lists.verbs)
        inside = self.lists is not None and self.lists.topic_at == "speaker"
        opens = lists.about | lists.of if speaker[0] < self.spans[verb][0] else lists.about
        starts = [i for i in after if (inside or i > verb) and self.folded[i] in opens]
        stops = [i for i in after if self.folded[i] in lists.what | lists.verbs]
        last = stops[0] if inside and stops else len(self.spans)
        if not starts or starts[0] + 1 >= last:
            return None
        return self.spans[starts[0]][0], self.spans[last - 1][1]

    @cached_property
    def names(self) -> list[Span]:
        """Where it names somebody or something, as capitals tell, in order."""
        particles = self.lists.particles if self.lists else frozenset()
        runs: list[list[int]] = []
        for i in range(1, len(self.spans)):
            if not self.is_capital(i):
                continue
            last = runs[-1][-1] if runs else -2
            if all(self.folded[j] in particles for j in range(last + 1, i)) and last > 0:
                runs[-1].append(i)
            else:
                runs.append([i])
        return [(self._name_start(run[0], particles), self.spans[run[-1]][1]) for run in runs]

    def _name_start(self, place: int, particles: frozenset[str]) -> int:
        """Where a name starts whose first capital is at *place*: "al-Sarraj" has its article."""
        start = self.spans[place][0]
        before = place - 1
        joined = before > 0 and self.text[self.spans[before][1] : start] == "-"
        return self.spans[before][0] if joined and self.folded[before] in particles else start

    def exact(self, place: int) -> str:
        """The word as it is compared where accents matter."""
        return exact(self.text[slice(*self.spans[place])])

    def is_capital(self, place: int) -> bool:
        """Whether the word begins with a capital letter."""
        letter = self.text[self.spans[place][0]]
        return letter.isupper()

    @cached_property
    def one_asked_about(self) -> Span | None:
        """X in "who is X"."""
        if self.lists is None:
            return None
        first = at_start(self.lists.who, self.folded)
        after = at_end(self.lists.who, self.folded)
        if (bool(first) == bool(after)) or first + after >= len(self.spans):
            return None
        return self.spans[first][0], self.spans[-after - 1][1] if after else self.end

    @property
    def antecedent(self) -> str | None:
        """Whoever "he" is in the next question, as far as this one tells."""
        if self.speaker:
            return self.text[self._with_article(self.speaker[0]) : self.speaker[1]]
        span = self.one_asked_about or next(filter(self._may_be_person, self.names), None)
        return self.text[slice(*span)] if span else None

    def _may_be_person(self, name: Span) -> bool:
        """Whether no article or preposition stands before: "the World Cup", "in Derna"."""
        before = [i for i, (_, end) in enumerate(self.spans) if end <= name[0]]
        lists = self.lists
        small = lists.articles | lists.prepositions if lists else frozenset()
        return not before or self.folded[before[-1]] not in small

    def _with_article(self, start: int) -> int:
        """Where the article before a place starts: "the ministry"; else the place."""
        before = [i for i, (_, end) in enumerate(self.spans) if end < start]
        articles = self.lists.articles if self.lists else frozenset()
        return (
            self.spans[before[-1]][0] if before and self.folded[before[-1]] in articles else start
        )

    def has_content(self, place: int) -> bool:
        """Whether the word is one that carries meaning: no stop word, no "say"."""
        word, lists = self.folded[place], reporting(self.language)
        ignored = lists.what | lists.verbs if lists else frozenset()
        return word not in ignored and word not in _folded_stop_words(self.language)


JOINT = " — "
"""Between a short question and the one that it is about."""


def base(searched: str) -> str:
    """The question that a short one was asked about, where both were searched.

    >>> base("Why? — What did Norland say?")
    'What did Norland say?'
    """
    return searched.rsplit(JOINT, 1)[-1]


@lru_cache(maxsize=512)
def turn(text: str, likely: str | None = None) -> Turn:
    """The question as a turn.

    A completed question may be in two scripts, of which the shorter part can be the one that asks.

    Args:
        text: the question.
        likely: its language where it does not tell itself.
    """
    first = Turn(text, detect_language(text, likely))
    parts: dict[str, list[str]] = {}
    for start, end in words(text):
        parts.setdefault(letter_script(text[start]), []).append(text[start:end])
    if len(parts) == 1 or first.speech:
        return first
    others = [Turn(text, detect_language(" ".join(part))) for part in parts.values()]
    return next((other for other in others if other.speech), first)


def language_of(question: str, turns: Sequence[str] = (), likely: str | None = None) -> str:
    """The language of a question; where it does not tell, that of the turn before, or *likely*.

    >>> language_of("E Harris?", ["Cosa ha detto Norland?"])
    'it'
    """
    before = detect_language(turns[-1]) if turns else UNKNOWN
    if before == UNKNOWN:
        before = likely or UNKNOWN
    found = detect_language(question, before)
    return before if found == UNKNOWN else found


def replaced(text: str, span: Sequence[int], by: str) -> str:
    """*text* with what lies in *span* replaced.

    >>> replaced("What did he say?", (9, 11), "Norland")
    'What did Norland say?'
    """
    return text[: span[0]] + by + text[span[1] :]


@lru_cache
def _folded_stop_words(language: str) -> frozenset[str]:
    return frozenset(map(fold, stop_words(language)))

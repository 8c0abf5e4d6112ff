"""The words by which a follow-up is known, one file a language: data, not code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from index.text.language import letter_script
from index.text.tokenize import fold, words

FOLLOW_UPS = Path(__file__).parent / "languages"

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FollowUpWords:
    """What follow-ups are made of in one language; phrases are folded words, longest first.

    Attributes:
        openings: "and what about", "and": they open a follow-up.
        closings: those that stand behind it.
        clitics: openings that are written onto the next word.
        whole: words that only look as if they began with a clitic.
        article: the article that is written onto its word.
        articles: "the", "a", "this".
        particles: "al", "de": small words inside a name.
        asks: "who", "is": a question that has one of them is no mere fragment.
        adverbs: those of them that are neither who nor what: "when".
        helpers: verbs that a question begins with and whose main verb ends it.
        prepositions: "in", "after": they open a place or a time.
        joins: "and" within a question.
        subjects: "he", "she": they stand for whoever spoke; with their accents, "él" is not "el".
        plurals: those of the subjects that stand for more than one.
        things: "it": they stand for no person, or for nothing.
        dummies: words beside which they stand for nothing: "is it true that".
        objects: "him".
        owners: "his", each with the article that stands where it stood.
        owner: how a name and what it owns are written: "{name}'s {noun}".
        owned: words with a pronoun written onto them, each with the word alone.
        that: "so", "that": they stand for what was said.
        more: "else": they mean nothing without the turns before.
        again: "what else": the question before once more.
        alone: "why": a question about the one before.
        who: "who is": the one asked about follows, or stands before.
        topic: how a topic is added to "what did X say".
        topic_at: where: at its end, or behind the speaker.
        subject_at: where a verb takes a subject that it may lack: behind the verb, or first in
            the sentence; nowhere in a language that does not drop it.
    """

    openings: tuple[Phrase, ...]
    closings: tuple[Phrase, ...]
    clitics: tuple[Phrase, ...]
    whole: frozenset[str]
    article: str
    articles: frozenset[str]
    particles: frozenset[str]
    asks: frozenset[str]
    adverbs: frozenset[str]
    helpers: frozenset[str]
    prepositions: frozenset[str]
    joins: frozenset[str]
    subjects: frozenset[str]
    plurals: frozenset[str]
    things: frozenset[str]
    dummies: frozenset[str]
    objects: frozenset[str]
    owners: dict[str, str]
    owner: str
    owned: dict[str, str]
    that: frozenset[str]
    more: tuple[Phrase, ...]
    again: tuple[Phrase, ...]
    alone: tuple[Phrase, ...]
    who: tuple[Phrase, ...]
    topic: str
    topic_at: str
    subject_at: str


KINDS = tuple(field.name for field in fields(FollowUpWords))
_PHRASES = {"openings", "closings", "clitics", "more", "again", "alone", "who"}
_PAIRS = {"owners", "owned"}
_EXACT = {"subjects", "plurals"}
_LINES = {"article", "owner", "topic", "topic_at", "subject_at"}


def folded(text: str) -> Phrase:
    """The words of *text* as they are compared."""
    return tuple(fold(text[start:end]) for start, end in words(text))


def exact(word: str) -> str:
    """A word with its accents: "él" is another word than "el".

    >>> exact("Él"), exact("هُم")
    ('él', 'هم')
    """
    return fold(word) if letter_script(word[0]) == "ARABIC" else word.casefold()


def at_start(phrases: Iterable[Phrase], found: Sequence[str]) -> int:
    """How many words of *found* the longest phrase is that they begin with; 0 if none."""
    return max((len(p) for p in phrases if tuple(found[: len(p)]) == p), default=0)


def at_end(phrases: Iterable[Phrase], found: Sequence[str]) -> int:
    """How many words of *found* the longest phrase is that they end with; 0 if none."""
    return max((len(p) for p in phrases if tuple(found[-len(p) :]) == p), default=0)


@cache
def follow_up_words(language: str) -> FollowUpWords | None:
    """The words of a language, or None where the repository has no list of it."""
    path = FOLLOW_UPS / f"{language}.txt"
    if not path.exists():
        return None
    lines = dict(line.split(":", 1) for line in path.read_text("utf-8").splitlines() if line)
    return FollowUpWords(**{kind: _read(kind, lines[kind].strip()) for kind in KINDS})


def _read(kind: str, line: str) -> Any:
    if kind in _LINES:
        return line
    if kind in _PAIRS:
        pairs = (pair.partition("=") for pair in line.split())
        return {fold(one): other for one, _, other in pairs}
    if kind in _EXACT:
        return frozenset(map(exact, line.split()))
    phrases = [folded(phrase.replace("_", " ")) for phrase in line.split()]
    if kind in _PHRASES:
        return tuple(phrases)
    return frozenset(" ".join(phrase) for phrase in phrases)

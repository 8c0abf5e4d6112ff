"""A follow-up to the question that it stands for: what it lacks is carried over, no more.

"And what about the mercenaries?" says neither who spoke nor that anybody did. The turns before it
do. A question that could stand alone is left as it is, even where it could be a follow-up too: a
wrong guess costs more trust than a missed one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from answers.follow_ups.fragments import complete_fragment, fragment
from answers.follow_ups.turns import JOINT, Turn, base, replaced, turn
from answers.follow_ups.words import FollowUpWords, Phrase
from answers.reporting.forms import reporting
from answers.reporting.speech import SpeechQuestion
from retrieval.query import MAX_CHARACTERS

_MOST_AFTER_IT = 3
KEPT_TURNS = 6
"""How many turns are looked back at."""

Speaks = Callable[[SpeechQuestion], bool]


def complete(question: str, turns: Sequence[str] = (), speaks: Speaks | None = None) -> str:
    """What is searched for *question*: itself, or what it stands for after *turns*.

    Args:
        question: as it was asked.
        turns: the questions before it, as they were searched, the last one last.
        speaks: whether the sources report somebody; it tells a speaker from a topic.

    >>> complete("And the mercenaries?", ["What did Norland say about the elections?"])
    'What did Norland say about the mercenaries?'
    >>> complete("Who won the World Cup?", ["What did Norland say?"])
    'Who won the World Cup?'
    """
    text = question.strip()
    before = [turn(base(one)) for one in turns[-KEPT_TURNS:] if 0 < len(one) <= MAX_CHARACTERS]
    before = [one for one in before if one.spans]
    if not before or not text or len(text) > MAX_CHARACTERS:
        return question
    asked = turn(text, before[-1].language)
    if not asked.spans or asked.lists is None:
        return question
    found = _completed(asked, asked.lists, before, speaks)
    return found if found and len(found) <= MAX_CHARACTERS else question


def complete_all(questions: Iterable[str], speaks: Speaks | None = None) -> list[str]:
    """What is searched for each question of a conversation, in order."""
    searched: list[str] = []
    for question in questions:
        searched.append(complete(question, searched, speaks))
    return searched


def _completed(
    asked: Turn, lists: FollowUpWords, before: list[Turn], speaks: Speaks | None
) -> str | None:
    """The completed question, or None where the question is none that needs it."""
    last, said = before[-1], tuple(asked.folded)
    if said in lists.again:
        return last.text
    if said in lists.alone:
        return asked.text + JOINT + last.text
    piece = fragment(asked, last)
    if piece:
        return complete_fragment(piece, asked, last, speaks)
    pronoun = _pronoun(asked, lists)
    if pronoun is not None:
        return _without_pronoun(pronoun, asked, lists, before)
    if _lacks_subject(asked, lists):
        return _with_subject(asked, lists, before)
    return None


def _pronoun(asked: Turn, lists: FollowUpWords) -> int | None:
    """Where the pronoun is that nothing in the question itself explains."""
    for i, word in enumerate(asked.folded):
        if not (asked.is_capital(i) and i > 0) and _is_pronoun(asked, lists, i):
            dummy = word in lists.things and _is_dummy(asked, lists, i)
            return None if dummy or _is_title(asked, lists, i) else i
        if _explains(asked, lists, i):
            return None
    return None


def _is_pronoun(asked: Turn, lists: FollowUpWords, place: int) -> bool:
    others = lists.things | lists.objects | lists.owners.keys() | lists.owned.keys()
    return asked.exact(place) in lists.subjects or asked.folded[place] in others


def _is_title(asked: Turn, lists: FollowUpWords, place: int) -> bool:
    """Whether the question begins with what is no subject: "His Majesty's government"."""
    if place > 0 or asked.exact(0) in lists.subjects or asked.folded[0] in lists.owned:
        return False
    speech = reporting(asked.language)
    return speech is None or speech.nouns.isdisjoint(asked.folded[1:2])


def _explains(asked: Turn, lists: FollowUpWords, place: int) -> bool:
    """Whether the word could be what a pronoun behind it stands for.

    What is asked for cannot: "which city did he visit". Nor what is done: "who killed them".
    """
    word = asked.folded[place]
    if word in lists.articles and asked.folded[place + 1 : place + 2] != []:
        return asked.folded[place + 1] not in lists.asks
    if word in lists.joins and place > 0:
        return True
    if place > 0 and asked.is_capital(place):
        return True
    if lists.article and word.startswith(lists.article):
        return True
    asks = lists.asks - lists.helpers
    return asked.has_content(place) and word not in asks and asked.folded[place - 1] not in asks


def _is_dummy(asked: Turn, lists: FollowUpWords, place: int) -> bool:
    """Whether the pronoun may stand for nothing: "is it true that", "what time is it", "il y a".

    "It" is believed only in a short question that names no other thing.
    """
    if lists.dummies & {*asked.folded}:
        return True
    if asked.exact(place) in lists.subjects:
        return False
    after = len(asked.folded) - place - 1
    others = any(_explains(asked, lists, i) for i in range(place))
    return others or bool(asked.names) or after > _MOST_AFTER_IT


def _without_pronoun(
    place: int, asked: Turn, lists: FollowUpWords, before: list[Turn]
) -> str | None:
    """The question with its pronoun replaced by whoever it stands for."""
    word = asked.folded[place]
    if asked.exact(place) in lists.plurals and before[-1].speech and before[-1].speech.is_named:
        return None
    person = word not in lists.things or asked.exact(place) in lists.subjects
    someone = _antecedent(asked, before, person)
    if someone is None:
        return asked.text + JOINT + before[-1].text
    span, by = _replacement(place, asked, lists, someone)
    text = _without_more(replaced(asked.text, span, by), asked, lists)
    return _with_topic(text, lists, before[-1], asked.language)


def _replacement(
    place: int, asked: Turn, lists: FollowUpWords, someone: str
) -> tuple[tuple[int, int], str]:
    """What goes for the pronoun, and what stands instead: "his view" becomes "X's view"."""
    word, (start, end) = asked.folded[place], asked.spans[place]
    if word in lists.owned:
        return (start, end), lists.owner.format(name=someone, noun=lists.owned[word])
    if word in lists.owners and place + 1 < len(asked.spans):
        noun = asked.spans[place + 1]
        owned = lists.owner.format(name=someone, noun=asked.text[slice(*noun)])
        return (start, noun[1]), f"{lists.owners[word]} {owned}".strip()
    hyphen = next((h for h in ("-t-", "-") if asked.text[:start].endswith(h)), "")
    return (start - len(hyphen), end), f" {someone}" if hyphen else someone


def _with_topic(text: str, lists: FollowUpWords, last: Turn, language: str) -> str:
    """What was spoken about, in the place of an "about it", or behind a "say so"."""
    now, speech = Turn(text, language), reporting(language)
    if not last.topic or last.language != language or len(now.spans) < 2 or speech is None:
        return text
    topic = last.text[slice(*last.topic)]
    if now.folded[-1] in lists.objects | lists.things and now.folded[-2] in speech.about:
        return replaced(text, (now.spans[-2][0], now.end), topic)
    return replaced(text, (now.end, now.end), f" {topic}") if now.folded[-1] in lists.that else text


def _lacks_subject(asked: Turn, lists: FollowUpWords) -> bool:
    """Whether the question is what somebody said, with nobody who did: "ماذا قال أيضا؟"."""
    speech = reporting(asked.language)
    if not lists.subject_at or speech is None or speech.verbs.isdisjoint(asked.folded):
        return False
    idle = lists.asks | lists.that | {word for phrase in lists.more for word in phrase}
    content = [i for i, w in enumerate(asked.folded) if asked.has_content(i) and w not in idle]
    what = speech.asks(asked.folded)
    if not content:
        return what or not lists.adverbs.isdisjoint(asked.folded)
    verb = next(i for i, word in enumerate(asked.folded) if word in speech.verbs)
    first = verb if lists.topic_at == "end" else 0
    about = [i for i, w in enumerate(asked.folded) if i >= first and w in speech.about]
    if speech.after:
        return what and len(content) == 1 and content[0] + 1 in about
    return what and bool(about) and about[0] < content[0]


def _with_subject(asked: Turn, lists: FollowUpWords, before: list[Turn]) -> str | None:
    """The question with the speaker of an earlier one as its subject."""
    someone, speech = _antecedent(asked, before, person=True), reporting(asked.language)
    if someone is None or speech is None:
        return None
    if lists.subject_at == "first":
        rest = _without_more(asked.text, asked, lists)
        return f"{someone} {rest if asked.has_content(0) else _uncapitalised(rest)}"
    verb = next(i for i, word in enumerate(asked.folded) if word in speech.verbs)
    while verb + 1 < len(asked.folded) and asked.folded[verb + 1] in speech.verbs:
        verb += 1
    place = asked.spans[verb][1]
    text = replaced(asked.text, (place, place), f" {someone}")
    return _without_more(text, asked, lists)


def _antecedent(asked: Turn, before: list[Turn], person: bool) -> str | None:
    """Whoever is spoken of: in the last turn, or the last speaker where speech is asked for."""
    last = before[-1]
    if not person:
        speech = last.speech
        return None if speech is None or speech.is_named else last.antecedent
    if last.antecedent:
        return last.antecedent
    speech_lists = reporting(asked.language)
    if speech_lists is None or not speech_lists.asks(asked.folded):
        return None
    return next((one.antecedent for one in reversed(before) if one.speech), None)


def _without_more(text: str, asked: Turn, lists: FollowUpWords) -> str:
    """The text without "else" and its like."""
    for phrase in sorted(lists.more, key=len, reverse=True):
        now = Turn(text, asked.language)
        place = _place_of(phrase, now.folded)
        if place is not None and len(now.folded) > len(phrase) + 1:
            before = text[: now.spans[place][0]]
            after = text[now.spans[place + len(phrase) - 1][1] :]
            if before.endswith(("'", "’")):  # "Cos'altro ha detto"
                after = after.lstrip()
            text = (before if after[:1].isalnum() else before.rstrip()) + after
    return text


def _place_of(phrase: Phrase, found: Sequence[str]) -> int | None:
    return next((i for i in range(len(found)) if tuple(found[i : i + len(phrase)]) == phrase), None)


def _uncapitalised(text: str) -> str:
    return text[:1].lower() + text[1:]

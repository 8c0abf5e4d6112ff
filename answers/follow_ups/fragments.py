"""Follow-ups that are no question at all: "And Harris?", "And in 2019?", "What about the war?"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from answers.follow_ups.turns import JOINT, Turn, replaced
from answers.follow_ups.words import FollowUpWords, at_end, at_start
from answers.reporting.forms import reporting
from answers.reporting.speech import SpeechQuestion, speech_question
from index.text.language import letter_script

_MOST_WORDS = 6
_MOST_WORDS_OF_NAME = 3
_MOST_WORDS_BARE = 4
_LONGEST_SHORT = 3
_CASELESS = ("ARABIC", "HEBREW")


@dataclass(frozen=True, slots=True)
class Fragment:
    """What a follow-up adds, its opening left out.

    Attributes:
        turn: its words.
        lists: the lists of its language.
        about: whether it begins (or ends) with "about".
    """

    turn: Turn
    lists: FollowUpWords
    about: bool

    @property
    def has_number(self) -> bool:
        """Whether it names a year or another number."""
        return any(word[0].isdigit() for word in self.turn.folded)

    @property
    def is_place(self) -> bool:
        """Whether it is a place or a time: "in Tripoli", "2019"."""
        return self.has_number or self.turn.folded[0] in self.lists.prepositions

    @property
    def is_name(self) -> bool:
        """Whether it is likely a name: by its capitals, or by the article that it lacks."""
        turn, lists = self.turn, self.lists
        if self.about or self.is_place or turn.folded[0] in lists.articles:
            return False
        if letter_script(turn.text[turn.spans[0][0]]) in _CASELESS:
            bare = not lists.article or not turn.folded[0].startswith(lists.article)
            return bare and len(turn.spans) <= _MOST_WORDS_OF_NAME
        capitals = [
            turn.is_capital(i) for i, word in enumerate(turn.folded) if word not in lists.particles
        ]
        return bool(capitals) and all(capitals)


def fragment(asked: Turn, last: Turn) -> Fragment | None:
    """The question as a fragment, or None where it could stand alone."""
    lists = asked.lists
    if lists is None:
        return None
    first, stop = at_start(lists.openings, asked.folded), len(asked.spans)
    stop -= at_end(lists.closings, asked.folded)
    cut = 0 if first or stop < len(asked.spans) else _clitic(asked, lists)
    if first >= stop or stop - first > _MOST_WORDS:
        return None
    start = asked.spans[first][0] + cut
    piece = Turn(asked.text[start : asked.spans[stop - 1][1]], asked.language)
    about = _about(piece, last)
    if _asks(piece, lists, about) or not piece.spans:
        return None
    opened = first > 0 or stop < len(asked.spans) or cut > 0
    found = Fragment(piece, lists, about)
    return found if opened or _stands_for_itself(asked, found) else None


def _stands_for_itself(asked: Turn, piece: Fragment) -> bool:
    """Whether a fragment without an opening is a follow-up all the same: "In Tripoli?"."""
    questions = asked.text.rstrip().endswith(("?", "؟"))
    prepositional = piece.turn.folded[0] in piece.lists.prepositions or piece.about
    return questions and prepositional and 1 < len(piece.turn.spans) <= _MOST_WORDS_BARE


def _clitic(asked: Turn, lists: FollowUpWords) -> int:
    """The length of an "and" that is written onto the first word, if it is one.

    A short word is rather one of its own, unless a preposition is left; and so is any word where
    nothing is asked.
    """
    word, speech = asked.folded[0], reporting(asked.language)
    if word in lists.whole:
        return 0
    small = lists.prepositions | (speech.about if speech else frozenset())
    joined = any(word.startswith(clitic) for (clitic,) in lists.clitics)
    asking = asked.text.rstrip().endswith(("?", "؟"))
    return int(joined and ((asking and len(word) > _LONGEST_SHORT) or word[1:] in small))


def _about(piece: Turn, last: Turn) -> bool:
    """Whether the fragment says by a word that it is a topic."""
    speech, lists = reporting(piece.language), piece.lists
    if speech is None or lists is None or len(piece.spans) < 2:
        return False
    if speech.after:
        return piece.folded[-1] in speech.about
    word = piece.folded[0]
    if word in lists.asks:  # "من" asks who, or says of what
        return last.topic is not None and last.text[slice(*last.topic)].startswith(
            piece.text[: piece.spans[0][1]]
        )
    return word in speech.about - lists.prepositions


def _asks(piece: Turn, lists: FollowUpWords, about: bool) -> bool:
    """Whether the fragment is a question of its own, or speaks by a pronoun.

    Its first word does not ask if it is a preposition: "à" is not "a".
    """
    small = about or (piece.folded[:1] and piece.folded[0] in lists.prepositions)
    found = piece.folded[1:] if small else piece.folded
    asking = lists.asks | lists.subjects | lists.owners.keys() | lists.owned.keys()
    return any(word in asking for word in found)


def complete_fragment(
    piece: Fragment,
    asked: Turn,
    last: Turn,
    speaks: Callable[[SpeechQuestion], bool] | None,
) -> str:
    """The question before with what the fragment changes."""
    if last.speaker:
        return _of_speech(piece, last, last.speaker, speaks)
    return _of_fact(piece, last) or asked.text + JOINT + last.text


def _of_speech(
    piece: Fragment,
    last: Turn,
    speaker: tuple[int, int],
    speaks: Callable[[SpeechQuestion], bool] | None,
) -> str:
    """What somebody said: of another speaker, on another topic, or at another time."""
    if piece.about:
        return _with_topic(piece, last)
    if piece.is_place:
        return _of_number(piece, last) or _added(piece, last)
    other = replaced(last.text, speaker, piece.turn.text)
    if speaks is None:
        return other if piece.is_name else _with_topic(piece, last)
    speech = speech_question(other, last.language)
    known = speech is not None and speaks(speech)
    if known or (piece.is_name and not last.topic):
        return other
    return _with_topic(piece, last) if not piece.is_name or _names_topic(last) else other


def _names_topic(last: Turn) -> bool:
    """Whether the topic before was a name, or may have been: in some scripts none can tell."""
    if last.topic is None:
        return True
    if letter_script(last.text[last.spans[0][0]]) in _CASELESS:
        return True
    return any(start >= last.topic[0] for start, _ in last.names)


def _with_topic(piece: Fragment, last: Turn) -> str:
    """The question before on the fragment's topic."""
    frame = last.lists or piece.lists
    own = piece.turn.text
    if not (piece.about and piece.turn.language == last.language):
        own = frame.topic.format(topic=_without_about(piece))
    if last.topic:
        return replaced(last.text, last.topic, own)
    return _inserted(own, last, frame)


def _without_about(piece: Fragment) -> str:
    """What the fragment is about, without the word that says so."""
    spans, speech = piece.turn.spans, reporting(piece.turn.language)
    if not piece.about:
        return piece.turn.text
    if speech and speech.after:
        return piece.turn.text[: spans[-2][1]]
    return piece.turn.text[spans[1][0] :]


def _added(piece: Fragment, last: Turn) -> str:
    return _inserted(piece.turn.text, last, last.lists or piece.lists)


def _inserted(text: str, last: Turn, frame: FollowUpWords) -> str:
    """The question before with something more, where its language adds it."""
    place = last.speaker[1] if frame.topic_at == "speaker" and last.speaker else last.end
    return replaced(last.text, (place, place), f" {text}")


def _of_number(piece: Fragment, last: Turn) -> str | None:
    """The question before with its number replaced by the fragment's."""
    numbers = [s for s, w in zip(last.spans, last.folded, strict=True) if w[0].isdigit()]
    own = [i for i, w in enumerate(piece.turn.folded) if w[0].isdigit()]
    if not numbers or not own:
        return None
    return replaced(last.text, numbers[-1], piece.turn.text[slice(*piece.turn.spans[own[-1]])])


def _of_fact(piece: Fragment, last: Turn) -> str | None:
    """Another question with one part replaced, where it is clear which."""
    if piece.has_number:
        return _of_number(piece, last) or _added(piece, last)
    if piece.is_place:
        return _of_place(piece, last) or _added(piece, last)
    if piece.is_name and last.one_asked_about:
        return replaced(last.text, last.one_asked_about, piece.turn.text)
    if piece.is_name and len(last.names) == 1:
        return replaced(last.text, last.names[0], piece.turn.text)
    return _of_noun(piece, last)


def _of_place(piece: Fragment, last: Turn) -> str | None:
    """The question before with its last place by the same preposition replaced."""
    prepositions = piece.lists.prepositions
    starts = [i for i, word in enumerate(last.folded) if word in prepositions]
    for start in reversed(starts):
        stop = next((i for i in starts if i > start), len(last.spans))
        number = any(word[0].isdigit() for word in last.folded[start:stop])
        if last.folded[start] == piece.turn.folded[0] and not number:
            span = last.spans[start][0], last.spans[stop - 1][1]
            return replaced(last.text, span, piece.turn.text)
    return None


def _of_noun(piece: Fragment, last: Turn) -> str | None:
    """The question before with its last noun replaced: "Who sent the drones?"."""
    lists = piece.lists
    starts = [i for i, word in enumerate(last.folded) if word in lists.articles]
    if piece.turn.folded[0] not in lists.articles or not starts:
        return None
    behind = {*last.folded[starts[-1] :]}
    if len(last.spans) - starts[-1] > _MOST_WORDS_OF_NAME or behind & lists.prepositions:
        return None
    if lists.helpers & {*last.folded}:  # the last word may be the verb: "when did the war end"
        return None
    return replaced(last.text, (last.spans[starts[-1]][0], last.end), piece.turn.text)

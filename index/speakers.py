"""Which phrases of a document name one speaker: by name, by title, by pronoun."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from index.descriptions import Describer, Description
from index.grammar import Grammar, bare
from index.phrases import Phrase, is_likely
from index.readers.headings import Span
from index.subjects import Subject

_RECENT = 6
_FORGOTTEN_AFTER = 5


@dataclass(slots=True, eq=False)
class Speaker:
    """Somebody who speaks in a document, as far as it has been read.

    Attributes:
        names: what names them: "Richard Norland", "Norland".
        titles: what else they are called: "the U.S. ambassador to Libya".
        words: the words of all that.
        name: the words of the fullest name, folded; empty for one who has no name.
        heads: the titles and kinds of institution among the words.
        person: whether it is a person; an institution is "it".
        feminine: as the verbs say; None while they have not said.
        spoke: whether their words have been reported.
        place: of the last sentence that told of them.
        span: where the text named them last.
    """

    names: dict[str, None] = field(default_factory=dict)
    titles: dict[str, None] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)
    name: tuple[str, ...] = ()
    heads: set[str] = field(default_factory=set)
    person: bool = True
    feminine: bool | None = None
    spoke: bool = False
    place: int = 0
    span: Span = (0, 0)

    @property
    def mentions(self) -> tuple[str, ...]:
        """All they are called, longest first."""
        return tuple(sorted({**self.names, **self.titles}, key=lambda text: (-len(text), text)))


class Speakers:
    """The speakers of one document, in the order in which it names them."""

    def __init__(self, text: str, rules: Grammar) -> None:
        """Know nobody yet."""
        self._text = text
        self._rules = rules
        self._describer = Describer(rules)
        self._by_name: dict[str, Speaker] = {}
        self._by_head: dict[str, deque[Speaker]] = defaultdict(lambda: deque(maxlen=_RECENT))
        self._recent: deque[Speaker] = deque(maxlen=_RECENT)

    def find(self, subject: Subject, place: int) -> Speaker | None:
        """The speaker that *subject* names; a new one where it names none of the known.

        Args:
            subject: of the sentence.
            place: number of the sentence.
        """
        pronoun = self._pronoun(subject.phrases)
        if not subject.phrases or pronoun or self._is_document(subject.phrases):
            return self._last(subject, pronoun, place)
        phrases = self._without_object(subject.phrases)
        described = self._describer.describe(phrases)
        if not described.words:
            return None
        known = self._spoken_for(phrases, described) or self._known(described)
        known = known or self._nameless(described)
        if known is None and not subject.sure and not self._is_likely(phrases):
            return None
        speaker = known or Speaker(person=described.person)
        self._learn(speaker, described, place, _span(phrases))
        speaker.spoke = True
        if subject.feminine:
            speaker.feminine = True
        return speaker

    def known(self, phrases: Sequence[Phrase]) -> Speaker | None:
        """Whom the phrases name, if the text has named them before."""
        return self._known(self._describer.describe(self._without_object(phrases)))

    def note(self, phrases: Sequence[Phrase], place: int) -> None:
        """Remember whom a sentence that reports no words is about: "he" may follow."""
        if self.is_pronoun(phrases):
            return
        described = self._describer.describe(self._without_object(phrases))
        known = self._known(described) or self._nameless(described)
        telling = len(described.words) > 1 or described.heads
        if known or (telling and self._is_likely(phrases)):
            speaker = known or Speaker(person=described.person)
            self._learn(speaker, described, place, _span(phrases))

    def again(self, speaker: Speaker, place: int) -> None:
        """Note that a sentence goes on with the words of *speaker*."""
        speaker.place = place
        self._seen(speaker)

    def is_pronoun(self, phrases: Sequence[Phrase]) -> bool:
        """Whether the subject only points back: "he", "the statement"."""
        return bool(self._pronoun(phrases)) or self._is_document(phrases)

    def _is_likely(self, phrases: Sequence[Phrase]) -> bool:
        return any(is_likely(phrase, self._rules) for phrase in phrases)

    def _pronoun(self, phrases: Sequence[Phrase]) -> str:
        if len(phrases) != 1 or len(phrases[0]) != 1:
            return ""
        key = phrases[0][0].key
        return next((k for k in ("he", "she", "it", "they") if self._rules.isa(key, k)), "")

    def _is_document(self, phrases: Sequence[Phrase]) -> bool:
        """Whether it is "the statement" that says: its author does."""
        words = [w for phrase in phrases for w in phrase]
        words = [w for w in words if not self._rules.isa(w.key, "determiners")]
        return len(words) == 1 and bare(words[0].key) in {
            bare(key) for key in self._rules.lists["documents"]
        }

    def _last(self, subject: Subject, pronoun: str, place: int) -> Speaker | None:
        """The speaker before, of the gender that the pronoun or the verb has."""
        near = [s for s in reversed(self._recent) if place - s.place <= _FORGOTTEN_AFTER]
        gendered = bool(self._rules.lists["feminine"])
        for speaker in near:
            if pronoun in ("he", "she") and not speaker.person and not gendered:
                continue
            if pronoun == "it" and speaker.person and speaker.heads:
                continue
            feminine = pronoun == "she" or subject.feminine
            told = bool(pronoun in ("he", "she")) or gendered
            if (
                told
                and pronoun != "they"
                and (speaker.feminine is not None and speaker.feminine != feminine)
            ):
                continue
            if told and pronoun != "they":
                speaker.feminine = feminine
            self.again(speaker, place)
            return speaker
        return None

    def _without_object(self, phrases: Sequence[Phrase]) -> Sequence[Phrase]:
        """Without the object that follows a subject in verb-first languages.

        "نفت الجارحي علمها بذلك": the longest start of the phrase that names one who is known.
        """
        if self._rules.capitals or len(phrases) != 1 or len(phrases[0]) < 2:
            return phrases
        phrase = phrases[0]
        for end in range(len(phrase), 0, -1):
            described = self._describer.describe((phrase[:end],))
            ends = end == len(phrase) or self._may_end(phrase, end, described)
            if ends and self._known(described):
                return (phrase[:end],)
        return phrases

    def _may_end(self, phrase: Phrase, end: int, described: Description) -> bool:
        """Whether the rest of a phrase is an object: after a name, or not another's description."""
        article = bare(phrase[end].key) != phrase[end].key
        if described.name and not described.titles:
            return True
        if described.person:
            definite = end == 1 and bare(phrase[0].key) != phrase[0].key
            return definite and not article and self._rules.isa(phrase[1].key, "institutions")
        return not article

    def _spoken_for(self, phrases: Sequence[Phrase], described: Description) -> Speaker | None:
        """The institution that a nameless spokesman speaks for: "متحدث باسم الشركة".

        The source close to it, too: "a person close to Morwen".
        """
        isa = self._rules.isa
        words = [w for w in phrases[0] if not isa(w.key, "determiners")]
        named = described.name and not self._rules.capitals
        if named or len(words) < 2 or not any(isa(w.key, "spokesmen") for w in words):
            return None
        inner = [i for i, w in enumerate(words) if isa(w.key, "inner")]
        kinds = ("spokesmen", "inner", "titles")
        rest = words[inner[0] + 1 :] if inner else [w for w in words if not isa(w.key, *kinds)]
        rest = [w for w in rest if not isa(w.key, *kinds)]
        return self._known(self._describer.describe((tuple(rest),))) if rest else None

    def _nameless(self, described: Description) -> Speaker | None:
        """One known by title alone, whose name the text tells only now: "UN envoy urges ..."."""
        for head in described.heads[:2]:
            for speaker in reversed(self._by_head[head]):
                if not speaker.name and speaker.person and speaker.words <= described.words:
                    return speaker
        return None

    def _generic(self, described: Description) -> Speaker | None:
        """The institution that spoke last, for "the company" where none is called a company."""
        if len(described.words) != 1 or not self._rules.isa(*described.words, "generic"):
            return None
        for speaker in reversed(self._recent):
            kinds = [head for head in speaker.heads if not self._rules.isa(head, "generic")]
            told = len(speaker.name) > 1 and speaker.feminine is None and speaker.spoke
            if not kinds and (told or not speaker.person):
                return speaker
        return None

    def _known(self, described: Description) -> Speaker | None:
        if described.name:
            known = self._by_name.get(described.name[-1])
            return known if known and _same_name(known.name, described.name) else None
        for head in described.heads[:1]:
            for speaker in reversed(self._by_head[head]):
                if described.words <= speaker.words and described.person == speaker.person:
                    return speaker
                if len(described.words) == 1 and described.person == speaker.person:
                    return speaker
        return self._generic(described)

    def _learn(self, speaker: Speaker, described: Description, place: int, span: Span) -> None:
        for phrase in described.names:
            speaker.names.setdefault(self._slice(phrase))
        for phrase in described.titles:
            speaker.titles.setdefault(self._slice(phrase))
        if len(described.name) > len(speaker.name):
            speaker.name = described.name
        speaker.words |= described.words
        speaker.heads.update(described.heads)
        endings = tuple(self._rules.lists["feminine-endings"])
        if speaker.feminine is None and endings and described.heads:
            speaker.feminine = described.heads[0].endswith(endings)
        for word in speaker.name:
            self._by_name[word] = speaker
        institution = not described.person
        for head in described.words if institution else described.heads:
            if speaker not in self._by_head[head]:
                self._by_head[head].append(speaker)
        speaker.place, speaker.span = place, span
        self._seen(speaker)

    def _seen(self, speaker: Speaker) -> None:
        if speaker in self._recent:
            self._recent.remove(speaker)
        self._recent.append(speaker)

    def _slice(self, phrase: Phrase) -> str:
        """The phrase as it stands, with the quotation mark that closes it."""
        start, end = phrase[0].start, phrase[-1].end
        if phrase[0].marked and phrase[-1].marked:
            return self._text[start:end]
        return self._text[start : end + phrase[-1].marked]


def _span(phrases: Sequence[Phrase]) -> Span:
    return phrases[0][0].start, phrases[-1][-1].end


def _same_name(known: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names may be one person's: the shorter is a part of the longer.

    >>> _same_name(("richard", "norland"), ("norland",))
    True
    >>> _same_name(("richard", "norland"), ("mary", "norland"))
    False
    """
    shorter, longer = sorted((known, other), key=len)
    return set(shorter) <= set(longer)

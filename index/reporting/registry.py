"""The speakers of a document as far as it has been read, found by name and by title."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from index.readers.headings import Span
from index.reporting.descriptions import Describer, Description
from index.reporting.grammar import Grammar
from index.reporting.marks import Phrase

_RECENT = 6


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
        first: place of the first one.
        glimpsed: place of the last sentence that named them and told nothing of them.
        span: where the text named them last.
        plain: whether they spoke by name before the text told what they are.
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
    first: int = 0
    glimpsed: int = 0
    span: Span = (0, 0)
    plain: bool = False

    @property
    def mentions(self) -> tuple[str, ...]:
        """All they are called, longest first."""
        return tuple(sorted({**self.names, **self.titles}, key=lambda text: (-len(text), text)))


class Registry:
    """Keeps the speakers of one document."""

    def __init__(self, text: str, rules: Grammar) -> None:
        """Know nobody yet."""
        self._text = text
        self._rules = rules
        self._describer = Describer(rules)
        self._by_name: dict[str, Speaker] = {}
        self._by_head: dict[str, deque[Speaker]] = defaultdict(lambda: deque(maxlen=_RECENT))
        self._recent: deque[Speaker] = deque(maxlen=_RECENT)
        self._all: list[Speaker] = []
        self._counts: Counter[str] = Counter()
        self._heard: dict[str, Phrase] = {}

    def _new(self, described: Description, place: int) -> Speaker:
        speaker = Speaker(person=described.person, first=place)
        self._all.append(speaker)
        return speaker

    def _learn(self, speaker: Speaker, described: Description, place: int, span: Span) -> None:
        for phrase in described.names:
            speaker.names.setdefault(self._slice(phrase))
        for phrase in described.titles:
            speaker.titles.setdefault(self._slice(phrase))
        if len(described.name) > len(speaker.name):
            speaker.name = described.name
        speaker.words |= described.words
        speaker.heads.update(described.heads)
        endings = self._rules.affixes["feminine-endings"]
        heads = [h for h in described.heads if not self._rules.isa(h, "honorifics")]
        if speaker.feminine is None and endings and heads:
            speaker.feminine = heads[0].endswith(endings)
        for word in speaker.name:
            self._by_name[word] = speaker
        institution = not described.person
        for head in described.words if institution else described.heads:
            if speaker not in self._by_head[head]:
                self._by_head[head].append(speaker)
        if described.feminine is not None:
            speaker.feminine = described.feminine
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

    def _known(self, described: Description) -> Speaker | None:
        if described.name:
            known = self._by_name.get(described.name[-1])
            return known if known and same_name(known.name, described.name) else None
        for head in described.heads[:1]:
            for speaker in reversed(self._by_head[head]):
                if described.words <= speaker.words and described.person == speaker.person:
                    return speaker
                if len(described.words) == 1 and described.person == speaker.person:
                    return speaker
        return self._generic(described)

    def _generic(self, described: Description) -> Speaker | None:
        """The institution that spoke last, for "the company" where none is called a company."""
        if len(described.words) != 1 or not self._rules.isa(*described.words, "generic"):
            return None
        if not (described.definite or self._rules.capitals):
            return None
        for speaker in reversed(self._recent):
            kinds = [head for head in speaker.heads if not self._rules.isa(head, "generic")]
            kinds = [head for head in kinds if self._rules.isa(head, "institutions")]
            told = len(speaker.name) > 1 and speaker.feminine is None and speaker.spoke
            country = any(self._rules.isa(word, "countries") for word in speaker.words)
            if not kinds and not country and (told or not speaker.person):
                return speaker
        return None

    def _titled(self, speaker: Speaker) -> bool:
        """Whether a title is known that says what the speaker is."""
        return any(not self._rules.isa(head, "honorifics") for head in speaker.heads)


def span_of(phrases: Sequence[Phrase]) -> Span:
    """From the first word to the last."""
    return phrases[0][0].start, phrases[-1][-1].end


def same_name(known: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names may be one person's: the shorter is a part of the longer.

    >>> same_name(("richard", "norland"), ("norland",))
    True
    >>> same_name(("richard", "norland"), ("mary", "norland"))
    False
    """
    shorter, longer = sorted((known, other), key=len)
    return set(shorter) <= set(longer)

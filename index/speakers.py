"""Which phrases of a document name one speaker: by name, by title, by pronoun."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from index.descriptions import Describer, Description
from index.grammar import Grammar, Word, bare
from index.phrases import Phrase, is_likely
from index.readers.headings import Span
from index.subjects import Subject
from index.tokenize import fold, words

_RECENT = 6
_FORGOTTEN_AFTER = 5
_LEAD = (2, 8)
"""The last sentence of a lead, and the last one in which whom it means is named."""
_THE = {"en": ("the",)}


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
        self._all: list[Speaker] = []
        self._counts: Counter[str] = Counter()
        self._heard: dict[str, Phrase] = {}

    def find(self, subject: Subject, place: int) -> Speaker | None:
        """The speaker that *subject* names; a new one where it names none of the known.

        Args:
            subject: of the sentence.
            place: number of the sentence.
        """
        pronoun = subject.pronoun or self._pronoun(subject.phrases)
        if not subject.phrases or pronoun or self._is_document(subject.phrases):
            return self._last(subject, pronoun, place)
        phrases = self._without_object(subject.phrases)
        described = self._describer.describe(phrases)
        if not described.words:
            return None
        known = self._spoken_for(phrases, described) or self._known(described)
        known = known or self._nameless(described)
        known = known or self._mentioned(described) or self._points_back(subject, described, place)
        if subject.only_known and not (known and known.person):
            return None
        if known is None and subject.weak and self._is_object(phrases):
            return self._last(subject, "", place)
        if known is None and not subject.sure and not self._is_likely(phrases):
            return None
        speaker = known or self._new(described, place)
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
            speaker = known or self._new(described, place)
            self._learn(speaker, described, place, _span(phrases))

    def hear(self, phrases: Iterable[Phrase]) -> None:
        """Remember who is mentioned, speaking or not: "the movement" may say something later."""
        for phrase in phrases:
            for word in phrase:
                if self._rules.isa(word.key, "titles", "institutions"):
                    self._heard[bare(word.key)] = phrase

    def glimpse(self, words: Iterable[Word], place: int) -> None:
        """Note the speakers whom a sentence that reports no words names: "he" may follow."""
        for word in words:
            speaker = self._by_name.get(self._describer.key(word))
            if speaker and speaker.person and (word.capital or not self._rules.capitals):
                speaker.glimpsed = place

    def most_named(self, end: int) -> Speaker | None:
        """The person whose last name stands most often before *end*; None where none is named."""
        for phrase in list(self._heard.values()):
            described = self._describer.describe((phrase,))
            early = phrase[-1].end <= end and described.person and described.name
            if early and not self._known(described):
                self._learn(self._new(described, 0), described, 0, _span((phrase,)))
        counts = Counter(fold(self._text[a:b]) for a, b in words(self._text[:end]))
        named = [s for s in self._all if s.person and s.name and s.span[1] <= end]
        key = self._rules.key
        often = {
            s: sum(
                n
                for word, n in counts.items()
                if key(word)[0] == s.name[-1] or bare(word) == s.name[-1]
            )
            for s in named
        }
        return max(named, key=lambda s: often[s], default=None)

    def named_later(self) -> dict[Speaker, Speaker]:
        """Whom a lead calls by title alone, by the one whose name the text gives after it.

        "Warehouse owner denies paying for fire ... Ivan Petrasek told the court".
        """
        later: dict[Speaker, Speaker] = {}
        named = [s for s in self._all if s.name and s.person and s.spoke and s.first <= _LEAD[1]]
        for speaker in self._all:
            heads = speaker.heads - self._rules.lists["spokesmen"]
            if speaker.name or not speaker.person or speaker.first > _LEAD[0] or not heads:
                continue
            fitting = (s for s in named if heads & s.heads or not self._titled(s))
            if found := next(fitting, None):
                found.titles |= speaker.titles
                later[speaker] = found
        return later

    def _is_object(self, phrases: Sequence[Phrase]) -> bool:
        """Whether a phrase is no name: no title, and not again in the text as a name would be."""
        if self._is_likely(phrases):
            return False
        if not self._counts:
            found = (fold(self._text[a:b]) for a, b in words(self._text))
            self._counts.update(found)
        first = phrases[0][0]
        return self._counts[fold(self._text[first.start : first.end])] < 2

    def _titled(self, speaker: Speaker) -> bool:
        """Whether a title is known that says what the speaker is."""
        return any(not self._rules.isa(head, "honorifics") for head in speaker.heads)

    def _new(self, described: Description, place: int) -> Speaker:
        speaker = Speaker(person=described.person, first=place)
        self._all.append(speaker)
        return speaker

    def _mentioned(self, described: Description) -> Speaker | None:
        """Whom "the movement" means where the text has named one that did not speak yet."""
        head = described.heads[0] if len(described.words) == 1 and described.heads else ""
        phrase = self._heard.get(head)
        if phrase is None:
            return None
        mentioned = self._describer.describe((phrase,))
        if head not in mentioned.heads or mentioned.person != described.person:
            return None
        known = self._known(mentioned)
        if known is None:
            known = self._new(mentioned, 0)
            self._learn(known, mentioned, 0, _span((phrase,)))
        return known

    def _points_back(self, subject: Subject, described: Description, place: int) -> Speaker | None:
        """Whom a title that nobody has been called means: "the old man", "المتهم"."""
        phrase = subject.phrases[0]
        definite = (
            phrase[0].key in _THE.get(self._rules.language, ())
            if self._rules.capitals
            else all(bare(word.key) != word.key for word in phrase)
        )
        if described.name or not described.heads or not described.person or not definite:
            return None
        plural = tuple(self._rules.lists["plural-endings"])
        head = next(w for w in phrase if self._rules.isa(w.key, "titles"))
        if any(word.capital for word in phrase[1:]) or head.key.endswith(plural or "\n"):
            return None
        if not self._rules.capitals and head is not phrase[0]:
            return None
        gendered = bool(self._rules.lists["feminine"])
        near = [s for s in reversed(self._recent) if s.person and s.name]
        near = [s for s in near if place - s.place <= _FORGOTTEN_AFTER]
        fitting = [s for s in near if not gendered or s.feminine == subject.feminine]
        fitting += [s for s in near if s.feminine is None]
        return fitting[0] if fitting else self._person_heard(place)

    def _person_heard(self, place: int) -> Speaker | None:
        """The person with a name and a title whom the text mentioned last."""
        for phrase in reversed(self._heard.values()):
            described = self._describer.describe((phrase,))
            if described.person and described.name and described.titles:
                speaker = self._known(described) or self._new(described, place)
                self._learn(speaker, described, place, _span((phrase,)))
                return speaker
        return None

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
        latest = place - _FORGOTTEN_AFTER
        near = [s for s in reversed(self._recent) if max(s.place, s.glimpsed) >= latest]
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
                and not self._is_document(subject.phrases)
                and (speaker.feminine is not None and speaker.feminine != feminine)
            ):
                continue
            if told and pronoun != "they" and not subject.phrases[1:]:
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
        known = self._known(self._describer.describe((tuple(rest),))) if rest else None
        source = any(isa(w.key, "anonymous") for w in words)
        return known if known and not (known.person and known.name and source) else None

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

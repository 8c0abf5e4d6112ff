"""Who said what: the sentences of a document that report somebody's words or stance."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import itemgetter

from index.documents import Document
from index.readers.headings import Span
from index.reporting.attributed import Subject
from index.reporting.grammar import Grammar, grammar
from index.reporting.interviews import answers
from index.reporting.marks import Phrase
from index.reporting.phrases import is_likely
from index.reporting.quotations import quotes
from index.reporting.registry import Speaker
from index.reporting.sentence_words import Word, read_words
from index.reporting.speakers import Speakers
from index.reporting.subjects import Sentence
from index.text.sentences import sentences

_LINE = re.compile(r"[^\r\n]+")
_LEAST_QUOTE = 20
_QUOTED_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence that reports what somebody said, wants or thinks.

    Attributes:
        start, end: code points of the document's text; the reporting sentence.
        speaker: the span of the text that names the speaker; in an earlier sentence where this
            one says "he" or nothing.
        mentions: all that the document calls the speaker, as it stands there, longest first.
        names: those of the mentions that are names and no titles.
        quote: the span of the longest direct quotation in the sentence, or None.
    """

    start: int
    end: int
    speaker: Span
    mentions: tuple[str, ...]
    names: tuple[str, ...]
    quote: Span | None


@dataclass(slots=True)
class _Said:
    """A sentence, the quotations that it shares, and who speaks in it, named where."""

    span: Span
    block: int
    quoted: list[Span]
    by: dict[Speaker, Span]


def statements(document: Document) -> list[Statement]:
    """The statements of *document*, in order.

    None in a language that ``index/reporting`` has no words of.
    """
    rules = grammar(document.language)
    return _Reader(document, rules).read() if rules else []


class _Reader:
    """Reads one document from its first sentence to its last."""

    def __init__(self, document: Document, rules: Grammar) -> None:
        self._blocks = document.blocks
        self._text = document.text
        self._rules = rules
        self._speakers = Speakers(document.text, rules)
        self._said: list[_Said] = []
        self._labels: list[tuple[int, Phrase]] = []

    def read(self) -> list[Statement]:
        for number, span in enumerate(self._parts()):
            self._read_block(number, *span)
        self._name_leads()
        self._read_interview()
        self._read_labels()
        self._go_on_with_quotes()
        return [statement for said in self._said for statement in self._statements(said)]

    def _parts(self) -> Iterator[Span]:
        """The blocks, and the lines between them: a headline may name a speaker first."""
        last = 0
        for start, end in [*((b.start, b.end) for b in self._blocks), (len(self._text),) * 2]:
            for line in _LINE.finditer(self._text, last, start):
                yield line.span()
            if start < end:
                yield start, end
            last = end

    def _read_block(self, number: int, start: int, end: int) -> None:
        quoted = quotes(self._text, start, end)
        for span in sentences(self._text, start, end, self._rules.language):
            first = bisect_right(quoted, span[0], key=itemgetter(1))
            after = bisect_left(quoted, span[1], key=itemgetter(0))
            said = _Said(span, number, quoted[first:after], {})
            words = read_words(self._text, span, said.quoted, self._rules)
            if words:
                said.by = self._speakers_of(words)
            self._said.append(said)

    def _speakers_of(self, words: list[Word]) -> dict[Speaker, Span]:
        """Who speaks in a sentence, and where they are named."""
        place, sentence = len(self._said), Sentence(words, self._rules)
        self._speakers.hear(sentence.mentions())
        by: dict[Speaker, Span] = {}
        subjects = list(sentence.subjects()) or self._implied(sentence)
        for subject in subjects:
            if subject.joined and by and not self._is_somebody(subject.phrases):
                continue  # "and added": the sentence has its speaker already
            if not by and self._speakers.is_pronoun(subject.phrases):
                self._note_leading(sentence, subject, place)
            joined = subject.joined and not subject.phrases
            who = self._of_clause(sentence, subject) if joined else subject
            speaker = self._speakers.find(who, place)
            if speaker is not None:
                by.setdefault(speaker, speaker.span)
        if not by:
            self._speakers.glimpse(words, place)
        if not by and (leading := sentence.leading()):
            self._speakers.note(leading, place)
        return by

    def _note_leading(self, sentence: Sentence, subject: Subject, place: int) -> None:
        """Note whom the sentence starts with: "Greaves confirmed it, when she spoke of ..."."""
        leading = sentence.leading()
        if leading and leading[-1][-1].end < subject.phrases[0][0].start:
            self._speakers.note(leading, place)

    def _implied(self, sentence: Sentence) -> list[Subject]:
        """The speaker of "and that ..." after his words."""
        label = sentence.label()
        if label:
            self._labels.append((len(self._said), label))
        return [Subject(())] if sentence.goes_on() and self._said and self._said[-1].by else []

    def _read_labels(self) -> None:
        """Find who speaks in "Norland: we stay"; only the text that follows tells who that is."""
        heard = {speaker for said in self._said for speaker in said.by}
        for place, label in self._labels:
            speaker = self._speakers.known((label,)) or self._speakers.known((label[:1],))
            if speaker in heard:
                self._said[place].by = {speaker: (label[0].start, label[-1].end)}

    def _of_clause(self, sentence: Sentence, subject: Subject) -> Subject:
        """Whom a verb without a subject of its own belongs to: "X met Y and said"."""
        leading = sentence.leading()
        says = bool(leading) and not subject.weak and not self._rules.capitals
        known = says or self._is_somebody(leading)
        return replace(subject, phrases=leading) if known else subject

    def _is_somebody(self, phrases: Sequence[Phrase]) -> bool:
        """Whether the phrases name a speaker who is known, or look like one."""
        if not phrases:
            return False
        return bool(self._speakers.known(phrases)) or is_likely(phrases[0], self._rules)

    def _name_leads(self) -> None:
        """Give what "the owner" of a headline says to the one who is named after it."""
        later = self._speakers.named_later()
        for said in self._said if later else ():
            said.by = {later.get(speaker, speaker): span for speaker, span in said.by.items()}

    def _read_interview(self) -> None:
        """Give the answers of an interview to whom its opening names most often."""
        texts = [self._text[slice(*said.span)] for said in self._said]
        places = answers(texts, [said.block for said in self._said], self._rules)
        speaker = self._speakers.most_named(self._said[places[0]].span[0]) if places else None
        if speaker:
            for place in places:
                self._said[place].by = {speaker: speaker.span}

    def _go_on_with_quotes(self) -> None:
        """Give quotations that run over sentences the speaker of the one that names them."""
        for one, other in pairwise(self._said):
            if one.by and not other.by and self._is_quotation(other, one):
                other.by = dict([list(one.by.items())[-1]])
        for one, between, other in zip(self._said, self._said[1:], self._said[2:], strict=False):
            same = one.block == other.block and not between.by
            if same and one.by and not other.by and self._is_quotation(other, between):
                other.by = dict([list(one.by.items())[-1]])
        for other, one in pairwise(reversed(self._said)):
            if other.by and not one.by and _shared(one, other):
                one.by = dict([next(iter(other.by.items()))])

    def _is_quotation(self, said: _Said, before: _Said) -> bool:
        """Whether a sentence is quoted, and after the one before goes on with its speaker."""
        if _shared(before, said):
            return True
        start, end = said.span
        inside = sum(min(end, b) - max(start, a) for a, b in said.quoted)
        near = before.block == said.block or bool(before.quoted)
        return near and inside >= max(_LEAST_QUOTE, _QUOTED_SHARE * (end - start))

    def _statements(self, said: _Said) -> list[Statement]:
        start, end = said.span
        clipped = [(max(start, a), min(end, b)) for a, b in said.quoted]
        longest = max(clipped, key=lambda span: span[1] - span[0], default=(0, 0))
        quote = longest if longest[1] - longest[0] >= _LEAST_QUOTE else None
        return [
            Statement(start, end, at, speaker.mentions, tuple(speaker.names), quote)
            for speaker, at in said.by.items()
        ]


def _shared(one: _Said, other: _Said) -> bool:
    """Whether a quotation reaches from one sentence into the next."""
    return bool(
        one.quoted
        and other.quoted
        and {one.quoted[-1], one.quoted[0]} & {other.quoted[0], other.quoted[-1]}
    )

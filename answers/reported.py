"""Whose words the sources report: the speaker of a question, found among those of the index."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from answers.forms import REPORTING
from answers.speech import SpeechQuestion
from index.documents import Passage, encoded_text
from index.encoders.encoder import Encoder
from index.grammar import Grammar, bare, grammar
from index.language import letter_script
from index.readers.headings import Span
from index.searched import Searched
from index.speaker_table import Voice
from index.statements import Statement
from index.tokenize import fold, tokenize, words
from retrieval.names import NamesChannel
from retrieval.query import Query
from retrieval.retriever import Hit

Found = dict[int, list[Statement]]
"""Statements by the row of the passage that has them."""

_LIKENESS_MARGIN = 0.15
_LEAST_SOUND = {True: 0.7, False: 0.1}
"""How likely two words must be one name, by whether the question has capitals: a word without one
is taken for a common word, but here the question tells that it is a name."""
_LEAST_FIT = 0.4
_MOST_COMPARED = 30
_KEPT = 50_000
_TITLES = REPORTING / "titles.tsv"


@dataclass(frozen=True, slots=True)
class _Speaker:
    """One who speaks in one source, and the keys by which a question finds them.

    Attributes:
        source: the source.
        heads: the titles and kinds of institution that head these.
        kinds: of the heads, as ``titles.tsv`` numbers them.
        names: the last words of their names, as they stand.
        name_keys: all words of their names, folded.
        script: that the source is written in.
        statements: what the source reports of them, in order.
    """

    source: str
    heads: frozenset[str]
    kinds: frozenset[int]
    names: frozenset[str]
    name_keys: frozenset[str]
    script: str
    statements: list[Statement]


class Reported:
    """The speakers of an index."""

    def __init__(self, index: Searched) -> None:
        """Find them in *index*."""
        self._index = index
        self._table = index.speaker_table
        self._last_names = NamesChannel(self._table.last_names)
        self._all_names = NamesChannel(self._table.all_names)
        self._speaker = lru_cache(maxsize=_KEPT)(lambda number: _speaker(index.voices[number]))

    def covers(self, passage: Passage) -> bool:
        """Whether the index tells who speaks in a passage of this language."""
        return grammar(self._index.language(passage.source)) is not None

    def of(self, speech: SpeechQuestion) -> Found:
        """The statements of the speaker asked for, by name however spelt or by description."""
        if speech.is_named:
            return self._by_row(self._named(speech) or self._described(speech))
        found = self._described(speech)
        if not speech.has_capitals and not title_kinds(speech.needed):
            found += [speaker for speaker in self._named(speech) if speaker not in found]
        return self._by_row(found)

    def alike(
        self, speech: SpeechQuestion, query: Query, hits: Sequence[Hit], encoder: Encoder
    ) -> Found:
        """The statements of those whose title has the sense of what the question describes.

        For a description in another language than the source's: a table tells which titles are
        one, and the tokens of the question whether the rest fits, "US" and "الأمريكية".
        """
        asked = title_kinds(speech.needed)
        if not asked:
            return {}
        parts = [_inside(query.encoding.spans, *span) for span in _qualifiers(speech)]
        fits: set[int] = set()
        for hit in hits[:_MOST_COMPARED]:
            if hit.passage.language == speech.language:
                continue
            spans = self._token_spans(hit.passage, encoder)
            for number in self._of_source(hit.passage.source):
                speaker = self._speaker(number)
                tokens = [_inside(spans, *statement.speaker) for statement in speaker.statements]
                if asked & speaker.kinds and any(_fits(hit, parts, own) for own in tokens):
                    fits.add(number)
        return self._by_row(map(self._speaker, sorted(fits)))

    def _token_spans(self, passage: Passage, encoder: Encoder) -> NDArray[np.int32]:
        """Where the tokens of a passage stand in its source; the heading's lie before it."""
        text = encoded_text(self._index.documents[passage.source], passage)
        return encoder.token_spans(text) - len(text) + passage.end

    def _named(self, speech: SpeechQuestion) -> list[_Speaker]:
        """The speakers whose last name is spelt most nearly as the last word, in each script."""
        word = speech.speaker[-1]
        likeness = self._sounding(self._last_names, word)
        for number in self._with_key(fold(word)):
            if fold(word) in {fold(name) for name in self._speaker(number).names}:
                likeness[number] = 1.0
        first = [w for w in speech.speaker[:-1] if len(w) > 2 and not title_kinds([w])]
        agreeing = set().union(*(self._with_name(word) for word in first))
        return [self._speaker(number) for number in self._nearest(likeness, agreeing)]

    def _nearest(self, likeness: dict[int, float], agreeing: set[int]) -> list[int]:
        """Those about as like as the likest of their script, of whom the first names agree.

        Where no first name agrees the last names are enough: few first names match across scripts.
        """
        by_script: dict[str, dict[int, float]] = defaultdict(dict)
        for number, like in likeness.items():
            by_script[self._speaker(number).script][number] = like
        found = []
        for own in by_script.values():
            fitting = {number: like for number, like in own.items() if number in agreeing} or own
            least = max(fitting.values()) - _LIKENESS_MARGIN
            found += [number for number, like in fitting.items() if like >= least]
        return found

    def _with_name(self, word: str) -> set[int]:
        """The speakers who have the word among their names, however spelt."""
        spelt = self._with_key(bare(fold(word)))
        return spelt | self._sounding(self._all_names, word).keys()

    def _described(self, speech: SpeechQuestion) -> list[_Speaker]:
        """The speakers who are called by all words of a description, one a title or a name."""
        sounding = [self._sounding(self._last_names, word) for word in speech.needed]
        calling = [self._called(word, speech.language) for word in speech.needed]
        both = [sounds.keys() | called for sounds, called in zip(sounding, calling, strict=True)]
        whole = set.intersection(*both) if both else set()
        keys = {bare(fold(word)) for word in speech.needed}
        return [
            speaker
            for number, speaker in ((number, self._speaker(number)) for number in sorted(whole))
            if keys & (speaker.heads | speaker.name_keys)
            or any(number in sounds for sounds in sounding)
        ]

    def _called(self, word: str, language: str) -> set[int]:
        """The speakers who are called by a word of the question."""
        tokens = tokenize(word, language) or [fold(word)]
        return set.intersection(*map(self._with_key, tokens))

    def _sounding(self, channel: NamesChannel, word: str) -> dict[int, float]:
        matches = channel.matches(word, _LEAST_SOUND[word[0].isupper()])
        return {number: match.similarity for number, match in matches.items()}

    def _by_row(self, speakers: Iterable[_Speaker]) -> Found:
        """The statements by passage; one that lies in two passages is of both."""
        found: Found = defaultdict(list)
        passages = self._index.passages
        for speaker in speakers:
            rows = range(*self._index.span(speaker.source))
            for statement in speaker.statements:
                first = bisect_right(rows, statement.start, key=lambda row: passages[row].end)
                for row in rows[first:]:
                    if passages[row].start >= statement.end:
                        break
                    found[row].append(statement)
        return dict(found)

    def _with_key(self, key: str) -> set[int]:
        return self._table.with_key(key)

    def _of_source(self, source: str) -> range:
        return self._table.of_document(self._index.numbers[source])


def _speaker(voice: Voice) -> _Speaker:
    rules = grammar(voice.language)
    mentions, named = voice.statements[0].mentions, voice.named
    heads = [_head(_words(mention), rules) for mention in mentions if rules]
    return _Speaker(
        source=voice.source,
        heads=frozenset(bare(head) for head in heads if head),
        kinds=title_kinds(heads),
        names=frozenset(name[-1] for name in named),
        name_keys=voice.name_keys,
        script=letter_script(mentions[0].lstrip("\"'“«„")[0]),
        statements=voice.statements,
    )


def title_kinds(called: Iterable[str]) -> frozenset[int]:
    """Which titles the words are, whatever their language: the lines of ``titles.tsv``.

    >>> title_kinds(["ambassador"]) == title_kinds(["السفير"]) != title_kinds(["minister"])
    True
    """
    return frozenset(kind for word in called for kind in _title_table().get(bare(fold(word)), ()))


@cache
def _title_table() -> dict[str, frozenset[int]]:
    table: dict[str, set[int]] = defaultdict(set)
    for number, line in enumerate(_TITLES.read_text("utf-8").splitlines()):
        for word in line.split():
            table[bare(fold(word))].add(number)
    return {word: frozenset(kinds) for word, kinds in table.items()}


def _head(called: Sequence[str], rules: Grammar) -> str:
    """The word that says what one is: "spokesman" in "embassy spokesman" and "the spokesman of"."""
    keys = [rules.key(word)[0] for word in called]
    inner = next((i for i, key in enumerate(keys) if i and rules.isa(key, "inner")), len(keys))
    heads = [key for key in keys[:inner] if rules.isa(key, "titles", "institutions")]
    return (heads[-1] if rules.capitals else heads[0]) if heads else ""


def _qualifiers(speech: SpeechQuestion) -> list[Span]:
    """Where the question says which ambassador it means."""
    spans = [(speech.start + a, speech.start + b) for a, b in words(speech.phrase)]
    called = [speech.phrase[a - speech.start : b - speech.start] for a, b in spans]
    return [
        span
        for span, word in zip(spans, called, strict=True)
        if word in speech.needed and not title_kinds([word])
    ]


def _fits(hit: Hit, parts: Sequence[NDArray[np.bool_]], tokens: NDArray[np.bool_]) -> bool:
    """Whether each part of the question has its like among the tokens of a passage."""
    if not tokens.any():
        return False
    best = hit.similarities[:, tokens].max(axis=1)
    return all(not part.any() or float(best[part].mean()) >= _LEAST_FIT for part in parts)


def _words(text: str) -> list[str]:
    return [text[start:end] for start, end in words(text)]


def _inside(spans: NDArray[np.int32], start: int, end: int) -> NDArray[np.bool_]:
    inside: NDArray[np.bool_] = (spans[:, 1] > start) & (spans[:, 1] <= end)
    return inside

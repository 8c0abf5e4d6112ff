"""Whose words the sources report: the speaker of a question, found among those of the index."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from answers.reporting.countries import (
    asked_country,
    country_key,
    country_of,
    is_part,
    tokens_of,
    words_of,
)
from answers.reporting.named import Named
from answers.reporting.speakers import Speaker, speaker
from answers.reporting.speech import SpeechQuestion, shortened
from answers.reporting.titles import title_kinds, title_places
from index.documents import Passage, encoded_text
from index.encoders.encoder import Encoder
from index.readers.headings import Span
from index.reporting.grammar import bare, grammar
from index.reporting.statements import Statement
from index.searched import Searched
from index.text.tokenize import fold, tokenize, words
from retrieval.query import Query
from retrieval.retriever import Hit

Found = dict[int, list[Statement]]
"""Statements by the row of the passage that has them."""

_SURE = 0.9
"""How like a name must be where the words of a question may also be no name."""

_FULL_NAME = 2
_LEAST_FIT = 0.4
_MOST_COMPARED = 30
_KEPT = 50_000


class Reported:
    """The speakers of an index."""

    def __init__(self, index: Searched) -> None:
        """Find them in *index*."""
        self._index = index
        self._table = index.speaker_table
        self._speaker = lru_cache(maxsize=_KEPT)(lambda number: speaker(index.voices[number]))
        self._names = Named(self._table, self._speaker)

    def covers(self, passage: Passage) -> bool:
        """Whether the index tells who speaks in a passage of this language."""
        return grammar(self._index.language(passage.source)) is not None

    def of(self, speech: SpeechQuestion) -> Found:
        """The statements of the speaker asked for, by name however spelt or by description."""
        if country := asked_country(speech):
            return self._by_row(self._of_country(country, speech))
        if speech.is_named:
            return self._by_row(self._named(speech) or self._described(speech))
        found = self._described(speech)
        if not speech.has_capitals:
            titled = bool(title_kinds(speech.needed))
            alone = titled and len(speech.needed) - len(title_places(speech.needed)) < _FULL_NAME
            named = self._named(speech, _SURE if alone else 0.0) if not (titled and found) else []
            found += [speaker for speaker in named if speaker not in found]
        return self._by_row(found)

    def _of_country(self, code: str, speech: SpeechQuestion) -> list[Speaker]:
        """Those who are the country or speak for it, and who have its name as their own."""
        found = set().union(*(self._names.called(token) for token in tokens_of(code)))
        speakers = map(self._speaker, sorted(found))
        name = fold(speech.needed[-1])
        return [
            one for one in speakers if is_part(one.speaks_for, code) or name in map(fold, one.names)
        ]

    def understood(self, speech: SpeechQuestion) -> SpeechQuestion:
        """The question with a shorter speaker, where the whole phrase names nobody.

        What follows the name is what was spoken about: "Was will Anna Roe mit dem Haus machen?"
        """
        if self.of(speech):
            return speech
        shorter = (one for one in shortened(speech) if self._names.find(one, _SURE))
        return next(shorter, speech)

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
        qualifiers = _qualifiers(speech)
        country = country_of(" ".join(speech.needed), speech.language)
        if country:
            qualifiers = [q for q in qualifiers if not _is_of(country, speech, q)]
        parts = [_inside(query.encoding.spans, *span) for span in qualifiers]
        fits: set[int] = set()
        for hit in hits[:_MOST_COMPARED]:
            same = hit.passage.language == speech.language
            if same and (parts or not country):
                continue
            spans = self._token_spans(hit.passage, encoder)
            for number in self._of_source(hit.passage.source):
                one = self._speaker(number)
                if not asked & one.kinds or (
                    country and not any(is_part(own, country) for own in one.countries)
                ):
                    continue
                tokens = [_inside(spans, *statement.speaker) for statement in one.statements]
                if any(_fits(hit, parts, own) for own in tokens):
                    fits.add(number)
        return self._by_row(map(self._speaker, sorted(fits)))

    def _token_spans(self, passage: Passage, encoder: Encoder) -> NDArray[np.int32]:
        """Where the tokens of a passage stand in its source; the heading's lie before it."""
        text = encoded_text(self._index.documents[passage.source], passage)
        return encoder.token_spans(text) - len(text) + passage.end

    def _named(self, speech: SpeechQuestion, least: float = 0.0) -> list[Speaker]:
        return [self._speaker(number) for number in self._names.find(speech, least)]

    def _described(self, speech: SpeechQuestion) -> list[Speaker]:
        """The speakers who are called by all words of a description, one a title or a name."""
        sounding = [self._names.sounding(word) for word in speech.needed]
        calling = [self._called(word, speech.language) for word in speech.needed]
        both = [sounds.keys() | called for sounds, called in zip(sounding, calling, strict=True)]
        whole = set.intersection(*both) if both else set()
        keys = {bare(fold(word)) for word in speech.needed}
        keys |= {country_key(word, speech.language) for word in speech.needed}
        return [
            speaker
            for number, speaker in ((number, self._speaker(number)) for number in sorted(whole))
            if keys & (speaker.heads | speaker.name_keys)
            or any(number in sounds for sounds in sounding)
        ]

    def _called(self, word: str, language: str) -> set[int]:
        """The speakers who are called by a word of the question."""
        tokens = tokenize(word, language) or [fold(word)]
        return set.intersection(*map(self._names.called, tokens))

    def _by_row(self, speaking: Iterable[Speaker]) -> Found:
        """The statements by passage; one that lies in two passages is of both."""
        found: Found = defaultdict(list)
        passages = self._index.passages
        for one in speaking:
            rows = range(*self._index.span(one.source))
            for statement in one.statements:
                first = bisect_right(rows, statement.start, key=lambda row: passages[row].end)
                for row in rows[first:]:
                    if passages[row].start >= statement.end:
                        break
                    found[row].append(statement)
        return dict(found)

    def _of_source(self, source: str) -> range:
        return self._table.of_document(self._index.numbers[source])


def _qualifiers(speech: SpeechQuestion) -> list[Span]:
    """Where the question says which ambassador it means."""
    titles = title_places(speech.needed)
    which = {word for place, word in enumerate(speech.needed) if place not in titles}
    spans = [(speech.start + a, speech.start + b) for a, b in words(speech.phrase)]
    called = [speech.phrase[a - speech.start : b - speech.start] for a, b in spans]
    return [span for span, word in zip(spans, called, strict=True) if word in which]


def _is_of(country: str, speech: SpeechQuestion, span: Span) -> bool:
    """Whether a qualifier is the country's name or part of it."""
    word = speech.phrase[span[0] - speech.start : span[1] - speech.start]
    return country_key(word, speech.language) in words_of(country, speech.language)


def _fits(hit: Hit, parts: Sequence[NDArray[np.bool_]], tokens: NDArray[np.bool_]) -> bool:
    """Whether each part of the question has its like among the tokens of a passage."""
    if not tokens.any():
        return False
    best = hit.similarities[:, tokens].max(axis=1)
    return all(not part.any() or float(best[part].mean()) >= _LEAST_FIT for part in parts)


def _inside(spans: NDArray[np.int32], start: int, end: int) -> NDArray[np.bool_]:
    inside: NDArray[np.bool_] = (spans[:, 1] > start) & (spans[:, 1] <= end)
    return inside

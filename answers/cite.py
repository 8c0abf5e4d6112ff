"""A hit to a citation, with the sentence that answers marked."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from answers.answer import Citation, Span
from index.documents import Document, Passage, encoded_text
from index.encoders.encoder import Encoder
from index.text.sentences import sentences
from retrieval.retriever import Hit

_MOST_MARKS = 2
_MARK_MARGIN = 0.02
"""So much less than the best sentence a second may have to be marked, too: one alone holds the
answer too seldom (``benchmarks.marks``)."""

_log = logging.getLogger(__name__)


def cite(
    hits: Iterable[Hit], documents: Mapping[str, Document], encoder: Encoder, answering: bool
) -> list[Citation]:
    """A citation for each hit, in order; one that would not quote to the letter is left out.

    Args:
        hits: the passages to cite.
        documents: all documents, by source.
        encoder: the encoder that made the hits.
        answering: whether they answer the question; in merely near ones nothing is marked.
    """
    citations: list[Citation] = []
    for hit in hits:
        document = documents[hit.passage.source]
        marks = _marks(hit, document, encoder) if answering and _is_there(hit, document) else ()
        citations += _lawful(len(citations) + 1, hit.passage, document, marks)
    return citations


def cite_also(
    citation: Citation, passages: Iterable[Passage], documents: Mapping[str, Document]
) -> tuple[Citation, ...]:
    """The other places of a citation: what is marked there is marked where the words are the same.

    Args:
        citation: the passage that is shown.
        passages: the same passage or a near copy elsewhere.
        documents: all documents, by source.
    """
    also: list[Citation] = []
    for passage in passages:
        document = documents[passage.source]
        same = document.text[passage.start : passage.end] == citation.quote
        moved = passage.start - citation.start
        marks = tuple((a + moved, b + moved) for a, b in citation.marks) if same else ()
        also += _lawful(citation.number, passage, document, marks)
    return tuple(also)


def _lawful(
    number: int, passage: Passage, document: Document, marks: tuple[Span, ...]
) -> list[Citation]:
    """The citation of *passage*, or none where it would not quote to the letter."""
    citation = Citation(
        number=number,
        source=document.source,
        title=document.title,
        heading=passage.heading,
        paragraph=passage.paragraph,
        start=passage.start,
        end=passage.end,
        quote=document.text[passage.start : passage.end],
        marks=marks,
        page=passage.page,
        row=passage.row,
        address=document.address,
        fetched=document.fetched,
    )
    if _holds(citation, document.text):
        return [citation]
    _log.error("no citation of %s %d-%d", passage.source, passage.start, passage.end)
    return []


def _is_there(hit: Hit, document: Document) -> bool:
    return 0 <= hit.passage.start < hit.passage.end <= len(document.text)


def _holds(citation: Citation, text: str) -> bool:
    """The law of citations: a quote that is there and is exact, and marks inside it."""
    return (
        0 <= citation.start < citation.end <= len(text)
        and text[citation.start : citation.end] == citation.quote
        and all(citation.start <= a < b <= citation.end for a, b in citation.marks)
    )


def _marks(hit: Hit, document: Document, encoder: Encoder) -> tuple[Span, ...]:
    """The sentence whose tokens answer the question's best, and a second about as good."""
    passage = hit.passage
    found = sentences(document.text, passage.start, passage.end, document.language)
    if len(found) == 1:
        return (found[0],)
    spans = _source_spans(passage, document, encoder)
    scores = [_sentence_score(hit.similarities, spans, sentence) for sentence in found]
    best = sorted(range(len(found)), key=lambda place: -scores[place])[:_MOST_MARKS]
    near = [place for place in best if scores[place] >= scores[best[0]] - _MARK_MARGIN]
    return tuple(found[place] for place in sorted(near))


def _source_spans(passage: Passage, document: Document, encoder: Encoder) -> NDArray[np.int32]:
    """Token spans as offsets into the source's text; the heading's tokens lie before it."""
    text = encoded_text(document, passage)
    before = len(text) - (passage.end - passage.start)
    return encoder.token_spans(text) - before + passage.start


def _sentence_score(
    similarities: NDArray[np.float32], spans: NDArray[np.int32], sentence: Span
) -> float:
    """MaxSim of the question over the tokens of one sentence."""
    start, end = sentence
    inside = (spans[:, 1] > start) & (spans[:, 1] <= end)
    if not inside.any() or not similarities.size:
        return -1.0
    return float(similarities[:, inside].max(axis=1).mean())

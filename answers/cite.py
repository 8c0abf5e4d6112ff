"""A hit to a citation, with the sentence that answers marked."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from answers.answer import Citation, Span
from index.documents import Document, Passage, encoded_text
from index.encoders.encoder import Encoder
from index.sentences import sentences
from retrieval.retriever import Hit

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
        document, passage = documents[hit.passage.source], hit.passage
        quote = document.text[passage.start : passage.end]
        there = 0 <= passage.start < passage.end <= len(document.text)
        marks = _marks(hit, document, encoder) if answering and there else ()
        citation = Citation(
            number=len(citations) + 1,
            source=document.source,
            title=document.title,
            heading=passage.heading,
            paragraph=passage.paragraph,
            start=passage.start,
            end=passage.end,
            quote=quote,
            marks=marks,
            page=passage.page,
            row=passage.row,
            address=document.address,
            fetched=document.fetched,
        )
        if _holds(citation, document.text):
            citations.append(citation)
        else:
            _log.error("no citation of %s %d-%d", passage.source, passage.start, passage.end)
    return citations


def _holds(citation: Citation, text: str) -> bool:
    """The law of citations: a quote that is there and is exact, and marks inside it."""
    return (
        0 <= citation.start < citation.end <= len(text)
        and text[citation.start : citation.end] == citation.quote
        and all(citation.start <= a < b <= citation.end for a, b in citation.marks)
    )


def _marks(hit: Hit, document: Document, encoder: Encoder) -> tuple[Span, ...]:
    """The sentence whose tokens answer the question's best; none if the passage is one."""
    passage = hit.passage
    found = sentences(document.text, passage.start, passage.end)
    if len(found) == 1:
        return (found[0],)
    spans = _source_spans(passage, document, encoder)
    scores = [_sentence_score(hit.similarities, spans, sentence) for sentence in found]
    return (found[int(np.argmax(scores))],)


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

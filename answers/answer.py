"""What a person gets: an answer, and the citations that it stands on."""

from __future__ import annotations

from dataclasses import dataclass

from index.freshness import Freshness
from retrieval.retriever import Hit

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Citation:
    """A passage quoted to the letter.

    The law: ``text[start:end] == quote``, where text is the source's, decoded and untouched.

    Attributes:
        number: 1-based place in the answer.
        source: path under the folder of sources.
        title: the source's title.
        heading: the nearest heading above the passage, or the empty string.
        paragraph: 1-based number of the block that the passage starts in.
        start, end: code points of the source's text.
        quote: the passage.
        marks: spans of the source's text, inside the quote, that answer the question; none where
            the passage is only near to it.
        page: 1-based page of a PDF, or None.
        row: 1-based row of a table or line of JSON lines, or None.
        address: where on the web the source was saved from, or the empty string.
        fetched: the day when it was saved, as ISO 8601, or the empty string.
    """

    number: int
    source: str
    title: str
    heading: str
    paragraph: int
    start: int
    end: int
    quote: str
    marks: tuple[Span, ...]
    page: int | None = None
    row: int | None = None
    address: str = ""
    fetched: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question; "not in the sources" is one too.

    Attributes:
        question: as it was asked.
        language: ISO 639-1 code of the question, or ``und``.
        answered: whether the sources answer; if not, the citations are only the nearest passages.
        lead: the assistant's own sentence, in the question's language.
        citations: best first for a question of fact, in the order of the source where the
            question is what somebody said.
        hits: all passages found, best first.
        freshness: when the index was built, and what has changed since.
    """

    question: str
    language: str
    answered: bool
    lead: str
    citations: tuple[Citation, ...]
    hits: tuple[Hit, ...]
    freshness: Freshness

    @property
    def text(self) -> str:
        """The whole answer as plain text: the lead, then each quotation with its number."""
        quotes = (f"[{citation.number}] {citation.quote}" for citation in self.citations)
        return "\n\n".join([self.lead, *quotes])

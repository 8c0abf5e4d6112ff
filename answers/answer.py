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
        also: where else the passage stands, in the same or nearly the same words: citations of
            the same number, which quote their own source to the letter.
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
    also: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that a language model wrote, checked.

    Attributes:
        text: the sentence, without the numbers that it cites.
        citations: those numbers; each is of a citation of the answer where it is supported.
        supported: whether the passages cited have its numbers, its names and its meaning.
        fault: what it fails by, a ``Fault`` of ``answers.language_model.support``; empty where
            it is supported.
    """

    text: str
    citations: tuple[int, ...]
    supported: bool
    fault: str

    @property
    def cited_text(self) -> str:
        """The sentence with its citations: ``It rained. [1][3]``."""
        return f"{self.text} {''.join(f'[{number}]' for number in self.citations)}"


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question; "not in the sources" is one too.

    Attributes:
        question: as it was asked.
        searched: the question that was searched: a follow-up is completed from the turns before.
        language: ISO 639-1 code of the question, or ``und``.
        answered: whether the sources answer; if not, the citations are only the nearest passages.
        lead: the assistant's own sentence, in the question's language.
        citations: best first for a question of fact, in the order of the source where the
            question is what somebody said.
        hits: all passages found, best first.
        freshness: when the index was built, and what has changed since.
        sentences: what a language model made of the citations, if one was asked: every sentence,
            checked. Only the supported ones are ever shown.
        note: what the assistant has to say about the model: that it failed, or left something out.
        confidence: how likely it is that the sources answer, 0 to 1; who said what is found or is
            not, 1 or 0.
    """

    question: str
    searched: str
    language: str
    answered: bool
    lead: str
    citations: tuple[Citation, ...]
    hits: tuple[Hit, ...]
    freshness: Freshness
    sentences: tuple[Sentence, ...] = ()
    note: str = ""
    confidence: float = 0.0

    @property
    def text(self) -> str:
        """The whole answer as plain text: the lead, then each quotation with its number.

        What a model composed of them stands before the lead.
        """
        quotes = (f"[{citation.number}] {citation.quote}" for citation in self.citations)
        parts = [self.composed, self.note, self.lead, *quotes]
        return "\n\n".join(part for part in parts if part)

    @property
    def composed(self) -> str:
        """The supported sentences of a model with their citations, or the empty string."""
        return " ".join(one.cited_text for one in self.sentences if one.supported)

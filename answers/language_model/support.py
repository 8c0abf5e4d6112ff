"""Whether the passages that a sentence cites support it. The model's word is not taken for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from answers.answer import Citation, Sentence
from answers.language_model.evidence import Evidence, Found, Kind, encode_sentence
from answers.language_model.reply import Draft
from index.encoders.encoder import Encoder

LEAST_MEANING = 0.4
LEAST_SIMILARITY = {Kind.SPEAKER: 0.55, Kind.NAME: 0.44, Kind.OPENING: 0.33, Kind.WORD: 0.24}
"""Floors, after ``python -m benchmarks.support`` (docs/language-model.md). A word that the passages
have in some spelling needs no similarity; one that they only have in another language does."""

MOST_CHARACTERS = 600
"""Of a sentence. The encoder does not read the end of a much longer one."""

_MARKUP = re.compile(r"https?:|www\.|\]\s*\(|!\[|<[^<>]*>|\b[\w-]+\.(?:com|net|org|io|ru)\b", re.I)


class Fault(StrEnum):
    """What a sentence fails by."""

    NONE = ""
    UNCITED = "it cites nothing"
    NO_PASSAGE = "it cites a number that does not exist"
    MARKUP = "it has a link or markup"
    LENGTH = "it is too long to be checked"
    NUMBER = "a number is not in the passages"
    NAME = "a name or word is not in the passages"
    SPEAKER = "in the passages somebody else says it"
    MEANING = "the passages say something else"


class Support:
    """Checks sentences against the citations of one answer."""

    def __init__(self, citations: Sequence[Citation], encoder: Encoder) -> None:
        """Check against *citations* by the vectors of *encoder*; nothing is encoded yet."""
        self._texts = {one.number: evidence_text(one) for one in citations}
        self._encoder = encoder
        self._evidence: dict[tuple[int, ...], Evidence] = {}
        self._checked: dict[Draft, Sentence] = {}

    def check(self, draft: Draft) -> Sentence:
        """The sentence, marked as supported or not; checked once, however often it is asked."""
        if draft not in self._checked:
            fault = self._fault(draft)
            self._checked[draft] = Sentence(draft.text, draft.citations, not fault, fault.value)
        return self._checked[draft]

    def _fault(self, draft: Draft) -> Fault:
        if not draft.citations:
            return Fault.UNCITED
        if not self._texts.keys() >= set(draft.citations):
            return Fault.NO_PASSAGE
        if _MARKUP.search(draft.text):
            return Fault.MARKUP
        if len(draft.text) > MOST_CHARACTERS:
            return Fault.LENGTH
        encoding = encode_sentence(draft.text, self._encoder)
        return fault(self._of(draft.citations).find(draft.text, encoding))

    def _of(self, numbers: tuple[int, ...]) -> Evidence:
        if numbers not in self._evidence:
            texts = [self._texts[number] for number in numbers]
            encodings = self._encoder.encode_passages(texts)
            self._evidence[numbers] = Evidence(texts, [one.tokens for one in encodings])
        return self._evidence[numbers]


def fault(found: Found) -> Fault:
    """What a sentence fails by that was found so in the passages that it cites."""
    if not found.numbers:
        return Fault.NUMBER
    if any(not w.matched and w.similarity < LEAST_SIMILARITY[w.kind] for w in found.words):
        return Fault.NAME
    if not found.speaker:
        return Fault.SPEAKER
    return Fault.MEANING if found.meaning < LEAST_MEANING else Fault.NONE


def evidence_text(citation: Citation) -> str:
    """What of a citation a sentence may rest on: the heading, and the quotation."""
    return "\n".join(part for part in (citation.heading, citation.quote) if part)

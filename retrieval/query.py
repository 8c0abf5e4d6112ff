"""What is searched: a question, bounded, analysed and encoded."""

from __future__ import annotations

from dataclasses import dataclass

from index.encoders.encoder import Encoder, Encoding
from index.errors import QuestionError
from index.text.language import detect_language
from index.text.tokenize import tokenize, words

MAX_CHARACTERS = 2000


@dataclass(frozen=True, slots=True)
class Query:
    """A question as the channels take it.

    Attributes:
        text: the question without outer white space.
        language: ISO 639-1 code, or ``und``.
        words: its words as they stand.
        tokens: what the words channel counts.
        encoding: its vectors.
    """

    text: str
    language: str
    words: tuple[str, ...]
    tokens: tuple[str, ...]
    encoding: Encoding


def analyse(question: str, encoder: Encoder) -> Query:
    """Make a query of *question*.

    Raises:
        QuestionError: it is empty, without a word, or longer than ``MAX_CHARACTERS``.
    """
    text = question.strip()
    if not text:
        raise QuestionError("The question is empty.")
    if len(text) > MAX_CHARACTERS:
        raise QuestionError(
            f"The question has {len(text)} characters; {MAX_CHARACTERS} are the most."
        )
    found = tuple(text[start:end] for start, end in words(text))
    if not found:
        raise QuestionError("The question holds no word.")
    language = detect_language(text)
    return Query(
        text=text,
        language=language,
        words=found,
        tokens=tuple(tokenize(text, language)),
        encoding=encoder.encode_questions([text])[0],
    )

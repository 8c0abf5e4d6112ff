"""What somebody promised or wants may be told without a word of theirs; what they said may not."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from answers.answerer import Answerer

_SOURCES = {
    "clinic": "The forty beds were a promise by Anna Kessler to the clinic. They came in May.",
    "sardines": "Sardines were landed in the port of Dahra on Monday. The boats were full.",
    "speech": "The minister, Karim Salhi, said that the bridge is safe. Leila Mansour listened.",
}


@pytest.fixture(scope="module")
def answerer(answerer_over: Callable[[Mapping[str, str]], Answerer]) -> Answerer:
    return answerer_over(_SOURCES)


@pytest.mark.parametrize(
    "question",
    [
        "What did Anna Kessler promise the clinic?",
        "Qu'a promis Anna Kessler à la clinique ?",
        "بماذا وعدت آنا كيسلر؟",
    ],
)
def test_a_promise_that_is_told_is_found(answerer: Answerer, question: str) -> None:
    answer = answerer.answer(question)
    assert [citation.source for citation in answer.citations] == ["clinic.txt"]
    assert answer.answered


@pytest.mark.parametrize(
    "question",
    [
        "What did Anna Kessler say about the clinic?",
        "What did Peter Holm promise the clinic?",
        "What did Leila Mansour say about the bridge?",
    ],
)
def test_whose_words_are_not_there_is_not_quoted(answerer: Answerer, question: str) -> None:
    assert not answerer.answer(question).answered

"""Countries, organisations and titles as speakers, however a question's language calls them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from answers.answerer import Answerer
from answers.reporting.countries import asked_country, country_of
from answers.reporting.speech import speech_question

_SOURCES = {
    "ambassador": "سفير الولايات المتحدة لدى ليبيا ريتشارد أولسن أكد أن بلاده ترفض وجود المرتزقة.",
    "moscow": "Moscow rejected the plan. It said that nobody had asked Russia.",
    "egypt": "وشددت القاهرة على خروج الأجانب. وقال وزير الخارجية المصري سامي الحداد إن الحل ليبي.",
    "analyst": "The Egyptian analyst Samir Adel said that rain is near.",
    "turkish-name": "قال وزير الطاقة السعودي فهد بن تركي إن الأسعار مستقرة.",
    "fund": "وحذر صندوق النقد الدولي من الديون.",
    "prince": "وقال الأمير محمد بن فيصل ولي العهد السعودي إن القمة نجحت.",
    "mayor": "The mayor, Ann Holt, said that the bridge is safe.",
    "minister": "وقالت الوزيرة سامية الطويل إن الميزانية جاهزة.",
    "white-house": "The White House said that the letter was forged.",
}


@pytest.fixture(scope="module")
def answerer(answerer_over: Callable[[Mapping[str, str]], Answerer]) -> Answerer:
    return answerer_over(_SOURCES)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What does the US reject?", {"ambassador", "white-house"}),
        ("ماذا ترفض الولايات المتحدة؟", {"ambassador", "white-house"}),
        ("ABD neyi reddediyor?", {"ambassador", "white-house"}),
        ("Was wollen die USA?", {"ambassador", "white-house"}),
        ("What did the White House say?", {"white-house"}),
        ("What did Russia say?", {"moscow"}),
        ("Что отвергает Россия?", {"moscow"}),
        ("ماذا قالت موسكو؟", {"moscow"}),
        ("What does Egypt want?", {"egypt"}),
        ("What did the Egyptian foreign minister say?", {"egypt"}),
        ("What did Turkey say?", set()),
        ("ماذا قالت ليبيا؟", set()),
        ("What did the IMF warn of?", {"fund"}),
        ("What did the crown prince say?", {"prince"}),
        ("What did Saudi Arabia say?", {"prince", "turkish-name"}),
        ("ماذا قالت رئيسة البلدية؟", {"mayor"}),
        ("What did the minister say?", {"egypt", "minister", "turkish-name"}),
        ("What did the French ambassador say?", set()),
        ("ماذا قال السفير الألماني؟", set()),
    ],
)
def test_who_speaks_for_a_country_or_by_a_title(
    answerer: Answerer, question: str, expected: set[str]
) -> None:
    answer = answerer.answer(question)
    cited = {citation.source.removesuffix(".txt") for citation in answer.citations}
    assert (cited if answer.answered else set()) == expected


def test_the_answer_says_who_speaks(answerer: Answerer) -> None:
    lead = answerer.answer("What does the US reject?").lead
    assert "US" in lead
    assert "ريتشارد أولسن" in lead
    assert "The White House" in lead or "White House" in lead


@pytest.mark.parametrize(
    ("mention", "language", "code"),
    [
        ("US ambassador to Libya", "en", "US"),
        ("ambassador of the United States to Libya", "en", "US"),
        ("سفير الولايات المتحدة الأمريكية لدى ليبيا", "ar", "US"),
        ("المتحدثة باسم الخارجية الروسية", "ar", "RU"),
        ("الأمين العام لجامعة الدول العربية", "ar", "AL"),
        ("the mayor of Sfax", "en", ""),
    ],
)
def test_the_country_that_somebody_is_of(mention: str, language: str, code: str) -> None:
    assert country_of(mention, language) == code


@pytest.mark.parametrize(
    ("question", "language", "code"),
    [
        ("What's the US position on Libya?", "en", "US"),
        ("What did the US ambassador say?", "en", ""),
        ("Que veulent les États-Unis ?", "fr", "US"),
        ("¿Qué rechaza Estados Unidos?", "es", "US"),
        ("آمریکا چه می‌خواهد؟", "fa", "US"),
        ("What did Jordan say?", "en", "JO"),
    ],
)
def test_a_question_that_asks_for_a_country(question: str, language: str, code: str) -> None:
    speech = speech_question(question, language)
    assert speech is not None
    assert asked_country(speech) == code

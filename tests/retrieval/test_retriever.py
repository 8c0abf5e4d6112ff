"""Whole questions over the article."""

from __future__ import annotations

import pytest

from index.errors import QuestionError
from retrieval.query import MAX_CHARACTERS
from retrieval.retriever import Retriever
from tests.article import ASKED, ASKING_FOR_NORLAND, NORLAND


@pytest.mark.parametrize("question", [*ASKING_FOR_NORLAND, "what did norland say"])
def test_no_other_speaker_is_above_the_one_asked_for(article: Retriever, question: str) -> None:
    hits = article.search(question, 5)
    assert sorted(hit.passage.paragraph for hit in hits) == NORLAND


@pytest.mark.parametrize("language", ["en", "ar"])
def test_nine_of_ten_first_passages_are_right(article: Retriever, language: str) -> None:
    asked = [row for row in ASKED if row["id"].startswith(language)]
    right = [article.search(row["q"], 1)[0].passage.paragraph in row["paragraphs"] for row in asked]
    assert len(right) == 10
    assert sum(right) >= 9


@pytest.mark.parametrize(
    ("question", "paragraph"),
    [
        ("Khalifa Hifter attack on Tripoli", 1),
        ("Ghassan Salame", 7),
        ("السفاره دعت القاده السياسيين", 12),
        ("ولهاريس", 10),
    ],
)
def test_misspelt_names_and_words_are_found(
    article: Retriever, question: str, paragraph: int
) -> None:
    assert paragraph in [hit.passage.paragraph for hit in article.search(question, 2)]


def test_a_hit_says_why_it_is_there(article: Retriever) -> None:
    hit = article.search("What did Norland say about the mercenaries?", 1)[0]
    assert [(match.asked, match.found) for match in hit.names] == [("Norland", "نورلاند")]
    assert hit.ranks["names"] is not None
    assert hit.ranks["dense"] is not None
    assert hit.ranks["words"] is None
    assert hit.similarities.shape[1] > 20
    assert hit.score > hit.late_interaction


def test_words_that_find_nothing_change_no_order(article: Retriever) -> None:
    hits = article.search("how were the sisters killed", 19)
    assert all(hit.ranks["words"] is None for hit in hits)
    late = [hit.late_interaction for hit in hits if not hit.names]
    assert late == sorted(late, reverse=True)


@pytest.mark.parametrize("question", ["", "  \n", "?!…", "«»", "x" * (MAX_CHARACTERS + 1)])
def test_what_cannot_be_searched_is_said(article: Retriever, question: str) -> None:
    with pytest.raises(QuestionError):
        article.search(question)


@pytest.mark.parametrize(
    "question",
    [
        "\u202e\u2066نورلاند",
        "a\u0301" * 50,
        "😀 Norland 😀",
        "\ud7ff x \U0010ffff",
        "x" * MAX_CHARACTERS,
        "ﷺ",
    ],
)
def test_odd_questions_are_answered(article: Retriever, question: str) -> None:
    assert article.search(question, 3)

"""Answers over the article."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from answers.answerer import Answerer
from index.build import build
from index.encoders.encoder import Encoder
from index.store import load
from prompts.say import say
from retrieval.retriever import Retriever
from tests.article import ASKED, ASKING_FOR_NORLAND, NORLAND


@pytest.fixture(scope="module")
def answerer(article: Retriever) -> Answerer:
    return Answerer(article, Path(article.index.manifest.sources))


@pytest.mark.parametrize(
    "question",
    [*ASKING_FOR_NORLAND, "What did Richard Norland say?", "What does Norland want?"],
)
def test_all_that_the_speaker_said_in_the_order_of_the_source(
    answerer: Answerer, question: str
) -> None:
    answer = answerer.answer(question)
    assert answer.answered
    assert [citation.paragraph for citation in answer.citations] == NORLAND


@pytest.mark.parametrize(
    ("question", "paragraphs"),
    [
        ("ماذا قالت وزارة الخارجية؟", [17, 18, 19]),
        ("What did the State Department say?", [17, 18, 19]),
        ("ماذا قال السفير الأمريكي؟", NORLAND),
        ("What did the US ambassador say?", NORLAND),
        ("What did the commander of the US forces in Africa say?", [21, 22, 23]),
        ("What did Harris say?", [9, 10]),
    ],
)
def test_a_title_and_what_goes_on_without_a_name(
    answerer: Answerer, question: str, paragraphs: list[int]
) -> None:
    assert [c.paragraph for c in answerer.answer(question).citations] == paragraphs


@pytest.mark.parametrize(
    "question",
    [
        "What did Haftar say?",
        "ماذا قال حفتر؟",
        "What did al-Sarraj say?",
        "ماذا قالت وزارة الخارجية الروسية؟",
        "What did the Russian foreign ministry say?",
        "What did the French president say?",
    ],
)
def test_who_is_only_mentioned_or_is_another_has_said_nothing(
    answerer: Answerer, question: str
) -> None:
    assert not answerer.answer(question).answered


def test_a_topic_narrows_what_was_said(answerer: Answerer) -> None:
    answer = answerer.answer("What did Norland say about the three sisters?")
    assert 14 in [citation.paragraph for citation in answer.citations]
    assert len(answer.citations) < 5


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_first_citation_is_right(answerer: Answerer, language: str) -> None:
    asked = [row for row in ASKED if row["id"].startswith(language)]
    answers = [(answerer.answer(row["q"]), row["paragraphs"]) for row in asked]
    assert sum(answer.citations[0].paragraph in right for answer, right in answers) >= 9
    assert sum(answer.answered for answer, _ in answers) >= 8


@pytest.mark.parametrize(
    "question",
    [row["q"] for row in ASKED if not row["paragraphs"] and row["id"] != "no-10"]
    + ["What did Macron say about Libya?", "ماذا قال أردوغان؟"],
)
def test_not_in_the_sources(answerer: Answerer, question: str) -> None:
    answer = answerer.answer(question)
    assert not answer.answered
    assert len(answer.citations) == 3
    assert all(citation.marks == () for citation in answer.citations)
    assert answer.lead.startswith(("The sources do not", "لا تجيب"))


def test_the_assistant_speaks_the_language_of_the_question(answerer: Answerer) -> None:
    assert answerer.answer("ماذا قال نورلاند؟").lead.startswith("ما تنقله المصادر")
    assert "report of Norland" in answerer.answer("What did Norland say?").lead
    assert "rapportent de Norland" in answerer.answer("Qu'a dit Norland ?").lead
    assert answerer.answer("Wat zei Norland?").lead == say("answered", "en")
    assert answerer.answer("Wat zei Norland?", likely="fa").lead == say("answered", "fa")
    assert answerer.answer("Norland?", likely="tr").lead == say("answered", "tr")


def test_a_follow_up_is_answered_as_the_question_that_it_stands_for(answerer: Answerer) -> None:
    first = answerer.answer("What did Norland say?")
    assert first.searched == first.question
    after = answerer.answer("And about the militias?", [first.searched])
    assert after.question == "And about the militias?"
    assert after.searched == "What did Norland say about the militias?"
    assert after.citations == answerer.answer(after.searched).citations
    arabic = answerer.answer("ماذا قال أيضا؟", [first.searched, after.searched])
    assert arabic.searched == "ماذا قال Norland؟"
    assert [c.start for c in arabic.citations] == [c.start for c in first.citations]
    assert arabic.lead.startswith("ما تنقله المصادر")


def test_the_sources_tell_a_speaker_from_a_topic(answerer: Answerer) -> None:
    before = ["ماذا قال نورلاند عن ليبيا؟"]
    assert answerer.answer("وتاونسند؟", before).searched == "ماذا قال تاونسند عن ليبيا؟"
    assert answerer.answer("ومرتزقة فاغنر؟", before).searched == "ماذا قال نورلاند عن مرتزقة فاغنر؟"


def test_the_answering_sentence_is_marked(
    encoder: Encoder, make_answerer: Callable[[str], Answerer]
) -> None:
    answerer = make_answerer(
        "The council met on Monday. It fixed the price of bread at two dinars. "
        "The members then went home. Rain fell all night."
    )
    answer = answerer.answer("كم سعر الخبز؟")
    citation = answer.citations[0]
    text = answerer.retriever.index.documents["a.txt"].text
    assert [text[a:b] for a, b in citation.marks] == ["It fixed the price of bread at two dinars."]


def test_a_changed_source_is_told(make_answerer: Callable[[str], Answerer]) -> None:
    answerer = make_answerer("Norland said that the road is open.")
    assert answerer.answer("What did Norland say?").freshness.changed_sources == ()
    (answerer.sources / "a.txt").write_text("Something else.", "utf-8")
    assert answerer.answer("What did Norland say?").freshness.changed_sources == ("a.txt",)


@pytest.fixture
def make_answerer(encoder: Encoder, tmp_path: Path) -> Callable[[str], Answerer]:
    def make(text: str) -> Answerer:
        sources = tmp_path / "sources"
        shutil.rmtree(sources, ignore_errors=True)
        sources.mkdir()
        (sources / "a.txt").write_text(text, "utf-8")
        build(sources, tmp_path / "index", encoder)
        return Answerer(Retriever(load(tmp_path / "index"), encoder), sources)

    return make

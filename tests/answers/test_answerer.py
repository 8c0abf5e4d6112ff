"""Answers over the article."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from answers.answerer import Answerer
from index.build import build
from index.encoders.encoder import Encoder
from index.storage.store import load
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
    encoder: Encoder, make_answerer: Callable[..., Answerer]
) -> None:
    answerer = make_answerer(
        "The council met on Monday. It fixed the price of bread at two dinars. "
        "The members then went home. Rain fell all night."
    )
    answer = answerer.answer("كم سعر الخبز؟")
    citation = answer.citations[0]
    text = answerer.retriever.index.documents["a.txt"].text
    assert [text[a:b] for a, b in citation.marks] == ["It fixed the price of bread at two dinars."]


def test_a_changed_source_is_told(make_answerer: Callable[..., Answerer]) -> None:
    answerer = make_answerer("Norland said that the road is open.")
    assert answerer.answer("What did Norland say?").freshness.changed_sources == ()
    (answerer.sources / "a.txt").write_text("Something else.", "utf-8")
    assert answerer.answer("What did Norland say?").freshness.changed_sources == ("a.txt",)


STORY = (
    "The council of Sfax met on Monday. It fixed the price of bread at twenty dinars, and Anna Roe,"
    " the mayor, said that the bakers had agreed to it after a long night of talks."
)


def test_a_story_is_cited_once_with_all_its_places(
    make_answerer: Callable[..., Answerer],
) -> None:
    answerer = make_answerer(
        f"Bread\n\n{STORY}\n\nRain fell.",
        f"Bakers agree\n\nSFAX (Agency) - {STORY}",
        f"The price\n\nIt is fixed.\n\n{STORY}",
        f"Corrected\n\n{STORY.replace('twenty', 'thirty')}",
        "Gabes\n\nThe bakers of Gabes sell bread at ten dinars, said Jan Poe, the mayor.",
    )
    documents = answerer.retriever.index.documents
    for question in ("What did Anna Roe say?", "What is the price of bread in Sfax?"):
        answer = answerer.answer(question)
        first, second, *others = answer.citations
        assert {first.source, second.source} == {"b.txt", "d.txt"}
        story, corrected = sorted((first, second), key=lambda one: one.source)
        assert [(place.source, place.paragraph) for place in story.also] == [
            ("a.txt", 2),
            ("c.txt", 3),
        ]
        assert corrected.also == ()
        assert all(c.source == "e.txt" for c in others)
        for place in story.also:
            assert documents[place.source].text[place.start : place.end] == place.quote == STORY


def test_identical_passages_are_marked_alike_and_the_slots_go_to_others(
    make_answerer: Callable[..., Answerer],
) -> None:
    prices = [f"The price of bread in {town} is ten dinars." for town in ("Sfax", "Gabes", "Tunis")]
    story = f"The council met. {prices[0]}"
    answerer = make_answerer(*[f"{name}\n\n{story}" for name in "ABCDE"], *prices[1:])
    answer = answerer.answer("What is the price of bread?")
    cited = next(citation for citation in answer.citations if citation.quote == story)
    everywhere = (cited, *cited.also)
    assert sorted(place.source for place in everywhere) == [f"{name}.txt" for name in "abcde"]
    assert [citation.number for citation in answer.citations] == [1, 2, 3]
    documents = answerer.retriever.index.documents
    for place in everywhere:
        text = documents[place.source].text
        assert [text[a:b] for a, b in place.marks] == [prices[0]]


def test_the_same_words_of_another_are_not_the_speakers(
    make_answerer: Callable[..., Answerer],
) -> None:
    words = "He said that the road is open."
    answerer = make_answerer(
        f"Anton Vail met the council.\n\n{words}", f"Jan Poe met the council.\n\n{words}"
    )
    answer = answerer.answer("What did Vail say?")
    assert answer.answered
    everywhere = [place for c in answer.citations for place in (c, *c.also)]
    assert {place.source for place in everywhere} == {"a.txt"}


def test_the_nearest_passages_of_a_refusal_are_three_stories(
    make_answerer: Callable[..., Answerer],
) -> None:
    others = ["The lake is deep.", "The bridge is old."]
    answerer = make_answerer(*["The harbour is closed at night."] * 5, *others)
    answer = answerer.answer("What did Erdogan say?")
    assert not answer.answered
    assert {citation.quote for citation in answer.citations} == {
        "The harbour is closed at night.",
        *others,
    }


def test_what_goes_on_without_a_name_is_cited_though_no_channel_finds_it(
    make_answerer: Callable[..., Answerer],
) -> None:
    portraits = [f"Portrait {number} of Maria Lind hangs in the hall." for number in range(120)]
    said = "Maria Lind said that the harbour would open.\n\nShe added that nobody had paid."
    answer = make_answerer("\n".join(portraits), said).answer("What did Maria Lind say?")
    assert [c.quote for c in answer.citations] == said.split("\n\n")


@pytest.fixture
def make_answerer(encoder: Encoder, tmp_path: Path) -> Callable[..., Answerer]:
    def make(*texts: str) -> Answerer:
        sources = tmp_path / "sources"
        shutil.rmtree(sources, ignore_errors=True)
        sources.mkdir()
        for name, text in zip("abcdefghij", texts, strict=False):
            (sources / f"{name}.txt").write_text(text, "utf-8")
        build(sources, tmp_path / "index", encoder)
        return Answerer(Retriever(load(tmp_path / "index"), encoder), sources)

    return make

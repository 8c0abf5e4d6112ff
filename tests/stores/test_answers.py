"""Questions over an index get the same answers, wherever it is kept."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import pytest

from answers.answerer import Answerer
from benchmarks.quality import measure
from index.encoders.encoder import Encoder
from index.place import Place
from index.storage.contents import Index
from retrieval.retriever import Hit, Retriever
from tests.article import ASKED, ASKING_FOR_NORLAND, NORLAND
from tests.retrieval.test_quality import DATA, FLOORS

_SPEAKING = [
    *ASKING_FOR_NORLAND,
    "What did the ambassador say about the ceasefire?",
    "What did Townsend say?",
]
_ALL = [*_SPEAKING, *(row["q"] for row in ASKED)]


@pytest.fixture(scope="module")
def stored(kept: Place, encoder: Encoder) -> Retriever:
    return Retriever(kept.load(), encoder)


def _found(hits: Sequence[Hit]) -> list[object]:
    return [(hit.passage, hit.score, hit.ranks, hit.words, hit.names) for hit in hits]


@pytest.mark.parametrize("question", ASKING_FOR_NORLAND)
def test_no_other_speaker_is_cited(stored: Retriever, question: str) -> None:
    answer = Answerer(stored, Path(stored.index.manifest.sources)).answer(question)
    assert answer.answered
    assert [citation.paragraph for citation in answer.citations] == NORLAND


@pytest.mark.parametrize("question", _ALL)
def test_answers_and_rankings_are_those_of_the_index_on_disk(
    stored: Retriever, article: Retriever, question: str
) -> None:
    sources = Path(article.index.manifest.sources)
    mine, theirs = (Answerer(one, sources).answer(question) for one in (stored, article))
    assert (mine.citations, mine.lead) == (theirs.citations, theirs.lead)
    assert _found(mine.hits) == _found(theirs.hits)


def test_quality_does_not_fall(kept_articles: Place, encoder: Encoder) -> None:
    retriever, asked, gold = Retriever(kept_articles.load(), encoder), _asked(), _gold()
    found = {pair: measure(retriever, own, gold)["Isnad"] for pair, own in asked.items()}
    assert all(found[pair] >= FLOORS[pair] for pair in found), found


def test_every_document_and_vector_comes_back(
    kept_articles: Place, articles: Index, encoder: Encoder
) -> None:
    index = kept_articles.load(thorough=True)
    assert index.manifest == articles.manifest
    assert [index.entry(source) for source in index.documents] == [
        articles.entry(source) for source in articles.documents
    ]
    for row in range(0, len(articles.passages), 7):
        mine, theirs = index.encoded(row), articles.encoded(row)
        assert (mine.vector == theirs.vector).all()
        assert (mine.tokens.rows[:] == theirs.tokens.rows[:]).all()
        assert (mine.tokens.scales[:] == theirs.tokens.scales[:]).all()


def _rows() -> list[dict[str, str]]:
    return [json.loads(line) for line in (DATA / "questions.jsonl").read_text("utf-8").splitlines()]


def _gold() -> dict[str, str]:
    return {row["id"]: row["source"] for row in _rows()}


def _asked() -> dict[str, dict[str, str]]:
    """The questions of two sets: within a language, and from English to Arabic."""
    asked: dict[str, dict[str, str]] = defaultdict(dict)
    for row in _rows():
        pair = (row["source"].split(".")[1], row["language"])
        if pair[0] == pair[1]:
            asked["articles, own language"][row["id"]] = row["question"]
        elif pair == ("ar", "en"):
            asked["articles, ar <- en"][row["id"]] = row["question"]
    return asked

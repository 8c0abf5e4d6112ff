"""The arithmetic of the answers benchmark, and the data that it reads."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from benchmarks.gold import ARTICLES, Gold, Said, judge, names, precision_recall, read_gold
from index.readers.read import read

_ENDS = re.compile("[.!?؟…][\"'”“»)]*|[\"'”“»]")


GOLD = [
    Gold("a.en.txt", "Amina Hollow", ((0, 10), (10, 20), (40, 50))),
    Gold("a.en.txt", "the Harbour Trust", ((20, 30),)),
]


def _figures(*predicted: Said) -> tuple[float, float]:
    return precision_recall(Counter(judged.outcome for judged in judge(GOLD, predicted)))


def test_precision_and_recall_are_of_sentences_and_their_speakers() -> None:
    predicted = [
        Said((0, 9), ("Amina Hollow", "the minister")),  # right
        Said((14, 30), ("Mrs Hollow",)),  # right: more than half of a gold sentence
        Said((20, 30), ("Hollow",)),  # the trust's sentence
        Said((40, 50), ("Someone Else",)),  # no speaker of the article
    ]
    assert _figures(*predicted) == (2 / 4, 2 / 4)


def test_half_a_sentence_is_not_enough() -> None:
    assert _figures(Said((15, 40), ("Hollow",))) == (0, 0)


def test_a_sentence_may_have_two_speakers() -> None:
    assert _figures(Said((14, 28), ("Hollow", "Trust"))) == (1, 2 / 4)


def test_a_mention_that_fits_two_speakers_is_judged_once() -> None:
    assert _figures(Said((20, 30), ("Hollow of the Harbour Trust",))) == (1, 1 / 4)


def test_no_prediction_finds_nothing() -> None:
    assert _figures() == (0, 0)


@pytest.mark.parametrize(
    ("mention", "speaker", "same"),
    [
        ("الوزير سامر العبدلى", "سامر العبدلي", True),
        ("the trust", "the Harbour Trust", True),
        ("Amina Hollow, a minister", "Amina Hollow", True),
        ("Hollowell", "Amina Hollow", False),
        ("Someone Else", "Amina Hollow", False),
        ("", "Amina Hollow", False),
    ],
)
def test_a_mention_is_of_a_speaker(mention: str, speaker: str, same: bool) -> None:
    assert names(mention, speaker) is same


@pytest.mark.parametrize(
    ("folder", "articles_a_language"),
    [("", 20), ("fresh", 12), ("later", 4), ("latest", 9), ("press", 15)],
)
def test_every_article_has_statements_and_sentences_that_are_none(
    folder: str, articles_a_language: int
) -> None:
    gold = read_gold(ARTICLES / folder)
    articles = {path.name: path.read_text("utf-8") for path in (ARTICLES / folder).glob("*.txt")}
    assert {row.source for row in gold} == articles.keys()
    languages = Counter(name.split(".")[-2] for name in articles)
    assert languages["ar"] == languages["en"] == articles_a_language
    for source, text in articles.items():
        spans = {span for row in gold if row.source == source for span in row.spans}
        assert 0 < sum(end - start for start, end in spans) < len(text)


@pytest.mark.parametrize("gold", read_gold(), ids=lambda gold: f"{gold.source} {gold.speaker}")
def test_the_spans_are_sentences(gold: Gold) -> None:
    text = read(ARTICLES / gold.source, gold.source).text
    assert list(gold.spans) == sorted(set(gold.spans))
    for start, end in gold.spans:
        sentence, before, after = text[start:end], text[:start].rstrip(" "), text[end:].lstrip(" ")
        assert sentence == sentence.strip()
        assert sentence
        assert not before or before.endswith("\n") or _ends(before)
        assert not after or after.startswith("\n") or _ends(sentence)


def _ends(text: str) -> bool:
    return any(match.end() == len(text) for match in _ENDS.finditer(text, max(0, len(text) - 4)))

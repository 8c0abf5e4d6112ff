"""The words channel against rank_bm25 itself, and at its edges."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from index.tables.arrays import write_arrays
from index.tables.word_table import count_words, read_word_table
from retrieval.words import WordsChannel

TOKENS = st.lists(st.sampled_from("abcdefgh"), max_size=8)


@settings(max_examples=100)
@given(passages=st.lists(TOKENS, min_size=1, max_size=8), question=TOKENS)
def test_order_is_that_of_rank_bm25(passages: list[list[str]], question: list[str]) -> None:
    scores = WordsChannel.over(passages).score(question)
    having = {row for row, tokens in enumerate(passages) if {*tokens} & {*question}}
    assert scores.keys() == having
    if any(passages) and having:
        okapi = BM25Okapi(passages).get_scores(
            [t for t in question if any(t in p for p in passages)]
        )
        most = max(okapi[row] for row in having)
        for row in having:
            assert (scores[row] == max(scores.values())) == (okapi[row] == most or most <= 0)


@settings(max_examples=300)
@given(passages=st.lists(TOKENS, min_size=1, max_size=9), question=TOKENS)
def test_scores_are_those_of_rank_bm25_to_the_last_bit(
    passages: list[list[str]], question: list[str]
) -> None:
    """Tokens that most passages have, or none, and repeated ones are among these."""
    scores = WordsChannel.over(passages).okapi(question)
    if any(passages):
        expected = BM25Okapi(passages).get_scores(question)
        assert all(scores.get(row, 0.0) == expected[row] for row in range(len(passages)))
    else:
        assert scores == {}


def test_scores_over_a_larger_corpus_are_those_of_rank_bm25_too(tmp_path: Path) -> None:
    """As they come from a file; words as rare and as common as in a language."""
    random = np.random.default_rng(7)
    passages = [[f"w{n}" for n in random.zipf(1.3, 60) % 5000] for _ in range(500)]
    write_arrays(tmp_path / "words.bin", count_words(passages).arrays())
    channel = WordsChannel(read_word_table(tmp_path / "words.bin"))
    okapi = BM25Okapi(passages)
    for _ in range(20):
        question = [f"w{n}" for n in random.zipf(1.3, 8) % 5000]
        scores, expected = channel.okapi(question), okapi.get_scores(question)
        assert all(scores.get(row, 0.0) == expected[row] for row in range(len(passages)))
        best = sorted(scores, key=lambda row: (-expected[row], row))[:50]
        assert [row for row, _ in scores.best(50)] == best


def test_a_passage_with_all_the_words_gets_more_than_one_with_a_common_word() -> None:
    channel = WordsChannel.over([["oil", "price"], ["oil", "field"], ["oil"], ["rain"]])
    scores = channel.score(["oil", "price"])
    assert scores[0] == max(scores.values())
    assert scores[2] < scores[0] / 2
    assert 3 not in scores


def test_words_that_no_passage_has_lower_every_share() -> None:
    channel = WordsChannel.over([["oil", "price"], ["rain"], ["snow"]])
    assert channel.score(["oil", "unheard"])[0] < channel.score(["oil"])[0]


@pytest.mark.parametrize("passages", [[[]], [[], []], [["a"]]])
def test_degenerate_corpora_find_nothing_they_do_not_have(passages: list[list[str]]) -> None:
    assert WordsChannel.over(passages).score(["z"]) == {}

"""The words channel against rank_bm25 itself, and at its edges."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from retrieval.words import WordsChannel

TOKENS = st.lists(st.sampled_from("abcdefgh"), max_size=8)


@settings(max_examples=100, deadline=None)
@given(passages=st.lists(TOKENS, min_size=1, max_size=8), question=TOKENS)
def test_order_is_that_of_rank_bm25(passages: list[list[str]], question: list[str]) -> None:
    scores = WordsChannel(passages).score(question)
    having = {row for row, tokens in enumerate(passages) if {*tokens} & {*question}}
    assert scores.keys() == having
    if any(passages) and having:
        okapi = BM25Okapi(passages).get_scores(
            [t for t in question if any(t in p for p in passages)]
        )
        most = max(okapi[row] for row in having)
        for row in having:
            assert (scores[row] == max(scores.values())) == (okapi[row] == most or most <= 0)


def test_a_passage_with_all_the_words_gets_more_than_one_with_a_common_word() -> None:
    channel = WordsChannel([["oil", "price"], ["oil", "field"], ["oil"], ["rain"]])
    scores = channel.score(["oil", "price"])
    assert scores[0] == max(scores.values())
    assert scores[2] < scores[0] / 2
    assert 3 not in scores


def test_words_that_no_passage_has_lower_every_share() -> None:
    channel = WordsChannel([["oil", "price"], ["rain"], ["snow"]])
    assert channel.score(["oil", "unheard"])[0] < channel.score(["oil"])[0]


@pytest.mark.parametrize("passages", [[[]], [[], []], [["a"]]])
def test_degenerate_corpora_find_nothing_they_do_not_have(passages: list[list[str]]) -> None:
    assert WordsChannel(passages).score(["z"]) == {}

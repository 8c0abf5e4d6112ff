"""Two tables read as one are the table of all that is in both and not left out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from index.tables.joined_names import JoinedNames, Overlap
from index.tables.joined_words import JoinedWords, joined_floor
from index.tables.name_table import gather_names
from index.tables.order import Joined, Order
from index.tables.word_table import count_words
from retrieval.names import NamesChannel
from retrieval.words import WordsChannel
from tests.index.corpus import assert_same_names

_WORDS = (
    *("Norland", "Norlund", "Nour", "Harris", "Haris", "harris", "the", "oil", "of", "Benghazi"),
    *("نورلاند", "النورلاند", "ولنورلاند", "هاريس", "ولهاريس", "لهاريس", "للهاريس", "الهاريس"),
    *("هريس", "قال", "وقال", "في", "Норланд", "Харрис", "הריס", "והריס", "诺兰德"),
)

_Split = tuple[list[list[str]], list[list[str]], Order]


@st.composite
def splits(draw: st.DrawFn, word: st.SearchStrategy[str]) -> _Split:
    """Passages of a first table and of a second one, and in which order which of them come."""
    passages = st.lists(st.lists(word, max_size=8), max_size=7)
    first, second = draw(passages), draw(passages)
    alive = [place for place in range(len(first)) if draw(st.booleans())]
    places: list[int] = []
    added = list(range(len(first), len(first) + len(second)))
    while alive or added:
        own = alive if alive and (not added or draw(st.booleans())) else added
        places.append(own.pop(0))
    sizes = len(first), len(second)
    return first, second, Order.of(np.array(places, np.int64), sizes)


def _joined(split: _Split) -> list[list[str]]:
    first, second, order = split
    return list(Joined((first, second), order))


@settings(max_examples=300, deadline=None)
@given(splits(st.sampled_from("abcdefgh")), st.lists(st.sampled_from("abcdefgh"), max_size=8))
def test_scores_are_those_of_rank_bm25_to_the_last_bit(split: _Split, question: list[str]) -> None:
    """Tokens that most passages have, or only ones that are left out, are among these."""
    first, second, order = split
    tables, passages = (count_words(first), count_words(second)), _joined(split)
    floor = joined_floor(tables, order, first.__getitem__)
    channel = WordsChannel(JoinedWords(tables, order, floor))
    scores = channel.okapi(question)
    whole = WordsChannel.over(passages)
    assert dict(scores) == dict(whole.okapi(question))
    assert dict(channel.score(question)) == dict(whole.score(question))
    rows = np.arange(len(passages))
    assert channel.matched(question, rows) == whole.matched(question, rows)
    if any(passages):
        expected = BM25Okapi(passages).get_scores(question)
        assert all(scores.get(row, 0.0) == expected[row] for row in range(len(passages)))


@settings(max_examples=200, deadline=None)
@given(splits(st.sampled_from(_WORDS)))
def test_names_are_those_of_one_table(split: _Split) -> None:
    """The doubt about a form hangs on other words, which may be added or left out."""
    first, second, order = split
    tables = gather_names(map(set, first)), gather_names(map(set, second))
    names = JoinedNames(tables, order, Overlap.of(tables, order))
    whole = gather_names(map(set, _joined(split)))
    assert_same_names(names, whole)
    mine, theirs = NamesChannel(names), NamesChannel(whole)
    for word in ("Norland", "Harris", "هاريس"):
        assert mine.near(word) == theirs.near(word)
        assert mine.matches(word, 0.1) == theirs.matches(word, 0.1)


def test_rows_that_belong_to_documents_follow_these() -> None:
    firsts: Sequence[np.ndarray[tuple[int], np.dtype[np.int64]]] = (
        np.array([0, 2, 3, 5]),
        np.array([0, 1]),
    )
    order = Order.of_runs(np.array([0, 3, 2]), firsts)
    assert order.places.tolist() == [0, 1, 5, 3, 4]
    assert [rows.tolist() for rows in order.rows] == [[0, 1, -1, 3, 4], [2]]
    assert order.here(0, np.array([1, 2, 4])).tolist() == [1, 4]
    assert list(Joined(("abcde", "x"), order)) == list("abxde")

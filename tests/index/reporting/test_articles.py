"""Who says what in the invented articles: no set falls."""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.answers import SETS
from benchmarks.gold import ARTICLES, Said, judge, precision_recall, read_gold
from index.readers.read import read
from index.reporting.statements import statements

FLOORS = {
    ("", "ar"): (0.91, 0.92),
    ("", "en"): (0.93, 0.92),
    ("fresh", "ar"): (0.94, 0.91),
    ("fresh", "en"): (0.95, 0.92),
    ("later", "ar"): (0.94, 0.94),
    ("later", "en"): (0.98, 0.93),
    ("latest", "ar"): (0.94, 0.96),
    ("latest", "en"): (0.97, 0.92),
    ("press", "ar"): (0.98, 0.96),
    ("press", "en"): (0.96, 0.95),
}
"""The least precision and recall of sentences, by set and language."""


def test_every_set_has_a_floor() -> None:
    assert {name for name, _ in FLOORS} == set(SETS)


@pytest.mark.parametrize(("folder", "language"), FLOORS)
def test_who_says_what(folder: str, language: str) -> None:
    gold = read_gold(ARTICLES / folder)
    counts: Counter[str] = Counter()
    for source in {row.source for row in gold if row.source.split(".")[-2] == language}:
        document = read(ARTICLES / folder / source, source)
        predicted = [Said((s.start, s.end), s.mentions) for s in statements(document)]
        rows = [row for row in gold if row.source == source]
        counts.update(judged.outcome for judged in judge(rows, predicted))
    precision, recall = precision_recall(counts)
    least_precision, least_recall = FLOORS[folder, language]
    assert precision >= least_precision
    assert recall >= least_recall

"""The arithmetic and the measuring of the speed benchmarks; nothing here is timed."""

from __future__ import annotations

import sys

import pytest

from benchmarks.processes import Cost, measure
from benchmarks.speed import Row, joined


def test_memory_is_the_childs_own() -> None:
    ballast = bytearray(300_000_000)
    cost = measure([sys.executable, "-c", "pass"])
    assert cost.memory < len(ballast) / 1e6 / 2
    assert cost.cpu > 0
    assert cost.wall > 0


def test_a_child_that_fails_says_why() -> None:
    with pytest.raises(RuntimeError, match="no such luck"):
        measure([sys.executable, "-c", "import sys; sys.exit('no such luck')"])


def test_each_figure_has_its_own_median() -> None:
    assert Cost.median([Cost(1, 5, 30), Cost(2, 4, 10), Cost(3, 9, 20)]) == Cost(2, 5, 20)


def test_the_ratio_tells_how_many_times_better_ours_is() -> None:
    assert str(Row("seconds", 2.0, 8.0, target="< 3")) == "| seconds | 2 | 8 | 4.0 | < 3 |"
    assert str(Row("a second", 300.0, 100.0, True)) == "| a second | 300 | 100 | 3.0 |  |"


def test_long_passages_run_over_the_texts_again() -> None:
    assert joined(["a b", "c"], 2, 3) == ["a b", "c a", "b c"]

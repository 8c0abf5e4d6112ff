"""The alignments of two words: their sum, and how often each unit is in them."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.fit.alignments import Pair, expected_counts, likelihoods, unit_places

WEIGHTS = {("a", "x"): 0.5, ("b", "y"): 0.5, ("ab", "xy"): 0.25, ("b", ""): 0.1, ("a", "xy"): 0.2}


def test_all_alignments_are_summed_and_their_units_counted() -> None:
    numbers: dict[Pair, int] = {unit: number for number, unit in enumerate(WEIGHTS)}
    weight = np.array([*WEIGHTS.values(), 0.0])
    places = unit_places([("ab", "xy")], lambda unit: numbers.get(unit, len(numbers)))
    one_by_one, at_once, left_out = 0.5 * 0.5, 0.25, 0.2 * 0.1
    whole = one_by_one + at_once + left_out
    assert likelihoods(2, 2, places, weight) == pytest.approx([whole])
    counts = expected_counts(2, 2, places, weight, np.array([2.0]))
    by_unit = [one_by_one, one_by_one, at_once, left_out, left_out, 0]
    assert counts.tolist() == pytest.approx([2 * share / whole for share in by_unit])

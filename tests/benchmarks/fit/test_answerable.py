"""The probability of an answer is learned of questions with and without what answers them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from answers.answerable import FEATURES, KINDS, read_model
from benchmarks.fit.answerable import as_json, fit, probabilities
from benchmarks.fit.left_out import LeftOut
from benchmarks.fit.refusal_tables import Case, Judged
from benchmarks.quality import retriever
from index.encoders.encoder import Encoder


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    """Made up: late interaction tells what is answered, the lead is noise."""
    draw = np.random.default_rng(0)
    made = []
    for number in range(600):
        answered, found = number % 2 == 0, np.zeros(len(FEATURES))
        found[FEATURES.index("late interaction")] = draw.normal(0.6 if answered else 0.2, 0.1)
        found[FEATURES.index("lead")] = draw.normal(0, 0.1)
        kind = KINDS[number // 2 % 3]
        made.append(Case("made up", kind, "whole", kind, answered, answered, 0.3, found))
    return made


def test_what_tells_is_learned_and_survives_the_file(cases: list[Case], tmp_path: Path) -> None:
    model = fit(cases, cases)
    answered = np.array([case.answered for case in cases])
    found = probabilities(model, cases)
    assert ((found >= 0.5) == answered).mean() > 0.95
    assert (found[answered] < model.threshold).mean() == pytest.approx(0.05, abs=0.005)
    path = tmp_path / "weights.json"
    path.write_text(as_json(model), "utf-8")
    read = read_model(path)
    assert np.allclose(probabilities(read, cases), found, atol=1e-3)
    assert read.threshold == pytest.approx(model.threshold, abs=1e-3)


def test_weights_have_the_sign_that_makes_sense(cases: list[Case]) -> None:
    turned = [replace(case, answered=not case.answered) for case in cases]
    kinds = json.loads(as_json(fit(turned, turned)))["kinds"]
    assert all(kind["weights"]["late interaction"] == 0 for kind in kinds.values())


def test_refusals_move_with_the_threshold(cases: list[Case]) -> None:
    judged = Judged(cases, probabilities(fit(cases, cases), cases))
    shares = [judged.refusals(threshold) for threshold in np.linspace(0, 1, 21)]
    assert shares == sorted(shares)
    assert shares[0] == (0, 0)
    assert judged.refusals(judged.threshold(0.1))[0] == pytest.approx(0.1, abs=0.005)


def test_each_source_is_there_and_left_out_of_as_many(encoder: Encoder, tmp_path: Path) -> None:
    contexts = {f"{i:02}.txt": f"In house {i} lives a cat with {i} kittens." for i in range(12)}
    searched = retriever("cats", contexts, encoder, tmp_path)
    left_out = LeftOut(searched, "seed", tmp_path)
    for source, text in contexts.items():
        (scope, _, having), (_, _, lacking) = left_out.searched(source)
        assert scope == "whole"
        assert source in having.index.documents
        assert source not in lacking.index.documents
        assert len(having.index.passages) == len(lacking.index.passages) == 8
        assert having.search(text, 1)[0].passage.source == source
        assert lacking.search(text, 1)[0].passage.source != source
    asked = list(left_out.ask({"q": "Who lives in house 3?"}, {"q": "03.txt"}))
    assert [one.answered for one in asked] == [True, False]
    assert [one.found for one in asked] == [True, False]

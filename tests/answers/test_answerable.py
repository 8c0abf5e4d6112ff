"""When the sources do not answer, and how sure that is."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answers.amounts import asks_amount, has_amount
from answers.answerable import FEATURES, KINDS, WEIGHTS, WeightsError, model, read_model
from answers.answerer import Answerer
from retrieval.retriever import Retriever
from tests.article import ASKED
from tests.conftest import Run

PORT = """The port of Tamsilt

The port of Tamsilt opened in spring. Fishing boats and ferries use it every day.

A long wall protects the boats from the waves. Engineers from Sfax built it out of stone.

The harbour master, Salma Berrada, said that the ferries would sail in winter too.

Sardines are the main catch. They are sold at the market behind the old customs house.
"""


@pytest.fixture(scope="module")
def article_answerer(article: Retriever) -> Answerer:
    return Answerer(article, Path(article.index.manifest.sources))


@pytest.fixture(scope="module")
def port(answerer_over: Callable[[Mapping[str, str]], Answerer]) -> Answerer:
    return answerer_over({"port": PORT})


@pytest.mark.parametrize(
    "question",
    [
        "من فاز بمباراة كرة القدم في تامسيلت؟",
        "Who is the president of France?",
        "When was Erdogan elected?",
        "How many boats are in the harbour?",
        "كم عدد القوارب في الميناء؟",
    ],
)
def test_what_the_port_does_not_tell_is_refused(port: Answerer, question: str) -> None:
    answer = port.answer(question)
    assert not answer.answered, answer.confidence
    assert answer.confidence < port.threshold
    assert len(answer.citations) == 3


@pytest.mark.parametrize(
    "question",
    [
        "Which boats use the port of Tamsilt?",
        "Who built the wall?",
        "Who is the harbour master?",
        "What is the main catch?",
        "ما السمك الذي يصطاد في تامسيلت؟",
        "Tamsilt",
        "Salma Berrada",
        "ferries in winter",
    ],
)
def test_what_the_port_tells_is_answered(port: Answerer, question: str) -> None:
    answer = port.answer(question)
    assert answer.answered, answer.confidence


@pytest.mark.parametrize(
    "question",
    [
        "Norland?",
        "Norland",
        "نورلاند",
        "Норланд",
        "mercenaries and drones",
        "الحدود الليبية",
        "Haftar",
    ],
)
def test_names_and_keywords_are_answered(article_answerer: Answerer, question: str) -> None:
    answer = article_answerer.answer(question)
    assert answer.answered, answer.confidence


@pytest.mark.parametrize(
    "question",
    ["Who is Erdogan?", "What did Erdogan say?", "Wer ist Angela Merkel?", "Where was Obama born?"],
)
def test_a_person_whom_no_source_names_is_refused(
    article_answerer: Answerer, question: str
) -> None:
    assert not article_answerer.answer(question).answered


def test_a_higher_threshold_refuses_no_less(article: Retriever) -> None:
    thresholds = (0.0, 0.1, 0.3, 0.6, 0.9, 1.0)
    sources = Path(article.index.manifest.sources)
    answerers = [Answerer(article, sources, threshold) for threshold in thresholds]
    for row in ASKED:
        answers = [answerer.answer(row["q"]) for answerer in answerers]
        answered = [answer.answered for answer in answers]
        assert answered == sorted(answered, reverse=True)
        assert len({answer.confidence for answer in answers}) == 1
        assert 0 <= answers[0].confidence <= 1


def test_the_flag_and_the_variable(run_module: Run, tmp_path: Path) -> None:
    question = ("answers", "Who commands the American forces in Africa?", "--json")
    asked = (*question, "--index", tmp_path / "index")
    first = json.loads(run_module(*asked).stdout)
    assert first["answered"]
    assert model().threshold <= first["confidence"] < 1
    refused = json.loads(run_module(*asked, "--threshold", "1").stdout)
    assert not refused["answered"]
    assert refused["confidence"] == first["confidence"]
    variable = {**os.environ, "ISNAD_THRESHOLD": "1"}
    assert not json.loads(run_module(*asked, env=variable).stdout)["answered"]
    assert json.loads(run_module(*asked, "--threshold", "0", env=variable).stdout)["answered"]
    for wrong in ("1.2", "-0.1", "nan", "high"):
        result = run_module(*asked, f"--threshold={wrong}")
        assert result.returncode == 1
        assert result.stderr.count("\n") == 1
        assert "from 0 to 1" in result.stderr


Damage = Callable[[dict[str, Any]], object]

DAMAGES: dict[str, Damage] = {
    "no threshold": lambda data: data.pop("threshold"),
    "a threshold of 3": lambda data: data.update(threshold=3),
    "no kinds": lambda data: data.pop("kinds"),
    "kinds in a list": lambda data: data.update(kinds=[1, 2]),
    "one kind less": lambda data: data["kinds"].pop(KINDS[1]),
    "no bias": lambda data: data["kinds"][KINDS[0]].pop("bias"),
    "no feature": lambda data: data["kinds"][KINDS[0]]["weights"].pop(FEATURES[2]),
    "another feature": lambda data: data["kinds"][KINDS[0]]["weights"].update(luck=1.0),
    "a word for a number": lambda data: data["kinds"][KINDS[0]]["weights"].update(lead="high"),
    "an endless usual score": lambda data: data["kinds"][KINDS[0]].update(usual=float("inf")),
    "a weight that is no number": lambda data: data["kinds"][KINDS[0]]["weights"].update(
        lead=float("nan")
    ),
    "not a number": lambda data: data["kinds"][KINDS[0]].update(bias=float("nan")),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_weights_that_cannot_be_used_are_said_so(name: str, tmp_path: Path) -> None:
    data = json.loads(WEIGHTS.read_text("utf-8"))
    DAMAGES[name](data)
    path = tmp_path / "weights.json"
    path.write_text(json.dumps(data), "utf-8")
    with pytest.raises(WeightsError, match=r"^The weights in .*weights\.json cannot be used"):
        read_model(path)


@given(st.integers(0, 10_000))
def test_weights_that_are_cut_off_are_said_so(end: int) -> None:
    whole = WEIGHTS.read_bytes().rstrip()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "weights.json"
        path.write_bytes(whole[: end % len(whole)])
        with pytest.raises(WeightsError):
            read_model(path)


def test_weights_that_are_missing_are_said_so(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="cannot be used"):
        read_model(tmp_path / "weights.json")


@pytest.mark.parametrize(
    ("question", "language", "asks"),
    [
        ("How many came?", "en", True),
        ("Who came?", "en", False),
        ("كم عدد القتلى؟", "ar", True),
        ("لكم ما تريدون", "ar", False),
        ("Combien de personnes ?", "fr", True),
        ("Сколько людей пришло?", "ru", True),
        ("How many came?", "und", False),
    ],
)
def test_questions_of_how_many(question: str, language: str, asks: bool) -> None:
    assert asks_amount(question, language) is asks


@pytest.mark.parametrize(
    ("text", "language", "has"),
    [
        ("Three came.", "en", True),
        ("Many came.", "en", False),
        ("١٢ came", "en", True),
        ("قتل ثلاثة جنود", "ar", True),
        ("وصل كثيرون", "ar", False),
        ("Dwadzieścia", "pl", True),
    ],
)
def test_texts_with_a_number(text: str, language: str, has: bool) -> None:
    assert has_amount(text, language) is has

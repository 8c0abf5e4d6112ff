"""The quality gate: nDCG@10 may not fall below what it is.

The floors stand at most .01 under what was measured. A change that loses quality has to say so
here.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.quality import QuestionSet, measure, retriever
from index.encoders.encoder import Encoder
from retrieval.retriever import Retriever

DATA = Path(__file__).parents[1] / "data" / "quality"

FLOORS = {
    "tydiqa ar": 0.981,
    "tydiqa en": 0.977,
    "tydiqa ru": 0.963,
    "articles, own language": 0.99,
    "articles, ar <- en": 0.916,
    "articles, en <- ar": 0.918,
    "articles, other pairs": 0.918,
}
"""By set; passages <- questions, as ``benchmarks.quality`` has them."""

_HARM = 0.002
"""One question of the sixty of a language that changes places moves its mean by more: harm is told
of the languages together."""


class Measured(dict[str, dict[str, float]]):
    """nDCG@10 of every system by set, with the number of the questions as ``n``."""

    def __str__(self) -> str:
        """A line for each set, as a failure shows it."""
        rows = (
            "  ".join([f"{name:24}", *(f"{system} {figure:.4g}" for system, figure in row.items())])
            for name, row in self.items()
        )
        return "\n".join(["", *rows])


@pytest.fixture(scope="module")
def measured(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Measured:
    """The figures of all sets."""
    home = tmp_path_factory.mktemp("quality")
    languages = {f"tydiqa {code}": _tydiqa(code, encoder, home) for code in ("ar", "en", "ru")}
    return Measured(languages | _articles(encoder, home))


@pytest.mark.parametrize("name", FLOORS)
def test_quality_does_not_fall(measured: Measured, name: str) -> None:
    assert measured[name]["Isnad"] >= FLOORS[name], str(measured)


@pytest.mark.parametrize("sets", ["tydiqa", "articles"])
def test_words_and_names_do_no_harm(measured: Measured, sets: str) -> None:
    rows = [figures for name, figures in measured.items() if name.startswith(sets)]
    late, whole = (
        sum(row["n"] * row[system] for row in rows) / sum(row["n"] for row in rows)
        for system in ("late interaction", "Isnad")
    )
    assert late <= whole + _HARM, str(measured)


def test_every_set_has_a_floor(measured: Measured) -> None:
    assert measured.keys() == FLOORS.keys()


def _tydiqa(code: str, encoder: Encoder, home: Path) -> dict[str, float]:
    """The figures of one language; a row without a question is a passage that may mislead."""
    rows = QuestionSet.from_rows(_rows(f"tydiqa.{code}.jsonl"))
    passages = retriever(code, rows.contexts, encoder, home)
    asked = {key: question for key, question in rows.questions.items() if question}
    return _figures(passages, asked, rows.gold)


def _articles(encoder: Encoder, home: Path) -> dict[str, dict[str, float]]:
    """The figures over the articles, which lie in one index, by the languages of a pair."""
    contexts = {path.name: path.read_text("utf-8") for path in (DATA / "articles").iterdir()}
    passages = retriever("articles", contexts, encoder, home)
    gold = {row["id"]: row["source"] for row in _rows("questions.jsonl")}
    pairs = _asked_of_articles().items()
    return {f"articles, {pair}": _figures(passages, asked, gold) for pair, asked in pairs}


def _figures(passages: Retriever, asked: dict[str, str], gold: dict[str, str]) -> dict[str, float]:
    return {"n": len(asked), **measure(passages, asked, gold)}


def _asked_of_articles() -> dict[str, dict[str, str]]:
    """The questions over the articles, id to question, by the languages of both."""
    asked: dict[str, dict[str, str]] = defaultdict(dict)
    for row in _rows("questions.jsonl"):
        asked[_pair(row["source"].split(".")[1], row["language"])][row["id"]] = row["question"]
    return asked


def _pair(article: str, question: str) -> str:
    if article == question:
        return "own language"
    return f"{article} <- {question}" if {article, question} == {"ar", "en"} else "other pairs"


def _rows(name: str) -> Iterator[dict[str, str]]:
    return map(json.loads, (DATA / name).read_text("utf-8").splitlines())

"""Learn from what it shows that the sources answer a question, and measure how well it does.

    python -m benchmarks.fit.answerable --data DIR [--write]

DIR is as for ``benchmarks.quality``. Each question is asked with its passage among the sources and
with it left out, over all sources of a language, over folders of forty and over twenty on one
topic (``benchmarks.fit.left_out``). A logistic model for each kind of pair of languages is learned
of the sets for training and, from language to language, of the quality gate's articles. What is
reported is of the development sets, of which nothing is learned but the threshold: it refuses a
twentieth of what they answer.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from answers.answerable import FEATURES, KINDS, WEIGHTS, Kind, Model, features, kind_of
from answers.follow_ups.turns import turn
from benchmarks.fit.left_out import Asked, LeftOut
from benchmarks.fit.refusal_tables import (
    FALSE_REFUSALS,
    Case,
    Judged,
    by,
    calibration,
    cells,
    curve,
    first_ones,
)
from benchmarks.quality import SETS, QuestionSet, question_sets, retriever
from benchmarks.refusals import articles, questions
from index.encoders.encoder import Encoder
from index.encoders.load import load_encoder

LEARNED = ("train.tydiqa", "train.arcd")
_MOST_QUESTIONS = 100
_MOST_CONTEXTS = 600
_PENALTY = 2.0
"""On the square of weights, times their features' spread."""

_LOWERS = frozenset({"better elsewhere", "names missing"})
"""The features that may only lower a probability; all others may only raise it."""


def cases(data: Path, names: Sequence[str], encoder: Encoder) -> Iterator[Case]:
    """The cases of all pairs of questions and passages of some sets."""
    for name in names:
        sets = {of: one.first(_MOST_CONTEXTS) for of, one in question_sets(data, name).items()}
        for to, passages in sets.items():
            asked = {
                f"{name} {to} ← {of}": _some(questions.over(passages))
                for of, questions in sets.items()
                if to == of or {"ar", "en"} & {to, of}
            }
            yield from _cases(name, f"{name}.{to}", passages, asked, encoder)


def article_cases(encoder: Encoder) -> Iterator[Case]:
    """The cases of the gate's articles, in many languages: questions of fact."""
    rows = [row for row in questions() if not turn(row["question"]).speech]
    texts = articles()
    asked = {row["id"]: row["question"] for row in rows}
    gold = {row["id"]: row["source"] for row in rows}
    passages = QuestionSet(asked, gold, texts)
    yield from _cases("articles", "articles", passages, {"articles": asked}, encoder)


def _cases(
    name: str,
    corpus: str,
    passages: QuestionSet,
    asked: dict[str, dict[str, str]],
    encoder: Encoder,
) -> Iterator[Case]:
    searched = retriever(corpus, passages.contexts, encoder)
    with TemporaryDirectory() as folder:
        left_out = LeftOut(searched, corpus, Path(folder))
        for pair, questions in asked.items():
            yield from (case(one, name, pair) for one in left_out.ask(questions, passages.gold))


def case(asked: Asked, data: str, pair: str) -> Case:
    """What a model sees of one question over one index."""
    best, index = asked.hits[0], asked.searched.index
    text = index.text(best.passage)
    others = [hit.score for hit in asked.hits[1:10]] or [0.0]
    return Case(
        data=data,
        pair=pair,
        scope=asked.scope,
        kind=kind_of(asked.query, best, text),
        answered=asked.answered,
        right_first=asked.found,
        others=float(np.mean(others)),
        found=features(asked.query, asked.hits, float(np.mean(others))),
    )


def _some(asked: dict[str, str]) -> dict[str, str]:
    """As many questions as weigh no pair more than others, spread over all."""
    step = max(1, -(-len(asked) // _MOST_QUESTIONS))
    return {key: asked[key] for key in list(asked)[::step]}


def fit(learned: list[Case], judged: list[Case]) -> Model:
    """The models of all kinds, and the threshold for ``FALSE_REFUSALS`` of other cases."""
    kinds = {name: _kind([one for one in learned if one.kind == name]) for name in KINDS}
    usual = {
        name: float(np.mean([one.others for one in learned if one.kind == name] or [0.0]))
        for name in KINDS
    }
    unset = Model(kinds, usual, 0.5)
    answered = [one for one in judged if one.answered]
    return Model(kinds, usual, float(np.quantile(probabilities(unset, answered), FALSE_REFUSALS)))


def _kind(learned: list[Case]) -> Kind:
    if len({one.answered for one in learned}) < 2:
        return Kind(np.zeros(len(FEATURES)), 0.0)
    found = np.array([one.found for one in learned])
    spread = found.std(axis=0) + 1e-2
    rows = np.column_stack([found / spread, np.ones(len(found))])
    weights = _logistic(rows, np.array([1.0 if one.answered else -1.0 for one in learned]))
    return Kind(weights[:-1] / spread, float(weights[-1]))


def _logistic(rows: NDArray[np.float64], signs: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights of the features and the bias, each of the sign that it makes sense with.

    Args:
        rows: (n, features + 1), the last column 1.
        signs: (n,), 1 for what is answered, else -1.
    """

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margins = signs * (rows @ weights)
        penalised = np.append(weights[:-1], 0.0)
        gradient = rows.T @ (-signs / (1 + np.exp(margins)))
        total = np.logaddexp(0, -margins).sum() + _PENALTY / 2 * (penalised**2).sum()
        return float(total), gradient + _PENALTY * penalised

    signed = [(None, 0.0) if name in _LOWERS else (0.0, None) for name in FEATURES]
    start = np.zeros(rows.shape[1])
    bounds = [*signed, (None, None)]
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x)


def probabilities(model: Model, judged: list[Case]) -> NDArray[np.float64]:
    """(n,) float64 of the cases, in order."""
    return np.array([model.kinds[one.kind].probability(one.found) for one in judged])


def report(judged: Judged, model: Model) -> Iterator[str]:
    """Everything that is measured, as tables of false and true refusals."""
    yield from curve(judged)
    tables: dict[str, Callable[[Case], str]] = {
        "kind": lambda one: one.kind,
        "set, kind": lambda one: f"{one.data}, {one.kind}",
        "passages ← questions": lambda one: one.pair,
    }
    for name, part in tables.items():
        yield ""
        yield from by(judged, model.threshold, name, part)
    yield ""
    yield from calibration(judged)
    yield ""
    yield from first_ones(judged)
    late = [one.found[FEATURES.index("late interaction")] for one in judged.cases]
    alone = Judged(judged.cases, np.array(late))
    yield f"\nlate interaction alone: {cells(alone, alone.threshold(FALSE_REFUSALS))}"


def as_json(model: Model) -> str:
    """The file of weights."""
    kinds = {
        name: {
            "bias": round(kind.bias, 4),
            "usual": round(model.usual[name], 4),
            "weights": dict(zip(FEATURES, kind.weights.round(4).tolist(), strict=True)),
        }
        for name, kind in model.kinds.items()
    }
    data = {"threshold": round(model.threshold, 3), "kinds": kinds}
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def main() -> None:
    """Learn, print, and write the weights if asked to."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.fit.answerable", description=__doc__
    )
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--sets", nargs="+", default=SETS)
    parser.add_argument("--write", action="store_true", help="replace answers/answerable.json")
    arguments = parser.parse_args()
    encoder = load_encoder()
    learned = [*cases(arguments.data, LEARNED, encoder), *article_cases(encoder)]
    judged = list(cases(arguments.data, arguments.sets, encoder))
    model = fit(learned, judged)
    print(f"learned of {Counter(one.kind for one in learned)}")
    print(*report(Judged(judged, probabilities(model, judged)), model), sep="\n")
    print(as_json(model))
    if arguments.write:
        WEIGHTS.write_text(as_json(model), "utf-8")


if __name__ == "__main__":
    main()

"""Learn from what it shows that the sources answer a question, and measure how well it does.

    python -m benchmarks.fit_answerable --data DIR [--write]

DIR is as for ``benchmarks.quality``. Each question is asked with its passage among the sources and
with it left out, over all sources of a language, over folders of forty and over twenty on one
topic (``benchmarks.left_out``). A logistic model for each kind of pair of languages is learned;
what is reported of a question comes from models that saw neither it nor another of its passage,
in any language. The threshold refuses a twentieth of what is answered.
"""

from __future__ import annotations

import argparse
import json
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from answers.answerable import FEATURES, KINDS, WEIGHTS, Kind, Model, features, kind_of
from benchmarks.left_out import Asked, LeftOut
from benchmarks.quality import SETS, QuestionSet, question_sets, retriever
from benchmarks.refusal_tables import (
    FALSE_REFUSALS,
    Case,
    Judged,
    by,
    calibration,
    cells,
    curve,
    first_ones,
)
from index.encoders.encoder import Encoder
from index.encoders.load import load_encoder

FOLDS = 5
_MOST_QUESTIONS = 60
_PENALTY = 2.0
"""On the square of weights, times their features' spread."""

_LOWERS = frozenset({"better elsewhere", "names missing"})
"""The features that may only lower a probability; all others may only raise it."""


def cases(data: Path, names: Sequence[str], encoder: Encoder) -> Iterator[Case]:
    """The cases of all pairs of questions and passages."""
    for name in names:
        sets = question_sets(data, name)
        for to, passages in sets.items():
            searched = retriever(f"{name}.{to}", passages.contexts, encoder)
            with TemporaryDirectory() as folder:
                left_out = LeftOut(searched, f"{name}.{to}", Path(folder))
                for of, questions in sets.items():
                    if to == of or {"ar", "en"} & {to, of}:
                        some = _some(questions.over(passages))
                        for asked in left_out.ask(some, passages.gold):
                            pair = f"{name} {to} ← {of}"
                            yield case(asked, name, pair, _passage(sets, asked.id))


def case(asked: Asked, data: str, pair: str, passage: str) -> Case:
    """What a model sees of one question over one index."""
    best, index = asked.hits[0], asked.searched.index
    text = index.text(best.passage)
    others = [hit.score for hit in asked.hits[1:10]] or [0.0]
    return Case(
        data=data,
        pair=pair,
        scope=asked.scope,
        passage=passage,
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


def _passage(sets: dict[str, QuestionSet], key: str) -> str:
    """One name for a question's context and its translations: English has them all, if any."""
    languages = sorted(sets, key=lambda language: language != "en")
    return next(f"{one}/{sets[one].gold[key]}" for one in languages if key in sets[one].gold)


def fit(learned: list[Case]) -> Model:
    """The models of all kinds, and the threshold for ``FALSE_REFUSALS`` of these cases."""
    kinds = {name: _kind([one for one in learned if one.kind == name]) for name in KINDS}
    usual = {
        name: float(np.mean([one.others for one in learned if one.kind == name] or [0.0]))
        for name in KINDS
    }
    unset = Model(kinds, usual, 0.5)
    answered = [one for one in learned if one.answered]
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


def unseen(judged: list[Case], part: Callable[[Case], object]) -> NDArray[np.float64]:
    """Probabilities of cases by models learned from those of other parts, (n,) float64."""
    parts = [part(one) for one in judged]
    found = np.zeros(len(judged))
    for left_out in dict.fromkeys(parts):
        model = fit([one for one, own in zip(judged, parts, strict=True) if own != left_out])
        rows = [row for row, own in enumerate(parts) if own == left_out]
        found[rows] = probabilities(model, [judged[row] for row in rows])
    return found


def fold_of(one: Case) -> int:
    """Cases of one passage are in one fold, in all languages and scopes."""
    return zlib.crc32(one.passage.encode()) % FOLDS


def report(found: list[Case], model: Model) -> Iterator[str]:
    """Everything that is measured, as tables of false and true refusals."""
    judged = Judged(found, unseen(found, fold_of))
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
    seen = Judged(found, probabilities(model, found))
    false, true = seen.refusals(model.threshold)
    yield f"\nlearned from: {false:.3f}, {true:.3f}\n"
    late = [one.found[FEATURES.index("late interaction")] for one in found]
    alone = Judged(found, np.array(late))
    yield f"late interaction alone: {cells(alone, alone.threshold(FALSE_REFUSALS))}\n"
    # Across languages there is but one set.
    within = [one for one in found if one.kind == KINDS[0]]
    other = Judged(within, unseen(within, lambda one: one.data))
    yield from by(other, model.threshold, "set, by models of the others", lambda one: one.data)


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
        prog="python -m benchmarks.fit_answerable", description=__doc__
    )
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--sets", nargs="+", default=SETS)
    parser.add_argument("--write", action="store_true", help="replace answers/answerable.json")
    arguments = parser.parse_args()
    found = list(cases(arguments.data, arguments.sets, load_encoder()))
    model = fit(found)
    print(*report(found, model), sep="\n")
    print(as_json(model))
    if arguments.write:
        WEIGHTS.write_text(as_json(model), "utf-8")


if __name__ == "__main__":
    main()

"""How well probabilities of an answer tell what is answered, as tables.

A cell with two figures has the shares refused of the questions with an answer, and without one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from answers.answerable import KINDS
from benchmarks.fit.left_out import SCOPES

FALSE_REFUSALS = 0.05
_CURVE = (0.01, 0.02, 0.05, 0.1, 0.2)


@dataclass(frozen=True, slots=True)
class Case:
    """A question over a set of passages.

    Attributes:
        data: the question set.
        pair: which questions over which passages.
        scope: what was searched.
        kind: one of ``KINDS``.
        answered: whether the passages answer.
        right_first: whether the first hit is of the passage that does.
        others: the mean score of the hits after the first.
        found: ``answers.answerable.features``.
    """

    data: str
    pair: str
    scope: str
    kind: str
    answered: bool
    right_first: bool
    others: float
    found: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Judged:
    """Cases with what models said that have not seen them.

    Attributes:
        cases: n cases.
        found: (n,) float64.
    """

    cases: list[Case]
    found: NDArray[np.float64]

    def where(self, part: Callable[[Case], str], value: str) -> Judged:
        """The cases of one part."""
        rows = [row for row, one in enumerate(self.cases) if part(one) == value]
        return Judged([self.cases[row] for row in rows], self.found[rows])

    def with_scopes(self) -> list[Judged]:
        """All the cases, then those of each scope."""
        return [self, *(self.where(scope_of, scope) for scope in SCOPES)]

    def refusals(self, threshold: float) -> tuple[float, float]:
        """The shares that are refused of the questions with an answer, and of those without."""
        answered = np.array([one.answered for one in self.cases], bool)
        refused = self.found < threshold
        false, true = refused[answered], refused[~answered]
        return float(false.sum() / max(1, len(false))), float(true.sum() / max(1, len(true)))

    def threshold(self, false_refusals: float) -> float:
        """Where that share of the questions with an answer is refused."""
        answered = np.array([one.answered for one in self.cases])
        return float(np.quantile(self.found[answered], false_refusals))


def scope_of(one: Case) -> str:
    """What was searched."""
    return one.scope


def curve(judged: Judged) -> Iterator[str]:
    """False and true refusals from threshold to threshold, by scope."""
    yield "| threshold | all | " + " | ".join(SCOPES) + " |"
    yield "|---" * (len(SCOPES) + 2) + "|"
    for share in _CURVE:
        threshold = judged.threshold(share)
        yield f"| {threshold:.3f} | {cells(judged, threshold)} |"


def by(judged: Judged, threshold: float, name: str, part: Callable[[Case], str]) -> Iterator[str]:
    """The refusals at a threshold, part by part."""
    yield f"| {name}, at {threshold:.3f} | n | all | " + " | ".join(SCOPES) + " |"
    yield "|---" * (len(SCOPES) + 3) + "|"
    for own in dict.fromkeys(map(part, judged.cases)):
        of_part = judged.where(part, own)
        yield f"| {own} | {len(of_part.cases)} | {cells(of_part, threshold)} |"


def calibration(judged: Judged) -> Iterator[str]:
    """How many of the cases with a probability have an answer, tenth by tenth."""
    yield "| probability | cases | answered |\n|---|---|---|"
    tenths = np.minimum((judged.found * 10).astype(int), 9)
    for tenth in range(10):
        own = [one.answered for one, its in zip(judged.cases, tenths, strict=True) if its == tenth]
        if own:
            bounds = f"{tenth / 10:.1f} to {(tenth + 1) / 10:.1f}"
            yield f"| {bounds} | {len(own)} | {np.mean(own):.3f} |"


def first_ones(judged: Judged) -> Iterator[str]:
    """How often the right passage is first, and the true refusals where that is asked for.

    There no more than ``FALSE_REFUSALS`` of the questions with the right passage first are refused.
    """
    yield "| right passage first, true refusals then | all | " + " | ".join(SCOPES) + " |"
    yield "|---" * (len(SCOPES) + 2) + "|"
    for kind in KINDS:
        parts = judged.where(lambda one: one.kind, kind).with_scopes()
        yield f"| {kind} | " + " | ".join(map(_first, parts)) + " |"


def _first(judged: Judged) -> str:
    answered = np.array([one.answered for one in judged.cases], bool)
    first = np.array([one.right_first for one in judged.cases], bool)
    if not first.any() or answered.all():
        return ""
    threshold = np.quantile(judged.found[first], FALSE_REFUSALS)
    share = first.sum() / answered.sum()
    return f"{share:.3f}, {(judged.found[~answered] < threshold).mean():.3f}"


def cells(judged: Judged, threshold: float) -> str:
    """The refusals at a threshold of all the cases, then of those of each scope."""
    shares = (one.refusals(threshold) for one in judged.with_scopes())
    return " | ".join(f"{false:.3f}, {true:.3f}" for false, true in shares)

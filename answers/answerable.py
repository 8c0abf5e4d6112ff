"""How likely it is that the sources answer a question of fact."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from answers.amounts import asks_amount, has_amount
from answers.asked_names import names_missing
from index.errors import IsnadError
from index.text.language import detect_script
from retrieval.fuse import fuse
from retrieval.query import Query
from retrieval.retriever import Hit

WEIGHTS = Path(__file__).parent / "answerable.json"
FEATURES = (
    "late interaction",
    "better elsewhere",
    "lead",
    "words",
    "names",
    "names missing",
)
"""What a probability is made of; ``benchmarks.fit.answerable`` learns what each weighs."""

KINDS = ("same language", "same script", "other script")
"""How the question and the passage are written: late interaction is lower from script to script."""

_OTHERS = 9
"""The lead is over so many passages after the first; where there are fewer, over a usual one."""


_MOST_NATS = 500.0
"""Of log odds: ``exp`` overflows soon after."""


class WeightsError(IsnadError):
    """The weights of the features cannot be used."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A logistic model for one of ``KINDS``.

    Attributes:
        weights: (features,) float64, in the order of ``FEATURES``.
        bias: what is added to their sum.
    """

    weights: NDArray[np.float64]
    bias: float

    def probability(self, found: NDArray[np.float64]) -> float:
        """How likely the sources answer, 0 to 1, by the ``features`` of a question."""
        odds = float(found @ self.weights) + self.bias
        return 1 / (1 + math.exp(-max(-_MOST_NATS, min(_MOST_NATS, odds))))


@dataclass(frozen=True, slots=True)
class Model:
    """What is known of probabilities.

    Attributes:
        kinds: a model for each of ``KINDS``.
        usual: the score of a passage that does not answer, by kind.
        threshold: the least probability that counts as an answer.
    """

    kinds: Mapping[str, Kind]
    usual: Mapping[str, float]
    threshold: float


@cache
def model() -> Model:
    """What ``benchmarks.fit.answerable`` has learned of the bundled encoder.

    Raises:
        WeightsError: the file cannot be used.
    """
    return read_model(WEIGHTS)


def read_model(path: Path) -> Model:
    """The model in a file of weights.

    Raises:
        WeightsError: the file is missing, cut off, or of other features than ``FEATURES``.
    """
    try:
        return _model(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise WeightsError(
            f"The weights in {path} cannot be used ({type(error).__name__}: {error}); put the file"
            " back as it is in the repository."
        ) from error


def _model(data: dict[str, Any]) -> Model:
    found = data["kinds"]
    kinds = {
        name: Kind(_weights(found[name]["weights"]), _finite(found[name], "bias")) for name in KINDS
    }
    usual = {name: _finite(found[name], "usual") for name in KINDS}
    threshold = _finite(data, "threshold")
    if not 0 <= threshold <= 1:
        raise ValueError(f"the threshold is {threshold}, not 0 to 1")
    return Model(kinds, usual, threshold)


def _weights(found: dict[str, float]) -> NDArray[np.float64]:
    if found.keys() != set(FEATURES):
        names = ", ".join(sorted(found.keys() ^ set(FEATURES)))
        raise ValueError(f"missing or unknown: {names}")
    weights = np.array([found[name] for name in FEATURES], np.float64)
    if not np.isfinite(weights).all():
        raise ValueError("a weight is not a number")
    return weights


def _finite(found: dict[str, Any], name: str) -> float:
    value = float(found[name])
    if not math.isfinite(value):
        raise ValueError(f"{name} is not a number")
    return value


def probability(query: Query, hits: Sequence[Hit], texts: Sequence[str]) -> float:
    """How likely it is that the sources answer, 0 to 1.

    Args:
        query: the question.
        hits: all that was found, best first; at least one.
        texts: those of the first passages, in order; at least one.

    Returns:
        What the model of the pair's kind says; 0 for a question of how many where no text has a
        number.
    """
    asks = asks_amount(query.text, query.language)
    languages = [hit.passage.language for hit in hits[: len(texts)]]
    if asks and not any(map(has_amount, texts, languages)):
        return 0.0
    kind = kind_of(query, hits[0], texts[0])
    return model().kinds[kind].probability(features(query, hits, model().usual[kind]))


def kind_of(query: Query, best: Hit, text: str) -> str:
    """Which of ``KINDS`` a question and its best passage, of *text*, are."""
    if query.language == best.passage.language:
        return "same language"
    same = detect_script(query.text) == detect_script(text)
    return "same script" if same else "other script"


def features(query: Query, hits: Sequence[Hit], usual: float) -> NDArray[np.float64]:
    """``FEATURES`` of a question: (features,) float64.

    Late interaction is plain MaxSim here: what passages are ranked by weighs the question's tokens
    by what else was found, and so tells less from one question to another.

    Args:
        query: the question.
        hits: all that was found, best first; at least one.
        usual: the score of a passage that does not answer.
    """
    best = hits[0]
    matched = np.array([_matched(hit, len(query.encoding.tokens)) for hit in hits])
    late = matched.mean(axis=1).tolist()
    scores = [
        fuse(one, hit.words_share, hit.names_share) for one, hit in zip(late, hits, strict=True)
    ]
    others = scores[1 : 1 + _OTHERS]
    others += [min(usual, scores[0])] * (_OTHERS - len(others))
    return np.array(
        [
            late[0],
            (matched.max(axis=0) - matched[0]).mean(),
            scores[0] - sum(others) / _OTHERS,
            best.words_share,
            best.names_share,
            names_missing(query, best),
        ],
        np.float64,
    )


def _matched(hit: Hit, tokens: int) -> NDArray[np.float32]:
    """The best similarity of each of the question's tokens: (tokens,) float32."""
    matrix = hit.similarities
    return matrix.max(axis=1) if matrix.size else np.full(max(tokens, 1), -1.0, np.float32)

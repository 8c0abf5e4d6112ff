"""What words and names weigh beside late interaction, and whether that was fitted too closely.

    python -m benchmarks.fusion --data DIR [--sets dev.mlqa …]

DIR is that of ``benchmarks.quality``. For every pair of languages stand late interaction alone, the
shipped weights, the best weights of a grid, chosen within a language and across languages apart,
and a cross-validated figure: each fifth of the questions, cut by the hash of their id, is ranked
with the weights that the other four fifths choose.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.quality import SETS, ndcg, question_sets, retriever
from index.encoders.load import load_encoder
from retrieval.fuse import NAMES_WEIGHT, WORDS_WEIGHT
from retrieval.retriever import Retriever

WORDS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8)
NAMES = (0.0, 0.15, 0.3, 0.45, 0.6, 0.8)
GRID = list(itertools.product(WORDS, NAMES))
_SHIPPED = GRID.index((WORDS_WEIGHT, NAMES_WEIGHT))
_FOLDS = 5
_ALL = 1_000_000

Gains = NDArray[np.float64]
"""(questions, len(GRID)): the nDCG@10 of each question with each pair of weights."""


def gains(passages: Retriever, asked: dict[str, str], gold: dict[str, str]) -> Gains:
    """The gains of every question under every pair of weights."""
    return np.array([_gains(passages, question, gold[key]) for key, question in asked.items()])


def _gains(passages: Retriever, question: str, source: str) -> list[float]:
    hits = passages.search(question, _ALL)
    parts = np.array([(h.late_interaction, h.words_share, h.names_share) for h in hits])
    names, of = np.unique([hit.passage.source for hit in hits], return_inverse=True)
    if source not in names:
        return [0.0] * len(GRID)
    right = list(names).index(source)
    return [_gain(parts @ (1.0, words, name), of, right) for words, name in GRID]


def _gain(scores: NDArray[np.float64], of: NDArray[np.intp], right: int) -> float:
    best = np.full(of.max() + 1, -np.inf)
    np.maximum.at(best, of, scores)
    return ndcg([1 + int((best > best[right]).sum())])


def fold(key: str) -> int:
    """The part of the questions that one belongs to, whatever its language."""
    return hashlib.sha256(key.encode()).digest()[0] % _FOLDS


def best(pairs: list[Gains]) -> int:
    """The place in the grid with the highest mean over the pairs."""
    return int(np.mean([of_pair.mean(axis=0) for of_pair in pairs], axis=0).argmax())


def cross_validated(pairs: list[tuple[list[str], Gains]]) -> list[float]:
    """nDCG@10 of each pair, every question ranked with the weights that other folds choose."""
    folds = [np.array([fold(key) for key in keys]) for keys, _ in pairs]
    chosen = [
        best([found[of != out] for (_, found), of in zip(pairs, folds, strict=True)])
        for out in range(_FOLDS)
    ]
    return [
        float(np.mean([found[i, chosen[out]] for i, out in enumerate(of)]))
        for (_, found), of in zip(pairs, folds, strict=True)
    ]


def _pairs(data: Path, names: list[str]) -> Iterator[tuple[str, bool, list[str], Gains]]:
    encoder = load_encoder()
    for name in names:
        sets = question_sets(data, name)
        for to, passages in sets.items():
            searched = retriever(f"{name}.{to}", passages.contexts, encoder)
            for of, questions in sets.items():
                asked = questions.over(passages) if _asked_of(to, of) else {}
                if asked:
                    label = f"{name} {to} ← {of}"
                    yield label, to != of, list(asked), gains(searched, asked, passages.gold)


def _asked_of(to: str, of: str) -> bool:
    return to == of or bool({"ar", "en"} & {to, of})


def _report(kind: str, rows: list[tuple[str, list[str], Gains]]) -> None:
    """Print a line for each pair, and one for their mean."""
    place = best([found for _, _, found in rows])
    out = cross_validated([(keys, found) for _, keys, found in rows])
    figures = [
        (*found.mean(axis=0)[[0, _SHIPPED, place]], crossed)
        for (_, _, found), crossed in zip(rows, out, strict=True)
    ]
    for (label, keys, _), line in zip(rows, figures, strict=True):
        print(f"| {label} | {len(keys)} | {' | '.join(f'{figure:.3f}' for figure in line)} |")
    means = " | ".join(f"{figure:.4f}" for figure in np.mean(figures, axis=0))
    print(f"| mean {kind}; best are {GRID[place]} | | {means} |")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fusion", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--sets", nargs="+", default=SETS)
    arguments = parser.parse_args()
    pairs = list(_pairs(arguments.data, arguments.sets))
    print("| passages ← questions | n | late interaction | shipped | best | cross-validated |")
    print("|---|---|---|---|---|---|")
    for kind, across in (("within a language", False), ("across languages", True)):
        _report(kind, [(label, keys, found) for label, far, keys, found in pairs if far is across])


if __name__ == "__main__":
    main()

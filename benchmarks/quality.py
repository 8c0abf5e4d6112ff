"""nDCG@10 of the whole retrieval and of its parts, over question sets in several languages.

    python -m benchmarks.quality --data DIR [--sets dev.mlqa …] [--languages ar en …]

DIR holds ``qa/SET.LANGUAGE.jsonl.gz``: rows with id, question, context. Every context becomes a
source file and goes through the real pipeline; a question's hit is right if it is of its context.
Questions are asked of their own language's passages and of every other's that has the same id.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from index.build import build
from index.command import show_progress
from index.encoders.encoder import Encoder
from index.encoders.load import load_encoder
from index.storage.store import load
from retrieval.retriever import Hit, Retriever

SETS = ("dev.mlqa", "dev.tydiqa", "dev.arcd")
CORPORA = Path(".isnad") / "benchmarks"
_ALL = 1_000_000
_RRF = 60

PUBLISHED = {
    ("dev.mlqa", "ar", "ar"): ".761",
    ("dev.mlqa", "ar", "en"): ".677",
    ("dev.mlqa", "en", "ar"): ".641",
    ("dev.mlqa", "en", "en"): ".842",
}
"""Pooled multilingual-e5-small in full precision, as published, over all of MLQA's dev questions:
the sets here hold fewer, so the figures do not compare to the third decimal."""

Score = Callable[[Hit], float | None]


def _rank_score(channel: str) -> Score:
    def score(hit: Hit) -> float | None:
        rank = hit.ranks[channel]
        return None if rank is None else -float(rank)

    return score


def _reciprocal_ranks(hit: Hit) -> float | None:
    """Cormack et al. 2009, over what peers fuse: pooled vectors and BM25."""
    ranks = [rank for channel in ("dense", "words") if (rank := hit.ranks[channel]) is not None]
    return sum(1 / (_RRF + rank) for rank in ranks) or None


SYSTEMS: dict[str, Score] = {
    "BM25": _rank_score("words"),
    "names": _rank_score("names"),
    "pooled": _rank_score("dense"),
    "pooled + BM25 (RRF)": _reciprocal_ranks,
    "late interaction": lambda hit: hit.late_interaction,
    "Isnad": lambda hit: hit.score,
}


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """The questions and contexts of one file.

    Attributes:
        questions: id to question.
        gold: id to the source that its context became.
        contexts: source to context.
        answers: id to the words of the context that answer.
    """

    questions: dict[str, str]
    gold: dict[str, str]
    contexts: dict[str, str]
    answers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> QuestionSet:
        """Read a file of ``DIR/qa``."""
        with gzip.open(path, "rt", encoding="utf-8") as file:
            return cls.from_rows(map(json.loads, file))

    @classmethod
    def from_rows(cls, rows: Iterable[dict[str, str]]) -> QuestionSet:
        """Take rows of id, question and context; equal contexts are one source."""
        rows = list(rows)
        names = {text: f"{i:05}.txt" for i, text in enumerate(dict.fromkeys(_contexts(rows)))}
        return cls(
            questions={row["id"]: row["question"] for row in rows},
            gold={row["id"]: names[row["context"]] for row in rows},
            contexts={name: text for text, name in names.items()},
            answers={row["id"]: row.get("answer", "") for row in rows},
        )

    def first(self, most: int) -> QuestionSet:
        """The questions over the first contexts, *most* of them."""
        contexts = dict(list(self.contexts.items())[:most])
        gold = {key: source for key, source in self.gold.items() if source in contexts}
        return QuestionSet({key: self.questions[key] for key in gold}, gold, contexts)

    def over(self, passages: QuestionSet) -> dict[str, str]:
        """The questions whose context, in its own language, is among *passages*."""
        return {key: text for key, text in self.questions.items() if key in passages.gold}


def question_sets(data: Path, name: str) -> dict[str, QuestionSet]:
    """The sets called *name* by language."""
    files = sorted((data / "qa").glob(f"{name}.*.jsonl.gz"))
    return {
        path.name.removeprefix(f"{name}.").split(".")[0]: QuestionSet.read(path) for path in files
    }


def ndcg(ranks: Iterable[int | None]) -> float:
    """Mean nDCG@10 where each question has one right passage; None is a rank below ten.

    >>> ndcg([1, 3, None])
    0.5
    """
    gains = [1 / math.log2(1 + rank) if rank and rank <= 10 else 0.0 for rank in ranks]
    return sum(gains) / len(gains)


def retriever(
    name: str, contexts: dict[str, str], encoder: Encoder, home: Path = CORPORA
) -> Retriever:
    """A retriever over *contexts* as sources; the index is kept in *home* for the next run."""
    sources, folder = home / name / "sources", home / name / "index"
    sources.mkdir(parents=True, exist_ok=True)
    for source, text in contexts.items():
        if not (sources / source).exists():
            (sources / source).write_bytes(text.encode())
    build(sources, folder, encoder, progress=show_progress())
    return Retriever(load(folder), encoder)


def measure(passages: Retriever, asked: dict[str, str], gold: dict[str, str]) -> dict[str, float]:
    """nDCG@10 of every system over the questions whose context is among the passages."""
    ranks: dict[str, list[int | None]] = {name: [] for name in SYSTEMS}
    for key, question in asked.items():
        hits = passages.search(question, _ALL)
        for name, score in SYSTEMS.items():
            ranks[name].append(_rank(hits, score, gold[key]))
    return {name: ndcg(of_system) for name, of_system in ranks.items()}


def _rank(hits: list[Hit], score: Score, source: str) -> int | None:
    """Rank of a source: that of its best passage, other sources' passages counting once."""
    best: dict[str, float] = {}
    for hit in hits:
        value = score(hit)
        if value is not None:
            best[hit.passage.source] = max(value, best.get(hit.passage.source, -math.inf))
    if source not in best:
        return None
    return 1 + sum(other > best[source] for other in best.values())


def _contexts(rows: list[dict[str, str]]) -> Iterator[str]:
    return (row["context"] for row in rows)


def _table(sets: dict[str, QuestionSet], name: str, encoder: Encoder) -> Iterator[str]:
    for to, passages in sets.items():
        searched = retriever(f"{name}.{to}", passages.contexts, encoder)
        for of, questions in sets.items():
            asked = questions.over(passages)
            if asked and (to == of or {"ar", "en"} & {to, of}):
                found = measure(searched, asked, passages.gold)
                published = PUBLISHED.get((name, to, of), "")
                figures = " | ".join(f"{figure:.3f}" for figure in found.values())
                yield f"| {name} {to} ← {of} | {len(asked)} | {figures} | {published} |"


def main() -> None:
    """Print one table, a row for each pair of passages and questions."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--sets", nargs="+", default=SETS)
    parser.add_argument("--languages", nargs="+")
    arguments = parser.parse_args()
    encoder = load_encoder()
    print(f"| passages ← questions | n | {' | '.join(SYSTEMS)} | published, pooled |")
    print("|---" * (len(SYSTEMS) + 3) + "|")
    for name in arguments.sets:
        sets = question_sets(arguments.data, name)
        wanted = arguments.languages or sets
        sets = {code: questions for code, questions in sets.items() if code in wanted}
        for line in _table(sets, name, encoder):
            print(line, flush=True)


if __name__ == "__main__":
    main()

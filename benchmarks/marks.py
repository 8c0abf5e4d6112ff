"""Whether the marked sentences hold the answer, where the right passage is first.

    python -m benchmarks.marks --data DIR

DIR is as for ``benchmarks.quality``. Where two sentences of a passage are about as near to the
question both are marked; how often, and how much of the passage, is told beside.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from answers.answer import Citation
from answers.cite import cite
from benchmarks.quality import SETS, QuestionSet, question_sets, retriever
from index.encoders.encoder import Encoder
from index.encoders.load import load_encoder
from retrieval.retriever import Retriever


@dataclass(frozen=True, slots=True)
class Marked:
    """What is marked for one question.

    Attributes:
        right: whether a marked sentence holds the answer.
        marks: how many are marked.
        share: of the passage's characters.
    """

    right: bool
    marks: int
    share: float


def measure(passages: Retriever, asked: dict[str, str], over: QuestionSet) -> Iterator[Marked]:
    """What is marked for each question whose right passage is first."""
    for key, question in asked.items():
        hits = passages.search(question, 1)
        if hits and hits[0].passage.source == over.gold[key] and over.answers[key]:
            found = cite(hits, passages.index.documents, passages.encoder, answering=True)
            answer = over.answers[key]
            if found and answer in found[0].quote:
                yield _marked(found[0], answer)


def _marked(citation: Citation, answer: str) -> Marked:
    texts = [citation.quote[a - citation.start : b - citation.start] for a, b in citation.marks]
    share = sum(map(len, texts)) / len(citation.quote)
    return Marked(any(answer in text for text in texts), len(texts), share)


def table(data: Path, names: list[str], encoder: Encoder) -> Iterator[str]:
    """A row for each pair of languages."""
    yield "| passages ← questions | right passage first | answer marked | two marks | marked |"
    yield "|---|---|---|---|---|"
    every: list[Marked] = []
    for name in names:
        sets = question_sets(data, name)
        for to, passages in sets.items():
            searched = retriever(f"{name}.{to}", passages.contexts, encoder)
            for of, questions in sets.items():
                if to == of or {"ar", "en"} & {to, of}:
                    found = list(measure(searched, questions.over(passages), passages))
                    every += found
                    if found:
                        yield _row(f"{name} {to} ← {of}", found)
    yield _row("all", every)


def _row(name: str, found: list[Marked]) -> str:
    count = max(1, len(found))
    right = sum(one.right for one in found) / count
    double = sum(one.marks > 1 for one in found) / count
    share = sum(one.share for one in found) / count
    return f"| {name} | {len(found)} | {right:.3f} | {double:.3f} | {share:.3f} |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.marks", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--sets", nargs="+", default=list(SETS))
    arguments = parser.parse_args()
    for row in table(arguments.data, arguments.sets, load_encoder()):
        print(row, flush=True)


if __name__ == "__main__":
    main()

"""Questions over contexts in several languages: what a program finds of them, and how fast."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.peers.corpus import Corpus
from benchmarks.peers.peer import Program
from benchmarks.peers.prepare import corpus_of
from benchmarks.peers.processes import Processes
from benchmarks.peers.tables import Found, rank
from benchmarks.peers.work import Measured
from benchmarks.quality import QuestionSet


@dataclass(frozen=True, slots=True)
class Asked:
    """The passages of one language, and the questions that are asked of them.

    Attributes:
        corpus: the passages.
        pairs: "passages ← questions" to the questions, by id.
        gold: id to the source of the right context.
    """

    corpus: Corpus
    pairs: dict[str, dict[str, str]]
    gold: dict[str, str]

    def questions(self) -> list[str]:
        """All the questions, pair after pair."""
        return [question for of_pair in self.pairs.values() for question in of_pair.values()]

    def found(self, measured: Measured) -> list[Found]:
        """Ranks of the right contexts, pair after pair."""
        best, usual, dense = map(self._ranks, (measured.best, measured.usual, measured.dense))
        found, start = [], 0
        for pair, of_pair in self.pairs.items():
            part = slice(start, start + len(of_pair))
            found.append(Found(pair, best[part], usual[part], dense[part]))
            start = part.stop
        return found

    def _ranks(self, found: Sequence[list[int]]) -> list[int | None]:
        sources = [source for source, _ in self.corpus.places]
        keys = [key for of_pair in self.pairs.values() for key in of_pair]
        return [rank(rows, sources, self.gold[key]) for key, rows in zip(keys, found, strict=True)]


@dataclass(frozen=True, slots=True)
class Result:
    """What a program did with all of it: ranks, milliseconds of searches, passages a second."""

    found: list[Found]
    times: list[float]
    rate: float


def asked_over(sets: dict[str, QuestionSet], folder: Path) -> list[Asked]:
    """The contexts of each language as sources in *folder*, and the questions of every language."""
    return [
        Asked(
            corpus=_corpus(passages, language, folder / language),
            pairs={f"{language} ← {of}": set_.over(passages) for of, set_ in sets.items()},
            gold=passages.gold,
        )
        for language, passages in sets.items()
    ]


def limited(sets: dict[str, QuestionSet], limit: int | None) -> dict[str, QuestionSet]:
    """The first *limit* questions that all languages have, over their contexts alone."""
    if limit is None:
        return sets
    asked = [questions.questions for questions in sets.values()]
    common = [key for key in asked[0] if all(key in other for other in asked)]
    return {code: _only(questions, common[:limit]) for code, questions in sets.items()}


def result(processes: Processes, program: Program, model: str, asked: Iterable[Asked]) -> Result:
    """Measure one program."""
    asked = list(asked)
    measured = [processes.measured(program, model, one.corpus, one.questions()) for one in asked]
    both = list(zip(asked, measured, strict=True))
    passages = sum(len(one.corpus.texts) for one in asked)
    return Result(
        found=[found for one, by in both for found in one.found(by)],
        times=[took for by in measured for took in by.times],
        rate=passages / sum(by.seconds for by in measured),
    )


def _corpus(questions: QuestionSet, language: str, folder: Path) -> Corpus:
    folder.mkdir(parents=True)
    for source, text in questions.contexts.items():
        (folder / source).write_bytes(text.encode())
    return corpus_of(folder, language)


def _only(questions: QuestionSet, keys: Sequence[str]) -> QuestionSet:
    gold = {key: questions.gold[key] for key in keys}
    return QuestionSet(
        questions={key: questions.questions[key] for key in keys},
        gold=gold,
        contexts={source: questions.contexts[source] for source in sorted({*gold.values()})},
    )

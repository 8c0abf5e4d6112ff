"""One program in a process of its own, so that none of the others is loaded beside it.

    python -m benchmarks.peers.work NAME MODEL CORPUS ask QUESTION [--save DIR | --load DIR]
    python -m benchmarks.peers.work NAME MODEL CORPUS measure QUESTIONS

``ask`` is a cold answer, from the passages or from an index of before. ``measure`` indexes, asks
every question of the file QUESTIONS (a JSON list), and writes a ``Measured`` to standard output.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.peers.corpus import Corpus
from benchmarks.peers.peer import PROGRAMS, Program

DEPTH = 10
"""Passages that are asked for: with more, those that fuse ranks find less across languages."""

_WARM_UP = 3


@dataclass(frozen=True, slots=True)
class Measured:
    """What a program did with a corpus.

    Attributes:
        seconds: how long it took to index the passages, the encoder loaded before.
        best, usual, dense: rows of the best passages for each question, by the ``Peer``'s three
            ways to search.
        times: milliseconds of each search by the first.
    """

    seconds: float
    best: list[list[int]]
    usual: list[list[int]]
    dense: list[list[int]]
    times: list[float]


def measure(program: Program, model: str, corpus: Corpus, questions: Sequence[str]) -> Measured:
    """Index and search; the first questions are asked once before, to warm up."""
    peer = program.open(model, corpus.language)
    started = time.perf_counter()
    peer.index(corpus)
    seconds = time.perf_counter() - started
    k = min(DEPTH, len(corpus.texts))
    for question in questions[:_WARM_UP]:
        peer.search(question, k)
    timed = [_timed(peer.search, question, k) for question in questions]
    best, times = [rows for rows, _ in timed], [took for _, took in timed]
    usual = [peer.usual(question, k) for question in questions] if program.settings else best
    return Measured(seconds, best, usual, [peer.dense(q, k) for q in questions], times)


def _timed(
    search: Callable[[str, int], list[int]], question: str, k: int
) -> tuple[list[int], float]:
    started = time.perf_counter()
    rows = search(question, k)
    return rows, 1000 * (time.perf_counter() - started)


def ask(program: Program, corpus: Corpus, arguments: argparse.Namespace) -> list[str]:
    """The three best passages; the index is loaded, or made and perhaps saved."""
    peer = program.open(arguments.model, corpus.language)
    if arguments.load:
        peer.load(arguments.load, corpus)
    else:
        peer.index(corpus)
    if arguments.save:
        arguments.save.mkdir(parents=True, exist_ok=True)
        peer.save(arguments.save)
    return [corpus.texts[row] for row in peer.search(arguments.question, 3)]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers.work", description=__doc__)
    parser.add_argument("name", choices=PROGRAMS)
    parser.add_argument("model")
    parser.add_argument("corpus", type=Path)
    commands = parser.add_subparsers(dest="command", required=True)
    asking = commands.add_parser("ask")
    asking.add_argument("question")
    asking.add_argument("--save", type=Path)
    asking.add_argument("--load", type=Path)
    commands.add_parser("measure").add_argument("questions", type=Path)
    return parser


def main() -> None:
    """Do one of the two; only the result goes to standard output."""
    arguments = _parser().parse_args()
    corpus = Corpus.load(arguments.corpus)
    with contextlib.redirect_stdout(sys.stderr):
        program = PROGRAMS[arguments.name]
        if arguments.command == "ask":
            output = "\n\n".join(ask(program, corpus, arguments))
        else:
            questions: list[str] = json.loads(arguments.questions.read_text("utf-8"))
            output = json.dumps(asdict(measure(program, arguments.model, corpus, questions)))
    print(output)


if __name__ == "__main__":
    main()

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
from benchmarks.peers.peer import PROGRAMS, Peer

DEPTH = 30
"""Passages that are asked for: more than ten, as several may be of one context."""

_WARM_UP = 3


@dataclass(frozen=True, slots=True)
class Measured:
    """What a program did with a corpus.

    Attributes:
        seconds: how long it took to index the passages, the encoder loaded before.
        dense, hybrid: rows of the best passages for each question.
        times: milliseconds of each hybrid search.
    """

    seconds: float
    dense: list[list[int]]
    hybrid: list[list[int]]
    times: list[float]


def measure(peer: Peer, corpus: Corpus, questions: Sequence[str]) -> Measured:
    """Index and search; the first questions are asked once before, to warm up."""
    started = time.perf_counter()
    peer.index(corpus)
    seconds = time.perf_counter() - started
    k = min(DEPTH, len(corpus.texts))
    for question in questions[:_WARM_UP]:
        peer.search(question, k)
    hybrid = [_timed(peer.search, question, k) for question in questions]
    dense = [peer.dense(question, k) for question in questions]
    return Measured(seconds, dense, [rows for rows, _ in hybrid], [took for _, took in hybrid])


def _timed(
    search: Callable[[str, int], list[int]], question: str, k: int
) -> tuple[list[int], float]:
    started = time.perf_counter()
    rows = search(question, k)
    return rows, 1000 * (time.perf_counter() - started)


def ask(peer: Peer, corpus: Corpus, arguments: argparse.Namespace) -> list[str]:
    """The three best passages; the index is loaded, or made and perhaps saved."""
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
        peer = PROGRAMS[arguments.name].open(arguments.model, corpus.language)
        if arguments.command == "ask":
            output = "\n\n".join(ask(peer, corpus, arguments))
        else:
            questions: list[str] = json.loads(arguments.questions.read_text("utf-8"))
            output = json.dumps(asdict(measure(peer, corpus, questions)))
    print(output)


if __name__ == "__main__":
    main()

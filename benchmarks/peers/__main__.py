"""Isnad beside LangChain, LlamaIndex, Haystack, txtai and forty lines by hand, in one run.

    python -m benchmarks.peers --data DIR [--limit N] [--runs N] [--programs NAME …]

DIR is that of ``benchmarks.quality``. Every program gets the same passages and the same weights of
the encoder: Isnad as they lie in ``models/``, the others as floats in sentence-transformers, which
all of them advise. The cold answers are measured a second time with Isnad's form of the encoder
put into the others by their own extension points. A program that is not installed is left out.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

from benchmarks.peers.contexts import asked_over, limited, result
from benchmarks.peers.corpus import Corpus
from benchmarks.peers.peer import ISNAD, PROGRAMS, Program
from benchmarks.peers.prepare import OFFLINE, corpus_of, save_model
from benchmarks.peers.processes import Processes
from benchmarks.peers.tables import cold, quality, said, warm
from benchmarks.peers.vectors import BUNDLED
from benchmarks.quality import question_sets
from benchmarks.speed import machine
from index.folder import SOURCES
from tests.article import ASKING_FOR_NORLAND, NORLAND

SET = "dev.mlqa"
LANGUAGES = ("ar", "en")
IN_FIVE_LANGUAGES = ASKING_FOR_NORLAND[:5]


def not_installed(programs: Sequence[Program]) -> Iterator[str]:
    """A line for each program that cannot be measured here."""
    for program in programs:
        if missing := program.missing():
            names = ", ".join(missing)
            yield f"{program.title} is left out, without {names}; to install it: make bench-peers"


def report(
    programs: Sequence[Program], data: Path, limit: int | None, runs: int, folder: Path
) -> Iterator[str]:
    """The lines of all tables, each as soon as it is measured."""
    model = BUNDLED if [*programs] == [ISNAD] else save_model(folder)
    processes = Processes(programs, folder)
    article = corpus_of(SOURCES.resolve(), "ar")
    yield from _versions(programs)
    yield from _said(processes, model, article)
    encoders = {"sentence-transformers": model, "Isnad's encoder put into them": BUNDLED}
    for name, encoder in encoders.items():
        yield f"Cold answers, the others with {name}; medians of {runs}:\n"
        yield from cold(processes.cold(encoder, article, IN_FIVE_LANGUAGES[0], runs))
    sets = question_sets(data, SET)
    asked = asked_over(limited({code: sets[code] for code in LANGUAGES}, limit), folder / "sources")
    results = {program.title: result(processes, program, model, asked) for program in programs}
    yield f"{' and '.join(str(len(one.corpus.texts)) for one in asked)} passages of {SET}:\n"
    yield from warm(
        {title: one.times for title, one in results.items()},
        {title: one.rate for title, one in results.items()},
    )
    yield from quality({title: one.found for title, one in results.items()})


def _said(processes: Processes, model: str, article: Corpus) -> Iterator[str]:
    found = {
        program.title: processes.measured(program, model, article, IN_FIVE_LANGUAGES).best
        for program in processes.programs
    }
    yield from said(IN_FIVE_LANGUAGES, article.paragraphs, NORLAND, found)


def _versions(programs: Sequence[Program]) -> Iterator[str]:
    packages = [package for program in programs for package in program.packages]
    yield machine()
    yield f"{', '.join(f'{package} {version(package)}' for package in packages)}\n"


def main() -> None:
    """Print every table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--limit", type=int, metavar="N", help="questions that are asked (all)")
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="of each cold answer (3)")
    parser.add_argument("--programs", nargs="+", choices=PROGRAMS, default=[*PROGRAMS])
    arguments = parser.parse_args()
    os.environ.update(OFFLINE)
    chosen = [PROGRAMS[name] for name in arguments.programs]
    print("\n".join(not_installed(chosen)))
    there = [program for program in chosen if not program.missing()]
    if not there:
        return
    with tempfile.TemporaryDirectory() as folder:
        os.environ["LLAMA_INDEX_CACHE_DIR"] = folder
        home = Path(folder)
        for line in report(there, arguments.data, arguments.limit, arguments.runs, home):
            print(line, flush=True)


if __name__ == "__main__":
    main()

"""Isnad beside LangChain, LlamaIndex, Haystack, txtai and forty lines by hand, in one run.

    python -m benchmarks.peers --data DIR [--limit N] [--runs N] [--programs NAME …]

DIR is that of ``benchmarks.quality``. What is found is compared with the same passages and the very
same vectors: Isnad's encoder, put into the others by their own extension points. What it costs is
measured with that, and with what all of them advise: sentence-transformers, which gets the same
weights as floats. A program that is not installed is left out.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

from benchmarks.peers.contexts import Asked, Result, asked_over, limited, result
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
TIMED = 25
"""Questions of each language that searches are timed with, over their contexts alone."""


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
    processes = Processes(programs, folder)
    article = corpus_of(SOURCES.resolve(), "ar")
    yield from _versions(programs)
    yield from _said(processes, article)
    every = question_sets(data, SET)
    sets = limited({code: every[code] for code in LANGUAGES}, limit)
    found = _results(processes, BUNDLED, asked_over(sets, folder / "all"))
    yield from quality({title: one.found for title, one in found.items()})
    some = asked_over(limited(sets, TIMED), folder / "some")
    for name, model in _encoders(programs, folder).items():
        timed = _results(processes, model, some)
        passages = sum(len(one.corpus.texts) for one in some)
        yield f"The others with {name}; {passages} passages; cold: medians of {runs}:\n"
        yield from warm(
            {title: one.times for title, one in timed.items()},
            {title: one.rate for title, one in timed.items()},
        )
        yield from cold(processes.cold(model, article, IN_FIVE_LANGUAGES[0], runs))


def _encoders(programs: Sequence[Program], folder: Path) -> dict[str, str]:
    """What the others encode with, by name: a folder or ``bundled``."""
    if [*programs] == [ISNAD]:
        return {"nothing": BUNDLED}
    return {"sentence-transformers": save_model(folder), "Isnad's encoder": BUNDLED}


def _results(processes: Processes, model: str, asked: Sequence[Asked]) -> dict[str, Result]:
    return {
        program.title: result(processes, program, model, asked) for program in processes.programs
    }


def _said(processes: Processes, article: Corpus) -> Iterator[str]:
    found = {
        program.title: processes.measured(program, BUNDLED, article, IN_FIVE_LANGUAGES).best
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

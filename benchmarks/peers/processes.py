"""Starts the programs, each time as a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.peers.corpus import Corpus
from benchmarks.peers.peer import ISNAD, Program
from benchmarks.peers.work import Measured
from benchmarks.processes import Cost, measure

FROM_FILES, FROM_INDEX = "from files", "from a saved index"


@dataclass(frozen=True, slots=True)
class Processes:
    """Programs to measure, and a folder for what they are given and what they save."""

    programs: Sequence[Program]
    folder: Path

    def measured(
        self, program: Program, model: str, corpus: Corpus, questions: Sequence[str]
    ) -> Measured:
        """What *program* found of *questions* in *corpus*, and how fast.

        Raises:
            RuntimeError: it failed; the message is what it wrote on stderr.
        """
        given, asked = self.folder / "corpus.json", self.folder / "questions.json"
        corpus.save(given)
        asked.write_text(json.dumps(questions, ensure_ascii=False), "utf-8")
        command = [*_worker(program, model, given), "measure", str(asked)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr)
        return Measured(**json.loads(done.stdout))

    def cold(
        self, model: str, article: Corpus, question: str, runs: int
    ) -> dict[str, dict[str, Cost]]:
        """Medians of whole processes that answer one question; the programs take turns.

        Returns:
            The title of each program to where it starts from to its cost.
        """
        article.save(self.folder / "article.json")
        for program in self.programs:
            measure(self._save(program, model, question))
        rounds = [self._round(model, question, number) for number in range(runs)]
        return {
            program.title: {
                start: Cost.median(one[program.title][start] for one in rounds)
                for start in (FROM_FILES, FROM_INDEX)
            }
            for program in self.programs
        }

    def _round(self, model: str, question: str, number: int) -> dict[str, dict[str, Cost]]:
        return {
            program.title: {
                FROM_FILES: measure(self._fresh(program, model, question, number)),
                FROM_INDEX: measure(self._load(program, model, question)),
            }
            for program in self.programs
        }

    def _fresh(self, program: Program, model: str, question: str, number: int) -> list[str]:
        if program == ISNAD:
            return _answers(question, self.folder / f"new-{Path(model).name}-{number}")
        return self._ask(program, model, question)

    def _save(self, program: Program, model: str, question: str) -> list[str]:
        saved = self._saved(program, model)
        if program == ISNAD:
            return _answers(question, saved)
        return [*self._ask(program, model, question), "--save", str(saved)]

    def _load(self, program: Program, model: str, question: str) -> list[str]:
        saved = self._saved(program, model)
        if program == ISNAD:
            return _answers(question, saved)
        return [*self._ask(program, model, question), "--load", str(saved)]

    def _ask(self, program: Program, model: str, question: str) -> list[str]:
        return [*_worker(program, model, self.folder / "article.json"), "ask", question]

    def _saved(self, program: Program, model: str) -> Path:
        return self.folder / f"{program.module}-{Path(model).name}"


def _answers(question: str, index: Path) -> list[str]:
    """Isnad's whole way, which reads the sources by itself and builds an index that is missing."""
    return [sys.executable, "-m", "answers", question, "--index", str(index)]


def _worker(program: Program, model: str, corpus: Path) -> list[str]:
    worker = [sys.executable, "-m", "benchmarks.peers.work"]
    return [*worker, program.module, model, str(corpus)]

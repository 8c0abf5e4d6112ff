"""The questions of a command line: one as an argument, or many from a file."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.errors import QuestionError


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the id that its answer carries."""

    id: str
    question: str


def add_questions(parser: argparse.ArgumentParser) -> None:
    """Add the question itself and ``--questions``, of which one must be given."""
    group = parser.add_mutually_exclusive_group(required=True)
    group.add_argument("question", nargs="?", help="what to ask")
    group.add_argument(
        "--questions", type=Path, metavar="FILE", help='JSON lines, each {"id": …, "q": …}'
    )


def asked(arguments: argparse.Namespace) -> Iterator[Asked]:
    """The questions of the command line, in order.

    Raises:
        QuestionError: the file cannot be read, or a line of it is not a question.
    """
    if arguments.questions is None:
        yield Asked("1", arguments.question)
        return
    try:
        lines = arguments.questions.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionError(
            f"The questions in {arguments.questions} cannot be read: {error}"
        ) from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _parse(line, f"line {number} of {arguments.questions}")


def _parse(line: str, where: str) -> Asked:
    try:
        row = json.loads(line)
        question = row["q"]
        if not isinstance(question, str):
            raise TypeError
        return Asked(row["id"], question)
    except (ValueError, KeyError, TypeError) as error:
        raise QuestionError(f'In {where} there is no {{"id": …, "q": …}}.') from error

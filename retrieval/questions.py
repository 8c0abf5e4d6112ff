"""The questions of a command line: one as an argument, or many from a file."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from index.errors import QuestionError

MOST_TURNS = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the id that its answer carries.

    Attributes:
        id: whatever JSON value the file gives.
        question: the question.
        before: the questions of the conversation before it.
    """

    id: str
    question: str
    before: tuple[str, ...] = ()


def add_questions(parser: argparse.ArgumentParser, conversations: bool = False) -> None:
    """Add the question itself and ``--questions``, of which one must be given.

    Args:
        parser: the command's.
        conversations: whether it may be ``--conversation`` too.
    """
    group = parser.add_mutually_exclusive_group(required=True)
    group.add_argument("question", nargs="?", help="what to ask")
    group.add_argument(
        "--questions", type=Path, metavar="FILE", help='JSON lines, each {"id": …, "q": …}'
    )
    parser.set_defaults(conversation=None)
    if conversations:
        group.add_argument(
            "--conversation",
            type=Path,
            metavar="FILE",
            help='JSON lines, each {"id": …, "turns": [question, …]}; the last turn is answered',
        )


def asked(arguments: argparse.Namespace) -> Iterator[Asked]:
    """The questions of the command line, in order.

    Raises:
        QuestionError: the file cannot be read, or a line of it is not a question.
    """
    if arguments.questions is not None:
        yield from _rows(arguments.questions, _question)
    elif arguments.conversation is not None:
        yield from _rows(arguments.conversation, _conversation)
    else:
        yield Asked("1", arguments.question)


def _rows(path: Path, parse: Callable[[str, str], Asked]) -> Iterator[Asked]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionError(f"The questions in {path} cannot be read: {error}") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield parse(line, f"line {number} of {path}")


def _question(line: str, where: str) -> Asked:
    try:
        row = json.loads(line)
        return Asked(row["id"], _text(row["q"]))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise QuestionError(f'In {where} there is no {{"id": …, "q": …}}.') from error


def _conversation(line: str, where: str) -> Asked:
    try:
        row = json.loads(line)
        identity, turns = row["id"], row["turns"]
        if not isinstance(turns, list):
            raise TypeError
        *before, last = map(_text, turns)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise QuestionError(f'In {where} there is no {{"id": …, "turns": […]}}.') from error
    if len(turns) > MOST_TURNS:
        raise QuestionError(f"In {where} there are {len(turns)} turns; {MOST_TURNS} are the most.")
    return Asked(identity, last, tuple(before))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value

"""``python -m answers "question"``: an answer made of quoted passages, each with its place."""

from __future__ import annotations

import argparse
import json

from answers.answer import Answer, Citation
from answers.answerer import Answerer
from answers.rows import answer_row
from index.command import add_folders, folders, run
from prompts.say import say
from retrieval.open import open_retriever
from retrieval.questions import Asked, add_questions, asked


def main() -> None:
    """Parse the command line and print the answer of every question."""
    parser = argparse.ArgumentParser(prog="python -m answers", description=__doc__)
    add_questions(parser)
    add_folders(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object a question")
    arguments = parser.parse_args()
    sources, folder = folders(arguments)
    answerer = Answerer(open_retriever(sources, folder), sources)
    for one in asked(arguments):
        answer = answerer.answer(one.question)
        print(_json(one, answer) if arguments.json else _text(answer))


def _json(one: Asked, answer: Answer) -> str:
    return json.dumps({"id": one.id, **answer_row(answer)}, ensure_ascii=False)


def _text(answer: Answer) -> str:
    quotes = [f"[{c.number}] {c.quote}\n    — {_place(c)}" for c in answer.citations]
    return "\n\n".join([answer.lead, *quotes, _freshness(answer)])


def _place(citation: Citation) -> str:
    heading = f", “{citation.heading}”" if citation.heading else ""
    page = f", page {citation.page}" if citation.page else ""
    part = f"row {citation.row}" if citation.row else f"paragraph {citation.paragraph}"
    saved = f" (saved from {citation.address} on {citation.fetched})" if citation.address else ""
    return f"{citation.source}{heading}{page}, {part}{saved}"


def _freshness(answer: Answer) -> str:
    changed = answer.freshness.changed_sources
    return say(
        "stale" if changed else "fresh",
        answer.language,
        built=answer.freshness.built,
        count=len(changed),
    )


if __name__ == "__main__":
    run(main)

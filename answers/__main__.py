"""``python -m answers "question"``: an answer made of quoted passages, each with its place."""

from __future__ import annotations

import argparse
import json
import logging
from typing import TYPE_CHECKING

from answers.answer import Answer, Citation
from answers.answerer import Answerer
from answers.language_model.settings import add_model, model_settings
from answers.place import also, places
from answers.rows import answer_row
from answers.threshold import add_threshold, threshold_setting
from index.command import add_folders, folders, run
from prompts.say import say
from retrieval.open import open_retriever
from retrieval.questions import Asked, add_questions, asked

if TYPE_CHECKING:
    from answers.language_model.compose import Composer
    from answers.language_model.settings import ModelSettings
    from index.encoders.encoder import Encoder


def main() -> None:
    """Parse the command line and print the answer of every question."""
    logging.basicConfig(format="isnad: %(message)s")
    parser = argparse.ArgumentParser(prog="python -m answers", description=__doc__)
    add_questions(parser, conversations=True)
    add_folders(parser)
    add_model(parser)
    add_threshold(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object a question")
    arguments = parser.parse_args()
    sources, folder = folders(arguments)
    settings = model_settings(arguments)
    threshold = threshold_setting(arguments)
    answerer = Answerer(open_retriever(sources, folder), sources, threshold)
    composer = _composer(settings, answerer.retriever.encoder) if settings else None
    for one in asked(arguments):
        answer = answerer.answer_last([*one.before, one.question])
        answer = composer.compose(answer) if composer else answer
        print(_json(one, answer) if arguments.json else _text(answer))


def _composer(settings: ModelSettings, encoder: Encoder) -> Composer:
    """A language model, which nothing is imported for unless it is wanted."""
    from answers.language_model.compose import Composer
    from answers.language_model.model import Model

    return Composer(Model(settings), encoder)


def _json(one: Asked, answer: Answer) -> str:
    return json.dumps({"id": one.id, **answer_row(answer)}, ensure_ascii=False)


def _text(answer: Answer) -> str:
    quotes = [_quote(citation, answer.language) for citation in answer.citations]
    told = [answer.composed, answer.note, answer.lead]
    parts = [*_searched(answer), *told, *quotes, _freshness(answer)]
    return "\n\n".join(part for part in parts if part)


def _searched(answer: Answer) -> list[str]:
    """What was searched, where it was not the question itself."""
    if answer.searched == answer.question:
        return []
    return [say("searched", answer.language, question=answer.searched)]


def _quote(citation: Citation, language: str) -> str:
    lines = [f"[{citation.number}] {citation.quote}", f"    — {_place(citation, language)}"]
    for told, found, more in also(citation, language):
        others = "; ".join(_place(one, language) for one in found)
        lines.append(f"      {told} {others}{'; ' if more else ''}{more}")
    return "\n".join(lines)


def _place(citation: Citation, language: str) -> str:
    heading = f", “{citation.heading}”" if citation.heading else ""
    return f"{citation.source}{heading}, {', '.join(places(citation, language))}"


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

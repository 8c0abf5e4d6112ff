"""What the page does when something is asked, followed or pressed."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace

import gradio as gr

from answers.answer import Answer
from index.build import Progress
from index.errors import IsnadError, QuestionError
from index.language import detect_language
from prompts.say import say
from retrieval.query import MAX_CHARACTERS
from web.conversation import KEPT_TURNS, Message, Turn, messages, to_markdown
from web.examples import Examples, render_examples
from web.library import BusyError, Library
from web.pane import render_bar, render_source, render_sources, source_rows
from web.reference import LostPassageError, Reference
from web.render import render_answer, render_notice, render_question
from web.status import render_report, render_status
from web.words import preferred, tell

_log = logging.getLogger(__name__)


class Handlers:
    """Each is called by Gradio; what it returns is what the page then shows."""

    def __init__(self, library: Library) -> None:
        """Answer from *library*."""
        self._library = library
        self._examples = Examples(library)

    def ask(
        self, question: str, turns: list[Turn], request: gr.Request
    ) -> tuple[str, list[Message], list[Turn]]:
        """The emptied input, the chat with the answer, and the turns of the session."""
        question = question.encode("utf-8", "replace").decode()  # JSON can carry half a pair
        if question.strip():
            reply = self._reply(question)
            turns = [*turns, _turn(question[:MAX_CHARACTERS], reply, _language(request))]
        turns = turns[-KEPT_TURNS:]
        return "", messages(turns), turns

    def show(self, link: str, request: gr.Request) -> str:
        """The source that a citation's link leads to, the passage marked."""
        language = _language(request)
        try:
            reference = Reference.parse(link)
            document = reference.find(self._library.documents)
        except LostPassageError as error:
            return render_bar(language) + render_notice(tell(error.reason, language))
        return render_source(document, reference.start, reference.end, language)

    def age(self, request: gr.Request) -> tuple[str, str]:
        """The line about the age of the index, and the list of sources."""
        language, fresh = _language(request), self._library.freshness()
        index = self._library.index
        rows = source_rows(index, fresh)
        return render_status(fresh, language), render_sources(rows, fresh.built, language)

    def examples(self, request: gr.Request) -> str:
        """Questions to begin with."""
        language = _language(request)
        return render_examples(self._examples.of(language), language)

    def conversation(self, turns: list[Turn], request: gr.Request) -> str:
        """The whole chat as Markdown."""
        return to_markdown(turns, _language(request))

    def rebuild(
        self,
        request: gr.Request,
        progress: gr.Progress = gr.Progress(),  # noqa: B008
    ) -> tuple[str, str, str]:
        """Rebuild the index; what that did, the line about its age, and the list of sources."""
        language = _language(request)
        progress(0, desc=tell("rebuilding", language))

        def told(done: int, total: int) -> None:
            if total:
                progress((done, total), desc=tell("encoding", language), unit="")

        return self._rebuilt(told, language), *self.age(request)

    def _rebuilt(self, told: Progress, language: str) -> str:
        try:
            return render_report(self._library.rebuild(told), language)
        except BusyError:
            return render_notice(tell("being_rebuilt", language))
        except (IsnadError, OSError) as error:
            return render_notice(f"{tell('build_failed', language)} {error}")
        except Exception:
            _log.exception("the rebuild failed")
            return render_notice(tell("build_failed", language))

    def _reply(self, question: str) -> Answer | str:
        """The answer, or the sentence that stands for one."""
        try:
            return self._library.ask(question)
        except QuestionError:
            return _sentence("unsearchable", question, most=MAX_CHARACTERS)
        except BusyError:
            return _sentence("busy", question)
        except Exception:
            _log.exception("a question could not be answered")
            return _sentence("failed", question)


def clear() -> tuple[Sequence[Message], list[Turn]]:
    """An empty chat."""
    return [], []


def _turn(question: str, reply: Answer | str, language: str) -> Turn:
    """The turn as it is kept: the hits, with their similarities, are as large as an index."""
    if isinstance(reply, str):
        return Turn(question, render_question(question), render_notice(reply), reply)
    kept = replace(reply, hits=())
    return Turn(question, render_question(question), render_answer(reply, language), kept)


def _sentence(name: str, question: str, **variables: object) -> str:
    return say(name, detect_language(question[:200]), **variables)


def _language(request: gr.Request) -> str:
    return preferred(request.headers.get("accept-language", ""))

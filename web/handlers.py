"""What the page does when something is asked, followed or pressed.

Its annotations are no strings: Gradio reads them at every call, and would compile each anew.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace

import gradio as gr

from answers.answer import Answer
from index.encode import Progress
from index.errors import IsnadError, QuestionError
from index.text.language import detect_language
from prompts.say import say
from retrieval.query import MAX_CHARACTERS
from web.conversation import KEPT_TURNS, Message, Turn, messages, searched, to_markdown
from web.examples import Examples, render_examples
from web.guard.visitors import check_owner, language_of
from web.library import BusyError, Library
from web.pane import render_bar, render_source, render_sources, source_rows
from web.reasons import reason_in
from web.reference import LostPassageError, Reference
from web.render import render_answer, render_notice, render_question
from web.status import render_report, render_status
from web.words import ToldError, tell

Shown = tuple[str, list[Message], list[Turn]]

_log = logging.getLogger(__name__)


class Handlers:
    """Each is called by Gradio; what it returns is what the page then shows."""

    def __init__(self, library: Library) -> None:
        """Answer from *library*."""
        self._library = library
        self._examples = Examples(library)

    def ask(self, question: object, turns: list[Turn], request: gr.Request) -> Shown:
        """The emptied input, the chat with the answer, and the turns of the session.

        Args:
            question: what was sent as one, unchecked.
            turns: those of the session.
            request: who asks.
        """
        *_, last = self.stream(question, turns, request)
        return last

    def stream(self, question: object, turns: list[Turn], request: gr.Request) -> Iterator[Shown]:
        """What ``ask`` gives, again and again as a language model's sentences come."""
        question = question if isinstance(question, str) else ""
        question = question.encode("utf-8", "replace").decode()  # JSON can carry half a pair
        if not question.strip():
            yield "", messages(turns), turns
            return
        language = language_of(request)
        for reply in self._replies(question, searched(turns), language):
            turn = _turn(question[:MAX_CHARACTERS], reply, language)
            grown = [*turns, turn][-KEPT_TURNS:]
            yield "", messages(grown), grown

    def show(self, link: str, request: gr.Request) -> str:
        """The source that a citation's link leads to, the passage marked."""
        language = language_of(request)
        try:
            reference = Reference.parse(link)
            document = reference.find(self._library.documents)
        except LostPassageError as error:
            return render_bar(language) + render_notice(error.told(language))
        return render_source(document, reference.start, reference.end, language)

    def age(self, request: gr.Request) -> tuple[str, str]:
        """The line about the age of the index, and the list of sources."""
        language, fresh = language_of(request), self._library.freshness()
        index = self._library.index
        rows = source_rows(index, fresh)
        total = len(index.documents) + len(index.manifest.unreadable) + len(fresh.added)
        listed = render_sources(rows, total, language)
        return render_status(fresh, language), listed

    def examples(self, request: gr.Request) -> str:
        """Questions to begin with."""
        language = language_of(request)
        return render_examples(self._examples.of(language), language)

    def conversation(self, turns: list[Turn], request: gr.Request) -> str:
        """The whole chat as Markdown."""
        return to_markdown(turns, language_of(request))

    def rebuild(
        self,
        request: gr.Request,
        progress: gr.Progress = gr.Progress(),  # noqa: B008  Gradio looks for it there
    ) -> tuple[str, str, str]:
        """Rebuild the index; what that did, the line about its age, and the list of sources."""
        language = language_of(request)
        try:
            check_owner(request)
        except ToldError as error:
            return render_notice(error.told(language)), *self.age(request)
        progress(0, desc=tell("rebuilding", language))

        def told(done: int, total: int) -> None:
            if total:
                progress((done, total), desc=tell("encoding", language), unit="")

        return self._rebuilt(told, language), *self.age(request)

    def _rebuilt(self, told: Progress, language: str) -> str:
        try:
            return render_report(self._library.rebuild(told), language)
        except ToldError as error:
            return render_notice(error.told(language))
        except (IsnadError, OSError) as error:
            why = (error.strerror if isinstance(error, OSError) else "") or str(error)
            return render_notice(f"{tell('build_failed', language)} {reason_in(why, language)}")
        except Exception:
            _log.exception("the rebuild failed")
            return render_notice(tell("build_failed", language))

    def _replies(self, question: str, before: list[str], language: str) -> Iterator[Answer | str]:
        """The answer as it grows, or the sentence that stands for one."""
        try:
            yield from self._library.compose(self._library.ask(question, before, language))
        except QuestionError:
            yield _sentence("unsearchable", question, language, most=MAX_CHARACTERS)
        except BusyError:
            yield _sentence("busy", question, language)
        except Exception:
            _log.exception("a question could not be answered")
            yield _sentence("failed", question, language)


def clear() -> tuple[Sequence[Message], list[Turn]]:
    """An empty chat."""
    return [], []


def _turn(question: str, reply: Answer | str, language: str) -> Turn:
    """The turn as it is kept: the hits, with their similarities, are as large as an index."""
    if isinstance(reply, str):
        return Turn(question, render_question(question), render_notice(reply), reply)
    kept = replace(reply, hits=())
    return Turn(question, render_question(question), render_answer(reply, language), kept)


def _sentence(name: str, question: str, likely: str, **variables: object) -> str:
    return say(name, detect_language(question[:200], likely), **variables)
